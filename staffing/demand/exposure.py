"""Events and overrides as multipliers of days and slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats
from staffing.demand.events import Event
from staffing.domain.grid import Grid
from staffing.units import MINUTES_PER_DAY


def hours_share(
    starts: NDArray[np.int64], minutes: int, begin: int | None, end: int | None
) -> Floats:
    """Return the (S,) share of each slot that lies in [begin, end); all of it without hours."""
    if begin is None or end is None:
        return np.ones(len(starts))
    shared = np.minimum(starts + minutes, end) - np.maximum(starts, begin)
    share: Floats = np.clip(shared / minutes, 0.0, 1.0)
    return share


def known_exposure(
    events: Sequence[Event],
    dates: Sequence[dt.date],
    starts: NDArray[np.int64],
    minutes: int,
) -> Floats:
    """Return the (D, S) product of the factors of all events that have one."""
    exposure = np.ones((len(dates), len(starts)))
    for event in events:
        if event.factor is None:
            continue
        share = hours_share(starts, minutes, event.begin, event.end)
        rows = [index for index, day in enumerate(dates) if day in event]
        exposure[rows] *= 1.0 + share * (event.factor - 1.0)
    return exposure


def grid_exposure(events: Sequence[Event], grid: Grid) -> Floats:
    """Return the (T,) product of the factors of all events that have one."""
    exposure = np.ones(grid.size)
    for index, day in enumerate(grid.horizon.dates):
        slots = np.asarray(grid.of_day(index), dtype=np.int64)
        starts = grid.starts[slots] - index * MINUTES_PER_DAY
        exposure[slots] = known_exposure(events, [day], starts, grid.slot_minutes)[0]
    return exposure
