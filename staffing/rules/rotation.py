"""Early and late shifts change hands from week to week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, shift_at, whom, works_one_of
from staffing.rules._personal import PersonalRule
from staffing.units import DAYS_PER_WEEK


class Rotation(PersonalRule, frozen=True):
    """Nobody has one of these shifts on the same weekday of two weeks that follow one another.

    Each such day is one unit, so a week in the same shift as the week before costs five, and
    taking turns costs nothing. Published days count.

    Parameters
    ----------
    shifts
        Codes of the shifts that rotate.
    """

    rule: Literal["rotation"] = "rotation"
    weight: Weight = 20
    shifts: tuple[str, ...] = Field(min_length=1)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "rotation of shifts", "ko": "근무조 순환"}

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person, contract or shift."""
        super().check_links(center)
        for code in self.shifts:
            known(f"shift in rule {self.rule!r}:", code, center.shift)

    def _pairs(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, dt.date]]:
        for counselor in self.people(problem):
            for day in self.dates(problem):
                yield counselor, day - dt.timedelta(days=DAYS_PER_WEEK), day

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the same shift a week later."""
        for counselor, before, day in self._pairs(problem):
            allowed = {shift.code for shift in problem.center.shifts_of(counselor)}
            for code in self.shifts:
                if code not in allowed:
                    continue
                if before >= problem.horizon.first:
                    twice = works_one_of(problem, draft, counselor, before, {code})
                    twice += works_one_of(problem, draft, counselor, day, {code})
                    draft.limit(twice, Subject(counselor.id, day, code), at_most=1)
                    continue
                duty = problem.duty_before(counselor.id, before)
                if duty is not None and duty.shift == code:
                    again = works_one_of(problem, draft, counselor, day, {code})
                    draft.limit(again, Subject(counselor.id, day, code), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days with the shift of a week before; ``other`` is the shift."""
        for counselor, before, day in self._pairs(problem):
            code = shift_at(problem, roster, counselor.id, day)
            if code in self.shifts and code == shift_at(problem, roster, counselor.id, before):
                yield Breach(Subject(counselor.id, day, code), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which shift comes again."""
        head, code = whom(problem, breach.subject, language), breach.subject.other
        return either(
            language,
            f"{head}: shift {code} again, as a week before; it should rotate.",
            f"{head}: 지난주와 같은 {code} 근무입니다. 순환이 필요합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return shifts that change, that stay, and that stayed across the border."""
        problem = toy("A", days=9)
        rule = cls(shifts=("E", "L"))
        yield Case("holds: they change", rule, problem, rota(problem, {"A": "EEEEE..LL"}), ())
        yield Case("bound: M may stay", rule, problem, rota(problem, {"A": "MLEEE..ME"}), ())
        stays = rota(problem, {"A": "LLEEE..LE"})
        breach = (Breach(Subject("A", MONDAY.replace(day=10), "L"), 1),)
        yield Case("breaks: L on two Mondays", rule, problem, stays, breach)
        begun = toy("A", days=1, past={"A": "E......"})
        again = (Breach(Subject("A", MONDAY, "E"), 1),)
        yield Case("breaks: as published", rule, begun, rota(begun, {"A": "E"}), again)
