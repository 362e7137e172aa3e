"""Weeks that know nothing of each other: what they allow is all that the whole allows, and more."""

import datetime as dt

import pytest

from staffing.domain.days import parse_days
from staffing.domain.outcome import Status
from staffing.domain.people import Wish
from staffing.domain.toys import MONDAY, toy
from staffing.formulation.compile import compile_problem
from staffing.formulation.loose import is_weekly, loose_draft, weekly_parts
from staffing.presets import resolve
from staffing.rules.registry import make
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from tests.formulation.test_brute_force import cheapest
from tests.formulation.test_rules_combined import combined

QUICK = SolveSettings(reproducible=True, time_limit_s=20)
SUNDAY = MONDAY + dt.timedelta(days=6)


@pytest.mark.parametrize(
    ("table", "weekly"),
    [
        ({"rule": "weekly_hours", "hours": 40}, True),
        ({"rule": "day_wishes", "weight": 30}, True),
        ({"rule": "contract_days"}, True),
        ({"rule": "consecutive_days", "most": 5}, False),
        ({"rule": "rest", "hours": 15}, False),
        ({"rule": "minimum_cover", "working_day": 1, "day_off": 1}, True),
    ],
)
def test_rules_about_one_week_are_told_from_others(table: dict[str, object], weekly: bool) -> None:
    """A rule across weeks that was priced week by week would make the bound too high."""
    problem = toy("AB", days=14, rules=[rule := make(table)])

    assert is_weekly(problem, rule) is weekly


def test_a_weekly_wish_is_in_the_bound() -> None:
    """Wishes and weekly contracts are priced though nobody is named: else the bound is poor."""
    wish = Wish(kind="off", days=parse_days("Tue"))
    rules = [make({"rule": "day_wishes", "weight": 30}), make({"rule": "rest", "weight": 5})]
    problem = toy("AB", days=14, wishes={"B": [wish]}, rules=rules)
    draft = loose_draft(problem)

    assert {p.cost for some in draft.patterns.values() for p, _ in some} == {0, 30}


@pytest.mark.parametrize("seed", range(25))
def test_weeks_apart_bound_every_roster(seed: int) -> None:
    """However many rules look across the border, no roster is cheaper than the weeks' bounds."""
    problem = combined(seed, SUNDAY)
    draft = loose_draft(problem)
    bound = draft.model.least()
    for part in weekly_parts(draft):
        found = search(part.model, QUICK)
        if found.status is Status.INFEASIBLE:
            assert cheapest(problem) is None
            return
        assert found.bound is not None
        bound += found.bound - part.model.least()
    best = cheapest(problem)

    assert best is None or bound <= best


def test_a_night_into_the_next_week_lowers_no_bound_too_little() -> None:
    """Who works from Sunday into Monday serves Monday's callers: their slots bound nothing."""
    nights = {"D": "08:00-16:00", "N": "22:00-30:00"}
    rules = resolve(None, [{"rule": "service"}, {"rule": "rest", "hours": 11}])
    problem = toy(
        "AB", days=2, first=SUNDAY, shifts=nights, opening="00:00-24:00", needs=1, rules=rules
    )
    best = search(compile_problem(problem).model, QUICK)
    draft = loose_draft(problem)
    parts = [search(part.model, QUICK) for part in weekly_parts(draft)]
    least = sum(part.model.least() for part in weekly_parts(draft))

    assert best.status is Status.OPTIMAL
    assert best.bound is not None
    assert draft.model.least() - least + sum(p.bound or 0 for p in parts) <= best.bound
