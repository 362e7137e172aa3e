"""Planning on what a roster exactly achieves, not on slots taken alone.

The curves of a first plan are moved to what the exact time-varying queue says of its roster,
slot by slot. The plan is then made again, until no roster is better on curves that are exact
at the roster itself. (Bending the curves as well, to the exact effect of one counselor more or
fewer in each slot, was tried: its rosters promised more and achieved less.)
"""

from __future__ import annotations

import time

import numpy as np

from staffing.domain.curves import EXACT, ServiceCurves
from staffing.domain.history import Forecast
from staffing.domain.outcome import Plan, Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.evaluation.referee import evaluate
from staffing.queueing.exact_service import ExactService, exact_service
from staffing.solver.exact_mixture import Expected, expected_service
from staffing.solver.planning import plan
from staffing.solver.progress import Progress
from staffing.solver.settings import SolveSettings

ROUNDS = 4
"""How often the curves are corrected at most."""


def plan_exact(
    problem: Problem,
    settings: SolveSettings | None = None,
    progress: Progress | None = None,
    start: Roster | None = None,
    forecast: Forecast | None = None,
) -> Plan:
    """Return the best roster found when service is counted by the exact queue.

    Parameters
    ----------
    problem, settings, progress, start
        As for `plan`; the settings hold for each of at most five searches.
    forecast
        That of the problem: service is then expected over its busy and quiet days, as in
        `expected_service`. Left out, it is that of the mean.

    Returns
    -------
    Plan
        Its problem has the corrected curves, which at the plan's roster are the exact service:
        the verdict's figures are exact. ``optimal`` means proved on these curves; away from
        the roster they are the slot-wise curves, moved, so another roster could still be
        better exactly. On Cheonan's week, other breaks, shifts and days off for one person,
        exchanges of two people and annealing of each day won 0.1 of 483.5 calls lost, 0.0014
        points of service level (``benchmarks/exact_swaps.py``); no such step is made here.
    """
    begun = time.monotonic()
    best = plan(problem, settings, progress, start)
    if best.found is None:
        return best
    best = _judged_exactly(problem, best, forecast)
    for _ in range(ROUNDS):
        again = plan(best.problem, settings, progress, best.roster)
        if again.found is None or again.interrupted:
            break
        bound = again.bound
        if again.objective < best.objective:
            again = _judged_exactly(problem, again, forecast)
            if again.objective < best.objective:
                best = again
                continue
        # No better roster: what the last search proved holds for the curves of the best one.
        best = best.model_copy(update={"bound": bound, "status": _status(best, bound)})
        break
    seconds = round(time.monotonic() - begun, 3)
    return best.model_copy(update={"record": best.record.model_copy(update={"seconds": seconds})})


def _status(answer: Plan, bound: int | None) -> Status:
    proved = bound is not None and answer.objective <= bound
    return Status.OPTIMAL if proved else Status.FEASIBLE


def _judged_exactly(problem: Problem, answer: Plan, forecast: Forecast | None) -> Plan:
    """Return a plan with curves corrected at its roster, and its verdict on them."""
    exact: ExactService | Expected
    if forecast is None:
        exact = exact_service(problem, answer.roster)
    else:
        exact = expected_service(problem, answer.roster, forecast)
    corrected = problem.model_copy(
        update={"curves": corrected_curves(problem, answer.roster, exact)}
    )
    verdict = evaluate(corrected, answer.roster)
    return answer.model_copy(
        update={
            "problem": corrected,
            "judged": verdict,
            "bound": None,
            "status": Status.FEASIBLE,
        }
    )


def corrected_curves(
    problem: Problem, roster: Roster, exact: ExactService | Expected
) -> ServiceCurves:
    """Return curves moved, slot by slot, so that at a roster they are its exact service.

    Parameters
    ----------
    problem
        With the curves of slots taken alone.
    roster
        Where the curves are to be exact.
    exact
        Its exact service.
    """
    curves = problem.curves
    heads = problem.on_phones(roster)
    spread = ", over busy and quiet days" if isinstance(exact, Expected) else ""
    update: dict[str, object] = {"method": f"{EXACT}{spread}"}
    for name in ("in_time", "answered", "wait_s", "busy_s", "blocked"):
        table = getattr(curves, name)
        if table is None:
            continue
        # A slot alone and overloaded may wait for ever; a day does not.
        table = np.where(np.isinf(table), getattr(exact, name)[..., np.newaxis], table)
        shift = getattr(exact, name) - curves.at(table, heads)
        moved = np.maximum(table + shift[..., np.newaxis], 0.0)
        if name == "in_time":  # answered calls are booked where their wait ends
            moved = np.minimum(moved, curves.offered[..., np.newaxis])
        update[name] = moved
    return ServiceCurves(**{**dict(curves), **update})
