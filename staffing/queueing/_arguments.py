"""Arguments of the room: refused when wrong, broadcast, and the traffic they describe.

Every public function reads its numbers through here, so that a negative rate or a missing
value raises an InputError with its place instead of becoming a plausible service level.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.errors import InputError
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]
Numbers = float | NDArray[np.float64] | NDArray[np.int64]

# Smaller numbers are read as 0 and larger ones refused, so that no product under- or overflows.
_TINY, _HUGE = 1e-100, 1e100


def read(
    where: str,
    value: Numbers,
    *,
    at_least: float | None = None,
    above: float | None = None,
    below: float | None = None,
    infinite: bool = False,
) -> Floats:
    """Return the value as an array of doubles, or say what is wrong with it.

    Raises
    ------
    InputError
        If a number is missing (NaN), infinite where that is not allowed, out of range, or
        beyond 1e100. Numbers below 1e-100 are read as 0.
    """
    given = np.asarray(value, dtype=np.float64)
    array = np.where(np.abs(given) < _TINY, 0.0, given)
    good = np.abs(array) <= _HUGE
    if infinite:
        good |= array == np.inf
    bounds = []
    if at_least is not None:
        good &= array >= at_least
        bounds.append(f"at least {at_least:g}")
    if above is not None:
        good &= array > above
        bounds.append(f"above {above:g}")
    if below is not None:
        good &= array < below
        bounds.append(f"below {below:g}")
    if not np.all(good):
        first = tuple(int(i) for i in np.argwhere(~good)[0])
        place = f"{where}{list(first)}" if first else where
        if below is None:
            bounds.append("at most 1e+100" + (" or infinite" if infinite else ""))
        raise InputError(
            place,
            f"found {float(given[first])!r}",
            f"{where} is a number {', '.join(bounds)}",
            "correct the value or leave the interval out",
        )
    return array


def spread(*arrays: Floats) -> tuple[tuple[int, ...], list[Floats]]:
    """Return the common shape and the arrays, broadcast to it and flat.

    Raises
    ------
    InputError
        If the shapes do not fit together.
    """
    try:
        wide = np.broadcast_arrays(*arrays)
    except ValueError:
        raise InputError(
            "arguments",
            "found shapes " + ", ".join(str(a.shape) for a in arrays),
            "shapes broadcast together as numpy arrays do",
            "give one value for all intervals or one per interval",
        ) from None
    return wide[0].shape, [np.ravel(array) for array in wide]


def shaped(values: Floats, shape: tuple[int, ...]) -> float | Floats:
    """Return flat results in the callers' shape; a single number as a plain float."""
    return values.reshape(shape) if shape else float(values[0])


def _rounding_of_product(a: Floats | float, b: Floats, product: Floats) -> Floats:
    # Dekker's exact product: what the rounding of a * b has dropped.
    splitter = 134217729.0
    a_high = splitter * a - (splitter * a - a)
    b_high = splitter * b - (splitter * b - b)
    a_low, b_low = a - a_high, b - b_high
    error = a_high * b_high - product + a_high * b_low + a_low * b_high
    return error + a_low * b_low


def traffic(calls_per_hour: Floats, aht_s: Floats, agents: Floats) -> tuple[Floats, Floats]:
    """Return the load in Erlang and the spare agents (agents minus load).

    The spare agents decide everything near full use, and the plain difference would keep
    the rounding of the load: at 10,000 agents and long patience that alone costs 1e-12.
    """
    offered = calls_per_hour * aht_s
    staffed = SECONDS_PER_HOUR * agents
    rest = _rounding_of_product(float(SECONDS_PER_HOUR), agents, staffed) - _rounding_of_product(
        calls_per_hour, aht_s, offered
    )
    return offered / SECONDS_PER_HOUR, ((staffed - offered) + rest) / SECONDS_PER_HOUR
