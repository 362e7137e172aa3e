"""A cap on the working days of any stretch of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, days_worked, either, whom
from staffing.rules._personal import PersonalRule


class DaysInWindow(PersonalRule, frozen=True):
    """At most so many working days in any window of so many days.

    Each day too many is one unit, named by the last day of the window. Published days count,
    but cannot themselves be a breach.

    Parameters
    ----------
    most
        Working days.
    window
        In any so many days in a row.
    """

    rule: Literal["days_in_window"] = "days_in_window"
    most: int = Field(default=10, ge=0, le=100)
    window: int = Field(default=14, ge=2, le=120)

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {"en": "working days in a window", "ko": "기간 내 근무일수"}

    @property
    def days_back(self) -> int:
        """All days of a window but the one that is planned."""
        return self.window

    def _windows(
        self, problem: Problem, counselor: str
    ) -> Iterator[tuple[dt.date, list[dt.date], int]]:
        """Yield the last day, the planned days and the days worked before of each window."""
        first = problem.horizon.first
        for last in self.dates(problem):
            days = [last - dt.timedelta(days=back) for back in range(self.window)]
            done = sum(problem.worked_before(counselor, day) for day in days if day < first)
            yield last, [day for day in days if day >= first], done

    def build(self, problem: Problem, draft: Draft) -> None:
        """Cap the windows that could have too many."""
        for counselor in self.people(problem):
            for last, days, done in self._windows(problem, counselor.id):
                cap = max(self.most - done, 0)
                if len(days) > cap:
                    worked = days_worked(draft, counselor.id, days)
                    draft.limit(worked, Subject(counselor.id, last), at_most=cap)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the windows with too many."""
        for counselor in self.people(problem):
            for last, days, done in self._windows(problem, counselor.id):
                worked = sum(roster.works(counselor.id, day) for day in days)
                over = worked - max(self.most - done, 0)
                if over > 0:
                    yield Breach(Subject(counselor.id, last), over)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a window is too full."""
        head = whom(problem, breach.subject, language)
        return either(
            language,
            f"{head}: {count(breach.amount, 'working day')} too many in the {self.window} days "
            f"to this one; at most {self.most} are allowed.",
            f"{head}: 이날까지 {self.window}일 중 근무일이 {breach.amount}일 많습니다. "
            f"최대 {self.most}일까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return windows of five days, at the end of the horizon and across its start."""
        rule = cls(most=3, window=5)
        problem = toy("A")
        yield Case("holds: two of five", rule, problem, rota(problem, {"A": "EE...EE"}), ())
        yield Case("bound: three of five", rule, problem, rota(problem, {"A": "EE.E.EE"}), ())
        yield Case(
            "breaks: the last window counts",
            rule,
            problem,
            rota(problem, {"A": "..E.EEE"}),
            (Breach(Subject("A", MONDAY.replace(day=9)), 1),),
        )
        begun = toy("A", days=2, past={"A": "EEEE"})
        both = tuple(Breach(Subject("A", day), 1) for day in begun.horizon.dates)
        yield Case("breaks: days before", rule, begun, rota(begun, {"A": "E."}), both)
