"""Two people who work together, or apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.expr import Expr
from staffing.domain.links import known
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, whom
from staffing.rules._personal import PersonalRule


class Pairs(PersonalRule, frozen=True):
    """Two people are together, or apart: on the same days, or in the same shift.

    Each day on which it is otherwise is one unit. Days on which one of them is on leave are left
    alone.

    Parameters
    ----------
    first, second
        Ids of the two.
    be
        ``together`` or ``apart``.
    same
        ``day``: whether both work that day. ``shift``: on days when both work, whether it is in
        the same shift.
    """

    rule: Literal["pairs"] = "pairs"
    first: str = Field(min_length=1)
    second: str = Field(min_length=1)
    be: Literal["together", "apart"] = "apart"
    same: Literal["day", "shift"] = "shift"

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "together or apart", "ko": "동반·분리 근무"}

    @model_validator(mode="after")
    def _two(self) -> Self:
        if self.first == self.second:
            raise ValueError(f"found {self.first!r} twice; a pair is two people")
        if self.some:
            raise ValueError("a pair is named by first and second only")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person."""
        for code in (self.first, self.second):
            known(f"counselor in rule {self.rule!r}:", code, center.counselor)

    def _days(self, problem: Problem) -> Iterator[dt.date]:
        pair = [problem.center.counselor.get(code) for code in (self.first, self.second)]
        for day in self.dates(problem) if None not in pair else ():
            if not any(person is not None and person.on_leave(day) for person in pair):
                yield day

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the two of a day; names their shifts if those matter."""
        for day in self._days(problem):
            subject = Subject(self.first, day, self.second)
            one, two = (draft.works(code, day) for code in (self.first, self.second))
            if self.same == "day":
                if self.be == "together":
                    draft.limit(one - two, subject, at_least=0, at_most=0)
                else:
                    draft.limit(one + two, subject, at_most=1)
                continue
            shared: list[Expr] = []
            for shift in problem.center.shifts:
                both = [draft.works(code, day, shift.code) for code in (self.first, self.second)]
                if self.be == "apart":
                    draft.limit(Expr.sum(both), subject, at_most=1)
                else:
                    shared.append(draft.both(*both))
            if shared:
                apart = draft.both(one, two) - Expr.sum(shared)
                draft.limit(apart, subject, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days on which it is otherwise; ``other`` is the second of the two."""
        for day in self._days(problem):
            one, two = (roster.of.get((code, day)) for code in (self.first, self.second))
            if self.same == "day":
                together = (one is None) == (two is None)
                wrong = not together if self.be == "together" else None not in (one, two)
            elif one is None or two is None:
                wrong = False
            else:
                wrong = (one.shift == two.shift) == (self.be == "apart")
            if wrong:
                yield Breach(Subject(self.first, day, self.second), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return on which day two people are not as wished."""
        head, other = whom(problem, breach.subject, language), breach.subject.other
        where = {"day": "on the same day", "shift": "in the same shift"}[self.same]
        korean = {"together": "함께", "apart": "따로"}[self.be]
        unit = {"day": "같은 날", "shift": "같은 근무조"}[self.same]
        should = {"together": "should", "apart": "should not"}[self.be]
        return either(
            language,
            f"{head}: {should} work {where} as {other}, and it is otherwise.",
            f"{head}: {other} 님과 {korean} 근무해야 합니다({unit} 기준).",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return each kind of pair kept and missed, and one on leave."""
        problem = toy("AB", days=2)
        breach = (Breach(Subject("A", MONDAY, "B"), 1),)
        for be, same, kept, missed in (
            ("apart", "shift", {"A": "EE", "B": "L."}, {"A": "EE", "B": "E."}),
            ("together", "shift", {"A": "EE", "B": "E."}, {"A": "EE", "B": "L."}),
            ("apart", "day", {"A": "E.", "B": ".E"}, {"A": "E.", "B": "LE"}),
            ("together", "day", {"A": "E.", "B": "L."}, {"A": "E.", "B": ".."}),
        ):
            rule = cls.model_validate({"first": "A", "second": "B", "be": be, "same": same})
            yield Case(f"holds: {be} by {same}", rule, problem, rota(problem, kept), ())
            yield Case(f"breaks: {be} by {same}", rule, problem, rota(problem, missed), breach)
        away = toy("AB", days=2, leave={"B": "Mon"})
        rule = cls(first="A", second="B", be="together", same="day")
        yield Case("bound: B is on leave", rule, away, rota(away, {"A": "E."}), ())
