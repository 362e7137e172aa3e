"""Large centers: whole day patterns first, then every day by itself.

With the patterns of all people fixed, the days share nothing and are solved apart. The bound
comes from the steps before, which relax the full problem: everything in fractions, then whole
patterns and whole choices on the bends of the prices, the rest in fractions.
(The architecture of Restrepo, Gendron and Rousseau 2018, doi:10.1287/ijoc.2017.0782, with
HiGHS in place of Benders cuts: at this size their master fits into one model.)
"""

from __future__ import annotations

import time
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from staffing.formulation.draft import ModelDraft
from staffing.formulation.hints import complete
from staffing.formulation.model import Model
from staffing.solver.highs import ROUNDING, Floats, solve
from staffing.solver.memory import give_back
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Tell, Trace, Values, beside

MASTER_SHARE = 0.5
"""Share of the time left for the patterns; the days get the rest."""
MASTER_GAP = 2e-4
ROUGH_GAP = 2e-3
"""Of the patterns, where the whole is searched afterwards."""
DAY_GAP = 1e-4
WHOLE = 1e-6
MANY_PATTERNS = 3000
"""With more, patterns that are whole in the relaxation are kept."""


def search_by_days(
    draft: ModelDraft,
    settings: SolveSettings,
    started: float,
    hint: Values | None = None,
    tell: Tell | None = None,
    *,
    keep: bool = False,
    thorough: bool = True,
    rough: bool = False,
) -> Found:
    """Minimize the model of a draft by fixing day patterns, then solving each day.

    Parameters
    ----------
    draft
        A finished draft.
    settings
        Time limit, gap, seed; as many days are solved at once as there are workers.
    started
        ``time.monotonic()`` from which seconds count.
    hint
        A solution to fall back on.
    tell
        Called with every step, and with the solution when that is new.
    keep
        Whether the hint's day patterns are kept and only the days are solved anew.
    thorough
        Whether days whose bends cost too much are solved free of them, too.
    rough
        Whether somebody searches on from the roster, so that its patterns may come early.
    """
    trace = Trace(draft.model, settings.gap, started, tell)
    days = _Days(draft, settings, trace, keep=keep, thorough=thorough, rough=rough)

    def work() -> None:
        trace.begin(hint)
        days.work()

    interrupted = beside(work, trace.stop.set)
    return trace.found()._replace(interrupted=interrupted)


class _Days:
    """One run: relaxation, patterns, days."""

    def __init__(
        self,
        draft: ModelDraft,
        settings: SolveSettings,
        trace: Trace,
        *,
        keep: bool,
        thorough: bool,
        rough: bool,
    ) -> None:
        self._draft, self._model = draft, draft.model
        self._patterns = pattern_variables(draft)
        self._switches = draft.switches
        self._pieces = frozenset(draft.pieces)
        self._settings = settings
        self._trace = trace
        self._keep = keep
        self._thorough = thorough
        self._master_gap = ROUGH_GAP if rough else MASTER_GAP
        self._until = time.monotonic() + settings.time_limit_s

    def work(self) -> None:
        """Search until the time is over."""
        relaxed = self._solve(self._model, self._left(), 0.0, ())
        if relaxed is None:
            return
        self._trace.lower(relaxed[1], "days")
        give_back()
        known = self._trace.began_with
        chosen = self._choose(relaxed[0]) if known is None or not self._keep else known
        if chosen is None:
            return
        # On the bends that the patterns were chosen for, a day is solved in a moment; free of
        # them it is hard, and mostly little better.
        bent = [*self._patterns, *self._switches]
        for kept in (bent, self._patterns) if self._thorough else (bent,):
            if not self._trace.stop.is_set() and self._left() > 0 and not self._near():
                self._solve_days({n: int(chosen[n]) for n in kept})

    def _near(self) -> bool:
        """Return whether the roster is as near to the bound as days are solved."""
        known, bound = self._trace.objective, self._trace.bound
        return known is not None and known - bound <= self._gap(DAY_GAP) * abs(bound)

    def _gap(self, least: float) -> float:
        return max(self._settings.gap / 2, least)

    def _left(self) -> float:
        return self._until - time.monotonic()

    def _solve(
        self,
        model: Model,
        seconds: float,
        gap: float,
        integer: Collection[int] | None,
        slack: float = ROUNDING,
        start: Values | None = None,
    ) -> tuple[Floats, float] | None:
        answer = solve(
            model,
            seconds,
            self._trace,
            gap=gap,
            slack=slack,
            seed=self._settings.seed,
            integer=integer,
            start=start,
        )
        return None if answer.values is None else (answer.values, answer.bound)

    def _choose(self, relaxed: Floats) -> Values | None:
        """Return a solution in which the pattern counts of teams, and switches, are whole."""
        model, loose = self._model, self._patterns
        if len(loose) > MANY_PATTERNS:
            near = {n: round(float(relaxed[n])) for n in loose}
            fixed = {n: v for n, v in near.items() if abs(relaxed[n] - v) <= WHOLE}
            model, loose = model.fixed(fixed), [n for n in loose if n not in fixed]
        integer = sorted({*loose, *self._switches})
        seconds = self._left() * MASTER_SHARE
        master = self._solve(model, seconds, self._gap(self._master_gap), integer)
        if master is None:
            return None
        if model is self._model:
            self._trace.lower(master[1], "days")
        return np.rint(master[0]).astype(np.int64)

    def _solve_days(self, chosen: dict[int, int]) -> None:
        values = np.array(self._model.lower, dtype=np.int64)
        values[list(chosen)] = list(chosen.values())
        # The largest first, so that the last to end is a small one.
        parts = sorted(self._model.fixed(chosen).parts(), key=lambda part: -part[0].size)
        best = self._trace.values
        if best is not None and any(best[n] != value for n, value in chosen.items()):
            best = None  # it does not fit
        rounds = -(-len(parts) // self._settings.strategies)
        # A share of the whole: a day's own objective lacks the constant, and may be of any size.
        slack = max(ROUNDING, self._gap(DAY_GAP) * abs(self._trace.bound) / len(parts))

        def one(number: int) -> bool:
            part, places = parts[number]
            seconds = self._left() / max(rounds - number // self._settings.strategies, 1)
            whole = [place for place, n in enumerate(places) if n not in self._pieces]
            start = None if best is None else best[places]
            day = self._solve(part, seconds, 0.0, whole, slack, start)
            if day is None:
                return False
            values[places] = np.rint(day[0]).astype(np.int64)
            return True

        give_back()
        with ThreadPoolExecutor(self._settings.strategies) as pool:
            solved = all(list(pool.map(one, range(len(parts)))))
        if solved:
            complete(self._draft, values)
            if not self._model.violated(values):
                self._trace.solution(values, "days")


def pattern_variables(draft: ModelDraft) -> list[int]:
    """Return the numbers of the variables that choose day patterns."""
    return sorted(
        {
            variable
            for patterns in draft.patterns.values()
            for _, expr in patterns
            for variable in expr.terms
        }
    )
