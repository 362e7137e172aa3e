"""An unbroken stretch of open time: who is on the phones in it, and what is called.

What touches is one block (a center that never closes has one for the whole horizon);
between two blocks the center empties.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.units import MINUTES_PER_DAY, SECONDS_PER_MINUTE

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = 1e30
"""A time that does not come, s; finite, so that differences stay numbers."""


@dataclass(frozen=True, slots=True)
class Block:
    """K touching open slots with C counselors and Q queues.

    Attributes
    ----------
    slots
        Its slots of the grid.
    slot_s
        Length of a slot, s.
    begin_s
        Its start, s from midnight of the horizon's first day; times in it count from here.
    day
        (K,) index of the day each slot belongs to.
    people
        (C,) indices in ``center.counselors`` of those with any time on the phones.
    on
        (C, K) who is scheduled on the phones.
    share
        (C, K) probability that a scheduled slot is really worked.
    can
        (C, Q) who takes which calls.
    calls, aht_s
        (Q, K) expected calls and mean handle time.
    patience_s
        (Q,) mean patience, infinite for endless.
    lines
        (Q,) calls that can be in the center at once; None where there is no limit.
    """

    slots: range
    slot_s: float
    begin_s: float
    day: Ints
    people: Ints
    on: Bools
    share: Floats
    can: Bools
    calls: Floats
    aht_s: Floats
    patience_s: Floats
    lines: tuple[int | None, ...]

    @property
    def close_s(self) -> float:
        """Closing time, s from the block's start."""
        return len(self.slots) * self.slot_s


def blocks_of(problem: Problem, roster: Roster) -> list[Block]:
    """Return the blocks of a problem under a roster, in the order of time.

    Duties of unknown people or shifts, or outside the horizon, count for nothing, as in
    `Problem.on_phones`.
    """
    center, grid, curves = problem.center, problem.grid, problem.curves
    on = attendance(problem, roster)
    share = np.stack([curves.present[center.queue_of(c)] for c in center.counselors])
    codes = [queue.code for queue in center.queues]
    can = np.array([[not c.skills or q in c.skills for q in codes] for c in center.counselors])
    patience = np.array([q.patience_s or np.inf for q in center.queues], dtype=np.float64)
    cuts = np.flatnonzero(np.diff(grid.starts) > grid.slot_minutes) + 1
    edges = [0, *cuts.tolist(), grid.size]
    blocks = []
    for first, last in pairwise(edges):
        if first == last:
            continue
        part = slice(first, last)
        people = np.flatnonzero(on[:, part].any(axis=1))
        blocks.append(
            Block(
                slots=range(first, last),
                slot_s=float(grid.slot_minutes * SECONDS_PER_MINUTE),
                begin_s=float(grid.starts[first] * SECONDS_PER_MINUTE),
                day=np.asarray(grid.day_of[part], dtype=np.int64),
                people=people,
                on=on[people, part],
                share=share[people, part],
                can=can[people],
                calls=curves.offered[:, part],
                aht_s=curves.aht_s[:, part],
                patience_s=patience,
                lines=tuple(q.lines for q in center.queues),
            )
        )
    return blocks


def attendance(problem: Problem, roster: Roster) -> Bools:
    """Return (N, T) whether each counselor of the center is on the phones in each slot."""
    center, grid, horizon = problem.center, problem.grid, problem.horizon
    row = {counselor.id: index for index, counselor in enumerate(center.counselors)}
    on = np.zeros((len(center.counselors), grid.size), dtype=np.bool_)
    for duty in roster.duties:
        day = horizon.index(duty.day)
        known = duty.counselor in row and duty.shift in center.shift
        if not known or not 0 <= day < horizon.days:
            continue
        slots = problem.slots_of[day, duty.shift]
        mine = np.zeros(grid.size, dtype=np.bool_)
        mine[slots.start : slots.stop] = True
        for pause in duty.breaks:
            if pause.code in center.pause:
                begin = day * MINUTES_PER_DAY + pause.start
                away = grid.between(begin, begin + center.pause[pause.code].minutes)
                mine[away.start : away.stop] = False
        on[row[duty.counselor]] |= mine
    return on
