"""Erlang A (M/M/n+M): callers wait, and hang up when their patience is over."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from staffing.domain.work import ServiceLevelDefinition
from staffing.queueing import erlang_c
from staffing.queueing._arguments import Numbers, read, spread, traffic
from staffing.queueing._queue import queue_side
from staffing.queueing._servers import server_side
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ErlangA:
    """What callers and agents live through in M/M/n+M; every array has the same shape.

    Attributes
    ----------
    waiting
        Share of offered calls that are not answered at once.
    abandoned
        Share of offered calls that hang up.
    in_time
        Share of offered calls answered within the threshold: service level "offered".
    late
        Share of offered calls answered after the threshold.
    virtual
        Share of callers who would be answered within the threshold if they never hung
        up: service level "virtual".
    answered
        In time among the answered calls: service level "answered".
    mean_wait_s
        Mean time in queue over all offered calls, s, abandoned ones included.
    asa_s
        Mean wait of the answered calls, s; infinite where no call is answered.
    occupancy
        Share of staffed time that agents spend on calls.
    queue
        Mean number of callers waiting.
    """

    waiting: Floats
    abandoned: Floats
    in_time: Floats
    late: Floats
    virtual: Floats
    answered: Floats
    mean_wait_s: Floats
    asa_s: Floats
    occupancy: Floats
    queue: Floats

    def service_level(self, definition: ServiceLevelDefinition) -> Floats:
        """Return the service level by its name: "virtual", "offered" or "answered"."""
        return {
            "virtual": self.virtual,
            "offered": self.in_time,
            "answered": self.answered,
        }[definition]


FIELDS = tuple(field.name for field in fields(ErlangA))


def erlang_a(
    calls_per_hour: Numbers,
    aht_s: Numbers,
    agents: Numbers,
    patience_s: Numbers,
    threshold_s: Numbers,
) -> ErlangA:
    """Evaluate M/M/n+M at any load, patience and threshold.

    With theta = 1/patience and V the wait that a caller of endless patience is offered,
    V has density proportional to ``exp((lambda/theta)(1 - exp(-theta v)) - n mu v)`` and
    an atom at 0. Waiting, abandonment and waits are its moments, all sums of positive
    terms, so that overload and long thresholds cost no digits. Infinite patience gives
    Erlang C. Without agents every call is abandoned.

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate, calls/h, >= 0.
    aht_s
        Mean handling time, s, > 0.
    agents
        Agents on the phones, >= 0, fractions allowed.
    patience_s
        Mean time until a waiting caller hangs up, s, > 0, ``inf`` allowed.
    threshold_s
        Acceptable wait, s, >= 0.

    Returns
    -------
    ErlangA, each array in the broadcast shape of the arguments. Service levels have an
    absolute error below 1e-13, the abandoned share a relative one below 1e-12.

    Raises
    ------
    InputError
        If a rate, a time or the agents are out of range or NaN.

    References
    ----------
    C. Palm (1957), Research on telephone traffic carried by full availability groups.
    F. Baccelli and G. Hebuterne (1981), On queues with impatient customers.
    O. Garnett, A. Mandelbaum and M. Reiman (2002), Designing a call center with impatient
    customers, doi:10.1287/msom.4.3.208.7753.

    Examples
    --------
    >>> result = erlang_a(200, 180, 13, 300, 20)
    >>> round(float(result.in_time), 4), round(float(result.abandoned), 4)
    (0.8582, 0.025)
    """
    shape, (calls, aht, n, patience, threshold) = spread(
        read("calls_per_hour", calls_per_hour, at_least=0),
        read("aht_s", aht_s, above=0),
        read("agents", agents, at_least=0),
        read("patience_s", patience_s, above=0, infinite=True),
        read("threshold_s", threshold_s, at_least=0),
    )
    result = evaluate(calls, aht, n, patience, threshold)
    return ErlangA(*(np.reshape(row, shape) for row in result))


# No calls of endless patience and nobody to answer: 0 * inf is replaced by 0.
@np.errstate(over="ignore", under="ignore", invalid="ignore")
def evaluate(
    calls: Floats,
    aht: Floats,
    agents: Floats,
    patience: Floats,
    threshold: Floats,
    inverse_blocking: Floats | None = None,
) -> Floats:
    """Return the fields of ErlangA as rows (10, K), for checked flat arrays.

    Parameters
    ----------
    calls, aht, agents, patience, threshold
        As for `erlang_a`, shape (K,).
    inverse_blocking
        ``1 / B(n - 1, A)``, shape (K,), where the caller has it from a recursion.
    """
    load, spare = traffic(calls, aht, agents)
    rows = np.empty((10, calls.size))
    nobody = agents == 0
    rows[:, nobody] = _nobody(load[nobody], patience[nobody] / aht[nobody])
    silent = (load == 0) & ~nobody
    rows[:, silent] = _SILENT
    endless = np.flatnonzero(np.isinf(patience) & (load > 0) & ~nobody)
    if endless.size:
        rows[:, endless] = _endless(
            load[endless], agents[endless], spare[endless],
            threshold[endless] / aht[endless],
        )  # fmt: skip
    some = np.flatnonzero(np.isfinite(patience) & (load > 0) & ~nobody)
    if some.size:
        rows[:, some] = _impatient(
            load[some], agents[some], spare[some], patience[some] / aht[some],
            threshold[some] / patience[some],
            None if inverse_blocking is None else inverse_blocking[some],
        )  # fmt: skip
    rows[6:8] *= aht
    rows[9] = np.where(calls > 0, rows[6] * (calls / SECONDS_PER_HOUR), 0.0)
    return rows


# In what follows times are in handling times, and the queue is left to `evaluate`.
# The silent center answers at once whoever might call.
_SILENT = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0])[:, None]


def _nobody(load: Floats, patience: Floats) -> Floats:
    rows = np.zeros((10, load.size))
    rows[0:2] = 1.0
    rows[6] = patience
    rows[7] = np.inf
    rows[8] = np.where(load > 0, 1.0, 0.0)
    return rows


def _endless(load: Floats, agents: Floats, spare: Floats, threshold: Floats) -> Floats:
    stable = spare > 0
    spare = np.where(stable, spare, 0.0)
    wait = erlang_c.waiting(agents, load, spare)
    late = wait * np.exp(-spare * threshold)
    level = 1.0 - late
    mean = np.where(stable, wait / np.where(stable, spare, 1.0), np.inf)
    busy = np.where(stable, load / agents, 1.0)
    none = np.zeros_like(load)
    return np.stack([wait, none, level, late, level, level, mean, mean, busy, none])


def _impatient(
    load: Floats,
    agents: Floats,
    spare: Floats,
    patience: Floats,
    threshold: Floats,
    inverse_blocking: Floats | None,
) -> Floats:
    if inverse_blocking is None:
        area, peak = server_side(agents, load, spare)
        inverse_blocking = load * area * np.exp(peak)
    soon, later, peak = queue_side(agents, load, spare, patience, threshold)
    # The larger side keeps the scale 1, so that nothing overflows.
    over = spare < 0
    free = np.where(over, inverse_blocking * np.exp(-peak), 1.0)
    scale = load * patience / np.where(over, 1.0, inverse_blocking)
    soon *= scale
    later *= scale
    total = free + soon[0] + later[0]
    in_time = free + soon[2]
    served = in_time + later[2]
    abandoned = (soon[1] + later[1]) / total
    share = served / total
    return np.stack(
        [
            (soon[0] + later[0]) / total,
            abandoned,
            in_time / total,
            later[2] / total,
            (free + soon[0]) / total,
            in_time / served,
            abandoned * patience,
            patience * (soon[3] + later[3]) / served,
            np.minimum(load * share / agents, 1.0),
            np.zeros_like(load),
        ]
    )
