"""What an offer of shifts costs, from its duties alone: the referee of `staffing.solver.design`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.domain.base import IntArray
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty
from staffing.units import MINUTES_PER_DAY


def heads_of(problem: Problem, duties: Sequence[Duty], *, cyclic: bool) -> IntArray:
    """Return (T,) people on the phones in each open slot.

    Parameters
    ----------
    problem
        Its shifts, breaks and open slots count.
    duties
        People on shifts, breaks included; who they are does not matter.
    cyclic
        Whether what reaches beyond the last day serves the first.
    """
    grid, center = problem.grid, problem.center
    place = {int(start): slot for slot, start in enumerate(grid.starts)}
    cycle = problem.horizon.days * MINUTES_PER_DAY
    heads = np.zeros(grid.size, dtype=np.int64)
    for duty in duties:
        shift, midnight = center.shift[duty.shift], problem.horizon.index(duty.day)
        away = {
            minute
            for pause in duty.breaks
            for minute in range(pause.start, pause.start + center.pause[pause.code].minutes)
        }
        for minute in range(shift.start, shift.end, grid.slot_minutes):
            there = minute + midnight * MINUTES_PER_DAY
            slot = place.get(there % cycle if cyclic else there)
            whole = minute + grid.slot_minutes <= shift.end
            if (
                slot is not None
                and whole
                and away.isdisjoint(range(minute, minute + grid.slot_minutes))
            ):
                heads[slot] += 1
    return heads
