"""The rows of a roster table: one person's cells, totals and wishes.

Imports domain and evaluation.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from staffing.domain.outcome import Verdict
from staffing.domain.people import Counselor, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.work import Break, Shift
from staffing.evaluation.fairness import Share, fairness

SATURDAY = 5
"""As `datetime.date.weekday` counts."""


@dataclass(frozen=True)
class WishOutcome:
    """A wish for one day, and whether the roster grants it."""

    wish: Wish
    day: dt.date
    granted: bool


@dataclass(frozen=True)
class Cell:
    """One person's day.

    Parameters
    ----------
    day
        The day.
    mark
        Whether it is work, leave, a paid holiday or a day off.
    duty
        What is worked.
    shift
        Its shift; None where there is no duty or the center does not know the code.
    lunch
        Start of the lunch, minutes after midnight; None where none is named.
    leave
        Kind of leave.
    wish
        Whether the wishes for the day are granted; None where there are none.
    broken
        Whether a hard rule is broken by this person on this day.
    """

    day: dt.date
    mark: Literal["work", "leave", "holiday", "off"]
    duty: Duty | None = None
    shift: Shift | None = None
    lunch: int | None = None
    leave: str | None = None
    wish: bool | None = None
    broken: bool = False


@dataclass(frozen=True)
class Person:
    """One person's row.

    Parameters
    ----------
    id
        As the roster has it.
    counselor, share
        The person and the part of the work; None where the center knows nobody of that id.
    cells
        One per planned day.
    wishes
        What was wished for each day.
    broken
        Whether a hard rule is broken by this person, on no particular day.
    """

    id: str
    counselor: Counselor | None
    share: Share | None
    cells: tuple[Cell, ...]
    wishes: tuple[WishOutcome, ...] = ()
    broken: bool = False

    @property
    def days(self) -> int:
        """Days worked."""
        return self.share.days if self.share else 0

    @property
    def minutes(self) -> int:
        """Paid minutes of work."""
        return self.share.paid_minutes if self.share else 0

    @property
    def weekends(self) -> int:
        """Days worked on Saturdays and Sundays."""
        return self.share.weekend_days if self.share else 0

    @property
    def credited(self) -> int:
        """Days of leave and paid holidays, not worked."""
        return sum(cell.mark in {"leave", "holiday"} for cell in self.cells)


def lunch_break(problem: Problem, shift: Shift) -> Break | None:
    """Return the break of a shift that people call lunch: the longest unpaid one."""
    unpaid = [b for b in problem.center.breaks_of(shift) if not b.paid]
    return max(unpaid, key=lambda b: b.minutes, default=None)


def people_of(problem: Problem, roster: Roster, verdict: Verdict) -> tuple[Person, ...]:
    """Return a row for each counselor, then for each id that the center does not know.

    Parameters
    ----------
    problem, roster
        What was asked and who works.
    verdict
        Names the days on which hard rules are broken.
    """
    known = problem.center.counselor
    strangers = sorted({who for who in roster.by_counselor if who not in known})
    subjects = {
        (item.breach.subject.counselor, item.breach.subject.day) for item in verdict.breaches
    }
    shares = {share.counselor: share for share in fairness(problem, roster)}
    rows = []
    for who in (*known, *strangers):
        counselor = known.get(who)
        wishes = _wishes(problem, roster, counselor) if counselor else ()
        cells = tuple(
            _cell(problem, roster, who, counselor, day, wishes, (who, day) in subjects)
            for day in problem.horizon.dates
        )
        rows.append(
            Person(who, counselor, shares.get(who), cells, wishes, broken=(who, None) in subjects)
        )
    return tuple(rows)


def is_holiday(problem: Problem, day: dt.date) -> bool:
    """Return whether a day is a holiday, for callers or for the staff."""
    return day in problem.holidays.demand or day in problem.holidays.labor


def _cell(
    problem: Problem,
    roster: Roster,
    who: str,
    counselor: Counselor | None,
    day: dt.date,
    wishes: tuple[WishOutcome, ...],
    broken: bool,
) -> Cell:
    outcomes = [outcome.granted for outcome in wishes if outcome.day == day]
    wish = all(outcomes) if outcomes else None
    kinds = [leave.kind for leave in counselor.leave if day in leave.days] if counselor else []
    duty = roster.of.get((who, day))
    if duty is not None:
        shift = problem.center.shift.get(duty.shift)
        return Cell(
            day=day,
            mark="work",
            duty=duty,
            shift=shift,
            lunch=_lunch_start(problem, duty, shift),
            leave=kinds[0] if kinds else None,
            wish=wish,
            broken=broken,
        )
    if kinds:
        return Cell(day=day, mark="leave", leave=kinds[0], wish=wish, broken=broken)
    credited = counselor is not None and problem.credited(counselor, day)
    return Cell(day=day, mark="holiday" if credited else "off", wish=wish, broken=broken)


def _lunch_start(problem: Problem, duty: Duty, shift: Shift | None) -> int | None:
    pause = lunch_break(problem, shift) if shift is not None else None
    if pause is None:
        return None
    return next((p.start for p in duty.breaks if p.code == pause.code), None)


def _wishes(problem: Problem, roster: Roster, counselor: Counselor) -> tuple[WishOutcome, ...]:
    # Counted as the referee's fairness counts them; a test holds the two together.
    outcomes = []
    for wish in counselor.wishes:
        for day in problem.horizon.dates:
            duty = roster.of.get((counselor.id, day))
            known = duty if duty is not None and duty.shift in problem.center.shift else None
            if day not in wish.days:
                continue
            if wish.shift is not None:
                if known is None:
                    continue
                granted = (known.shift == wish.shift) == (wish.kind == "shift")
            elif wish.kind == "work" and counselor.on_leave(day):
                continue
            else:
                granted = (known is None) == (wish.kind == "off")
            outcomes.append(WishOutcome(wish=wish, day=day, granted=granted))
    return tuple(outcomes)
