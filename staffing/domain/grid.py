"""The open slots of a horizon: letters used everywhere are T slots, D days, Q queues, N people."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from staffing.domain.base import Clock, Frozen, IntArray
from staffing.domain.horizon import Horizon
from staffing.units import MINUTES_PER_DAY, clock

SlotMinutes = Literal[5, 10, 15, 20, 30, 60]


class Opening(Frozen):
    """When the lines are open on one day.

    Parameters
    ----------
    opens, closes
        Minutes after midnight; a day that closes past midnight has ``closes > 1440``.
    """

    opens: Clock = Field(ge=0)
    closes: Clock

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.opens < self.closes <= self.opens + MINUTES_PER_DAY:
            raise ValueError(
                f"closes {clock(self.closes)} must be after opens {clock(self.opens)}, "
                "within 24 hours; write 30:00 for 06:00 the next morning"
            )
        return self


class Grid(Frozen):
    """The open time of a horizon, cut into slots of equal length.

    Parameters
    ----------
    slot_minutes
        Length of a slot.
    horizon
        The days.
    openings
        One per day of the horizon; None is a closed day.
    """

    slot_minutes: SlotMinutes
    horizon: Horizon
    openings: tuple[Opening | None, ...]

    @model_validator(mode="after")
    def _aligned(self) -> Self:
        if len(self.openings) != self.horizon.days:
            raise ValueError(f"{len(self.openings)} openings for {self.horizon.days} days")
        free_from = 0
        for index, opening in enumerate(self.openings):
            if opening is None:
                continue
            if opening.opens % self.slot_minutes or opening.closes % self.slot_minutes:
                raise ValueError(
                    f"open {clock(opening.opens)}-{clock(opening.closes)} does not fall "
                    f"on slots of {self.slot_minutes} minutes"
                )
            begin = index * MINUTES_PER_DAY + opening.opens
            if begin < free_from:
                raise ValueError(
                    f"{self.horizon.dates[index]} opens before the day before has closed"
                )
            free_from = index * MINUTES_PER_DAY + opening.closes
        return self

    @cached_property
    def starts(self) -> IntArray:
        """(T,) minutes from midnight of the first day to each slot's start, ascending."""
        pieces = [
            np.arange(
                day * MINUTES_PER_DAY + opening.opens,
                day * MINUTES_PER_DAY + opening.closes,
                self.slot_minutes,
            )
            for day, opening in enumerate(self.openings)
            if opening is not None
        ]
        return np.concatenate(pieces) if pieces else np.zeros(0, dtype=np.int64)

    @cached_property
    def day_of(self) -> IntArray:
        """(T,) index of the day whose opening each slot belongs to."""
        sizes = [len(self.of_day(day)) for day in range(self.horizon.days)]
        return np.repeat(np.arange(self.horizon.days), sizes)

    @property
    def size(self) -> int:
        """T, the number of open slots."""
        return len(self.starts)

    @cached_property
    def _day_ranges(self) -> tuple[range, ...]:
        ranges, begin = [], 0
        for opening in self.openings:
            count = (opening.closes - opening.opens) // self.slot_minutes if opening else 0
            ranges.append(range(begin, begin + count))
            begin += count
        return tuple(ranges)

    def of_day(self, day: int) -> range:
        """Return the slots of the opening of the day with this index."""
        return self._day_ranges[day]

    def part(self, first: int, days: int) -> Grid:
        """Return the grid of so many days from a day of the horizon on."""
        return Grid(
            slot_minutes=self.slot_minutes,
            horizon=Horizon(first=self.horizon.dates[first], days=days),
            openings=self.openings[first : first + days],
        )

    def between(self, begin: int, end: int) -> range:
        """Return the open slots lying wholly in [begin, end), minutes from the first midnight."""
        first = int(np.searchsorted(self.starts, begin))
        last = int(np.searchsorted(self.starts, end - self.slot_minutes, side="right"))
        return range(first, max(first, last))

    def clock_of(self, slot: int) -> str:
        """Return the clock time at which a slot starts."""
        return clock(int(self.starts[slot]) - int(self.day_of[slot]) * MINUTES_PER_DAY)

    def date_of(self, slot: int) -> dt.date:
        """Return the day whose opening a slot belongs to."""
        return self.horizon.dates[int(self.day_of[slot])]
