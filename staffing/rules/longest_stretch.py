"""No long stretch of work without a break, whenever the breaks are really taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.ties import longest_between
from staffing.domain.toys import LUNCH, MONDAY, rota, toy
from staffing.domain.work import Break, Shift
from staffing.rules._helpers import either, span, whom
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_DAY


class LongestStretch(PersonalRule, frozen=True):
    """Shifts whose breaks may leave a longer stretch of work are not worked.

    A shift is sound if no choice of breaks that their windows and ties allow leaves a stretch
    that is too long. Windows alone leave the stretch from the earliest end of one break to the
    latest start of the next; where that is too long, tie the next to it (``within`` and
    ``end_within`` of a break): then every roster keeps the rule, on the times at which breaks
    are really taken. A minute too long is one unit.

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
        """Return the longest stretch that windows and ties of a shift's breaks allow."""
        pauses = problem.center.breaks_of(shift)
        starts = [problem.center.starts_in[shift.code][pause.code] for pause in pauses]
        places = [n for n, pause in enumerate(pauses) if pause.minutes >= self.break_minutes]
        if not places:
            return shift.minutes
        first, last = places[0], places[-1]
        found = [starts[first][-1] - shift.start]
        if self.until == "every":
            found += [longest_between(pauses, starts, *pair) for pair in pairwise(places)]
            found.append(shift.end - starts[last][0] - pauses[last].minutes)
        return max(found)

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
        yield from cls._tied()

    @classmethod
    def _tied(cls) -> Iterable[Case]:
        """Return breaks tied to the one before; windows alone allow five hours between them."""
        early = Break(code="early", minutes=60, after_start=60, within=180)
        late = Break(code="late", minutes=60, after_break=60, within=180, end_within=180)
        short = Break(code="short", minutes=15, after_break=0, within=60, step=15)
        row, minute = {"A": "E"}, (Breach(Subject("A", MONDAY), 1),)
        for name, pauses, minutes in (
            ("three hours from each to the next", [early, late], 180),
            ("a break too short to count, and half an hour after it", [early, short, late], 255),
        ):
            tied = toy(
                "A",
                days=1,
                shifts={"E": "08:00-17:00"},
                breaks=pauses,
                slot_minutes=15 if short in pauses else 60,
            )
            least = cls(minutes=minutes, break_minutes=30)
            yield Case(f"bound: {name}", least, tied, rota(tied, row), ())
            less = cls(minutes=minutes - 1, break_minutes=30)
            yield Case(f"breaks: {name}, a minute less", less, tied, rota(tied, row), minute)
