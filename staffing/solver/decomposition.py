"""Large centers: whole day patterns first, then every day by itself.

With the patterns of all people fixed, the days share nothing and are solved apart. The bound
comes from the step before, in which only the patterns are whole: it relaxes the full problem.
(The architecture of Restrepo, Gendron and Rousseau 2018, doi:10.1287/ijoc.2017.0782, with
HiGHS in place of Benders cuts: at this size their master fits into one model.)
"""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
from ortools.math_opt.python import mathopt

from staffing.domain.outcome import Status, Step
from staffing.formulation.draft import ModelDraft
from staffing.formulation.mip import to_mathopt
from staffing.formulation.model import Model
from staffing.solver.search import Found, Values, usable
from staffing.solver.settings import SolveSettings

MASTER_SHARE = 0.5
"""Share of the time for the patterns; the days get the rest."""
MASTER_GAP = 2e-4
DAY_GAP = 1e-4


def search_by_days(
    draft: ModelDraft, settings: SolveSettings, started: float, hint: Values | None = None
) -> Found:
    """Minimize the model of a draft by fixing day patterns, then solving each day.

    Parameters
    ----------
    draft
        A finished draft.
    settings
        Time limit, gap, seed.
    started
        ``time.monotonic()`` from which seconds count.
    hint
        A solution to fall back on.
    """
    model, begun = draft.model, time.monotonic()
    known = usable(model, hint)
    numbers = _pattern_variables(draft)
    master = _solve(
        model,
        settings.time_limit_s * MASTER_SHARE,
        max(settings.gap / 2, MASTER_GAP),
        settings,
        numbers,
    )
    if master is None or master.values is None:
        bound = model.least() if master is None else max(model.least(), master.bound)
        return _answer(model, known, known, bound, started)
    fixed = {n: round(float(master.values[n])) for n in numbers}
    values = np.array(model.lower, dtype=np.int64)
    values[list(fixed)] = list(fixed.values())
    parts = sorted(model.fixed(fixed).parts(), key=lambda part: part[0].size)
    for index, (part, places) in enumerate(parts):
        left = settings.time_limit_s - (time.monotonic() - begun)
        share = max(left / (len(parts) - index), 0.5)
        day = _solve(part, share, max(settings.gap / 2, DAY_GAP), settings, None)
        if day is None or day.values is None:
            return _answer(model, known, known, max(model.least(), master.bound), started)
        values[places] = np.rint(day.values).astype(np.int64)
    found: Values | None = None if model.violated(values) else values
    return _answer(model, found, known, max(model.least(), master.bound), started)


def _pattern_variables(draft: ModelDraft) -> list[int]:
    return sorted(
        {
            variable
            for patterns in draft.patterns.values()
            for _, expr in patterns
            for variable in expr.terms
        }
    )


class _Solved:
    """A solution (None if there is none) and a bound of a model."""

    def __init__(
        self, values: np.ndarray[tuple[int], np.dtype[np.float64]] | None, bound: int
    ) -> None:
        self.values = values
        self.bound = bound


def _solve(
    model: Model,
    seconds: float,
    gap: float,
    settings: SolveSettings,
    integer: list[int] | None,
) -> _Solved | None:
    mip, variables = to_mathopt(model, None if integer is None else set(integer))
    result = mathopt.solve(
        mip,
        mathopt.SolverType.HIGHS,
        params=mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=max(seconds, 0.1)),
            relative_gap_tolerance=gap,
            random_seed=settings.seed,
        ),
    )
    if result.termination.reason is mathopt.TerminationReason.INFEASIBLE:
        return None
    dual = result.dual_bound()
    bound = int(np.ceil(dual - 1e-6 * max(1.0, abs(dual)))) if np.isfinite(dual) else model.least()
    if not result.has_primal_feasible_solution():
        return _Solved(None, bound)
    return _Solved(np.asarray(result.variable_values(variables)), bound)


def _answer(
    model: Model, found: Values | None, known: Values | None, bound: int, started: float
) -> Found:
    values = found if found is not None else known
    if values is None:
        return Found(Status.UNKNOWN, None, None, False, ())
    if known is not None and model.objective(known.tolist()) < model.objective(values.tolist()):
        values = known
    objective = model.objective(values.tolist())
    seconds = round(time.monotonic() - started, 3)
    step = Step(seconds=seconds, objective=objective, bound=min(bound, objective))
    status = Status.OPTIMAL if objective <= bound else Status.FEASIBLE
    return Found(status, values, min(bound, objective), False, (step,), known)
