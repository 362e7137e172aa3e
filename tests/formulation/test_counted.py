"""People who are alike, counted: the counts bound every roster, and the names keep them."""

import random

import pytest

from staffing.domain.outcome import Status
from staffing.domain.people import Contract, Wish
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.formulation.alike import alike
from staffing.formulation.counted import compile_counted
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings

QUICK = SolveSettings(reproducible=True, time_limit_s=20)
SHIFTS = {"E": "08:00-12:00", "M": "09:00-13:00", "L": "15:00-19:00"}


def crowd(rng: random.Random) -> Problem:
    """Draw a center of two kinds of people, with rules that only names can keep."""
    wishes = [Wish(kind="not", shift=rng.choice("EML")), Wish(kind="off", strength=2)]
    tables = [
        {"rule": "service"},
        {"rule": "minimum_cover", "working_day": 1, "day_off": 1, "weight": 400},
        {"rule": "rest", "hours": rng.choice([14, 20]), "weight": rng.choice(["hard", 70])},
        {"rule": "shift_wishes", "weight": 35},
        {"rule": "day_wishes", "weight": 30},
        {"rule": "same_start", "weight": 20},
        {"rule": "weekly_hours", "hours": rng.choice([8, 12, 16])},
        {"rule": "contract_days"},
    ]
    keep = [t for t in tables if t["rule"] == "service" or rng.random() < 0.6]
    days = rng.choice([3, 4])
    return toy(
        "ABCDE",
        days=days,
        shifts=SHIFTS,
        contract=Contract(code="any", days_per_week=rng.choice([2, 3])),
        needs=[rng.choice([0.5, 1, 2, 3]) for _ in range(11)] * days,
        opening="08:00-19:00",
        wishes={"A": wishes, "B": wishes},
        leave={"E": "Tue"},
        rules=resolve(None, keep),
    )


@pytest.mark.parametrize("seed", range(8))
def test_counts_bound_every_roster(seed: int) -> None:
    """What rules say of each is summed soundly: the counts never cost more than the best roster."""
    problem = crowd(random.Random(seed))
    best = plan(problem, QUICK.model_copy(update={"engine": "cp-sat"}))
    counted = compile_counted(problem, alike(problem))
    found = search(counted.model, QUICK)

    if best.status is Status.OPTIMAL:
        assert found.bound is not None
        assert found.bound <= best.objective
    elif found.status is Status.INFEASIBLE:
        assert best.status is Status.INFEASIBLE


@pytest.mark.parametrize("seed", range(8))
def test_named_counts_are_the_best_roster(seed: int) -> None:
    """Counting and naming proves the same optimum as the model in which everybody has a name."""
    problem = crowd(random.Random(100 + seed))
    best = plan(problem, QUICK.model_copy(update={"engine": "cp-sat"}))
    answer = plan(problem, QUICK.model_copy(update={"engine": "counted"}))

    assert answer.status is best.status
    if best.status is Status.OPTIMAL:
        assert answer.objective == best.objective
        assert answer.bound == best.bound
