"""Checks of meetings across the parts of a center: people exist, shifts and breaks leave room."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from staffing.domain.links import known
from staffing.domain.meetings import (
    MOST,
    Meeting,
    has_room,
    own_starts,
    shifts_for,
    too_many,
    ways_to_attend,
)
from staffing.domain.work import Shift
from staffing.units import DAYS_PER_WEEK

if TYPE_CHECKING:
    from staffing.domain.center import CallCenter


def check_meetings(center: CallCenter) -> None:
    """Raise ValueError for a meeting that names nobody, or has no place in a shift."""
    for meeting in center.meetings:
        _check_people(center, meeting)
        _check_slots(center, meeting)
        _check_place(center, meeting)
    for mine, shift in _together_in_a_day(center):
        ways = len(ways_to_attend(center, mine, shift))
        if ways > MOST:
            raise ValueError(too_many(mine, shift, str(ways)))
        if not ways:
            raise ValueError(
                f"the meetings {', '.join(m.code for m in mine)} do not fit into shift "
                f"{shift.code!r} beside each other and its breaks; move one of them"
            )


def _check_people(center: CallCenter, meeting: Meeting) -> None:
    where = f"in meeting {meeting.code!r}:"
    for code in meeting.counselors:
        known(f"counselor {where}", code, center.counselor)
    for code in meeting.contracts:
        known(f"contract {where}", code, center.contract)
    people = [c for c in center.counselors if meeting in center.meetings_of[c.id]]
    if len(people) < max(1, meeting.least):
        raise ValueError(
            f"meeting {meeting.code!r} is for {len(people)} people, and {max(1, meeting.least)} "
            "must be there; correct least, or who it is for"
        )
    for counselor in people:
        mine = center.meetings_of[counselor.id]
        alone = [m.code for m in mine if m.once and not m.together]
        if len(alone) > 1:
            raise ValueError(
                f"{counselor.id!r} has the meetings {', '.join(alone)}, each once a week by "
                "themselves; only one such is possible"
            )


def _check_place(center: CallCenter, meeting: Meeting) -> None:
    shifts = shifts_for(center, meeting)
    if not meeting.together:
        for shift in shifts:
            if not own_starts(center, meeting, shift):
                raise ValueError(
                    f"meeting {meeting.code!r} has no place in shift {shift.code!r} beside its "
                    "breaks; widen earliest and latest, or say who it is for"
                )
        return
    inside = [
        (shift, start)
        for shift in shifts
        for start in meeting.wanted_starts(center.slot_minutes)
        if meeting.within(shift, start)
    ]
    if not inside:
        raise ValueError(f"meeting {meeting.code!r} lies in no shift; correct its time")
    if not center.starts_of_meeting[meeting.code]:
        full = next(s for s, c in inside if not has_room(center, s, ((c, meeting.code),)))
        raise ValueError(
            f"meeting {meeting.code!r} leaves no room for a break of shift {full.code!r}; move "
            "the meeting, or widen the window of the break"
        )


def _together_in_a_day(center: CallCenter) -> dict[tuple[tuple[Meeting, ...], Shift], None]:
    """Return which meetings meet in a shift on some weekday, or first day of a date range."""
    week = [dt.date.min + dt.timedelta(days=weekday) for weekday in range(DAYS_PER_WEEK)]
    dates = [first for meeting in center.meetings for first, _ in meeting.days.ranges]
    # A dict keeps the order, so that the same mistake is always told in the same words.
    return {
        (mine, shift): None
        for counselor in center.counselors
        for day in (*week, *dates)
        for mine in (tuple(m for m in center.meetings_of[counselor.id] if day in m.days),)
        for shift in (center.shifts_of(counselor) if mine else ())
    }


def _check_slots(center: CallCenter, meeting: Meeting) -> None:
    slot = center.slot_minutes
    times = (meeting.at, meeting.earliest, meeting.step, meeting.minutes)
    if any((minutes or 0) % slot for minutes in times):
        raise ValueError(
            f"meeting {meeting.code!r}: its times, minutes and step must fall on slots of "
            f"{slot} minutes"
        )
