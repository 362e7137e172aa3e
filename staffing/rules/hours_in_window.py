"""A band for the hours really worked in any stretch of days, across weeks."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import Field, model_validator

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
    whom,
)
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_HOUR


class _Window(NamedTuple):
    planned: list[dt.date]
    done: int
    least: int
    most: int | None


class HoursInWindow(PersonalRule, frozen=True):
    """Working time in any window of so many days has a least, a most, or both.

    Each minute too many or too few is one unit, named by the last day of the window. Published
    days count, but what they did too much or too little is no breach of the planned days.

    Leave and holidays are no working time. They lower the least, from Monday to Friday, by the
    contract's hours of a day; and nobody is asked for more than the days without leave allow.
    The least is asked where every day of the window is published or planned, and of who was
    employed from its first day on.

    Parameters
    ----------
    window
        In any so many days in a row.
    least, most
        Hours in the window; at least one of the two is given.
    """

    rule: Literal["hours_in_window"] = "hours_in_window"
    window: int = Field(default=7, ge=2, le=120)
    least: Decimal = Field(default=Decimal(0), ge=0, le=2880)
    most: Decimal | None = Field(default=None, ge=0, le=2880)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "hours in a window", "ko": "기간 내 근로시간"}

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.most is None and not self.least:
            raise ValueError("found neither least nor most; give hours for one of them, or both")
        if self.most is not None and self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most} hours")
        return self

    @property
    def days_back(self) -> int:
        """All days of a window but the one that is planned."""
        return self.window

    def _windows(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, _Window]]:
        """Yield each person with each window that ends on a planned day."""
        paid = paid_minutes(problem)
        for counselor in self.people(problem):
            for last in self.dates(problem):
                yield counselor, last, self._window(problem, counselor, last, paid)

    def _window(
        self, problem: Problem, counselor: Counselor, last: dt.date, paid: dict[str, int]
    ) -> _Window:
        days = [last - dt.timedelta(days=back) for back in range(self.window)]
        planned = [day for day in days if day in problem.horizon]
        credit = problem.credit_minutes(counselor)
        duties = [problem.duty_before(counselor.id, day) for day in days]
        done = sum(paid.get(duty.shift, credit) for duty in duties if duty is not None)
        most = None if self.most is None else max(int(self.most * MINUTES_PER_HOUR), done)
        early = counselor.since is not None and counselor.since > days[-1]
        if not self.least or early or not all(is_known(problem, day) for day in days):
            return _Window(planned, done, 0, most)
        credited = sum(
            problem.credited(counselor, day) and day.weekday() < 5
            for day, duty in zip(days, duties, strict=True)
            if duty is None
        )
        free = sum(not counselor.on_leave(day) for day in planned)
        asked = math.ceil(self.least * MINUTES_PER_HOUR) - credited * credit
        least = min(asked, done + free * longest(problem, counselor))
        return _Window(planned, done, least, most)

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the minutes of each window that could have too many or too few."""
        for counselor, last, (planned, done, least, most) in self._windows(problem):
            full = done + len(planned) * longest(problem, counselor)
            if least > done or (most is not None and most < full):
                minutes = minutes_worked(problem, draft, counselor, planned) + done
                limit_both(draft, minutes, Subject(counselor.id, last), least, most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the windows with too many or too few; ``other`` says which."""
        paid = paid_minutes(problem)
        for counselor, last, (planned, done, least, most) in self._windows(problem):
            minutes = planned_minutes(roster, counselor.id, planned, paid) + done
            yield from missed(minutes, Subject(counselor.id, last), least, most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much a window is too full or too empty."""
        head, off = whom(problem, breach.subject, language), span(breach.amount, language)
        if breach.subject.other == FEW:
            return either(
                language,
                f"{head}: {off} of work too little in the {self.window} days to this one; at "
                f"least {self.least:f} h are asked, less leave and holidays.",
                f"{head}: 이날까지 {self.window}일 동안 근로시간이 {off} 부족합니다. "
                f"휴가와 휴일을 제외하고 최소 {self.least:f}시간이어야 합니다.",
            )
        return either(
            language,
            f"{head}: {off} of work too much in the {self.window} days to this one; at most "
            f"{self.most:f} h are allowed.",
            f"{head}: 이날까지 {self.window}일 동안 근로시간이 {off} 초과됩니다. "
            f"최대 {self.most:f}시간까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return windows of five days: inside a horizon, across its start, with leave."""
        rule = cls(window=5, most=Decimal(24))
        problem = toy("A", lunch=True)
        yield Case("holds: two of five days", rule, problem, rota(problem, {"A": "EE...EE"}), ())
        yield Case("bound: three of five days", rule, problem, rota(problem, {"A": "EE.E.EE"}), ())

        def many(day: int, minutes: int) -> Breach:
            return Breach(Subject("A", MONDAY.replace(day=day), MANY), minutes)

        def few(day: int, minutes: int) -> Breach:
            return Breach(Subject("A", MONDAY.replace(day=day), FEW), minutes)

        row = rota(problem, {"A": "..E.EEE"})
        yield Case("breaks: the last window counts", rule, problem, row, (many(9, 480),))
        begun = toy("A", days=2, past={"A": "EEEE"})
        row = rota(begun, {"A": "E."})
        yield Case(
            "breaks: days before count, but are no breach themselves",
            rule,
            begun,
            row,
            (many(3, 480), many(4, 480)),
        )
        odd = cls(window=2, least=Decimal("8.01"), most=Decimal("15.99"))
        two = toy("A", days=3)
        yield Case(
            "breaks: a minute too many, and one too few",
            odd,
            two,
            rota(two, {"A": "EE."}),
            (many(4, 1), few(5, 1)),
        )
        least = cls(window=5, least=Decimal(16))
        yield Case("holds: the past is not known", least, two, rota(two, {"A": "..."}), ())
        known = toy("A", past={"A": "EE.E.E."})
        row = rota(known, {"A": "E....E."})
        yield Case(
            "breaks: 8 of 16 hours in four windows",
            least,
            known,
            row,
            (few(6, 480), few(7, 480), few(8, 480), few(9, 480)),
        )
        row = rota(known, {"A": "E..EE.."})
        yield Case("bound: 16 hours in each", least, known, row, ())
        away = toy("A", past={"A": "EE.E.E."}, leave={"A": "2026-08-05"})
        row = rota(away, {"A": "E......"})
        yield Case(
            "breaks: leave lowers the least by a day", least, away, row, (few(8, 480), few(9, 480))
        )
        pair = cls(window=2, least=Decimal(8))
        weekend = toy("A", past={"A": "EEEEE.E"}, leave={"A": "2026-08-08..2026-08-09"})
        row = rota(weekend, {"A": "EEEE..."})
        yield Case("breaks: nobody is asked to work on leave", pair, weekend, row, (few(8, 480),))
        friday = toy("A", past={"A": "EEEEE.E"}, leave={"A": "2026-08-07"})
        row = rota(friday, {"A": "EEE...E"})
        yield Case("bound: leave on a Friday counts", pair, friday, row, ())
        exactly = cls(window=2, least=Decimal(8), most=Decimal(8))
        turns = toy("A", days=2, past={"A": "E"})
        yield Case("bound: every other day", exactly, turns, rota(turns, {"A": ".E"}), ())
        hired = toy("A", past={"A": "......."}, since={"A": MONDAY.replace(day=5)})
        row = rota(hired, {"A": "....E.."})
        yield Case(
            "breaks: not asked before the first day", pair, hired, row, (few(6, 480), few(9, 480))
        )
        tuesday = MONDAY.replace(day=4)
        after = toy("A", first=tuesday, days=1, past={"A": "E"}, holidays=[MONDAY])
        full = cls(window=2, least=Decimal(16))
        row = rota(after, {"A": "."})
        yield Case("breaks: a worked holiday is no credit", full, after, row, (few(4, 480),))
