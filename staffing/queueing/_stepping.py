"""Fewest agents in Erlang C at small loads: add one agent until the promises hold.

At small loads one more agent costs a handful of operations by Erlang's recursion, which
beats any search by evaluation; this is what makes millions of queries a second possible.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.queueing._arguments import traffic
from staffing.queueing.targets import Promises
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]

# Above this load the way to the answer is longer than a search by evaluation.
SMALL_LOAD = 2000.0
# Queries handled at once: the arrays stay in a core's cache.
_BLOCK = 4096
# Steps accept a promise that is broken by less than rounding could explain, and report it.
LENIENT = 1.0 + 1e-11


# Past the last promise the recursion may overflow to infinity, which reads as kept.
@np.errstate(over="ignore", under="ignore")
def step_up(
    calls: Floats, aht: Floats, promises: Promises
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the fewest agents for positive loads up to SMALL_LOAD, and which are close.

    Close are those that keep or break a promise by rounding alone; there the caller has
    to ask the exact evaluation, so that sizing never contradicts it. Both have shape (K,).
    """
    agents = np.empty(calls.size, dtype=np.int64)
    close = np.empty(calls.size, dtype=np.bool_)
    # Neighbors in load take about as many steps, so no block waits for a straggler.
    order = np.argsort(calls * aht)
    for start in range(0, calls.size, _BLOCK):
        part = order[start : start + _BLOCK]
        agents[part], close[part] = _block(calls[part], aht[part], promises.at(part))
    return agents, close


def _block(
    calls: Floats, aht: Floats, promises: Promises
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    load = calls * aht / SECONDS_PER_HOUR
    n = np.floor(load) + 1.0
    if promises.occupancy is not None:
        n = np.maximum(n, _crowd(load, promises.occupancy))
    _, spare = traffic(calls, aht, n)
    # The rounded load can lie just under a whole number that the true load is not under.
    lift = (spare <= 0).astype(np.float64)
    n += lift
    spare += lift
    late, keep = np.full(load.size, np.inf), np.ones(load.size)
    slow = np.full(load.size, np.inf)
    if promises.service_level is not None:
        threshold = promises.threshold_s / aht
        late = LENIENT * (1.0 - promises.service_level) * np.exp(spare * threshold)
        keep = np.exp(threshold)
    if promises.asa_s is not None:
        slow = LENIENT * promises.asa_s / aht
    per_agent = 1.0 / load
    inverse = _inverse_blocking(n, per_agent)
    return _climb(np.stack([n, spare, inverse, per_agent, late, keep, slow]))


def _crowd(load: Floats, occupancy: Floats) -> Floats:
    """Return the agents that keep the occupancy, with the tolerance of Promises.slack."""
    cap = occupancy * (1.0 + 1e-12)
    # The quotient may round to the wrong side of a whole number, either way.
    crowd = np.ceil(load / cap)
    crowd -= (crowd > 1.0) & (load <= cap * np.maximum(crowd - 1.0, 1.0))
    crowd += load > cap * crowd
    return crowd


def _climb(state: Floats) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Add agents until C exp(-spare T) <= 1 - SL and C / spare <= ASA."""
    answer = state[0].astype(np.int64)
    close = np.zeros(answer.size, dtype=np.bool_)
    index = np.arange(answer.size)
    steps = np.zeros((2, answer.size), dtype=np.int64)
    while True:
        n, spare, inverse, per_agent, late, keep, slow = state
        wait = n / ((inverse - 1.0) * spare + n)
        limit = np.minimum(late, slow * spare)
        # A step counts as open until the promises hold, and as near one step longer if
        # they hold by rounding alone.
        unmet = wait > limit
        steps[0] += unmet
        steps[1] += wait * LENIENT**3 > limit
        count = int(np.count_nonzero(unmet))
        # Dropping the finished costs as much as a few steps for all.
        if count < 0.7 * index.size:
            met = ~unmet
            answer[index[met]] += steps[0, met]
            close[index[met]] = steps[1, met] > steps[0, met]
            if not count:
                return answer, close
            index, steps, state = index[unmet], steps[:, unmet], state[:, unmet]
            n, spare, inverse, per_agent, late, keep, slow = state
        state[:2] += 1.0
        inverse *= n
        inverse *= per_agent
        inverse += 1.0
        late *= keep


def _inverse_blocking(n: Floats, per_agent: Floats) -> Floats:
    """Return 1/B for whole n just above the load: 1 + n/A + n(n-1)/A**2 + ..."""
    left = n.copy()
    term = np.ones_like(n)
    total = np.ones_like(n)
    ratio = np.empty_like(n)
    most = int(n.max())
    for count in range(most):
        np.multiply(left, per_agent, out=ratio)
        term *= ratio
        total += term
        left -= 1.0
        if count % 16 == 15 and np.all(term < 1e-18 * total):
            break
    return total
