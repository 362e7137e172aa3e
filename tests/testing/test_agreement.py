"""The test that strangers use finds each way in which a rule can contradict itself."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import ClassVar, Literal

import pytest

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Draft, Rule, Scope
from staffing.rules.consecutive_days import ConsecutiveDays
from staffing.rules.meetings import MeetingsHeld
from staffing.rules.service import CallersService
from staffing.testing import (
    MONDAY,
    Breach,
    Case,
    Subject,
    assert_rule_agrees,
    draw_roster,
    expressible,
    random_world,
    rota,
    toy,
)


class FewLates(Rule, frozen=True):
    """At most two late shifts, one way or another wrong where a test says so."""

    rule: Literal["few_lates"] = "few_lates"
    most: int = 2
    slip: str = ""

    scope: ClassVar[Scope] = Scope.SHIFTS
    title: ClassVar[dict[str, str]] = {"en": "few lates", "ko": "마감 제한"}

    def build(self, problem: Problem, draft: Draft) -> None:
        """Cap the late shifts, one too tight if so told."""
        days = problem.horizon.dates
        for person in problem.center.counselors:
            late = Expr.sum(draft.works(person.id, day, "L") for day in days)
            most = self.most - (self.slip == "tight")
            if self.slip != "past" or problem.past is None:
                draft.limit(late, Subject(person.id, days[0]), at_most=most)

    def check(self, problem: Problem, roster: Roster) -> Iterator[Breach]:
        """Count the late shifts."""
        for who, duties in roster.by_counselor.items():
            over = sum(duty.shift == "L" for duty in duties) - self.most
            if over > 0:
                yield Breach(Subject(who, problem.horizon.first), over)

    def say(self, problem: Problem, breach: Breach, language: str = "en") -> str:
        """Return a sentence, in one language only if so told."""
        return "" if self.slip == "silent" and language == "ko" else "Too many."

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a week at the bound and one beyond it."""
        yield from cases_of(cls())


def cases_of(rule: FewLates, over: int = 1) -> Iterator[Case]:
    """Return the cases of a rule with its slip."""
    week = toy("A")
    yield Case("bound", rule, week, rota(week, {"A": "LLEE..."}), ())
    found = (Breach(Subject("A", MONDAY), over),)
    yield Case("breaks", rule, week, rota(week, {"A": "LLLE..."}), found)


class Days(FewLates, frozen=True):
    """Says that it looks at days, and looks at shifts."""

    scope: ClassVar[Scope] = Scope.DAYS


class Holding(FewLates, frozen=True):
    """Has no case that breaks."""

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return the first case only."""
        yield next(cases_of(cls()))


class Mistaken(FewLates, frozen=True):
    """Its case expects what nobody says."""

    @classmethod
    def cases(cls) -> Iterable[Case]:
        """Return a breach of two where there is one."""
        yield from cases_of(cls(), over=2)


class Slipping(FewLates, frozen=True):
    """Has a slip of its own."""

    slip: str = "tight"


class Silent(FewLates, frozen=True):
    """Says nothing in Korean."""

    slip: str = "silent"


@pytest.mark.parametrize("rule", [FewLates, FewLates(most=0), ConsecutiveDays, CallersService])
def test_rules_that_agree_pass(rule: Rule | type[Rule]) -> None:
    """A right rule is not blamed: one of a stranger, one about days, one that only prices."""
    assert_rule_agrees(rule, worlds=30, rosters=10)


def test_what_a_roster_is_has_cases_only() -> None:
    """A rule that the variables themselves keep is judged by its check alone."""
    assert_rule_agrees(MeetingsHeld)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (Slipping, r"few_lates, case 'bound': build says \[Breach"),
        (Mistaken, r"few_lates, case 'breaks': check says"),
        (Silent, r"case 'breaks': say\('ko'\) is ''"),
        (Holding, "need one that holds and one that breaks"),
        (FewLates(slip="past"), r"world \d+, FewLates\(.*only built \[\], only checked \[Breach"),
        (Days, "is forbidden by check"),
    ],
)
def test_each_contradiction_is_told(rule: Rule | type[Rule], told: str) -> None:
    """A slip in the bound, the cases, the sentences, in worlds or in the model cannot pass."""
    with pytest.raises(AssertionError, match=re.compile(told)):
        assert_rule_agrees(rule)


@pytest.mark.parametrize("like", [None, toy(["Ann", "Bob"], shifts={"N": "22:00-30:00"})])
def test_a_world_is_repeated_by_its_number(like: Problem | None) -> None:
    """The number in a failure is enough to see it again; worlds know the names that are asked."""
    for seed in range(20):
        one, other = random_world(seed, like), random_world(seed, like)
        assert one.problem.model_dump_json() == other.problem.model_dump_json()
        assert one.roster == other.roster
        assert expressible(one.problem, one.roster)
        if like is not None:
            assert set(one.problem.center.counselor) == {"Ann", "Bob"}
            assert set(one.problem.center.shift) == {"N"}


def test_a_drawn_roster_fills_the_share_asked() -> None:
    """Share 0 is an empty roster, share 1 a full one."""
    problem = toy("AB", lunch=True)
    assert draw_roster(problem, random.Random(1), 0).duties == ()
    assert len(draw_roster(problem, random.Random(1), 1).duties) == 14
