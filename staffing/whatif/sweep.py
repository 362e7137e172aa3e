"""Many scenarios through the whole pipe, side by side."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed

from staffing.domain.base import Frozen
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Service, Status
from staffing.errors import StaffingError
from staffing.pipe import Inputs, prepare
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.units import hours
from staffing.whatif.scenario import Scenario

DIED = "the process that ran it died; it may have run out of memory: run fewer at once"


class Outcome(Frozen):
    """What a scenario leads to.

    Parameters
    ----------
    scenario
        The change.
    status
        What is known of its roster.
    service
        Expected service under it; None without a roster.
    paid_hours
        Paid working hours; None without a roster.
    gap
        Proved gap over the objective, 0 to 1; None without a roster.
    floor_misses
        Counselor-slots missing to the interval floor and minimum cover.
    seconds
        Wall time.
    interrupted
        Whether a person stopped it, before or while it ran.
    error
        Why the scenario could not be run; empty if it could.
    """

    scenario: Scenario
    status: Status
    service: Service | None = None
    paid_hours: float | None = None
    gap: float | None = None
    floor_misses: int | None = None
    seconds: float = 0.0
    interrupted: bool = False
    error: str = ""


class _CtrlC:
    """What Ctrl-C does in a process of a pool: end the scenario, and start no other."""

    running = False
    pressed = False

    @classmethod
    def hear(cls, number: int, frame: object) -> None:  # noqa: ARG003 - a signal handler
        cls.pressed = True
        if cls.running:
            raise KeyboardInterrupt


def listen() -> None:
    """Let Ctrl-C end scenarios, not processes: the ``initializer`` for a pool of processes."""
    signal.signal(signal.SIGINT, _CtrlC.hear)


def run(inputs: Inputs, horizon: Horizon, scenario: Scenario, settings: SolveSettings) -> Outcome:
    """Run one scenario; errors of its inputs become part of the outcome."""
    if _CtrlC.pressed:
        return _stopped(scenario)
    _CtrlC.running = True
    try:
        result = plan(prepare(scenario.apply(inputs), horizon).problem, settings)
    except StaffingError as error:
        return Outcome(scenario=scenario, status=Status.UNKNOWN, error=str(error))
    except KeyboardInterrupt:
        return _stopped(scenario)
    finally:
        _CtrlC.running = False
    known = Outcome(
        scenario=scenario,
        status=result.status,
        seconds=result.record.seconds,
        interrupted=result.interrupted,
    )
    verdict = result.judged
    if verdict is None:
        return known
    return known.model_copy(
        update={
            "service": verdict.service,
            "paid_hours": hours(verdict.paid_minutes),
            "gap": None if result.bound is None else result.gap_share,
            "floor_misses": sum(
                item.breach.amount
                for item in (*verdict.costs, *verdict.breaches)
                if item.rule.rule in {"floor", "minimum_cover"}
            ),
        }
    )


def _stopped(scenario: Scenario) -> Outcome:
    return Outcome(scenario=scenario, status=Status.UNKNOWN, interrupted=True)


def sweep(
    inputs: Inputs,
    horizon: Horizon,
    scenarios: Sequence[Scenario],
    executor: Executor,
    settings: SolveSettings | None = None,
    tell: Callable[[int, Outcome], None] | None = None,
) -> list[Outcome]:
    """Run scenarios on an executor.

    Parameters
    ----------
    inputs
        What the scenarios change.
    horizon
        The days to plan.
    scenarios
        The changes.
    executor
        Any; with processes, each scenario is solved in one of them. Give a pool of processes
        ``initializer=listen``.
    settings
        Of every search. Left out: reproducible, one worker each, 30 s.
    tell
        Called with the number of finished scenarios and the newest outcome.

    Returns
    -------
    list of Outcome
        In the order of the scenarios. After Ctrl-C (KeyboardInterrupt) those that had not
        finished are marked as interrupted; a second Ctrl-C raises.
    """
    settings = settings or SolveSettings(reproducible=True, time_limit_s=30)
    futures: dict[Future[Outcome], int] = {
        executor.submit(run, inputs, horizon, scenario, settings): index
        for index, scenario in enumerate(scenarios)
    }
    try:
        for done, future in enumerate(as_completed(futures), start=1):
            if tell is not None:
                tell(done, _result(future, scenarios[futures[future]]))
    except KeyboardInterrupt:
        for future in futures:
            future.cancel()
    return [_result(future, scenarios[index]) for future, index in futures.items()]


def _result(future: Future[Outcome], scenario: Scenario) -> Outcome:
    try:
        return future.result()
    except CancelledError:
        return _stopped(scenario)
    except BrokenExecutor:
        return Outcome(scenario=scenario, status=Status.UNKNOWN, error=DIED)
