"""Service curves: what each number of counselors on the phones would achieve, per slot."""

from __future__ import annotations

from typing import Self

import numpy as np
from pydantic import model_validator

from staffing.domain.base import FloatArray, Frozen, IntArray
from staffing.domain.grid import Grid
from staffing.domain.work import ServiceTarget

EXACT = "exact at the roster"
"""How the method of curves begins that were moved to what one roster exactly achieves."""


class ServiceCurves(Frozen):
    """Expected service per queue, slot and number of counselors on the phones.

    The last axis counts counselors scheduled on the phones, 0 to N; the share of that time
    which they are really available is already in the numbers.

    Parameters
    ----------
    grid
        The slots.
    queues
        Codes, the order of the first axis.
    targets
        What is promised, per queue.
    offered
        (Q, T) expected calls.
    aht_s
        (Q, T) mean handle time in seconds.
    in_time
        (Q, T, N+1) expected calls in time, as the queue's target counts them: answered within
        the threshold or, by the definition "virtual", of callers who would be if they never
        hung up.
    answered
        (Q, T, N+1) expected calls answered at all.
    wait_s
        (Q, T, N+1) expected seconds waited by the answered calls, in total.
    busy_s
        (Q, T, N+1) expected seconds of handling.
    present
        (Q, T) share of scheduled on-phone time really available.
    required
        (Q, T) least counselors scheduled that meet the queue's target in the slot.
    blocked
        (Q, T, N+1) expected calls that find every line taken, which are offered and not
        answered; None where lines limit no queue.
    method
        How the numbers were computed.
    notes
        What the forecast had to assume, in sentences.
    """

    grid: Grid
    queues: tuple[str, ...]
    targets: tuple[ServiceTarget, ...]
    offered: FloatArray
    aht_s: FloatArray
    in_time: FloatArray
    answered: FloatArray
    wait_s: FloatArray
    busy_s: FloatArray
    present: FloatArray
    required: IntArray
    blocked: FloatArray | None = None
    method: str = "Erlang A per slot"
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        slots = (len(self.queues), self.grid.size)
        for name in ("offered", "aht_s", "required", "present"):
            if getattr(self, name).shape != slots:
                raise ValueError(f"{name} has not the shape {slots}")
        table = (*slots, self.in_time.shape[-1])
        for name in ("in_time", "answered", "wait_s", "busy_s", "blocked"):
            values = getattr(self, name)
            if values is not None and values.shape != table:
                raise ValueError(f"{name} has not the shape {table}")
        return self

    @property
    def of_one_roster(self) -> bool:
        """Whether the numbers are exact at one roster, and near it only elsewhere."""
        return self.method.startswith(EXACT)

    @classmethod
    def silent(cls, grid: Grid, queues: tuple[str, ...]) -> ServiceCurves:
        """Return the curves of a center that nobody calls, for rules that read no demand."""
        slots = np.zeros((len(queues), grid.size))
        table = np.zeros((*slots.shape, 1))
        return cls(
            grid=grid,
            queues=queues,
            targets=(ServiceTarget(),) * len(queues),
            offered=slots,
            aht_s=slots,
            in_time=table,
            answered=table,
            wait_s=table,
            busy_s=table,
            present=slots,
            required=slots,
            method="no calls",
        )

    def part(self, first: int, days: int) -> ServiceCurves:
        """Return the curves of some days of the horizon.

        Parameters
        ----------
        first
            Index of the first day.
        days
            How many days.
        """
        slots = slice(self.grid.of_day(first).start, self.grid.of_day(first + days - 1).stop)
        tables = ("offered", "aht_s", "in_time", "answered", "wait_s", "busy_s", "present")
        update: dict[str, object] = {
            name: getattr(self, name)[:, slots] for name in (*tables, "required")
        }
        blocked = None if self.blocked is None else self.blocked[:, slots]
        grid = self.grid.part(first, days)
        return self.model_copy(update={**update, "blocked": blocked, "grid": grid})

    @property
    def most(self) -> int:
        """N, the largest number on the phones that the curves know."""
        return int(self.in_time.shape[-1]) - 1

    def at(self, table: FloatArray, heads: IntArray) -> FloatArray:
        """Return (Q, T) values of a table at (Q, T) numbers on the phones; above N it is flat."""
        index = np.minimum(heads, self.most)[..., np.newaxis]
        picked: FloatArray = np.take_along_axis(table, index, axis=-1)[..., 0]
        return picked

    def counted(self, queue: int) -> FloatArray:
        """Return the calls that a queue's service level is a share of.

        Shape (T, 1): the calls offered; or (T, N+1): the calls answered, where the target's
        definition is "answered".
        """
        if self.targets[queue].definition == "answered":
            counted: FloatArray = self.answered[queue]
        else:
            counted = self.offered[queue][:, np.newaxis]
        return counted

    def heads_for(
        self, queue: int, service_level: float, answer_rate: float | None = None
    ) -> IntArray:
        """Return (T,) the least number whose service in the slot reaches the shares asked for.

        The service level is that of the target's definition. N + 1 where even N counselors do
        not reach it; 0 where no calls are expected.
        """
        offered = self.offered[queue][:, np.newaxis]
        # Shares, for the calls of a quiet slot are smaller than any tolerance.
        calls = np.maximum(offered, 1e-300)
        counted = self.counted(queue) / calls
        # Where nobody is answered, nobody is answered in time: 0 / 0 keeps no promise.
        enough = (counted > 0) & (self.in_time[queue] / calls >= service_level * counted - 1e-12)
        if answer_rate is not None:
            enough &= self.answered[queue] / calls >= answer_rate - 1e-12
        enough |= offered <= 0
        least: IntArray = np.where(enough.any(axis=-1), enough.argmax(axis=-1), self.most + 1)
        return least
