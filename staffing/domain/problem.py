"""The problem: a center, the service curves of a horizon, and what was published before it.

This is all that a rule may read.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Self

import numpy as np
from pydantic import model_validator

from staffing.domain.base import Frozen, IntArray
from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.curves import ServiceCurves
from staffing.domain.grid import Grid
from staffing.domain.horizon import Horizon, week_of
from staffing.domain.people import Counselor
from staffing.domain.roster import Duty, Roster
from staffing.domain.work import Shift
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR


class Problem(Frozen):
    """What is to be rostered.

    Parameters
    ----------
    center
        The call center.
    curves
        Service curves; their grid is the horizon.
    holidays
        Resolved for the horizon and the weeks around it.
    past
        The published roster of the days before the horizon; None knows nothing of them.
    """

    center: CallCenter
    curves: ServiceCurves
    holidays: Holidays = Holidays()
    past: Roster | None = None

    @model_validator(mode="after")
    def _linked(self) -> Self:
        codes = tuple(queue.code for queue in self.center.queues)
        if self.curves.queues != codes:
            raise ValueError(
                f"the service curves know the queues {self.curves.queues}, the center {codes}"
            )
        if self.past is not None and self.past.horizon.last >= self.horizon.first:
            raise ValueError(
                f"the past roster {self.past.horizon} reaches into the horizon {self.horizon}"
            )
        return self

    @property
    def grid(self) -> Grid:
        """The open slots."""
        return self.curves.grid

    @property
    def horizon(self) -> Horizon:
        """The planned days."""
        return self.curves.grid.horizon

    def duty_before(self, counselor: str, day: dt.date) -> Duty | None:
        """Return the published duty of a day before the horizon, if known."""
        return None if self.past is None else self.past.of.get((counselor, day))

    def worked_before(self, counselor: str, day: dt.date) -> bool:
        """Return whether a counselor is known to have worked on a day before the horizon."""
        return self.duty_before(counselor, day) is not None

    def span(self, day: dt.date, shift: Shift) -> tuple[int, int]:
        """Return start and end of a shift, minutes from midnight of the first planned day."""
        midnight = self.horizon.index(day) * MINUTES_PER_DAY
        return midnight + shift.start, midnight + shift.end

    @cached_property
    def slots_of(self) -> dict[tuple[int, str], range]:
        """The open slots lying in a shift, by day index and shift code."""
        return {
            (index, shift.code): self.grid.between(*self.span(day, shift))
            for index, day in enumerate(self.horizon.dates)
            for shift in self.center.shifts
        }

    def credited(self, counselor: Counselor, day: dt.date) -> bool:
        """Return whether a day counts as worked without work: leave, or a paid holiday.

        A holiday on a Saturday or Sunday credits nothing: those are days off anyway.
        """
        holiday = day in self.holidays.labor and day.weekday() < 5
        return counselor.on_leave(day) or holiday

    def credit_minutes(self, counselor: Counselor) -> int:
        """Return the paid minutes that one credited day counts for."""
        contract = self.center.contract[counselor.contract]
        weekly = contract.hours_per_week * MINUTES_PER_HOUR
        return int(weekly / contract.days_per_week)

    def week_outside(self, day: dt.date) -> tuple[dt.date, ...]:
        """Return the days of a day's calendar week that lie after the horizon."""
        return tuple(d for d in week_of(day) if d > self.horizon.last)

    def on_phones(self, roster: Roster) -> IntArray:
        """Return (Q, T) counselors on the phones: on a shift and on no break.

        Duties of unknown people or shifts, or outside the horizon, count for nothing; the
        referee names them.
        """
        heads = np.zeros((len(self.center.queues), self.grid.size), dtype=np.int64)
        known = [
            d
            for d in roster.duties
            if d.day in self.horizon
            and d.counselor in self.center.counselor
            and d.shift in self.center.shift
        ]
        for duty in known:
            queue = self.center.queue_of(self.center.counselor[duty.counselor])
            index = self.horizon.index(duty.day)
            slots = self.slots_of[index, duty.shift]
            heads[queue, slots.start : slots.stop] += 1
            midnight = index * MINUTES_PER_DAY
            away: set[int] = set()
            for pause in duty.breaks:
                if pause.code in self.center.pause:
                    begin = midnight + pause.start
                    end = begin + self.center.pause[pause.code].minutes
                    away.update(self.grid.between(begin, end))
            for slot in away.intersection(slots):
                heads[queue, slot] -= 1
        return heads
