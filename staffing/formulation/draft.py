"""The draft: turns what rules say into variables and rows.

A person is one Boolean per weekly day pattern. People on a shift are counted, and named only
where a rule asks for a name. Breaks are counted. Prices on the numbers on the phones become
ordered unary steps.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

from staffing.domain.expr import Expr
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Subject
from staffing.formulation.breaks import Family, count_breaks, families
from staffing.formulation.model import Model
from staffing.formulation.patterns import Pattern, patterns_of
from staffing.units import MINUTES_PER_DAY

ShiftClass = tuple[int, tuple[str, ...]]
"""People who are counted together: index of their queue, codes of their shifts."""


class ModelDraft:
    """The variables of a problem, and the door through which rules bound and price them.

    Parameters
    ----------
    problem
        What is to be rostered.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.model = Model()
        self.families = families(problem.center)
        self._rule: Rule | None = None
        self._works: dict[tuple[str, dt.date], Expr] = {}
        self.patterns: dict[tuple[str, int], list[tuple[Pattern, Expr]]] = {}
        self.counts: dict[tuple[ShiftClass, dt.date, str], Expr] = {}
        self.named: dict[tuple[str, dt.date, str], Expr] = {}
        self.started: dict[tuple[int, int, dt.date], dict[int, Expr]] = {}
        self._phones: dict[tuple[int, int], Expr] = {}
        self._phone_key: dict[int, tuple[int, int]] = {}
        self.tables: dict[tuple[int, int], list[int]] = {}
        self.steps: dict[tuple[int, int], list[Expr]] = {}
        self.derived: list[tuple[int, Callable[[Callable[[Expr], int]], int]]] = []
        self.classes = self._classes()
        self._choose_days()
        self._count_shifts()
        self._count_breaks()

    # -- what rules say -------------------------------------------------------------------

    @contextmanager
    def speaking(self, rule: Rule) -> Iterator[None]:
        """Attribute the limits and prices inside the block to a rule."""
        self._rule = rule
        try:
            yield
        finally:
            self._rule = None

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        """Return 1 if a counselor works on a planned day (in that shift), else 0."""
        if shift is None:
            return self._works[counselor, day]
        if (counselor, day, shift) not in self.named:
            self._name(self.problem.center.counselor[counselor], day)
        return self.named.get((counselor, day, shift), Expr())

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        """Return how many counselors work on a planned day (in that shift, for that queue)."""
        return Expr.sum(
            count
            for (group, on, code), count in self.counts.items()
            if on == day
            and (shift is None or code == shift)
            and (queue is None or group[0] == queue)
        )

    def on_phones(self, queue: int, slot: int) -> Expr:
        """Return how many counselors of a queue are on the phones in a slot."""
        return self._phones[queue, slot]

    def both(self, first: Expr, second: Expr) -> Expr:
        """Return 1 if two expressions that are 0 or 1 are both 1, else 0."""
        for one, other in ((first, second), (second, first)):
            if not one.terms:
                return other * one.constant
        product = self._derive(self.model.expr(0, 1), lambda value: value(first) * value(second))
        self.model.row(first - product, at_least=0)
        self.model.row(second - product, at_least=0)
        self.model.row(product - first - second, at_least=-1)
        return product

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Bound an expression: hard, or with a cost of weight times the amount of the breach."""
        weight = self._rule.weight if self._rule is not None else None
        if weight is None:
            self.model.row(expr, at_least=at_least, at_most=at_most)
            return
        low, high = self.model.bounds(expr)
        key = self._phone_key.get(id(expr))
        for short, side in (
            (None if at_least is None else at_least - low, 1),
            (None if at_most is None else high - at_most, -1),
        ):
            if short is None or short <= 0:
                continue
            if key is not None:
                bound = at_least if side == 1 else at_most
                assert bound is not None  # noqa: S101 - the loop has excluded it
                self._add_table(key, [weight * max(0, side * (bound - n)) for n in range(high + 1)])
                continue
            gap = (at_least or 0) - expr if side == 1 else expr - (at_most or 0)
            slack = self._derive(self.model.expr(0, short, weight), _shortfall(gap))
            self.model.row(slack - gap, at_least=0)
        del subject  # kept for explanations, which build their own draft

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Charge weight times ``costs[value]`` for the value of an expression."""
        weight = self._rule.weight if self._rule is not None else None
        priced = [(weight or 1) * cost for cost in costs]
        key = self._phone_key.get(id(expr))
        if key is not None:
            self._add_table(key, priced)
        else:
            self._unary(expr, priced)
        del subject

    def finish(self) -> Model:
        """Return the model once every rule has spoken."""
        for group, day, people in self._class_days():
            for code in group[1]:
                names = [self.named.get((c.id, day, code)) for c in people]
                known = Expr.sum(name for name in names if name is not None)
                count = self.counts[group, day, code]
                if all(name is not None for name in names):
                    self.model.equal(count - known)
                elif known.terms:
                    self.model.row(count - known, at_least=0)
        for key, costs in self.tables.items():
            self.steps[key] = self._unary(self._phones[key], costs, self.most_on_phones(*key))
        return self.model

    # -- variables ------------------------------------------------------------------------

    def _classes(self) -> dict[ShiftClass, list[Counselor]]:
        classes: dict[ShiftClass, list[Counselor]] = defaultdict(list)
        center = self.problem.center
        for counselor in center.counselors:
            codes = tuple(shift.code for shift in center.shifts_of(counselor))
            classes[center.queue_of(counselor), codes].append(counselor)
        return dict(classes)

    def _class_days(self) -> Iterator[tuple[ShiftClass, dt.date, list[Counselor]]]:
        for group, people in self.classes.items():
            for day in self.problem.horizon.dates:
                yield group, day, [c for c in people if self._may_work(c.id, day)]

    def _may_work(self, counselor: str, day: dt.date) -> bool:
        works = self._works[counselor, day]
        return bool(works.terms) or works.constant > 0

    def _choose_days(self) -> None:
        weeks = self.problem.horizon.weeks
        known: dict[tuple[object, ...], list[Pattern]] = {}
        for counselor in self.problem.center.counselors:
            for number, week in enumerate(weeks):
                likeness = (_likeness(self.problem, counselor), number)
                if likeness not in known:
                    known[likeness] = patterns_of(
                        self.problem, counselor, week, priced=len(weeks) == 1
                    )
                patterns = known[likeness]
                if not patterns:
                    self.model.impossible = True
                single = len(patterns) == 1
                chosen = [
                    (pattern, self.model.expr(int(single), 1, pattern.cost)) for pattern in patterns
                ]
                self.model.equal(Expr.sum(expr for _, expr in chosen), 1)
                self.patterns[counselor.id, number] = chosen
                for index, day in enumerate(week):
                    working = [expr for pattern, expr in chosen if pattern.days[index]]
                    always = working and len(working) == len(chosen)
                    works = Expr(constant=1) if always else Expr.sum(working)
                    self._works[counselor.id, day] = works

    def _count_shifts(self) -> None:
        for group, day, people in self._class_days():
            for code in group[1]:
                self.counts[group, day, code] = self.model.expr(0, len(people))
            heads = Expr.sum(self.counts[group, day, code] for code in group[1])
            working = Expr.sum(self._works[c.id, day] for c in people)
            self.model.equal(heads - working)

    def _name(self, counselor: Counselor, day: dt.date) -> None:
        works = self._works[counselor.id, day]
        if not self._may_work(counselor.id, day):
            return
        codes = [shift.code for shift in self.problem.center.shifts_of(counselor)]
        for code in codes:
            self.named[counselor.id, day, code] = (
                works if len(codes) == 1 else self.model.expr(0, 1)
            )
        if len(codes) > 1:
            names = Expr.sum(self.named[counselor.id, day, code] for code in codes)
            self.model.equal(names - works)

    def _count_breaks(self) -> None:
        """Count breaks per queue and day, and with them the numbers on the phones."""
        problem = self.problem
        parts: dict[tuple[int, int], list[Expr]] = defaultdict(list)
        for index, day in enumerate(problem.horizon.dates):
            for queue in range(len(problem.center.queues)):
                heads = {
                    shift.code: self.crowd(day, shift.code, queue)
                    for shift in problem.center.shifts
                }
                heads = {code: expr for code, expr in heads.items() if expr.terms}
                for code, expr in heads.items():
                    for slot in problem.slots_of[index, code]:
                        parts[queue, slot].append(expr)
                for number, family in enumerate(self.families):
                    started = count_breaks(self.model, family, heads)
                    self.started[queue, number, day] = started
                    for start, expr in started.items():
                        for slot in self._slots_of_break(family, index, start):
                            parts[queue, slot].append(-expr)
        for queue in range(len(problem.center.queues)):
            for slot in range(problem.grid.size):
                expr = Expr.sum(parts[queue, slot])
                self._phones[queue, slot] = expr
                self._phone_key[id(expr)] = (queue, slot)

    def _slots_of_break(self, family: Family, index: int, start: int) -> range:
        begin = index * MINUTES_PER_DAY + start
        return self.problem.grid.between(
            begin, begin + self.problem.center.pause[family.code].minutes
        )

    def _derive(self, expr: Expr, rule: Callable[[Callable[[Expr], int]], int]) -> Expr:
        """Remember how an auxiliary variable follows from those before it."""
        self.derived.extend((variable, rule) for variable in expr.terms)
        return expr

    # -- prices ---------------------------------------------------------------------------

    def _add_table(self, key: tuple[int, int], costs: Sequence[int]) -> None:
        table = self.tables.get(key, [0])
        size = max(len(table), len(costs))
        pad = [*table, *[table[-1]] * (size - len(table))]
        more = [*costs, *[costs[-1]] * (size - len(costs))]
        self.tables[key] = [a + b for a, b in zip(pad, more, strict=True)]

    def most_on_phones(self, queue: int, slot: int) -> int:
        """Return the largest number that can be on the phones in a slot."""
        day = self.problem.grid.date_of(slot)
        people = [
            counselor
            for counselor in self.problem.center.counselors
            if self.problem.center.queue_of(counselor) == queue
            and self._may_work(counselor.id, day)
        ]
        return len(people)

    def _unary(self, expr: Expr, costs: Sequence[int], most: int | None = None) -> list[Expr]:
        """Charge a table by ordered steps: step k is 1 when the value reaches k."""
        low, high = self.model.bounds(expr)
        low, high = max(low, 0), min(high, len(costs) - 1 if most is None else most)
        costs = [*costs, *[costs[-1]] * (high + 1 - len(costs))]
        self.model.constant += costs[low]
        steps = [
            self._derive(
                self.model.expr(0, 1, costs[level] - costs[level - 1]), _reaches(expr, level)
            )
            for level in range(low + 1, high + 1)
        ]
        self.model.equal(expr - Expr.sum(steps), low)
        for below, above in pairwise(steps):
            self.model.row(below - above, at_least=0)
        return steps


def _shortfall(gap: Expr) -> Callable[[Callable[[Expr], int]], int]:
    return lambda value: max(0, value(gap))


def _reaches(expr: Expr, level: int) -> Callable[[Callable[[Expr], int]], int]:
    return lambda value: int(value(expr) >= level)


def _likeness(problem: Problem, counselor: Counselor) -> tuple[object, ...]:
    """Return what rules about days can tell about a person; equal for people who are alike."""
    past = () if problem.past is None else problem.past.by_counselor.get(counselor.id, ())
    return (
        counselor.contract,
        tuple(str(leave.days) for leave in counselor.leave),
        tuple(repr(wish) for wish in counselor.wishes),
        tuple(repr(window) for window in counselor.available),
        counselor.since,
        tuple((duty.day, duty.shift) for duty in past),
    )
