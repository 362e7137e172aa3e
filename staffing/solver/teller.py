"""Progress: steps of the search as moments that a person understands."""

from __future__ import annotations

from staffing.domain.outcome import Step, Verdict
from staffing.domain.problem import Problem
from staffing.evaluation.service import service_of
from staffing.formulation.draft import ModelDraft
from staffing.formulation.heads import Heads
from staffing.solver.progress import Moment, Progress
from staffing.solver.trace import Values


class Teller:
    """Turns steps of the search into moments.

    Parameters
    ----------
    problem
        What is planned.
    progress
        Hears of the moments.
    """

    def __init__(self, problem: Problem, progress: Progress) -> None:
        self._progress = progress
        self._curves = problem.curves
        self._level: float | None = None
        self._bound: int | None = None
        self._heads: Heads | None = None

    def listen(self, draft: ModelDraft) -> None:
        """Prepare for the solutions of a draft's model."""
        self._heads = Heads(draft)

    def __call__(self, step: Step, values: Values | None) -> None:
        """Tell a step; with a solution, the service level that it gives."""
        if values is not None and self._heads is not None:
            self._level = service_of(self._curves, self._heads.of(values)).service_level
        self._say(step)

    def say(self, step: Step, verdict: Verdict | None) -> None:
        """Tell a step; with a verdict, the service level that it found."""
        if verdict is not None:
            self._level = verdict.service.service_level
        self._say(step)

    def _say(self, step: Step) -> None:
        # A bound holds for the problem, whichever model and round proved it.
        bounds = [bound for bound in (step.bound, self._bound) if bound is not None]
        self._bound = max(bounds, default=None)
        self._progress(Moment(step.seconds, step.objective, self._bound, self._level))
