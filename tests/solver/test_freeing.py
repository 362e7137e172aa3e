"""Parts of a roster set free: a legal first roster, gains that add up, nothing else touched."""

import time

import numpy as np
import pytest

from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.formulation.arrays import Arrays
from staffing.formulation.cells import NOBODY, Cells
from staffing.formulation.compile import compile_problem
from staffing.formulation.draft import ModelDraft
from staffing.presets import resolve
from staffing.rules.registry import make
from staffing.solver import coarse, freeing
from staffing.solver.coarse import search_coarse_first
from staffing.solver.freeing import Freeing
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Trace
from tests.solver.test_coarse import SPANS

QUICK = SolveSettings(time_limit_s=30, workers=1)


def many_shifts(days: int = 9, people: str = "ABC") -> Problem:
    """Return people with 18 shifts, hours in a band over two weeks, and long rests."""
    rules = [
        make({"rule": "one_shift"}),
        make({"rule": "rest", "hours": 15}),
        make({"rule": "consecutive_days", "most": 4}),
        make({"rule": "hours_in_window", "window": days, "least": 20, "most": 34}),
        make({"rule": "cover_target", "weight": 1, "missing": 10, "surplus": 1}),
    ]
    needs = [0, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1] * days
    return toy(people, days=days, shifts=SPANS, needs=needs, rules=rules)


def with_breaks() -> Problem:
    """Return people who are counted in teams, with lunches."""
    return toy("ABCD", days=7, lunch=True, needs=2, rules=resolve("KR_LSA", [{"rule": "floor"}]))


def search_of(draft: ModelDraft, seconds: float = 20) -> tuple[Freeing, Trace]:
    """Return a search and its trace."""
    trace = Trace(draft.model, 0.0, time.monotonic())
    return Freeing(draft, QUICK, trace, time.monotonic() + seconds), trace


def test_person_by_person_gives_a_legal_roster() -> None:
    """Each is planned around those before; in the end every row holds, hours and rests too."""
    draft = compile_problem(many_shifts())
    run, trace = search_of(draft)

    assert run.begin()
    assert trace.values is not None
    assert not draft.model.violated(trace.values)


def test_parts_reach_the_optimum_of_the_whole() -> None:
    """Freeing parts, by two at once, loses nothing where CP-SAT can prove the best roster."""
    draft = compile_problem(many_shifts())
    best = search(draft.model, SolveSettings(time_limit_s=60, workers=4))
    settings = SolveSettings(time_limit_s=60, workers=2)
    found = search_coarse_first(draft, settings)

    assert best.status is found.status is Status.OPTIMAL
    assert best.values is not None
    assert found.values is not None
    costs = [draft.model.objective(some.tolist()) for some in (best.values, found.values)]
    assert costs[0] == costs[1]
    assert not draft.model.violated(found.values)
    assert any(step.by == freeing.NAME for step in found.steps)


def test_who_is_not_free_stays() -> None:
    """A part changes the duties of its people on its days alone."""
    draft = compile_problem(many_shifts())
    cells = Cells(draft, Arrays(draft.model))
    people, days = np.array([False, True, False]), np.zeros(9, np.bool_)
    days[2:4] = True
    free = cells.of(people, days)
    names = {v: key for key, expr in draft.named.items() for v in expr.terms}
    dates = draft.problem.horizon.dates

    assert {names[v][0] for v in np.flatnonzero(free & cells.duty)} == {"B"}
    assert {names[v][1] for v in np.flatnonzero(free & cells.duty)} == set(dates[2:4])
    assert (cells.person[free & ~cells.duty] != 0).all()


@pytest.mark.parametrize("problem", [many_shifts(), with_breaks()])
def test_every_row_of_a_free_day_can_be_kept(problem: Problem) -> None:
    """Counts, breaks and prices of a day are free with it: each row of one day is free as one."""
    draft = compile_problem(problem)
    arrays = Arrays(draft.model)
    cells = Cells(draft, arrays)
    days = np.zeros(cells.days, np.bool_)
    days[3] = True
    free = cells.of(np.ones(cells.people, np.bool_), days)
    for variables, *_ in draft.model.rows:
        some = np.array(variables)
        own = (cells.first[some] == 3) & (cells.last[some] == 3)
        if own.all():
            assert free[some].all()
    assert not free[(cells.last < 3) | (cells.first > 3)].any()
    assert (cells.person >= NOBODY).all()


def test_what_breaks_a_row_is_dropped() -> None:
    """What two searches change at once is laid together, and only kept if every row holds."""
    draft = compile_problem(many_shifts())
    run, trace = search_of(draft)
    assert run.begin()
    assert trace.values is not None
    base = trace.values.astype(np.float64)
    day = [v for (who, d, _), e in draft.named.items() for v in e.terms if who == "A"]
    broken = base.copy()
    broken[day] = 1.0

    assert not run._take(broken, base)
    assert (trace.values == base).all()


def test_a_program_of_some_columns_is_the_model_with_the_others_fixed() -> None:
    """What fixed variables add to the rows is taken off the bounds; nothing else changes."""
    draft = compile_problem(many_shifts(days=3))
    best = search(draft.model, QUICK)
    assert best.values is not None
    arrays = Arrays(draft.model)
    values = best.values.astype(np.float64)

    assert arrays.kept(values)
    columns = np.arange(0, draft.model.size, 3)
    rows = np.unique(arrays.entries(columns)[0])
    others = values.copy()
    others[columns] = 0
    program = arrays.program(columns, rows, arrays.activity(others))
    small = draft.model.fixed({v: int(best.values[v]) for v in range(len(values)) if v % 3})
    for place, number in enumerate(rows):
        variables, factors, least, _ = small.rows[number]
        known = sum(f * int(values[v]) for v, f in zip(variables, factors, strict=True) if v % 3)
        assert program.row_lower_[place] == (-np.inf if least is None else least - known)


def test_without_a_first_roster_grids_are_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where person by person leads nowhere, CP-SAT still finds a roster or the proof of none."""
    monkeypatch.setattr(Freeing, "begin", lambda _: False)
    draft = compile_problem(many_shifts(days=3))
    found = search_coarse_first(draft, SolveSettings(time_limit_s=30, workers=2))

    assert found.status is Status.OPTIMAL
    assert coarse.FEW


def test_a_better_first_roster_is_kept_though_another_came_first() -> None:
    """CP-SAT may be quicker with a poor roster: the one made person by person still counts."""
    draft = compile_problem(many_shifts(days=3))
    run, trace = search_of(draft)
    assert run.begin()
    good = trace.values
    assert good is not None
    dear = draft.model.fixed({})
    dear.cost = [-cost for cost in dear.cost]
    poor = search(dear, QUICK).values
    assert poor is not None
    other, later = search_of(draft)
    later.begin(poor)

    assert later.objective is not None
    assert trace.objective is not None
    assert later.objective > trace.objective
    assert other._take(good.astype(np.float64), None)
    assert later.objective == trace.objective
