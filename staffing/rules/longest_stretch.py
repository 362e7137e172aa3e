"""No long stretch of work without a break, wherever the breaks may fall."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import LUNCH, MONDAY, rota, toy
from staffing.domain.work import Shift
from staffing.rules._helpers import either, span, whom
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_DAY


class LongestStretch(PersonalRule, frozen=True):
    """Shifts whose break windows allow a longer stretch of work are not worked.

    Looks at the windows, not at when a break was really taken: a shift is sound if no choice of
    breaks can leave a stretch that is too long. A minute too long is one unit.

    Parameters
    ----------
    minutes
        Longest stretch of attendance without a break.
    break_minutes
        Breaks shorter than this do not count.
    until
        ``every``: between all breaks and to the end. ``first``: only to the first break.
    over
        Shifts of at most so many minutes of attendance need no break.
    """

    rule: Literal["longest_stretch"] = "longest_stretch"
    minutes: int = Field(default=300, ge=1, le=MINUTES_PER_DAY)
    break_minutes: int = Field(default=1, ge=1, le=240)
    until: Literal["every", "first"] = "every"
    over: int = Field(default=0, ge=0, le=MINUTES_PER_DAY)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {
        "en": "longest stretch without a break",
        "ko": "최장 연속 근로",
    }

    def _stretch(self, problem: Problem, shift: Shift) -> int:
        """Return the longest stretch that the windows of a shift's breaks allow."""
        begin, found = shift.start, []
        for pause in problem.center.breaks_of(shift):
            if pause.minutes >= self.break_minutes:
                starts = shift.starts_of(pause, problem.center.slot_minutes)
                found.append(starts[-1] - begin)
                begin = starts[0] + pause.minutes
        found.append(shift.end - begin)
        return max(found) if self.until == "every" else found[0]

    def _over(self, problem: Problem) -> dict[str, int]:
        over = {
            shift.code: self._stretch(problem, shift) - self.minutes
            for shift in problem.center.shifts
            if shift.minutes > self.over
        }
        return {code: minutes for code, minutes in over.items() if minutes > 0}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the shifts that are not sound; most centers have none."""
        over = self._over(problem)
        for counselor in self.people(problem):
            for shift in problem.center.shifts_of(counselor):
                if shift.code in over:
                    for day in self.dates(problem):
                        works = draft.works(counselor.id, day, shift.code)
                        draft.limit(works * over[shift.code], Subject(counselor.id, day), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the duties in shifts that are not sound."""
        over = self._over(problem)
        for counselor in self.people(problem) if over else ():
            for day in self.dates(problem):
                duty = roster.of.get((counselor.id, day))
                if duty is not None and duty.shift in over:
                    yield Breach(Subject(counselor.id, day), over[duty.shift])

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a stretch can be too long."""
        head = whom(problem, breach.subject, language)
        over, most = span(breach.amount, language), span(self.minutes, language)
        return either(
            language,
            f"{head}: the breaks of the shift allow a stretch of work {over} longer than {most}.",
            f"{head}: 휴게 없이 {most}보다 {over} 더 길게 근로할 수 있는 근무조입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a lunch early and late enough, and one that may come too late."""
        law = "California Labor Code, section 512"
        problem = toy("A", days=2, lunch=True)
        row = rota(problem, {"A": "E."})
        # 08:00-17:00 with lunch from 11:00-12:00 to 13:00-14:00: five hours before, five after.
        yield Case("bound: five hours", cls(), problem, row, (), law)
        breach = (Breach(Subject("A", MONDAY), 1),)
        yield Case("breaks: a minute less", cls(minutes=299), problem, row, breach)
        early = cls(minutes=240, until="first")
        noon = LUNCH.model_copy(update={"latest": LUNCH.minutes * 12})
        lunch = toy("A", days=2, shifts={"E": "08:00-17:00"}, breaks=[noon])
        yield Case("holds: lunch by noon", early, lunch, rota(lunch, {"A": "E."}), ())
        hour = (Breach(Subject("A", MONDAY), 60),)
        yield Case("breaks: lunch by one", early, problem, row, hour)
        plain = toy("A", days=2)
        eight = rota(plain, {"A": "E."})
        none = (Breach(Subject("A", MONDAY), 180),)
        yield Case("breaks: no lunch", cls(), plain, eight, none)
        yield Case("bound: short shifts need none", cls(over=480), plain, eight, ())
        tea = cls(break_minutes=61)
        yield Case(
            "breaks: too short a break", tea, problem, row, (Breach(Subject("A", MONDAY), 240),)
        )
        yield Case("bound: an hour counts", cls(break_minutes=60), problem, row, ())
        after = rota(lunch, {"A": "E."})
        yield Case("breaks: five hours after lunch", cls(minutes=299), lunch, after, breach)
