"""Not too many weekends with work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.expr import Expr
from staffing.domain.horizon import week_of
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, either, whom, worked, works_at
from staffing.rules._personal import PersonalRule
from staffing.units import DAYS_PER_WEEK


class MaxWeekends(PersonalRule, frozen=True):
    """At most so many weekends with work in so many weeks that follow one another.

    A weekend counts if its Saturday or its Sunday is worked. Each weekend too many is one unit,
    named by the last weekend of the weeks. Published weekends count, but cannot themselves be
    a breach.

    Parameters
    ----------
    most
        Weekends with work.
    weeks_long
        In any so many calendar weeks in a row.
    """

    rule: Literal["max_weekends"] = "max_weekends"
    most: int = Field(default=2, ge=0, le=52)
    weeks_long: int = Field(default=4, ge=1, le=52)

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {"en": "most weekends with work", "ko": "최대 주말 근무"}

    @property
    def days_back(self) -> int:
        """All weeks of a window but the one that is planned."""
        return DAYS_PER_WEEK * self.weeks_long

    def _windows(self, problem: Problem) -> Iterator[tuple[dt.date, list[tuple[dt.date, ...]]]]:
        """Yield the day that names each window, and its weekends."""
        for week in problem.horizon.weeks:
            planned = [day for day in week if day.weekday() >= 5]
            if planned and self.in_force(planned[0]):
                saturday = week_of(week[0])[5]
                backs = [dt.timedelta(days=DAYS_PER_WEEK * n) for n in range(self.weeks_long)]
                sunday = saturday + dt.timedelta(days=1)
                yield planned[0], [(saturday - back, sunday - back) for back in backs]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the weekends of each window."""
        first = problem.horizon.first
        for counselor in self.people(problem):
            known: dict[dt.date, Expr] = {}
            for name, weekends in self._windows(problem):
                for weekend in weekends:
                    if weekend[0] not in known:
                        known[weekend[0]] = _busy(problem, draft, counselor.id, weekend)
                done = sum(known[w[0]].constant for w in weekends if w[1] < first)
                total = Expr.sum(known[weekend[0]] for weekend in weekends)
                subject = Subject(counselor.id, name)
                draft.limit(total, subject, at_most=max(self.most, done))

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the windows with too many weekends."""
        first = problem.horizon.first
        for counselor in self.people(problem):
            for name, weekends in self._windows(problem):
                busy = [
                    weekend
                    for weekend in weekends
                    if any(works_at(problem, roster, counselor.id, day) for day in weekend)
                ]
                cap = max(self.most, sum(weekend[1] < first for weekend in busy))
                if len(busy) > cap:
                    yield Breach(Subject(counselor.id, name), len(busy) - cap)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many weekends are too many."""
        head = whom(problem, breach.subject, language)
        return either(
            language,
            f"{head}: {count(breach.amount, 'weekend')} with work too many; at most {self.most} "
            f"in {count(self.weeks_long, 'week')} are allowed.",
            f"{head}: 주말 근무가 {breach.amount}회 많습니다. "
            f"{self.weeks_long}주에 최대 {self.most}회까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weekends in one week and across the border of the horizon."""
        week = toy("A")
        none = cls(most=0, weeks_long=1)
        yield Case("holds: no weekend", none, week, rota(week, {"A": "EEEEE.."}), ())
        saturday = MONDAY.replace(day=8)
        both = (Breach(Subject("A", saturday), 1),)
        yield Case("breaks: both days are one", none, week, rota(week, {"A": "....EEE"}), both)
        begun = toy("A", past={"A": "EEEE..E"})
        rule = cls(most=1, weeks_long=2)
        yield Case("bound: the one before", rule, begun, rota(begun, {"A": "EEEEE.."}), ())
        yield Case("breaks: one more", rule, begun, rota(begun, {"A": ".EEEEE."}), both)
        sunday = toy("A", first=MONDAY.replace(day=9), days=1, past={"A": "E"})
        yield Case("bound: Saturday is past", rule, sunday, rota(sunday, {"A": "E"}), ())
        two = toy("A", days=14)
        yield Case(
            "breaks: the last window of the horizon counts",
            rule,
            two,
            rota(two, {"A": "EEE..E.EEE...E"}),
            (Breach(Subject("A", MONDAY.replace(day=15)), 1),),
        )
        later = cls(most=0, weeks_long=1, valid_from=MONDAY.replace(day=9))
        both_days = rota(week, {"A": "....EEE"})
        yield Case("holds: the weekend began before the rule", later, week, both_days, ())


def _busy(problem: Problem, draft: Draft, counselor: str, weekend: Sequence[dt.date]) -> Expr:
    """Return 1 if a day of a weekend is worked; a constant for a weekend that is over."""
    if weekend[-1] < problem.horizon.first:
        return Expr(constant=int(any(problem.worked_before(counselor, day) for day in weekend)))
    days = [
        worked(problem, draft, counselor, day) for day in weekend if day <= problem.horizon.last
    ]
    return Expr.sum(days) - draft.both(*days) if len(days) == 2 else days[0]
