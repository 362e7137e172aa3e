"""Very many shifts: coarse grids of starts and lengths first, and parts of a roster at a time.

Where shifts may start and end in every slot, people have hundreds of them, and a search among
all finds no roster in an hour. The few on a coarse grid do nearly as well, and every roster of
theirs is one of the whole problem: CP-SAT searches them, then finer grids, then all. Beside it
people and days are freed part by part. The bound comes from all shifts: it is sifted from linear
programs. Where the same bytes are promised, CP-SAT searches alone once the bound is there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

import numpy as np

from staffing.domain.outcome import Status, Step
from staffing.domain.work import Shift
from staffing.formulation.draft import ModelDraft
from staffing.solver.freeing import Freeing
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.sifting import sift
from staffing.solver.trace import Found, Tell, Trace, Values, beside

MANY = 20_000
"""With more named shifts (persons times days times shifts) a coarse grid is searched first."""
FEW = 100
"""So many shifts of a person at most are on the coarsest grid, four times as many on the next."""
STEPS = (15, 30, 60, 120, 240)
"""Minutes between the lines of a grid."""
SHARE = 0.6
"""Share of the time left that a grid has, once there is a roster."""
SMALL = 100_000
"""With more variables CP-SAT looks at the coarsest grid alone."""


def worth_coarse(draft: ModelDraft) -> bool:
    """Return whether people have so many shifts that few of them are searched first."""
    return len(draft.named) > MANY and any(len(codes) > FEW for _, codes, _ in draft.classes)


def on_grid(shifts: Collection[Shift], most: int) -> set[str]:
    """Return the codes of at most so many shifts, on the finest grid that has no more.

    The grid begins with the earliest start and the shortest length. Without a grid that coarse
    it is the coarsest.

    Parameters
    ----------
    shifts
        At least one.
    most
        Number of shifts.
    """
    first = min(shift.start for shift in shifts)
    shortest = min(shift.minutes for shift in shifts)
    codes = {shift.code for shift in shifts}
    for step in STEPS:
        if len(codes) <= most:
            break
        codes = {
            shift.code
            for shift in shifts
            if (shift.start - first) % step == 0 and (shift.minutes - shortest) % step == 0
        }
    return codes


def left_out(draft: ModelDraft, most: int) -> list[int]:
    """Return the variables of the shifts of named people that are not on a grid of so many.

    Parameters
    ----------
    draft
        A finished draft.
    most
        Number of shifts of a person.
    """
    center = draft.problem.center
    found: list[int] = []
    for group, day, people in draft.available:
        grid = on_grid([center.shift[code] for code in group[1]], most)
        for code in group[1]:
            names = [draft.named.get((counselor.id, day, code)) for counselor in people]
            if code not in grid and all(name is not None for name in names):
                found += draft.counts[group, day, code].terms
                found += chain.from_iterable(name.terms for name in names if name is not None)
    return found


def search_coarse_first(
    draft: ModelDraft,
    settings: SolveSettings,
    hint: Values | None = None,
    tell: Tell | None = None,
    started: float | None = None,
) -> Found:
    """Minimize the model of a draft grid by grid and part by part, each from the best roster.

    Parameters
    ----------
    draft
        A finished draft.
    settings
        Limits, workers, seed.
    hint
        A solution to begin with.
    tell
        Called with every step, and with the solution when that is new.
    started
        ``time.monotonic()`` from which seconds count.
    """
    begun = time.monotonic() if started is None else started
    return _Search(draft, settings, Trace(draft.model, settings.gap, begun, tell)).run(hint)


class _Search:
    """One search: what is known of the whole model, and the clock."""

    def __init__(self, draft: ModelDraft, settings: SolveSettings, trace: Trace) -> None:
        self.draft, self.settings, self.trace = draft, settings, trace
        self.deadline = time.monotonic() + settings.time_limit_s

    def run(self, hint: Values | None) -> Found:
        """Return the best roster's values."""
        trace, interrupted = self.trace, False
        proof = threading.Thread(target=self._bound, daemon=True)
        pool, freed = ThreadPoolExecutor(1), None
        try:
            trace.begin(hint)
            proof.start()
            if self.settings.reproducible:
                proof.join()
            else:
                free = Freeing(self.draft, self.settings, trace, self.deadline)
                freed = pool.submit(free.run)
                freed.add_done_callback(self._mind)
            for most in self._grids():
                interrupted = self._search(most)
                if interrupted or trace.stop.is_set() or trace.infeasible:
                    break
                if time.monotonic() >= self.deadline and not self.settings.reproducible:
                    break
            if freed is not None and not interrupted and not trace.stop.is_set():
                interrupted = beside(lambda: free.work(1), trace.stop.set)
        except KeyboardInterrupt:
            interrupted = True
        trace.stop.set()
        if proof.ident is not None:
            proof.join()
        pool.shutdown()
        if freed is not None:
            freed.result()  # raises what went wrong there
        return trace.found()._replace(interrupted=interrupted)

    def _mind(self, freed: Future[None]) -> None:
        """End the whole search where one part of it has failed."""
        if freed.exception() is not None:
            self.trace.stop.set()

    def _grids(self) -> tuple[int | None, ...]:
        """Return how many shifts of a person CP-SAT may look at, one search after another."""
        if self.draft.model.size > SMALL and not self.settings.reproducible:
            return (FEW,)
        return (FEW, 4 * FEW, None)

    def _bound(self) -> None:
        """Sift a bound, beginning with the coarsest grid."""
        kept = np.ones(self.draft.model.size, dtype=np.bool_)
        kept[left_out(self.draft, FEW)] = False
        sift(self.trace, kept)

    def _search(self, most: int | None) -> bool:
        """Search the shifts on a grid, or all; return whether somebody pressed Ctrl-C."""
        trace, settings = self.trace, self.settings
        model, numbers = trace.model.without([] if most is None else left_out(self.draft, most))
        left = self.deadline - time.monotonic()
        until = time.monotonic() + (left if most is None else SHARE * left)
        limit = settings.time_limit_s / 3 if settings.reproducible else max(left, 0.1)

        def hear(step: Step, values: Values | None) -> None:
            if values is not None:
                whole = np.zeros(trace.model.size, dtype=np.int64)
                whole[numbers] = values
                trace.solution(whole, step.by)
            if most is None and step.bound is not None:
                trace.lower(step.bound, step.by)

        def enough() -> bool:
            # Without any roster a finer grid, being larger, would find none either.
            late = time.monotonic() >= until and trace.values is not None
            return trace.stop.is_set() or (late and not settings.reproducible)

        limited = settings.model_copy(update={"time_limit_s": limit})
        hint = None if trace.values is None else trace.values[numbers]
        found = search(model, limited, hint, hear, stop=enough)
        if most is None and found.status is Status.INFEASIBLE:
            trace.infeasible = trace.values is None
        return found.interrupted
