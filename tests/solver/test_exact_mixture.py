"""Exact service over busy and quiet days: the mean of many levels of calls."""

import numpy as np
import pytest

from staffing.domain.history import Forecast
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.toys import toy
from staffing.presets import resolve
from staffing.queueing.curves import service_curves
from staffing.queueing.exact_service import exact_service
from staffing.queueing.uncertainty import uncertain_curves
from staffing.solver.exact_mixture import expected_service
from staffing.solver.exact_planning import plan_exact
from staffing.solver.settings import SolveSettings

CVS = (0.0, 0.15, 0.3)
QUICK = SolveSettings(reproducible=True, time_limit_s=20)


@pytest.fixture(scope="module")
def case() -> tuple[Problem, Forecast, Roster]:
    """Return three days of four people, a forecast that is surer of the first, and a roster."""
    base = toy("ABCD", days=3, lunch=True, rules=resolve(None, [{"rule": "service"}]))
    grid = base.grid
    offered = np.random.default_rng(3).uniform(15, 40, (1, grid.size))
    forecast = Forecast(
        grid=grid,
        queues=("calls",),
        offered=offered,
        aht_s=np.full(offered.shape, 180.0),
        day_cv=np.array([CVS]),
        slot_cv=np.zeros(offered.shape),
    )
    problem = base.model_copy(update={"curves": service_curves(base.center, forecast)})
    duties = (
        Duty(counselor=who, day=day, shift=code)
        for day in grid.horizon.dates
        for who, code in zip("ABC", "EEM", strict=True)
    )
    return problem, forecast, Roster(horizon=grid.horizon, duties=tuple(duties))


def test_sure_days_are_exact_days(case: tuple[Problem, Forecast, Roster]) -> None:
    """A day without uncertainty has the service of its mean, one with it answers fewer in time."""
    problem, forecast, roster = case
    expected, exact = expected_service(problem, roster, forecast), exact_service(problem, roster)
    days = [list(problem.grid.of_day(index)) for index in range(3)]
    gone = (exact.in_time - expected.in_time)[0]

    assert expected.in_time[0][days[0]] == pytest.approx(exact.in_time[0][days[0]], abs=1e-12)
    assert expected.wait_s[0][days[0]] == pytest.approx(exact.wait_s[0][days[0]], abs=1e-9)
    assert 0 < gone[days[1]].sum() < gone[days[2]].sum()


def test_it_is_the_mean_over_drawn_days(case: tuple[Problem, Forecast, Roster]) -> None:
    """Drawn gamma factors have the same mean service, within four standard errors."""
    problem, forecast, roster = case
    expected = expected_service(problem, roster, forecast)
    days = list(problem.grid.of_day(2))
    rng, drawn = np.random.default_rng(1), []
    for factor in rng.gamma(1 / CVS[2] ** 2, CVS[2] ** 2, 60):
        busier = problem.curves.model_copy(update={"offered": problem.curves.offered * factor})
        found = exact_service(problem.model_copy(update={"curves": busier}), roster)
        drawn.append(found.in_time[0][days].sum())
    error = np.std(drawn) / np.sqrt(len(drawn))

    assert expected.in_time[0][days].sum() == pytest.approx(np.mean(drawn), abs=4 * error)


def test_plans_promise_the_expectation(case: tuple[Problem, Forecast, Roster]) -> None:
    """The verdict of a plan over busy and quiet days counts what the mixture counts."""
    problem, forecast, _ = case
    uncertain = uncertain_curves(problem.center, forecast)
    answer = plan_exact(problem.model_copy(update={"curves": uncertain}), QUICK, forecast=forecast)
    expected = expected_service(problem, answer.roster, forecast)

    assert answer.verdict.service.in_time == pytest.approx(expected.in_time.sum(), rel=1e-9)
    assert answer.verdict.service.answered == pytest.approx(expected.answered.sum(), rel=1e-9)
    assert "busy and quiet" in answer.problem.curves.method


def test_busy_days_are_blocked_more(case: tuple[Problem, Forecast, Roster]) -> None:
    """With few lines, a plan over busy and quiet days counts who finds every line taken."""
    problem, forecast, _ = case
    queues = tuple(queue.model_copy(update={"lines": 5}) for queue in problem.center.queues)
    center = problem.center.model_copy(update={"queues": queues})
    few = problem.model_copy(
        update={"center": center, "curves": uncertain_curves(center, forecast)}
    )
    answer = plan_exact(few, QUICK, forecast=forecast)
    expected = expected_service(few, answer.roster, forecast)

    assert answer.verdict.service.blocked == pytest.approx(expected.blocked.sum(), rel=1e-9)
    assert expected.blocked.sum() > exact_service(few, answer.roster).blocked.sum() > 0
