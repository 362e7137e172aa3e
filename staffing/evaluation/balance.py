"""Fairness with memory: what each person has had, roster by roster, and who is due less."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

from pydantic import Field, model_validator

from staffing.domain.base import Frozen
from staffing.domain.center import CallCenter
from staffing.domain.people import Balance, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.evaluation.fairness import fairness
from staffing.units import MINUTES_PER_HOUR, hours

WEEKS = 13
"""How many weeks a balance remembers unless the manager decides otherwise: a quarter."""
KINDS = ("weekend", "holiday", "early", "late", "refused", "overtime")


class Tally(Frozen):
    """What one person has had in one published period.

    Parameters
    ----------
    counselor
        Id.
    first, last
        The period, both days included.
    days
        Days worked: what everything else is weighed by, so that leave earns no weekends.
    weekend, holiday, early, late, refused
        As in `Share`: days worked on weekends, on holidays, in the earliest and in the latest
        shift; wishes refused.
    overtime
        Hours beyond those of the contract, week by week.
    """

    counselor: str = Field(min_length=1)
    first: dt.date
    last: dt.date
    days: int = Field(ge=0)
    weekend: int = Field(default=0, ge=0)
    holiday: int = Field(default=0, ge=0)
    early: int = Field(default=0, ge=0)
    late: int = Field(default=0, ge=0)
    refused: int = Field(default=0, ge=0)
    overtime: float = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        length = (self.last - self.first).days + 1
        if length < 1:
            raise ValueError(f"the last day {self.last} lies before the first, {self.first}")
        most = max(self.days, self.weekend, self.holiday, self.early, self.late)
        if most > min(self.days, length):
            raise ValueError(
                f"{most} days of {length}, {self.days} of them worked; no kind can have more"
            )
        return self


def tally(problem: Problem, roster: Roster) -> tuple[Tally, ...]:
    """Return what each counselor has in a roster, in the order of the center."""
    return tuple(
        Tally(
            counselor=share.counselor,
            first=problem.horizon.first,
            last=problem.horizon.last,
            days=share.days,
            weekend=share.weekend_days,
            holiday=share.holidays,
            early=share.early,
            late=share.late,
            refused=share.refused,
            overtime=_overtime(problem, roster, problem.center.counselor[share.counselor]),
        )
        for share in fairness(problem, roster)
    )


def _overtime(problem: Problem, roster: Roster, counselor: Counselor) -> float:
    center = problem.center
    cap = int(center.contract[counselor.contract].hours_per_week * MINUTES_PER_HOUR)
    over = 0
    for week in problem.horizon.weeks:
        found = (roster.of.get((counselor.id, day)) for day in week)
        codes = (duty.shift for duty in found if duty is not None and duty.shift in center.shift)
        over += max(0, sum(center.paid_minutes(center.shift[code]) for code in codes) - cap)
    return hours(over)


def joined(old: Iterable[Tally], new: Iterable[Tally]) -> tuple[Tally, ...]:
    """Return a ledger with new lines; a line of the same person and period is replaced.

    Raises
    ------
    ValueError
        If periods of a person overlap without being the same: days would count twice.
    """
    found = {(t.counselor, t.first, t.last): t for t in (*old, *new)}
    ledger = tuple(sorted(found.values(), key=lambda t: (t.counselor, t.first)))
    for before, after in itertools.pairwise(ledger):
        if before.counselor == after.counselor and after.first <= before.last:
            raise ValueError(
                f"{after.counselor}: {after.first}..{after.last} overlaps "
                f"{before.first}..{before.last}; days would count twice"
            )
    return tuple(sorted(ledger, key=lambda t: (t.first, t.counselor)))


def balances(ledger: Sequence[Tally], before: dt.date, weeks: int = WEEKS) -> Mapping[str, Balance]:
    """Return what each person of a ledger has had beyond the fair share.

    Parameters
    ----------
    ledger
        Lines of any people and periods.
    before
        The first day of the next horizon; later periods do not count.
    weeks
        How many weeks before it are remembered; a period counts whole if it ends in them.
    """
    begin = before - dt.timedelta(weeks=weeks)
    lines = [line for line in ledger if begin <= line.last < before]
    total = sum(line.days for line in lines)
    days: dict[str, int] = {}
    had: dict[str, dict[str, float]] = {}
    for line in lines:
        days[line.counselor] = days.get(line.counselor, 0) + line.days
        mine = had.setdefault(line.counselor, dict.fromkeys(KINDS, 0))
        for kind in KINDS:
            mine[kind] += getattr(line, kind)
    mean = {k: sum(mine[k] for mine in had.values()) / total if total else 0.0 for k in KINDS}
    return {
        who: Balance(**{k: round(mine[k] - mean[k] * days[who], 2) for k in KINDS})
        for who, mine in had.items()
    }


def with_balances(
    center: CallCenter, ledger: Sequence[Tally], before: dt.date, weeks: int = WEEKS
) -> CallCenter:
    """Return a center whose people carry their balances; a newcomer starts at the mean.

    Parameters
    ----------
    center
        Whose people.
    ledger, before, weeks
        As for `balances`.
    """
    known = balances(ledger, before, weeks)
    people = tuple(
        counselor.model_copy(update={"balance": known.get(counselor.id, Balance())})
        for counselor in center.counselors
    )
    return center.model_copy(update={"counselors": people})
