"""What rules share that bound the working days of each calendar week."""

from __future__ import annotations

import abc
from collections.abc import Iterator
from typing import ClassVar

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Draft, Scope, Subject
from staffing.rules._helpers import (
    MANY,
    Week,
    count,
    days_worked,
    either,
    limit_both,
    missed,
    week_from,
    weeks,
    who,
)
from staffing.rules._personal import PersonalRule


class WeekDaysRule(PersonalRule, frozen=True):
    """A rule about the number of working days in each calendar week.

    Published days of the week count, but what they did too much or too little cannot be asked
    of the planned days.
    """

    scope: ClassVar[Scope] = Scope.DAYS
    by_week: ClassVar[bool] = True

    @abc.abstractmethod
    def bounds(self, problem: Problem, counselor: Counselor, week: Week) -> tuple[int, int]:
        """Return the least and the most days of a week, published days included."""

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the working days of each week."""
        for counselor, week in self.weeks(problem):
            least, most = self.bounds(problem, counselor, week)
            worked = days_worked(draft, counselor.id, week.planned) + len(week.past)
            limit_both(draft, worked, Subject(counselor.id, week.planned[0]), least, most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks with too many or too few working days."""
        for counselor, week in self.weeks(problem):
            least, most = self.bounds(problem, counselor, week)
            worked = sum(roster.works(counselor.id, day) for day in week.planned)
            worked += len(week.past)
            yield from missed(worked, Subject(counselor.id, week.planned[0]), least, most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how many days a week is off, and how many it needs."""
        subject = breach.subject
        counselor = problem.center.counselor[subject.counselor or ""]
        week = next(w for w in weeks(problem, counselor) if w.planned[0] == subject.day)
        many = subject.other == MANY
        bound = self.bounds(problem, counselor, week)[many]
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        credited, rest = week.credited, ""
        if credited:
            rest = either(
                language,
                f" ({count(credited, 'day')} of leave or holiday counted as worked)",
                f"(휴가·휴일 {credited}일은 근무로 인정)",
            )
        return either(
            language,
            f"{head}: {count(breach.amount, 'working day')} too {'many' if many else 'few'}; "
            f"{self.title['en']}: {'at most' if many else 'at least'} {bound}{rest}.",
            f"{head}: 근무일수가 {breach.amount}일 {'초과됩니다' if many else '부족합니다'}. "
            f"{self.title['ko']}: {'최대' if many else '최소'} {bound}일{rest}.",
        )
