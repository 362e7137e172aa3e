"""What the roster costs in money: premiums for nights and holidays, or all wages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.base import Clock
from staffing.domain.expr import Expr
from staffing.domain.people import Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.domain.work import Shift
from staffing.rules._helpers import either, on
from staffing.rules._night import night_minutes
from staffing.rules._personal import PersonalRule
from staffing.units import hours


class Wages(PersonalRule, frozen=True):
    """Wages of the planned days beyond a budget; one unit is ``per`` of the currency.

    A duty costs its paid hours times the contract's hourly wage, with premiums; contracts
    without a wage cost nothing. Overtime is priced by the rule ``overtime``. Each duty is
    rounded to whole units.

    Parameters
    ----------
    pays
        ``premiums``: only what nights and holidays cost on top. ``all``: the wage itself too.
    per
        How much of the currency is one unit.
    budget
        Units that may be spent without a breach.
    holiday, night
        Premium as a share of the wage, for hours on a public holiday and for hours at night.
    night_from, night_to
        When it is night.
    """

    rule: Literal["wages"] = "wages"
    weight: Weight = 1
    pays: Literal["premiums", "all"] = "premiums"
    per: Decimal = Field(default=Decimal(1000), gt=0)
    budget: int = Field(default=0, ge=0)
    holiday: Decimal = Field(default=Decimal("0.5"), ge=0, le=5)
    night: Decimal = Field(default=Decimal("0.5"), ge=0, le=5)
    night_from: Clock = 1320
    night_to: Clock = 1800

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "wages", "ko": "인건비"}

    def _prices(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, Mapping[str, int]]]:
        """Yield what each shift would cost each person on each day, where it costs anything."""
        known: dict[tuple[str, bool], dict[str, int]] = {}
        for counselor in self.people(problem):
            for day in self.dates(problem):
                key = counselor.contract, day in problem.holidays.labor
                if key not in known:
                    shifts = problem.center.shifts_of(counselor)
                    known[key] = {s.code: self._price(problem, *key, s) for s in shifts}
                if any(known[key].values()):
                    yield counselor, day, known[key]

    def _price(self, problem: Problem, contract: str, holiday: bool, shift: Shift) -> int:
        wage = problem.center.contract[contract].hourly_wage or Decimal(0)
        paid = problem.center.paid_minutes(shift)
        weighed = paid * Decimal(self.pays == "all")
        if holiday:
            weighed += paid * self.holiday
        weighed += min(paid, night_minutes(shift, self.night_from, self.night_to)) * self.night
        return round(wage * Decimal(hours(float(weighed))) / self.per)

    def _subject(self, problem: Problem) -> Subject:
        return Subject(day=problem.horizon.first)

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the sum; names no shift where all cost a person the same."""
        parts = []
        for counselor, day, prices in self._prices(problem):
            if len(set(prices.values())) == 1:
                parts.append(draft.works(counselor.id, day) * min(prices.values()))
                continue
            parts += [
                draft.works(counselor.id, day, code) * price
                for code, price in prices.items()
                if price
            ]
        if parts:
            draft.limit(Expr.sum(parts), self._subject(problem), at_most=self.budget)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield what is spent beyond the budget."""
        spent = 0
        for counselor, day, prices in self._prices(problem):
            duty = roster.of.get((counselor.id, day))
            spent += 0 if duty is None else prices.get(duty.shift, 0)
        if spent > self.budget:
            yield Breach(self._subject(problem), spent - self.budget)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how much is spent."""
        head, currency = on(breach.subject.day, language), problem.center.currency
        over, budget = breach.amount * self.per, self.budget * self.per
        return either(
            language,
            f"From {head} on: {over:,f} {currency} of wages beyond the budget of {budget:,f}.",
            f"{head}부터: 인건비가 예산 {budget:,f} {currency} 대비 {over:,f} 초과됩니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return ordinary, holiday and night work, and a budget."""
        law = "Labor Standards Act (KR), art. 56"
        paid = Contract(code="paid", hourly_wage=Decimal(10000))
        shifts = {"E": "08:00-16:00", "N": "20:00-28:00"}
        tuesday = MONDAY.replace(day=4)
        problem = toy("A", days=2, shifts=shifts, contract=paid, holidays=[tuesday])
        subject = Subject(day=MONDAY)
        yield Case("holds: an ordinary day", cls(), problem, rota(problem, {"A": "E."}), (), law)
        holiday = rota(problem, {"A": ".E"})
        yield Case(
            "breaks: half of 80,000 on a holiday",
            cls(),
            problem,
            holiday,
            (Breach(subject, 40),),
            law,
        )
        yield Case(
            "breaks: half of six hours at night",
            cls(),
            problem,
            rota(problem, {"A": "N."}),
            (Breach(subject, 30),),
            law,
        )
        yield Case("bound: the budget", cls(budget=40), problem, holiday, ())
        everything = cls(pays="all", budget=100)
        yield Case(
            "breaks: all wages",
            everything,
            problem,
            rota(problem, {"A": "EE"}),
            (Breach(subject, 100),),
        )
        unpaid = toy("A", days=2, shifts=shifts)
        exact = cls(pays="all", per=Decimal(1))
        yield Case("holds: no wage is known", exact, unpaid, rota(unpaid, {"A": "EE"}), ())
        little = {"A": Contract(code="little", hourly_wage=Decimal(10))}
        two = toy("AB", days=1, contract=little)
        rows = rota(two, {"A": "E", "B": "E"})
        unit = cls(pays="all", per=Decimal(1), budget=79)
        yield Case("breaks: who has no wage earns nothing", unit, two, rows, (Breach(subject, 1),))
