"""A cap on the hours of one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, on, paid_minutes, span, who
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_HOUR


class DailyHours(PersonalRule, frozen=True):
    """Working time of a shift, unpaid breaks excluded, has a cap; one minute is one unit.

    Parameters
    ----------
    hours
        Most hours a day; add the overtime that has been agreed.
    """

    rule: Literal["daily_hours"] = "daily_hours"
    hours: int = Field(default=8, ge=1, le=24)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "daily hours", "ko": "일 근로시간 한도"}

    def _over(self, problem: Problem) -> dict[str, int]:
        """Return by how many minutes shifts exceed the cap; those that keep it are left out."""
        cap = self.hours * MINUTES_PER_HOUR
        return {code: paid - cap for code, paid in paid_minutes(problem).items() if paid > cap}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the shifts that are too long; most centers have none."""
        over = self._over(problem)
        for counselor in self.people(problem):
            for shift in problem.center.shifts_of(counselor):
                if shift.code in over:
                    for day in self.dates(problem):
                        works = draft.works(counselor.id, day, shift.code)
                        draft.limit(works * over[shift.code], Subject(counselor.id, day), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days that are too long."""
        over = self._over(problem)
        for counselor in self.people(problem) if over else ():
            for day in self.dates(problem):
                duty = roster.of.get((counselor.id, day))
                if duty is not None and duty.shift in over:
                    yield Breach(Subject(counselor.id, day), over[duty.shift])

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a day is too long."""
        head = f"{who(problem, breach.subject.counselor)}, {on(breach.subject.day, language)}"
        over = span(breach.amount, language)
        return either(
            language,
            f"{head}: {over} of work too much; at most {self.hours} h a day are allowed.",
            f"{head}: 근로시간이 {over} 초과됩니다. 하루 최대 {self.hours}시간까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return shifts of 4, 8 and 9 paid hours."""
        shifts = {"S": "08:00-12:00", "E": "08:00-16:00", "X": "08:00-17:00"}
        problem = toy("A", days=2, shifts=shifts)
        yield Case("holds: 4 hours", cls(), problem, rota(problem, {"A": "S."}), ())
        yield Case("bound: 8 hours", cls(), problem, rota(problem, {"A": "E."}), ())
        yield Case(
            "breaks: 9 hours",
            cls(),
            problem,
            rota(problem, {"A": "X."}),
            (Breach(Subject("A", MONDAY), 60),),
        )
        lunch = toy("A", days=2, lunch=True)
        yield Case("bound: 9 hours with lunch", cls(), lunch, rota(lunch, {"A": "E."}), ())
