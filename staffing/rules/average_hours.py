"""A band for the mean weekly hours over several weeks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from staffing.domain.horizon import week_of
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import (
    FEW,
    MANY,
    either,
    is_known,
    limit_both,
    longest,
    minutes_worked,
    missed,
    paid_minutes,
    planned_minutes,
    span,
    weeks_to,
    who,
)
from staffing.rules._personal import PersonalRule
from staffing.units import DAYS_PER_WEEK, MINUTES_PER_HOUR


class _Window(NamedTuple):
    planned: tuple[dt.date, ...]
    done: int
    least: int
    most: int


class AverageHours(PersonalRule, frozen=True):
    """Mean paid hours a week, over so many calendar weeks in a row, lie in a band.

    Leave and paid holidays count with the contract's hours. Looks at each run of weeks that ends
    with a planned one. Weeks of which nothing is known are left out of the mean, and the least
    is asked only where every day of all weeks is known. Published hours count, but what they
    did too much or too little cannot be asked of the planned days. A minute of the sum beyond
    the band is one unit, named by the first planned day of the last week; ``other`` is the side.

    Parameters
    ----------
    weeks_long
        Calendar weeks over which is averaged.
    least, most
        Mean hours a week.
    """

    rule: Literal["average_hours"] = "average_hours"
    weeks_long: int = Field(default=4, ge=1, le=52)
    least: Decimal = Field(default=Decimal(0), ge=0, le=168)
    most: Decimal = Field(default=Decimal(40), ge=0, le=168)

    scope: ClassVar[Scope] = Scope.SHIFTS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "mean weekly hours", "ko": "평균 주 근로시간"}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most} hours")
        return self

    @property
    def weeks_meant(self) -> int:
        """The weeks that are averaged."""
        return self.weeks_long

    @property
    def days_back(self) -> int:
        """All weeks of a window but the one that is planned."""
        return DAYS_PER_WEEK * self.weeks_long

    def _windows(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, _Window]]:
        paid = paid_minutes(problem)
        for counselor in self.people(problem):
            for week in problem.horizon.weeks:
                if self.in_force(week[0]):
                    yield counselor, week[0], self._window(problem, counselor, week[0], paid)

    def _window(
        self, problem: Problem, counselor: Counselor, day: dt.date, paid: dict[str, int]
    ) -> _Window:
        monday = week_of(day)[0] - dt.timedelta(days=DAYS_PER_WEEK * (self.weeks_long - 1))
        credit = problem.credit_minutes(counselor)
        planned: list[dt.date] = []
        done, free, known = 0, 0, True
        weeks: set[dt.date] = set()
        for number in range(DAYS_PER_WEEK * self.weeks_long):
            date = monday + dt.timedelta(days=number)
            credited = problem.credited(counselor, date) and date.weekday() < 5
            duty = problem.duty_before(counselor.id, date)
            if is_known(problem, date):
                weeks.add(week_of(date)[0])
            else:
                known = False
            if date in problem.horizon:
                planned.append(date)
                free += not counselor.on_leave(date)
            if duty is not None:
                done += paid.get(duty.shift, credit)
            elif credited and week_of(date)[0] in weeks:
                done += credit
        target = len(weeks) * MINUTES_PER_HOUR
        least = min(int(self.least * target), done + free * longest(problem, counselor))
        return _Window(
            tuple(planned), done, least if known else 0, max(int(self.most * target), done)
        )

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the minutes of each window."""
        for counselor, name, window in self._windows(problem):
            minutes = minutes_worked(problem, draft, counselor, window.planned) + window.done
            limit_both(draft, minutes, Subject(counselor.id, name), window.least, window.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the windows outside the band."""
        paid = paid_minutes(problem)
        for counselor, name, window in self._windows(problem):
            minutes = planned_minutes(roster, counselor.id, window.planned, paid) + window.done
            yield from missed(minutes, Subject(counselor.id, name), window.least, window.most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much the weeks together are off, and on which side."""
        subject, off = breach.subject, span(breach.amount, language)
        head = f"{who(problem, subject.counselor)}, "
        head += weeks_to(subject.day, self.weeks_long, language)
        if subject.other == FEW:
            return either(
                language,
                f"{head}: {off} too little in all; the mean must be at least {self.least:f} h a "
                "week.",
                f"{head}: 합계가 {off} 부족합니다. 주 평균 {self.least:f}시간 이상이어야 합니다.",
            )
        return either(
            language,
            f"{head}: {off} too much in all; the mean must be at most {self.most:f} h a week.",
            f"{head}: 합계가 {off} 초과됩니다. 주 평균 {self.most:f}시간 이하여야 합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return two weeks in and outside a band, with published days and leave."""
        law = "Labor Standards Act (KR), art. 51"
        rule = cls(weeks_long=2, least=Decimal(24), most=Decimal(40))
        begun = toy("A", past={"A": "EEEEEE."})
        yield Case("holds: 48 and 24 hours", rule, begun, rota(begun, {"A": "EEE...."}), (), law)
        yield Case("bound: 48 and 32 hours", rule, begun, rota(begun, {"A": "EEEE..."}), (), law)
        many, few = (Subject("A", MONDAY, side) for side in (MANY, FEW))
        yield Case(
            "breaks: 48 and 40 hours",
            rule,
            begun,
            rota(begun, {"A": "EEEEE.."}),
            (Breach(many, 480),),
            law,
        )
        idle = toy("A", past={"A": "EE....."}, leave={"A": "Tue"})
        row = rota(idle, {"A": "E......"})
        yield Case("breaks: 16 + leave twice and 8", rule, idle, row, (Breach(few, 960),))
        unknown = toy("A")
        nothing = rota(unknown, {"A": "......."})
        yield Case("holds: the past is not known", rule, unknown, nothing, ())
        six = rota(unknown, {"A": "EEEEEE."})
        found = (Breach(many, 480),)
        yield Case(
            "breaks: weeks of which nothing is known do not count", rule, unknown, six, found
        )
        sick = toy("A", past={"A": "EEEEE.."}, leave={"A": "Sat-Tue"})
        least = cls(weeks_long=2, least=Decimal(40), most=Decimal(48))
        yield Case(
            "breaks: leave on weekends counts nothing, and nobody works on leave",
            least,
            sick,
            rota(sick, {"A": "..EE..."}),
            (Breach(few, 480),),
        )
        away = toy("A", past={"A": "EE....."}, leave={"A": "2026-08-03..2026-08-08"})
        sunday = rota(away, {"A": "......E"})
        yield Case("bound: no more days are free", least, away, sunday, ())
        friday = toy("A", past={"A": "EEEEE.."}, leave={"A": "Fri"})
        row = rota(friday, {"A": "EEEE..."})
        yield Case("bound: leave on a Friday counts", least, friday, row, ())
        odd = cls(weeks_long=1, least=Decimal("40.02"), most=Decimal(48))
        five = rota(unknown, {"A": "EEEEE.."})
        yield Case("breaks: a minute is missing", odd, unknown, five, (Breach(few, 1),))
        later = cls(weeks_long=1, valid_from=MONDAY.replace(day=4))
        yield Case("holds: the week began before the rule", later, unknown, six, ())
