"""Hours of rest between two shifts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.domain.work import Shift
from staffing.rules._helpers import either, on, who, works_one_of
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

REACH = 2
"""Shifts further apart than two days have 24 hours between them, however long they are."""


class Rest(Rule, frozen=True):
    """Enough hours between the end of a shift and the start of the next.

    Each pair of shifts that are too close is one unit, named by the day of the later one.

    Parameters
    ----------
    hours
        Hours of rest.
    """

    rule: Literal["rest"] = "rest"
    hours: int = Field(default=11, ge=1, le=24)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "rest between shifts", "ko": "근무 간 휴식"}

    def _close(self, earlier: Shift, later: Shift, days: int) -> bool:
        gap = days * MINUTES_PER_DAY + later.start - earlier.end
        return gap < self.hours * MINUTES_PER_HOUR

    def _clashes(
        self, earlier: Iterable[Shift], later: Iterable[Shift], days: int
    ) -> dict[frozenset[str], list[str]]:
        """Return later shifts grouped by the earlier ones that they are too close to."""
        groups: dict[frozenset[str], list[str]] = {}
        for shift in later:
            close = frozenset(s.code for s in earlier if self._close(s, shift, days))
            if close:
                groups.setdefault(close, []).append(shift.code)
        return groups

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid each pair that can be too close; most sets of shifts have none."""
        clashes: dict[tuple[str, int], dict[frozenset[str], list[str]]] = {}
        for counselor in problem.center.counselors:
            shifts = problem.center.shifts_of(counselor)
            for days in range(1, REACH + 1):
                key = counselor.contract, days
                if key not in clashes:
                    clashes[key] = self._clashes(shifts, shifts, days)
                for early, late in clashes[key].items():
                    self._forbid(problem, draft, counselor, days, early, late)
            self._follow_past(problem, draft, counselor)

    def _forbid(
        self,
        problem: Problem,
        draft: Draft,
        counselor: Counselor,
        days: int,
        early: Iterable[str],
        late: Iterable[str],
    ) -> None:
        dates = problem.horizon.dates
        for before, after in zip(dates, dates[days:], strict=False):
            pair = works_one_of(problem, draft, counselor, before, set(early))
            pair += works_one_of(problem, draft, counselor, after, set(late))
            draft.limit(pair, Subject(counselor.id, after), at_most=1)

    def _follow_past(self, problem: Problem, draft: Draft, counselor: Counselor) -> None:
        for before, after, earlier in _border(problem, counselor.id):
            late = [
                shift.code
                for shift in problem.center.shifts_of(counselor)
                if self._close(earlier, shift, (after - before).days)
            ]
            if late:
                works = works_one_of(problem, draft, counselor, after, late)
                draft.limit(works, Subject(counselor.id, after), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the pairs of shifts that are too close."""
        spans = problem.center.shift
        for counselor in problem.center.counselors:
            past = {(b, a): shift for b, a, shift in _border(problem, counselor.id)}
            for duty in roster.by_counselor.get(counselor.id, ()):
                later = spans.get(duty.shift)
                if later is None or roster.of[counselor.id, duty.day] is not duty:
                    continue
                for days in range(1, REACH + 1):
                    before = duty.day - dt.timedelta(days=days)
                    found = roster.of.get((counselor.id, before))
                    earlier = spans.get(found.shift) if found else past.get((before, duty.day))
                    if earlier is not None and self._close(earlier, later, days):
                        yield Breach(Subject(counselor.id, duty.day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return before which shift the rest is too short."""
        head = f"{who(problem, breach.subject.counselor)}, {on(breach.subject.day, language)}"
        return either(
            language,
            f"{head}: the shift begins too soon after the one before; "
            f"at least {self.hours} h of rest are due.",
            f"{head}: 앞 근무와의 간격이 짧습니다. 최소 {self.hours}시간의 휴식이 필요합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a rest of 13 hours under three rules, and published and long shifts."""
        problem = toy("A", days=3)
        late_early = rota(problem, {"A": "LE."})
        tuesday = Subject("A", MONDAY + dt.timedelta(days=1))
        yield Case("holds: 13 hours for 11", cls(), problem, late_early, ())
        yield Case("bound: 13 hours for 13", cls(hours=13), problem, late_early, ())
        yield Case(
            "breaks: 13 hours for 14", cls(hours=14), problem, late_early, (Breach(tuesday, 1),)
        )
        begun = toy("A", days=2, past={"A": "L"})
        yield Case(
            "breaks: the published shift of the day before",
            cls(hours=14),
            begun,
            rota(begun, {"A": "EM"}),
            (Breach(Subject("A", MONDAY), 1),),
        )
        yield Case(
            "bound: 14 hours after the published shift",
            cls(hours=14),
            begun,
            rota(begun, {"A": "M."}),
            (),
        )
        long = toy("A", days=3, shifts={"E": "08:00-16:00", "N": "23:00-46:00"})
        yield Case(
            "breaks: a day between is no rest after a shift of 23 hours",
            cls(),
            long,
            rota(long, {"A": "N.E"}),
            (Breach(Subject("A", long.horizon.last), 1),),
        )


def _border(problem: Problem, counselor: str) -> Iterator[tuple[dt.date, dt.date, Shift]]:
    """Yield the day and shift of published duties with each planned day that they can reach."""
    first = problem.horizon.first
    for back in range(1, REACH + 1):
        before = first - dt.timedelta(days=back)
        duty = problem.duty_before(counselor, before)
        shift = None if duty is None else problem.center.shift.get(duty.shift)
        for days in range(back, REACH + 1):
            after = before + dt.timedelta(days=days)
            if shift is not None and after in problem.horizon:
                yield before, after, shift
