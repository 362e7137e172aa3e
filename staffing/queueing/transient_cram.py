"""The way through the days by rational approximation of the exponential."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.queueing.transient import Chain, Passage, cross, moves_of
from staffing.queueing.transient_part import Part, entries
from staffing.queueing.transient_window import Window, everything, likely

_NEGLECTED = 1e-11


def travel(
    chain: Chain, shares: tuple[float, ...], wanted: NDArray[np.bool_] | None = None
) -> Passage:
    """Go through the days, 8 complex tridiagonal systems per slot and lane.

    The integral over a slot costs no further system: in the system augmented by the
    integral, each pole gives ``seconds * x / pole``. Probabilities near the end of a slot
    are read off the same 8 solutions with other residues (`weights_at`).

    Long chains are solved in the likely states of each slot only. Probability that a border
    moves out of them, and calls that would have crossed their ends, are counted into `lost`;
    where that is more than 1e-11 and than rounding moves, the way is gone again with all
    states.

    Parameters
    ----------
    chain
        The days.
    shares
        (M,) shares of a slot at which probabilities are wanted.
    wanted
        (T,) slots in which they are wanted; all if left out.
    """
    windows = likely(chain)
    if len(windows) > 1:
        passage, neglected = _travel(chain, shares, wanted, windows)
        rounding = float(passage.lost[-1].max()) - neglected
        if neglected <= max(rounding, _NEGLECTED):
            return passage
    return _travel(chain, shares, wanted, everything(chain))[0]


def _travel(
    chain: Chain,
    shares: tuple[float, ...],
    wanted: NDArray[np.bool_] | None,
    windows: list[Window],
) -> tuple[Passage, float]:
    slots, states = chain.slots, chain.states
    lanes = chain.lane_heads().shape[1]
    days, branches = chain.start.shape[:2]
    rate, system = chain.departures(), entries(chain, chain.seconds)
    parts = [Part(chain, window, rate, system) for window in windows]
    of = {slot: (part, row) for part in parts for row, slot in enumerate(part.slots)}

    p = chain.start.reshape(lanes, states)
    age = np.zeros_like(p)
    head_age = np.empty((slots, lanes))
    border = np.zeros((3, slots, days))
    lost = np.zeros((slots, days))
    moves = moves_of(chain)
    for slot in range(slots):
        if slot:
            after = cross(chain, moves[slot], p, age)
            p, age = after.p, after.age
            border[:, slot] = after.answered, after.waited, after.taken
        part, row = of[slot]
        p, age, head_age[slot], drift = part.step(row, p, age)
        lost[slot] = drift.reshape(days, branches).sum(axis=1)
    spent = np.zeros((slots, lanes, states))
    nodes = np.zeros((slots, len(shares), lanes, states))
    neglected = 0.0
    for part in parts:
        here = part.read(shares, wanted, spent, nodes)
        lost[part.slots] += here.reshape(-1, days, branches).sum(axis=2)
        neglected += float(here.sum(axis=0).max())
    passage = Passage(
        p, age, spent, nodes, head_age, border[0], border[1], border[2], np.cumsum(lost, axis=0)
    )
    return passage, neglected
