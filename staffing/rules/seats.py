"""No more people at work than there are seats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.days import ALL_DAYS, WrittenDays
from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import rota, toy
from staffing.rules._cover import Span, spans
from staffing.rules._helpers import at, count, either


class Seats(Rule, frozen=True):
    """At most so many people, of all queues together, are at work at any time.

    At work is on a shift, breaks included. Slots of a day that the same shifts cover are one
    span; each person without a seat in a span is one unit.

    Parameters
    ----------
    most
        Seats.
    days
        Only on these days.
    """

    rule: Literal["seats"] = "seats"
    most: int = Field(ge=1, le=100_000)
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SLOT
    by_span: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {"en": "seats", "ko": "좌석 수"}

    def _spans(self, problem: Problem) -> list[Span]:
        if len(problem.center.counselors) <= self.most:
            return []
        return [span for span in spans(problem) if span.day in self.days]

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the people at work in each span."""
        for span in self._spans(problem):
            heads = Expr.sum(draft.crowd(day, code) for day, code in span.duties)
            draft.limit(heads, span.subject, at_most=self.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the spans with too many people."""
        for span in self._spans(problem):
            heads = sum(
                duty is not None and duty.shift in codes
                for day, codes in span.by_day.items()
                for counselor in problem.center.counselors
                for duty in (roster.of.get((counselor.id, day)),)
            )
            if heads > self.most:
                yield Breach(span.subject, heads - self.most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return when seats are missing."""
        place = at(problem, breach.subject.slot, None, language)
        return either(
            language,
            f"{place}: {count(breach.amount, 'person', 'people')} without a seat; "
            f"there are {self.most}.",
            f"{place}: 좌석이 {breach.amount}석 부족합니다. 좌석은 {self.most}석입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return three people on two seats, one after another and at once."""
        problem = toy("ABC", days=1)
        two = cls(most=2)
        one = toy("AB", days=1)
        yield Case("holds: fewer people than seats", two, one, rota(one, {"A": "E", "B": "E"}), ())
        yield Case("bound: two at work", two, problem, rota(problem, {"A": "E", "B": "L"}), ())
        three = rota(problem, {"A": "E", "B": "M", "C": "L"})
        yield Case(
            "breaks: three from 11:00 on", two, problem, three, (Breach(Subject(slot=3), 1),)
        )
