"""What a search has found so far: shared by all engines that work on one model at once."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.domain.outcome import Status, Step
from staffing.formulation.model import Model

Values = NDArray[np.int64]
Tell = Callable[[Step, Values | None], None]


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


def usable(model: Model, hint: Values | None) -> Values | None:
    """Return a hint that satisfies the model: a solution even if the search finds none."""
    return hint if hint is not None and not model.violated(hint) else None


class Trace:
    """The best solution and bound of a model so far, and how they came.

    Parameters
    ----------
    model
        The model.
    gap
        The search may stop once the proved gap is at most this share of the objective.
    started
        ``time.monotonic()`` from which seconds count.
    tell
        Called with every step, and with the solution when that is new.
    """

    def __init__(self, model: Model, gap: float, started: float, tell: Tell | None = None) -> None:
        self.model = model
        self.began_with: Values | None = None
        self.values: Values | None = None
        self.objective: int | None = None
        self.bound = model.least()
        self.infeasible = False
        self.stop = threading.Event()
        """Set when every engine shall end: the gap is reached, or somebody pressed Ctrl-C."""
        self._gap = gap
        self._grain = max(math.gcd(*model.cost), 1)
        self._started = started
        self._tell = tell
        self._lock = threading.RLock()
        self._steps: list[Step] = []

    def begin(self, hint: Values | None) -> None:
        """Note the solution to begin with, if it satisfies the model."""
        self.began_with = usable(self.model, hint)
        if self.began_with is not None:
            self.solution(self.began_with, "start")

    def solution(self, values: Values, by: str) -> bool:
        """Note a solution that satisfies the model; return whether it is the best so far.

        Parameters
        ----------
        values
            (size,) the solution.
        by
            The engine that found it.
        """
        objective = self.model.objective(values.tolist())
        with self._lock:
            if self.objective is not None and objective >= self.objective:
                return False
            self.objective, self.values = objective, values
            self._note(values, by)
            return True

    def swap(self, values: Values) -> bool:
        """Put another solution in the place of the best, if it costs the same."""
        with self._lock:
            even = self.model.objective(values.tolist()) == self.objective
            if even:
                self.values = values
            return even

    def rounded(self, values: NDArray[np.float64], by: str) -> bool:
        """Note a solution in floats, if it satisfies the model once it is rounded."""
        whole = np.rint(values).astype(np.int64)
        return not self.model.violated(whole) and self.solution(whole, by)

    def lower(self, bound: float, by: str) -> None:
        """Note a bound in floats; costs are multiples of a whole number, so it is rounded up."""
        self._at_least(bound - 1e-6 * max(1.0, abs(bound)), by)

    def lower_whole(self, bound: float, by: str) -> None:
        """Note a bound of an engine that reckons in whole numbers."""
        self._at_least(bound - 1e-3, by)

    def _at_least(self, bound: float, by: str) -> None:
        if not np.isfinite(bound):
            return
        least = bound - self.model.constant
        whole = self.model.constant + self._grain * int(np.ceil(least / self._grain))
        with self._lock:
            if whole > self.bound:
                self.bound = whole
                self._note(None, by)

    def better_than(self, objective: float) -> Values | None:
        """Return the best solution if it costs less, for an engine that has none so good."""
        with self._lock:
            known = self.objective
            return self.values if known is not None and known < objective else None

    def found(self) -> Found:
        """Return what is known now."""
        steps = tuple(self._steps)
        if self.infeasible:
            return Found(Status.INFEASIBLE, None, None, False, steps)
        if self.values is None or self.objective is None:
            return Found(Status.UNKNOWN, None, None, False, steps)
        bound = min(self.bound, self.objective)
        status = Status.OPTIMAL if self.objective <= bound else Status.FEASIBLE
        return Found(status, self.values, bound, False, steps, self.began_with)

    def _note(self, values: Values | None, by: str) -> None:
        step = Step(
            seconds=round(time.monotonic() - self._started, 3),
            objective=self.objective,
            bound=self.bound,
            by=by,
        )
        self._steps.append(step)
        if self.objective is not None:
            left = self.objective - self.bound
            if left <= max(0, self._gap * abs(self.objective)):
                self.stop.set()
        if self._tell is not None:
            self._tell(step, values)


def beside(
    work: Callable[[], None], stop: Callable[[], None], enough: Callable[[], bool] | None = None
) -> bool:
    """Run something beside the main thread: only there can Python hear Ctrl-C.

    Parameters
    ----------
    work
        What to run.
    stop
        Called on Ctrl-C, and again until the work ends.
    enough
        Asked again and again in the calling thread; the work is stopped once it says so.

    Returns
    -------
    bool
        Whether somebody pressed Ctrl-C.
    """
    failures: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            done.set()

    interrupted = False
    thread = threading.Thread(target=run, daemon=True)
    while not done.is_set():
        try:
            if thread.ident is None:
                thread.start()
            if interrupted or (enough is not None and enough()):
                stop()  # again, in case the search had not begun
            done.wait(timeout=0.05)
        except KeyboardInterrupt:
            interrupted = True
    if failures:
        raise failures[0]
    return interrupted
