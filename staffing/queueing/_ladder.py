"""Equilibrium of a chain that moves one step up or down, from the ratios of its rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@np.errstate(divide="ignore", invalid="ignore", under="ignore")
def ladder(ratio: Floats) -> Floats:
    """Return probabilities (X, K + 1) of states 0 ... K.

    Products run away from the most likely state, so every factor is at most 1: nothing
    overflows, and what underflows has no weight.

    Parameters
    ----------
    ratio
        (X, K) rate up to state k over rate down from it, k = 1 ... K, falling in k; ``inf``
        where nothing leads down, 0 beyond the last state of a row.
    """
    rows, steps = ratio.shape
    rising = ratio >= 1.0
    weight = np.ones((rows, steps + 1))
    np.cumprod(np.where(rising, 1.0, ratio), axis=1, out=weight[:, 1:])
    back = np.where(rising, 1.0 / ratio, 1.0)
    weight[:, :-1] *= np.cumprod(back[:, ::-1], axis=1)[:, ::-1]
    weight /= weight.sum(axis=1, keepdims=True)
    return weight
