"""Day patterns: which days of a week one person works, filtered and priced by the rules' checks.

A rule about one person's days needs no rows: it is asked, for every pattern, what it thinks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

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


def patterns_of(
    problem: Problem, counselor: Counselor, week: Sequence[dt.date], *, priced: bool
) -> list[Pattern]:
    """Return the patterns of one week that no hard rule about days forbids.

    Parameters
    ----------
    problem
        The whole problem.
    counselor
        Whose days.
    week
        The planned days of one calendar week.
    priced
        Whether soft rules about days are charged here; only right when the week is the whole
        horizon, else they are charged by rows.

    Returns
    -------
    list of Pattern
        Empty if every pattern breaks a hard rule.
    """
    small = _alone(problem, counselor, week)
    shifts = problem.center.shifts_of(counselor)
    rules = [rule for rule in problem.center.rules if rule.scope is Scope.DAYS]
    patterns = []
    for days in product((False, True), repeat=len(week)):
        if any(days) and not shifts:
            continue
        roster = Roster.model_construct(
            horizon=small.horizon, duties=duties_of(small, week, days) if any(days) else ()
        )
        cost = _judge(rules, small, roster)
        if cost is not None:
            patterns.append(Pattern(days, cost if priced else 0))
    return patterns


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
