"""Duties that are settled beforehand, person by person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from staffing.domain.center import CallCenter
from staffing.domain.days import ALL_DAYS, Days, WrittenDays
from staffing.domain.expr import Expr
from staffing.domain.links import known
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, whom, works_one_of
from staffing.rules._personal import PersonalRule

Kind = Literal["off", "work", "shift", "not"]


class Pins(PersonalRule, frozen=True):
    """On given days, people work, are off, work one shift, or work any but one.

    Each day on which it is otherwise is one unit. Days of leave are left alone.

    Parameters
    ----------
    kind
        ``off``: no work. ``work``: some shift. ``shift``: that shift. ``not``: not that shift;
        off is fine.
    shift
        Code of the shift for ``shift`` and ``not``.
    days
        When.
    """

    rule: Literal["pins"] = "pins"
    kind: Kind = "shift"
    shift: str = ""
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "settled duties", "ko": "고정 근무"}

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if bool(self.shift) != (self.kind in {"shift", "not"}):
            need = "has no" if self.shift else "needs a"
            raise ValueError(f"a pin of kind {self.kind!r} {need} shift")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person, contract or shift."""
        super().check_links(center)
        if self.shift:
            known(f"shift in rule {self.rule!r}:", self.shift, center.shift)

    def _pins(self, problem: Problem) -> Iterator[tuple[Counselor, dt.date]]:
        for counselor in self.people(problem):
            for day in self.dates(problem):
                begun = counselor.since is None or counselor.since <= day
                if day in self.days and begun and not counselor.on_leave(day):
                    yield counselor, day

    def build(self, problem: Problem, draft: Draft) -> None:
        """Fix the days; only a shift that is named costs a name."""
        for counselor, day in self._pins(problem):
            subject = Subject(counselor.id, day)
            works = draft.works(counselor.id, day)
            if self.shift:
                codes = [shift.code for shift in problem.center.shifts_of(counselor)]
                able = self.shift in codes
                works = (
                    works_one_of(problem, draft, counselor, day, {self.shift}) if able else Expr()
                )
            if self.kind in {"work", "shift"}:
                draft.limit(works, subject, at_least=1)
            else:
                draft.limit(works, subject, at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days on which it is otherwise."""
        for counselor, day in self._pins(problem):
            duty = roster.of.get((counselor.id, day))
            fits = duty is not None and self.shift in {"", duty.shift}
            if fits != (self.kind in {"work", "shift"}):
                yield Breach(Subject(counselor.id, day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what was settled for a day."""
        head = whom(problem, breach.subject, language)
        english = {
            "off": "a day off",
            "work": "a day of work",
            "shift": f"shift {self.shift}",
            "not": f"no shift {self.shift}",
        }[self.kind]
        korean = {
            "off": "휴무",
            "work": "근무",
            "shift": f"{self.shift} 근무",
            "not": f"{self.shift} 근무 제외",
        }[self.kind]
        return either(
            language,
            f"{head}: {english} was settled for this day, and the roster has it otherwise.",
            f"{head}: {korean}로 정해져 있으나 근무표가 다릅니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return each kind of pin kept and missed, and one on leave."""
        problem = toy("AB", days=2, leave={"B": "Mon"})
        monday = Days(weekdays=(0,))
        breach = (Breach(Subject("A", MONDAY), 1),)
        for kind, shift, kept, missed in (
            ("shift", "E", "E.", "L."),
            ("not", "E", "L.", "E."),
            ("off", "", ".E", "EE"),
            ("work", "", "M.", ".E"),
        ):
            rule = cls.model_validate(
                {"kind": kind, "shift": shift, "days": monday, "counselors": ("A",)}
            )
            yield Case(f"holds: {kind}", rule, problem, rota(problem, {"A": kept}), ())
            yield Case(f"breaks: {kind}", rule, problem, rota(problem, {"A": missed}), breach)
        rule = cls(kind="work", days=monday)
        yield Case("bound: B is on leave", rule, problem, rota(problem, {"A": "E."}), ())
        new = toy("A", days=2, since={"A": MONDAY})
        idle = rota(new, {"A": ".."})
        yield Case("breaks: on the first day of employment", rule, new, idle, breach)
