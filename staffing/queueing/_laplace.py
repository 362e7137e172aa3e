"""The one integral that Erlang B, C and A are made of, with a fixed number of nodes.

Number the states of M/M/n+M by virtual wait y (in patience times) on the right of zero
and by idle agents on the left. On each side the weight of a state is
``exp(-(c k(t) + s t))`` around any anchor, with ``k(t) = exp(-t) - 1 + t``: one bell with
one peak. Walking away from an anchor downhill, the weight has died after a length that is
known beforehand, so 24 Gauss-Legendre nodes give 15 digits whatever the head count, the
patience or the threshold: no recursion over agents, no series that grows in overload.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# exp(-38) is 3e-17: what lies beyond cannot move the last digit of a double.
DEAD = 38.0
# Below this argument k(t) loses digits by cancellation and is summed as a series.
NARROW = 0.1
# Columns evaluated at once, so that the temporaries stay in a core's own cache.
BLOCK = 512

_HALF_NODES = (
    0.00240639000148932, 0.012635722014345251, 0.030862723998633622,
    0.056792236497799485, 0.08999900701304854, 0.12993790421072282,
    0.17595317403151223, 0.22728926430558022, 0.2831032461869774,
    0.3424786601519183, 0.40444056626319186, 0.4679715535686972,
)  # fmt: skip
_HALF_WEIGHTS = (
    0.0061706148999936, 0.014265694314466832, 0.022138719408709904,
    0.02964929245771839, 0.03667324070554015, 0.04309508076597664,
    0.04880932605205694, 0.05372213505798282, 0.0577528340268628,
    0.060835236463901696, 0.06291872817341415, 0.06396909767337608,
)  # fmt: skip
_NODES = np.array([*_HALF_NODES, *(1.0 - r for r in reversed(_HALF_NODES))])[:, None]
_WEIGHTS = np.array([*_HALF_WEIGHTS, *reversed(_HALF_WEIGHTS)])[:, None]
_SERIES = (
    1 / 2, -1 / 6, 1 / 24, -1 / 120, 1 / 720, -1 / 5040, 1 / 40320, -1 / 362880,
    1 / 3628800,
)  # fmt: skip


def _series(t: Floats) -> Floats:
    total = t * _SERIES[-1]
    for coefficient in _SERIES[-2:0:-1]:
        total += coefficient
        total *= t
    total += _SERIES[0]
    total *= t
    total *= t
    return total


@np.errstate(over="ignore")
def bend(t: Floats) -> Floats:
    """Return ``exp(-t) - 1 + t`` with full relative accuracy, also near zero."""
    small = np.abs(t) < NARROW
    k = np.expm1(-t) + t
    if small.any():
        k[small] = _series(t[small])
    return k


def _dead_length(c: Floats, s: Floats, *, forward: bool) -> Floats:
    """Return a length, at most slightly too long, after which the weight has died."""
    parabola = 2.0 * DEAD / (s + np.hypot(s, np.sqrt(2.0 * DEAD * c)))
    if forward:
        # k is convex: one Newton step from the left lands just right of the root. The
        # digits that cancel in k do not matter for a length.
        fall = np.expm1(-parabola)
        miss = DEAD - c * (fall + parabola) - s * parabola
        return parabola + miss / (s - c * fall)
    # exp(v) - 1 - v = K has its root left of log(1 + K + sqrt(2K)).
    ratio = DEAD / np.maximum(c, 1e-290)
    return np.minimum(parabola, np.log1p(ratio + np.sqrt(2.0 * ratio)))


def _panel(
    c: Floats, s: Floats, width: Floats, *, sign: float, moments: bool, narrow: bool
) -> Floats:
    out = np.empty((4 if moments else 1, c.size))
    for start in range(0, c.size, BLOCK):
        part = slice(start, start + BLOCK)
        v = _NODES * width[part]
        t = v if sign > 0 else -v
        if narrow:
            k = _series(t)
            e = k - t
        else:
            e = np.expm1(-t)
            k = e + t
        k *= c[part]
        v = v * s[part]
        k += v
        np.negative(k, out=k)
        f = np.exp(k, out=k)
        f *= _WEIGHTS
        out[0, part] = f.sum(axis=0)
        if moments:
            out[1, part] = np.multiply(f, e, out=v).sum(axis=0)
            e += 1.0
            f *= e
            out[2, part] = f.sum(axis=0)
            f *= t
            out[3, part] = f.sum(axis=0)
    out *= width
    return out


# Infinity is a right answer on the way: what it divides has no weight.
@np.errstate(over="ignore", under="ignore")
def integrate(
    c: Floats,
    s: Floats,
    length: Floats,
    *,
    direction: Literal["forward", "backward"],
    at: Floats | None = None,
) -> Floats:
    """Integrate the weight from an anchor downhill over a length.

    Parameters
    ----------
    c
        Curvature at the anchor, shape (K,), positive.
    s
        Slope of the exponent at the anchor in the walking direction, shape (K,), >= 0.
    length
        How far to walk, shape (K,); ``inf`` walks until the weight has died.
    direction
        ``"forward"`` walks to larger y, ``"backward"`` to smaller y.
    at
        y of the anchor, shape (K,). With it, the moments are returned as well.

    Returns
    -------
    Array of shape (1, K), or (4, K) with ``at``: the integral of the weight alone, times
    ``1 - exp(-y)``, times ``exp(-y)``, times ``y exp(-y)``; the weight at the anchor is 1.
    """
    forward = direction == "forward"
    sign = 1.0 if forward else -1.0
    moments = at is not None
    y = at if at is not None else np.zeros(c.size)
    left = np.minimum(length, _dead_length(c, s, forward=forward))
    total = np.zeros((4 if moments else 1, c.size))
    index = np.arange(c.size)
    weight = np.ones(c.size)
    # The steepest scale is 1 at the anchor; forward it fades with exp(-y), so that the
    # last panel holds a plain exponential; backward it stays 1.
    widths = chain((4.0, 8.0, 24.0, np.inf) if forward else (), repeat(4.0))
    for limit in widths:
        width = np.minimum(left, limit)
        sums = np.empty((total.shape[0], c.size))
        for narrow in (True, False):
            mask = width <= NARROW if narrow else width > NARROW
            chosen = np.flatnonzero(mask)
            if chosen.size == c.size:
                sums = _panel(c, s, width, sign=sign, moments=moments, narrow=narrow)
            elif chosen.size:
                sums[:, chosen] = _panel(
                    c[chosen], s[chosen], width[chosen],
                    sign=sign, moments=moments, narrow=narrow,
                )  # fmt: skip
        if moments:
            z = np.exp(-y)
            sums[1] = -np.expm1(-y) * sums[0] - z * sums[1]
            sums[3] = z * (y * sums[2] + sums[3])
            sums[2] *= z
        total[:, index] += weight * sums
        on = np.flatnonzero(left > width)
        if not on.size:
            break
        c, s, y, width = c[on], s[on], y[on], width[on]
        left, index = left[on] - width, index[on]
        fall = np.expm1(-sign * width)
        weight = weight[on] * np.exp(-(c * bend(sign * width) + s * width))
        s = s + c * np.abs(fall)
        c = c * (1.0 + fall)
        y = y + sign * width
    return total
