"""Find the smallest whole number that meets a monotone condition, for many at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Condition = Callable[[NDArray[np.intp], Floats], NDArray[np.bool_]]


def smallest(
    condition: Condition, first: Floats, stride: Floats, guess: Floats | None = None
) -> NDArray[np.int64]:
    """Return, per element, the smallest whole number >= first that meets the condition.

    Parameters
    ----------
    condition
        Called with indices and one number for each; must stay true once it is true.
    first
        Smallest number allowed, shape (K,).
    stride
        First step away from the guess, shape (K,); it doubles until the answer is held.
    guess
        Where to look first, shape (K,); only speed depends on it.

    Returns
    -------
    Whole numbers, shape (K,). The one before each (if allowed) was seen to fail.
    """
    # below always fails (or is not allowed), above always meets the condition.
    below = first - 1.0
    above = np.full(first.size, np.inf)
    probe = first.copy() if guess is None else np.maximum(np.rint(guess), first)
    step = np.maximum(np.rint(stride), 1.0)
    index = np.arange(first.size)
    while index.size:
        met = condition(index, probe[index])
        above[index[met]] = probe[index[met]]
        below[index[~met]] = probe[index[~met]]
        index = index[above[index] - below[index] > 1.0]
        low, high, jump = below[index], above[index], step[index]
        # Gallop while one side is open, then halve.
        known_low = low >= first[index]
        down = np.maximum(high - jump, first[index])
        halved = np.floor((low + np.where(np.isinf(high), low, high)) / 2)
        probe[index] = np.where(np.isinf(high), low + jump, np.where(known_low, halved, down))
        step[index] = jump * 2.0
    return above.astype(np.int64)
