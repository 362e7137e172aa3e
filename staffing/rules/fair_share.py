"""Weekends and holidays are shared out fairly, with memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.expr import Expr
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import rota, toy
from staffing.rules._fair import FairRule

WORDS = {
    "weekend": ("work on Saturdays and Sundays", "주말 근무"),
    "holiday": ("work on public holidays", "공휴일 근무"),
}


class FairShare(FairRule, frozen=True):
    """Days of one kind cost more the more a person has had of them.

    The price is the squared distance from the mean, days carried over from before included, so
    the next one goes to whoever has had least. Units are tenths. The balance before the
    horizon is the counselor's own, or counted over the published days.

    Parameters
    ----------
    kind
        ``weekend``: Saturdays and Sundays worked. ``holiday``: public holidays worked.
    """

    rule: Literal["fair_share"] = "fair_share"
    kind: Literal["weekend", "holiday"] = "weekend"

    scope: ClassVar[Scope] = Scope.DAYS
    title: ClassVar[dict[str, str]] = {
        "en": "fair share of weekends and holidays",
        "ko": "주말·공휴일 근무 형평",
    }

    def _days(self, problem: Problem) -> list[dt.date]:
        """Return the planned days of the kind."""
        if self.kind == "weekend":
            return [day for day in self.dates(problem) if day.weekday() >= 5]
        return [day for day in self.dates(problem) if day in problem.holidays.labor]

    def _shares(self, problem: Problem) -> Iterator[tuple[Counselor, Subject, list[dt.date]]]:
        days = self._days(problem)
        for counselor in self.people(problem) if days else ():
            yield counselor, Subject(counselor.id, self.dates(problem)[0], self.kind), days

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the number of days of each person."""
        for counselor, subject, days in self._shares(problem):
            had = Expr.sum(draft.works(counselor.id, day) for day in days)
            draft.price(had, self.costs(problem, counselor, self.kind, len(days)), subject)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the price of each person's days; ``other`` is the kind."""
        for counselor, subject, days in self._shares(problem):
            had = sum(roster.works(counselor.id, day) for day in days)
            cost = self.costs(problem, counselor, self.kind, len(days))[had]
            if cost:
                yield Breach(subject, cost)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what a person has had before, and what this adds."""
        return self.sentence(problem, breach, self.kind, WORDS[self.kind], language)

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return weekends of people with and without a past, and holidays."""
        rule = cls(catch_up=0)
        week = toy("AB", days=7)
        subjects = {who: Subject(who, week.horizon.first, "weekend") for who in "AB"}
        plain = rota(week, {"A": "EEEEE..", "B": "EEEEE.."})
        yield Case("holds: weekends off", rule, week, plain, ())
        shared = rota(week, {"A": ".....E.", "B": "......E"})
        both = tuple(Breach(subjects[who], 10) for who in "AB")
        yield Case("bound: one each costs one each", rule, week, shared, both)
        alone = rota(week, {"A": "EEE..EE", "B": "EEEEE.."})
        yield Case("breaks: two for one cost four", rule, week, alone, (Breach(subjects["A"], 40),))
        begun = toy("AB", days=7, past={"A": "EEE..EE", "B": "EEEEE.."})
        yield Case(
            "breaks: one more than the mean before, one more now",
            rule,
            begun,
            rota(begun, {"A": "EEEE.E.", "B": "EEEEE.E"}),
            (Breach(subjects["A"], 30), Breach(subjects["B"], 10)),
        )
        once = cls(catch_up=1)
        even = rota(begun, {"A": "EEEEE..", "B": "EEEEE.E"})
        yield Case("holds: a day below the mean is caught up", once, begun, even, ())
        idle = rota(begun, {"A": "EEEEE..", "B": "EEEEE.."})
        yield Case("breaks: it could be caught up", once, begun, idle, (Breach(subjects["B"], 10),))
        some = cls(catch_up=0, counselors=("A", "B"), volunteers=("B",))
        three = toy("ABC", days=7)
        row = rota(three, dict.fromkeys("ABC", "EEEEEE."))
        only = (Breach(subjects["A"], 10),)
        yield Case("breaks: volunteers and others are left out", some, three, row, only)
        saturday = toy("AB", days=6, past={"A": "EEEEE.." * 2, "B": "EEE..EE" * 2})
        yield Case(
            "bound: as near to the mean as one day can bring",
            cls(),
            saturday,
            rota(saturday, {"A": ".....E"}),
            (),
        )
        holiday = toy("A", days=2, holidays=[week.horizon.first])
        yield Case(
            "breaks: a holiday, and a day that is none",
            cls(kind="holiday", catch_up=0),
            holiday,
            rota(holiday, {"A": "E."}),
            (Breach(Subject("A", holiday.horizon.first, "holiday"), 10),),
        )
