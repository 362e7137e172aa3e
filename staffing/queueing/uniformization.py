"""The way through the days by uniformization (randomization): slower, with a proved bound."""

from __future__ import annotations

import math

import numpy as np

from staffing.queueing.cram import Floats
from staffing.queueing.transient import Chain, Passage, cross, moves_of, waiting_mask

_CHUNK = 64
TAIL = 1e-15


def travel(chain: Chain, shares: tuple[float, ...]) -> Passage:
    """Go through the days by powers of a stochastic matrix, all terms positive.

    ``exp(A t) = sum of Poisson(k; c t) P**k`` with ``P = I + A / c``, cut off where the
    Poisson tail is below 1e-15; the tail is added to the error bound.

    Parameters
    ----------
    chain
        The days.
    shares
        (M,) shares of a slot at which probabilities are wanted.

    References
    ----------
    A. Ingolfsson, E. Akhmetshina, S. Budge, Y. Li and X. Wu (2007), A survey and experimental
    comparison of service-level-approximation methods for nonstationary M(t)/M/s(t) queueing
    systems with exhaustive discipline, doi:10.1287/ijoc.1050.0157.
    """
    slots, states = chain.slots, chain.states
    lanes = chain.lane_heads().shape[1]
    days = chain.start.shape[0]
    p = chain.start.reshape(lanes, states)
    age = np.zeros_like(p)
    spent = np.empty((slots, lanes, states))
    nodes = np.empty((slots, len(shares), lanes, states))
    head_age = np.empty((slots, lanes))
    border = np.zeros((3, slots, days))
    lost = np.zeros((slots, days))
    walk = _Walk(chain, shares)
    moves = moves_of(chain)
    for slot in range(slots):
        if slot:
            after = cross(chain, moves[slot], p, age)
            p, age = after.p, after.age
            border[:, slot] = after.answered, after.waited, after.taken
        p, age, spent[slot], nodes[slot], head_age[slot], tail = walk.slot(slot, p, age)
        lost[slot] = tail
    return Passage(
        p, age, spent, nodes, head_age, border[0], border[1], border[2], np.cumsum(lost, axis=0)
    )


class _Walk:
    def __init__(self, chain: Chain, shares: tuple[float, ...]) -> None:
        self.tau = chain.seconds
        self.shares = shares
        rate = np.moveaxis(chain.departures(), 1, 2)
        arrive = np.repeat(chain.lanes(chain.arrive)[..., np.newaxis], chain.states, axis=2)
        arrive[..., -1] = 0.0
        self.rate, self.arrive = rate, arrive
        self.waiting = np.moveaxis(waiting_mask(chain), 1, 2)
        self.heads = chain.lane_heads()

    def slot(
        self, slot: int, p: Floats, age: Floats
    ) -> tuple[Floats, Floats, Floats, Floats, Floats, float]:
        rate, arrive = self.rate[slot], self.arrive[slot]
        pace = float((rate + arrive).max())
        if pace == 0.0:
            return self._still(slot, p, age)
        terms, weights, tail = poisson_weights(pace, self.tau, self.shares)
        up, down = arrive[:, :-1] / pace, rate[:, 1:] / pace
        stay = 1.0 - (rate + arrive) / pace
        calm = np.where(self.waiting[slot], 1.0 - rate / pace, 0.0)
        fall = np.where(self.waiting[slot], rate / pace, 0.0)[:, :-1]
        source = self.waiting[slot] / pace
        head = np.minimum(self.heads[slot] + 1, p.shape[1] - 1)[:, np.newaxis]
        sums = np.zeros((weights.shape[0], *p.shape))
        ages, at_head = np.zeros_like(p), np.zeros(p.shape[0])
        for first in range(0, terms, _CHUNK):
            count = min(_CHUNK, terms - first)
            stack = np.empty((2, count, *p.shape))
            for k in range(count):
                stack[0, k], stack[1, k] = p, age
                above = np.cumsum(p[:, ::-1], axis=1)[:, ::-1]
                moved = calm * age + source * above
                moved[:, :-1] += fall * age[:, 1:]
                age = moved
                moved = stay * p
                moved[:, 1:] += up * p[:, :-1]
                moved[:, :-1] += down * p[:, 1:]
                p = moved
            part = weights[:, first : first + count]
            sums += np.tensordot(part, stack[0], axes=1)
            ages += np.tensordot(part[0], stack[1], axes=1)
            heads = np.take_along_axis(stack[1], head[np.newaxis], axis=2)[..., 0]
            at_head += part[1] @ heads
        return sums[0], ages, sums[1], sums[2:], at_head, tail

    def _still(
        self, slot: int, p: Floats, age: Floats
    ) -> tuple[Floats, Floats, Floats, Floats, Floats, float]:
        above = np.cumsum(p[:, ::-1], axis=1)[:, ::-1] * self.waiting[slot]
        head = np.minimum(self.heads[slot] + 1, p.shape[1] - 1)[:, np.newaxis]
        first = np.take_along_axis(age + above * self.tau / 2, head, axis=1)[:, 0]
        nodes = np.repeat(p[np.newaxis], len(self.shares), axis=0)
        return p, age + above * self.tau, p * self.tau, nodes, first * self.tau, 0.0


def poisson_weights(
    pace: float, tau: float, shares: tuple[float, ...]
) -> tuple[int, Floats, float]:
    """Return the number of terms, the weights (2 + M, terms) and a bound on what is cut off.

    The rows are the weights at the end of a time, of the integral over it, and at shares.
    """
    mean = pace * tau
    # Beyond mean + 9 sqrt(mean) + 45 the tail of any Poisson law is below 1e-16.
    terms = math.ceil(mean + 9.0 * math.sqrt(mean) + 45.0)
    k = np.arange(terms)
    logarithm = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, terms)))])

    def law(share: float) -> Floats:
        here = mean * share
        if here == 0.0:
            return np.where(k == 0, 1.0, 0.0)
        weights = np.exp(k * math.log(here) - here - logarithm)
        # Logarithms of thousands have lost digits that all weights share.
        scaled: Floats = weights / weights.sum()
        return scaled

    end = law(1.0)
    beyond = np.concatenate([np.cumsum(end[:0:-1])[::-1], [0.0]])
    rows = [end, beyond / pace, *(law(share) for share in shares)]
    ratio = mean / (terms + 1)
    tail = end[-1] * mean / terms / (1.0 - ratio)
    return terms, np.stack(rows), tail + TAIL
