"""What the roster costs in money: premiums by day and by hour, or all wages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.base import Clock, Frozen
from staffing.domain.days import ALL_DAYS, WrittenDays
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
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock, hours

NEAR = (-1, 0, 1)
"""Days from a shift's own on which hours can begin that the shift reaches."""
LONG_HOLIDAY = 8 * MINUTES_PER_HOUR
"""Labor Standards Act (KR), art. 56(2): hours of a holiday beyond eight cost more."""


class Premium(Frozen):
    """What the hours between two times of some days cost on top of the wage.

    Parameters
    ----------
    days
        Days on which the hours begin.
    begin, end
        From when to when; an end that is not after the beginning is on the next day. The whole
        day if left out.
    percent
        Percent of the wage.
    """

    days: WrittenDays = ALL_DAYS
    begin: Clock = Field(default=0, lt=MINUTES_PER_DAY)
    end: Clock = MINUTES_PER_DAY
    percent: Decimal = Field(ge=1, le=500)

    @model_validator(mode="after")
    def _at_most_a_day(self) -> Self:
        if self.end == self.begin or self.until - self.begin > MINUTES_PER_DAY:
            raise ValueError(
                f"found hours from {clock(self.begin)} to {clock(self.end)}; give an end up to 24 "
                "hours after the beginning, 00:00 to 24:00 for the whole day"
            )
        return self

    @property
    def until(self) -> int:
        """The end in minutes after midnight of the day on which the hours begin."""
        return self.end if self.end > self.begin else self.end + MINUTES_PER_DAY

    def near(self, day: dt.date) -> tuple[int, ...]:
        """Return on which days, counted from a shift's own, its hours begin."""
        return tuple(days for days in NEAR if day + dt.timedelta(days=days) in self.days)

    def minutes(self, shift: Shift, near: Iterable[int]) -> int:
        """Return the minutes of a shift that lie in its hours, breaks included."""
        total = 0
        for days in near:
            first = max(shift.start, self.begin + days * MINUTES_PER_DAY)
            last = min(shift.end, self.until + days * MINUTES_PER_DAY)
            total += max(0, last - first)
        return total


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
    long_holiday
        Share on top of both for the hours of a duty on a public holiday beyond eight; 0.5 in
        Korea (Labor Standards Act, art. 56(2)).
    night_from, night_to
        When it is night.
    premiums
        Further premiums by day and by hour, in percent: those that meet are added, also to
        ``holiday`` and ``night``. They cost the hours that lie in them, whichever day the duty
        began, breaks included, but never more than the paid hours of the duty.
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
    long_holiday: Decimal = Field(default=Decimal(0), ge=0, le=5)
    premiums: tuple[Premium, ...] = ()

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "wages", "ko": "인건비"}

    @model_validator(mode="after")
    def _nights_once(self) -> Self:
        span = self.night_from, self.night_to
        for premium in self.premiums:
            if self.night and premium.days == ALL_DAYS and (premium.begin, premium.until) == span:
                raise ValueError(
                    f"found premiums for every night from {clock(premium.begin)} beside night = "
                    f"{self.night}, which prices the same hours; write night = 0, or leave them out"
                )
        return self

    def _prices(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, Mapping[str, int]]]:
        """Yield what each shift would cost each person on each day, where it costs anything."""
        near = {day: tuple(p.near(day) for p in self.premiums) for day in self.dates(problem)}
        known: dict[tuple[str, bool, tuple[tuple[int, ...], ...]], dict[str, int]] = {}
        for counselor in self.people(problem):
            for day, marks in near.items():
                key = counselor.contract, day in problem.holidays.labor, marks
                if key not in known:
                    shifts = problem.center.shifts_of(counselor)
                    known[key] = {s.code: self._price(problem, *key, s) for s in shifts}
                if any(known[key].values()):
                    yield counselor, day, known[key]

    def _price(
        self,
        problem: Problem,
        contract: str,
        holiday: bool,
        near: tuple[tuple[int, ...], ...],
        shift: Shift,
    ) -> int:
        wage = problem.center.contract[contract].hourly_wage or Decimal(0)
        paid = problem.center.paid_minutes(shift)
        weighed = paid * Decimal(self.pays == "all")
        if holiday:
            weighed += paid * self.holiday + max(0, paid - LONG_HOLIDAY) * self.long_holiday
        weighed += min(paid, night_minutes(shift, self.night_from, self.night_to)) * self.night
        for premium, days in zip(self.premiums, near, strict=True):
            weighed += min(paid, premium.minutes(shift, days)) * premium.percent / 100
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
        """Return ordinary, holiday and night work, premiums by day and hour, and a budget."""
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
        paid = Contract(code="paid", hourly_wage=Decimal(6000))
        shifts = {"E": "08:00-16:00", "F": "08:00-18:00", "D": "04:00-08:00", "N": "22:00-30:00"}
        saturday = MONDAY.replace(day=8)
        problem = toy("A", first=saturday, days=3, shifts=shifts, contract=paid)
        subject = Subject(day=saturday)
        plain = {"per": Decimal(100), "night": 0}

        def spent(name: str, row: str, units: int, *premiums: Mapping[str, object]) -> Case:
            rule = cls.model_validate({**plain, "premiums": premiums})
            found = (Breach(subject, units),) if units else ()
            return Case(name, rule, problem, rota(problem, {"A": row}), found)

        sunday = {"days": "Sun", "percent": 50}
        late = {"begin": "22:00", "end": "06:00", "percent": 50}
        yield spent("holds: Saturday and Monday are no Sunday", "E.E", 0, sunday)
        yield spent("breaks: half of eight hours on a Sunday", ".E.", 240, sunday)
        yield spent("breaks: six hours of Saturday's night are Sunday's", "N..", 180, sunday)
        yield spent("breaks: two hours of Sunday's night are Sunday's", ".N.", 60, sunday)
        yield spent("breaks: eight hours at night", "N..", 240, late)
        yield spent("breaks: two hours before six", "..D", 60, late)
        yield spent("breaks: Sunday and night add up", "N..", 420, sunday, late)
        friday = {**late, "days": "Fri", "percent": 100}
        yield spent("breaks: the night of the day before the horizon", "D..", 120, friday)
        yield spent("holds: a night that begins on another day", ".D.", 0, friday)
        lunch = toy("A", first=saturday, days=2, lunch=True, contract=paid)
        most = cls.model_validate({**plain, "premiums": [sunday], "budget": 240})
        yield Case("bound: lunch is not paid", most, lunch, rota(lunch, {"A": ".E"}), ())
        feast = toy("A", first=saturday, days=2, shifts=shifts, contract=paid, holidays=[saturday])
        long = cls(per=Decimal(10), night=Decimal(0), long_holiday=Decimal("0.5"))
        for name, row, units in (
            ("breaks: four hours of a holiday", "D.", 1200),
            ("breaks: eight hours of a holiday", "E.", 2400),
            ("breaks: two of ten hours of a holiday cost double", "F.", 3600),
        ):
            yield Case(name, long, feast, rota(feast, {"A": row}), (Breach(subject, units),), law)
