"""The way through the days by rational approximation of the exponential."""

from __future__ import annotations

import numpy as np

from staffing.queueing.cram import (
    COMMON,
    LIMIT,
    POLES,
    RESIDUES,
    Complexes,
    Floats,
    as_weights,
    weights_at,
)
from staffing.queueing.transient import Chain, Passage, cross, waiting_mask
from staffing.queueing.transient_solve import (
    Recurrence,
    factorize,
    solve_once,
)

AHEAD = as_weights(RESIDUES)
SPENT = as_weights(RESIDUES / POLES)


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


def travel(chain: Chain, shares: tuple[float, ...]) -> Passage:
    """Go through the days, 8 complex tridiagonal systems per slot and lane.

    The integral over a slot costs no further system: in the system augmented by the
    integral, each pole gives ``seconds * x / pole``. Probabilities near the end of a slot
    are read off the same 8 solutions with other residues (`weights_at`).

    Parameters
    ----------
    chain
        The days.
    shares
        (M,) shares of a slot at which probabilities are wanted.
    """
    slots, states = chain.slots, chain.states
    lanes = chain.lane_heads().shape[1]
    tau = chain.seconds
    system = entries(chain, tau)
    factors = factorize(*system, POLES)
    waits = _Ages(chain)
    days, branches = chain.start.shape[:2]

    p = chain.start.reshape(lanes, states)
    age = np.zeros_like(p)
    found = np.empty((slots, states, lanes, POLES.size), dtype=np.complex128)
    starts = np.empty((slots, lanes, states))
    head_age = np.empty((slots, lanes))
    border = np.zeros((3, slots, days))
    lost = np.zeros((slots, days))
    for slot in range(slots):
        if slot:
            after = cross(chain, slot, p, age)
            p, age = after.p, after.age
            border[:, slot] = after.answered, after.waited, after.taken
        starts[slot] = p
        right = found[slot].reshape(states, -1)
        found[slot] = p.T[..., np.newaxis]
        x = factors.solve(slot, right).reshape(states, lanes, POLES.size)
        if not factors.up.short:
            found[slot] = x
        mass = p.sum(axis=1)
        p = LIMIT * p + (found[slot].view(np.float64) @ AHEAD).T
        drift = np.abs(p.sum(axis=1) - mass) - np.minimum(p, 0.0).sum(axis=1)
        lost[slot] = drift.reshape(days, branches).sum(axis=1)
        age, head_age[slot] = waits.step(slot, x, age)
    parts = found.view(np.float64)
    spent = np.moveaxis(parts @ (SPENT * tau), 1, 2)
    nodes = _nodes(chain, shares, parts, starts)
    return Passage(
        p, age, spent, nodes, head_age, border[0], border[1], border[2], np.cumsum(lost, axis=0)
    )


class _Ages:
    """Ages of waiting calls: a bidiagonal system per pole, from the last state down."""

    def __init__(self, chain: Chain) -> None:
        slots, states = chain.slots, chain.states
        self.tau = chain.seconds
        self.heads = chain.lane_heads()
        self.lanes = self.heads.shape[1]
        waiting = waiting_mask(chain)[..., np.newaxis]
        rate = chain.departures()[..., np.newaxis] * self.tau
        pivot: Complexes = np.where(waiting, -1.0 / (rate + POLES), 0.0)
        factor: Complexes = (-rate * pivot).reshape(slots, states, -1)
        self.down = Recurrence(factor, downward=True)
        self.pivot = pivot
        self.head = self.tau * SPENT

    def step(self, slot: int, x: Complexes, age: Floats) -> tuple[Floats, Floats]:
        """Return ages (L, N) after a slot and the integral (L,) of the age at the head."""
        states = x.shape[0]
        above = np.cumsum(x[::-1], axis=0)[::-1]
        above *= -self.tau
        above += age.T[..., np.newaxis]
        above *= self.pivot[slot]
        y = self.down.run(slot, above.reshape(states, -1))
        parts = y.view(np.float64).reshape(states, self.lanes, -1)
        head = np.minimum(self.heads[slot] + 1, states - 1)
        at_head = parts[head, np.arange(self.lanes)]
        return LIMIT * age + (parts @ AHEAD).T, at_head @ self.head


def _nodes(chain: Chain, shares: tuple[float, ...], parts: Floats, starts: Floats) -> Floats:
    slots, states, lanes = parts.shape[:3]
    nodes = np.empty((slots, len(shares), lanes, states))
    near = [index for index, share in enumerate(shares) if share >= COMMON]
    if near:
        read = [weights_at(shares[index]) for index in near]
        ahead = parts @ np.array([weights for _, weights in read]).T
        limits = np.array([limit for limit, _ in read])[:, np.newaxis, np.newaxis]
        nodes[:, near] = np.moveaxis(ahead, (1, 3), (3, 1)) + limits * starts[:, np.newaxis]
    for index, share in enumerate(shares):
        if share < COMMON:
            lower, diagonal, upper = (
                np.moveaxis(v, 1, 0) for v in entries(chain, chain.seconds * share)
            )
            x = solve_once(lower, diagonal, upper, POLES, np.moveaxis(starts, 2, 0))
            ahead = np.moveaxis(x.view(np.float64) @ AHEAD, 0, 2)
            nodes[:, index] = LIMIT * starts + ahead
    return nodes
