"""Running HiGHS: limits, a start, news as they come, and a way to stop it."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import highspy
import numpy as np
from highspy.highs import HighsCallbackEvent
from numpy.typing import NDArray

from staffing.formulation.highs import to_highs
from staffing.formulation.model import Model
from staffing.solver.trace import Trace, Values

Floats = NDArray[np.float64]

NAME = "highs"
ROUNDING = 0.5
"""Costs are whole numbers: a smaller gap is none."""

PROBING = 1 << 15
"""The bit of that step in the presolve of HiGHS."""


class Quiet(highspy.Highs):
    """HiGHS without the banner that it prints before it can be told not to."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the name in highspy
        """Enable callbacks, quietly."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Answer(NamedTuple):
    """What HiGHS returns.

    Parameters
    ----------
    values
        (size,) the best solution, in floats; None if there is none.
    bound
        No solution costs less; minus infinity if nothing is known.
    infeasible
        Whether it claims that there is no solution.
    """

    values: Floats | None
    bound: float
    infeasible: bool = False


def solve(
    model: Model,
    seconds: float,
    trace: Trace,
    *,
    gap: float = 0.0,
    slack: float = ROUNDING,
    seed: int = 0,
    integer: Collection[int] | None = None,
    start: Values | None = None,
    heuristics: bool = True,
    probing: bool = True,
) -> Answer:
    """Minimize a model with HiGHS.

    Parameters
    ----------
    model
        The model.
    seconds
        Wall time at most.
    trace
        Ends the search when it stops. If it is of the same model, it also hears of every bound
        and solution, and its solutions are taken over.
    gap
        Stop at this share of the objective.
    slack
        Stop when the best solution costs at most so much more than the bound.
    seed
        Of HiGHS's random choices.
    integer
        Numbers of the variables that must be whole; None is all of them.
    start
        (size,) a solution to begin with.
    heuristics
        Whether it looks for solutions beside its tree; without, the time goes to the proof.
    probing
        Whether it tries each value of the variables beforehand; with very many that takes minutes.
    """
    shared = model is trace.model
    return run(
        to_highs(model, integer),
        seconds,
        trace,
        gap=gap,
        slack=slack,
        seed=seed,
        start=start,
        heuristics=heuristics,
        probing=probing,
        mixed=integer is None or len(integer) > 0,
        hears=shared,
        finds=shared and integer is None,
    )


def run(
    program: highspy.HighsLp,
    seconds: float,
    trace: Trace,
    *,
    gap: float = 0.0,
    slack: float = ROUNDING,
    seed: int = 0,
    start: Values | None = None,
    heuristics: bool = True,
    probing: bool = True,
    mixed: bool = True,
    hears: bool = False,
    finds: bool = False,
) -> Answer:
    """Minimize a program with HiGHS.

    Parameters
    ----------
    program
        The program.
    seconds, trace, gap, slack, seed, start, heuristics, probing
        As for `solve`.
    mixed
        Whether some of its variables must be whole.
    hears, finds
        Whether it is about the trace's model, so that bounds, and solutions, are told.
    """
    highs = Quiet()  # type: ignore[no-untyped-call]
    highs.setOptionValue("time_limit", max(seconds, 0.05))
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("mip_abs_gap", slack)
    highs.setOptionValue("random_seed", seed)
    if not heuristics:
        highs.setOptionValue("mip_heuristic_effort", 0.0)
        for name in ("root_reduced_cost", "rins", "rens"):
            highs.setOptionValue(f"mip_heuristic_run_{name}", False)
    if not probing:
        highs.setOptionValue("presolve_rule_off", PROBING)
    # One value for all runs: the threads of HiGHS are shared by the whole process.
    highs.setOptionValue("threads", 1)
    highs.passModel(program)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start.astype(np.float64).tolist()
        highs.setSolution(solution)
    _listen(highs, trace, hears=hears, finds=finds)
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Answer(None, float("inf"), infeasible=True)
    if mixed:
        bound = float(info.mip_dual_bound)
    elif status == highspy.HighsModelStatus.kOptimal:
        bound = float(info.objective_function_value)
    else:
        bound = -float("inf")
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Answer(None, bound)
    return Answer(np.array(highs.getSolution().col_value), bound)


def _listen(highs: highspy.Highs, trace: Trace, *, hears: bool, finds: bool) -> None:
    """Subscribe a trace to the events of a run."""

    def interrupt(event: HighsCallbackEvent) -> None:
        if trace.stop.is_set():
            event.interrupt()
        elif hears and event.callback_type == highspy.cb.HighsCallbackType.kCallbackMipInterrupt:
            trace.lower(event.data_out.mip_dual_bound, NAME)

    def better(event: HighsCallbackEvent) -> None:
        trace.rounded(np.array(event.data_out.mip_solution), NAME)

    def offer(event: HighsCallbackEvent) -> None:
        known = trace.better_than(event.data_out.mip_primal_bound - ROUNDING)
        if known is not None and event.data_in is not None:
            event.data_in.setSolution(known.astype(np.float64))

    highs.cbSimplexInterrupt.subscribe(interrupt)
    highs.cbIpmInterrupt.subscribe(interrupt)
    highs.cbMipInterrupt.subscribe(interrupt)
    if finds:
        highs.cbMipImprovingSolution.subscribe(better)
        highs.cbMipUserSolution.subscribe(offer)
