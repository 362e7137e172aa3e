"""The chain of calls in system over a day: what is fixed in a slot, and what borders do.

Lanes are independent days side by side; each day has one lane, or two where only a share of
the scheduled heads is really available (the whole numbers below and above the share).

Beside the probabilities p(n) of n calls in system, one more vector makes waits exact: a(n),
the expected time that the n-th call in system has waited so far, for n above the heads s.
Calls arrive with age 0, so nothing but p feeds it::

    a'(n) = P(N >= n) + rate(n) (a(n+1) - a(n)),    rate(n) = s mu + (n - s) theta

and the waits of answered calls are the ages that leave at the head of the queue. The same
holds for the whole distribution of ages; the mean needs one vector only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.queueing.cram import Floats

Ints = NDArray[np.int64]

_AT_ONCE = 12
"""Leaving agents per day from which one correlation is faster than one step for each."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Piecewise constant days side by side.

    Attributes
    ----------
    seconds
        Length of a slot.
    abandon
        Rate at which a waiting call hangs up, 1/s; 0 for endless patience.
    arrive
        (T, D) calls per second.
    finish
        (T, D) calls per second that one agent finishes.
    heads
        (T, D, B) agents on the phones in each branch.
    weight
        (T, B, B, D) share of branch b before the border that goes to branch c after it.
    leave, join
        (T, B, B, D) agents who leave and join at the border at the start of each slot.
    start
        (D, B, N) probabilities at opening.
    """

    seconds: float
    abandon: float
    arrive: Floats
    finish: Floats
    heads: Ints
    weight: Floats
    leave: Ints
    join: Ints
    start: Floats

    @property
    def states(self) -> int:
        """N: states are 0 to N - 1 calls in system."""
        return int(self.start.shape[-1])

    @property
    def slots(self) -> int:
        """T."""
        return int(self.arrive.shape[0])

    @property
    def branches(self) -> int:
        """B."""
        return int(self.heads.shape[-1])

    def lanes(self, values: Floats) -> Floats:
        """Return (T, D) values as (T, L), repeated for the branches."""
        return np.repeat(values, self.branches, axis=1)

    def lane_heads(self) -> Ints:
        """Return (T, L) heads."""
        return self.heads.reshape(self.slots, -1)

    def departures(self) -> Floats:
        """Return (T, N, L) rates at which calls leave each state, answered or hung up."""
        n = np.arange(self.states)[:, np.newaxis]
        heads = self.lane_heads()[:, np.newaxis, :]
        served = np.minimum(n, heads) * self.lanes(self.finish)[:, np.newaxis, :]
        rate: Floats = served + np.maximum(n - heads, 0) * self.abandon
        return rate


@dataclass(frozen=True, slots=True)
class Crossing:
    """State after a border, and what happened at it.

    Attributes
    ----------
    p, age
        (L, N) probabilities and ages after the border.
    answered, waited
        (D,) calls that joining agents took from the queue, and their waits in seconds.
    taken
        (D,) calls that leaving agents took along.
    """

    p: Floats
    age: Floats
    answered: Floats
    waited: Floats
    taken: Floats


@dataclass(frozen=True, slots=True)
class Move:
    """What one branch of all days does at a border towards one branch after it.

    Attributes
    ----------
    before, after
        The branches.
    weight
        (D, 1) share that goes this way; None where everything does.
    heads, leave, join
        (D,) agents before, and who leaves and joins; None where on no day anybody does.
    """

    before: int
    after: int
    weight: Floats | None
    heads: Ints
    leave: Ints | None
    join: Ints | None


def moves_of(chain: Chain) -> list[list[Move]]:
    """Return the moves at the border at the start of each slot."""
    # Asked for all borders at once: one by one, these cost more than the moves themselves.
    some, leaves, joins = (np.any(v, axis=-1) for v in (chain.weight, chain.leave, chain.join))
    whole = np.all(chain.weight == 1.0, axis=-1)
    found: list[list[Move]] = [[] for _ in range(chain.slots)]
    pairs = [(b, c) for b in range(chain.branches) for c in range(chain.branches)]
    for slot in range(1, chain.slots):
        for b, c in pairs:
            at = slot, b, c
            if not some[at]:
                continue
            weight = None if whole[at] else chain.weight[at][:, np.newaxis]
            leave = chain.leave[at] if leaves[at] else None
            join = chain.join[at] if joins[at] else None
            found[slot].append(Move(b, c, weight, chain.heads[slot - 1, :, b], leave, join))
    return found


def cross(chain: Chain, moves: list[Move], p: Floats, age: Floats) -> Crossing:
    """Return the state after a border (not before the first slot).

    Agents who leave finish their call away from the chain (exhaustive discipline): if d of s
    agents leave and b are busy, they take Hypergeometric(s, b, d) calls with them. Drawn one
    agent after the other, that is d steps of a bidiagonal matrix with entries in [0, 1], so
    no binomial coefficient is ever formed.

    Parameters
    ----------
    chain
        The days.
    moves
        Of this border, from `moves_of`.
    p, age
        (L, N) probabilities and ages before it.
    """
    days, branches, states = chain.start.shape
    old_p, old_age = p.reshape(days, branches, states), age.reshape(days, branches, states)
    new_p, new_age = np.zeros_like(old_p), np.zeros_like(old_age)
    answered, waited, taken = np.zeros(days), np.zeros(days), np.zeros(days)
    n = np.arange(states)
    for move in moves:
        part, ages = old_p[:, move.before], old_age[:, move.before]
        if move.weight is not None:
            part, ages = part * move.weight, ages * move.weight
        stay = move.heads
        if move.leave is not None:
            mean = part @ n
            part = thin(part, move.heads, move.leave)
            taken += mean - part @ n
            ages = _shift(ages, move.leave)
            stay = stay - move.leave
        if move.join is not None:
            # The n-th call in system waits behind so many of those who join.
            ahead = n - stay[:, np.newaxis]
            picked = np.clip(ahead, 0, move.join[:, np.newaxis])
            answered += np.einsum("dn,dn->d", part, picked)
            later = ages * (ahead > move.join[:, np.newaxis])
            waited += (ages - later).sum(axis=1)
            ages = later
        new_p[:, move.after] += part
        new_age[:, move.after] += ages
    return Crossing(new_p.reshape(p.shape), new_age.reshape(age.shape), answered, waited, taken)


def thin(p: Floats, heads: Ints, leave: Ints) -> Floats:
    """Return (D, N) probabilities after ``leave`` (D,) of ``heads`` (D,) agents have left."""
    many = int(leave.max(initial=0))
    if many > _AT_ONCE * len(p):
        rows = [
            _thin_at_once(*each) for each in zip(p, heads.tolist(), leave.tolist(), strict=True)
        ]
        if all(row is not None for row in rows):
            return np.stack([row for row in rows if row is not None])
    p = p.copy()
    n = np.arange(p.shape[-1], dtype=np.float64)
    for step in range(many):
        left = (heads - step)[:, np.newaxis]
        busy = np.minimum(n, left) / np.maximum(left, 1)
        busy[leave <= step] = 0.0
        busy *= p
        p -= busy
        p[:, :-1] += busy[:, 1:]
    return p


def _thin_at_once(p: Floats, heads: int, leave: int) -> Floats | None:
    """Return (N,) probabilities after many have left, or None where doubles do not reach.

    ``binom(b, k) binom(s - b, d - k) / binom(s, d) = binom(s - d, b - k) binom(d, k) /
    binom(s, b)`` is a factor of the state before, one of the state after and one of the
    difference, so it is one correlation. Weighted by powers of the share x that is busy, all
    three are binomial laws with their peaks where p has its own.
    """
    if heads >= p.size:
        return None
    after = np.zeros_like(p)
    after[heads + 1 - leave : p.size - leave] = p[heads + 1 :]
    few = p[: heads + 1]
    n = np.arange(heads + 1)
    mass = float(few.sum())
    if mass <= 0.0 or leave == 0:
        after[: heads + 1] += few if leave == 0 else 0.0
        return after if leave == 0 or not few.any() else None
    share = min(max(float(few @ n) / (mass * heads), 1e-3), 1.0 - 1e-3)
    steps = np.concatenate([[0.0], np.cumsum(np.log(n[1:]))])

    def law(size: int) -> Floats:
        k = n[: size + 1]
        choose = steps[size] - steps[: size + 1] - steps[size::-1]
        logs: Floats = choose + k * math.log(share) + (size - k) * math.log1p(-share)
        return logs

    before = law(heads)
    # What lies below the digits of the rest is dropped where its weight would overflow.
    seen = np.abs(few) > 1e-30
    if before[seen].min(initial=0.0) < -600.0:
        return None
    weighted = np.where(seen, few, 0.0) * np.exp(-np.where(seen, before, 0.0))
    moved = np.correlate(weighted, np.exp(law(leave)), "valid")
    moved *= np.exp(law(heads - leave))
    # Logarithms of thousands have lost digits that all terms share; no mass is lost here.
    after[: heads - leave + 1] += moved * (mass / moved.sum())
    return after


def _shift(ages: Floats, leave: Ints) -> Floats:
    if (leave == leave[0]).all():
        moved = np.zeros_like(ages)
        kept = max(ages.shape[1] - int(leave[0]), 0)
        moved[:, :kept] = ages[:, ages.shape[1] - kept :]
        return moved
    index = np.arange(ages.shape[1]) + leave[:, np.newaxis]
    inside = index < ages.shape[1]
    picked = np.take_along_axis(ages, np.where(inside, index, 0), axis=1)
    return np.where(inside, picked, 0.0)


@dataclass(slots=True)
class Passage:
    """What a numerical route finds on its way through the days.

    Attributes
    ----------
    end, age
        (L, N) state at closing.
    spent
        (T, L, N) expected seconds in each state during the slot.
    nodes
        (T, M, L, N) probabilities at the asked shares of each slot.
    head_age
        (T, L) integral over the slot of the age of the call at the head of the queue.
    answered, waited, taken
        (T, D) of the border at the start of each slot, as in Crossing.
    lost
        (T, D) bound or estimate of what the route itself has dropped, in probability.
    """

    end: Floats
    age: Floats
    spent: Floats
    nodes: Floats
    head_age: Floats
    answered: Floats
    waited: Floats
    taken: Floats
    lost: Floats


def waiting_mask(chain: Chain) -> NDArray[np.bool_]:
    """Return (T, N, L) where the n-th call in system is waiting."""
    n = np.arange(chain.states)[:, np.newaxis]
    return n > chain.lane_heads()[:, np.newaxis, :]
