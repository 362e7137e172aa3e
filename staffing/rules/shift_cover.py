"""How many people work one shift, whoever they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, either, on
from staffing.units import DAYS_PER_WEEK


class ShiftCover(Rule, frozen=True):
    """At least, at most or exactly so many people work a shift on each day.

    Each person missing or too many is one unit. Two such rules on a shift, ``least`` and
    ``most``, price a missing person and one too many differently.

    Parameters
    ----------
    shift
        Code of the shift.
    heads
        How many: one number for every day, or seven, Monday first.
    dates
        Other numbers on certain dates. With no ``heads``, only these dates are looked at.
    bound
        Whether the numbers are the least, the most, or both.
    """

    rule: Literal["shift_cover"] = "shift_cover"
    shift: str = Field(min_length=1)
    heads: tuple[int, ...] = ()
    dates: dict[dt.date, int] = Field(default_factory=dict)
    bound: Literal["least", "most", "exactly"] = "least"

    scope: ClassVar[Scope] = Scope.CROWD
    title: ClassVar[dict[str, str]] = {"en": "people on a shift", "ko": "근무조별 인원"}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if len(self.heads) not in {0, 1, DAYS_PER_WEEK} or not (self.heads or self.dates):
            raise ValueError(
                f"found {len(self.heads)} heads; give one number, seven (Monday first), or dates"
            )
        if min((*self.heads, *self.dates.values())) < 0:
            raise ValueError("heads and dates need numbers from 0 up")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown shift."""
        known(f"shift in rule {self.rule!r}:", self.shift, center.shift)

    def _wanted(self, problem: Problem) -> Iterator[tuple[dt.date, int]]:
        """Yield each day that is looked at, and its number."""
        known_shift = self.shift in problem.center.shift
        for day in problem.horizon.dates if known_shift else ():
            if day in self.dates:
                yield day, self.dates[day]
            elif self.heads:
                yield day, self.heads[day.weekday() % len(self.heads)]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the people on the shift, day by day."""
        for day, heads in self._wanted(problem):
            draft.limit(
                draft.crowd(day, self.shift),
                Subject(day=day, other=self.shift),
                at_least=None if self.bound == "most" else heads,
                at_most=None if self.bound == "least" else heads,
            )

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days with too few or too many; ``other`` is the shift."""
        people, on_shift = problem.center.counselor, dict.fromkeys(problem.horizon.dates, 0)
        for (counselor, day), duty in roster.of.items():
            if duty.shift == self.shift and counselor in people and day in on_shift:
                on_shift[day] += 1
        for day, heads in self._wanted(problem):
            amount = heads - on_shift[day]
            if self.bound == "most":
                amount = -amount
            elif self.bound == "exactly":
                amount = abs(amount)
            if amount > 0:
                yield Breach(Subject(day=day, other=self.shift), amount)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many are missing or too many."""
        subject, people = breach.subject, count(breach.amount, "person", "people")
        heads = dict(self._wanted(problem))[subject.day or dt.date.min]
        place = on(subject.day, language)
        wrong = {"least": "too few", "most": "too many", "exactly": "too few or too many"}
        wanted = {"least": "at least ", "most": "at most ", "exactly": "exactly "}
        gap = {"least": "부족합니다", "most": "초과합니다", "exactly": "기준과 다릅니다"}
        limit = {"least": "최소 ", "most": "최대 ", "exactly": ""}
        return either(
            language,
            f"{place}, shift {self.shift}: {people} {wrong[self.bound]}; "
            f"{wanted[self.bound]}{heads} must work it.",
            f"{place}, {self.shift} 근무: 인원이 {breach.amount}명 {gap[self.bound]}. "
            f"{limit[self.bound]}{heads}명이어야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return shifts with enough, too few and too many, by weekday and by date."""
        problem = toy("AB", days=2)
        tuesday = problem.horizon.last
        one = cls(shift="E", heads=(1,))
        yield Case("bound: one each day", one, problem, rota(problem, {"A": "E.", "B": "LE"}), ())
        both = rota(problem, {"A": "EE", "B": "EL"})
        yield Case("holds: more than enough", one, problem, both, ())
        nobody = (Breach(Subject(day=MONDAY, other="E"), 2),)
        week = cls(shift="E", heads=(2, 0, 0, 0, 0, 0, 0))
        idle = rota(problem, {"A": ".E", "B": "LE"})
        yield Case("breaks: two missing on Monday", week, problem, idle, nobody)
        most = cls(shift="E", dates={MONDAY: 1}, bound="most")
        yield Case("bound: one, and Tuesday is not named", most, problem, idle, ())
        many = (Breach(Subject(day=MONDAY, other="E"), 1),)
        yield Case("breaks: two instead of one", most, problem, both, many)
        exactly = cls(shift="E", heads=(1,), dates={tuesday: 2}, bound="exactly")
        yield Case(
            "breaks: one too many, one too few",
            exactly,
            problem,
            both,
            (*many, Breach(Subject(day=tuesday, other="E"), 1)),
        )
