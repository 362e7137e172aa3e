"""The shape of a roster: one known person, one known shift, one planned day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, on, who


class OneShift(Rule, frozen=True):
    """At most one duty per person and day, of people, days and shifts that there are."""

    rule: Literal["one_shift"] = "one_shift"

    scope: ClassVar[Scope] = Scope.STRUCTURE
    title: ClassVar[dict[str, str]] = {"en": "one shift a day", "ko": "하루 한 근무"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Say nothing: the variables know no other rosters."""

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield each duty that cannot be, once; its shift is the subject's ``other``."""
        codes = {
            c.id: {s.code for s in problem.center.shifts_of(c)} for c in problem.center.counselors
        }
        seen: set[tuple[str, dt.date]] = set()
        for duty in roster.duties:
            key = duty.counselor, duty.day
            known = duty.shift in codes.get(duty.counselor, ()) and duty.day in problem.horizon
            if not known or key in seen:
                yield Breach(Subject(duty.counselor, duty.day, duty.shift), 1)
            seen.add(key)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what is wrong with a duty."""
        subject = breach.subject
        twice = either(
            language,
            "there is another shift on that day; only one is allowed",
            "같은 날 다른 근무가 있습니다. 하루 한 근무만 가능합니다",
        )
        reason = _reason(problem, subject, language) or twice
        day = on(subject.day, language)
        return either(
            language,
            f"{who(problem, subject.counselor)}, {day}, shift {subject.other}: {reason}.",
            f"{who(problem, subject.counselor)}, {day}, {subject.other} 근무: {reason}.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a proper week, and duties of each kind that cannot be."""
        contract = Contract(code="early", shifts=("E",))
        problem = toy("AB", days=2, contract={"A": contract})
        plain = rota(problem, {"A": "EE", "B": ".L"})
        yield Case("holds", cls(), problem, plain, ())
        yield Case("bound: one shift each day", cls(), problem, rota(problem, {"B": "ML"}), ())
        wrong = (("B", 0, "M"), ("A", 1, "L"), ("C", 0, "E"), ("B", 0, "X"), ("B", 2, "E"))
        days = (*problem.horizon.dates, MONDAY.replace(day=5))
        duties = [Duty(counselor=c, day=days[d], shift=s) for c, d, s in wrong]
        first = Duty(counselor="B", day=days[0], shift="E")
        yield Case(
            "breaks: twice a day, not in the contract, unknown person, shift and day",
            cls(),
            problem,
            plain.with_duties([first, *duties]),
            tuple(Breach(Subject(d.counselor, d.day, d.shift), 1) for d in duties),
        )


def _reason(problem: Problem, subject: Subject, language: str) -> str:
    center = problem.center
    person = center.counselor.get(subject.counselor or "")
    if person is None:
        known = ", ".join(center.counselor)
        return either(language, f"no such person; known: {known}", f"없는 사람입니다({known})")
    if subject.day is None or subject.day not in problem.horizon:
        return either(
            language,
            f"the planned days are {problem.horizon}",
            f"계획 기간({problem.horizon})이 아닙니다",
        )
    if subject.other not in center.shift:
        known = ", ".join(center.shift)
        return either(language, f"no such shift; known: {known}", f"없는 근무입니다({known})")
    allowed = [shift.code for shift in center.shifts_of(person)]
    if subject.other not in allowed:
        codes = ", ".join(allowed)
        return either(
            language,
            f"the contract {person.contract!r} allows only {codes}",
            f"계약 {person.contract!r}에서는 {codes}만 가능합니다",
        )
    return ""
