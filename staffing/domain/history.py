"""What was measured (CallHistory) and what is expected (Forecast), for each queue."""

from __future__ import annotations

import datetime as dt
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from staffing.domain.base import FloatArray, Frozen, IntArray
from staffing.domain.grid import Grid, SlotMinutes


class CallHistory(Frozen):
    """Calls of one queue by day and slot of the day.

    A missing number is NaN, never zero: a closed slot, an outage, a lost file.

    Parameters
    ----------
    queue
        Code of the queue.
    slot_minutes
        Length of a slot.
    first
        The first day; rows are consecutive days, closed days included.
    starts
        (S,) start of each slot of the day, minutes after midnight, ascending.
    offered
        (D, S) calls that arrived.
    handled
        (D, S) calls that were answered; NaN where unknown.
    aht_s
        (D, S) mean handle time in seconds; NaN where nothing was handled or it is unknown.
    notes
        What reading it had to assume, in sentences.
    """

    queue: str
    slot_minutes: SlotMinutes
    first: dt.date
    starts: IntArray
    offered: FloatArray
    handled: FloatArray
    aht_s: FloatArray
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        shape = (self.offered.shape[0], len(self.starts))
        for name in ("offered", "handled", "aht_s"):
            array = getattr(self, name)
            if array.shape != shape:
                raise ValueError(f"{name} has shape {array.shape}, not {shape}")
            if np.any(array[~np.isnan(array)] < 0):
                raise ValueError(f"{name} holds a negative number")
        return self

    @property
    def days(self) -> int:
        """D, the number of days from the first to the last."""
        return int(self.offered.shape[0])

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.first + dt.timedelta(days=self.days - 1)

    @property
    def dates(self) -> tuple[dt.date, ...]:
        """Every day in order."""
        return tuple(self.first + dt.timedelta(days=i) for i in range(self.days))

    def until(self, day: dt.date) -> CallHistory:
        """Return the history of the days before ``day`` (for backtests)."""
        keep = max(0, min(self.days, (day - self.first).days))
        return self.model_copy(
            update={name: getattr(self, name)[:keep] for name in ("offered", "handled", "aht_s")}
        )


class Forecast(Frozen):
    """Expected calls per slot of a grid, with their uncertainty.

    Parameters
    ----------
    grid
        The slots.
    queues
        Codes, the order of the first axis.
    offered
        (Q, T) expected calls per slot.
    aht_s
        (Q, T) expected handle time in seconds.
    day_cv
        (Q, D) coefficient of variation of the factor that all slots of a day share.
    slot_cv
        (Q, T) coefficient of variation of a slot's rate beyond the day's factor.
    method
        Name of the forecaster.
    notes
        Fallbacks, gaps and overrides, in sentences for the planner.
    parts
        Per queue, named (T,) factors or levels whose product is the expectation.
    """

    grid: Grid
    queues: tuple[str, ...]
    offered: FloatArray
    aht_s: FloatArray
    day_cv: FloatArray
    slot_cv: FloatArray
    method: str = "given"
    notes: tuple[str, ...] = ()
    parts: dict[str, dict[str, FloatArray]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        slots = (len(self.queues), self.grid.size)
        days = (len(self.queues), self.grid.horizon.days)
        for name, shape in (
            ("offered", slots),
            ("aht_s", slots),
            ("slot_cv", slots),
            ("day_cv", days),
        ):
            array = getattr(self, name)
            if array.shape != shape:
                raise ValueError(f"{name} has shape {array.shape}, not {shape}")
            if not np.all(np.isfinite(array) & (array >= 0)):
                raise ValueError(f"{name} must be finite and not negative")
        return self

    def scaled(self, volume: float = 1.0, aht: float = 1.0) -> Forecast:
        """Return the forecast with volumes and handle times multiplied."""
        return self.model_copy(update={"offered": self.offered * volume, "aht_s": self.aht_s * aht})
