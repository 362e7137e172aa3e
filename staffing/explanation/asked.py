"""What a question asks for, as rules that can be forced: a day, a shift, people on the phones.

They stand here and not among the rules of a center: nobody writes them into a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.explanation.phrases import day_text, moment_text, person_text, pick


class AskedDuty(Rule, frozen=True):
    """A person works on a day (in a shift), or does not.

    Parameters
    ----------
    counselor, day
        Who and when.
    works
        Whether the duty is wanted or not wanted.
    shift
        Code; empty is any shift.
    """

    rule: Literal["asked_duty"] = "asked_duty"
    counselor: str
    day: dt.date
    works: bool
    shift: str = ""

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "what is asked", "ko": "요청"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Fix the day or the shift."""
        person = problem.center.counselor[self.counselor]
        codes = {shift.code for shift in problem.center.shifts_of(person)}
        works = Expr()
        if not self.shift or codes == {self.shift}:
            works = draft.works(self.counselor, self.day)
        elif self.shift in codes:
            works = draft.works(self.counselor, self.day, self.shift)
        least, most = (1, None) if self.works else (None, 0)
        draft.limit(works, Subject(self.counselor, self.day), at_least=least, at_most=most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:  # noqa: ARG002
        """Yield the day if it is otherwise."""
        duty = roster.of.get((self.counselor, self.day))
        if (duty is not None and self.shift in {"", duty.shift}) != self.works:
            yield Breach(Subject(self.counselor, self.day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:  # noqa: ARG002
        """Return what is asked."""
        return self.text(problem, language)

    def text(self, problem: Problem, language: str) -> str:
        """Return what is asked: ``C04 off on Sun 2026-12-06``."""
        who, day = person_text(problem, self.counselor), day_text(self.day, language)
        if self.shift:
            return pick(
                language,
                f"{who} {'in' if self.works else 'not in'} shift {self.shift} on {day}",
                f"{who} {day} {self.shift} 근무{'' if self.works else ' 제외'}",
            )
        return pick(
            language,
            f"{who} {'at work' if self.works else 'off'} on {day}",
            f"{who} {day} {'근무' if self.works else '휴무'}",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return none: no center states this rule."""
        return ()


class AskedHeads(Rule, frozen=True):
    """At least so many counselors of a queue are on the phones in a slot.

    Parameters
    ----------
    slot, queue
        When, and for which queue.
    heads
        How many.
    """

    rule: Literal["asked_heads"] = "asked_heads"
    slot: int
    queue: int = 0
    heads: int

    scope: ClassVar[Scope] = Scope.SLOT
    title: ClassVar[dict[str, str]] = {"en": "what is asked", "ko": "요청"}

    def build(self, problem: Problem, draft: Draft) -> None:  # noqa: ARG002
        """Ask for the number."""
        subject = Subject(slot=self.slot, queue=self.queue)
        draft.limit(draft.on_phones(self.queue, self.slot), subject, at_least=self.heads)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the slot if fewer are there."""
        short = self.heads - int(problem.on_phones(roster)[self.queue, self.slot])
        if short > 0:
            yield Breach(Subject(slot=self.slot, queue=self.queue), short)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:  # noqa: ARG002
        """Return what is asked."""
        return self.text(problem, language)

    def text(self, problem: Problem, language: str) -> str:
        """Return what is asked: ``9 on the phones at Wed 2026-12-02 12:30``."""
        place = moment_text(problem, self.slot, language)
        return pick(
            language, f"{self.heads} on the phones at {place}", f"{place} 상담 인원 {self.heads}명"
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return none: no center states this rule."""
        return ()


Asked = AskedDuty | AskedHeads
