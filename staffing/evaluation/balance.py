"""Fairness with memory: what each person has had, roster by roster, and who is due less."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Self

from pydantic import Field, model_validator

from staffing.domain.base import Frozen
from staffing.domain.center import CallCenter
from staffing.domain.people import Balance, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.evaluation.fairness import fairness
from staffing.rules._fair import WEEKS, FairRule
from staffing.units import MINUTES_PER_HOUR, hours

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


class Standing(Frozen):
    """Where one person stands: what was had in the weeks that count, and what lies beyond.

    Parameters
    ----------
    counselor
        Id.
    days
        Days worked in the weeks of the kind that remembers longest.
    had
        What was had by kind: days, wishes, and hours of overtime.
    balance
        What of it lies beyond the fair share.
    apart
        The kinds in which the person is compared with nobody; the balance of them is 0.
    """

    counselor: str
    days: int
    had: dict[str, float]
    balance: Balance
    apart: tuple[str, ...] = ()


def windows(center: CallCenter) -> dict[str, int]:
    """Return for each kind how many weeks the center evens out: the longest of its rules."""
    found: dict[str, int] = {}
    for rule in fair_rules(center):
        found[rule.kind] = max(rule.weeks_long, found.get(rule.kind, 0))
    return {kind: found.get(kind, WEEKS) for kind in KINDS}


def left_out(center: CallCenter) -> dict[str, frozenset[str]]:
    """Return for each kind the people whom the center's rules on it leave out: volunteers."""
    found: dict[str, frozenset[str]] = {}
    for rule in fair_rules(center):
        out = frozenset(c.id for c in center.counselors if not rule.holds_for(c))
        found[rule.kind] = found.get(rule.kind, out) & out
    return found


def standings(
    ledger: Iterable[Tally],
    before: dt.date,
    weeks: int | Mapping[str, int] = WEEKS,
    apart: Mapping[str, Collection[str]] | None = None,
) -> dict[str, Standing]:
    """Return where each person of a ledger stands, by id.

    The fair share of a person is what everybody together had per day worked, times the days
    that the person worked: who was away, or works fewer days by contract, is due less.

    Parameters
    ----------
    ledger
        Lines of any people and periods.
    before
        The first day of the next horizon; later periods do not count.
    weeks
        How many weeks before it are remembered, by kind or alike; a period counts whole if it
        ends in them.
    apart
        Ids of people who are not compared, by kind; nobody if left out. See `left_out`.
    """
    alone = apart or {}
    of = dict.fromkeys(KINDS, weeks) if isinstance(weeks, int) else weeks
    begins = {kind: before - dt.timedelta(weeks=of[kind]) for kind in KINDS}
    lines = [line for line in ledger if min(begins.values()) <= line.last < before]
    people = dict.fromkeys(line.counselor for line in lines)
    had: dict[str, dict[str, float]] = {who: dict.fromkeys(KINDS, 0) for who in people}
    over: dict[str, dict[str, float]] = {who: {} for who in people}
    for kind, begin in begins.items():
        days: Counter[str] = Counter()
        for line in lines:
            if begin <= line.last:
                days[line.counselor] += line.days
                had[line.counselor][kind] += getattr(line, kind)
        shared = [who for who in people if who not in alone.get(kind, ())]
        total_days = sum(days[who] for who in shared)
        mean = sum(had[who][kind] for who in shared) / max(total_days, 1)
        for who in shared:
            over[who][kind] = round(had[who][kind] - mean * days[who], 2)
    total: Counter[str] = Counter()
    for line in lines:
        total[line.counselor] += line.days
    return {
        who: Standing(
            counselor=who,
            days=total[who],
            had=had[who],
            balance=Balance(**over[who]),
            apart=tuple(kind for kind in KINDS if who in alone.get(kind, ())),
        )
        for who in people
    }


def balances(
    ledger: Iterable[Tally], before: dt.date, weeks: int | Mapping[str, int] = WEEKS
) -> dict[str, Balance]:
    """Return what each person of a ledger has had beyond the fair share; see `standings`."""
    return {who: found.balance for who, found in standings(ledger, before, weeks).items()}


def with_balances(center: CallCenter, ledger: Sequence[Tally], before: dt.date) -> CallCenter:
    """Return a center whose people carry what the rules on fair shares ask for.

    Each such rule compares the people for whom it holds, over the weeks that it names; a kind
    of which no rule speaks stays 0. A newcomer starts at the mean. A balance that a counselor
    has already stays.

    Parameters
    ----------
    center
        Whose people and rules.
    ledger, before
        As for `standings`.
    """
    values: dict[str, dict[str, float]] = {}
    # Of two rules of a kind for the same person the one in force counts.
    for rule in sorted(fair_rules(center), key=lambda rule: not rule.in_force(before)):
        mine = [c.id for c in center.counselors if rule.holds_for(c)]
        some = None if rule.everybody else set(mine)
        lines = [line for line in ledger if some is None or line.counselor in some]
        known = balances(lines, before, rule.weeks_long)
        for who in mine:
            value = getattr(known.get(who, Balance()), rule.kind)
            values.setdefault(who, {}).setdefault(rule.kind, value)
    people = tuple(
        counselor
        if counselor.balance is not None or counselor.id not in values
        else counselor.model_copy(update={"balance": Balance(**values[counselor.id])})
        for counselor in center.counselors
    )
    return center.model_copy(update={"counselors": people})


def fair_rules(center: CallCenter) -> list[FairRule]:
    """Return the center's rules on fair shares."""
    return [rule for rule in center.rules if isinstance(rule, FairRule)]
