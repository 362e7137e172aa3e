"""Many pipes side by side, on any executor."""

import os
import signal
import sys
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import pytest

from staffing.domain.center import DemandSettings
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Status
from staffing.domain.toys import MONDAY, toy
from staffing.pipe import Inputs
from staffing.rules.floor import ServiceFloor
from staffing.rules.minimum_cover import MinimumCover
from staffing.rules.service import CallersService
from staffing.solver.settings import SolveSettings
from staffing.whatif import Scenario, grid_of_scenarios, listen, sweep

WEEK = Horizon(first=MONDAY)
SCENARIOS = grid_of_scenarios(counselors=(2, 3), volume=(1.0, 1.5))
SETTINGS = SolveSettings(reproducible=True, time_limit_s=5)
EVEN = (1.0,) * 22


@pytest.fixture(scope="module")
def inputs():
    """Return the inputs of a small center that describes its demand."""
    center = toy("ABC", days=7, closed="Sat,Sun", lunch=True).center
    demand = DemandSettings(working_day_calls=150, profile_working=EVEN, profile_day_off=EVEN)
    rules = (CallersService(), ServiceFloor(on="all"))
    return Inputs(center=center.model_copy(update={"demand": demand, "rules": rules}))


@pytest.fixture(scope="module")
def outcomes(inputs):
    """Return the outcomes on threads."""
    with ThreadPoolExecutor(2) as pool:
        return sweep(inputs, WEEK, SCENARIOS, pool, SETTINGS)


def timeless(outcomes):
    """Return outcomes without their wall time."""
    return [outcome.model_copy(update={"seconds": 0.0}) for outcome in outcomes]


def test_outcomes_come_in_the_order_of_scenarios(outcomes):
    """However they finish, outcomes stand as the scenarios do, each solved."""
    assert [outcome.scenario for outcome in outcomes] == SCENARIOS
    assert all(o.status in {Status.OPTIMAL, Status.FEASIBLE} and not o.error for o in outcomes)
    assert all(0 <= outcome.gap < 1 and outcome.seconds > 0 for outcome in outcomes)


def test_outcomes_go_the_way_of_the_changes(outcomes):
    """More people serve better and cost hours; more calls are served worse."""
    two, two_busy, three, three_busy = outcomes
    assert two.service.service_level < three.service.service_level
    assert two_busy.service.service_level < two.service.service_level
    assert three_busy.service.service_level < three.service.service_level
    assert two_busy.service.offered == pytest.approx(1.5 * two.service.offered)
    assert (two.paid_hours, three.paid_hours) == (80, 120)
    assert two_busy.floor_misses >= three_busy.floor_misses


def test_processes_and_threads_agree(inputs, outcomes):
    """Where scenarios run changes nothing but the time they take."""
    told = []
    pool = ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=listen)
    with pool:
        apart = sweep(inputs, WEEK, SCENARIOS, pool, SETTINGS, lambda n, o: told.append((n, o)))
    assert timeless(apart) == timeless(outcomes)
    assert [number for number, _ in told] == [1, 2, 3, 4]
    assert {outcome.scenario.name for _, outcome in told} == {s.name for s in SCENARIOS}


def test_an_erroneous_scenario_becomes_an_outcome(inputs):
    """A scenario that cannot be run tells why, and the others go on."""
    unknown = inputs.center.demand.model_copy(update={"method": "oracle"})
    broken = inputs.center.model_copy(update={"demand": unknown})
    with ThreadPoolExecutor(1) as pool:
        [outcome] = sweep(inputs.model_copy(update={"center": broken}), WEEK, [Scenario()], pool)
    assert outcome.status is Status.UNKNOWN
    assert "oracle" in outcome.error
    assert outcome.service is None


def test_an_impossible_scenario_is_proved_so(inputs):
    """One person cannot be two: the status says it, and nothing else is known."""
    rules = (*inputs.center.rules, MinimumCover(working_day=2))
    center = inputs.center.model_copy(update={"rules": rules})
    with ThreadPoolExecutor(1) as pool:
        [outcome] = sweep(
            inputs.model_copy(update={"center": center}),
            WEEK,
            [Scenario(counselors=1)],
            pool,
            SETTINGS,
        )
    assert outcome.status is Status.INFEASIBLE
    assert (outcome.service, outcome.gap, outcome.error) == (None, None, "")


class OneThenCtrlC(Executor):
    """Runs the first task at once; the others wait for ever."""

    def __init__(self):
        self.futures = []

    def submit(self, task, /, *arguments, **named):
        """Return a future that is done for the first task only."""
        future = Future()
        if not self.futures:
            future.set_result(task(*arguments, **named))
        self.futures.append(future)
        return future


def test_ctrl_c_keeps_what_is_there(inputs):
    """Finished scenarios are returned, the others marked as interrupted."""

    def press(done, outcome):
        raise KeyboardInterrupt

    outcomes = sweep(inputs, WEEK, SCENARIOS, OneThenCtrlC(), SETTINGS, press)
    assert [outcome.interrupted for outcome in outcomes] == [False, True, True, True]
    assert outcomes[0].service is not None
    assert all(outcome.status is Status.UNKNOWN for outcome in outcomes[1:])


def die(*_):
    """End the process that runs this."""
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def test_a_dead_process_becomes_an_outcome(inputs, monkeypatch):
    """A worker that is killed costs its scenarios, and says so."""
    monkeypatch.setattr(sys.modules["staffing.whatif.sweep"], "run", die)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        [outcome] = sweep(inputs, WEEK, [Scenario()], pool, SETTINGS)
    assert "died" in outcome.error
