"""Running CP-SAT on a compiled problem: limits, progress, and a person's Ctrl-C."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from staffing.domain.outcome import Status, Step
from staffing.formulation.cpsat import to_cpsat
from staffing.formulation.model import Model
from staffing.solver.settings import SolveSettings

Values = NDArray[np.int64]
NOTHING = -(2**62)
"""A bound that says nothing."""


class Found(NamedTuple):
    """What a search returns.

    Parameters
    ----------
    status
        What is known.
    values
        (size,) the best solution; None if there is none.
    bound
        No solution costs less; None if nothing is known.
    interrupted
        Whether Ctrl-C ended the search.
    steps
        Every improvement of objective or bound.
    began_with
        (size,) the feasible solution that the search was given; None if there was none.
    """

    status: Status
    values: Values | None
    bound: int | None
    interrupted: bool
    steps: tuple[Step, ...]
    began_with: Values | None = None


def search(
    model: Model,
    settings: SolveSettings,
    hint: Values | None = None,
    tell: Callable[[Step, Values | None], None] | None = None,
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
    begun = time.monotonic() if started is None else started
    cp = to_cpsat(model, None if hint is None else hint.tolist())
    variables = [cp.get_int_var_from_proto_index(number) for number in range(model.size)]
    solver = _solver(settings)
    log = _Log(begun, variables, tell)
    solver.best_bound_callback = log.on_bound
    known = usable(model, hint)
    outcome: list[cp_model.CpSolverStatus] = []
    done = threading.Event()

    def work() -> None:
        try:
            if known is not None:
                log.start(model.objective(known.tolist()), known)
            outcome.append(solver.solve(cp, log))
        finally:
            done.set()

    interrupted = False
    thread = threading.Thread(target=work, daemon=True)
    # The search runs beside the main thread: only there can Python hear Ctrl-C.
    while not done.is_set():
        try:
            if thread.ident is None:
                thread.start()
            if interrupted or (stop is not None and stop()):
                solver.stop_search()  # again, in case the search had not begun
            done.wait(timeout=0.05)
        except KeyboardInterrupt:
            interrupted = True
    if not outcome:
        raise RuntimeError("CP-SAT ended without a status; its message is on standard error")
    found = _found(model, solver, outcome[0], known, log)
    return found._replace(interrupted=interrupted, began_with=known)


def usable(model: Model, hint: Values | None) -> Values | None:
    """Return a hint that satisfies the model: a solution even if the search finds none."""
    return hint if hint is not None and not model.violated(hint) else None


def _found(
    model: Model,
    solver: cp_model.CpSolver,
    status: cp_model.CpSolverStatus,
    known: Values | None,
    log: _Log,
) -> Found:
    steps = tuple(log.steps)
    if status == cp_model.INFEASIBLE:
        return Found(Status.INFEASIBLE, None, None, False, steps)
    values = known
    if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        found = np.array([solver.value(v) for v in log.variables], dtype=np.int64)
        if known is None or model.objective(found.tolist()) <= model.objective(known.tolist()):
            values = found
    if values is None:
        return Found(Status.UNKNOWN, None, None, False, steps)
    bound = max(model.least(), _ceiling(solver.best_objective_bound))
    proved = model.objective(values.tolist()) <= bound
    return Found(Status.OPTIMAL if proved else Status.FEASIBLE, values, bound, False, steps)


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


def _ceiling(bound: float) -> int:
    # Costs are whole numbers, so the bound may be rounded up; the epsilon is for floats.
    return int(np.ceil(bound - 1e-6)) if np.isfinite(bound) else NOTHING


class _Log(cp_model.CpSolverSolutionCallback):
    """Collects steps; kept tiny, for it runs inside the search."""

    def __init__(
        self,
        begun: float,
        variables: list[cp_model.IntVar],
        tell: Callable[[Step, Values | None], None] | None,
    ) -> None:
        super().__init__()
        self._begun = begun
        self.variables = variables
        self._tell = tell
        self._lock = threading.Lock()
        self._objective: int | None = None
        self._bound: int | None = None
        self.steps: list[Step] = []

    def start(self, objective: int, values: Values) -> None:
        """Note the solution that the search starts from."""
        self._objective = objective
        self._note(values)

    def on_solution_callback(self) -> None:
        """Note a new best solution."""
        with self._lock:
            if self._objective is not None and round(self.objective_value) >= self._objective:
                return
            self._objective = round(self.objective_value)
            self._bound = max(_ceiling(self.best_objective_bound), self._bound or NOTHING)
        values = None
        if self._tell is not None:
            values = np.array([self.value(v) for v in self.variables], dtype=np.int64)
        self._note(values)

    def on_bound(self, bound: float) -> None:
        """Note a better bound."""
        with self._lock:
            if self._bound is not None and _ceiling(bound) <= self._bound:
                return
            self._bound = _ceiling(bound)
        self._note(None)

    def _note(self, values: Values | None) -> None:
        step = Step(
            seconds=round(time.monotonic() - self._begun, 3),
            objective=self._objective,
            bound=self._bound,
        )
        self.steps.append(step)
        if self._tell is not None:
            self._tell(step, values)
