"""Running HiGHS on a compiled problem, alone or racing CP-SAT: an independent proof."""

from __future__ import annotations

import threading
from collections.abc import Callable

from staffing.formulation.model import Model
from staffing.solver.highs import solve
from staffing.solver.search import CpSat
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Tell, Trace, Values, beside


def search_highs(
    model: Model,
    settings: SolveSettings,
    started: float,
    hint: Values | None = None,
    tell: Tell | None = None,
) -> Found:
    """Minimize a model with HiGHS.

    HiGHS computes with floats: a solution is rounded and must satisfy every row exactly,
    otherwise it does not count.

    Parameters
    ----------
    model
        The model.
    settings
        Time limit, gap and seed; workers are not used.
    started
        ``time.monotonic()`` from which seconds count.
    hint
        A solution to begin with; returned if nothing better is found.
    tell
        Called with every step, and with the solution when that is new.
    """
    trace = Trace(model, settings.gap, started, tell)

    def work() -> None:
        trace.begin(hint)
        _prove(trace, settings)

    interrupted = beside(work, trace.stop.set)
    return trace.found()._replace(interrupted=interrupted)


def race(
    model: Model,
    settings: SolveSettings,
    started: float,
    hint: Values | None = None,
    tell: Tell | None = None,
    enough: Callable[[], bool] | None = None,
) -> Found:
    """Minimize a model with HiGHS and CP-SAT at once; the first proof ends both.

    Parameters
    ----------
    model, settings, started, hint, tell
        As for `search_highs`; one worker less than the settings have runs CP-SAT.
    enough
        Asked again and again in the calling thread; the search ends once it says so.
    """
    trace = Trace(model, settings.gap, started, tell)
    rest = settings.model_copy(update={"workers": max(settings.strategies - 1, 1)})
    other = CpSat(trace, rest, hint)

    ended = threading.Event()

    def end() -> None:
        trace.stop.wait()
        while not ended.wait(timeout=0.05):
            other.end()  # again, in case the search had not begun

    def work() -> None:
        trace.begin(hint)
        proof = threading.Thread(target=_prove, args=(trace, settings), daemon=True)
        watch = threading.Thread(target=end, daemon=True)
        proof.start()
        watch.start()
        try:
            other.work()
        finally:
            ended.set()
        if trace.infeasible:
            trace.stop.set()
        proof.join()
        trace.stop.set()

    interrupted = beside(work, trace.stop.set, enough)
    return trace.found()._replace(interrupted=interrupted)


def _prove(trace: Trace, settings: SolveSettings) -> None:
    """Let HiGHS work on the model of a trace."""
    answer = solve(
        trace.model,
        settings.time_limit_s,
        trace,
        gap=settings.gap,
        seed=settings.seed,
        start=trace.began_with,
    )
    if answer.infeasible:
        trace.infeasible = trace.values is None
        return
    if answer.values is not None:
        trace.rounded(answer.values)
    trace.lower(answer.bound)
