"""What a search has found: bounds rounded the safe way, rosters only if they fit, Ctrl-C heard."""

import os
import signal
import threading
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.domain.outcome import Status
from staffing.formulation.model import Model
from staffing.solver.highs import solve
from staffing.solver.mip_search import race, search_highs
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Trace, beside


def knapsack(size: int, seed: int = 1) -> Model:
    """Return a covering model that takes a moment."""
    chance = np.random.default_rng(seed)
    model = Model()
    numbers = [model.variable(0, 1, int(cost)) for cost in chance.integers(50, 99, size)]
    for _ in range(size):
        weights = chance.integers(1, 60, size)
        terms = {n: int(w) for n, w in zip(numbers, weights, strict=True)}
        model.row(Expr(terms), at_least=int(weights.sum() // 3))
    return model


def test_bounds_and_solutions_only_get_better() -> None:
    """A worse bound or roster never replaces a better one, and one that fits no row is none."""
    model = Model()
    number = model.variable(0, 10, 3)
    model.variable(0, 10, 4)
    model.row(Expr({number: 1}), at_least=2)
    trace = Trace(model, 0.0, time.monotonic())
    trace.lower(4.0000001, "lp")
    trace.lower(3.2, "lp")

    assert trace.bound == 4
    assert not trace.rounded(np.array([1.2, 0]), "mip")
    assert trace.rounded(np.array([4.9999999, 0]), "mip")
    assert not trace.solution(np.array([7, 0]), "mip")
    assert trace.objective == 15
    assert not trace.stop.is_set()
    trace.rounded(np.array([2.0, 0]), "mip")
    trace.lower(5.9999, "lp")
    assert trace.stop.is_set()
    assert trace.found().status is Status.OPTIMAL
    said = [(step.by, step.objective, step.bound) for step in trace.found().steps]
    assert said == [("lp", None, 4), ("mip", 15, 4), ("mip", 6, 4), ("lp", 6, 6)]


def test_bounds_are_rounded_up_to_what_a_roster_can_cost() -> None:
    """Where every price is a multiple of 15 beside a constant of 2, nothing costs 271."""
    model = Model()
    model.constant = 2
    for cost in (30, 45, -15):
        model.variable(0, 99, cost)
    trace = Trace(model, 0.0, time.monotonic())
    trace.lower(270.4, "lp")
    assert trace.bound == 272
    trace.lower(272.0000001, "lp")
    assert trace.bound == 272


@pytest.mark.parametrize("engine", [search_highs, race])
def test_engines_agree_on_the_optimum(engine) -> None:  # type: ignore[no-untyped-def]
    """HiGHS alone and HiGHS racing CP-SAT prove the same price."""
    model = knapsack(14)
    found = engine(model, SolveSettings(time_limit_s=30, workers=2), time.monotonic())
    best = min(
        model.objective(list(values))
        for values in np.ndindex(*(2,) * 14)
        if not model.violated(np.array(values))
    )

    assert found.status is Status.OPTIMAL
    assert found.bound == best
    assert model.objective(found.values.tolist()) == best


def test_impossible_is_proved() -> None:
    """What cannot be is said to be impossible, not unknown."""
    model = Model()
    numbers = [model.variable(0, 1) for _ in range(3)]
    model.row(Expr(dict.fromkeys(numbers, 2)), at_least=3, at_most=3)

    assert race(model, SolveSettings(), time.monotonic()).status is Status.INFEASIBLE


@pytest.mark.parametrize("engine", [search_highs, race])
def test_ctrl_c_ends_highs_soon_and_keeps_its_best(engine) -> None:  # type: ignore[no-untyped-def]
    """A person who presses Ctrl-C gets the roster so far, from HiGHS too."""
    # A shell that starts the tests in the background has them ignore Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    model = knapsack(60)
    seen = threading.Event()

    def press() -> None:
        seen.wait(20)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=press, daemon=True).start()
    found = engine(
        model,
        SolveSettings(time_limit_s=60),
        time.monotonic(),
        np.ones(60, dtype=np.int64),
        lambda step, values: seen.set(),
    )

    assert found.interrupted
    assert found.values is not None
    assert found.bound <= model.objective(found.values.tolist())


def test_failures_beside_are_not_lost() -> None:
    """An error in the search's thread reaches the caller."""

    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        beside(fail, lambda: None)


def test_a_running_search_is_told_what_another_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS asks for better rosters while it runs, accepts one and ends with none dearer."""
    model = knapsack(30)
    best = search_highs(model, SolveSettings(time_limit_s=30, workers=1), time.monotonic())
    assert best.values is not None
    trace = Trace(model, 0.0, time.monotonic())
    asked = []

    def offered(objective: float) -> NDArray[np.int64]:
        asked.append(objective)
        return best.values

    monkeypatch.setattr(trace, "better_than", offered)
    answer = solve(model, 30, trace, heuristics=False)

    assert asked
    assert answer.values is not None
    assert model.objective(np.rint(answer.values).astype(int).tolist()) == model.objective(
        best.values.tolist()
    )
