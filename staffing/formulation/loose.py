"""The loose draft: several weeks that know nothing of each other, for a bound on large problems.

Rules that speak of one week at a time and of days alone are priced in the day patterns, so
people who are alike stay counted over many weeks. Rules on days that look across weeks hold
only within each week, and no further. What is left couples weeks in few rows or none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from staffing.domain.expr import Expr
from staffing.domain.listener import Listener
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Scope, Subject
from staffing.formulation.draft import ModelDraft
from staffing.formulation.model import Model
from staffing.formulation.patterns import PatternBook
from staffing.formulation.teams import asked_by_name


class Part(NamedTuple):
    """A week of a draft's model.

    Parameters
    ----------
    model
        Its variables and rows.
    coarse
        Numbers of those of its variables that choose day patterns or bends of prices.
    """

    model: Model
    coarse: tuple[int, ...]


def loose_draft(problem: Problem) -> ModelDraft:
    """Return a finished draft whose solutions are all that the problem allows, and some more.

    Parameters
    ----------
    problem
        Of several weeks.
    """
    spoken = [rule for rule in problem.center.rules if rule.scope is not Scope.DAYS]
    weekly = [r for r in problem.center.rules if r.scope is Scope.DAYS and is_weekly(problem, r)]
    draft = ModelDraft(problem, asked_by_name(problem, spoken), book=PatternBook(problem, weekly))
    for rule in spoken:
        with draft.speaking(rule):
            rule.build(problem, draft)
    draft.finish()
    return draft


def is_weekly(problem: Problem, rule: Rule) -> bool:
    """Return whether all that a rule says of a problem is about one calendar week at a time."""
    listener = _Weeks(problem)
    rule.build(problem, listener)
    return listener.apart


def weekly_parts(draft: ModelDraft) -> list[Part]:
    """Return the parts of a draft's model once rows over several weeks are dropped.

    The least costs of all parts together are a bound on the model's.
    """
    week_of = _weeks_of(draft)
    coarse = set(draft.switches)
    coarse.update(v for some in draft.patterns.values() for _, e in some for v in e.terms)
    kept = draft.model.fixed({})
    kept.rows = [
        row
        for row in kept.rows
        if len({week_of[variable] for variable in row[0] if variable in week_of}) <= 1
    ]
    return [
        Part(part, tuple(place for place, number in enumerate(numbers) if number in coarse))
        for part, numbers in kept.parts()
    ]


def _weeks_of(draft: ModelDraft) -> dict[int, int]:
    """Return the week of each variable that patterns, shifts or phones are made of."""
    week = _numbers(draft.problem)
    grid = draft.problem.grid
    exprs = [
        *((number, e) for (_, number), some in draft.patterns.items() for _, e in some),
        *((week[day], e) for (_, day, _), e in (*draft.counts.items(), *draft.named.items())),
    ]
    known = {variable: number for number, expr in exprs for variable in expr.terms}
    for queue in range(len(draft.problem.curves.queues)):
        for slot in range(grid.size):
            for variable in draft.on_phones(queue, slot).terms:
                # Who works through midnight is of the week before.
                known.setdefault(variable, week[grid.date_of(slot)])
    return known


def _numbers(problem: Problem) -> dict[dt.date, int]:
    weeks = problem.horizon.weeks
    return {day: number for number, week in enumerate(weeks) for day in week}


class _Weeks(Listener):
    """Hears whether any statement is about days of several weeks."""

    def __init__(self, problem: Problem) -> None:
        self.apart = True
        self._week = _numbers(problem)
        self._grid = problem.grid
        self._of: list[frozenset[int]] = []
        """The weeks of each number."""

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        del counselor, shift
        return self._stand({self._week[day]})

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        del shift, queue
        return self._stand({self._week[day]})

    def on_phones(self, queue: int, slot: int) -> Expr:
        del queue
        return self._stand({self._week[self._grid.date_of(slot)]})

    def made_of(self, parts: Sequence[Expr] = ()) -> Expr:
        return self._stand(set().union(*map(self._weeks_in, parts)))

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        del subject, at_least, at_most
        self.apart &= len(self._weeks_in(expr)) <= 1

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        del costs, subject
        self.apart &= len(self._weeks_in(expr)) <= 1

    def _stand(self, weeks: set[int]) -> Expr:
        self._of.append(frozenset(weeks))
        return Expr({len(self._of) - 1: 1})

    def _weeks_in(self, expr: Expr) -> set[int]:
        return set().union(*(self._of[number] for number in expr.terms))
