"""Running HiGHS on a compiled problem, alone or racing CP-SAT: an independent proof."""

from __future__ import annotations

import threading
from collections.abc import Callable

from staffing.formulation.model import Model
from staffing.solver.highs import NAME, solve
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
    """Minimize a model with HiGHS; from a solution, with two of them where there are two cores.

    HiGHS computes with floats: a solution is rounded and must satisfy every row exactly,
    otherwise it does not count. The second looks for no solutions beside its tree, which proves
    some models in half the time and others in twice; each may find the roster or the bound.

    Parameters
    ----------
    model
        The model.
    settings
        Time limit, gap and seed; with more than one worker two run.
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
        twice = settings.strategies > 1 and trace.began_with is not None
        other = threading.Thread(
            target=_prove, args=(trace, settings), kwargs={"heuristics": False}, daemon=True
        )
        if twice:
            other.start()
        _prove(trace, settings)
        if twice:
            other.join()

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


def _prove(trace: Trace, settings: SolveSettings, *, heuristics: bool = True) -> None:
    """Let HiGHS work on the model of a trace; its proof stops whoever works beside it."""
    answer = solve(
        trace.model,
        settings.time_limit_s,
        trace,
        gap=settings.gap,
        seed=settings.seed,
        start=trace.began_with,
        heuristics=heuristics,
    )
    if answer.infeasible:
        trace.infeasible = trace.values is None
        return
    if answer.values is not None:
        trace.rounded(answer.values, NAME)
    trace.lower(answer.bound, NAME)
