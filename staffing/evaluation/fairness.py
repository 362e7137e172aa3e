"""Fairness: what each person's roster is like, in facts to lay side by side."""

from __future__ import annotations

from collections import Counter

from pydantic import Field

from staffing.domain.base import Frozen
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster


class Share(Frozen):
    """One person's part of the work.

    Parameters
    ----------
    counselor
        Id.
    days
        Working days.
    paid_minutes
        Paid working minutes.
    weekend_days
        Working days on Saturday or Sunday.
    holidays
        Working days on public holidays, weekends among them.
    early, late
        Shifts with the earliest start, and with the latest end, of the center's shifts; both 0
        where all shifts start, or end, alike.
    shifts
        Working days by shift code.
    granted, refused
        Wishes, counted by day: day wishes on every planned day they name (a wish to work only
        off leave), shift wishes on the days worked.
    """

    counselor: str
    days: int
    paid_minutes: int
    weekend_days: int
    holidays: int
    early: int
    late: int
    shifts: dict[str, int] = Field(default_factory=dict)
    granted: int
    refused: int


def fairness(problem: Problem, roster: Roster) -> tuple[Share, ...]:
    """Return each counselor's share, in the order of the center.

    Parameters
    ----------
    problem
        Whose people, holidays and wishes.
    roster
        Duties of unknown shifts, and days outside the horizon, count nothing.
    """
    return tuple(_share(problem, roster, counselor) for counselor in problem.center.counselors)


def _share(problem: Problem, roster: Roster, counselor: Counselor) -> Share:
    center = problem.center
    found = (roster.of.get((counselor.id, day)) for day in problem.horizon.dates)
    duties = {d.day: d for d in found if d is not None and d.shift in center.shift}
    worked = [center.shift[duty.shift] for duty in duties.values()]
    starts, ends = {s.start for s in center.shifts}, {s.end for s in center.shifts}
    codes = {day: duties[day].shift if day in duties else None for day in problem.horizon.dates}
    asked = (
        wish.granted(code, away=counselor.on_leave(day))
        for wish in counselor.wishes
        for day, code in codes.items()
        if day in wish.days
    )
    judged = [granted for granted in asked if granted is not None]
    return Share(
        counselor=counselor.id,
        days=len(duties),
        paid_minutes=sum(center.paid_minutes(shift) for shift in worked),
        weekend_days=sum(day.weekday() >= 5 for day in duties),
        holidays=sum(day in problem.holidays.labor for day in duties),
        early=sum(s.start == min(starts) for s in worked) if len(starts) > 1 else 0,
        late=sum(s.end == max(ends) for s in worked) if len(ends) > 1 else 0,
        shifts=dict(sorted(Counter(shift.code for shift in worked).items())),
        granted=sum(judged),
        refused=len(judged) - sum(judged),
    )
