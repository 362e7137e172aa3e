"""A band for the working days of a calendar week."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Breach, Case, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import FEW, MANY, Week
from staffing.rules._week_days import WeekDaysRule


class DaysPerWeek(WeekDaysRule, frozen=True):
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

    title: ClassVar[dict[str, str]] = {"en": "working days a week", "ko": "주 근무일수 범위"}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most} days")
        return self

    def bounds(self, problem: Problem, counselor: Counselor, week: Week) -> tuple[int, int]:  # noqa: ARG002
        """Return the band, as far as the week leaves room for it."""
        done = len(week.past)
        least = min(self.least - week.credited - week.room, done + week.free)
        most = max(self.most, done)
        return min(least, most), most

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
