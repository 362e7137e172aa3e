"""The draft: turns what rules say into variables and rows.

A person is one Boolean per weekly day pattern; people who are alike share counts. People on a
shift are counted, and named only where a rule asks for a name. Breaks are counted. Prices on
the numbers on the phones become ordered steps and convex pieces.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from staffing.domain.base import IntArray
from staffing.domain.expr import Expr
from staffing.domain.meetings import Meeting
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Subject
from staffing.formulation.away import Away, Group, agenda_of
from staffing.formulation.curve import COARSE, Ints, Run, Shape, shape_of
from staffing.formulation.model import Model
from staffing.formulation.patterns import Pattern, PatternBook
from staffing.formulation.pools import Agenda
from staffing.formulation.teams import teams_of

ShiftClass = tuple[int, tuple[str, ...], int]
"""People who are counted together: index of their queue, codes of their shifts, and a number
where the rules tell people with the same shifts apart."""

Exactly = Mapping[tuple[int, int], frozenset[int]]
"""Numbers on the phones, by queue and slot, around which prices must be exact."""


class ModelDraft:
    """The variables of a problem, and the door through which rules bound and price them.

    Parameters
    ----------
    problem
        What is to be rostered.
    named
        Ids of the people that a rule will ask for by name; the others are counted in teams of
        people who are alike. None names everybody.
    exactly
        Numbers on the phones, by queue and slot, around which prices must be exact however long
        their table is.
    book
        The day patterns of the people, where they are known already.
    """

    def __init__(
        self,
        problem: Problem,
        named: Collection[str] | None = None,
        exactly: Exactly | None = None,
        book: PatternBook | None = None,
    ) -> None:
        self.problem = problem
        self._book = book or PatternBook(problem)
        self.model = Model()
        self._rule: Rule | None = None
        self.teams = self._form_teams(named)
        self.team_of = {who: number for number, team in enumerate(self.teams) for who in team}
        self._team_works: dict[tuple[int, dt.date], Expr] = {}
        self.patterns: dict[tuple[int, int], list[tuple[Pattern, Expr]]] = {}
        self.counts: dict[tuple[ShiftClass, dt.date, str], Expr] = {}
        self.named: dict[tuple[str, dt.date, str], Expr] = {}
        self._phone_key: dict[int, tuple[int, int]] = {}
        self.tables: dict[tuple[int, int], Ints] = {}
        self.shapes: dict[tuple[int, int], Shape] = {}
        self.switches: list[int] = []
        self.pieces: list[int] = []
        """Variables of prices that are whole at their best once the others are."""
        self._exactly = exactly or {}
        self.derived: list[tuple[int, Callable[[Callable[[Expr], int]], int]]] = []
        self.classes = self._classes()
        self._choose_days()
        self.available = tuple(self._class_days())
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
            team = self.team_of[counselor]
            if len(self.teams[team]) > 1:
                raise LookupError(f"{counselor} is counted with others; compile names first")
            return self._team_works[team, day]
        if (counselor, day, shift) not in self.named:
            self._name(self.problem.center.counselor[counselor], day)
        return self.named.get((counselor, day, shift), Expr())

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        """Return how many counselors work on a planned day (in that shift, for that queue)."""
        keys = (
            (group, day, code)
            for group in self.classes
            if queue is None or group[0] == queue
            for code in (group[1] if shift is None else (shift,))
        )
        return Expr.sum(self.counts[key] for key in keys if key in self.counts)

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

    def any_of(self, numbers: Sequence[Expr]) -> Expr:
        """Return 1 where some of the expressions, none of them negative, is above 0, else 0."""
        if any(self.model.bounds(expr)[0] > 0 for expr in numbers):
            return Expr(constant=1)
        numbers = [expr for expr in numbers if expr.terms]
        if not numbers:
            return Expr()
        found = self._derive(self.model.expr(0, 1), _positive(numbers))
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
                heads = np.arange(high + 1)
                self._add_table(key, weight * np.maximum(0, side * (bound - heads)))
                continue
            gap = (at_least or 0) - expr if side == 1 else expr - (at_most or 0)
            if self.model.bounds(gap)[0] >= 0:
                self.model.charge(gap, weight)
                continue
            slack = self._derive(self.model.expr(0, short, weight), shortfall(gap))
            self.model.row(slack - gap, at_least=0)
        del subject  # kept for explanations, which build their own draft

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Charge weight times ``costs[value]`` for the value of an expression."""
        weight = self._rule.weight if self._rule is not None else None
        priced = (weight or 1) * np.asarray(costs, dtype=np.int64)
        key = self._phone_key.get(id(expr))
        if key is not None:
            self._add_table(key, priced)
        else:
            self._charge_table(expr, priced)
        del subject

    def finish(self) -> Model:
        """Return the model once every rule has spoken."""
        for group, day, people in self.available:
            for code in group[1]:
                names = [self.named.get((c.id, day, code)) for c in people]
                known = Expr.sum(name for name in names if name is not None)
                count = self.counts[group, day, code]
                if all(name is not None for name in names):
                    self.model.equal(count - known)
                elif known.terms:
                    self.model.row(count - known, at_least=0)
        for key, costs in self.tables.items():
            self._charge_table(self._phones[key], costs, key)
        return self.model

    # -- variables ------------------------------------------------------------------------

    def _form_teams(self, named: Collection[str] | None) -> tuple[tuple[str, ...], ...]:
        return teams_of(self.problem, named)

    def _classes(self) -> dict[ShiftClass, list[Counselor]]:
        classes: dict[ShiftClass, list[Counselor]] = defaultdict(list)
        center = self.problem.center
        numbers: dict[tuple[Meeting, ...], int] = {(): 0}
        for counselor in center.counselors:
            codes = tuple(shift.code for shift in center.shifts_of(counselor))
            meetings = numbers.setdefault(center.meetings_of[counselor.id], len(numbers))
            classes[center.queue_of(counselor), codes, meetings].append(counselor)
        return dict(classes)

    def _class_days(self) -> Iterator[tuple[ShiftClass, dt.date, list[Counselor]]]:
        for group, people in self.classes.items():
            for day in self.problem.horizon.dates:
                yield group, day, [c for c in people if self._may_work(c.id, day)]

    def _may_work(self, counselor: str, day: dt.date) -> bool:
        works = self._team_works[self.team_of[counselor], day]
        return bool(works.terms) or works.constant > 0

    def _choose_days(self) -> None:
        """Choose each team's day patterns: how many of its members work which."""
        weeks = self.problem.horizon.weeks
        for index, team in enumerate(self.teams):
            counselor = self.problem.center.counselor[team[0]]
            by_week = self._book.of(counselor)
            for number, (week, patterns) in enumerate(zip(weeks, by_week, strict=True)):
                if not patterns:
                    self.model.impossible = True
                least = len(team) if len(patterns) == 1 else 0
                chosen = [
                    (pattern, self.model.expr(least, len(team), pattern.cost))
                    for pattern in patterns
                ]
                self.model.equal(Expr.sum(expr for _, expr in chosen), len(team))
                self.patterns[index, number] = chosen
                for place, day in enumerate(week):
                    working = [expr for pattern, expr in chosen if pattern.days[place]]
                    always = working and len(working) == len(chosen)
                    works = Expr(constant=len(team)) if always else Expr.sum(working)
                    self._team_works[index, day] = works

    def _count_shifts(self) -> None:
        for group, day, people in self.available:
            for code in group[1]:
                self.counts[group, day, code] = self.model.expr(0, len(people))
            heads = Expr.sum(self.counts[group, day, code] for code in group[1])
            teams = dict.fromkeys(self.team_of[c.id] for c in people)
            working = Expr.sum(self._team_works[team, day] for team in teams)
            self.model.equal(heads - working)

    def _name(self, counselor: Counselor, day: dt.date) -> None:
        works = self.works(counselor.id, day)
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
        """Count breaks and meetings per queue and day, and with them the numbers on the phones."""
        self.away = Away(self.model, self.problem, self._groups, self.works)
        self.families, self.started = self.away.families, self.away.started
        self._phones = self.away.phones
        self.derived.extend(self.away.derived)
        self._phone_key = {id(expr): key for key, expr in self._phones.items()}

    def _groups(self, queue: int, day: dt.date) -> list[Group]:
        """Return the people of a queue on a day, apart where their meetings differ."""
        found: dict[Agenda, list[ShiftClass]] = {}
        for group, people in self.classes.items():
            if group[0] == queue:
                agenda = agenda_of(self.problem, people[0].id, day)
                found.setdefault(agenda, []).append(group)
        return [
            Group(
                agenda,
                tuple(c.id for group in groups for c in self.classes[group]),
                {
                    shift.code: Expr.sum(
                        self.counts.get((group, day, shift.code), Expr()) for group in groups
                    )
                    for shift in self.problem.center.shifts
                },
            )
            for agenda, groups in found.items()
        ]

    def _derive(self, expr: Expr, rule: Callable[[Callable[[Expr], int]], int]) -> Expr:
        """Remember how an auxiliary variable follows from those before it."""
        self.derived.extend((variable, rule) for variable in expr.terms)
        return expr

    @property
    def exact(self) -> bool:
        """Whether the model prices every roster as the referee does, and not below."""
        return all(shape.exact for shape in self.shapes.values())

    def underpriced(self, heads: IntArray) -> Exactly:
        """Return those of the (Q, T) numbers on the phones that are priced too low, and others."""
        return {
            key: frozenset((*self._exactly.get(key, ()), int(heads[key])))
            for key, shape in self.shapes.items()
            if not shape.exact
            and shape.at(int(heads[key]))
            < self.tables[key][min(int(heads[key]), len(self.tables[key]) - 1)]
        }

    # -- prices ---------------------------------------------------------------------------

    def _add_table(self, key: tuple[int, int], costs: Ints) -> None:
        table = self.tables.get(key, np.zeros(1, dtype=np.int64))
        heads = np.arange(max(len(table), len(costs)))
        self.tables[key] = sum(
            (known[np.minimum(heads, len(known) - 1)] for known in (table, costs)),
            start=np.zeros(len(heads), dtype=np.int64),
        )

    def most_on_phones(self, queue: int, slot: int) -> int:
        """Return the largest number that can be on the phones in a slot."""
        day = self.problem.grid.date_of(slot)
        return sum(
            len(on) for group, when, on in self.available if group[0] == queue and when == day
        )

    def _charge_table(self, expr: Expr, costs: Ints, key: tuple[int, int] | None = None) -> None:
        """Charge ``costs[value]`` for the value of an expression."""
        low, high = self.model.bounds(expr)
        low, high = max(low, 0), high if key is None else min(high, self.most_on_phones(*key))
        known = self._exactly.get(key, ()) if key is not None else ()
        shape = shape_of(costs, low, high, 0.0 if key is None else COARSE, known)
        if key is not None:
            self.shapes[key] = shape
        self.model.constant += shape.price
        units: list[Expr] = []
        full: Expr | None = None
        for number, run in enumerate(shape.runs):
            pieces = [
                self._derive(self.model.expr(0, p.width, p.slope), _piece(expr, p.begin, p.width))
                for p in run
            ]
            for piece, variable in zip(run, pieces, strict=True):
                if full is not None:
                    self.model.row(full * piece.width - variable, at_least=0)
            if number < len(shape.runs) - 1:
                full = self._full(expr, run, pieces)
            units += pieces
            self.pieces += [
                v for p in pieces for v in p.terms if full is None or v not in full.terms
            ]
        self.model.equal(expr - Expr.sum(units), shape.low)

    def _full(self, expr: Expr, run: Run, pieces: Sequence[Expr]) -> Expr:
        """Return 1 only if a run is full, so that the next may begin."""
        last = run[-1]
        if len(run) == 1 and last.width == 1:
            full = pieces[0]
        else:
            full = self._derive(self.model.expr(0, 1), _piece(expr, last.begin + last.width - 1, 1))
            for piece, variable in zip(run, pieces, strict=True):
                self.model.row(variable - full * piece.width, at_least=0)
        self.switches.extend(full.terms)
        return full


def shortfall(gap: Expr) -> Callable[[Callable[[Expr], int]], int]:
    """Return how far an expression is above 0, as a function of a solution."""
    return lambda value: max(0, value(gap))


def _positive(numbers: Sequence[Expr]) -> Callable[[Callable[[Expr], int]], int]:
    return lambda value: int(any(value(expr) > 0 for expr in numbers))


def _piece(expr: Expr, begin: int, width: int) -> Callable[[Callable[[Expr], int]], int]:
    return lambda value: min(max(value(expr) - begin, 0), width)
