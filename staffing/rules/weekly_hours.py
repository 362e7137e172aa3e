"""A cap on the hours really worked in a calendar week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import (
    either,
    longest,
    minutes_worked,
    paid_minutes,
    past_minutes,
    planned_minutes,
    span,
    week_from,
    who,
)
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_HOUR


class WeeklyHours(PersonalRule, frozen=True):
    """Working time per calendar week has a cap; leave and holidays are no working time.

    One minute beyond the cap is one unit. Published days of the week count, but cannot
    themselves be a breach.

    Parameters
    ----------
    hours
        Most hours a week.
    """

    rule: Literal["weekly_hours"] = "weekly_hours"
    hours: int = Field(default=40, ge=1, le=168)

    scope: ClassVar[Scope] = Scope.SHIFTS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "weekly hours", "ko": "주 근로시간 한도"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Cap the minutes of each week that could have too many."""
        paid = paid_minutes(problem)
        for counselor, week in self.weeks(problem):
            done = past_minutes(problem, counselor, week, paid)
            cap = max(self.hours * MINUTES_PER_HOUR, done)
            if done + len(week.planned) * longest(problem, counselor) > cap:
                minutes = minutes_worked(problem, draft, counselor, week.planned) + done
                draft.limit(minutes, Subject(counselor.id, week.planned[0]), at_most=cap)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks with too many minutes."""
        paid = paid_minutes(problem)
        for counselor, week in self.weeks(problem):
            done = past_minutes(problem, counselor, week, paid)
            cap = max(self.hours * MINUTES_PER_HOUR, done)
            minutes = planned_minutes(roster, counselor.id, week.planned, paid) + done
            if minutes > cap:
                yield Breach(Subject(counselor.id, week.planned[0]), minutes - cap)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a week is too long."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        over = span(breach.amount, language)
        return either(
            language,
            f"{head}: {over} of work too much; at most {self.hours} h are allowed.",
            f"{head}: 근로시간이 {over} 초과됩니다. 최대 {self.hours}시간까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weeks of 32, 40 and 48 hours, and one that has begun."""
        week = toy("A", lunch=True)
        yield Case("holds: 32 hours", cls(), week, rota(week, {"A": "EEEE..."}), ())
        yield Case("bound: 40 hours", cls(), week, rota(week, {"A": "EEEEE.."}), ())
        yield Case(
            "breaks: 48 hours",
            cls(),
            week,
            rota(week, {"A": "EEEEEE."}),
            (Breach(Subject("A", MONDAY), 480),),
        )
        begun = toy("A", first=MONDAY.replace(day=7), days=2, past={"A": "EEEE"})
        yield Case(
            "breaks: published days count",
            cls(hours=44),
            begun,
            rota(begun, {"A": "EE"}),
            (Breach(Subject("A", begun.horizon.first), 240),),
        )
        later = cls(valid_from=MONDAY.replace(day=4))
        yield Case(
            "holds: the week began before the rule", later, week, rota(week, {"A": "EEEEEE."}), ()
        )
