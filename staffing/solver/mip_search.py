"""Running HiGHS on a compiled problem: a second engine, and an independent proof."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np
from ortools.math_opt.python import mathopt

from staffing.domain.outcome import Status, Step
from staffing.formulation.mip import to_mathopt
from staffing.formulation.model import Model
from staffing.solver.search import Found
from staffing.solver.settings import SolveSettings


def search_highs(model: Model, settings: SolveSettings, started: float) -> Found:
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
    if not result.has_primal_feasible_solution():
        return Found(Status.UNKNOWN, None, None, False, ())
    values = np.rint(result.variable_values(variables)).astype(np.int64)
    if model.violated(values):
        return Found(Status.UNKNOWN, None, None, False, ())
    bound = int(np.ceil(result.dual_bound() - 1e-6 * max(1.0, abs(result.dual_bound()))))
    objective = model.objective(values.tolist())
    status = Status.OPTIMAL if objective <= bound else Status.FEASIBLE
    bound = min(bound, objective)
    step = Step(seconds=seconds, objective=objective, bound=bound)
    return Found(status, values, bound, False, (step,))
