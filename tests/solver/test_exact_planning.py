"""Planning on exact service: figures that hold, and a roster that is not worse."""

import numpy as np
import pytest

from staffing.domain.history import Forecast
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.presets import resolve
from staffing.queueing.curves import service_curves
from staffing.queueing.exact_service import exact_service
from staffing.solver.exact_planning import corrected_curves, plan_exact
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

QUICK = SolveSettings(reproducible=True, time_limit_s=20)


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Return a week of six people whose curves come from the queueing room."""
    ids = tuple(f"P{i}" for i in range(6))
    base = toy(ids, lunch=True, rules=resolve("KR_LSA", [{"rule": "floor"}]), slot_minutes=30)
    grid = base.grid
    rng = np.random.default_rng(3)
    offered = rng.uniform(8, 30, (1, grid.size))
    forecast = Forecast(
        grid=grid,
        queues=("calls",),
        offered=offered,
        aht_s=np.full(offered.shape, 180.0),
        day_cv=np.zeros((1, 7)),
        slot_cv=np.zeros(offered.shape),
    )
    return base.model_copy(update={"curves": service_curves(base.center, forecast)})


def test_figures_are_exact(problem: Problem) -> None:
    """The verdict of an exact plan counts what the time-varying queue counts."""
    answer = plan_exact(problem, QUICK)
    exact = exact_service(problem, answer.roster).total

    assert answer.verdict.legal
    assert answer.verdict.service.in_time == pytest.approx(exact.in_time, rel=1e-9)
    assert answer.verdict.service.answered == pytest.approx(exact.answered, rel=1e-9)


def test_not_worse_than_planning_slots_alone(problem: Problem) -> None:
    """The roster answers at least as many calls in time, exactly counted, as the first plan."""
    first = exact_service(problem, plan(problem, QUICK).roster).total.in_time
    refined = exact_service(problem, plan_exact(problem, QUICK).roster).total.in_time

    assert refined >= first - 0.5


def test_corrected_curves_stay_curves(problem: Problem) -> None:
    """Moved curves are exact at the roster, between none and all calls, and never fall."""
    roster = plan(problem, QUICK).roster
    exact = exact_service(problem, roster)
    curves = corrected_curves(problem, roster, exact)
    heads = problem.on_phones(roster)

    assert curves.at(curves.in_time, heads) == pytest.approx(np.asarray(exact.in_time), abs=1e-9)
    assert np.all(np.diff(curves.in_time, axis=-1) >= -1e-12)
    assert np.all(curves.in_time <= curves.offered[..., np.newaxis] + 1e-12)
