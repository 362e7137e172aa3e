"""Every duty has the breaks of its shift, each once, in its window and tied as it should be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Literal

from staffing.domain.center import CallCenter
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.ties import broken_ties
from staffing.domain.toys import MONDAY, rota, toy
from staffing.domain.work import Break, Shift
from staffing.rules._helpers import either, on, span, who
from staffing.units import clock


class BreaksTaken(Rule, frozen=True):
    """Each duty has each break of its shift exactly once, at one of its possible starts.

    A break that is tied to the one before starts as long after its end as ``after_break`` and
    ``within`` allow, on the times of the roster; where one of the two is missed or misplaced
    that is said, and nothing of the tie. Duties of unknown shifts are left to `one_shift`,
    meetings to `meetings`.
    """

    rule: Literal["breaks"] = "breaks"

    scope: ClassVar[Scope] = Scope.STRUCTURE
    title: ClassVar[dict[str, str]] = {"en": "breaks of the shift", "ko": "근무별 휴게"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Say nothing: the variables know no other breaks."""

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield each break missed, misplaced, doubled or unknown; ``other`` is shift:break.

        Of a tie that is not kept, it goes on with the end of the break before and the start,
        minutes after midnight: shift:break:end:start.
        """
        center = problem.center
        windows = {
            shift.code: {
                pause.code: frozenset(shift.starts_of(pause, center.slot_minutes))
                for pause in center.breaks_of(shift)
            }
            for shift in center.shifts
        }
        # Ten thousand people share a few hundred ways to take breaks.
        known: dict[tuple[str, tuple[tuple[str, int], ...]], list[str]] = {}
        for duty in roster.duties:
            if duty.shift not in windows:
                continue
            taken = duty.shift, tuple((pause.code, pause.start) for pause in duty.breaks)
            if taken not in known:
                known[taken] = _wrong(center, duty, windows[duty.shift])
            for other in known[taken]:
                yield Breach(Subject(duty.counselor, duty.day, other), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return when a break may be taken."""
        subject = breach.subject
        shift_code, code, *times = (subject.other or ":").split(":")
        shift = problem.center.shift[shift_code]
        head = f"{who(problem, subject.counselor)}, {on(subject.day, language)}"
        if code not in shift.breaks:
            return either(
                language,
                f"{head}: shift {shift_code} has no break {code!r}.",
                f"{head}: {shift_code} 근무에는 휴게 {code!r} 항목이 없습니다.",
            )
        if times:
            end, start = map(int, times)
            return _tied(head, shift, problem.center.pause[code], end, start, language)
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
        yield from cls._ties()

    @classmethod
    def _ties(cls) -> Iterable[Case]:
        """Return breaks as soon and as late after the one before as they may be, and beyond."""
        first = Break(code="first", minutes=60, within=120)
        second = Break(code="second", minutes=60, after_break=120, within=180)
        problem = toy("A", days=1, breaks=[first, second], slot_minutes=30)
        for name, begin, start, found in (
            ("bound: two hours after the first break", "09:30", "12:30", ()),
            ("bound: three hours after the first break", "09:30", "13:30", ()),
            ("breaks: an hour and a half after it", "09:30", "12:00", ("E:second:630:720",)),
            ("breaks: three hours and a half after it", "09:30", "14:00", ("E:second:630:840",)),
            ("bound: the first break two hours after the start", "10:00", "13:00", ()),
            ("breaks: half an hour later, whatever comes then", "10:30", "13:30", ("E:first",)),
        ):
            taken = rota(problem, {"A": "E"}, {("A", 0): {"first": begin, "second": start}})
            breaches = tuple(Breach(Subject("A", MONDAY, other), 1) for other in found)
            yield Case(name, cls(), problem, taken, breaches)


def _tied(head: str, shift: Shift, pause: Break, end: int, start: int, language: str) -> str:
    """Return how long after the break before a break may start, and when it did."""
    before = shift.breaks[shift.breaks.index(pause.code) - 1]
    least, most = span(pause.after_break or 0, language), span(pause.within or 0, language)
    allowed = either(language, f"at least {least}", f"{least} 이상")
    if pause.within is not None:
        allowed += either(language, f" and at most {most}", f" {most} 이내")
    return either(
        language,
        f"{head}: break {pause.code!r} of shift {shift.code} starts at {clock(start)}, and "
        f"{before!r} ends at {clock(end)}; it must start {allowed} after that.",
        f"{head}: {shift.code} 근무의 휴게 {pause.code!r} 항목이 {clock(start)}에 시작하고 "
        f"{before!r} 항목은 {clock(end)}에 끝납니다. 그로부터 {allowed}에 시작해야 합니다.",
    )


def _wrong(center: CallCenter, duty: Duty, allowed: Mapping[str, frozenset[int]]) -> list[str]:
    """Return what is wrong with the breaks of a duty, as subjects say it."""
    times = Counter(pause.code for pause in duty.breaks)
    wrong = {code for code in allowed if times[code] != 1}
    wrong |= {
        p.code
        for p in duty.breaks
        if p.start not in allowed.get(p.code, ()) and p.code not in center.meeting
    }
    found = [f"{duty.shift}:{code}" for code in sorted(wrong)]
    begun = {p.code: p.start for p in duty.breaks if p.code not in wrong}
    for before, pause in broken_ties(center.breaks_of(center.shift[duty.shift]), begun):
        end = begun[before.code] + before.minutes
        found.append(f"{duty.shift}:{pause.code}:{end}:{begun[pause.code]}")
    return found
