"""CP-SAT on the whole model in a thread of its own, beside a search that does something else."""

from __future__ import annotations

import threading

from staffing.formulation.model import Model
from staffing.solver.search import CpSat
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Trace, Values


class Alongside:
    """A search that runs on its own; whoever started it looks in from time to time.

    Parameters
    ----------
    model
        The whole model.
    settings
        Limits, workers and seed. All workers are used: one alone never searches neighborhoods.
    started
        ``time.monotonic()`` from which seconds count.
    """

    def __init__(self, model: Model, settings: SolveSettings, started: float) -> None:
        self._trace = Trace(model, settings.gap, started)
        self._search = CpSat(self._trace, settings, None)
        self._thread = threading.Thread(target=self._search.work, daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it is still looking."""
        return self._thread.is_alive()

    @property
    def infeasible(self) -> bool:
        """Whether it has proved that there is no solution."""
        return self._trace.infeasible

    @property
    def bound(self) -> int:
        """No solution costs less."""
        return self._trace.bound

    def better_than(self, objective: float) -> Values | None:
        """Return its best solution if that costs less."""
        return self._trace.better_than(objective)

    def end(self) -> None:
        """Stop it, and wait until it has."""
        while self._thread.is_alive():
            self._search.end()  # again, in case it had not begun
            self._thread.join(timeout=0.05)
