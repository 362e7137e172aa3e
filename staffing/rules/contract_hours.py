"""Everyone's paid hours in each calendar week are those of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.people import Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import (
    FEW,
    MANY,
    Week,
    either,
    limit_both,
    longest,
    minutes_worked,
    missed,
    paid_minutes,
    past_minutes,
    planned_minutes,
    span,
    week_from,
    weeks,
    who,
)
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_HOUR


class ContractHours(PersonalRule, frozen=True):
    """Paid minutes per calendar week equal the contract's, less the credited ones.

    Published days count, but what they did too much or too little cannot be asked of the
    planned days. Each day outside the horizon of which nothing is known may still be worked
    in the longest shift.

    Parameters
    ----------
    under_minutes, over_minutes
        How many minutes less and more are right too.
    """

    rule: Literal["contract_hours"] = "contract_hours"
    under_minutes: int = Field(default=0, ge=0)
    over_minutes: int = Field(default=0, ge=0)

    scope: ClassVar[Scope] = Scope.SHIFTS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {
        "en": "hours of the contract",
        "ko": "계약 근로시간",
    }

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the minutes of each week."""
        paid = paid_minutes(problem)
        for counselor, week in self.weeks(problem):
            least, most = self._bounds(problem, counselor, week, paid)
            minutes = minutes_worked(problem, draft, counselor, week.planned)
            minutes += past_minutes(problem, counselor, week, paid)
            subject = Subject(counselor.id, week.planned[0])
            limit_both(draft, minutes, subject, least, most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks with too many or too few minutes."""
        paid = paid_minutes(problem)
        for counselor, week in self.weeks(problem):
            least, most = self._bounds(problem, counselor, week, paid)
            minutes = planned_minutes(roster, counselor.id, week.planned, paid)
            minutes += past_minutes(problem, counselor, week, paid)
            yield from missed(minutes, Subject(counselor.id, week.planned[0]), least, most)

    def _bounds(
        self, problem: Problem, counselor: Counselor, week: Week, paid: Mapping[str, int]
    ) -> tuple[int, int]:
        contract = problem.center.contract[counselor.contract]
        target = int(contract.hours_per_week * MINUTES_PER_HOUR)
        target -= week.credited * problem.credit_minutes(counselor)
        if week.credited == contract.days_per_week:
            target = 0
        done, day = past_minutes(problem, counselor, week, paid), longest(problem, counselor)
        least = min(target - self.under_minutes - week.room * day, done + week.free * day)
        return least, max(target + self.over_minutes, done)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a week is off."""
        subject = breach.subject
        counselor = problem.center.counselor[subject.counselor or ""]
        week = next(w for w in weeks(problem, counselor) if w.planned[0] == subject.day)
        least, most = self._bounds(problem, counselor, week, paid_minutes(problem))
        many = subject.other == MANY
        off, allowed = span(breach.amount, language), span(most if many else least, language)
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        return either(
            language,
            f"{head}: {off} too {'much' if many else 'little'}; the contract asks for "
            f"{'at most' if many else 'at least'} {allowed}.",
            f"{head}: 근로시간이 {off} {'초과됩니다' if many else '부족합니다'}. 계약상 "
            f"{'최대' if many else '최소'} {allowed}입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weeks of equal and of unequal shifts, with leave and published days."""
        few, many = (Subject("A", MONDAY, side) for side in (FEW, MANY))
        week = toy("A")
        five = rota(week, {"A": "EEEEE.."})
        yield Case("holds: 40 hours", cls(), week, five, ())
        four = rota(week, {"A": "EEEE..."})
        yield Case("bound: 8 hours less", cls(under_minutes=480), week, four, ())
        yield Case(
            "breaks: a minute beyond the tolerance",
            cls(under_minutes=479),
            week,
            four,
            (Breach(few, 1),),
        )
        six = rota(week, {"A": "EEEEEE."})
        yield Case("bound: 8 hours more", cls(over_minutes=480), week, six, ())
        yield Case("breaks: 8 hours more", cls(), week, six, (Breach(many, 480),))
        part = Contract(code="part", days_per_week=3, hours_per_week=Decimal(16))
        short = {"E": "08:00-16:00", "S": "08:00-12:00"}
        mixed = toy("A", shifts=short, contract=part)
        yield Case("bound: 8 + 4 + 4", cls(), mixed, rota(mixed, {"A": "ES.S..."}), ())
        yield Case(
            "breaks: 8 + 8 + 4", cls(), mixed, rota(mixed, {"A": "ES.E..."}), (Breach(many, 240),)
        )
        away = toy("A", shifts=short, contract=part, leave={"A": "Mon-Wed"})
        yield Case("bound: leave of all days", cls(), away, rota(away, {"A": "......."}), ())
        begun = toy("A", first=MONDAY.replace(day=7), days=2, past={"A": "EEEE"})
        yield Case(
            "breaks: published days count",
            cls(),
            begun,
            rota(begun, {"A": "EE"}),
            (Breach(Subject("A", begun.horizon.first, MANY), 480),),
        )
        none = toy("A", contract=Contract(code="none", shifts=()))
        yield Case("holds: no shift to work in", cls(), none, rota(none, {"A": "......."}), ())
        monday_off = toy("A", leave={"A": "Mon"})
        row = rota(monday_off, {"A": ".EEEE.."})
        yield Case("bound: a day of leave and four", cls(), monday_off, row, ())
        extra = cls(over_minutes=480)
        all_off = toy("A", leave={"A": "Mon-Fri"})
        row = rota(all_off, {"A": ".....E."})
        yield Case("bound: 8 hours more than leave", extra, all_off, row, ())
        ends = toy("A", days=4)
        few_left = (Breach(few, 480),)
        yield Case("bound: three days are left", cls(), ends, rota(ends, {"A": "EE.."}), ())
        yield Case("breaks: they are not enough", cls(), ends, rota(ends, {"A": "E..."}), few_left)
