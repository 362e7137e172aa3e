"""Everyone works the days of the contract in each calendar week."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Breach, Case, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import FEW, MANY, Week
from staffing.rules._week_days import WeekDaysRule


class ContractDays(WeekDaysRule, frozen=True):
    """Working days per calendar week equal the contract's, less the credited ones.

    Published days of the week count, but what they did too much or too little cannot be asked
    of the planned days. Days outside the horizon of which nothing is known may still be worked.
    Days before the first day of employment are credited.
    """

    rule: Literal["contract_days"] = "contract_days"

    title: ClassVar[dict[str, str]] = {
        "en": "working days of the contract",
        "ko": "계약 근무일수",
    }

    def bounds(self, problem: Problem, counselor: Counselor, week: Week) -> tuple[int, int]:
        """Return the contract's days, as far as the week leaves room for them."""
        target = problem.center.contract[counselor.contract].days_per_week - week.credited
        done = len(week.past)
        return min(target - week.room, done + week.free), max(target, done)

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weeks with and without leave, holidays, published days and an open end."""
        few, many = (Subject("A", MONDAY, side) for side in (FEW, MANY))
        week = toy("A")
        yield Case("bound: five days", cls(), week, rota(week, {"A": "EEEEE.."}), ())
        for row, found in (
            ("EEEE...", Breach(few, 1)),
            ("EEEEEE.", Breach(many, 1)),
            ("EE.....", Breach(few, 3)),
        ):
            yield Case(f"breaks: {row}", cls(), week, rota(week, {"A": row}), (found,))
        away = toy("A", leave={"A": "Mon"}, holidays=[MONDAY.replace(day=4)])
        yield Case("holds: leave and holiday", cls(), away, rota(away, {"A": "..EEE.."}), ())
        yield Case(
            "breaks: credited days are not worked again",
            cls(),
            away,
            rota(away, {"A": "..EEEE."}),
            (Breach(many, 1),),
        )
        begun = toy("A", first=MONDAY.replace(day=6), days=4, past={"A": "EEE"})
        yield Case("bound: published days", cls(), begun, rota(begun, {"A": "EE.."}), ())
        yield Case(
            "breaks: published days count",
            cls(),
            begun,
            rota(begun, {"A": "EEE."}),
            (Breach(Subject("A", begun.horizon.first, MANY), 1),),
        )
        spent = toy("A", first=MONDAY.replace(day=9), days=1, past={"A": "EEEEEE"})
        yield Case("holds: published too much", cls(), spent, rota(spent, {"A": "."}), ())
        idle = toy("A", first=MONDAY.replace(day=8), days=2, past={"A": "....."})
        yield Case("bound: published too little", cls(), idle, rota(idle, {"A": "EE"}), ())
        absent = toy(
            "A", first=MONDAY.replace(day=8), days=2, past={"A": "....."}, leave={"A": "Sun"}
        )
        yield Case("bound: Sunday is leave", cls(), absent, rota(absent, {"A": "E."}), ())
        ends = toy("A", days=4)
        yield Case("bound: three days are left", cls(), ends, rota(ends, {"A": "EE.."}), ())
        yield Case(
            "breaks: three days left for four",
            cls(),
            ends,
            rota(ends, {"A": "E..."}),
            (Breach(few, 1),),
        )
        new = toy("A", since={"A": MONDAY.replace(day=5)})
        yield Case(
            "bound: the first day of employment", cls(), new, rota(new, {"A": "..EEE.."}), ()
        )
        part = (Breach(few, 1),)
        yield Case("breaks: leave is not all", cls(), away, rota(away, {"A": "..EE..."}), part)
        one = (Breach(Subject("A", idle.horizon.first, FEW), 1),)
        yield Case("breaks: two days were free", cls(), idle, rota(idle, {"A": "E."}), one)
