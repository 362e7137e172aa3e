"""The days that are planned."""

from __future__ import annotations

import datetime as dt
from functools import cached_property, lru_cache

from pydantic import Field

from staffing.domain.base import Frozen
from staffing.units import DAYS_PER_WEEK


class Horizon(Frozen):
    """A run of consecutive days.

    Parameters
    ----------
    first
        The first day.
    days
        How many days, at least one.
    """

    first: dt.date
    days: int = Field(default=DAYS_PER_WEEK, ge=1, le=400)

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.first + dt.timedelta(days=self.days - 1)

    @cached_property
    def dates(self) -> tuple[dt.date, ...]:
        """Every day in order."""
        return tuple(self.first + dt.timedelta(days=i) for i in range(self.days))

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def index(self, day: dt.date) -> int:
        """Return how many days after the first a day is; may lie outside the horizon."""
        return (day - self.first).days

    @cached_property
    def weeks(self) -> tuple[tuple[dt.date, ...], ...]:
        """The planned days of each calendar week (Monday to Sunday); the edges may be short."""
        weeks: list[list[dt.date]] = []
        for day in self.dates:
            if not weeks or day.weekday() == 0:
                weeks.append([])
            weeks[-1].append(day)
        return tuple(tuple(week) for week in weeks)

    def __str__(self) -> str:
        return f"{self.first}..{self.last}"


@lru_cache(maxsize=4096)
def week_of(day: dt.date) -> tuple[dt.date, ...]:
    """Return the seven days, Monday to Sunday, of the calendar week of a day."""
    monday = day - dt.timedelta(days=day.weekday())
    return tuple(monday + dt.timedelta(days=i) for i in range(DAYS_PER_WEEK))


def next_week(today: dt.date) -> Horizon:
    """Return the calendar week after the one of ``today``."""
    return Horizon(first=week_of(today)[-1] + dt.timedelta(days=1))
