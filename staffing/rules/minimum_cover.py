"""Never fewer than a few on the phones while the lines are open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from staffing.domain.days import ALL_DAYS, Days, WrittenDays
from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import rota, toy
from staffing.rules._helpers import at, count, either


class MinimumCover(Rule, frozen=True):
    """At least so many counselors, of all queues together, are on the phones in an open slot.

    Parameters
    ----------
    working_day
        On Monday to Friday without holiday.
    day_off
        On Saturdays, Sundays and holidays.
    days
        Only on these days.
    """

    rule: Literal["minimum_cover"] = "minimum_cover"
    working_day: int = Field(default=2, ge=0)
    day_off: int = Field(default=1, ge=0)
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SLOT
    title: ClassVar[dict[str, str]] = {
        "en": "least number on the phones",
        "ko": "최소 상담 인원",
    }

    def _least(self, problem: Problem) -> list[int]:
        by_day = [
            0
            if day not in self.days
            else self.working_day
            if problem.holidays.is_working_day(day)
            else self.day_off
            for day in problem.horizon.dates
        ]
        return [by_day[index] for index in problem.grid.day_of]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Ask for the number in each slot."""
        queues = range(len(problem.center.queues))
        for slot, least in enumerate(self._least(problem)):
            if least == 0:
                continue
            # A draft knows its own expressions again, so a single queue is handed on as it is.
            heads = [draft.on_phones(queue, slot) for queue in queues]
            all_heads = heads[0] if len(heads) == 1 else Expr.sum(heads)
            draft.limit(all_heads, Subject(slot=slot), at_least=least)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the slots with too few on the phones."""
        least = np.array(self._least(problem), dtype=np.int64)
        short = least - problem.on_phones(roster).sum(axis=0)
        for slot in np.nonzero(short > 0)[0].tolist():
            yield Breach(Subject(slot=slot), int(short[slot]))

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many more a slot needs."""
        slot = breach.subject.slot or 0
        least = self._least(problem)[slot]
        place = at(problem, slot, None, language)
        return either(
            language,
            f"{place}: {count(breach.amount, 'counselor')} too few on the phones; "
            f"at least {least} must be there.",
            f"{place}: 상담 인원이 {breach.amount}명 부족합니다. 최소 {least}명이 있어야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a Monday with two, with one, and at lunch; a holiday with one."""
        monday = toy("AB", days=1, opening="08:00-10:00")
        lunch = toy("AB", days=1, opening="11:00-13:00", lunch=True)
        holiday = toy("AB", days=1, opening="08:00-10:00", holidays=[monday.horizon.first])
        one = {"A": "E", "B": "M"}
        yield Case("holds: one is free", cls(working_day=1), monday, rota(monday, one), ())
        yield Case(
            "breaks: one at 08:00",
            cls(),
            monday,
            rota(monday, one),
            (Breach(Subject(slot=0), 1),),
        )
        yield Case(
            "breaks: both at lunch",
            cls(),
            lunch,
            rota(lunch, {"A": "E", "B": "E"}),
            (Breach(Subject(slot=0), 2),),
        )
        both = {"A": "E", "B": "E"}
        yield Case("bound: exactly two", cls(), monday, rota(monday, both), ())
        yield Case("bound: one on a holiday", cls(), holiday, rota(holiday, one), ())
        other = cls(days=Days(weekdays=(1,)))
        yield Case("bound: nobody on a day not named", other, monday, rota(monday, {"A": "."}), ())
