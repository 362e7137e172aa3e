"""Service when demand and attendance are uncertain: expectations over busyness and absence.

A day is busier or quieter than forecast as a whole: its rate is the forecast times a gamma
factor [1]_. Busy days hold more calls and serve each of them worse, so that the service of
the expected day is better than the expected service. An expectation is weighted by the calls,
E[L SL(L)] / E[L], never E[SL(L)].

References
----------
.. [1] Brown, L., Gans, N., Mandelbaum, A., Sakov, A., Shen, H., Zeltyn, S. and Zhao, L.
   (2005). Statistical analysis of a telephone call center. Journal of the American
   Statistical Association 100(469).
.. [2] Golub, G. H. and Welsch, J. H. (1969). Calculation of Gauss quadrature rules.
   Mathematics of Computation 23(106).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffing.domain.base import IntArray
from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.curves import ServiceCurves
from staffing.domain.history import Forecast
from staffing.domain.problem import Problem
from staffing.errors import InputError
from staffing.queueing._gamma import SURE, gamma_below
from staffing.queueing.curves import BUSY, assembled, between, service_curves, shares_of
from staffing.queueing.erlang_a import ErlangA, erlang_a
from staffing.queueing.finite_lines import ErlangALines, erlang_a_lines
from staffing.units import MINUTES_PER_HOUR

Floats = NDArray[np.float64]

_MOST_NODES = 64


def gamma_nodes(cv: float, nodes: int) -> tuple[Floats, Floats]:
    """Return Gauss nodes and weights of a gamma variable with mean 1.

    Sums over them are exact for polynomials up to degree ``2 nodes - 1`` [2]_.

    Parameters
    ----------
    cv
        Coefficient of variation; 0 has a single node at 1.
    nodes
        How many, 1 to 64.

    Examples
    --------
    >>> x, weight = gamma_nodes(0.2, 16)
    >>> round(float((weight * x).sum()), 12), round(float((weight * x**2).sum()), 12)
    (1.0, 1.04)
    """
    if not 1 <= nodes <= _MOST_NODES:
        raise InputError("nodes", f"found {nodes}", f"1 to {_MOST_NODES}")
    if cv <= SURE:
        return np.ones(1), np.ones(1)
    shape = 1.0 / cv**2
    index = np.arange(nodes, dtype=np.float64)
    # Recurrence of the generalized Laguerre polynomials with alpha = shape - 1.
    beside = np.sqrt(index[1:] * (index[1:] + shape - 1.0))
    jacobi = np.diag(2.0 * index + shape) + np.diag(beside, 1) + np.diag(beside, -1)
    values, vectors = np.linalg.eigh(jacobi)
    return values / shape, np.square(vectors[0])


def uncertain_curves(
    center: CallCenter,
    forecast: Forecast,
    holidays: Holidays | None = None,
    nodes: int = 16,
    *,
    absence: float | Literal["share"] | None = None,
) -> ServiceCurves:
    """Return the expected service of each number of counselors over uncertain demand.

    The day's factor and the slot's own are independent gamma variables; their product is
    treated as one gamma variable with the same variance. Without uncertainty and absence the
    result is that of `service_curves`.

    Parameters
    ----------
    center
        Queues with patience, target and available share.
    forecast
        Expected calls and handle times, with ``day_cv`` and ``slot_cv``.
    holidays
        Tells working days from days off; None knows weekends only.
    nodes
        Points of the quadrature.
    absence
        Probability that a scheduled counselor is not there, each independently: the number
        present is binomial. ``"share"`` takes it from the queues' on-phone shares. None
        divides the head count by the share instead, as `service_curves` does. With endless
        patience a mean wait is infinite as soon as too few may come.

    Raises
    ------
    InputError
        If the forecast's queues are not the center's, or a number is out of range.
    """
    plain = service_curves(center, forecast, holidays)
    grid = forecast.grid
    present = np.array(plain.present)
    if isinstance(absence, float | int) and not isinstance(absence, bool):
        if not 0 <= absence < 1:
            raise InputError("absence", f"found {absence}", "a probability below 1, at least 0")
        present = np.full(present.shape, 1.0 - absence)
    elif absence not in {None, "share"}:
        raise InputError("absence", f"found {absence!r}", 'a probability, "share" or None')
    squared = (1 + np.square(forecast.day_cv[:, grid.day_of])) * (1 + np.square(forecast.slot_cv))
    cvs = np.sqrt(squared - 1)
    per_hour = forecast.offered * (MINUTES_PER_HOUR / grid.slot_minutes)
    read = np.zeros((5, *per_hour.shape, plain.most + 1))
    for row, queue in enumerate(center.queues):
        for factor, weight in _nodes_of(cvs[row], nodes):
            shares = shares_of(queue, per_hour[row] * factor, forecast.aht_s[row], plain.most)
            if absence is None:
                here = between(shares, present[row])
            else:
                here = _thinned(shares, present[row])
            calls = (weight * factor)[:, np.newaxis]
            for at, values in enumerate(here):
                by = weight[:, np.newaxis] if at == BUSY else calls
                # A node without weight says nothing, even where the wait would be infinite.
                with np.errstate(invalid="ignore"):
                    read[at, row] += np.where(by > 0, by * values, 0.0)
    method = "Erlang A per slot, expected over uncertain demand"
    return assembled(center, forecast, present, read, method)


def probability_of_target(
    problem: Problem, on_phones: IntArray, day_cv: float | Floats, *, tolerance: float = 1e-9
) -> Floats:
    """Return (Q, D) the probability that a day is quiet enough to keep its whole promise.

    A day as busy as the forecast times x has an expected service level and answer rate; both
    fall with x, so that there is a busiest day that still keeps the promise, and the result
    is the probability of a quieter one. Chance within a day (a call more or less) is not in
    it: `staffing.evaluation.simulation.simulate` has that.

    Parameters
    ----------
    problem
        Expected calls, handle times, patience and targets.
    on_phones
        (Q, T) counselors on the phones, read between whole numbers where only a share of
        their time is available.
    day_cv
        Coefficient of variation of the day's gamma factor: one number or (Q, D), for example
        `Forecast.day_cv`.
    tolerance
        By how much a promise may be missed.

    Raises
    ------
    InputError
        If a coefficient or a shape is wrong.
    """
    curves = problem.curves
    shape = (len(curves.queues), problem.horizon.days)
    cvs = np.asarray(day_cv, dtype=np.float64)
    if cvs.shape not in {(), shape} or not np.all(np.isfinite(cvs) & (cvs >= 0)):
        raise InputError("day_cv", f"found {day_cv}", f"one number or {shape}, each at least 0")
    if np.shape(on_phones) != curves.offered.shape or np.min(on_phones, initial=0) < 0:
        raise InputError(
            "on_phones",
            f"found the shape {np.shape(on_phones)}",
            f"heads per queue and slot, {curves.offered.shape}, at least 0",
        )
    cvs = np.broadcast_to(cvs, shape)
    result = np.ones(shape)
    for queue in range(shape[0]):
        busiest = _busiest(problem, np.asarray(on_phones)[queue], queue, tolerance)
        for day in range(shape[1]):
            result[queue, day] = gamma_below(float(busiest[day]), float(cvs[queue, day]))
    return result


def _nodes_of(cvs: Floats, nodes: int) -> Iterator[tuple[Floats, Floats]]:
    """Yield (T,) factors and (T,) weights, node by node; certain slots have a single node."""
    different, back = np.unique(cvs, return_inverse=True)
    rules = [gamma_nodes(float(cv), nodes) for cv in different]
    for node in range(max((len(rule[0]) for rule in rules), default=0)):
        has = [node < len(rule[0]) for rule in rules]
        factor = [rule[0][node] if ok else 1.0 for rule, ok in zip(rules, has, strict=True)]
        weight = [rule[1][node] if ok else 0.0 for rule, ok in zip(rules, has, strict=True)]
        yield np.array(factor)[back], np.array(weight)[back]


def _thinned(shares: Floats, present: Floats) -> Floats:
    """Return what `between` returns, with a binomial number there."""
    columns = shares.shape[-1]
    heads = np.arange(columns, dtype=np.float64)
    read = np.empty_like(shares)
    for share in np.unique(present):
        rows = np.flatnonzero(present == share)
        chance = _binomial(columns, float(share))
        part = shares[:, rows]
        endless = np.isinf(part)
        mixed = np.where(endless, 0.0, part) @ chance.T
        mixed[(endless.astype(np.float64) @ chance.T) > 0] = np.inf
        mixed[BUSY] /= np.maximum(heads * share, 1e-12)
        read[:, rows] = mixed
    return read


def _binomial(columns: int, share: float) -> Floats:
    """Return [n, m] the probability that m of n come."""
    chance = np.zeros((columns, columns))
    chance[0, 0] = 1.0
    for n in range(1, columns):
        chance[n] = chance[n - 1] * (1.0 - share)
        chance[n, 1:] += chance[n - 1, :-1] * share
    return chance


def _busiest(problem: Problem, heads: NDArray[np.int64], queue: int, tolerance: float) -> Floats:
    """Return (D,) the largest factor at which each day keeps its promise; 0 none, inf any."""
    curves, grid = problem.curves, problem.grid
    days = problem.horizon.days
    target, served = curves.targets[queue], problem.center.queues[queue]
    patience = math.inf if served.patience_s is None else served.patience_s
    per_hour = curves.offered[queue] * (MINUTES_PER_HOUR / grid.slot_minutes)
    reach = curves.present[queue] * heads
    low = np.floor(reach + 1e-9)
    part = np.clip(reach - low, 0.0, 1.0)
    calls = np.bincount(grid.day_of, curves.offered[queue], days)
    aht, threshold = curves.aht_s[queue][:, np.newaxis], target.threshold_s
    agents = low[:, np.newaxis] + np.array([0.0, 1.0])

    def sums(shares: Floats) -> Floats:
        mixed = (1 - part) * shares[:, 0] + part * shares[:, 1]
        return np.bincount(grid.day_of, curves.offered[queue] * mixed, days).astype(np.float64)

    def keeps(factor: Floats) -> NDArray[np.bool_]:
        rate = (per_hour * factor[grid.day_of])[:, np.newaxis]
        result: ErlangA | ErlangALines
        if served.lines is None:
            result = erlang_a(rate, aht, agents, patience, threshold)
            answered = sums(1.0 - result.abandoned)
        else:
            result = erlang_a_lines(rate, aht, agents, float(served.lines), patience, threshold)
            answered = sums(1.0 - result.abandoned - result.blocked)
        in_time = sums(result.virtual if target.definition == "virtual" else result.in_time)
        counted = answered if target.definition == "answered" else calls
        kept: NDArray[np.bool_] = (counted > 0) & (
            in_time >= (target.service_level - tolerance) * counted
        )
        if target.answer_rate is not None:
            kept &= answered >= (target.answer_rate - tolerance) * calls
        return kept

    quiet, busy = np.full(days, 1e-6), np.full(days, 1e3)
    never, always = ~keeps(quiet), keeps(busy) | (calls <= 0)
    for _ in range(60):
        middle = np.sqrt(quiet * busy)
        kept = keeps(middle)
        quiet, busy = np.where(kept, middle, quiet), np.where(kept, busy, middle)
    found: Floats = np.where(always, np.inf, np.where(never, 0.0, quiet))
    return found
