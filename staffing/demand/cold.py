"""A forecast without a history: what the planner knows of the center, said as such."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import numpy as np

from staffing.demand.contract import Floats
from staffing.demand.regrid import regrid
from staffing.domain.center import DemandSettings
from staffing.domain.grid import Grid
from staffing.errors import InputError
from staffing.units import MINUTES_PER_DAY

PROFILE_MINUTES = 30
HOLIDAY = 7
DAY_CV = 0.25
SLOT_CV = 0.10

# Two humps and a lunch dip between them, as in Brown et al. (2005), J. Am. Stat. Assoc. 100;
# relative calls of each hour of the clock.
_TYPICAL = (
    *(6, 4, 3, 2, 2, 3, 6, 20, 55, 85, 100, 98),
    *(82, 80, 92, 94, 88, 76, 58, 46, 40, 34, 24, 12),
)


def cold_counts(
    grid: Grid, demand: DemandSettings, holidays: Mapping[dt.date, str], queue: str
) -> Floats:
    """Return (T,) calls from the daily mean, the day factors and the profiles of a center.

    Raises
    ------
    InputError
        If the center names no ``working_day_calls``.
    """
    if demand.working_day_calls is None:
        raise InputError(
            "demand.working_day_calls",
            f"queue {queue!r} has no history, and the center names no calls a day",
            "a number above 0",
            "give a history, or the mean calls offered on a working day",
        )
    counts = np.zeros(grid.size)
    for index, day in enumerate(grid.horizon.dates):
        opening = grid.openings[index]
        if opening is None:
            continue
        kind = HOLIDAY if day in holidays else day.weekday()
        total = demand.working_day_calls * demand.day_factors[kind]
        profile = demand.profile_day_off if kind >= 5 else demand.profile_working
        begin = (
            np.arange(opening.opens, opening.closes, grid.slot_minutes, dtype=np.float64)
            - opening.opens
        )
        share = _shares(
            profile, opening.opens, opening.closes - opening.opens, begin, grid.slot_minutes
        )
        counts[np.asarray(grid.of_day(index))] = total * share
    return counts


def _shares(
    profile: Sequence[float], opens: int, length: int, begin: Floats, minutes: int
) -> Floats:
    if profile:
        weights = np.asarray(profile, dtype=np.float64)
        # A profile shorter than the day is stretched to it.
        edges = np.arange(len(weights) + 1.0) * max(PROFILE_MINUTES, length / len(weights))
    else:
        weights = np.tile(np.asarray(_TYPICAL, dtype=np.float64), 2)
        edges = np.arange(len(weights) + 1.0) * (MINUTES_PER_DAY / len(_TYPICAL)) - opens
    shares = regrid(weights, edges, begin, begin + minutes)
    scaled: Floats = shares / shares.sum()
    return scaled


def has_profiles(demand: DemandSettings) -> bool:
    """Return whether a center gives the shape of every kind of day."""
    return bool(demand.profile_working and demand.profile_day_off)
