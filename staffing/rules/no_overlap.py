"""Nobody is in two shifts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Rule, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import close_pairs, either, forbid_close_pairs, on, who


class NoOverlap(Rule, frozen=True):
    """The shifts of a person on two days do not overlap; only overnight shifts can.

    Each pair that overlaps is one unit, named by the day of the later shift.
    """

    rule: Literal["no_overlap"] = "no_overlap"

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "no overlapping shifts", "ko": "근무 중복 금지"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid each pair that can overlap; day shifts have none."""
        forbid_close_pairs(problem, draft, 0, problem.center.counselors)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the pairs that overlap."""
        yield from close_pairs(problem, roster, 0, problem.center.counselors)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return which shift begins before another has ended."""
        head = f"{who(problem, breach.subject.counselor)}, {on(breach.subject.day, language)}"
        return either(
            language,
            f"{head}: the shift begins before an earlier one has ended; shifts may not overlap.",
            f"{head}: 앞 근무가 끝나기 전에 시작하는 근무입니다. 근무는 겹칠 수 없습니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return an overnight shift before shifts that begin sooner, exactly then, and later."""
        spans = {"E": "08:00-16:00", "D": "09:00-17:00", "L": "10:00-18:00", "N": "22:00-33:00"}
        problem = toy("A", days=2, shifts=spans)
        yield Case("holds: an hour between", cls(), problem, rota(problem, {"A": "NL"}), ())
        yield Case("bound: ends as it begins", cls(), problem, rota(problem, {"A": "ND"}), ())
        yield Case(
            "breaks: an hour in both",
            cls(),
            problem,
            rota(problem, {"A": "NE"}),
            (Breach(Subject("A", problem.horizon.last), 1),),
        )
        begun = toy("A", days=1, shifts=spans, past={"A": "N"})
        yield Case(
            "breaks: a published shift has not ended",
            cls(),
            begun,
            rota(begun, {"A": "E"}),
            (Breach(Subject("A", MONDAY), 1),),
        )
