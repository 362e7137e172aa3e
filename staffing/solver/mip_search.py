"""Running HiGHS on a compiled problem: a second engine, and an independent proof."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
from ortools.math_opt.python import mathopt

from staffing.domain.outcome import Status, Step
from staffing.formulation.mip import to_mathopt
from staffing.formulation.model import Model
from staffing.solver.search import Found, Values, usable
from staffing.solver.settings import SolveSettings


def search_highs(
    model: Model, settings: SolveSettings, started: float, hint: Values | None = None
) -> Found:
    """Minimize a model with HiGHS.

    HiGHS computes with floats: its solution is rounded and must satisfy every row exactly,
    otherwise the status is unknown.

    Parameters
    ----------
    model
        The model.
    settings
        Time limit, gap and seed; workers are not used.
    started
        ``time.monotonic()`` from which seconds count.
    hint
        A solution to begin with; returned if nothing better is found.
    """
    mip, variables = to_mathopt(model)
    parameters = mathopt.SolveParameters(
        time_limit=dt.timedelta(seconds=settings.time_limit_s),
        relative_gap_tolerance=settings.gap,
        absolute_gap_tolerance=0.5,
        random_seed=settings.seed,
    )
    result = mathopt.solve(mip, mathopt.SolverType.HIGHS, params=parameters)
    seconds = round(time.monotonic() - started, 3)
    reason = result.termination.reason
    if reason is mathopt.TerminationReason.INFEASIBLE:
        return Found(Status.INFEASIBLE, None, None, False, ())
    known = usable(model, hint)
    values = known
    if result.has_primal_feasible_solution():
        found = np.rint(result.variable_values(variables)).astype(np.int64)
        better = known is None or model.objective(found.tolist()) <= model.objective(known.tolist())
        if better and not model.violated(found):
            values = found
    if values is None:
        return Found(Status.UNKNOWN, None, None, False, ())
    dual = result.dual_bound()
    slack = 1e-6 * max(1.0, abs(dual))
    bound = max(model.least(), int(np.ceil(dual - slack)) if np.isfinite(dual) else model.least())
    objective = model.objective(values.tolist())
    bound = min(bound, objective)
    step = Step(seconds=seconds, objective=objective, bound=bound)
    status = Status.OPTIMAL if objective <= bound else Status.FEASIBLE
    return Found(status, values, bound, False, (step,), known)
