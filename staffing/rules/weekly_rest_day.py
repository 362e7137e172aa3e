"""At least one day off in each calendar week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, days_worked, either, week_from, who
from staffing.rules._personal import PersonalRule
from staffing.units import DAYS_PER_WEEK


class WeeklyRestDay(PersonalRule, frozen=True):
    """Every calendar week has a day off; each day off that is missing is one unit.

    Any day without a shift is a day off, and so are the days outside the horizon of which
    nothing is known.

    Parameters
    ----------
    days
        Days off a week.
    """

    rule: Literal["weekly_rest_day"] = "weekly_rest_day"
    days: int = Field(default=1, ge=1, le=6)

    scope: ClassVar[Scope] = Scope.DAYS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "weekly day off", "ko": "주휴일"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Cap the working days of each week that could have too many."""
        for counselor, week in self.weeks(problem):
            cap = max(DAYS_PER_WEEK - self.days - len(week.past), 0)
            if len(week.planned) > cap:
                worked = days_worked(draft, counselor.id, week.planned)
                draft.limit(worked, Subject(counselor.id, week.planned[0]), at_most=cap)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks with too few days off."""
        for counselor, week in self.weeks(problem):
            cap = max(DAYS_PER_WEEK - self.days - len(week.past), 0)
            worked = sum(roster.works(counselor.id, day) for day in week.planned)
            if worked > cap:
                yield Breach(Subject(counselor.id, week.planned[0]), worked - cap)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many days off a week lacks."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        return either(
            language,
            f"{head}: {count(breach.amount, 'day')} off missing; "
            f"{count(self.days, 'day')} off {'is' if self.days == 1 else 'are'} due in each week.",
            f"{head}: 휴무가 {breach.amount}일 부족합니다. 매주 {self.days}일 이상 필요합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weeks of five, six and seven working days, and one that has begun."""
        law = "Labor Standards Act (KR), art. 55(1)"
        week = toy("A")
        yield Case("holds: five days", cls(), week, rota(week, {"A": "EEEEE.."}), (), law)
        yield Case("bound: six days", cls(), week, rota(week, {"A": "EEEEEE."}), (), law)
        yield Case(
            "breaks: seven days",
            cls(),
            week,
            rota(week, {"A": "EEEEEEE"}),
            (Breach(Subject("A", MONDAY), 1),),
            law,
        )
        begun = toy("A", first=MONDAY.replace(day=8), days=2, past={"A": "EEEEE"})
        yield Case("bound: the sixth", cls(), begun, rota(begun, {"A": "E."}), (), law)
        yield Case(
            "breaks: the seventh",
            cls(),
            begun,
            rota(begun, {"A": "EE"}),
            (Breach(Subject("A", begun.horizon.first), 1),),
            law,
        )
