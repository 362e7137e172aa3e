"""Said twice, proved once: build and check of every rule mean the same, without a solver.

Worlds and parameters are drawn from the same coarse grid, so that bounds are often met exactly.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest

from staffing.domain.expr import Expr
from staffing.domain.people import Wish
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule, Scope
from staffing.rules._personal import PersonalRule
from staffing.rules.registry import catalogue, make
from staffing.testing import (
    MONDAY,
    PaperDraft,
    Subject,
    disagreement,
    on_paper,
    random_world,
    toy,
)

WORLDS = 240
GRID: dict[str, dict[str, Sequence[object]]] = {
    "service": {"abandoned": [0, 0.5, 1]},
    "floor": {
        "service_level": [0.5, 0.8, 0.95],
        "on": ["working-days", "days-off", "all"],
        "days": ["Mon-Sun", "Mon,Sat"],
    },
    "minimum_cover": {"working_day": [0, 1, 2], "day_off": [0, 1, 2], "days": ["Mon-Sun", "Tue"]},
    "contract_hours": {"under_minutes": [0, 240, 479, 480], "over_minutes": [0, 240, 480]},
    "weekly_hours": {"hours": [8, 16, 20, 24, 32, 40]},
    "daily_hours": {"hours": [3, 4, 5, 8]},
    "law_breaks": {
        "breaks": [[[240, 30], [480, 60]], [[240, 60]], [[1, 120]], [[480, 61]]],
        "count_paid": [True, False],
    },
    "weekly_rest_day": {"days": [1, 2, 3, 4]},
    "consecutive_days": {"most": [1, 2, 3, 4, 5, 6]},
    "rest": {"hours": [1, 8, 11, 13, 14, 15, 16, 23, 24]},
    "fair_share": {"kind": ["weekend", "holiday"], "catch_up": [0, 1, 2]},
    "max_weekends": {"most": [0, 1, 2], "weeks_long": [1, 2, 3]},
    "complete_weekends": {},
    "weekly_rest": {"hours": [24, 30, 35, 40, 48]},
    "average_hours": {"weeks_long": [1, 2, 3], "least": [0, 16, 24], "most": [24, 32, 40]},
    "overtime": {
        "hours": [0, 8, 16],
        "consent": [True],
        "consent_below": [None, 20, 40],
        "consented": [[], ["A"], ["A", "B"]],
        "credit": [True, False],
    },
    "pairs": {
        "first": ["A"],
        "second": ["B", "C"],
        "be": ["together", "apart"],
        "same": ["day", "shift"],
    },
    "holiday_consent": {"consented": [[], ["A"]], "days": ["holidays", "days-off"]},
    "longest_stretch": {"minutes": [240, 300, 480], "until": ["every", "first"], "over": [0, 240]},
    "day_wishes": {"budget": [None, 1, 3, 5], "senior_years": [None, 0]},
    "shift_wishes": {"budget": [None, 2, 4], "senior_years": [None, 0]},
    "changes": {"day_off": [0, 1, 3], "day_on": [0, 2], "shift": [0, 1]},
    "wages": {
        "pays": ["all", "premiums"],
        "budget": [0, 30, 80, 100],
        "long_holiday": [0, 0.5],
        "premiums": [[], [{"days": "Sat,Sun", "percent": 50}, {"end": "06:00", "percent": 25}]],
    },
    "day_runs": {"of": ["off", "work"], "least": [1, 2, 3], "most": [3, 4]},
    "days_in_window": {"most": [1, 3, 5], "window": [4, 7, 10]},
    "hours_in_window": {
        "least": [8, 12, 16],
        "most": [None, 20, 24, 40],
        "window": [2, 3, 7],
    },
    "same_start": {"minutes": [0, 60, 120, 180], "reach": [1, 2, 6]},
    "days_per_week": {"least": [0, 2, 3], "most": [3, 4, 5]},
    "seats": {"most": [1, 2], "days": ["Mon-Sun", "Tue"]},
    "breaks_at_once": {"most": [0, 1], "days": ["Mon-Sun", "Mon-Wed"]},
    "fair_shifts": {"kind": ["early", "late"], "catch_up": [0, 1, 2]},
    "fair_wishes": {"catch_up": [0, 1, 2]},
    "few_shifts": {"most": [0, 1, 2], "weight": [200]},
    "cover_target": {
        "missing": [0, 1, 2],
        "surplus": [1, 3],
        "heads": [[], [1, 0, 2, 1], [1]],
        "weight": [100, "hard"],
        "days": ["Mon-Sun", "Mon-Wed"],
    },
    "pins": {"kind": ["off", "work"], "days": ["Mon-Sun", "Mon", "Tue,Sat"]},
    "shift_counts": {"least": [0, 1], "most": [1, 2, 3], "shifts": [["E"], ["E", "L"], ["S"]]},
    "shift_cover": {
        "shift": ["E", "L", "S"],
        "heads": [[1], [2, 0, 1, 1, 1, 0, 1]],
        "bound": ["least", "most", "exactly"],
    },
    "group_cover": {
        "least": [0, 1, 2],
        "most": [2, 3],
        "per": ["slot", "day"],
        "counselors": [[], ["A"], ["A", "B"]],
    },
}
"""Further parameters; a rule that is not named here is tried with those of its cases."""
RESTRICTIONS: dict[str, Sequence[object]] = {
    "counselors": [["A"], ["B", "C"], ["C"]],
    "contracts": [["contract-A"], ["contract-B"]],
    "groups": [["lead"], ["new"], ["nobody"]],
    "valid_from": [str(MONDAY), str(MONDAY + dt.timedelta(days=5))],
    "valid_until": [str(MONDAY + dt.timedelta(days=5)), str(MONDAY + dt.timedelta(days=9))],
}
"""What any rule about people may be restricted to; tried in a third of the worlds."""


def rule_for(keyword: str, seed: int) -> Rule:
    """Return the rule with parameters of its cases, or from the grid."""
    rng = random.Random(f"{keyword} {seed}")
    if keyword in GRID:
        table = {"rule": keyword, **{k: rng.choice(v) for k, v in GRID[keyword].items()}}
    else:
        rule = rng.choice([case.rule for case in catalogue()[keyword].cases()])
        table = rule.model_dump(mode="json")
    if issubclass(catalogue()[keyword], PersonalRule) and rng.random() < 0.3:
        field = rng.choice([f for f in RESTRICTIONS if keyword != "pairs" or "valid" in f])
        table[field] = rng.choice(RESTRICTIONS[field])
    return make(table)


def differ(keyword: str, seed: int, draft: type[PaperDraft] = PaperDraft) -> str:
    """Return where build and check of a rule differ in a world; empty if nowhere."""
    return disagreement(rule_for(keyword, seed), random_world(seed), draft)


@pytest.mark.parametrize("keyword", catalogue())
def test_build_and_check_mean_the_same(keyword: str) -> None:
    """The solver and the referee read the same rule: same subjects, same amounts, everywhere."""
    for seed in range(WORLDS):
        assert not differ(keyword, seed)


@pytest.mark.parametrize("keyword", catalogue())
def test_the_worlds_both_keep_and_break_each_rule(keyword: str) -> None:
    """The agreement is not about nothing: worlds on both sides of each rule are drawn."""
    scope = catalogue()[keyword].scope
    broken = sum(
        any(rule_for(keyword, seed).check(*random_world(seed)[:2])) for seed in range(WORLDS)
    )
    if scope is Scope.STRUCTURE:
        assert broken == 0
    else:
        assert 10 <= broken <= WORLDS - 10


class Looser(PaperDraft):
    """Writes every bound one too loose, and every price one too late."""

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Take ``<`` for ``<=`` the wrong way round."""
        super().limit(
            expr,
            subject,
            at_least=None if at_least is None else at_least - 1,
            at_most=None if at_most is None else at_most + 1,
        )

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Read the price list from its second line."""
        super().price(expr, [*costs[1:], costs[-1]], subject)


class Tighter(PaperDraft):
    """Writes one of the bounds one too tight, and every price one too early."""

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Take ``<=`` for ``<``."""
        if at_most is not None:
            super().limit(expr, subject, at_most=at_most - 1)
        if at_least is not None:
            super().limit(expr, subject, at_least=at_least + (at_most is None))

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Read the price list one line early."""
        super().price(expr, [costs[0], *costs], subject)


class Misdated(PaperDraft):
    """Names the day after the one that is meant."""

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Blame tomorrow."""
        if subject.day is not None:
            subject = subject._replace(day=subject.day + dt.timedelta(days=1))
        else:
            subject = subject._replace(slot=(subject.slot or 0) + 1)
        super().limit(expr, subject, at_least=at_least, at_most=at_most)

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Blame the next slot."""
        super().price(expr, costs, subject._replace(slot=(subject.slot or 0) + 1))


SPEAKING = [key for key, cls in catalogue().items() if cls.scope is not Scope.STRUCTURE]


@pytest.mark.parametrize("draft", [Looser, Tighter, Misdated])
@pytest.mark.parametrize("keyword", SPEAKING)
def test_a_planted_slip_is_caught(keyword: str, draft: type[PaperDraft]) -> None:
    """An off-by-one in a bound, a price list or a date cannot hide between the worlds."""
    assert any(differ(keyword, seed, draft) for seed in range(WORLDS))


def test_rest_says_nothing_where_every_pair_of_shifts_is_far_apart() -> None:
    """Day shifts with 14 hours between them cost the solver no row and no name."""
    problem = toy("AB", days=14, past={"A": "L", "B": "L"})
    empty = Roster(horizon=problem.horizon)
    assert on_paper(make({"rule": "rest", "hours": 11}), problem, empty).rows == 0
    assert on_paper(make({"rule": "rest", "hours": 14}), problem, empty).rows > 0


@pytest.mark.parametrize("keyword", ["contract_hours", "weekly_hours"])
def test_hours_of_equal_shifts_name_no_shift(keyword: str) -> None:
    """Where every shift is as long, hours are days: the solver's model stays small."""
    equal, mixed = toy("A"), toy("A", shifts={"S": "08:00-12:00", "F": "08:00-16:00"})
    for problem, named in ((equal, set()), (mixed, {"A"})):
        paper = on_paper(make({"rule": keyword}), problem, Roster(horizon=problem.horizon))
        assert paper.named_shifts == named


def test_wishes_name_only_the_shifts_of_those_who_wish() -> None:
    """One person's wish does not make the solver tell everyone's shifts apart."""
    problem = toy("ABC", wishes={"B": [Wish(kind="not", shift="L")]})
    paper = on_paper(make({"rule": "shift_wishes"}), problem, Roster(horizon=problem.horizon))
    assert paper.named_shifts == {"B"}


def test_sound_shifts_cost_no_rows() -> None:
    """Laws about a single shift say nothing where every shift keeps them."""
    problem = toy("AB", lunch=True)
    empty = Roster(horizon=problem.horizon)
    for keyword in ("daily_hours", "law_breaks", "availability"):
        assert on_paper(make({"rule": keyword}), problem, empty).rows == 0
