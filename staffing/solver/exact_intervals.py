"""The exact service level of every interval of one day, computed again and again."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from staffing.domain.problem import Problem
from staffing.errors import InputError
from staffing.queueing.cram import Floats
from staffing.queueing.exact_day import exact_day
from staffing.queueing.exact_loop import ExactLoop
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


class Intervals:
    """The intervals of one queue's day, and what so many on the phones achieve in them.

    Parameters
    ----------
    problem
        Demand, handle times and the available share come from its curves.
    day
        An open day of its horizon.
    queue
        Code; the first if left out.
    service_level
        What is to be kept; the queue's target if left out.
    minutes
        Length of an interval; intervals start at midnight plus whole multiples of it.
    staffed
        (T,) whether anybody can be on the phones, slot by slot.

    Raises
    ------
    InputError
        If an argument is out of range, lines limit the queue, or its service level is no share
        of the calls offered.
    """

    def __init__(
        self,
        problem: Problem,
        day: dt.date,
        queue: str | None,
        service_level: float | None,
        minutes: int,
        staffed: Bools,
    ) -> None:
        grid, curves = problem.grid, problem.curves
        if queue is not None and queue not in curves.queues:
            raise InputError("queue", f"found {queue!r}", f"known: {', '.join(curves.queues)}")
        if minutes <= 0 or minutes % grid.slot_minutes:
            raise InputError(
                "interval_minutes", f"found {minutes}", f"a multiple of {grid.slot_minutes} minutes"
            )
        index, row = problem.horizon.index(day), 0 if queue is None else curves.queues.index(queue)
        self.queue = problem.center.queues[row]
        self._refuse(f"queue {self.queue.code}")
        self.target = self.queue.target.service_level if service_level is None else service_level
        if not 0 < self.target < 1:
            raise InputError("service_level", f"found {self.target:g}", "a share between 0 and 1")
        self.minutes = minutes
        slots = list(grid.of_day(index))
        clocks = grid.starts[slots] - index * MINUTES_PER_DAY
        begins, self.of_slot = np.unique(clocks // minutes, return_inverse=True)
        self.begins: tuple[int, ...] = tuple(np.maximum(begins * minutes, clocks[0]).tolist())
        self.alone: Ints = np.where(staffed, curves.heads_for(row, self.target)[slots], 0)
        aht = curves.aht_s[row][slots]
        self._aht = np.where(aht > 0, aht, self.queue.aht_s)
        self._present = curves.present[row][slots]
        self._minutes = grid.slot_minutes
        self._offered = np.array(curves.offered[row][slots])
        # With plenty of heads few states do. Calls beyond the last are turned away, which
        # harms nobody who would have been answered in time.
        self._loop = ExactLoop(*self._day_with(2 * self.alone), present=self._present, fewer=0)
        self._known: dict[bytes, Floats] = {}
        self.evaluations = 0

    def _refuse(self, where: str) -> None:
        lines, definition = self.queue.lines, self.queue.target.definition
        if lines is not None:
            raise InputError(
                where, f"it has {lines} lines", "here only queues without a limit of lines",
                "leave out `lines`, or plan a roster instead",
            )  # fmt: skip
        if definition != "offered":
            raise InputError(
                where, f"its service level is defined as {definition!r}", "here only 'offered'",
                "leave out `definition`, or plan a roster instead",
            )  # fmt: skip

    @property
    def patient(self) -> bool:
        """Whether waiting callers hang up no faster than calls end."""
        patience = self.queue.patience_s
        return patience is None or bool(patience >= self._aht.max())

    @property
    def plenty(self) -> int:
        """Heads with which nobody ever waits."""
        return self._loop.states

    def quick(self, heads: Ints, leavers: Ints, joiners: Ints) -> Floats:
        """Return (I,) service levels on few states, hardly below the true ones."""
        key = heads.tobytes() + leavers.tobytes()
        if key not in self._known:
            self.evaluations += 1
            self._known[key] = self._levels(self._loop.evaluate(heads, leavers, joiners).in_time)
        return self._known[key]

    def sure(self, heads: Ints, leavers: Ints, joiners: Ints) -> Floats:
        """Return (I,) service levels on as many states as it takes."""
        self.evaluations += 1
        day = exact_day(
            *self._day_with(heads), present=self._present, leavers=leavers, joiners=joiners
        )
        return self._levels(day.in_time)

    def _day_with(self, heads: Ints) -> tuple[Floats, Floats, Ints, float | None, float, float]:
        rates = self._offered * (MINUTES_PER_HOUR / self._minutes)
        queue = self.queue
        threshold = queue.target.threshold_s
        return rates, self._aht, heads, queue.patience_s, threshold, float(self._minutes)

    def _levels(self, in_time: Floats) -> Floats:
        calls = np.bincount(self.of_slot, self._offered)
        served = np.bincount(self.of_slot, in_time)
        share: Floats = np.divide(served, calls, out=np.ones_like(calls), where=calls > 0)
        return share
