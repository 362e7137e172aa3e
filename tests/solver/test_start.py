"""The greedy start: complete, feasible, and not far off."""

import pytest

from staffing.domain.toys import toy
from staffing.formulation.compile import compile_problem
from staffing.formulation.hints import values_of
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.solver.start import first_roster


@pytest.mark.parametrize("people", [2, 7, 25])
def test_hint_is_complete_and_feasible(people: int) -> None:
    """The greedy roster gives every variable a value and breaks no row of the model."""
    ids = tuple(f"P{i}" for i in range(people))
    problem = toy(ids, lunch=True, needs=people * 0.5, rules=resolve("KR_LSA", [{"rule": "floor"}]))
    draft = compile_problem(problem)
    values = values_of(draft, first_roster(draft))

    assert values is not None
    assert draft.model.violated(values) == []


def test_start_is_near_the_optimum() -> None:
    """Greed alone comes within 15 % of the optimum on an ordinary week."""
    ids = tuple(f"P{i}" for i in range(10))
    needs = [6, 5, 5, 5, 5, 2, 2]
    problem = toy(ids, lunch=True, needs=needs, rules=resolve("KR_LSA", [{"rule": "floor"}]))
    draft = compile_problem(problem)
    values = values_of(draft, first_roster(draft))
    best = plan(problem, SolveSettings(reproducible=True)).objective

    assert values is not None
    assert draft.model.objective(values.tolist()) <= 1.15 * best
