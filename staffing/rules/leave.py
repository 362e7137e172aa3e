"""Nobody works on leave, or before the first day of employment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, on, who


class LeaveKept(Rule, frozen=True):
    """Leave is free of work, and so are the days before employment begins."""

    rule: Literal["leave"] = "leave"

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {"en": "leave", "ko": "휴가"}

    def _days(self, problem: Problem, counselor: Counselor) -> list[dt.date]:
        if not counselor.leave and counselor.since is None:
            return []
        begin = counselor.since or problem.horizon.first
        return [day for day in problem.horizon.dates if day < begin or counselor.on_leave(day)]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid work on these days."""
        for counselor in problem.center.counselors:
            for day in self._days(problem, counselor):
                subject = Subject(counselor.id, day)
                draft.limit(draft.works(counselor.id, day), subject, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days of leave that are worked."""
        for counselor in problem.center.counselors:
            for day in self._days(problem, counselor):
                if roster.works(counselor.id, day):
                    yield Breach(Subject(counselor.id, day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return who works although on leave."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        counselor = problem.center.counselor[subject.counselor or ""]
        since = counselor.since
        if since is not None and subject.day is not None and subject.day < since:
            begin = on(since, language)
            return either(
                language,
                f"{head}: a shift before employment begins on {begin}; none is allowed.",
                f"{head}: 입사일({begin}) 전에는 근무할 수 없습니다.",
            )
        return either(
            language,
            f"{head}: a shift on a day of leave; none is allowed.",
            f"{head}: 휴가일에는 근무할 수 없습니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return leave kept, leave worked, and first days of employment."""
        problem = toy("AB", days=3, leave={"A": "Tue"})
        yield Case("holds: off on leave", cls(), problem, rota(problem, {"A": "E.E"}), ())
        tuesday = MONDAY + dt.timedelta(days=1)
        yield Case(
            "breaks: works on leave",
            cls(),
            problem,
            rota(problem, {"A": "EEE", "B": "EEE"}),
            (Breach(Subject("A", tuesday), 1),),
        )
        joined = toy("A", days=3, since={"A": tuesday})
        yield Case("bound: works on the first day", cls(), joined, rota(joined, {"A": ".E."}), ())
        yield Case(
            "breaks: works the day before the first",
            cls(),
            joined,
            rota(joined, {"A": "EE."}),
            (Breach(Subject("A", MONDAY), 1),),
        )
