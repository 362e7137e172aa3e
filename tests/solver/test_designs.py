"""The solver designs shifts."""

import datetime as dt
from pathlib import Path

import pytest

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Plan, Status
from staffing.evaluation.referee import evaluate
from staffing.io.model_folder import read_model
from staffing.pipe import prepare
from staffing.rules.registry import make
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

MODEL = Path(__file__).resolve().parents[2] / "models" / "cheonan"
DAY = Horizon(first=dt.date(2026, 12, 2), days=1)
QUICK = SolveSettings(reproducible=True, time_limit_s=30)
DESIGN = {
    "code": "F",
    "starts": "08:30-09:30",
    "lengths": "9:00",
    "step": 15,
    "breaks": ["am", "lunch", "pm"],
}


@pytest.fixture(scope="module")
def fixed() -> Plan:
    """Return the plan of a Wednesday of Cheonan with the shifts of its list."""
    return plan(prepare(read_model(MODEL), DAY).problem, QUICK)


def designed(fixed: Plan, most: int | None = None) -> Plan:
    """Return the plan of the same day with designed shifts, perhaps few of them."""
    center = fixed.problem.center
    data = {**center.model_dump(), "rules": center.rules, "shift_designs": [DESIGN]}
    if most is not None:
        data["rules"] += (make({"rule": "few_shifts", "most": most, "weight": "hard"}),)
    changed = CallCenter.model_validate(data)
    return plan(fixed.problem.model_copy(update={"center": changed}), QUICK)


@pytest.fixture(scope="module")
def free(fixed: Plan) -> Plan:
    """Return the plan with any of the designed shifts."""
    return designed(fixed)


def test_designed_shifts_are_at_least_as_good_as_the_list_they_contain(
    fixed: Plan, free: Plan
) -> None:
    """A design that contains the fixed list serves callers no worse, here better."""
    assert fixed.status is free.status is Status.OPTIMAL
    assert free.objective < fixed.objective
    assert {d.shift for d in free.roster.duties} & {"F0845", "F0915"}


def test_few_shifts_are_kept_and_cost_something(free: Plan) -> None:
    """Two shifts are enough to open and close, but serve callers less well than any; one is not."""
    two = designed(free, most=2)
    assert two.status is Status.OPTIMAL
    assert len({duty.shift for duty in two.roster.duties}) == 2
    assert two.objective > free.objective
    assert designed(free, most=1).status is Status.INFEASIBLE


def test_the_fixed_roster_is_legal_among_designed_shifts(fixed: Plan, free: Plan) -> None:
    """The same duties under the designed codes serve callers the same."""
    same = {"E": "F0830", "M": "F0900", "L": "F0930"}
    duties = [d.model_copy(update={"shift": same[d.shift]}) for d in fixed.roster.duties]
    verdict = evaluate(free.problem, fixed.roster.with_duties(duties))
    assert verdict.legal
    assert verdict.service == fixed.verdict.service
