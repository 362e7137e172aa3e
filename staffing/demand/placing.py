"""From days and slots of a history to the open slots of a planning grid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats
from staffing.demand.regrid import overlaps, regrid
from staffing.domain.grid import Grid
from staffing.units import MINUTES_PER_DAY


@dataclass(frozen=True, eq=False)
class Lattice:
    """The slots of consecutive days that a forecast was made for.

    Parameters
    ----------
    first_day
        Days from the first day of the grid to the first row.
    starts
        (S,) start of each slot, minutes after midnight.
    minutes
        Length of a slot.
    """

    first_day: int
    starts: NDArray[np.int64]
    minutes: int

    def absolute(self, days: int) -> NDArray[np.int64]:
        """Return the (days * S,) starts in minutes from the first midnight of the grid."""
        midnights = (self.first_day + np.arange(days)) * MINUTES_PER_DAY
        return (midnights[:, None] + self.starts[None, :]).ravel()


def place_counts(grid: Grid, lattice: Lattice, counts: Floats) -> tuple[Floats, Floats]:
    """Return (T,) calls of the grid's slots, and (T,) whether the history covers each.

    Parameters
    ----------
    grid
        The slots wanted.
    lattice
        The slots of the rows.
    counts
        (N, S) calls; NaN is unknown.

    Notes
    -----
    A slot that is not covered takes the rate of the nearest slot that is, of the same day
    if there is one.
    """
    starts = lattice.absolute(counts.shape[0])
    order = np.argsort(starts, kind="stable")
    starts, flat = starts[order], counts.ravel()[order]
    known = ~np.isnan(flat)
    starts, flat = starts[known], flat[known]
    begin = grid.starts.astype(np.float64)
    end = begin + grid.slot_minutes
    placed = np.full(grid.size, np.nan)
    if len(starts):
        breaks = np.flatnonzero(np.diff(starts) != lattice.minutes) + 1
        for run in np.split(np.arange(len(starts)), breaks):
            edges = np.append(starts[run], starts[run[-1]] + lattice.minutes).astype(np.float64)
            inside = (begin >= edges[0]) & (end <= edges[-1])
            placed[inside] = regrid(flat[run], edges, begin[inside], end[inside])
    covered = ~np.isnan(placed)
    _fill(grid, placed, covered)
    return placed, covered.astype(np.float64)


def _fill(grid: Grid, placed: Floats, covered: NDArray[np.bool_]) -> None:
    if covered.all() or not covered.any():
        return
    sources = np.flatnonzero(covered)
    clock = grid.starts - grid.day_of * MINUTES_PER_DAY
    for slot in np.flatnonzero(~covered):
        # A slot of the same day is preferred to any other: other days may be of other types.
        distance = np.abs(clock[sources] - clock[slot]) + 10 * MINUTES_PER_DAY * np.abs(
            grid.day_of[sources] - grid.day_of[slot]
        )
        placed[slot] = placed[sources[np.argmin(distance)]]


def place_means(grid: Grid, lattice: Lattice, values: Floats, weights: Floats) -> Floats:
    """Return (T,) means of values over the grid's slots, weighted by calls.

    Parameters
    ----------
    grid
        The slots wanted.
    lattice
        The slots of the rows.
    values
        (N, S) positive numbers such as handle times.
    weights
        (N, S) calls; NaN or 0 is no weight.
    """
    starts = lattice.absolute(values.shape[0])
    weight = np.nan_to_num(weights.ravel()) + 1e-9
    value = values.ravel()
    result = np.empty(grid.size)
    for day in range(grid.horizon.days):
        slots = np.asarray(grid.of_day(day), dtype=np.int64)
        if not len(slots):
            continue
        begin = grid.starts[slots].astype(np.float64)
        shared = overlaps(starts, lattice.minutes, begin, begin + grid.slot_minutes)
        bare = shared.sum(axis=1) == 0
        nearest = np.abs(starts[None, :] - begin[bare, None]).argmin(axis=1)
        shared[np.flatnonzero(bare), nearest] = 1.0
        mass = shared * weight
        result[slots] = (mass @ value) / mass.sum(axis=1)
    return result
