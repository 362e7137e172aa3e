"""One long uninterrupted rest in each calendar week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.expr import Expr
from staffing.domain.horizon import week_of
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.domain.work import Shift
from staffing.rules._helpers import either, shift_at, week_from, who, worked, works_one_of
from staffing.rules._personal import PersonalRule
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR


class WeeklyRest(PersonalRule, frozen=True):
    """Each calendar week has a day off around which the rest is long enough.

    The rest runs from the end of the shift on the day before to the start of the shift on the
    day after; a free day before or after makes any day off long enough. Days of which nothing
    is known are days off. A week without such a day is one unit.

    Parameters
    ----------
    hours
        Hours of uninterrupted rest, up to 48.
    """

    rule: Literal["weekly_rest"] = "weekly_rest"
    hours: int = Field(default=35, ge=24, le=48)

    scope: ClassVar[Scope] = Scope.SHIFTS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "weekly rest", "ko": "주간 연속 휴식"}

    def _close(self, earlier: Shift, later: Shift) -> bool:
        rest = 2 * MINUTES_PER_DAY + later.start - earlier.end
        return rest < self.hours * MINUTES_PER_HOUR

    def _weeks(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, list[dt.date]]]:
        """Yield each person's weeks in which every day is known, with their days."""
        for counselor, week in self.weeks(problem):
            if week.room == 0:
                days = week_of(week.planned[0])
                if days[-1] <= problem.horizon.last:
                    yield counselor, week.planned[0], list(days)

    def build(self, problem: Problem, draft: Draft) -> None:
        """Ask for a day off that is not too short; tells shifts apart only where they matter."""
        nobody = Roster(horizon=problem.horizon)
        for counselor, name, days in self._weeks(problem):
            shifts = problem.center.shifts_of(counselor)
            good: list[Expr] = []
            for day in days:
                off = 1 - worked(problem, draft, counselor.id, day)
                good.append(off)
                before, after = (day + dt.timedelta(days=n) for n in (-1, 1))
                if after > problem.horizon.last or after < problem.horizon.first:
                    close = self._settled(problem, nobody, counselor, day)
                    good.append(-Expr(constant=int(close)))
                    continue
                earlier: Iterable[Shift] = shifts
                if before < problem.horizon.first:
                    code = shift_at(problem, nobody, counselor.id, before)
                    earlier = [s for s in problem.center.shifts if s.code == code]
                for shift in earlier:
                    same = Expr(constant=1)
                    if before >= problem.horizon.first:
                        same = works_one_of(problem, draft, counselor, before, {shift.code})
                    for later in shifts:
                        if self._close(shift, later):
                            last = works_one_of(problem, draft, counselor, after, {later.code})
                            short = draft.both(draft.both(off, last), same)
                            good.append(-short)
            draft.limit(Expr.sum(good), Subject(counselor.id, name), at_least=1)

    def _settled(
        self, problem: Problem, roster: Roster, counselor: Counselor, day: dt.date
    ) -> bool:
        """Return whether the shifts around a day off leave too short a rest."""
        around = [
            problem.center.shift.get(code)
            for n in (-1, 1)
            for code in (shift_at(problem, roster, counselor.id, day + dt.timedelta(days=n)),)
            if code is not None
        ]
        earlier, later = around if len(around) == 2 else (None, None)
        off = shift_at(problem, roster, counselor.id, day) is None
        return off and earlier is not None and later is not None and self._close(earlier, later)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks without a long rest."""
        for counselor, name, days in self._weeks(problem):
            rests = (
                shift_at(problem, roster, counselor.id, day) is None
                and not self._settled(problem, roster, counselor, day)
                for day in days
            )
            if not any(rests):
                yield Breach(Subject(counselor.id, name), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return in which week the rest is missing."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        return either(
            language,
            f"{head}: no rest of {self.hours} h without interruption around a day off.",
            f"{head}: {self.hours}시간 연속 휴식이 없습니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a day off between day shifts, and between a night and a morning."""
        law = "Directive 2003/88/EC, art. 5"
        spans = {"E": "08:00-16:00", "L": "13:00-21:00", "N": "22:00-30:00"}
        problem = toy("A", shifts=spans)
        subject = Breach(Subject("A", MONDAY), 1)
        yield Case("holds: 40 hours", cls(), problem, rota(problem, {"A": "EEEEEE."}), (), law)
        row = rota(problem, {"A": "EEL.EEE"})
        yield Case("bound: 35 hours", cls(), problem, row, (), law)
        yield Case("breaks: one more is wanted", cls(hours=36), problem, row, (subject,))
        night = rota(problem, {"A": "NNN.EEE"})
        yield Case("breaks: 26 hours after a night", cls(), problem, night, (subject,), law)
        seven = rota(problem, {"A": "EEEEEEE"})
        yield Case("breaks: seven days", cls(), problem, seven, (subject,), law)
        begun = toy("A", first=MONDAY.replace(day=7), days=3, past={"A": "NNN."}, shifts=spans)
        short = Breach(Subject("A", begun.horizon.first), 1)
        yield Case("breaks: it has begun", cls(), begun, rota(begun, {"A": "EEE"}), (short,))
