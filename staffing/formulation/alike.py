"""Who is alike: people about whom the rules say the same are counted together.

The rules speak to a listener that writes down every statement. A statement about one person's
days and shifts is compared between people; one that ties several people together, or that no
sum over people can stand for, leaves them to be named.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from staffing.domain.expr import Expr
from staffing.domain.listener import Listener
from staffing.domain.meetings import own_meeting
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Subject
from staffing.formulation.patterns import PatternBook
from staffing.formulation.teams import rules_speaking

Key = tuple[str, dt.date, str | None]
"""Whose, on which day, in which shift (None is any)."""


class Saying(NamedTuple):
    """A limit on one person, with the person left out.

    Parameters
    ----------
    rule
        Place of the rule among those that spoke.
    terms
        Coefficient by day and shift (None is any), in order.
    constant
        Added to the terms.
    at_least, at_most
        The bounds; None is free.
    """

    rule: int
    terms: tuple[tuple[dt.date, str | None, int], ...]
    constant: int
    at_least: int | None
    at_most: int | None

    @property
    def about_shifts(self) -> bool:
        """Whether it asks for the shift of a day, not only whether the day is worked."""
        return any(code is not None for _, code, _ in self.terms)


class Group(NamedTuple):
    """People whose shifts are counted together.

    Parameters
    ----------
    queue
        Index of the queue they are counted for.
    codes
        Their shifts.
    number
        Tells groups with the same queue and shifts apart.
    """

    queue: int
    codes: tuple[str, ...]
    number: int


class Alike(NamedTuple):
    """Who is alike, and what was said about them.

    Parameters
    ----------
    groups
        People by group: the rules say the same about their shifts.
    teams
        Ids of people of one group about whose days the rules say the same too.
    sayings
        What was said about each person whose limits can be summed, by id.
    tied
        Ids of the others, whom their rules must name; each is a group of its own.
    book
        Everybody's day patterns.
    """

    groups: dict[Group, list[Counselor]]
    teams: tuple[tuple[str, ...], ...]
    sayings: dict[str, tuple[Saying, ...]]
    tied: frozenset[str]
    book: PatternBook


def alike(problem: Problem) -> Alike:
    """Return who is alike under the rules of a problem.

    Parameters
    ----------
    problem
        Whose people.
    """
    listener = _Sayings()
    for place, rule in enumerate(rules_speaking(problem)):
        listener.rule = place
        rule.build(problem, listener)
    said = listener.said
    own = {c.id for c in problem.center.counselors if own_meeting(problem.center, c.id)}
    listener.tied |= own  # which day of the week they attend it is theirs alone
    kinds: dict[tuple[int, tuple[str, ...], object], int] = {}
    groups: dict[Group, list[Counselor]] = defaultdict(list)
    teams: dict[tuple[object, ...], list[str]] = defaultdict(list)
    patterns = PatternBook(problem)
    for person in problem.center.counselors:
        queue = problem.center.queue_of(person)
        codes = tuple(shift.code for shift in problem.center.shifts_of(person))
        mine = frozenset(s for s in said[person.id] if s.about_shifts)
        alone = person.id if person.id in listener.tied else ""
        kind = queue, codes, (mine, alone, problem.center.meetings_of[person.id])
        group = Group(queue, codes, kinds.setdefault(kind, len(kinds)))
        groups[group].append(person)
        days = frozenset(said[person.id]) - mine
        teams[group, days, patterns.of(person)].append(person.id)
    return Alike(
        groups=dict(groups),
        teams=tuple(tuple(team) for team in teams.values()),
        sayings={who: tuple(of) for who, of in said.items() if who not in listener.tied},
        tied=frozenset(listener.tied),
        book=patterns,
    )


class _Sayings(Listener):
    """Writes down what is said about whom."""

    def __init__(self) -> None:
        self.rule = 0
        self.said: dict[str, list[Saying]] = defaultdict(list)
        self.tied: set[str] = set()
        self._numbers: dict[Key, int] = {}
        self._keys: dict[int, Key] = {}
        self._owners: dict[int, frozenset[str]] = {}
        """Of products, which no sum over people stands for."""

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        key = counselor, day, shift
        if key not in self._numbers:
            self._numbers[key] = self._fresh()
            self._keys[self._numbers[key]] = key
        return Expr({self._numbers[key]: 1})

    def made_of(self, parts: Sequence[Expr] = ()) -> Expr:
        """Return a number that stands for a product or a crowd, and note whose it is."""
        number = self._fresh()
        self._owners[number] = self._of(term for part in parts for term in part.terms)
        return Expr({number: 1})

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        del subject  # whom it is about is read from the terms
        owners = self._of(expr.terms)
        strange = any(number in self._owners for number in expr.terms)
        if len(owners) != 1 or strange:
            self.tied |= owners
            return
        terms = sorted(
            (day, code or "", coefficient)
            for number, coefficient in expr.terms.items()
            for _, day, code in (self._keys[number],)
        )
        saying = Saying(
            self.rule,
            tuple((day, code or None, coefficient) for day, code, coefficient in terms),
            expr.constant,
            at_least,
            at_most,
        )
        self.said[next(iter(owners))].append(saying)

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        del costs, subject  # no sum over people stands for a price
        self.tied |= self._of(expr.terms)

    def _fresh(self) -> int:
        return len(self._keys) + len(self._owners)

    def _of(self, numbers: Iterable[int]) -> frozenset[str]:
        owners: set[str] = set()
        for number in numbers:
            key = self._keys.get(number)
            owners |= {key[0]} if key is not None else self._owners[number]
        return frozenset(owners)
