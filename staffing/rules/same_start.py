"""Shifts that start at much the same time from day to day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, shift_at, span, whom, works_one_of
from staffing.rules._personal import PersonalRule


class SameStart(PersonalRule, frozen=True):
    """Shifts within a few days of each other start within so many minutes of each other.

    Each pair of working days whose shifts start further apart is one unit, named by the later
    one; ``other`` counts the days between. Without a tolerance and over six days, it asks for
    one start a week.

    Parameters
    ----------
    minutes
        How far apart starts may be.
    reach
        Days up to which pairs are looked at: 1 is from one day to the next.
    """

    rule: Literal["same_start"] = "same_start"
    weight: Weight = 20
    minutes: int = Field(default=0, ge=0, le=1439)
    reach: int = Field(default=1, ge=1, le=6)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "same start of shifts", "ko": "출근 시각 유지"}

    def _pairs(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, dt.date, Subject]]:
        for counselor in self.people(problem):
            for day in self.dates(problem):
                for back in range(1, self.reach + 1):
                    before = day - dt.timedelta(days=back)
                    yield counselor, before, day, Subject(counselor.id, day, str(back))

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the pairs of shifts that start too far apart; most people's are named."""
        for counselor, before, day, subject in self._pairs(problem):
            shifts = problem.center.shifts_of(counselor)
            earlier = shifts
            if before < problem.horizon.first:
                code = shift_at(problem, Roster(horizon=problem.horizon), counselor.id, before)
                earlier = tuple(s for s in problem.center.shifts if s.code == code)
            for shift in earlier:
                far = {s.code for s in shifts if abs(s.start - shift.start) > self.minutes}
                if not far:
                    continue
                both = works_one_of(problem, draft, counselor, day, far)
                most = 0
                if before >= problem.horizon.first:
                    both += works_one_of(problem, draft, counselor, before, {shift.code})
                    most = 1
                draft.limit(both, subject, at_most=most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the pairs of days whose shifts start too far apart."""
        shifts = problem.center.shift
        for counselor, *days, subject in self._pairs(problem):
            codes = [shift_at(problem, roster, counselor.id, day) for day in days]
            starts = [shifts[code].start for code in codes if code in shifts]
            if len(starts) == 2 and abs(starts[0] - starts[1]) > self.minutes:
                yield Breach(subject, 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return between which days the start moves too far."""
        head = whom(problem, breach.subject, language)
        back = breach.subject.other
        return either(
            language,
            f"{head}: the shift starts more than {span(self.minutes, language)} earlier or later "
            f"than {back} day(s) before.",
            f"{head}: {back}일 전과 출근 시각이 {span(self.minutes, language)} 넘게 다릅니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return equal starts, starts at the tolerance and beyond, and a published day."""
        problem = toy("A", days=3)
        hour = cls(minutes=60)
        yield Case("holds: equal starts", hour, problem, rota(problem, {"A": "EEE"}), ())
        yield Case("bound: an hour later", hour, problem, rota(problem, {"A": "EME"}), ())
        later = rota(problem, {"A": "ELL"})
        tuesday, last = MONDAY.replace(day=4), problem.horizon.last
        first = Breach(Subject("A", tuesday, "1"), 1)
        yield Case("breaks: three hours later", hour, problem, later, (first,))
        week = cls(minutes=60, reach=6)
        both = (first, Breach(Subject("A", last, "2"), 1))
        yield Case("breaks: of the whole week", week, problem, later, both)
        begun = toy("A", days=1, past={"A": "L"})
        breach = (Breach(Subject("A", MONDAY, "1"), 1),)
        yield Case("breaks: a published day", hour, begun, rota(begun, {"A": "E"}), breach)
