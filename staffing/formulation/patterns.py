"""Day patterns: which days of a week one person works, filtered and priced by the rules' checks.

A rule about one person's days needs no rows: it is asked, for every pattern, what it thinks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple, NoReturn

from staffing.domain.curves import ServiceCurves
from staffing.domain.grid import Grid
from staffing.domain.horizon import Horizon
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.rule import Rule, Scope


class Pattern(NamedTuple):
    """The days of a week worked (one flag per planned day), and what the soft rules charge."""

    days: tuple[bool, ...]
    cost: int


class PatternBook:
    """The patterns of everybody, asking a rule only once about people who are alike for it.

    Parameters
    ----------
    problem
        The whole problem.
    weekly
        Soft rules about days that are charged in every week, though there are several.
    """

    def __init__(self, problem: Problem, weekly: Sequence[Rule] = ()) -> None:
        self._problem = problem
        self._weekly = weekly
        self._rules = [rule for rule in problem.center.rules if rule.scope is Scope.DAYS]
        self._texts = [rule.model_dump_json() for rule in self._rules]
        self._known: dict[tuple[object, ...], list[int | None] | None] = {}
        self._sums: dict[tuple[object, ...], tuple[Pattern, ...]] = {}

    def of(self, counselor: Counselor) -> tuple[tuple[Pattern, ...], ...]:
        """Return a person's patterns, week by week, that no hard rule about days forbids.

        A week has none if every pattern breaks a hard rule. Soft rules about days are charged
        when the week is the whole horizon, or where they are weekly; else by rows.
        """
        weeks = self._problem.horizon.weeks
        return tuple(self._of(counselor, week, priced=len(weeks) == 1) for week in weeks)

    def _of(
        self, counselor: Counselor, week: Sequence[dt.date], *, priced: bool
    ) -> tuple[Pattern, ...]:
        asked = self._asked(counselor, week)
        costs = [
            self._judged(number, counselor, week, asked)
            for number, rule in enumerate(self._rules)
            if priced or rule.hard or rule in self._weekly
        ]
        shifts = bool(self._problem.center.shifts_of(counselor))
        # The judgements are kept for good, so their identities tell who has the same.
        key = week[0], shifts, *map(id, costs)
        if key not in self._sums:
            patterns = []
            for number, days in enumerate(_choices(len(week))):
                charged = [of_rule[number] for of_rule in costs]
                if None not in charged and (shifts or not any(days)):
                    patterns.append(Pattern(days, sum(cost or 0 for cost in charged)))
            self._sums[key] = tuple(patterns)
        return self._sums[key]

    def _asked(self, counselor: Counselor, week: Sequence[dt.date]) -> tuple[object, ...]:
        """Return what rules about days can tell people apart by, wishes and balances aside."""
        told = [
            () if roster is None else roster.by_counselor.get(counselor.id, ())
            for roster in (self._problem.past, self._problem.published)
        ]
        return (
            week[0],
            counselor.contract,
            counselor.skills,
            counselor.available,
            tuple(str(leave.days) for leave in counselor.leave),
            counselor.since,
            counselor.consents,
            counselor.groups,
            counselor.balance is None,
            tuple(tuple((duty.day, duty.shift) for duty in duties) for duties in told),
        )

    def _judged(
        self,
        number: int,
        counselor: Counselor,
        week: Sequence[dt.date],
        asked: tuple[object, ...],
    ) -> list[int | None]:
        """Return what a rule charges for each choice of days, None where it forbids it."""
        named = counselor.id if f'"{counselor.id}"' in self._texts[number] else ""
        key = number, named, asked
        whole = (*key, counselor.wishes, counselor.balance)
        if key not in self._known:
            self._known[key] = self._ask(number, _without_wishes(counselor), week)
        costs = self._known[key]
        if costs is not None:
            return costs
        costs = self._known.get(whole)
        if costs is None:
            costs = self._ask(number, counselor, week)
            assert costs is not None  # noqa: S101 - nothing is hidden from it
            self._known[whole] = costs
        return costs

    def _ask(
        self, number: int, counselor: Counselor, week: Sequence[dt.date]
    ) -> list[int | None] | None:
        """Return a rule's judgements; None if it looked at what is hidden from it."""
        small = _alone(self._problem, counselor, week)
        shifts = self._problem.center.shifts_of(counselor)
        try:
            return [
                _judge(
                    self._rules[number : number + 1],
                    small,
                    Roster.model_construct(
                        horizon=small.horizon,
                        duties=duties_of(small, week, days) if shifts and any(days) else (),
                    ),
                )
                for days in _choices(len(week))
            ]
        except _LookedAtError:
            return None


def _choices(days: int) -> list[tuple[bool, ...]]:
    return list(product((False, True), repeat=days))


class _LookedAtError(Exception):
    """A rule looked at something that was hidden from it."""


class _Hidden:
    """Stands for a value; whoever looks at it is found out."""

    def _found_out(self, *_: object) -> NoReturn:
        raise _LookedAtError

    __getattr__ = __iter__ = __len__ = __bool__ = __getitem__ = __contains__ = _found_out
    __eq__ = __hash__ = _found_out


def _without_wishes(counselor: Counselor) -> Counselor:
    """Return a person whose wishes and balance, which nobody shares, are hidden."""
    hidden: dict[str, object] = {"wishes": _Hidden()}
    if counselor.balance is not None:
        hidden["balance"] = _Hidden()
    return counselor.model_copy(update=hidden)


def legal_after(
    problem: Problem,
    counselor: Counselor,
    week: Sequence[dt.date],
    days: Sequence[bool],
    before: Sequence[Duty],
) -> bool:
    """Return whether the days of one week break no hard rule after the duties before it.

    Parameters
    ----------
    problem, counselor, week
        As for `patterns_of`.
    days
        One flag per day of the week.
    before
        The counselor's duties of earlier planned weeks.
    """
    small = _alone(problem, counselor, week)
    known = problem.past.duties if problem.past is not None else ()
    duties = (*(d for d in known if d.counselor == counselor.id), *before)
    first = min((problem.horizon.first, *(duty.day for duty in duties)))
    if week[0] > first:
        span = Horizon(first=first, days=(week[0] - first).days)
        small = small.model_copy(update={"past": Roster(horizon=span, duties=duties)})
    rules = [r for r in problem.center.rules if r.scope is Scope.DAYS and r.hard]
    worked = duties_of(small, week, days) if any(days) else ()
    roster = Roster.model_construct(horizon=small.horizon, duties=worked)
    return _judge(rules, small, roster) is not None


def duties_of(problem: Problem, week: Sequence[dt.date], days: Sequence[bool]) -> tuple[Duty, ...]:
    """Return stand-in duties of a problem's only person; rules about days see no shift."""
    counselor = problem.center.counselors[0]
    code = problem.center.shifts_of(counselor)[0].code
    return tuple(
        Duty.model_construct(counselor=counselor.id, day=day, shift=code, breaks=())
        for day, worked in zip(week, days, strict=True)
        if worked
    )


def _judge(rules: Sequence[Rule], problem: Problem, roster: Roster) -> int | None:
    """Return the price of a roster under soft rules, None if a hard rule is broken."""
    cost = 0
    for rule in sorted(rules, key=lambda rule: not rule.hard):
        for breach in rule.check(problem, roster):
            if rule.weight is None:
                return None
            cost += rule.weight * breach.amount
    return cost


def _alone(problem: Problem, counselor: Counselor, week: Sequence[dt.date]) -> Problem:
    """Return the problem of one person and one week; rules about days read no demand."""
    horizon = Horizon(first=week[0], days=len(week))
    grid = Grid.model_construct(
        slot_minutes=problem.grid.slot_minutes, horizon=horizon, openings=(None,) * len(week)
    )
    curves = ServiceCurves.silent(grid, problem.curves.queues)
    first = problem.horizon.first == week[0]
    return Problem.model_construct(
        center=problem.center.model_copy(update={"counselors": (counselor,)}),
        curves=curves,
        holidays=problem.holidays,
        past=problem.past if first else None,
    )
