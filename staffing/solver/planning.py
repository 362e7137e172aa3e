"""plan(): compile, start, search, name, and let the referee confirm."""

from __future__ import annotations

import platform
import time
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from staffing.domain.outcome import Plan, RunRecord, Status, Step, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import RefereeError
from staffing.evaluation.referee import evaluate
from staffing.formulation.compile import compile_problem
from staffing.formulation.draft import ModelDraft
from staffing.formulation.hints import values_of
from staffing.formulation.naming import name_roster
from staffing.solver.mip_search import search_highs
from staffing.solver.progress import Moment, Progress
from staffing.solver.search import Found, search
from staffing.solver.settings import SolveSettings
from staffing.solver.start import first_roster


def plan(
    problem: Problem,
    settings: SolveSettings | None = None,
    progress: Progress | None = None,
    start: Roster | None = None,
) -> Plan:
    """Return the best roster found for a problem, with what is proved about it.

    Parameters
    ----------
    problem
        The center, the service curves of the horizon, and the past.
    settings
        Limits of the search.
    progress
        Called from the search's threads whenever the best roster or the bound improves.
    start
        A roster to begin with; a greedy one if left out.

    Returns
    -------
    Plan
        Also when nothing was found: its status says so, and asking it for a roster raises.
        Ctrl-C (KeyboardInterrupt) ends the search and keeps the best roster found.

    Raises
    ------
    RefereeError
        If the referee finds the roster illegal or prices it differently: a defect here.
    """
    begun = time.monotonic()
    settings = settings or SolveSettings()
    draft = compile_problem(problem)
    if draft.model.impossible:
        found = Found(Status.INFEASIBLE, None, None, False, ())
    else:
        hint = values_of(draft, start if start is not None else first_roster(draft))
        tell = None if progress is None else _Teller(draft, progress)
        if settings.engine == "highs":
            found = search_highs(draft.model, settings, begun)
        else:
            found = search(draft.model, settings, hint, tell, begun)
    roster = None if found.values is None else name_roster(draft, found.values)
    verdict = None if roster is None else _refereed(problem, roster, draft, found)
    return Plan(
        problem=problem,
        status=_status(found, verdict),
        found=roster,
        judged=verdict,
        bound=found.bound,
        interrupted=found.interrupted,
        record=_record(found, draft, settings, time.monotonic() - begun),
    )


def _status(found: Found, verdict: Verdict | None) -> Status:
    # A roster can be worth more than its solution: slack that the search left is re-priced.
    if verdict is not None and found.bound is not None and verdict.objective == found.bound:
        return Status.OPTIMAL
    return found.status


def _refereed(problem: Problem, roster: Roster, draft: ModelDraft, found: Found) -> Verdict:
    verdict = evaluate(problem, roster)
    where = f"{problem.center.name}, {problem.horizon}"
    if not verdict.legal:
        first = verdict.breaches[0]
        raise RefereeError(
            where,
            f"the solver's roster breaks {len(verdict.breaches)} hard limits, first: "
            + first.rule.say(problem, first.breach),
            todo="this is a defect of staffing: please report it with plan.json",
        )
    assert found.values is not None  # noqa: S101 - there is a roster
    claimed = draft.model.objective(found.values.tolist())
    wrong = claimed != verdict.objective and found.status is Status.OPTIMAL
    if wrong or verdict.objective > claimed or verdict.objective < (found.bound or 0):
        raise RefereeError(
            where,
            f"the referee prices the roster at {verdict.objective}, the solver at {claimed} "
            f"with bound {found.bound}",
            todo="this is a defect of staffing: please report it with plan.json",
        )
    return verdict


class _Teller:
    """Turns steps of the search into moments that a person understands."""

    def __init__(self, draft: ModelDraft, progress: Progress) -> None:
        self._progress = progress
        self._curves = draft.problem.curves
        self._level: float | None = None
        self._phones = [
            (queue, slot, np.array(list(expr.terms), dtype=np.int64), expr)
            for queue in range(len(self._curves.queues))
            for slot in range(self._curves.grid.size)
            for expr in (draft.on_phones(queue, slot),)
        ]

    def __call__(self, step: Step, values: NDArray[np.int64] | None) -> None:
        if values is not None:
            heads = np.zeros(self._curves.offered.shape, dtype=np.int64)
            for queue, slot, numbers, expr in self._phones:
                weights = np.fromiter(expr.terms.values(), dtype=np.int64)
                heads[queue, slot] = expr.constant + int(weights @ values[numbers])
            offered = float(self._curves.offered.sum())
            in_time = float(self._curves.at(self._curves.in_time, heads).sum())
            self._level = in_time / offered if offered > 0 else 1.0
        self._progress(Moment(step.seconds, step.objective, step.bound, self._level))


def _record(found: Found, draft: ModelDraft, settings: SolveSettings, seconds: float) -> RunRecord:
    solutions = [step for step in found.steps if step.objective is not None]
    best = min((s.objective for s in solutions if s.objective is not None), default=None)
    return RunRecord(
        seconds=round(seconds, 3),
        first_seconds=solutions[0].seconds if solutions else None,
        best_seconds=next((s.seconds for s in solutions if s.objective == best), None),
        settings={**settings.model_dump(), "strategies": settings.strategies},
        versions={
            "python": platform.python_version(),
            **{name: version(name) for name in ("staffing", "ortools", "numpy", "pydantic")},
        },
        variables=draft.model.size,
        rows=len(draft.model.rows),
        engine=settings.engine,
        steps=found.steps,
    )
