"""A draft made of paper: it evaluates what a rule's build says at one roster.

For authors of rules: with it, a test shows without any solver that ``build`` and ``check``
mean the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Rule, Subject


class PaperDraft:
    """A `Draft` whose variables already have the values of a roster.

    It knows the bounds of each expression, so that it notices a price list that is too short,
    and refuses days, people, shifts and queues that are not in the problem.

    Parameters
    ----------
    problem
        What is to be rostered.
    roster
        Legal in structure: at most one known duty per person and day, none overlapping.
    """

    def __init__(self, problem: Problem, roster: Roster) -> None:
        self.problem = problem
        self.roster = roster
        self.rows = 0
        """Limits and prices stated so far."""
        self.named_shifts: set[str] = set()
        """People whose shifts were named; each costs a solver variables."""
        self._breaches: list[Breach] = []
        self._values: list[int] = []
        self._most: list[int] = []
        self._number: dict[tuple[object, ...], int] = {}
        self._heads = problem.on_phones(roster)

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """Every limit that the roster misses and every price above 0, in the order stated."""
        return tuple(self._breaches)

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        """Return 1 if a counselor works on a planned day (in that shift), else 0."""
        self._know(day, shift)
        if counselor not in self.problem.center.counselor:
            raise ValueError(f"unknown counselor {counselor!r}")
        if shift is not None:
            self.named_shifts.add(counselor)
        duty = self.roster.of.get((counselor, day))
        value = int(duty is not None and shift in {None, duty.shift})
        return self._variable(("works", counselor, day, shift), value, 1)

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        """Return how many counselors work on a planned day (in that shift, for that queue)."""
        self._know(day, shift)
        center = self.problem.center
        people = [c for c in center.counselors if queue in {None, center.queue_of(c)}]
        duties = [self.roster.of.get((c.id, day)) for c in people]
        value = sum(d is not None and shift in {None, d.shift} for d in duties)
        return self._variable(("crowd", day, shift, queue), value, len(people))

    def on_phones(self, queue: int, slot: int) -> Expr:
        """Return how many counselors of a queue are on the phones in a slot."""
        if not (0 <= queue < len(self._heads) and 0 <= slot < self.problem.grid.size):
            raise ValueError(f"no slot {slot} of queue {queue}")
        most = int(self.problem.center.team_size[queue])
        return self._variable(("phones", queue, slot), int(self._heads[queue, slot]), most)

    def both(self, a: Expr, b: Expr) -> Expr:
        """Return 1 where two expressions that are 0 or 1 are both 1, else 0."""
        for expr in (a, b):
            if self.bounds(expr)[0] < 0 or self.bounds(expr)[1] > 1:
                raise ValueError(f"{expr} may be other than 0 or 1")
        key = ("both", len(self._values))
        return self._variable(key, self.value(a) * self.value(b), 1)

    def any_of(self, numbers: Sequence[Expr]) -> Expr:
        """Return 1 where some of the expressions, none of them negative, is above 0, else 0."""
        for expr in numbers:
            if self.bounds(expr)[0] < 0:
                raise ValueError(f"{expr} may be negative")
        key = ("any", len(self._values))
        return self._variable(key, int(any(self.value(expr) for expr in numbers)), 1)

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Record by how much the roster misses a bound."""
        if at_least is None and at_most is None:
            raise ValueError(f"a limit without a bound: {subject}")
        if at_least is not None and at_most is not None and at_least > at_most:
            raise ValueError(f"at least {at_least} and at most {at_most}: {subject}")
        self.rows += 1
        value = self.value(expr)
        short = 0 if at_least is None else at_least - value
        over = 0 if at_most is None else value - at_most
        self._record(subject, max(0, short, over))

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Record what the value of an expression costs."""
        least, most = self.bounds(expr)
        value = self.value(expr)
        if min(least, value) < 0 or max(most, value) >= len(costs):
            raise ValueError(
                f"{len(costs)} costs for values {least} to {most}, here {value}: {subject}"
            )
        self.rows += 1
        self._record(subject, costs[value])

    def value(self, expr: Expr) -> int:
        """Return what an expression is worth at the roster."""
        return expr.constant + sum(c * self._values[v] for v, c in expr.terms.items())

    def bounds(self, expr: Expr) -> tuple[int, int]:
        """Return the least and the largest value that the variables' own bounds allow."""
        ends = [c * self._most[v] for v, c in expr.terms.items()]
        least = expr.constant + sum(end for end in ends if end < 0)
        return least, expr.constant + sum(end for end in ends if end > 0)

    def _know(self, day: dt.date, shift: str | None) -> None:
        if day not in self.problem.horizon:
            raise ValueError(f"{day} is not planned in {self.problem.horizon}")
        if shift is not None and shift not in self.problem.center.shift:
            raise ValueError(f"unknown shift {shift!r}")

    def _variable(self, key: tuple[object, ...], value: int, most: int) -> Expr:
        number = self._number.setdefault(key, len(self._values))
        if number == len(self._values):
            self._values.append(value)
            self._most.append(most)
        return Expr({number: 1})

    def _record(self, subject: Subject, amount: int) -> None:
        if amount:
            self._breaches.append(Breach(subject, amount))


def on_paper(rule: Rule, problem: Problem, roster: Roster) -> PaperDraft:
    """Return the paper on which a rule's ``build`` has been written."""
    draft = PaperDraft(problem, roster)
    rule.build(problem, draft)
    return draft
