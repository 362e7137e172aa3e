"""Calls that a given team can take without breaking a promise (the inverse of sizing)."""

from __future__ import annotations

import math
from typing import overload

import numpy as np
from numpy.typing import NDArray

from staffing.queueing._arguments import Numbers, read, shaped
from staffing.queueing._search import crossing
from staffing.queueing.erlang_a import evaluate
from staffing.queueing.sizing import spread_targets
from staffing.queueing.targets import Targets
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]


@overload
def max_calls(  # type: ignore[overload-overlap]
    agents: float, aht_s: float, targets: Targets, *, patience_s: float = math.inf
) -> float: ...
@overload
def max_calls(
    agents: Numbers, aht_s: Numbers, targets: Targets, *, patience_s: Numbers = math.inf
) -> Floats: ...
def max_calls(
    agents: Numbers, aht_s: Numbers, targets: Targets, *, patience_s: Numbers = math.inf
) -> float | Floats:
    """Return the largest arrival rate at which the agents keep every promise.

    Every promise of `Targets` is broken from some rate on and kept below it, because a
    larger rate makes the offered wait larger in likelihood ratio; the rate where the
    first promise breaks is found by a bracketing method.

    Parameters
    ----------
    agents
        Agents on the phones, >= 0, fractions allowed.
    aht_s
        Mean handling time, s, > 0.
    targets
        What is promised; its numbers broadcast with the other arguments.
    patience_s
        Mean time until a waiting caller hangs up, s, > 0; ``inf`` is Erlang C, where the
        rate stays below what the agents can handle.

    Returns
    -------
    Calls/h in the broadcast shape (a float if every argument is one number), relative
    error about 1e-13; 0 without agents; ``inf`` if no rate below 1e100 times what the
    agents can handle breaks a promise (an ASA of hundreds of patience times).

    Raises
    ------
    InputError
        If a number is out of range or NaN.

    Examples
    --------
    >>> round(max_calls(5, 60, Targets(service_level=0.9, threshold_s=30)), 1)
    185.5
    """
    shape, (n, aht, patience), promises = spread_targets(
        targets,
        read("agents", agents, at_least=0),
        read("aht_s", aht_s, above=0),
        read("patience_s", patience_s, above=0, infinite=True),
    )
    capacity = n * SECONDS_PER_HOUR / aht
    rate = np.zeros_like(capacity)
    staffed = np.flatnonzero(n > 0)

    def slack(index: NDArray[np.intp], relative: Floats) -> Floats:
        at = staffed[index]
        chosen = promises.at(at)
        rows = evaluate(relative * capacity[at], aht[at], n[at], patience[at], chosen.threshold_s)
        # Endless patience breaks every promise at full load, also an answer rate.
        endless = np.isinf(patience[at]) & (relative >= 1.0)
        return np.where(endless, -1.0, chosen.slack(rows))

    if staffed.size:
        rate[staffed] = capacity[staffed] * crossing(slack, staffed.size, most=1e100)
    return shaped(rate, shape)
