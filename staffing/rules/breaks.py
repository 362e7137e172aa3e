"""Every duty has the breaks of its shift, each once and in its window."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.problem import Problem
from staffing.domain.roster import Pause, Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, on, who
from staffing.units import clock


class BreaksTaken(Rule, frozen=True):
    """Each duty has each break of its shift exactly once, at one of its possible starts.

    Duties of unknown shifts are left to `one_shift`, meetings to `meetings`.
    """

    rule: Literal["breaks"] = "breaks"

    scope: ClassVar[Scope] = Scope.STRUCTURE
    title: ClassVar[dict[str, str]] = {"en": "breaks of the shift", "ko": "근무별 휴게"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Say nothing: the variables know no other breaks."""

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield each break missed, misplaced, doubled or unknown; ``other`` is shift:break."""
        center = problem.center
        windows = {
            shift.code: {
                pause.code: frozenset(shift.starts_of(pause, center.slot_minutes))
                for pause in center.breaks_of(shift)
            }
            for shift in center.shifts
        }
        for duty in roster.duties:
            if duty.shift not in windows:
                continue
            times = Counter(pause.code for pause in duty.breaks)
            allowed = windows[duty.shift]
            wrong = {code for code in allowed if times[code] != 1}
            wrong |= {
                p.code
                for p in duty.breaks
                if p.start not in allowed.get(p.code, ()) and p.code not in center.meeting
            }
            for code in sorted(wrong):
                yield Breach(Subject(duty.counselor, duty.day, f"{duty.shift}:{code}"), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return when a break may be taken."""
        subject = breach.subject
        shift_code, code = (subject.other or ":").split(":")
        shift = problem.center.shift[shift_code]
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        if code not in shift.breaks:
            return either(
                language,
                f"{head}: shift {shift_code} has no break {code!r}.",
                f"{head}: {shift_code} 근무에는 휴게 {code!r} 항목이 없습니다.",
            )
        starts = shift.starts_of(problem.center.pause[code], problem.center.slot_minutes)
        window = f"{clock(starts[0])}-{clock(starts[-1])}"
        return either(
            language,
            f"{head}: break {code!r} of shift {shift_code} must be taken exactly once, "
            f"starting within {window}.",
            f"{head}: {shift_code} 근무의 휴게 {code!r} 항목은 {window} 사이에 "
            "한 번만 시작해야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return lunches at the edges of their window, and a minute beyond them."""
        problem = toy("A", days=1, lunch=True)
        proper = rota(problem, {"A": "E"})
        duty = proper.duties[0]
        breach = (Breach(Subject("A", MONDAY, "E:lunch"), 1),)
        yield Case("holds: lunch at 11:00", cls(), problem, proper, ())
        for name, start, found in (
            ("bound: lunch at 13:00, as late as it may be", "13:00", ()),
            ("breaks: lunch at 14:00", "14:00", breach),
            ("breaks: lunch at 11:30, between two slots", "11:30", breach),
        ):
            late = rota(problem, {"A": "E"}, {("A", 0): {"lunch": start}})
            yield Case(name, cls(), problem, late, found)
        lunch = duty.breaks[0]
        tea = Pause(code="tea", start=lunch.start)
        for name, pauses, found in (
            ("breaks: no lunch", (), breach),
            ("breaks: two lunches", (lunch, lunch), breach),
            (
                "breaks: a tea that nobody knows",
                (lunch, tea),
                (Breach(Subject("A", MONDAY, "E:tea"), 1),),
            ),
        ):
            other = proper.with_duties([duty.model_copy(update={"breaks": pauses})])
            yield Case(name, cls(), problem, other, found)
