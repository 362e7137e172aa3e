"""Hours of rest between two shifts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import close_pairs, either, forbid_close_pairs, on, who
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_HOUR


class Rest(PersonalRule, frozen=True):
    """Enough hours between the end of a shift and the start of the next.

    Each pair of shifts that are too close is one unit, named by the day of the later one.

    Parameters
    ----------
    hours
        Hours of rest; halves and quarters may be meant.
    """

    rule: Literal["rest"] = "rest"
    hours: Decimal = Field(default=Decimal(11), ge=1, le=24)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "rest between shifts", "ko": "근무 간 휴식"}

    @property
    def _minutes(self) -> int:
        # Shifts begin and end on whole minutes: a part of one asks for the next.
        return math.ceil(self.hours * MINUTES_PER_HOUR)

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid each pair that can be too close; most sets of shifts have none."""
        minutes = self._minutes
        forbid_close_pairs(problem, draft, minutes, self.people(problem), self.in_force)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the pairs of shifts that are too close."""
        minutes = self._minutes
        yield from close_pairs(problem, roster, minutes, self.people(problem), self.in_force)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return before which shift the rest is too short."""
        head = f"{who(problem, breach.subject.counselor)}, {on(breach.subject.day, language)}"
        return either(
            language,
            f"{head}: the shift begins too soon after the one before; "
            f"at least {self.hours:f} h of rest are due.",
            f"{head}: 앞 근무와의 간격이 짧습니다. 최소 {self.hours:f}시간의 휴식이 필요합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a rest of 13 hours under three rules, and published and long shifts."""
        problem = toy("A", days=3)
        late_early = rota(problem, {"A": "LE."})
        tuesday = Subject("A", MONDAY + dt.timedelta(days=1))
        yield Case("holds: 13 hours for 11", cls(), problem, late_early, ())
        yield Case("bound: 13 hours for 13", cls(hours=Decimal(13)), problem, late_early, ())
        yield Case(
            "breaks: 13 hours for 14",
            cls(hours=Decimal(14)),
            problem,
            late_early,
            (Breach(tuesday, 1),),
        )
        half = cls(hours=Decimal("13.5"))
        yield Case(
            "breaks: 13 hours for 13 and a half", half, problem, late_early, (Breach(tuesday, 1),)
        )
        begun = toy("A", days=2, past={"A": "L"})
        yield Case(
            "breaks: the published shift of the day before",
            cls(hours=Decimal(14)),
            begun,
            rota(begun, {"A": "EM"}),
            (Breach(Subject("A", MONDAY), 1),),
        )
        yield Case(
            "bound: 14 hours after the published shift",
            cls(hours=Decimal(14)),
            begun,
            rota(begun, {"A": "M."}),
            (),
        )
        yield Case(
            "holds: the published shift of the day before, and not in force until the day after",
            cls(hours=Decimal(14), valid_from=MONDAY + dt.timedelta(days=1)),
            begun,
            rota(begun, {"A": "EM"}),
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
