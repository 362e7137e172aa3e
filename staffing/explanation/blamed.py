"""Which meetings a conflict needs: what every roster holds, and a center could still move."""

from __future__ import annotations

from collections.abc import Collection

from staffing.domain.problem import Problem
from staffing.explanation.demands import Demand, Demands
from staffing.explanation.probe import Probe
from staffing.solver.settings import SolveSettings


def blamed_meetings(
    problem: Problem, kept: Collection[Demand], settings: SolveSettings
) -> tuple[tuple[str, ...], ...]:
    """Return the codes of the meetings without which some demands can be met together.

    Parameters
    ----------
    problem
        Where they cannot.
    kept
        The demands.
    settings
        Time limit of each question; seed.

    Returns
    -------
    tuple
        One group for each meeting that is needed by itself; all of them in one group where none
        is, but all together are; empty where they have nothing to do with it.
    """
    codes = tuple(meeting.code for meeting in problem.center.meetings)
    alone = tuple((code,) for code in codes if _possible(problem, {code}, kept, settings))
    if alone or len(codes) < 2:
        return alone
    return (codes,) if _possible(problem, set(codes), kept, settings) else ()


def _possible(
    problem: Problem, gone: Collection[str], kept: Collection[Demand], settings: SolveSettings
) -> bool:
    """Return whether demands can be met without some meetings."""
    meetings = tuple(m for m in problem.center.meetings if m.code not in gone)
    center = problem.center.model_copy(update={"meetings": meetings})
    demands = Demands(problem.model_copy(update={"center": center}))
    asked = {row.demand for row in demands.rows}  # the others are met by every roster
    return bool(Probe(demands, settings).possible(asked.intersection(kept)))
