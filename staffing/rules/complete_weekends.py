"""Weekends are worked on both days or on none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, is_known, whom, worked, works_at
from staffing.rules._personal import PersonalRule


class CompleteWeekends(PersonalRule, frozen=True):
    """Saturday and Sunday are both worked or both off; each half weekend is one unit.

    Weekends with leave, or with a day of which nothing is known, are left alone.
    """

    rule: Literal["complete_weekends"] = "complete_weekends"
    weight: Weight = 100

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {"en": "whole weekends", "ko": "주말 이틀 동일 근무"}

    def _weekends(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, dt.date, dt.date]]:
        """Yield each person's weekends: the day that names it, Saturday and Sunday."""
        for counselor in self.people(problem):
            begin = counselor.since or dt.date.min
            for sunday in problem.horizon.dates:
                saturday = sunday - dt.timedelta(days=1)
                if sunday.weekday() != 6 or not is_known(problem, saturday):
                    continue
                away = counselor.on_leave(saturday) or counselor.on_leave(sunday)
                name = saturday if saturday in problem.horizon else sunday
                if self.in_force(name) and not away and saturday >= begin:
                    yield counselor, name, saturday, sunday

    def build(self, problem: Problem, draft: Draft) -> None:
        """Make the two days equal."""
        for counselor, name, saturday, sunday in self._weekends(problem):
            before = worked(problem, draft, counselor.id, saturday)
            half = before - draft.works(counselor.id, sunday)
            draft.limit(half, Subject(counselor.id, name), at_least=0, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the half weekends."""
        for counselor, name, *days in self._weekends(problem):
            saturday, sunday = (works_at(problem, roster, counselor.id, day) for day in days)
            if saturday != sunday:
                yield Breach(Subject(counselor.id, name), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which weekend is halved."""
        head = whom(problem, breach.subject, language)
        return either(
            language,
            f"{head}: works one day of this weekend; both or none are wanted.",
            f"{head}: 이 주말에 하루만 근무합니다. 이틀 모두 근무하거나 모두 쉬어야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return whole and half weekends, one with leave, and one that has begun."""
        week = toy("AB", leave={"B": "Sun"})
        yield Case("holds: off", cls(), week, rota(week, {"A": "EEEEE.."}), ())
        rows = {"A": "EEE..EE", "B": ".....E."}
        yield Case("bound: both days, or leave", cls(), week, rota(week, rows), ())
        saturday = (Breach(Subject("A", MONDAY.replace(day=8)), 1),)
        for row in (".....E.", "......E"):
            yield Case(f"breaks: {row}", cls(), week, rota(week, {"A": row}), saturday)
        begun = toy("A", first=MONDAY.replace(day=9), days=1, past={"A": "E"})
        sunday = (Breach(Subject("A", begun.horizon.first), 1),)
        yield Case("breaks: only Saturday", cls(), begun, rota(begun, {"A": "."}), sunday)
        new = toy("A", since={"A": MONDAY.replace(day=8)})
        yield Case("breaks: the first weekend", cls(), new, rota(new, {"A": "......E"}), saturday)
        late = toy("A", since={"A": MONDAY.replace(day=9)})
        yield Case("holds: begins on Sunday", cls(), late, rota(late, {"A": "......E"}), ())
