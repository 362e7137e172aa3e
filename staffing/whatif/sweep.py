"""Many scenarios through the whole pipe, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, as_completed

from staffing.domain.base import Frozen
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Service, Status
from staffing.errors import StaffingError
from staffing.pipe import Inputs, prepare
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.units import hours
from staffing.whatif.scenario import Scenario


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
    error: str = ""


def run(inputs: Inputs, horizon: Horizon, scenario: Scenario, settings: SolveSettings) -> Outcome:
    """Run one scenario; errors of its inputs become part of the outcome."""
    try:
        result = plan(prepare(scenario.apply(inputs), horizon).problem, settings)
    except StaffingError as error:
        return Outcome(scenario=scenario, status=Status.UNKNOWN, error=str(error))
    verdict = result.judged
    if verdict is None:
        return Outcome(scenario=scenario, status=result.status, seconds=result.record.seconds)
    return Outcome(
        scenario=scenario,
        status=result.status,
        service=verdict.service,
        paid_hours=hours(verdict.paid_minutes),
        gap=result.gap_share,
        floor_misses=sum(
            item.breach.amount
            for item in (*verdict.costs, *verdict.breaches)
            if item.rule.rule in {"floor", "minimum_cover"}
        ),
        seconds=result.record.seconds,
    )


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
        Any; with processes, each scenario is solved in one of them.
    settings
        Of every search. Left out: reproducible, one worker each, 30 s.
    tell
        Called with the number of finished scenarios and the newest outcome.

    Returns
    -------
    list of Outcome
        In the order of the scenarios.
    """
    settings = settings or SolveSettings(reproducible=True, time_limit_s=30)
    futures: dict[Future[Outcome], int] = {
        executor.submit(run, inputs, horizon, scenario, settings): index
        for index, scenario in enumerate(scenarios)
    }
    outcomes: dict[int, Outcome] = {}
    try:
        for done, future in enumerate(as_completed(futures), start=1):
            outcomes[futures[future]] = future.result()
            if tell is not None:
                tell(done, outcomes[futures[future]])
    except KeyboardInterrupt:
        for future in futures:
            future.cancel()
        raise
    return [outcomes[index] for index in range(len(scenarios))]
