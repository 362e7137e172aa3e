"""Not too many on a break at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from staffing.domain.base import IntArray
from staffing.domain.days import ALL_DAYS, WrittenDays
from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject, Weight
from staffing.domain.toys import rota, toy
from staffing.rules._cover import spans
from staffing.rules._helpers import at, count, either


class BreaksAtOnce(Rule, frozen=True):
    """At most so many people of a queue are on a break in an open slot.

    On a break is at work and not on the phones, a meeting counts too; each person too many in a
    slot is one unit.

    Parameters
    ----------
    most
        People on a break.
    days
        Only on these days.
    """

    rule: Literal["breaks_at_once"] = "breaks_at_once"
    weight: Weight = 50
    most: int = Field(default=2, ge=0, le=100_000)
    days: WrittenDays = ALL_DAYS

    scope: ClassVar[Scope] = Scope.SLOT
    title: ClassVar[dict[str, str]] = {"en": "breaks at once", "ko": "동시 휴게 인원"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the difference of people at work and people on the phones."""
        breaks = {s.code for s in problem.center.shifts if s.breaks}
        for queue in range(len(problem.center.queues)):
            duties: tuple[tuple[object, str], ...] = ()
            starts = {span.subject.slot: span.duties for span in spans(problem)}
            at_work = Expr()
            for slot in range(problem.grid.size):
                if slot in starts:
                    duties = starts[slot]
                    at_work = Expr.sum(draft.crowd(d, code, queue) for d, code in starts[slot])
                pausing = problem.center.meetings or any(code in breaks for _, code in duties)
                if pausing and problem.grid.date_of(slot) in self.days:
                    away = at_work - draft.on_phones(queue, slot)
                    draft.limit(away, Subject(slot=slot, queue=queue), at_most=self.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the slots with too many on a break."""
        plain = tuple(duty.model_copy(update={"breaks": ()}) for duty in roster.duties)
        away: IntArray = problem.on_phones(
            Roster.model_construct(horizon=roster.horizon, duties=plain)
        ) - problem.on_phones(roster)
        for queue, slot in np.argwhere(away > self.most).tolist():
            if problem.grid.date_of(slot) in self.days:
                yield Breach(Subject(slot=slot, queue=queue), int(away[queue, slot]) - self.most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return when too many are away."""
        place = at(problem, breach.subject.slot, breach.subject.queue, language)
        return either(
            language,
            f"{place}: {count(breach.amount, 'person', 'people')} too many on a break; "
            f"at most {self.most} at once are allowed.",
            f"{place}: 동시 휴게 인원이 {breach.amount}명 많습니다. "
            f"최대 {self.most}명까지 가능합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return lunches at once and one after another."""
        problem = toy("AB", days=1, lunch=True)
        one = cls(most=1)
        both = rota(problem, {"A": "E", "B": "E"})
        split = rota(problem, {"A": "E", "B": "E"}, {("B", 0): {"lunch": "12:00"}})
        yield Case("holds: two may be away", cls(), problem, both, ())
        yield Case("bound: one after another", one, problem, split, ())
        breach = (Breach(Subject(slot=3, queue=0), 1),)
        yield Case("breaks: both at 11:00", one, problem, both, breach)
        shifts = tuple(
            shift.model_copy(update={"breaks": ()}) if shift.code == "L" else shift
            for shift in problem.center.shifts
        )
        center = problem.center.model_copy(update={"shifts": shifts})
        some = problem.model_copy(update={"center": center})
        rows = rota(some, {"A": "E", "B": "L"}, {("A", 0): {"lunch": "12:00"}})
        noon = (Breach(Subject(slot=4, queue=0), 1),)
        yield Case("breaks: beside a shift without breaks", cls(most=0), some, rows, noon)
