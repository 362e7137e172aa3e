"""A band for the working days of a calendar week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import (
    FEW,
    MANY,
    Week,
    count,
    days_worked,
    either,
    limit_both,
    missed,
    week_from,
    who,
)
from staffing.rules._personal import PersonalRule


class DaysPerWeek(PersonalRule, frozen=True):
    """Working days of each calendar week lie in a band, whatever the contract says.

    Leave and paid holidays count towards the least. Published days count, but what they did too
    much or too little cannot be asked of the planned days; days of which nothing is known may
    still be worked.

    Parameters
    ----------
    least, most
        Working days.
    """

    rule: Literal["days_per_week"] = "days_per_week"
    least: int = Field(default=0, ge=0, le=7)
    most: int = Field(default=5, ge=0, le=7)

    scope: ClassVar[Scope] = Scope.DAYS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "working days a week", "ko": "주 근무일수 범위"}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most} days")
        return self

    def _bounds(self, week: Week) -> tuple[int, int]:
        done = len(week.past)
        least = min(self.least - week.credited - week.room, done + week.free)
        most = max(self.most, done)
        return min(least, most), most

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the working days of each week."""
        for counselor, week in self.weeks(problem):
            least, most = self._bounds(week)
            worked = days_worked(draft, counselor.id, week.planned) + len(week.past)
            subject = Subject(counselor.id, week.planned[0])
            limit_both(draft, worked, subject, least, most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks outside the band."""
        for counselor, week in self.weeks(problem):
            least, most = self._bounds(week)
            worked = len(week.past)
            worked += sum(roster.works(counselor.id, day) for day in week.planned)
            yield from missed(worked, Subject(counselor.id, week.planned[0]), least, most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how many days a week is off."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        many, days = subject.other == MANY, self.most if subject.other == MANY else self.least
        return either(
            language,
            f"{head}: {count(breach.amount, 'working day')} too {'many' if many else 'few'}; "
            f"{'at most' if many else 'at least'} {days} are right.",
            f"{head}: 근무일수가 {breach.amount}일 {'초과됩니다' if many else '부족합니다'}. "
            f"{'최대' if many else '최소'} {days}일이어야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weeks in and outside a band, and one with leave."""
        rule = cls(least=3, most=5)
        few, many = (Subject("A", MONDAY, side) for side in (FEW, MANY))
        problem = toy("A")
        yield Case("holds: four", rule, problem, rota(problem, {"A": "EEEE..."}), ())
        yield Case("bound: three", rule, problem, rota(problem, {"A": "EEE...."}), ())
        for row, subject in (("EEEEEE.", many), ("EE.....", few)):
            found = (Breach(subject, 1),)
            yield Case(f"breaks: {row}", rule, problem, rota(problem, {"A": row}), found)
        away = toy("A", leave={"A": "Mon"})
        yield Case("bound: leave counts", rule, away, rota(away, {"A": ".EE...."}), ())
        begun = toy("A", first=MONDAY.replace(day=7), days=3, past={"A": "EEEE"})
        late = (Breach(Subject("A", begun.horizon.first, MANY), 1),)
        yield Case("breaks: published days", rule, begun, rota(begun, {"A": "EE."}), late)
        none = rota(problem, {"A": "......."})
        yield Case("bound: no day at all", cls(), problem, none, ())
        ends = toy("A", days=4)
        yield Case("holds: three days are left", rule, ends, rota(ends, {"A": "E..."}), ())
