"""Demands: what hard rules ask, row by row, beside a model that enforces none of them.

People have one variable per day instead of day patterns, so that every rule is made of rows,
and any part of the rows can be enforced alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Scope, Subject
from staffing.formulation.away import Away, Group, agenda_of
from staffing.formulation.model import Model
from staffing.presets import STRUCTURE

ShiftClass = tuple[int, tuple[str, ...], tuple[str, ...]]
"""Index of the queue, codes of the shifts and of the meetings of people counted together."""


class Demand(NamedTuple):
    """One thing that a hard rule asks.

    Parameters
    ----------
    rule
        Index in ``problem.center.rules``.
    day
        The day of the subject, or of its slot.
    subject
        As the rule names it.
    """

    rule: int
    day: dt.date | None
    subject: Subject


class Row(NamedTuple):
    """A demand as a bounded expression.

    Parameters
    ----------
    demand
        Whose row.
    expr
        What is bounded.
    least, most
        The bounds; at least one is given.
    """

    demand: Demand
    expr: Expr
    least: int | None
    most: int | None

    def amount(self, value: int) -> int:
        """Return by how much a value misses the bounds, in units of the rule."""
        short = 0 if self.least is None else self.least - value
        over = 0 if self.most is None else value - self.most
        return max(0, short, over)


class Demands:
    """The hard rules of a problem as rows; implements `staffing.domain.rule.Draft`.

    Parameters
    ----------
    problem
        The problem; its soft rules are left out.

    Attributes
    ----------
    model
        What every roster is, whatever the rules.
    rows
        What the hard rules demand.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = Model()
        self.rows: list[Row] = []
        self.counts: dict[tuple[ShiftClass, dt.date, str], Expr] = {}
        self._works: dict[tuple[str, dt.date], Expr] = {}
        self._named: dict[tuple[str, dt.date], dict[str, Expr]] = {}
        self._rule = 0
        self._classes = self._classify()
        self._count_shifts()
        self._phones = Away(self.model, problem, self._groups, self.works).phones
        for number, rule in enumerate(problem.center.rules):
            if rule.hard and rule.scope is not Scope.STRUCTURE:
                self._rule = number
                rule.build(problem, self)
        self._tie_names()

    # -- what rules say -------------------------------------------------------------------

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        """Return 1 if a counselor works on a planned day (in that shift), else 0."""
        works = self._works[counselor, day]
        if shift is None or not works.terms:
            return works
        if (counselor, day) not in self._named:
            person = self.problem.center.counselor[counselor]
            codes = [s.code for s in self.problem.center.shifts_of(person)]
            names = {code: works if len(codes) == 1 else self.model.expr(0, 1) for code in codes}
            if len(codes) > 1:
                self.model.equal(Expr.sum((*names.values(), -works)))
            self._named[counselor, day] = names
        return self._named[counselor, day].get(shift, Expr())

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        """Return how many counselors work on a planned day (in that shift, for that queue)."""
        keys = (
            (group, day, code)
            for group in self._classes
            if queue is None or group[0] == queue
            for code in (group[1] if shift is None else (shift,))
        )
        return Expr.sum(self.counts[key] for key in keys if key in self.counts)

    def on_phones(self, queue: int, slot: int) -> Expr:
        """Return how many counselors of a queue are on the phones in a slot."""
        return self._phones[queue, slot]

    def both(self, a: Expr, b: Expr) -> Expr:
        """Return 1 where two expressions that are 0 or 1 are both 1, else 0."""
        for one, other in ((a, b), (b, a)):
            if not one.terms:
                return other * one.constant
        product = self.model.expr(0, 1)
        self.model.row(a - product, at_least=0)
        self.model.row(b - product, at_least=0)
        self.model.row(product - a - b, at_least=-1)
        return product

    def any_of(self, numbers: Sequence[Expr]) -> Expr:
        """Return 1 where some of the expressions, none of them negative, is above 0, else 0."""
        if any(self.model.bounds(expr)[0] > 0 for expr in numbers):
            return Expr(constant=1)
        numbers = [expr for expr in numbers if expr.terms]
        if not numbers:
            return Expr()
        found = self.model.expr(0, 1)
        for expr in numbers:
            self.model.row(found * self.model.bounds(expr)[1] - expr, at_least=0)
        self.model.row(Expr.sum(numbers) - found, at_least=0)
        return found

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Note a bound, unless every roster keeps it."""
        low, high = self.model.bounds(expr)
        least = at_least if at_least is not None and low < at_least else None
        most = at_most if at_most is not None and high > at_most else None
        if least is None and most is None:
            return
        day = subject.day
        if day is None and subject.slot is not None:
            day = self.problem.grid.date_of(subject.slot)
        self.rows.append(Row(Demand(self._rule, day, subject), expr, least, most))

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Ignore a price: it forbids nothing, however high it is."""

    # -- what every roster is -------------------------------------------------------------

    def _classify(self) -> dict[ShiftClass, list[str]]:
        classes: dict[ShiftClass, list[str]] = defaultdict(list)
        center = self.problem.center
        for counselor in center.counselors:
            codes = tuple(shift.code for shift in center.shifts_of(counselor))
            meetings = tuple(meeting.code for meeting in center.meetings_of[counselor.id])
            classes[center.queue_of(counselor), codes, meetings].append(counselor.id)
            for day in self.problem.horizon.dates:
                self._works[counselor.id, day] = self.model.expr(0, int(bool(codes)))
        return dict(classes)

    def _count_shifts(self) -> None:
        for group, people in self._classes.items():
            for day in self.problem.horizon.dates if group[1] else ():
                counts = [self.model.expr(0, len(people)) for _ in group[1]]
                for code, count in zip(group[1], counts, strict=True):
                    self.counts[group, day, code] = count
                working = Expr.sum(self._works[who, day] for who in people)
                self.model.equal(Expr.sum(counts) - working)

    def _groups(self, queue: int, day: dt.date) -> list[Group]:
        """Return the people of a queue on a day, apart where their meetings differ."""
        return [
            Group(
                agenda_of(self.problem, people[0], day),
                tuple(people),
                {code: self.counts[group, day, code] for code in group[1]},
            )
            for group, people in self._classes.items()
            if group[0] == queue
        ]

    def _tie_names(self) -> None:
        """Tie the counts of shifts to the people whose shifts are named."""
        for (group, day, code), count in self.counts.items():
            people = self._classes[group]
            known = [self._named[who, day][code] for who in people if (who, day) in self._named]
            if len(known) == len(people):
                self.model.equal(count - Expr.sum(known))
            elif known:
                self.model.row(count - Expr.sum(known), at_least=0)


def prices(demands: Demands) -> dict[int, int]:
    """Return what one unit of breach of each hard rule costs when the least bad is sought.

    In minutes of one counselor, times 1 for what the center wants (numbers of people), 3 for
    rules about persons, 10 for law (rules that name their source) and what no center can
    switch off, such as leave.

    Parameters
    ----------
    demands
        The rows tell in which steps a rule counts: heads, days or minutes.
    """
    steps: dict[int, int] = {}
    for row in demands.rows:
        largest = max((abs(c) for c in row.expr.terms.values()), default=1)
        steps[row.demand.rule] = max(largest, steps.get(row.demand.rule, 1))
    rules = demands.problem.center.rules
    longest = max(s.minutes for s in demands.problem.center.shifts)
    slot = demands.problem.grid.slot_minutes
    return {
        number: max(1, _tier(rules[number]) * (slot if _slots(rules[number]) else longest) // step)
        for number, step in steps.items()
    }


def _slots(rule: Rule) -> bool:
    return rule.scope is Scope.SLOT


def _tier(rule: Rule) -> int:
    if rule.source or rule.rule in STRUCTURE:
        return 10
    return 1 if rule.scope in {Scope.SLOT, Scope.CROWD} else 3
