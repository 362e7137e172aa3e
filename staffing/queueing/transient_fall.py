"""Calls that wait fall towards the head of the queue: where they are after some time.

With j calls ahead, the number ahead falls at rate ``s mu + i theta``, i = j ... 1. These are the
closed transition probabilities of `transient_waits`, applied to values of the places.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from staffing.queueing.cram import Floats
from staffing.queueing.transient import Ints

# A group of agents' rates shares one table while its scale stays this far from overflow.
_RANGE = 250.0


def spread_of(abandon: float, seconds: float) -> float:
    """Return ``(1 - exp(-theta t)) / theta``, t without hang-ups."""
    if abandon == 0.0:
        return seconds
    return -math.expm1(-abandon * seconds) / abandon


@dataclass(frozen=True, slots=True)
class _Group:
    """Lanes (G,) whose rates are alike enough for one table.

    Attributes
    ----------
    lanes
        Which.
    scale
        A rate to which the others are relative.
    rates
        (G, J) rate at which a call falls from each place.
    rise, sink
        (G, J) products of rates relative to the scale, and their inverses.
    """

    lanes: Ints
    scale: float
    rates: Floats
    rise: Floats
    sink: Floats


class Fall:
    """Expectations of values at the places that calls reach after some time.

    Written out, the transition probabilities are a row factor, a column factor and a
    function of j - i, so one triangular Toeplitz matrix serves all rates of similar size.

    Parameters
    ----------
    rate
        (X,) rates of service of the teams, 1/s.
    abandon
        Rate at which one call hangs up, 1/s.
    places
        J.
    """

    def __init__(self, rate: Floats, abandon: float, places: int) -> None:
        self.abandon, self.places = abandon, places
        self.top = float(rate.max(initial=0.0)) + places * abandon
        self.log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, places)))])
        self.groups: list[_Group] = []
        index = np.arange(places)
        order = np.argsort(rate, kind="stable")
        order = order[rate[order] + (places - 1) * abandon > 0]
        while order.size:
            # Place 0 is the tagged call next in line; rates are of places 1 and up.
            rates = rate[order, np.newaxis] + index * abandon
            level = np.maximum(rate[order], 1e-300)[:, np.newaxis] + index[1:] * abandon
            scale = float(np.exp(np.log(level[0]).mean())) if places > 1 else 1.0
            row = np.zeros((order.size, places))
            row[:, 1:] = np.cumsum(np.log(level / scale), axis=1)
            fits = np.abs(row).max(axis=1) <= _RANGE
            fits[0] = True
            last = int(np.argmin(fits)) if not fits.all() else order.size
            row = row[:last]
            self.groups.append(_Group(order[:last], scale, rates[:last], np.exp(row), np.exp(-row)))
            order = order[last:]

    def after(self, values: Floats, seconds: float) -> Floats:
        """Return expectations (V, X, J) of values (V, X, J) at the place reached."""
        count = len(values)
        result = values.copy()
        steps = 1
        while self.top * seconds / steps > _RANGE:
            steps *= 2
        part = seconds / steps
        for group in self.groups:
            reached = np.arange(self.places) * math.log(group.scale * spread_of(self.abandon, part))
            pace = (float(group.rates[:, 0].max()) + self.places * self.abandon) * part
            reached -= self.log_factorial
            table = _Sliding(np.exp(reached[: _reach(pace)]), self.places)
            sink = np.exp(group.rates * -part)
            sink *= group.sink
            block = result[:, group.lanes]
            for _ in range(steps):
                block *= sink
                flat = table.apply(block.reshape(-1, self.places))
                block = flat.reshape(count, -1, self.places) * group.rise
            result[:, group.lanes] = block
        return result


def _reach(pace: float) -> int:
    """Return a number of events that is hardly ever reached at a pace (below 1e-16)."""
    return math.ceil(pace + 9.0 * math.sqrt(pace) + 45.0)


class _Sliding:
    """Sums over the values before each place, ``sum of kernel[k] * value[j - k]``.

    Rows are cut into blocks that overlap by the length of the kernel, so that one small matrix
    serves them all.
    """

    def __init__(self, kernel: Floats, places: int) -> None:
        self.places = places
        self.back = min(kernel.size, places) - 1
        self.block = min(places, max(32, self.back))
        self.blocks = -(-places // self.block)
        gaps = np.zeros(2 * self.block + self.back - 1)
        gaps[self.block - 1 : self.block + self.back] = kernel[self.back :: -1]
        # Row i of the window is place i - back; column j takes it with the gap back + j - i.
        windows = sliding_window_view(gaps, self.block + self.back)
        self.table = np.ascontiguousarray(windows[::-1][: self.block].T)

    def apply(self, rows: Floats) -> Floats:
        """Return the sums for rows (X, places)."""
        wide = np.zeros((len(rows), self.back + self.blocks * self.block))
        wide[:, self.back : self.back + self.places] = rows
        cut = sliding_window_view(wide, self.block + self.back, axis=1)[:, :: self.block]
        flat = np.ascontiguousarray(cut).reshape(-1, self.block + self.back)
        sums: Floats = (flat @ self.table).reshape(len(rows), -1)[:, : self.places]
        return sums
