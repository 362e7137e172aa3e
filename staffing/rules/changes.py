"""What people were told stays: each change to the published roster costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.horizon import week_of
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, whom, works_one_of
from staffing.rules._personal import PersonalRule


class Changes(PersonalRule, frozen=True):
    """Each day that differs from the published roster costs, by what changes.

    Says nothing of days that were not published (such as a week in which nobody has a duty),
    nor of duties that cannot be kept: on leave, or in a shift that is no longer allowed.

    Parameters
    ----------
    day_off
        Units for working on a day that was published as off.
    day_on
        Units for being off on a day that was published as worked.
    shift
        Units for working another shift than published.
    """

    rule: Literal["changes"] = "changes"
    weight: Weight = 100
    day_off: int = Field(default=3, ge=0, le=1000)
    day_on: int = Field(default=2, ge=0, le=1000)
    shift: int = Field(default=1, ge=0, le=1000)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {
        "en": "changes to the published roster",
        "ko": "공지된 근무표 변경",
    }

    def _told(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date, Duty | None]]:
        """Yield each person's published days with the duty that can still be kept."""
        published = problem.published
        if published is None:
            return
        weeks = {week_of(duty.day)[0] for duty in published.duties}
        for counselor in self.people(problem):
            allowed = {shift.code for shift in problem.center.shifts_of(counselor)}
            for day in self.dates(problem):
                if day not in published.horizon or week_of(day)[0] not in weeks:
                    continue
                duty = published.of.get((counselor.id, day))
                away = counselor.on_leave(day) or (duty is not None and duty.shift not in allowed)
                if duty is None or not away:
                    yield counselor, day, duty

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the days and shifts that differ."""
        for counselor, day, duty in self._told(problem):
            subject = Subject(counselor.id, day)
            works = draft.works(counselor.id, day)
            if duty is None:
                if self.day_off:
                    draft.limit(works * self.day_off, subject, at_most=0)
                continue
            if self.day_on:
                draft.limit(works * self.day_on, subject, at_least=self.day_on)
            if self.shift:
                same = works_one_of(problem, draft, counselor, day, {duty.shift})
                draft.limit((works - same) * self.shift, subject, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days that differ."""
        for counselor, day, told in self._told(problem):
            duty = roster.of.get((counselor.id, day))
            if told is None:
                amount = self.day_off if duty is not None else 0
            elif duty is None:
                amount = self.day_on
            else:
                amount = self.shift if duty.shift != told.shift else 0
            if amount:
                yield Breach(Subject(counselor.id, day), amount)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what was published for a day."""
        head = whom(problem, breach.subject, language)
        key = breach.subject.counselor or "", breach.subject.day or dt.date.min
        told = None if problem.published is None else problem.published.of.get(key)
        was = either(language, "a day off", "휴무") if told is None else told.shift
        return either(
            language,
            f"{head}: {was} was published, and the roster has changed (weighs {breach.amount}).",
            f"{head}: {was}로 공지되었으나 변경되었습니다(부담 {breach.amount}).",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a roster kept, and each kind of change."""
        plain = toy("A", days=3)
        told = rota(plain, {"A": "EL."})
        problem = plain.model_copy(update={"published": told})
        yield Case("holds: as published", cls(), problem, told, ())
        new = rota(problem, {"A": "..M"})
        yield Case("holds: nothing was published", cls(), plain, new, ())
        tuesday, last = MONDAY.replace(day=4), problem.horizon.last
        yield Case(
            "bound: another shift",
            cls(),
            problem,
            rota(problem, {"A": "EE."}),
            (Breach(Subject("A", tuesday), 1),),
        )
        yield Case(
            "breaks: off on days of work, at work on a day off",
            cls(),
            problem,
            new,
            (
                Breach(Subject("A", MONDAY), 2),
                Breach(Subject("A", tuesday), 2),
                Breach(Subject("A", last), 3),
            ),
        )
        empty = plain.model_copy(update={"published": told.with_duties(())})
        yield Case("holds: a week without any duty was not published", cls(), empty, new, ())
        ill = toy("A", days=3, leave={"A": "Mon"}).model_copy(update={"published": told})
        yield Case("holds: who is on leave must change", cls(), ill, rota(ill, {"A": ".L."}), ())
