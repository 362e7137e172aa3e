"""plan(): compile, start, search, name, and let the referee confirm."""

from __future__ import annotations

import platform
import time
from importlib.metadata import version
from typing import NamedTuple

import numpy as np

from staffing.domain.outcome import Plan, RunRecord, Status, Step, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import RefereeError
from staffing.evaluation.referee import evaluate
from staffing.evaluation.service import service_of
from staffing.formulation.compile import compile_problem
from staffing.formulation.draft import ModelDraft
from staffing.formulation.hints import values_of
from staffing.formulation.naming import name_roster
from staffing.solver.decomposition import search_by_days
from staffing.solver.mip_search import race, search_highs
from staffing.solver.progress import Moment, Progress
from staffing.solver.search import search
from staffing.solver.settings import Engine, SolveSettings
from staffing.solver.start import first_roster
from staffing.solver.trace import Found, Values
from staffing.solver.two_stages import search_counted, worth_counting

MANY = 60
"""Above so many people the days are solved apart."""
ROUNDS = 3
"""How often the prices of a large center are made exact where it matters."""


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
    tell = _Teller(problem, progress) if progress is not None else None
    best: _Answer | None = None
    exactly: frozenset[tuple[int, int]] = frozenset()
    for _ in range(ROUNDS):
        draft = compile_problem(problem, exactly)
        begin = best.roster if best is not None else start
        found = _search(draft, settings, begin, tell, begun, exactly)
        best = _better(problem, draft, found, best)
        spent = time.monotonic() - begun
        if best is None or best.optimal or found.interrupted or spent > settings.time_limit_s:
            break
        # In a large center long curves are priced from below; where the roster shows that to
        # be too low, the price is made exact and the search goes on from the roster.
        loose = draft.underpriced(best.verdict.on_phones) - exactly
        if not loose:
            break
        exactly |= loose
    return Plan(
        problem=problem,
        status=found.status if best is None else best.status,
        found=None if best is None else best.roster,
        judged=None if best is None else best.verdict,
        bound=None if best is None else best.bound,
        interrupted=found.interrupted,
        record=_record(found, draft, settings, time.monotonic() - begun),
    )


class _Answer(NamedTuple):
    """A refereed roster and what is proved about it."""

    roster: Roster
    verdict: Verdict
    bound: int

    @property
    def optimal(self) -> bool:
        return self.verdict.objective <= self.bound

    @property
    def status(self) -> Status:
        return Status.OPTIMAL if self.optimal else Status.FEASIBLE


def _search(
    draft: ModelDraft,
    settings: SolveSettings,
    start: Roster | None,
    tell: _Teller | None,
    begun: float,
    exactly: frozenset[tuple[int, int]],
) -> Found:
    if draft.model.impossible:
        return Found(Status.INFEASIBLE, None, None, False, ())
    hint = values_of(draft, start if start is not None else first_roster(draft))
    if tell is not None:
        tell.listen(draft)
    engine = _engine(draft, settings)
    if engine == "highs":
        return search_highs(draft.model, settings, begun, hint, tell)
    if engine == "race":
        return race(draft.model, settings, begun, hint, tell)
    if engine == "counted":
        return search_counted(draft, settings, begun, hint, tell, exactly)
    if engine == "days":
        apart = search_by_days(draft, settings, begun, hint, tell)
        if apart.values is not None or apart.interrupted:
            return apart
        # Nothing found, perhaps because nothing exists: only whole numbers prove that.
    return search(draft.model, settings, hint, tell, begun)


def _engine(draft: ModelDraft, settings: SolveSettings) -> Engine:
    if settings.engine != "auto":
        return settings.engine
    if worth_counting(draft):
        return "counted"
    return "days" if len(draft.team_of) > MANY else "cp-sat"


def _better(
    problem: Problem, draft: ModelDraft, found: Found, known: _Answer | None
) -> _Answer | None:
    """Return the better of a known roster and of those that a search found or began with."""
    if found.values is None:
        return known
    bound = max(found.bound or 0, known.bound if known is not None else 0)
    answers = [known._replace(bound=bound)] if known is not None else []
    for values in (found.values, found.began_with):
        if values is not None:
            roster = name_roster(draft, values)
            verdict = _refereed(problem, roster, draft, values, found)
            answers.append(_Answer(roster, verdict, bound))
        if draft.exact:
            break  # the search's own order of rosters is the referee's
    return min(answers, key=lambda answer: answer.verdict.objective)


def _refereed(
    problem: Problem, roster: Roster, draft: ModelDraft, values: Values, found: Found
) -> Verdict:
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
    claimed = draft.model.objective(values.tolist())
    wrong = claimed != verdict.objective and found.status is Status.OPTIMAL
    dearer = verdict.objective > claimed
    if ((wrong or dearer) and draft.exact) or verdict.objective < (found.bound or 0):
        raise RefereeError(
            where,
            f"the referee prices the roster at {verdict.objective}, the solver at {claimed} "
            f"with bound {found.bound}",
            todo="this is a defect of staffing: please report it with plan.json",
        )
    return verdict


class _Teller:
    """Turns steps of the search into moments that a person understands."""

    def __init__(self, problem: Problem, progress: Progress) -> None:
        self._progress = progress
        self._curves = problem.curves
        self._level: float | None = None
        self._phones: list[tuple[tuple[int, int], int, Values, Values]] = []

    def listen(self, draft: ModelDraft) -> None:
        """Prepare for the solutions of a draft's model."""
        self._phones = [
            (
                (queue, slot),
                expr.constant,
                np.fromiter(expr.terms, dtype=np.int64),
                np.fromiter(expr.terms.values(), dtype=np.int64),
            )
            for queue in range(len(self._curves.queues))
            for slot in range(self._curves.grid.size)
            for expr in (draft.on_phones(queue, slot),)
        ]

    def __call__(self, step: Step, values: Values | None) -> None:
        """Tell a step; with a solution, the service level that it gives."""
        if values is not None:
            heads = np.zeros(self._curves.offered.shape, dtype=np.int64)
            for key, constant, numbers, weights in self._phones:
                heads[key] = constant + int(weights @ values[numbers])
            self._level = service_of(self._curves, heads).service_level
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
        engine=_engine(draft, settings),
        steps=found.steps,
    )
