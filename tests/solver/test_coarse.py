"""Many shifts: coarse grids first, a bound over all, and in the end every shift."""

import numpy as np
import pytest

from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.domain.work import Shift
from staffing.formulation.compile import compile_problem
from staffing.formulation.model import Model
from staffing.rules.registry import make
from staffing.solver import coarse
from staffing.solver.coarse import left_out, on_grid, search_coarse_first
from staffing.solver.planning import plan
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.sifting import sift
from staffing.solver.trace import Trace
from staffing.units import clock

QUICK = SolveSettings(time_limit_s=30, workers=1)
SPANS = {
    f"S{start}x{length}": f"{clock(start * 60)}-{clock((start + length) * 60)}"
    for start in range(8, 15)
    for length in range(4, 7)
    if start + length <= 19
}


def _week() -> Problem:
    """Return three people with too few hours for three days of 11 slots."""
    rules = [
        make({"rule": "one_shift"}),
        make({"rule": "rest", "hours": 15}),
        make({"rule": "weekly_hours", "hours": 10}),
        make({"rule": "cover_target", "weight": 1, "missing": 10, "surplus": 1}),
    ]
    return toy(
        "ABC", days=3, shifts=SPANS, needs=[0, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1] * 3, rules=rules
    )


def test_a_grid_is_the_finest_that_is_small_enough() -> None:
    """A grid keeps the earliest start and the shortest length, and no more shifts than asked."""
    shifts = [
        Shift(code=f"{start}-{length}", start=start, end=start + length)
        for start in range(375, 615, 15)
        for length in range(360, 481, 15)
    ]

    assert len(on_grid(shifts, 200)) == len(shifts)
    assert on_grid(shifts, 50) == {
        f"{start}-{length}" for start in range(375, 615, 30) for length in range(360, 481, 30)
    }
    assert on_grid(shifts, 1) >= {"375-360"}


def test_the_bound_of_few_variables_is_the_one_of_all() -> None:
    """What a small program leaves out is priced, too: else the bound would be too high."""
    draft = compile_problem(_week())
    model = draft.model
    best = search(model, QUICK)
    whole, few = (Trace(model, 0.0, 0.0) for _ in range(2))
    kept = np.ones(model.size, dtype=np.bool_)
    sift(whole, kept)

    kept[left_out(draft, 4)] = False
    sift(few, kept)

    assert best.status is Status.OPTIMAL
    assert best.bound is not None
    assert model.least() < whole.bound == few.bound <= best.bound


def test_all_shifts_are_searched_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A grid on which the best roster is not, ends neither the search nor the proof."""
    draft = compile_problem(_week())
    best = search(draft.model, QUICK)
    monkeypatch.setattr(coarse, "FEW", 1)
    first, _ = draft.model.without(left_out(draft, 1))

    found = search_coarse_first(draft, QUICK)

    assert best.values is not None
    assert found.values is not None
    assert not draft.model.violated(found.values)
    objective = draft.model.objective
    assert found.status is Status.OPTIMAL
    assert objective(found.values.tolist()) == objective(best.values.tolist())
    coarsely = search(first, QUICK)
    assert coarsely.values is not None
    assert first.objective(coarsely.values.tolist()) > objective(best.values.tolist())


def test_plans_with_many_shifts_are_refereed_and_repeatable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CP-SAT in `plan` takes this way, and without a clock it ends in the same bytes."""
    plain = plan(_week(), QUICK)
    monkeypatch.setattr(coarse, "MANY", 0)
    monkeypatch.setattr(coarse, "FEW", 1)
    calls: list[int] = []
    monkeypatch.setattr(coarse, "sift", lambda *_: calls.append(1))

    settings = SolveSettings(time_limit_s=30, reproducible=True, engine="cp-sat")
    first, again = (plan(_week(), settings) for _ in range(2))

    assert len(calls) == 2
    assert first.status is plain.status is Status.OPTIMAL
    assert first.objective == plain.objective
    assert first.roster == again.roster


def test_a_model_without_variables_forgets_no_row() -> None:
    """Variables left out are 0: a row that needs one of them cannot hold."""
    model = Model()
    one, two = model.expr(0, 1, 3), model.expr(0, 1, 5)
    model.row(one + two, at_least=1)
    smaller, numbers = model.without([0])
    nothing, _ = model.without([0, 1])

    assert (smaller.cost, smaller.rows, numbers) == ([5], [([0], [1], 1, None)], [1])
    assert nothing.impossible
    assert not smaller.impossible
