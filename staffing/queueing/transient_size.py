"""How many calls in system are worth counting."""

from __future__ import annotations

import math

import numpy as np

from staffing.queueing.cram import Floats
from staffing.queueing.transient import Ints

_SMALL = 36.0
_SIGMAS = 9.0


def states_needed(
    arrive: Floats, finish: Floats, heads: Ints, abandon: float, seconds: float, initial: int
) -> int:
    """Return a number of states beyond which calls are hardly ever found.

    Per slot the smaller of two numbers: the queue that equilibrium would exceed with
    probability exp(-36), and a fluid queue with nine standard deviations of all that came so
    far. It is a guess; the turned-away calls are counted afterwards and bound the error.

    Parameters
    ----------
    arrive, finish
        (T, X) rates in 1/s.
    heads
        (T, X) agents.
    abandon, seconds, initial
        Of the chain.
    """
    shape = heads.shape
    calm = calls_in_equilibrium(arrive, finish, heads, abandon)
    least = initial + math.ceil(_SIGMAS * math.sqrt(initial)) + 2
    settled = float(calm.max(initial=0.0))
    if settled <= 1.5 * float(heads.max(initial=0)) + 40:
        # Short enough; the fluid would cost more than it saves.
        return max(math.ceil(settled) + 2, least)
    fluid = np.full(shape[1], float(initial))
    spread = np.zeros(shape[1])
    flow = np.zeros(shape)
    for slot in range(shape[0]):
        for _ in range(3):
            waiting = np.maximum(fluid - heads[slot], 0.0)
            out = np.minimum(fluid, heads[slot]) * finish[slot] + waiting * abandon
            fluid = np.maximum(fluid + (arrive[slot] - out) * seconds / 3, 0.0)
        spread += (arrive[slot] + np.minimum(arrive[slot], out)) * seconds
        flow[slot] = np.maximum(fluid, heads[slot]) + _SIGMAS * np.sqrt(spread) + 10
    most = float(np.minimum(calm, flow).max(initial=0.0))
    return max(math.ceil(most) + 2, least)


def calls_in_equilibrium(arrive: Floats, finish: Floats, heads: Ints, abandon: float) -> Floats:
    """Return a number of calls in system that equilibrium hardly ever exceeds (exp(-36)).

    Parameters
    ----------
    arrive, finish, heads, abandon
        As for `states_needed`, of any one shape.
    """
    load = np.divide(arrive, finish, out=np.zeros(arrive.shape), where=finish > 0)
    calm = heads + _equilibrium(arrive, finish * heads, abandon)
    return np.maximum(calm, load + _SIGMAS * np.sqrt(load) + 10)


def _equilibrium(arrive: Floats, serve: Floats, abandon: float) -> Floats:
    places = np.full(arrive.shape, np.inf)
    open_to = arrive > 0
    if abandon == 0.0:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log(arrive / serve)
        places = np.where(ratio < -1e-9, _SMALL / np.maximum(-ratio, 1e-9), np.inf)
    else:
        # From the peak on, the weights fall at least like exp(-k^2 abandon / (2 arrive)).
        peak = np.maximum(arrive - serve, 0.0) / abandon
        rate = np.maximum(arrive, serve) / abandon
        slope = np.log1p(np.maximum(serve - arrive, 0.0) / np.where(open_to, arrive, 1.0))
        curve = 1.0 / np.maximum(rate, 1e-12)
        root = (np.sqrt(slope**2 + 2 * _SMALL * curve) - slope) / curve
        places = peak + root * 1.15 + _SMALL / 12
    return np.where(open_to, places, 0.0)
