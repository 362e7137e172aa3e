"""Two days off that follow one another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import ClassVar, Literal

from staffing.domain.expr import Expr
from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject, Weight
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, week_from, who
from staffing.rules._personal import PersonalRule
from staffing.units import DAYS_PER_WEEK


class DaysOffTogether(PersonalRule, frozen=True):
    """Two adjacent days off in each calendar week, for contracts that leave two days off.

    Looks at weeks that lie wholly in the horizon; any day without a shift is a day off. A week
    without such a pair is one unit.
    """

    rule: Literal["days_off_together"] = "days_off_together"
    weight: Weight = 200

    scope: ClassVar[Scope] = Scope.DAYS
    by_week: ClassVar[bool] = True
    title: ClassVar[dict[str, str]] = {
        "en": "two days off together",
        "ko": "이틀 연속 휴무",
    }

    def _weeks(self, problem: Problem) -> Iterator[tuple[str, tuple[dt.date, ...]]]:
        """Yield each person with each whole week."""
        weeks = [week for week in problem.horizon.weeks if len(week) == DAYS_PER_WEEK]
        for counselor in self.people(problem):
            if problem.center.contract[counselor.contract].days_per_week <= DAYS_PER_WEEK - 2:
                for week in weeks:
                    if self.in_force(week[0]):
                        yield counselor.id, week

    def build(self, problem: Problem, draft: Draft) -> None:
        """Ask for one pair of adjacent days off."""
        for counselor, week in self._weeks(problem):
            off = [1 - draft.works(counselor, day) for day in week]
            pairs = Expr.sum(draft.both(day, after) for day, after in pairwise(off))
            draft.limit(pairs, Subject(counselor, week[0]), at_least=1)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the weeks without two adjacent days off."""
        for counselor, week in self._weeks(problem):
            off = [not roster.works(counselor, day) for day in week]
            if not any(day and after for day, after in pairwise(off)):
                yield Breach(Subject(counselor, week[0]), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return whose days off are apart."""
        subject = breach.subject
        head = f"{who(problem, subject.counselor)}, {week_from(subject.day, language)}"
        return either(
            language,
            f"{head}: no two days off follow one another; at least one such pair is wanted.",
            f"{head}: 연속된 휴무 2일이 없습니다. 이틀 연속 휴무가 한 번은 필요합니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return days off together, apart, at both ends of the week, and a six-day contract."""
        week = toy("A")
        monday = (Breach(Subject("A", MONDAY), 1),)
        yield Case("holds: the weekend", cls(), week, rota(week, {"A": "EEEEE.."}), ())
        yield Case("bound: the last pair but one", cls(), week, rota(week, {"A": "EEEE..E"}), ())
        yield Case("breaks: apart", cls(), week, rota(week, {"A": ".E.EEEE"}), monday)
        yield Case(
            "breaks: Sunday and Monday of one week",
            cls(),
            week,
            rota(week, {"A": ".EEEEE."}),
            monday,
        )
        six = toy("A", contract=Contract(code="six", days_per_week=6))
        yield Case("holds: six days leave no pair", cls(), six, rota(six, {"A": "EEEEEE."}), ())
        part = toy("A", first=MONDAY.replace(day=4))
        yield Case("holds: no whole week", cls(), part, rota(part, {"A": "EEEEEEE"}), ())
        later = cls(valid_from=MONDAY.replace(day=4))
        yield Case(
            "holds: the week began before the rule", later, week, rota(week, {"A": ".E.EEEE"}), ()
        )
