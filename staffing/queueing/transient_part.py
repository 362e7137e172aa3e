"""The equations of the slots that share a number of rows, and what is read off their solutions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.queueing.cram import AHEAD, COMMON, LIMIT, POLES, SPENT, Floats, weights_at
from staffing.queueing.transient import Chain
from staffing.queueing.transient_equations import ByArrays, ByLapack, Equations, lapack
from staffing.queueing.transient_solve import solve_once
from staffing.queueing.transient_window import Window

Bools = NDArray[np.bool_]


def entries(chain: Chain, seconds: float) -> tuple[Floats, Floats, Floats]:
    """Return rows (T, N, L) of ``seconds`` times the generator that acts on columns p."""
    rate = chain.departures()
    arrive = np.repeat(chain.lanes(chain.arrive)[:, np.newaxis], chain.states, axis=1)
    # An arrival in the last state is turned away; the error bound counts these.
    arrive[:, -1] = 0.0
    lower, upper = np.zeros_like(rate), np.zeros_like(rate)
    lower[:, 1:] = arrive[:, :-1]
    upper[:, :-1] = rate[:, 1:]
    return lower * seconds, -(arrive + rate) * seconds, upper * seconds


class Part:
    """The equations of slots that share a number of rows.

    Parameters
    ----------
    chain
        The days.
    window
        The slots, and the states that count in each.
    rate, system
        `Chain.departures` and `entries` of all slots and states.
    """

    def __init__(
        self, chain: Chain, window: Window, rate: Floats, system: tuple[Floats, Floats, Floats]
    ) -> None:
        self.chain = chain
        self.slots = window.slots.tolist()
        self.first = window.first.tolist()
        self.rows = window.rows
        self.whole = window.rows == chain.states
        self.lanes = chain.lane_heads().shape[1]
        self.tau = chain.seconds
        heads = chain.lane_heads()[window.slots, np.newaxis]
        waiting = window.index()[..., np.newaxis] > heads
        if self.whole:
            lower, diagonal, upper = (values[window.slots] for values in system)
            rate = rate[window.slots]
        else:
            at = window.slots[:, np.newaxis], window.index()
            lower, diagonal, upper = (values[at] for values in system)
            rate = rate[at]
            arrive = chain.lanes(chain.arrive)[window.slots]
            # Nobody leaves the window: the last arrival is turned away, the first call stays.
            inside = window.first + window.rows < chain.states
            self.up_rate = np.where(inside[:, np.newaxis], arrive, 0.0)
            inside = window.first > 0
            self.down_rate = np.where(inside[:, np.newaxis], rate[:, 0], 0.0)
            diagonal[:, -1] += self.up_rate * self.tau
            diagonal[:, 0] += self.down_rate * self.tau
        self.system = lower, diagonal, upper
        library = lapack()
        self.equations: Equations = (
            ByArrays(lower, diagonal, upper, rate, waiting, self.tau)
            if library is None
            else ByLapack(library, lower, diagonal, upper, rate, waiting, self.tau)
        )
        self.starts = np.empty((len(self.slots), self.lanes, self.rows))
        self.missed = np.zeros((len(self.slots), self.lanes))

    def step(self, row: int, p: Floats, age: Floats) -> tuple[Floats, Floats, Floats, Floats]:
        """Return p and ages after a slot, the age at the head, and what rounding has moved."""
        first, rows = self.first[row], self.rows
        here = slice(first, first + rows)
        heads = self.chain.lane_heads()[self.slots[row]]
        inside = p[:, here]
        mass = inside.sum(axis=1)
        if not self.whole:
            self.missed[row] = np.abs(p[:, :first]).sum(axis=1)
            self.missed[row] += np.abs(p[:, first + rows :]).sum(axis=1)
        self.starts[row] = inside
        head = np.minimum(heads + 1 - first, rows - 1)
        moved, older, at_head = self.equations.step(row, inside, age[:, here], head)
        drift = np.abs(moved.sum(axis=1) - mass) - np.minimum(moved, 0.0).sum(axis=1)
        if self.whole:
            return moved, older, at_head, drift
        after, ages = np.zeros_like(p), np.zeros_like(age)
        after[:, here], ages[:, here] = moved, older
        return after, ages, at_head, drift

    def read(
        self,
        shares: tuple[float, ...],
        wanted: Bools | None,
        spent: Floats,
        nodes: Floats,
    ) -> Floats:
        """Fill in the integrals and nodes of these slots; return (G, L) what was neglected."""
        rows = list(range(len(self.slots)))
        times = self.equations.read((SPENT * self.tau)[np.newaxis], rows)[:, 0]
        if wanted is not None:
            rows = [row for row in rows if wanted[self.slots[row]]]
        if shares and rows:
            probabilities = self._nodes(shares, rows)
            for index, row in enumerate(rows):
                here = slice(self.first[row], self.first[row] + self.rows)
                nodes[self.slots[row], ..., here] = probabilities[index]
        for row, slot in enumerate(self.slots):
            spent[slot, :, self.first[row] : self.first[row] + self.rows] = times[row]
        if self.whole:
            return self.missed
        return self.missed + self.up_rate * times[..., -1] + self.down_rate * times[..., 0]

    def _nodes(self, shares: tuple[float, ...], rows: list[int]) -> Floats:
        """Return (G, M, L, rows) probabilities at shares of a slot."""
        starts = self.starts[rows]
        nodes = np.empty((len(rows), len(shares), self.lanes, self.rows))
        near = [index for index, share in enumerate(shares) if share >= COMMON]
        if near:
            found = [weights_at(shares[index]) for index in near]
            ahead = self.equations.read(np.array([weights for _, weights in found]), rows)
            limits = np.array([limit for limit, _ in found])[:, np.newaxis, np.newaxis]
            nodes[:, near] = ahead + limits * starts[:, np.newaxis]
        for index, share in enumerate(shares):
            if share < COMMON:
                lower, diagonal, upper = (np.moveaxis(v[rows] * share, 1, 0) for v in self.system)
                x = solve_once(lower, diagonal, upper, POLES, np.moveaxis(starts, 2, 0))
                ahead = np.moveaxis(x.view(np.float64) @ AHEAD, 0, 2)
                nodes[:, index] = LIMIT * starts + ahead
        return nodes
