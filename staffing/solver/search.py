"""Running CP-SAT on a compiled problem: limits, progress, and a person's Ctrl-C."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from ortools.sat.python import cp_model

from staffing.formulation.cpsat import to_cpsat
from staffing.formulation.model import Model
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Tell, Trace, Values, beside

NAME = "cp-sat"


def search(
    model: Model,
    settings: SolveSettings,
    hint: Values | None = None,
    tell: Tell | None = None,
    started: float | None = None,
    stop: Callable[[], bool] | None = None,
) -> Found:
    """Minimize a model with CP-SAT.

    Parameters
    ----------
    model
        The model.
    settings
        Limits, workers, seed.
    hint
        A value for each variable; best complete and feasible.
    tell
        Called with every step, and with the solution when that is new.
    started
        ``time.monotonic()`` from which seconds count.
    stop
        Asked again and again in the calling thread; the search ends once it says so.
    """
    trace = Trace(model, settings.gap, time.monotonic() if started is None else started, tell)
    run = CpSat(trace, settings, hint)

    def work() -> None:
        trace.begin(hint)
        run.work()

    interrupted = beside(work, run.end, stop)
    return trace.found()._replace(interrupted=interrupted)


class CpSat:
    """One run of CP-SAT that reports to a trace.

    Parameters
    ----------
    trace
        Of the model.
    settings
        Limits, workers, seed.
    hint
        A value for each variable; best complete and feasible.
    """

    def __init__(self, trace: Trace, settings: SolveSettings, hint: Values | None) -> None:
        self._trace = trace
        self._model = to_cpsat(trace.model, None if hint is None else hint.tolist())
        self._solver = _solver(settings)

    def work(self) -> None:
        """Search until a proof, a limit, or the end of the trace."""
        solver, trace = self._solver, self._trace
        solver.best_bound_callback = lambda bound: trace.lower_whole(bound, NAME)
        variables = [
            self._model.get_int_var_from_proto_index(number) for number in range(trace.model.size)
        ]
        status = solver.solve(self._model, _Listener(trace, variables))
        if status == cp_model.INFEASIBLE:
            trace.infeasible = trace.values is None
            return
        trace.lower_whole(solver.best_objective_bound, NAME)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            values = np.array([solver.value(v) for v in variables], dtype=np.int64)
            trace.solution(values, NAME)

    def end(self) -> None:
        """Stop soon."""
        self._solver.stop_search()


def _solver(settings: SolveSettings) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.random_seed = settings.seed
    parameters.relative_gap_limit = settings.gap
    parameters.catch_sigint_signal = False
    parameters.num_workers = settings.strategies
    if settings.reproducible:
        parameters.max_deterministic_time = settings.time_limit_s
    else:
        parameters.max_time_in_seconds = settings.time_limit_s
    return solver


class _Listener(cp_model.CpSolverSolutionCallback):
    """Hands solutions on; kept tiny, for it runs inside the search."""

    def __init__(self, trace: Trace, variables: list[cp_model.IntVar]) -> None:
        super().__init__()
        self._trace = trace
        self._variables = variables

    def on_solution_callback(self) -> None:
        """Note a new best solution."""
        known = self._trace.objective
        if known is None or round(self.objective_value) < known:
            values = np.array([self.value(v) for v in self._variables], dtype=np.int64)
            self._trace.solution(values, NAME)
