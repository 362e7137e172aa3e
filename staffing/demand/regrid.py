"""From slots of one length to slots of another, every total kept exactly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats


def regrid(counts: Floats, edges: Floats, begin: Floats, end: Floats) -> Floats:
    """Return the calls between each ``begin`` and ``end``.

    The cumulative calls are interpolated by a monotone cubic [1]_: nothing becomes
    negative, slots that lie on the edges are exact sums, and halves of a slot lean
    towards the busier neighbor.

    Parameters
    ----------
    counts
        (S,) calls of adjacent slots.
    edges
        (S + 1,) ascending ends of these slots, in minutes.
    begin, end
        (T,) ends of the wanted slots, inside the edges.

    References
    ----------
    .. [1] Fritsch, F. N. and Carlson, R. E. (1980). Monotone piecewise cubic
       interpolation. SIAM Journal on Numerical Analysis 17(2).
    """
    widths = np.diff(edges)
    rates = counts / widths
    inner = np.zeros(max(0, len(rates) - 1))
    np.divide(
        2 * rates[:-1] * rates[1:],
        rates[:-1] + rates[1:],
        out=inner,
        where=(rates[:-1] + rates[1:]) > 0,
    )
    slopes = np.concatenate([rates[:1], inner, rates[-1:]])
    below: Floats = np.concatenate([[0.0], np.cumsum(counts)])

    def cumulative(at: Floats) -> Floats:
        k = np.clip(np.searchsorted(edges, at, side="right") - 1, 0, len(rates) - 1)
        u = (at - edges[k]) / widths[k]
        # Hermite form of the integral of the rate over the slot's first part.
        rise = (3 - 2 * u) * u**2 * rates[k]
        bend = u * (1 - u) ** 2 * slopes[k] - u**2 * (1 - u) * slopes[k + 1]
        return np.asarray(below[k] + widths[k] * (rise + bend), dtype=np.float64)

    return np.asarray(np.maximum(cumulative(end) - cumulative(begin), 0.0), dtype=np.float64)


def overlaps(starts: NDArray[np.int64], minutes: int, begin: Floats, end: Floats) -> Floats:
    """Return the (T, S) minutes that wanted slots share with slots of the given starts."""
    lower = np.maximum(begin[:, None], starts[None, :])
    upper = np.minimum(end[:, None], starts[None, :] + minutes)
    shared: Floats = np.maximum(upper - lower, 0.0)
    return shared
