"""Refused wishes are shared out fairly, with memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

from staffing.domain.days import Days
from staffing.domain.expr import Expr
from staffing.domain.people import Balance, Counselor, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Breach, Case, Draft, Scope, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.rules._fair import FairRule
from staffing.rules._helpers import works_one_of

WORDS = ("refused wishes", "거절된 희망")


class FairWishes(FairRule, frozen=True):
    """A refused wish costs more the more of them a person has had refused.

    As `fair_share`, but nobody is refused a wish to make up for luck: fewer than the mean cost
    nothing. Wishes for days and for shifts count alike, however strong, once on each day that
    they ask something of.

    Parameters
    ----------
    kind
        ``refused``, the column of the balance.
    """

    rule: Literal["fair_wishes"] = "fair_wishes"
    kind: Literal["refused"] = "refused"

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {
        "en": "fair share of refused wishes",
        "ko": "희망 거절 형평",
    }

    def _shares(
        self, problem: Problem
    ) -> Iterator[tuple[Counselor, Subject, list[tuple[Wish, dt.date]]]]:
        """Yield each person's wishes, each with every planned day that it is about."""
        dates = self.dates(problem)
        for counselor in self.people(problem):
            wished = [(wish, day) for wish in counselor.wishes for day in wish.days.among(dates)]
            if wished:
                yield counselor, Subject(counselor.id, dates[0], self.kind), wished

    def build(self, problem: Problem, draft: Draft) -> None:
        """Price the number of refused wishes of each person."""
        for counselor, subject, wished in self._shares(problem):
            refused = [_refused(problem, draft, counselor, *asked) for asked in wished]
            # A wish for a shift is refused by any of several others: to the draft they may add up.
            most = sum(len(expr.terms) for expr in refused)
            costs = self.costs(problem, counselor, self.kind, most)
            draft.price(Expr.sum(refused), costs, subject)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Yield the price of each person's refused wishes; ``other`` is the kind."""
        for counselor, subject, wished in self._shares(problem):
            had = 0
            for wish, day in wished:
                duty = roster.of.get((counselor.id, day))
                shift = None if duty is None else duty.shift
                had += wish.granted(shift, away=counselor.on_leave(day)) is False
            cost = self.costs(problem, counselor, self.kind, len(wished))[had]
            if cost:
                yield Breach(subject, cost)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return what a person has had before, and what this adds."""
        return self.sentence(problem, breach, self.kind, WORDS, language)

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return wishes of each kind refused, on leave, and after more and less luck before."""
        wishes = [
            Wish(kind="off", days=Days(weekdays=(0,)), strength=5),
            Wish(kind="work", days=Days(weekdays=(1, 2))),
            Wish(kind="shift", shift="E"),
            Wish(kind="not", shift="L", days=Days(weekdays=(3,))),
        ]
        week = toy("AB", days=4, wishes={"A": wishes}, leave={"A": "Wed"})
        found = Subject("A", MONDAY, "refused")
        for name, row, cost in (
            ("holds: all granted, one moot on leave", ".E..", 0),
            ("bound: a day off refuses no shift", ".E.E", 0),
            ("breaks: works on a day wished off", "EE..", 10),
            ("breaks: off on a day wished for work", "....", 10),
            ("breaks: another shift than wished", ".M..", 10),
            ("breaks: two wishes of one day", ".E.L", 40),
            ("breaks: the same two on Monday, and one on Tuesday", "ML..", 90),
        ):
            breaches = (Breach(found, cost),) if cost else ()
            yield Case(name, cls(catch_up=0), week, rota(week, {"A": row, "B": "EEEE"}), breaches)
        for name, before, cost in (
            ("bound: two refused, less than the mean before", -2, 0),
            ("breaks: two refused, one of them more than the mean", -1, 10),
            ("breaks: two refused after one more than the mean", 1, 80),
            ("bound: at most two days are caught up", -9, 0),
        ):
            begun = _after(week, before)
            breaches = (Breach(found, cost),) if cost else ()
            yield Case(name, cls(), begun, rota(begun, {"A": "EM.."}), breaches)


def _refused(
    problem: Problem, draft: Draft, counselor: Counselor, wish: Wish, day: dt.date
) -> Expr:
    """Return 1 if a wish is refused on a day, else 0."""
    if wish.kind == "off":
        return draft.works(counselor.id, day)
    if wish.kind == "work":
        return Expr() if counselor.on_leave(day) else 1 - draft.works(counselor.id, day)
    codes = [code for code in problem.center.shift if (code == wish.shift) == (wish.kind == "not")]
    return works_one_of(problem, draft, counselor, day, codes)


def _after(problem: Problem, refused: int) -> Problem:
    """Return a problem whose first person had so many more wishes refused than the mean."""
    first, *others = problem.center.counselors
    lucky = first.model_copy(update={"balance": Balance(refused=refused)})
    center = problem.center.model_copy(update={"counselors": (lucky, *others)})
    return problem.model_copy(update={"center": center})
