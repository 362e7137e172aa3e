"""The exact day in a loop: one matrix per slot and pair of heads, made once and kept.

A search that tries many rosters for one day meets the same slots with the same few numbers of
heads again and again. What happens from the start of a slot to just after its end is linear
in the probabilities, so it is one dense matrix; a day is then a chain of small products.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from staffing.errors import InputError
from staffing.queueing.cram import AHEAD, COMMON, LIMIT, POLES, SPENT, Floats, weights_at
from staffing.queueing.exact_chain import Days, ahead, by_state, chain_of, closing
from staffing.queueing.exact_day import days_of
from staffing.queueing.transient import Chain, cross, moves_of
from staffing.queueing.transient_part import entries
from staffing.queueing.transient_size import states_needed
from staffing.queueing.transient_solve import solve_once
from staffing.queueing.transient_waits import Promise, Tagged, nodes_of

_OUT = (
    "in_time", "in_time_virtual", "answered", "abandoned", "busy_s", "queued_s", "overtime_s",
    "error",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LoopDay:
    """What `ExactLoop.evaluate` returns; all arrays (T,), meant as in `ExactDay`.

    Attributes
    ----------
    in_time, in_time_virtual, answered, abandoned
        Expected calls.
    busy_s
        Seconds of handling within the planned time.
    queued_s
        Seconds waited by all callers, those who hang up included.
    overtime_s
        Seconds of handling after the planned time.
    error
        As in `ExactDay`, accumulated from the opening.
    """

    in_time: Floats
    in_time_virtual: Floats
    answered: Floats
    abandoned: Floats
    busy_s: Floats
    queued_s: Floats
    overtime_s: Floats
    error: Floats


@dataclass(frozen=True, slots=True)
class _Slot:
    """Matrices (N, N) of one slot and number of heads: columns are states at its start."""

    end: Floats
    spent: Floats
    nodes: Floats


class ExactLoop:
    """Exact days that differ in their heads only; lines are without limit.

    Parameters
    ----------
    rates_per_hour, aht_s, agents, patience_s, threshold_s, slot_minutes
        As in `exact_day`; `agents` is a typical plan, which sets the length of the chain.
        The threshold must not exceed a slot.
    present, initial, drain
        As in `exact_day`.
    fewer
        By how many heads per slot the plans to come may fall below the typical one before
        the length of the chain costs accuracy; `LoopDay.error` tells.

    Raises
    ------
    InputError
        As for `exact_day`.
    """

    def __init__(
        self,
        rates_per_hour: ArrayLike,
        aht_s: ArrayLike,
        agents: ArrayLike,
        patience_s: float | None,
        threshold_s: float,
        slot_minutes: float,
        *,
        present: ArrayLike = 1.0,
        initial: int = 0,
        drain: bool = True,
        fewer: int = 1,
    ) -> None:
        days = days_of(
            rates_per_hour, aht_s, agents, patience_s, threshold_s, slot_minutes,
            present=present, initial=initial, drain=drain,
        )  # fmt: skip
        if threshold_s > days.seconds:
            raise InputError(
                "threshold_s", f"found {threshold_s:g} s", f"at most a slot, {days.seconds:g} s",
                "use exact_day, or longer slots",
            )  # fmt: skip
        self._days = days
        low = np.maximum(np.floor(days.present * days.agents).astype(np.int64) - fewer, 0)
        self._states = states_needed(
            days.arrive, 1.0 / days.aht_s, low, days.abandon, days.seconds, initial
        )
        self._states += int(days.agents.max() - low.max())
        self._branches = 2 if bool((days.present < 1).any()) else 1
        self._slots: dict[tuple[int, int], _Slot] = {}
        self._openings: dict[int, tuple[Floats, float]] = {}
        self._steps: dict[tuple[int, ...], Floats] = {}
        self._pieces = nodes_of(
            threshold_s, days.seconds, float((days.agents / days.aht_s).max()), days.abandon
        )

    @property
    def states(self) -> int:
        """Length of the chain."""
        return self._states

    def evaluate(
        self,
        agents: ArrayLike,
        leavers: ArrayLike | None = None,
        joiners: ArrayLike | None = None,
    ) -> LoopDay:
        """Return the day with other heads.

        Parameters
        ----------
        agents, leavers, joiners
            As in `exact_day`.
        """
        fixed = self._days
        days = days_of(0.0, 1.0, agents, None, 0.0, 1.0, leavers=leavers, joiners=joiners)
        heads = days.agents[:, 0]
        size = len(fixed.arrive)
        if heads.size != size:
            raise InputError("agents", f"found {heads.size} slots", f"{size} slots")
        swaps = np.minimum(days.leavers, days.joiners)[:, 0].tolist()
        plan = heads.tolist()
        if plan[0] not in self._openings:
            self._openings[plan[0]] = self._opening(plan[0])
        y, picked = self._openings[plan[0]]
        out = np.zeros((size, len(_OUT) + 1))
        width = y.size
        for slot in range(size - 1):
            key = (slot, plan[slot], plan[slot + 1], swaps[slot + 1])
            step = self._steps.get(key)
            if step is None:
                step = self._steps[key] = self._step(*key)
            moved = step @ y
            y, out[slot] = moved[:width], moved[width:]
        final = (size - 1, plan[-1])
        step = self._steps.get(final)
        if step is None:
            step = self._steps[final] = self._step(size - 1, plan[-1], None, 0)
        out[-1] = (step @ y)[width:]
        # What joining agents pick up is counted in the slot that they join.
        out[1:, 2] += out[:-1, -1]
        out[0, 2] += picked
        out[:, 7] = np.cumsum(out[:, 7])
        return LoopDay(*(np.ascontiguousarray(column) for column in out[:, :-1].T))

    def _pair(self, slot: int, heads: int, after: int | None, swaps: int) -> tuple[Days, Chain]:
        days = self._days
        both = slice(slot, slot + (1 if after is None else 2))
        agents = [heads] if after is None else [heads, after]
        change = 0 if after is None else after - heads
        come, go = max(change, 0) + swaps, max(-change, 0) + swaps
        part = Days(
            days.arrive[both], days.aht_s[both], days.present[both],
            np.array(agents)[:, None], np.array([0, go][: len(agents)])[:, None],
            np.array([0, come][: len(agents)])[:, None],
            days.seconds, days.abandon, days.threshold_s, 0, days.drain,
        )  # fmt: skip
        return part, chain_of(part, self._states, self._branches)

    def _opening(self, heads: int) -> tuple[Floats, float]:
        """Return the probabilities at opening, and the waiting calls answered at once."""
        _, chain = self._pair(0, heads, None, 0)
        start = np.roll(chain.start, self._days.initial, axis=2)
        share = chain.start.sum(axis=2)[0]
        picked = share @ np.minimum(self._days.initial, chain.heads[0, 0])
        return np.ascontiguousarray(start.ravel()), float(picked)

    def _slot(self, slot: int, heads: int) -> _Slot:
        if (slot, heads) in self._slots:
            return self._slots[slot, heads]
        days, size = self._days, self._states
        one = np.array([[heads]])
        chain = Chain(
            days.seconds, days.abandon, days.arrive[slot : slot + 1],
            1.0 / days.aht_s[slot : slot + 1], one[..., None], np.ones((1, 1, 1, 1)),
            np.zeros((1, 1, 1, 1), dtype=np.int64), np.zeros((1, 1, 1, 1), dtype=np.int64),
            np.zeros((1, 1, size)),
        )  # fmt: skip
        identity = np.eye(size)

        def solved(seconds: float) -> Floats:
            system = [v[0] for v in entries(chain, seconds)]
            return solve_once(system[0], system[1], system[2], POLES, identity).view(np.float64)

        parts = solved(days.seconds)
        nodes = np.empty((len(self._pieces), size, size))
        for index, (share, _) in enumerate(self._pieces):
            if share >= COMMON:
                limit, weights = weights_at(share)
                nodes[index] = limit * identity + parts @ np.array(weights)
            else:
                nodes[index] = LIMIT * identity + solved(days.seconds * share) @ AHEAD
        found = _Slot(
            LIMIT * identity + parts @ AHEAD, parts @ (SPENT * days.seconds), nodes
        )  # fmt: skip
        self._slots[slot, heads] = found
        return found

    def _step(self, slot: int, heads: int, after: int | None, swaps: int) -> Floats:
        """Return the matrix from the start of a slot to the start of the next, and results."""
        days, chain = self._pair(slot, heads, after, swaps)
        branches, size = self._branches, self._states
        width = branches * size
        step = np.zeros((width + len(_OUT) + 1, width))
        ends = np.zeros((width, branches, size))
        times = self._times(days, chain, slot)
        n = np.arange(size)
        arrive, mu = chain.arrive[0, 0], chain.finish[0, 0]
        for b in range(branches):
            here = int(chain.heads[0, 0, b])
            mine = slice(b * size, (b + 1) * size)
            kernel = self._slot(slot, here)
            ends[mine, b] = kernel.end.T
            waiting = np.maximum(n - here, 0.0)
            begin = arrive * (n < here) + here * mu * (n > here)
            rows = np.stack([begin, days.abandon * waiting, np.minimum(n, here), waiting])
            step[width : width + 2, mine] = times[:, b]
            step[width + 2 : width + 6, mine] = rows @ kernel.spent
            step[width + 7, mine] = arrive * kernel.spent[-1]
        many = _repeated(chain, width)
        if after is None:
            wide = Days(
                days.arrive, np.repeat(days.aht_s, width, axis=1), days.present, days.agents,
                days.leavers, days.joiners, days.seconds, days.abandon, days.threshold_s, 0,
                days.drain,
            )  # fmt: skip
            flat = ends.reshape(-1, size)
            last = closing(wide, many, flat, np.zeros_like(flat))
            step[width + 2] += last[0]
            step[width + 3] += last[1]
            step[width + 6] += last[3]
            return step
        flat = ends.reshape(-1, size)
        over = cross(many, moves_of(many)[1], flat, np.zeros_like(flat))
        step[:width] = over.p.reshape(width, width).T
        step[width + 6] = over.taken * days.aht_s[0, 0]
        step[-1] = over.answered
        return step

    def _times(self, days: Days, chain: Chain, slot: int) -> Floats:
        """Return (2, B, N): calls in time per state at the start of the slot."""
        tagged = Tagged(chain, days.threshold_s, drain=days.drain)
        alone = tagged.alone(days.threshold_s)
        steady = by_state(chain, Promise(alone.served[:-1], alone.virtual[:-1]), None)[:, 0]
        kernels = [self._slot(slot, int(h)) for h in chain.heads[0, 0]]
        times = np.stack([steady[:, b] @ k.spent for b, k in enumerate(kernels)], axis=1)
        crossed = tagged.crossed()
        crossed[1:] = False
        for index, (share, part) in enumerate(self._pieces if crossed.any() else []):
            promise = ahead(tagged, (1.0 - share) * chain.seconds, crossed)
            values = by_state(chain, promise, crossed) - steady[:, crossed[0]]
            for row, b in enumerate(np.flatnonzero(crossed[0])):
                times[:, b] += part * chain.seconds * (values[:, row] @ kernels[b].nodes[index])
        calls: Floats = times * chain.arrive[0, 0]
        return calls


def _repeated(chain: Chain, count: int) -> Chain:
    return Chain(
        chain.seconds, chain.abandon, np.repeat(chain.arrive, count, axis=1),
        np.repeat(chain.finish, count, axis=1), np.repeat(chain.heads, count, axis=1),
        np.repeat(chain.weight, count, axis=3), np.repeat(chain.leave, count, axis=3),
        np.repeat(chain.join, count, axis=3), np.zeros((count, *chain.start.shape[1:])),
    )  # fmt: skip
