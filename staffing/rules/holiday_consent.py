"""Work on holidays only by those who agreed to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._helpers import either, whom
from staffing.rules._personal import PersonalRule, agreeing


class HolidayConsent(PersonalRule, frozen=True):
    """Nobody works on a public holiday without having agreed; each such day is one unit.

    Who agreed stands in the column ``consents`` of counselors.csv, or in ``consented``.

    Parameters
    ----------
    consented
        Ids of those who agreed.
    days
        ``holidays``: public holidays. ``days-off``: Saturdays and Sundays too.
    """

    rule: Literal["holiday_consent"] = "holiday_consent"
    consented: tuple[str, ...] = ()
    days: Literal["holidays", "days-off"] = "holidays"

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {
        "en": "consent to work on holidays",
        "ko": "휴일근로 동의",
    }

    def check_links(self, center: CallCenter) -> None:
        """Raise ValueError for an unknown person or contract."""
        super().check_links(center)
        for code in self.consented:
            known(f"counselor in rule {self.rule!r}:", code, center.counselor)

    def _days(self, problem: Problem) -> Iterator[tuple[str, dt.date]]:
        for counselor in self.people(problem):
            if counselor.id not in self.consented and "holiday" not in counselor.consents:
                for day in self.dates(problem):
                    weekend = self.days == "days-off" and day.weekday() >= 5
                    if weekend or day in problem.holidays.labor:
                        yield counselor.id, day

    def build(self, problem: Problem, draft: Draft) -> None:
        """Forbid work on these days."""
        for counselor, day in self._days(problem):
            draft.limit(draft.works(counselor, day), Subject(counselor, day), at_most=0)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the days worked without consent."""
        for counselor, day in self._days(problem):
            if roster.works(counselor, day):
                yield Breach(Subject(counselor, day), 1)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return who works on a holiday without having agreed."""
        head = whom(problem, breach.subject, language)
        return either(
            language,
            f"{head}: work on a holiday, to which this person has not agreed.",
            f"{head}: 휴일근로에 동의하지 않은 사람의 휴일근로입니다.",
        )

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return holidays and weekends with and without consent."""
        law = "Labor Standards Act (KR), art. 70"
        problem = toy("AB", holidays=[MONDAY])
        rule = cls(consented=("B",))
        rows = rota(problem, {"A": ".EEEEE.", "B": "EEEEE.."})
        yield Case("holds: B agreed, A is off", rule, problem, rows, (), law)
        bound = rota(problem, {"A": ".EEEEEE"})
        yield Case("bound: a weekend is no holiday", rule, problem, bound, (), law)
        breach = Breach(Subject("A", MONDAY), 1)
        both = rota(problem, {"A": "EEEEEE.", "B": "EEEEE.."})
        yield Case("breaks: A has not agreed", rule, problem, both, (breach,), law)
        off = cls(consented=("B",), days="days-off")
        saturday = Breach(Subject("A", MONDAY.replace(day=8)), 1)
        yield Case("breaks: nor to weekends", off, problem, both, (breach, saturday))
        named = cls(counselors=("A", "B"), consented=("B",))
        yield Case("breaks: of the two it is about, B agreed", named, problem, both, (breach,))
        file = agreeing(problem, "B", "holiday")
        yield Case("breaks: B agreed in counselors.csv", cls(), file, both, (breach,))
