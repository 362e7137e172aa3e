"""Shifts lie within the hours in which a person can come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.days import Days
from staffing.domain.people import Window
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, on, who, works_one_of
from staffing.units import MINUTES_PER_DAY, clock, parse_clock


class Availability(Rule, frozen=True):
    """A shift lies wholly in one of the person's windows, if there are any."""

    rule: Literal["availability"] = "availability"

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "availability", "ko": "근무 가능 시간"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the shifts outside the windows."""
        for counselor in problem.center.counselors:
            if not counselor.available:
                continue
            shifts = problem.center.shifts_of(counselor)
            for day in problem.horizon.dates:
                codes = [s.code for s in shifts if not counselor.can_attend(day, s.start, s.end)]
                if codes:
                    works = works_one_of(problem, draft, counselor, day, codes)
                    draft.limit(works, Subject(counselor.id, day), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the shifts that someone cannot attend."""
        for counselor in problem.center.counselors:
            if not counselor.available:
                continue
            for day in problem.horizon.dates:
                duty = roster.of.get((counselor.id, day))
                shift = None if duty is None else problem.center.shift.get(duty.shift)
                if shift is not None and not counselor.can_attend(day, shift.start, shift.end):
                    yield Breach(Subject(counselor.id, day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return when a person can come that day."""
        subject = breach.subject
        counselor = problem.center.counselor[subject.counselor or ""]
        windows = ", ".join(
            _hours(window, language)
            for window in counselor.available
            if subject.day is not None and subject.day in window.days
        )
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        return either(
            language,
            f"{head}: the shift lies outside the hours in which this person can come "
            f"({windows or 'none that day'}).",
            f"{head}: 근무 가능 시간({windows or '없음'})을 벗어난 근무입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return shifts inside, outside and exactly in a window; a day without any."""
        monday = Days(weekdays=(0,))
        window = Window(days=monday, begin=parse_clock("09:00"), end=parse_clock("17:00"))
        problem = toy("AB", days=2, available={"A": [window]})
        yield Case("holds: B can always come", cls(), problem, rota(problem, {"B": "EL"}), ())
        yield Case("bound: 09:00-17:00", cls(), problem, rota(problem, {"A": "M."}), ())
        yield Case(
            "breaks: an hour too early",
            cls(),
            problem,
            rota(problem, {"A": "E."}),
            (Breach(Subject("A", MONDAY), 1),),
        )
        yield Case(
            "breaks: no window on Tuesday",
            cls(),
            problem,
            rota(problem, {"A": "MM"}),
            (Breach(Subject("A", problem.horizon.last), 1),),
        )


def _hours(window: Window, language: str) -> str:
    """Return a window as people say it; one that never ends has no end."""
    begin, end = clock(window.begin), clock(window.end)
    if window.end >= 2 * MINUTES_PER_DAY:
        return either(language, f"from {begin}", f"{begin}부터")
    return f"{begin}-{end}"
