"""Which numbers of calls in system are likely in a slot, so that others need no equations.

A day with a thousand agents at noon and two hundred in the evening has long chains of which
each slot visits a third. A guess from the fluid limit and its variance says which; what is
neglected is counted afterwards (`transient_cram.travel`) and proves the guess or discards it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from staffing.queueing.transient import Chain, Ints

_LONG, _LANES, _GROUPS = 400, 32, 5
_SIGMAS, _BELOW, _ABOVE = 8.5, 6.0, 14.0


@dataclass(frozen=True, slots=True)
class Window:
    """Slots whose windows have the same number of rows.

    Attributes
    ----------
    slots, first
        (G,) slots, and the first state of the window of each.
    rows
        Number of states in each window.
    """

    slots: Ints
    first: Ints
    rows: int

    def index(self) -> Ints:
        """Return (G, rows) states."""
        return self.first[:, np.newaxis] + np.arange(self.rows)


def everything(chain: Chain) -> list[Window]:
    """Return one window with all states for all slots."""
    return [Window(np.arange(chain.slots), np.zeros(chain.slots, dtype=np.int64), chain.states)]


def likely(chain: Chain) -> list[Window]:
    """Return windows for all slots; one with everything where the chain is short."""
    lanes = chain.lane_heads().shape[1]
    if chain.states < _LONG or lanes > _LANES:
        return everything(chain)
    low, high = np.full(chain.slots, chain.states), np.zeros(chain.slots, dtype=np.int64)
    for lane in range(lanes):
        for slot, (begin, end) in enumerate(_course(chain, lane)):
            low[slot] = min(low[slot], begin)
            high[slot] = max(high[slot], end)
    # Waits are read at the head of the queue, which a window therefore always holds.
    low = np.clip(np.minimum(low, chain.lane_heads().min(axis=1)), 0, chain.states)
    rows = np.clip(high - low, 1, chain.states)
    windows = []
    for slots in np.array_split(np.argsort(rows, kind="stable"), _GROUPS):
        if slots.size:
            most = int(rows[slots].max())
            windows.append(Window(slots, np.minimum(low[slots], chain.states - most), most))
    return windows


def _course(chain: Chain, lane: int) -> list[tuple[int, int]]:
    """Return the likely states of each slot, from the mean and variance of a fluid."""
    day, branch = divmod(lane, chain.branches)
    n = np.arange(chain.states)
    start = chain.start[day].sum(axis=0)
    mean = float(start @ n) / max(float(start.sum()), 1e-300)
    variance, before = 0.0, 0
    course = []
    for slot in range(chain.slots):
        heads = int(chain.heads[slot, day, branch])
        if slot and before:
            gone = int(chain.leave[slot, branch, branch, day])
            mean -= min(mean, before) * gone / before
        before = heads
        arrive, finish = float(chain.arrive[slot, day]), float(chain.finish[slot, day])
        steps = min(2 + math.ceil(4 * chain.seconds * max(finish, chain.abandon)), 200)
        tick = chain.seconds / steps
        low = high = mean
        for step in range(steps + 1):
            reach = _SIGMAS * math.sqrt(variance)
            low, high = min(low, mean - reach), max(high, mean + reach)
            if step == steps:
                break
            out = min(mean, heads) * finish + max(mean - heads, 0.0) * chain.abandon
            # Near the border between both regimes the weaker pull counts.
            calm = mean + 3.0 * math.sqrt(variance) < heads
            pull = finish if calm else min(finish, chain.abandon)
            variance += (arrive + out) * tick
            variance /= 1.0 + 2.0 * pull * tick
            mean = max(mean + (arrive - out) * tick, 0.0)
        course.append((math.floor(low - _BELOW), math.ceil(high + _ABOVE)))
    return course
