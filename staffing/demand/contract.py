"""What a forecasting method is given and what it returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from staffing.demand.day_classes import DayClasses

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Past:
    """The observed days of one queue, cleaned for fitting.

    Parameters
    ----------
    first
        The first day; rows are consecutive days.
    counts
        (D, S) calls; NaN is missing, never zero.
    exposure
        (D, S) known multipliers of an otherwise equal day (events); 1 where nothing is known.
    weight
        (D,) how far each day is to be trusted, 0 to 1.
    holidays
        Days on which callers behave as on a holiday, before, within and after the past.
    factors
        Calls of Monday ... Sunday and of a holiday over the working-day mean, for kinds of
        day that the past does not show; None knows nothing.
    """

    first: dt.date
    counts: Floats
    exposure: Floats
    weight: Floats
    holidays: Mapping[dt.date, str]
    factors: tuple[float, ...] | None = None
    _classes: dict[frozenset[int], DayClasses] = field(default_factory=dict)
    _parts: dict[int, Past] = field(default_factory=dict, init=False)
    kept: dict[tuple[dt.date, ...], object] = field(default_factory=dict, init=False)
    """What was fitted to this past, by the days wanted: several methods share it."""

    @property
    def days(self) -> int:
        """D, the number of days."""
        return int(self.counts.shape[0])

    @property
    def slots(self) -> int:
        """S, the number of slots of a day."""
        return int(self.counts.shape[1])

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """Every day in order."""
        return tuple(self.first + dt.timedelta(days=i) for i in range(self.days))

    @property
    def closed_holidays(self) -> bool:
        """Whether there were holidays and none of them has a measured call."""
        rows = [i for i, day in enumerate(self.dates) if day in self.holidays]
        return bool(rows) and not np.nansum(self.counts[rows]) > 0

    def classes(self, off: frozenset[int]) -> DayClasses:
        """Return the calendar for the weekdays on which few calls come."""
        if off not in self._classes:
            self._classes[off] = DayClasses(self.holidays, off)
        return self._classes[off]

    def until(self, days: int) -> Past:
        """Return the first ``days`` days, as if the rest had not been measured yet."""
        if days not in self._parts:
            self._parts[days] = replace(
                self,
                counts=self.counts[:days],
                exposure=self.exposure[:days],
                weight=self.weight[:days],
            )
        return self._parts[days]


@runtime_checkable
class Forecaster(Protocol):
    """A forecasting method: a name for `center.toml` and one function.

    A method looks at nothing but its arguments and never at days after the past, other
    than whether they are holidays.
    """

    @property
    def name(self) -> str:
        """The keyword of ``demand.method``."""
        ...

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the (N, S) calls expected on the days ahead where no event is known.

        NaN marks a slot of which the past says nothing.
        """
        ...


@runtime_checkable
class Telling(Protocol):
    """A method that has something to tell the planner."""

    def notes(self, past: Past) -> list[str]:
        """Return sentences about what the method could not do with this past."""
        ...
