"""The problem: a center, the service curves of a horizon, and what was published before it.

This is all that a rule may read.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
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
from staffing.domain.people import Balance, Counselor
from staffing.domain.roster import Duty, Roster
from staffing.domain.work import Shift
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

KINDS = ("weekend", "holiday", "early", "late")
"""What of a duty is shared out fairly."""


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
    published
        What people were told about the planned days themselves; None if nothing yet.
    """

    center: CallCenter
    curves: ServiceCurves
    holidays: Holidays = Holidays()
    past: Roster | None = None
    published: Roster | None = None

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

    def part(self, first: dt.date, days: int, duties: Sequence[Duty]) -> Problem:
        """Return the problem of some days of the horizon, after duties of the days before them.

        Parameters
        ----------
        first
            The first of the days.
        days
            How many.
        duties
            All of the horizon's days before the first.
        """
        begin, day = self.horizon.first, dt.timedelta(days=1)
        span = Horizon(first=first, days=days)
        past = self.past
        if first > begin:
            before = past if past is not None and past.horizon.last == begin - day else None
            since = begin if before is None else before.horizon.first
            known = () if before is None else before.duties
            past = Roster(
                horizon=Horizon(first=since, days=(first - since).days), duties=(*known, *duties)
            )
        published = self.published
        if published is not None:
            told = tuple(duty for duty in published.duties if duty.day in span)
            published = Roster(horizon=span, duties=told)
        return Problem(
            center=self.center,
            curves=self.curves.part(self.horizon.index(first), days),
            holidays=self.holidays,
            past=past,
            published=published,
        )

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

    @cached_property
    def edges(self) -> dict[str, frozenset[str]]:
        """The shifts with the earliest start and with the latest end; none if all are alike."""
        shifts = self.center.shifts
        starts, ends = {s.start for s in shifts}, {s.end for s in shifts}
        return {
            "early": frozenset(s.code for s in shifts if s.start == min(starts) < max(starts)),
            "late": frozenset(s.code for s in shifts if s.end == max(ends) > min(ends)),
        }

    @cached_property
    def excess(self) -> dict[str, Balance]:
        """What each person had beyond the fair share in the published days before the horizon."""
        duties = self.past.duties if self.past is not None else ()
        days: Counter[str] = Counter()
        had: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
        for duty in duties:
            days[duty.counselor] += 1
            for kind in self.kinds_of(duty):
                had[kind][duty.counselor] += 1
        share = {kind: counts.total() / days.total() for kind, counts in had.items() if counts}
        return {
            who: Balance(**{k: had[k][who] - mean * worked for k, mean in share.items()})
            for who, worked in days.items()
        }

    def kinds_of(self, duty: Duty) -> tuple[str, ...]:
        """Return which of `KINDS` a duty is."""
        found = {
            "weekend": duty.day.weekday() >= 5,
            "holiday": duty.day in self.holidays.labor,
            "early": duty.shift in self.edges["early"],
            "late": duty.shift in self.edges["late"],
        }
        return tuple(kind for kind in KINDS if found[kind])

    def on_phones(self, roster: Roster) -> IntArray:
        """Return (Q, T) counselors on the phones: on a shift and on no break.

        Duties of unknown people or shifts, or outside the horizon, count for nothing; the
        referee names them.
        """
        # Several rules ask about one roster, one after the other.
        known = self._phones.get("last")
        if known is None or known[0] is not roster:
            heads = self._count(roster)
            heads.setflags(write=False)
            known = self._phones["last"] = (roster, heads)
        return known[1]

    @cached_property
    def _phones(self) -> dict[str, tuple[Roster, IntArray]]:
        return {}

    def _count(self, roster: Roster) -> IntArray:
        center, horizon = self.center, self.horizon
        alike: Counter[tuple[int, int, str, tuple[tuple[str, int], ...]]] = Counter()
        for duty in roster.duties:
            queue, index = self._queue_of.get(duty.counselor), horizon.index(duty.day)
            if queue is not None and 0 <= index < horizon.days and duty.shift in center.shift:
                pauses = tuple((pause.code, pause.start) for pause in duty.breaks)
                alike[queue, index, duty.shift, pauses] += 1
        heads = np.zeros((len(center.queues), self.grid.size), dtype=np.int64)
        for (queue, index, shift, pauses), count in alike.items():
            slots = self.slots_of[index, shift]
            heads[queue, slots.start : slots.stop] += count
            away: set[int] = set()
            for code, start in pauses:
                if code in center.pause:
                    away.update(self._slots_of_break(index, code, start))
            for slot in away.intersection(slots):
                heads[queue, slot] -= count
        return heads

    @cached_property
    def _queue_of(self) -> dict[str, int]:
        return {c.id: self.center.queue_of(c) for c in self.center.counselors}

    @cached_property
    def _known_breaks(self) -> dict[tuple[int, str, int], range]:
        return {}

    def _slots_of_break(self, index: int, code: str, start: int) -> range:
        key = index, code, start
        if key not in self._known_breaks:
            begin = index * MINUTES_PER_DAY + start
            end = begin + self.center.pause[code].minutes
            self._known_breaks[key] = self.grid.between(begin, end)
        return self._known_breaks[key]
