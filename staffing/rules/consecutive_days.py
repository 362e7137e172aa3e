"""No long runs of working days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, days_worked, either, on, who
from staffing.rules._personal import PersonalRule


class ConsecutiveDays(PersonalRule, frozen=True):
    """At most so many working days in a row, across the border of the horizon too.

    Each window of one day more that is wholly worked is one unit, named by its last day.

    Parameters
    ----------
    most
        Working days in a row.
    """

    rule: Literal["consecutive_days"] = "consecutive_days"
    most: int = Field(default=6, ge=1, le=28)

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {
        "en": "working days in a row",
        "ko": "연속 근무일수",
    }

    def _windows(self, problem: Problem, counselor: str) -> Iterator[tuple[dt.date, list[dt.date]]]:
        """Yield the last day and the planned days of each window whose past was all worked."""
        first = problem.horizon.first
        for last in self.dates(problem):
            days = [last - dt.timedelta(days=back) for back in range(self.most, -1, -1)]
            if all(problem.worked_before(counselor, day) for day in days if day < first):
                yield last, [day for day in days if day >= first]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Leave a day off in each window."""
        for counselor in self.people(problem):
            for last, days in self._windows(problem, counselor.id):
                worked = days_worked(draft, counselor.id, days)
                draft.limit(worked, Subject(counselor.id, last), at_most=len(days) - 1)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the windows that are wholly worked."""
        for counselor in self.people(problem):
            run = 0
            for back in range(self.most, 0, -1):
                day = problem.horizon.first - dt.timedelta(days=back)
                run = run + 1 if problem.worked_before(counselor.id, day) else 0
            for day in problem.horizon.dates:
                run = run + 1 if roster.works(counselor.id, day) else 0
                if run > self.most and self.in_force(day):
                    yield Breach(Subject(counselor.id, day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which day is one too many."""
        head = f"{who(problem, breach.subject.counselor)}, {on(breach.subject.day, language)}"
        return either(
            language,
            f"{head}: {count(self.most + breach.amount, 'working day')} in a row by that day; "
            f"at most {self.most} {'is' if self.most == 1 else 'are'} allowed.",
            f"{head}: 이날까지 {self.most + breach.amount}일 연속 근무입니다. "
            f"최대 {self.most}일까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return runs of six, seven and eight days, and one that began before the horizon."""
        problem = toy("A", days=9)
        yield Case("holds: a day off", cls(), problem, rota(problem, {"A": "EEEEE..EE"}), ())
        yield Case("bound: six in a row", cls(), problem, rota(problem, {"A": "EEEEEE.EE"}), ())
        yield Case(
            "breaks: eight in a row are two windows of seven",
            cls(),
            problem,
            rota(problem, {"A": "EEEEEEEE."}),
            tuple(Breach(Subject("A", MONDAY.replace(day=day)), 1) for day in (9, 10)),
        )
        begun = toy("A", days=3, past={"A": ".EEEE"})
        yield Case("bound: four before, two now", cls(), begun, rota(begun, {"A": "EE."}), ())
        yield Case(
            "breaks: four before, three now",
            cls(),
            begun,
            rota(begun, {"A": "EEE"}),
            (Breach(Subject("A", begun.horizon.last), 1),),
        )
        tuesday = MONDAY.replace(day=4)
        day = cls(most=1, valid_from=tuesday, valid_until=tuesday)
        two = toy("A", days=4)
        yield Case(
            "breaks: in force on one day",
            day,
            two,
            rota(two, {"A": "EEEE"}),
            (Breach(Subject("A", tuesday), 1),),
        )
        part = toy("AB", days=3, contract={"A": Contract(code="part")})
        yield Case(
            "breaks: only those of a contract",
            cls(most=2, contracts=("part",)),
            part,
            rota(part, {"A": "EEE", "B": "EEE"}),
            (Breach(Subject("A", part.horizon.last), 1),),
        )
