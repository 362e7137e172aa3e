"""Few different shifts, so that a roster of designed shifts stays easy to live with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject, Weight
from staffing.domain.toys import rota, toy
from staffing.rules._helpers import count, either, on


class FewShifts(Rule, frozen=True):
    """At most so many different shifts are worked in the planned days.

    Each different shift beyond is one unit. With ``most = 0`` and a weight, every different
    shift has its price; with ``weight = "hard"`` there are never more than ``most``.

    Parameters
    ----------
    most
        Different shifts that cost nothing.
    """

    rule: Literal["few_shifts"] = "few_shifts"
    weight: Weight = 200
    most: int = Field(default=0, ge=0, le=1000)

    scope: ClassVar[Scope] = Scope.CROWD
    title: ClassVar[dict[str, str]] = {"en": "different shifts", "ko": "근무조 종류 수"}

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.hard and self.most == 0:
            raise ValueError("found most = 0 as a hard rule; nobody could work, so give 1 or more")
        return self

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound the number of shifts that anybody works on any day."""
        if len(problem.center.shifts) <= self.most:
            return
        used = Expr.sum(
            draft.any_of([draft.crowd(day, shift.code) for day in problem.horizon.dates])
            for shift in problem.center.shifts
        )
        draft.limit(used, Subject(), at_most=self.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield by how many there are too many; other breaches say of unknown duties."""
        people, shifts = problem.center.counselor, problem.center.shift
        used = {
            duty.shift
            for (who, day), duty in roster.of.items()
            if who in people and day in problem.horizon and duty.shift in shifts
        }
        if len(used) > self.most:
            yield Breach(Subject(), len(used) - self.most)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return how many different shifts there are."""
        first, last = on(problem.horizon.first, language), on(problem.horizon.last, language)
        used = breach.amount + self.most
        english = f"{first} to {last}: {count(used, 'different shift')} in use"
        korean = f"{first} ~ {last}: 근무조 {used}종류를 사용합니다"
        if self.most:
            english += f"; {self.most} are wanted at most"
            korean += f"(최대 {self.most}종류 희망)"
        return either(language, f"{english}.", f"{korean}.")

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return one shift for all, two, and nobody at work."""
        problem = toy("AB", days=3)
        same = rota(problem, {"A": "EE.", "B": ".EE"})
        yield Case("holds: nobody works", cls(), problem, rota(problem, {"A": "..."}), ())
        one, two = (Breach(Subject(), n) for n in (1, 2))
        yield Case("breaks: each shift has its price", cls(), problem, same, (one,))
        mixed = rota(problem, {"A": "EL.", "B": ".EE"})
        yield Case("breaks: two of them", cls(), problem, mixed, (two,))
        yield Case("bound: two are allowed", cls(most=2), problem, mixed, ())
        yield Case("breaks: one is allowed", cls(most=1), problem, mixed, (one,))
