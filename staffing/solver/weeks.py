"""Large centers over several weeks: week by week, each handing its roster over to the next.

A week by itself is a problem that is searched well, whatever its size; the weeks before are its
past. Rules that look over the whole horizon see it grow, so the roster may break one of them:
the referee says. The bound comes beside it, from weeks that know nothing of each other.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from staffing.domain.outcome import Plan, Step
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.evaluation.referee import evaluate
from staffing.formulation.draft import ModelDraft
from staffing.formulation.loose import Part, weekly_parts
from staffing.solver.answers import Answer
from staffing.solver.highs import ROUNDING, solve
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Trace

PERSON_DAYS = 600
"""From so many person-days on, several weeks are planned one after another."""
GAPS = (2e-3, 2e-4, 0.0)
"""Gaps allowed to each week, pass by pass."""
ANOTHER = 0.3
"""Share of a pass's time that the next needs at least."""
WAIT_S = 0.05
HURRY_S = 0.1
"""Of each week that is left after Ctrl-C, and at least: what is there in a moment is kept."""
NAME = "weeks"

Planner = Callable[[Problem, SolveSettings, Roster | None], Plan]
Hear = Callable[[Step, Answer | None], None]


class ByWeeks(NamedTuple):
    """What planning week by week has found.

    Parameters
    ----------
    best
        The best roster of all weeks; None if none is legal as a whole.
    interrupted
        Whether Ctrl-C ended it.
    """

    best: Answer | None
    interrupted: bool


class Rolled(NamedTuple):
    """A roster of weeks planned one after another, and whether Ctrl-C ended that."""

    roster: Roster | None
    interrupted: bool


def worth_weeks(problem: Problem) -> bool:
    """Return whether a problem is too large to be searched as a whole."""
    days = len(problem.center.counselors) * problem.horizon.days
    return len(problem.horizon.weeks) > 1 and days >= PERSON_DAYS


def search_by_weeks(
    draft: ModelDraft,
    settings: SolveSettings,
    plan: Planner,
    start: Roster | None = None,
    hear: Hear | None = None,
    started: float | None = None,
) -> ByWeeks:
    """Plan week by week, again and again with smaller gaps, and the bound beside it.

    Parameters
    ----------
    draft
        A loose draft of the problem.
    settings
        Time limit, gap, seed, workers; one of the workers looks for the bound.
    plan
        Plans one week, from a roster if there is one.
    start
        A roster to begin with.
    hear
        Called with every step, and with the roster when that is new.
    started
        ``time.monotonic()`` from which seconds count.
    """
    return _Run(draft, settings, plan, hear, started).go(start)


def roll(
    problem: Problem,
    settings: SolveSettings,
    plan: Planner,
    until: float,
    known: Roster | None = None,
) -> Rolled:
    """Plan each week after the one before, once.

    Parameters
    ----------
    problem
        Of several weeks.
    settings
        Gap, seed and workers of each week.
    plan
        Plans one week, from a roster if there is one.
    until
        ``time.monotonic()`` at which it ends.
    known
        A roster for each week to begin with.
    """
    weeks = problem.horizon.weeks
    duties: list[Duty] = []
    interrupted = False
    for number, week in enumerate(weeks):
        left = settings.time_limit_s / len(weeks)
        if not settings.reproducible:
            left = (until - time.monotonic()) / (len(weeks) - number)
        part = problem.part(week[0], len(week), duties)
        start = None
        if known is not None:
            mine = (duty for duty in known.duties if duty.day in part.horizon)
            start = Roster(horizon=part.horizon, duties=tuple(mine))
        try:
            made = plan(part, _limited(settings, HURRY_S if interrupted else left), start)
        except KeyboardInterrupt:
            if interrupted:
                raise
            interrupted = True
            made = plan(part, _limited(settings, HURRY_S), start)
        interrupted |= made.interrupted
        if made.found is None or (interrupted and known is not None):
            return Rolled(None, interrupted)
        duties += made.found.duties
    return Rolled(Roster(horizon=problem.horizon, duties=tuple(duties)), interrupted)


def _limited(settings: SolveSettings, seconds: float) -> SolveSettings:
    """Return the settings of one week."""
    update = {"time_limit_s": max(seconds, HURRY_S), "engine": "auto"}
    return settings.model_copy(update=update)


class _Run:
    """One run: the best roster, the bound, and the clock."""

    def __init__(
        self,
        draft: ModelDraft,
        settings: SolveSettings,
        plan: Planner,
        hear: Hear | None,
        started: float | None,
    ) -> None:
        self._draft, self._problem, self._plan = draft, draft.problem, plan
        self._hear = hear
        now = time.monotonic()
        self._started = now if started is None else started
        self._until = now + settings.time_limit_s
        self._trace = Trace(draft.model, settings.gap, self._started, self._bettered)
        self._settings = settings
        self._rolled = threading.Event()
        self._best: Answer | None = None

    def go(self, start: Roster | None) -> ByWeeks:
        """Search until time is up, gap, or Ctrl-C."""
        interrupted = False
        proof = threading.Thread(target=self._prove, daemon=True)
        beside = self._settings.strategies > 1 and not self._settings.reproducible
        try:
            if start is not None:
                self._take(start)
            if beside:
                proof.start()
            else:
                self._prove(relaxed=True)
            for number, gap in enumerate(GAPS):
                begun = time.monotonic()
                interrupted = self._roll(max(gap, self._settings.gap), first=number == 0)
                self._rolled.set()
                # Another pass needs time to write the models of all weeks at least.
                needed = ANOTHER * (time.monotonic() - begun)
                if interrupted or self._over(needed):
                    break
            if beside and not interrupted:
                proof.join()
        except KeyboardInterrupt:
            interrupted = True
        self._trace.stop.set()
        if proof.ident is not None:
            proof.join()
        best = self._best
        return ByWeeks(None if best is None else self._proved(best), interrupted)

    def _proved(self, answer: Answer) -> Answer:
        return answer._replace(bound=min(self._trace.bound, answer.objective))

    def _over(self, seconds: float) -> bool:
        """Return whether the gap is reached, or so many seconds are not left."""
        late = not self._settings.reproducible and time.monotonic() + seconds >= self._until
        return late or self._trace.stop.is_set()

    def _enough(self) -> None:
        """Stop where the gap is reached."""
        if self._best is not None and self._proved(self._best).gap <= self._settings.gap:
            self._trace.stop.set()

    def _bettered(self, step: Step, values: object) -> None:
        """Pass a better bound on."""
        del values
        self._enough()
        best = self._best
        if self._hear is not None:
            objective = None if best is None else best.objective
            self._hear(step.model_copy(update={"objective": objective}), None)

    def _take(self, roster: Roster) -> None:
        """Keep a roster if it is legal and better."""
        verdict = evaluate(self._problem, roster)
        best = self._best
        if not verdict.legal or (best is not None and verdict.objective >= best.objective):
            return
        self._best = answer = Answer(roster, verdict, self._trace.bound)
        if self._hear is not None:
            step = Step(
                seconds=round(time.monotonic() - self._started, 3),
                objective=answer.objective,
                bound=self._trace.bound,
                by=NAME,
            )
            self._hear(step, answer)
        self._enough()

    def _roll(self, gap: float, *, first: bool) -> bool:
        """Plan each week after the one before; return whether somebody pressed Ctrl-C."""
        settings = self._settings.model_copy(update={"gap": gap})
        if settings.strategies > 1 and not first:
            settings = settings.model_copy(update={"workers": settings.strategies - 1})
        known = None if self._best is None else self._best.roster
        rolled = roll(self._problem, settings, self._plan, self._until, known)
        if rolled.roster is not None:
            self._take(rolled.roster)
        return rolled.interrupted

    def _prove(self, *, relaxed: bool = False) -> None:
        """Tell the trace the sum of the bounds of weeks that share no row, ever closer."""
        parts = sorted(weekly_parts(self._draft), key=lambda part: part.model.size)
        bounds = [float(part.model.least()) for part in parts]
        rest = self._trace.model.least() - sum(bounds)
        for gap in (None,) if relaxed else (None, *GAPS):
            while gap is not None and not self._rolled.wait(WAIT_S):
                if self._trace.stop.is_set():  # until then the first roster has all cores
                    return
            for number, part in enumerate(parts):
                left = (self._until - time.monotonic()) / (len(parts) - number)
                if self._trace.stop.is_set() or left <= 0:
                    return
                slack = ROUNDING if gap is None else gap * abs(self._trace.bound) / len(parts)
                bounds[number] = max(bounds[number], self._bound(part, left, slack, gap is None))
                self._trace.lower(rest + sum(bounds), NAME)

    def _bound(self, part: Part, seconds: float, slack: float, relaxed: bool) -> float:
        """Return a bound of a week: in fractions, or with whole patterns up to a slack."""
        integer = () if relaxed else part.coarse
        slack = max(ROUNDING, slack)
        return solve(part.model, seconds, self._trace, slack=slack, integer=integer).bound
