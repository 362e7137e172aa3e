"""Whether a call that finds j others waiting is answered in time, over any borders.

Calls are answered in the order of arrival, so later arrivals do not matter: with j calls
ahead, the number ahead falls at rate ``s mu + i theta``, i = j ... 1, in a slot with s agents.
A pure death process with linear rates is known in closed form,
``P(j -> i) = prod(nu_l, l = i+1..j) c**(j-i) / (j-i)! exp(-nu_i t)`` with
``nu_l = s mu + l theta`` and ``c = (1 - exp(-theta t)) / theta``, positive terms throughout;
its tails are sums of negative binomial terms (Poisson terms when theta is 0).

References
----------
L. Green and J. Soares (2007), Computing time-dependent waiting time probabilities in
M(t)/M/s(t) queuing systems, doi:10.1287/msom.1060.0127.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from staffing.queueing.cram import Floats
from staffing.queueing.transient import Chain, Ints
from staffing.queueing.transient_fall import Fall, spread_of


def not_yet(base: Floats, abandon: float, seconds: float, places: int) -> Floats:
    """Return P(at most j of the events ahead happen) for j = 0 ... places - 1, shape (X, places).

    That is the probability that a call with j ahead is still not served after ``seconds``,
    were it endlessly patient.

    Parameters
    ----------
    base
        (X,) rate of service of the whole team, 1/s.
    """
    return NotYet(base, abandon, seconds, places).after(seconds)


class NotYet:
    """`not_yet` for several times; the logarithms are taken once.

    Parameters
    ----------
    base, abandon, places
        As in `not_yet`.
    usual_s
        About the longest of the times, to which the terms are scaled.
    """

    def __init__(self, base: Floats, abandon: float, usual_s: float, places: int) -> None:
        self.base, self.abandon = base[:, np.newaxis], abandon
        self.scale = spread_of(abandon, usual_s) or 1.0
        i = np.arange(1, places)
        with np.errstate(divide="ignore"):
            ratio = np.log((self.base + (i - 1) * abandon) * (self.scale / i))
        self.logs = np.cumsum(ratio, axis=1)
        self.i = i

    def after(self, seconds: float) -> Floats:
        """Return (X, places) P(at most j of the events happen in this time)."""
        terms = np.empty((len(self.base), self.i.size + 1))
        terms[:, :1] = -self.base * seconds
        shrunk = spread_of(self.abandon, seconds) / self.scale
        if shrunk > 0:
            np.add(self.logs, self.i * math.log(shrunk), out=terms[:, 1:])
            terms[:, 1:] += terms[:, :1]
        else:
            terms[:, 1:] = -np.inf
        np.exp(terms, out=terms)
        np.cumsum(terms, axis=1, out=terms)
        return np.minimum(terms, 1.0, out=terms)


def served_share(base: Floats, abandon: float, places: int) -> Floats:
    """Return (X, places) the share of calls with j ahead that are ever served by this team."""
    rate = base[:, np.newaxis]
    total = rate + np.arange(1, places + 1) * abandon
    return np.divide(rate, total, out=np.zeros_like(total), where=total > 0)


@dataclass(frozen=True, slots=True)
class Promise:
    """What awaits a call by the number j of calls ahead of it.

    Attributes
    ----------
    served
        (..., J) probability of being served in time.
    virtual
        (..., J) the same, were this one call endlessly patient.
    """

    served: Floats
    virtual: Floats


_Shift = tuple[int, int, Floats | None, Ints | None, NDArray[np.bool_]]
"""Branches before and after, weight, and which place after a border a place before becomes."""


class Tagged:
    """The fate of calls that wait at a given moment of a slot.

    Parameters
    ----------
    chain
        The days.
    threshold_s
        The longest time for which promises will be asked.
    drain
        Whether the last team stays until the queue is empty.

    Attributes
    ----------
    places
        J: calls with more ahead are taken to be never served in time.
    """

    def __init__(self, chain: Chain, threshold_s: float, *, drain: bool) -> None:
        self.chain = chain
        rate = chain.lane_heads() * chain.lanes(chain.finish)
        after = rate[-1:] if drain else np.zeros_like(rate[-1:])
        self.rate = np.concatenate([rate, after])
        self.drain = drain
        self.threshold_s = threshold_s
        self.places = self._places(threshold_s)
        rates, back = np.unique(self.rate, return_inverse=True)
        self.back = back.reshape(self.rate.shape)
        places, abandon = self.places, chain.abandon
        self.ever = served_share(rates, abandon, places)
        self.patient = NotYet(rates, abandon, threshold_s, places)
        self.hasty = NotYet(rates + abandon, abandon, threshold_s, places)
        self._rows = np.arange(chain.slots - 1)[:, np.newaxis, np.newaxis]
        self._days = np.arange(chain.heads.shape[1])[:, np.newaxis]
        self._shifts = list(self._shifts_of(chain))
        self._fall: tuple[NDArray[np.bool_] | None, Fall] | None = None

    def _shifts_of(self, chain: Chain) -> Iterator[_Shift]:
        for b in range(chain.branches):
            for c in range(chain.branches):
                weight = chain.weight[1:, b, c, :, np.newaxis]
                if not weight.any():
                    continue
                join = chain.join[1:, b, c, :, np.newaxis]
                index = np.arange(self.places) - join
                yield (
                    b, c, None if (weight == 1.0).all() else weight,
                    np.maximum(index, 0) if join.any() else None, index >= 0,
                )  # fmt: skip

    def _places(self, threshold_s: float) -> int:
        most = np.array([self.rate.max(initial=0.0)])
        states = self.chain.states
        late = not_yet(most, self.chain.abandon, threshold_s, states)[0]
        reach = int(np.searchsorted(late, 1.0 - 1e-15)) + 1
        crossings = math.ceil(threshold_s / self.chain.seconds) if threshold_s > 0 else 0
        reach += crossings * int(self.chain.join.max(initial=0))
        return min(reach + 1, states)

    def crossed(self) -> NDArray[np.bool_]:
        """Return (T, L) where the border at the end of a slot changes what a waiter meets."""
        chain = self.chain
        rate = chain.lane_heads() * chain.lanes(chain.finish)
        same = np.zeros(rate.shape, dtype=np.bool_)
        same[-1] = self.drain
        moved = (chain.weight[1:] > 0) & (chain.join[1:] > 0)
        for b in range(chain.branches):
            of = slice(b, None, chain.branches)
            alone = (chain.weight[1:, b, b] == 1.0) & ~moved[:, b].any(axis=1)
            same[:-1, of] = alone & (rate[1:, of] == rate[:-1, of])
        return ~same

    def within(self, seconds: float) -> Promise:
        """Return (T + 1, L, J), for calls waiting at the start of each slot, after the border.

        Row T stands for the time after closing.
        """
        chain = self.chain
        if seconds <= chain.seconds:
            return self.alone(seconds)
        later = self.through(self.within(seconds - chain.seconds), chain.seconds, None)
        after = self.alone(seconds)
        return Promise(
            np.concatenate([later.served, after.served[-1:]]),
            np.concatenate([later.virtual, after.virtual[-1:]]),
        )

    def alone(self, seconds: float) -> Promise:
        """Return (T + 1, L, J) as if the team of each slot stayed for ever."""
        served = self.ever * (1.0 - self.hasty.after(seconds))
        return Promise(served[self.back], (1.0 - self.patient.after(seconds))[self.back])

    def through(self, after: Promise, seconds: float, where: NDArray[np.bool_] | None) -> Promise:
        """Return the promise ``seconds`` before the end of each slot, given that at its start.

        Parameters
        ----------
        after
            (T + 1, L, J) at the start of each slot.
        seconds
            Time until the border, at most a slot.
        where
            (T, L) the slots and lanes wanted; all if left out.

        Returns
        -------
        Promise of shape (X, J), or (T, L, J).
        """
        chain = self.chain
        shape = self.rate[:-1].shape
        chosen = np.ones(shape, dtype=np.bool_) if where is None else where
        rate = self.rate[:-1][chosen]
        served = self._before_border(after.served, 1.0)[chosen]
        missed = self._before_border(1.0 - after.virtual, 0.0)[chosen]
        own = math.exp(-chain.abandon * seconds)
        if self._fall is None or self._fall[0] is not where:
            # The times differ from call to call, the rates do not.
            self._fall = where, Fall(rate, chain.abandon, self.places)
        moved = self._fall[1].after(np.stack([served, missed]), seconds)
        first = (self.ever * (1.0 - self.hasty.after(seconds)))[self.back[:-1][chosen]]
        result = Promise(first + own * moved[0], 1.0 - moved[1])
        if where is None:
            whole = (*shape, self.places)
            return Promise(result.served.reshape(whole), result.virtual.reshape(whole))
        return result

    def _before_border(self, after: Floats, taken: float) -> Floats:
        """Shift by the joining agents: the first ``join`` callers are answered at the border."""
        chain = self.chain
        slots, days, branches = chain.heads.shape
        by_branch = after[:-1].reshape(slots, days, branches, -1)
        before = np.zeros((slots, days, branches, self.places))
        for b, c, weight, index, inside in self._shifts:
            moved = by_branch[1:, :, c]
            if index is not None:
                moved = np.where(inside, moved[self._rows, self._days, index], taken)
            before[:-1, :, b] += moved if weight is None else weight * moved
        lanes = before.reshape(slots, days * branches, -1)
        lanes[-1] = after[-1]
        return lanes


def nodes_of(
    threshold_s: float, seconds: float, fastest: float, abandon: float
) -> list[tuple[float, float]]:
    """Return pieces of a slot, as shares of it, on which the promise changes smoothly.

    Parameters
    ----------
    fastest
        The largest rate of service of a team, 1/s.
    abandon
        Rate at which one call hangs up, 1/s.

    Returns
    -------
    Nodes and weights (as shares of a slot) of Gauss-Legendre rules.
    """
    rest = threshold_s % seconds if threshold_s > seconds else threshold_s
    ends = [1.0 - rest / seconds, 1.0]
    if threshold_s > seconds:
        ends.insert(0, 0.0)
    pieces: list[tuple[float, float]] = []
    for begin, end in pairwise(ends):
        width = end - begin
        if width <= 0:
            continue
        # Measured against 60 nodes: below 1e-9 calls with patience of 30 s and 15 minutes'
        # threshold, 1e-12 calls at 20 s.
        events, hangups = fastest * width * seconds, abandon * width * seconds
        count = 4 + math.ceil(0.5 * math.sqrt(events)) + math.ceil(3.0 * math.sqrt(hangups))
        count = min(60, count + (8 if threshold_s > seconds else 0))
        points, weights = np.polynomial.legendre.leggauss(count)
        pieces += [
            (float(begin + width * (x + 1) / 2), float(width * w / 2))
            for x, w in zip(points, weights, strict=True)
        ]
    return pieces
