"""The side of the chain where agents are free: what Erlang B, C and A share."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.queueing._laplace import bend, integrate

Floats = NDArray[np.float64]


@np.errstate(divide="ignore", over="ignore", under="ignore")
def server_side(agents: Floats, load: Floats, spare: Floats) -> tuple[Floats, Floats]:
    """Return the area of the free-agents side and the logarithm of its peak.

    With them ``1/B(n, A) = 1 + n area exp(peak)`` and ``1/B(n-1, A) = A area exp(peak)``
    for any real n >= 0, because ``1/B(n, A) = A`` times the integral of
    ``exp(-A t) (1 + t)**n`` over t > 0 (Jagerman 1974), here with ``1 + t = exp(v)``.

    Parameters
    ----------
    agents, load, spare
        Shape (K,); spare is agents minus load, given apart because it is known better.

    Returns
    -------
    Two arrays of shape (K,); the peak is 0 unless there are more agents than load.
    """
    area = np.ones_like(load)
    peak = np.zeros_like(load)
    busy = np.flatnonzero((spare <= 0) & (load > 0))
    if busy.size:
        endless = np.full(busy.size, np.inf)
        area[busy] = integrate(load[busy], -spare[busy], endless, direction="backward")[0]
    free = np.flatnonzero(spare > 0)
    if free.size:
        n = agents[free]
        flat = np.zeros(free.size)
        depth = np.log1p(spare[free] / load[free])
        endless = np.full(free.size, np.inf)
        area[free] = (
            integrate(n, flat, endless, direction="backward")
            + integrate(n, flat, depth, direction="forward")
        )[0]
        peak[free] = n * bend(depth)
    return area, peak
