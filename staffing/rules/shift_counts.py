"""How often a person works certain shifts over the planned days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.center import CallCenter
from staffing.domain.expr import Expr
from staffing.domain.links import known
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import count, either, whom, works_one_of
from staffing.rules._personal import PersonalRule


class ShiftCounts(PersonalRule, frozen=True):
    """Each person works certain shifts at least and at most so often.

    Counted over the planned days on which the rule holds; each duty missing or too many is one
    unit, named by the last of these days.

    Parameters
    ----------
    shifts
        Codes of the shifts, counted together.
    least, most
        Duties; ``most`` left out is any number.
    """

    rule: Literal["shift_counts"] = "shift_counts"
    shifts: tuple[str, ...] = Field(min_length=1)
    least: int = Field(default=0, ge=0)
    most: int | None = Field(default=None, ge=0)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "number of shifts", "ko": "근무조별 횟수"}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.most is not None and self.most < self.least:
            raise ValueError(f"found at least {self.least} and at most {self.most}")
        return self

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person, contract or shift."""
        super().check_links(center)
        for code in self.shifts:
            known(f"shift in rule {self.rule!r}:", code, center.shift)

    def build(self, problem: Problem, draft: Draft) -> None:
        """Bound each person's number of duties."""
        days = self.dates(problem)
        for counselor in self.people(problem) if days else ():
            duties = Expr.sum(
                works_one_of(problem, draft, counselor, day, self.shifts) for day in days
            )
            subject = Subject(counselor.id, days[-1])
            draft.limit(duties, subject, at_least=self.least, at_most=self.most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the people who work them too rarely or too often."""
        days = self.dates(problem)
        for counselor in self.people(problem) if days else ():
            found = (roster.of.get((counselor.id, day)) for day in days)
            duties = sum(duty is not None and duty.shift in self.shifts for duty in found)
            amount = self.least - duties
            if self.most is not None:
                amount = max(amount, duties - self.most)
            if amount > 0:
                yield Breach(Subject(counselor.id, days[-1]), amount)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return by how much the number is off."""
        head = whom(problem, breach.subject, language)
        codes = ", ".join(self.shifts)
        span = f"{self.least}" if self.most is None else f"{self.least}-{self.most}"
        return either(
            language,
            f"{head}: by this day {count(breach.amount, 'duty', 'duties')} too few or too many in "
            f"{codes}; {span} must be worked.",
            f"{head}: 이날까지 {codes} 근무가 {breach.amount}회 부족하거나 많습니다. "
            f"기준은 {span}회입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a person with as many late shifts as allowed, one more, and too few."""
        problem = toy("AB", days=4)
        last = problem.horizon.last
        two = cls(shifts=("L",), most=2)
        yield Case("holds: no late shift", two, problem, rota(problem, {"A": "EEEE"}), ())
        yield Case("bound: two late shifts", two, problem, rota(problem, {"A": "LEL."}), ())
        yield Case(
            "breaks: three late shifts",
            two,
            problem,
            rota(problem, {"A": "LLL.", "B": "L..."}),
            (Breach(Subject("A", last), 1),),
        )
        early = cls(shifts=("E", "M"), least=2, counselors=("A",), valid_until=MONDAY)
        yield Case(
            "breaks: only the days in force count",
            early,
            problem,
            rota(problem, {"A": "EMEM"}),
            (Breach(Subject("A", MONDAY), 1),),
        )
        yield Case(
            "bound: two shifts counted together",
            cls(shifts=("E", "M"), least=2, counselors=("A",)),
            problem,
            rota(problem, {"A": "E.M."}),
            (),
        )
