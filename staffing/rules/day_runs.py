"""Runs of days off, or of working days, that are too short or too long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.expr import Expr
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, either, is_known, whom, worked, works_at
from staffing.rules._personal import PersonalRule


class DayRuns(PersonalRule, frozen=True):
    """Days off (or working days) in a row are at least and at most so many.

    A run that is too short is one unit for each missing day; runs that may go on beyond what is
    known are left alone. A run that is too long is one unit for each day too many. Both are
    named by their last day, and looked at if that is planned. Left alone are runs of days off
    with leave in them or beside them, and runs beside the days before the first of employment.

    Parameters
    ----------
    of
        ``off``: days off. ``work``: working days; for the most of those there is also the rule
        ``consecutive_days``.
    least, most
        Days in a row; ``most`` left out is any number.
    """

    rule: Literal["day_runs"] = "day_runs"
    of: Literal["off", "work"] = "off"
    least: int = Field(default=1, ge=1, le=7)
    most: int | None = Field(default=None, ge=1, le=28)

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {"en": "runs of days", "ko": "연속 일수"}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most is not None and self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most} days")
        return self

    def _spans(self, problem: Problem, long: int) -> Iterator[tuple[Counselor, list[dt.date]]]:
        """Yield each person with all so many known days that end on a planned one."""
        for counselor in self.people(problem):
            begin = counselor.since or dt.date.min
            for last in problem.horizon.dates:
                days = [last - dt.timedelta(days=back) for back in range(long - 1, -1, -1)]
                if not is_known(problem, days[0]) or days[0] < begin:
                    continue
                if self.of == "work" or not any(counselor.on_leave(day) for day in days):
                    yield counselor, days

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid the runs by the days around and in them."""

        def part(counselor: Counselor, day: dt.date) -> Expr:
            works = worked(problem, draft, counselor.id, day)
            return works if self.of == "work" else 1 - works

        for length in range(1, self.least):
            for counselor, days in self._spans(problem, length + 2):
                if days[-2] in problem.horizon and self.in_force(days[-2]):
                    inside = [part(counselor, day) for day in days[1:-1]]
                    around = [1 - part(counselor, day) for day in (days[0], days[-1])]
                    short = (Expr.sum((*inside, *around)) - (length + 1)) * (self.least - length)
                    draft.limit(short, Subject(counselor.id, days[-2], "short"), at_most=0)
        if self.most is not None:
            for counselor, days in self._spans(problem, self.most + 1):
                if self.in_force(days[-1]):
                    run = Expr.sum(part(counselor, day) for day in days)
                    draft.limit(run, Subject(counselor.id, days[-1], "long"), at_most=self.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the runs that are too short or too long; ``other`` says which."""

        def fits(counselor: Counselor, day: dt.date) -> bool:
            return works_at(problem, roster, counselor.id, day) == (self.of == "work")

        for length in range(1, self.least):
            for counselor, (before, *run, after) in self._spans(problem, length + 2):
                if run[-1] not in problem.horizon or not self.in_force(run[-1]):
                    continue
                alone = not fits(counselor, before) and not fits(counselor, after)
                if alone and all(fits(counselor, day) for day in run):
                    subject = Subject(counselor.id, run[-1], "short")
                    yield Breach(subject, self.least - length)
        if self.most is not None:
            for counselor, days in self._spans(problem, self.most + 1):
                if self.in_force(days[-1]) and all(fits(counselor, day) for day in days):
                    yield Breach(Subject(counselor.id, days[-1], "long"), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which run is too short or too long."""
        head = whom(problem, breach.subject, language)
        if breach.subject.other == "short":
            what = {"off": "day off", "work": "working day"}[self.of]
            what = count(self.least - breach.amount, what, what.replace("day", "days"))
            wanted = f"at least {self.least} are wanted"
            korean = f"{self.least - breach.amount}일로 짧습니다. 최소 {self.least}일이 필요합니다"
        else:
            what = {"off": "days off", "work": "working days"}[self.of] + f", over {self.most}"
            wanted = f"at most {self.most} are allowed"
            korean = f"{self.most}일을 넘습니다. 최대 {self.most}일까지 가능합니다"
        noun = {"off": "휴무", "work": "근무"}[self.of]
        return either(
            language,
            f"{head}: {what} in a row by this day; {wanted}.",
            f"{head}: 연속 {noun}가 {korean}.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return single days off and long rests, single days of work, and runs at the edges."""
        problem = toy("A", days=9)
        two = cls(least=2)
        yield Case("bound: two days off", two, problem, rota(problem, {"A": "EEE..EEEE"}), ())
        wednesday = MONDAY.replace(day=5)
        alone = rota(problem, {"A": "EE.EEEEE."})
        yield Case(
            "breaks: a single day off; the last may go on",
            two,
            problem,
            alone,
            (Breach(Subject("A", wednesday, "short"), 1),),
        )
        three = cls(most=3)
        yield Case("bound: three off", three, problem, rota(problem, {"A": "EEE...EEE"}), ())
        yield Case(
            "breaks: five off are two too many",
            three,
            problem,
            rota(problem, {"A": "EEEE....."}),
            tuple(Breach(Subject("A", MONDAY.replace(day=day), "long"), 1) for day in (10, 11)),
        )
        away = toy("A", days=9, leave={"A": "2026-08-07..2026-08-11"})
        yield Case("holds: leave is no rest", three, away, rota(away, {"A": "EEEE....."}), ())
        begun = toy("A", days=3, past={"A": ".E"})
        work = cls(of="work", least=3)
        yield Case("bound: it began before", work, begun, rota(begun, {"A": "EE."}), ())
        yield Case(
            "breaks: one before, one now",
            work,
            begun,
            rota(begun, {"A": "E.."}),
            (Breach(Subject("A", MONDAY, "short"), 1),),
        )
        unknown = rota(problem, {"A": ".EEEEEEEE"})
        yield Case("holds: it may have begun before", two, problem, unknown, ())
        new = toy("A", days=9, since={"A": MONDAY.replace(day=5)})
        rest = rota(new, {"A": "......EEE"})
        four = (Breach(Subject("A", MONDAY.replace(day=8), "long"), 1),)
        yield Case("breaks: days off from the first day of employment", three, new, rest, four)
        late = cls(least=2, valid_from=wednesday)
        short = (Breach(Subject("A", wednesday, "short"), 1),)
        yield Case("breaks: in force from its last day on", late, problem, alone, short)
        begins = rota(new, {"A": "..EE.EEEE"})
        yield Case("holds: employment begins with it", work, new, begins, ())
        some = toy("A", days=9, leave={"A": "Sat"})
        row = rota(some, {"A": "EEEE....E"})
        yield Case("holds: a day of leave in it", three, some, row, ())
        first = rota(problem, {"A": "E........"})
        yield Case("holds: work may have begun before", work, problem, first, ())
        friday = MONDAY.replace(day=7)
        last = cls(least=3, valid_from=friday)
        row = rota(problem, {"A": "EEE..EEEE"})
        found = (Breach(Subject("A", friday, "short"), 1),)
        yield Case("breaks: in force from its last of two days on", last, problem, row, found)
