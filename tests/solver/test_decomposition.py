"""Patterns first, then day by day: legal rosters, honest bounds."""

import numpy as np
import pytest

from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.formulation.compile import compile_problem
from staffing.presets import resolve
from staffing.solver.highs import solve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Trace


def center(people: int) -> Problem:
    """Return a week with lunches, for a team of any size."""
    ids = tuple(f"P{i}" for i in range(people))
    needs = [people * share for share in (0.62, 0.55, 0.55, 0.5, 0.5, 0.2, 0.15)]
    return toy(ids, lunch=True, needs=needs, rules=resolve("KR_LSA", [{"rule": "floor"}]))


def test_bound_and_roster_enclose_the_optimum() -> None:
    """The proved optimum lies between the bound and the roster of the decomposition."""
    problem = center(9)
    best = plan(problem, SolveSettings(reproducible=True, engine="cp-sat"))
    answer = plan(problem, SolveSettings(engine="days", time_limit_s=20))

    assert best.status is Status.OPTIMAL
    assert answer.bound is not None
    assert answer.verdict.legal
    assert answer.bound <= best.objective <= answer.objective
    assert answer.gap_share <= 0.05


@pytest.mark.slow
def test_two_hundred_people() -> None:
    """A center of two hundred is planned by default, legally and near its bound."""
    answer = plan(center(200), SolveSettings(time_limit_s=30))

    assert answer.record.engine.startswith("days")
    assert answer.verdict.legal
    assert answer.gap_share <= 0.05


def test_parts_of_a_model_are_its_days() -> None:
    """With all patterns fixed the model falls apart, and the parts hold all free variables once."""
    draft = compile_problem(center(5))
    chosen = {v: 0 for patterns in draft.patterns.values() for _, e in patterns for v in e.terms}
    model = draft.model.fixed(chosen)
    parts = model.parts()
    numbers = sorted(number for _, places in parts for number in places)
    free = [n for n in range(model.size) if model.lower[n] < model.upper[n]]

    assert numbers == free
    assert len(parts) >= problem_days(draft.problem)


def test_pieces_of_prices_are_whole_by_themselves() -> None:
    """Days are solved without asking for whole pieces, which must not make anything cheaper."""
    draft = compile_problem(center(9))
    rest = sorted({*range(draft.model.size)} - {*draft.pieces})
    whole, loose = (
        solve(draft.model, 60, Trace(draft.model, 0, 0), integer=integer)
        for integer in (None, rest)
    )

    assert draft.pieces
    assert whole.values is not None
    assert loose.values is not None
    prices = [draft.model.objective(np.rint(a.values).astype(int)) for a in (whole, loose)]
    assert prices[0] == prices[1]
    assert not draft.model.violated(np.rint(loose.values).astype(int))


def problem_days(problem: Problem) -> int:
    """Return the number of days."""
    return problem.horizon.days
