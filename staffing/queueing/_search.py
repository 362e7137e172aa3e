"""Find the smallest whole number that meets a monotone condition, for many at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from staffing.errors import InputError

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

    Raises
    ------
    InputError
        If no number that a double counts exactly meets the condition.
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
        if np.any(probe[index] > 2.0**53):
            raise InputError(
                "targets",
                "no head count keeps them",
                "up to 9e15 agents were tried",
                "check the rates and the promises",
            )
    return above.astype(np.int64)


def crossing(slack: Callable[[NDArray[np.intp], Floats], Floats], size: int, most: float) -> Floats:
    """Return, per element, the positive point where a falling function crosses zero.

    Parameters
    ----------
    slack
        Called with indices and one point for each; at least 0 near 0, falling.
    size
        Number of elements.
    most
        Largest point looked at; where the function is still at least 0, the result is
        infinite.

    Returns
    -------
    Points, shape (size,), relative error about 1e-14.

    References
    ----------
    T. R. Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the
    zero of a nonlinear function without using derivatives.
    """
    low, high = np.zeros(size), np.ones(size)
    f_low, f_high = np.empty(size), np.empty(size)
    result = np.full(size, np.inf)
    index = np.arange(size)
    f_low[:] = slack(index, low)
    factor = 2.0
    while index.size and factor < most:
        f_high[index] = slack(index, high[index])
        index = index[f_high[index] >= 0]
        low[index], f_low[index] = high[index], f_high[index]
        high[index] *= factor
        factor *= factor
    held = np.setdiff1d(np.arange(size), index)
    result[held] = _narrow(slack, held, (low[held], f_low[held]), (high[held], f_high[held]))
    return result


def _narrow(
    slack: Callable[[NDArray[np.intp], Floats], Floats],
    index: NDArray[np.intp],
    low: tuple[Floats, Floats],
    high: tuple[Floats, Floats],
) -> Floats:
    # a is the newest point, b the other end of the bracket, c the point before.
    (b, fb), (a, fa) = low, high
    c, fc = b, fb
    result = np.empty(index.size)
    place = np.arange(index.size)
    share = np.full(index.size, 0.5)
    while place.size:
        x = a + share * (b - a)
        fx = slack(index, x)
        same = (fx >= 0) == (fa >= 0)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        with np.errstate(divide="ignore", invalid="ignore"):
            limit = 4e-16 * np.maximum(a, b) / np.abs(b - a)
            xi = (a - b) / (c - b)
            phi = (fa - fb) / (fc - fb)
            inner = (phi * phi < xi) & ((1 - phi) * (1 - phi) < 1 - xi)
            inverse = fa / (fb - fa) * fc / (fb - fc)
            inverse += (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        done = ~(limit < 0.5)
        # The end that keeps the promise is returned, never the one that just breaks it.
        result[place[done]] = np.where(fa >= 0, a, b)[done]
        share = np.clip(np.where(inner, inverse, 0.5), limit, 1 - limit)
        on = ~done
        place, index, share = place[on], index[on], share[on]
        a, b, c, fa, fb, fc = (values[on] for values in (a, b, c, fa, fb, fc))
    return result
