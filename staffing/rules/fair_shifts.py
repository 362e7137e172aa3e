"""Early and late shifts are shared out fairly, with memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from pydantic import Field

from staffing.domain.expr import Expr
from staffing.domain.people import Balance, Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import rota, toy
from staffing.rules._fair import CATCH_UP, FairRule
from staffing.rules._helpers import works_one_of

WORDS = {"early": ("the earliest shift", "조기 근무"), "late": ("the latest shift", "마감 근무")}


class FairShifts(FairRule, frozen=True):
    """The earliest, or the latest, shifts cost more the more a person has had of them.

    As `fair_share`, of which the days alone are looked at; here shifts must be told apart by
    person, which makes a search larger.

    Parameters
    ----------
    kind
        ``early``: shifts with the earliest start of all. ``late``: with the latest end.
    """

    rule: Literal["fair_shifts"] = "fair_shifts"
    kind: Literal["early", "late"] = "late"
    catch_up: int = Field(default=5, ge=0, le=30, description=CATCH_UP)

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {
        "en": "fair share of early and late shifts",
        "ko": "조기·마감 근무 형평",
    }

    def _shares(self, problem: Problem) -> Iterator[tuple[Counselor, Subject]]:
        days = self.dates(problem)
        for counselor in self.people(problem) if days and problem.edges[self.kind] else ():
            if any(s.code in problem.edges[self.kind] for s in problem.center.shifts_of(counselor)):
                yield counselor, Subject(counselor.id, days[0], self.kind)

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the number of such shifts of each person."""
        days, codes = self.dates(problem), problem.edges[self.kind]
        for counselor, subject in self._shares(problem):
            had = Expr.sum(works_one_of(problem, draft, counselor, day, codes) for day in days)
            draft.price(had, self.costs(problem, counselor, self.kind, len(days)), subject)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the price of each person's shifts; ``other`` is the kind."""
        days, codes = self.dates(problem), problem.edges[self.kind]
        for counselor, subject in self._shares(problem):
            duties = (roster.of.get((counselor.id, day)) for day in days)
            had = sum(duty is not None and duty.shift in codes for duty in duties)
            cost = self.costs(problem, counselor, self.kind, len(days))[had]
            if cost:
                yield Breach(subject, cost)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what a person has had before, and what this adds."""
        return self.sentence(problem, breach, self.kind, WORDS[self.kind], language)

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return late shifts of people with and without a past, and a balance given."""
        rule = cls(catch_up=0)
        problem = toy("AB", days=3)
        subject = Subject("A", problem.horizon.first, "late")
        early = rota(problem, {"A": "EEM", "B": "MM."})
        yield Case("holds: nobody is late", rule, problem, early, ())
        late = rota(problem, {"A": "LLM", "B": "MM."})
        four = (Breach(subject, 40),)
        yield Case("breaks: two late shifts cost four", rule, problem, late, four)
        begun = toy("AB", days=3, past={"A": "LL", "B": "EE"})
        breach = (Breach(subject, 30),)
        one = rota(begun, {"A": "L..", "B": "..."})
        yield Case("bound: one more than the mean before", rule, begun, one, breach)
        people = tuple(
            c.model_copy(update={"balance": Balance(early=0.5)}) for c in begun.center.counselors
        )
        center = begun.center.model_copy(update={"counselors": people})
        given = begun.model_copy(update={"center": center})
        yield Case(
            "breaks: the balance that is given counts, not the published days",
            cls(kind="early", catch_up=0),
            given,
            rota(given, {"A": "E.."}),
            (Breach(subject._replace(other="early"), 20),),
        )
        only = toy("A", days=2, contract=Contract(code="late", shifts=("L",)))
        ten = (Breach(Subject("A", only.horizon.first, "late"), 10),)
        yield Case("breaks: who can only be late", rule, only, rota(only, {"A": "L."}), ten)
