"""Expected service under a roster: in all, by interval and by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

import numpy as np
from pydantic import Field

from staffing.domain.base import Clock, FloatArray, Frozen, IntArray
from staffing.domain.curves import ServiceCurves
from staffing.domain.outcome import Service
from staffing.domain.problem import Problem
from staffing.units import MINUTES_PER_DAY, SECONDS_PER_MINUTE


class Interval(Frozen):
    """Service in a stretch of one day.

    Parameters
    ----------
    day
        The day whose opening it belongs to.
    begin, end
        Minutes after midnight, from its first to its last open slot.
    on_phones_mean, on_phones_least
        Counselors on the phones, over its slots.
    required
        Counselors that meet the target in its busiest slot.
    required_mean
        Mean over its slots of the counselors that meet the target.
    service
        Expected service.
    """

    day: dt.date
    begin: Clock
    end: Clock
    on_phones_mean: float
    on_phones_least: int
    required: int
    required_mean: float
    service: Service = Field(repr=False)

    @property
    def offered(self) -> float:
        """Expected calls."""
        return self.service.offered


def service_of(
    curves: ServiceCurves,
    on_phones: IntArray,
    slots: Sequence[int] | None = None,
    queue: int | None = None,
) -> Service:
    """Return the expected service with given numbers on the phones.

    Parameters
    ----------
    curves
        What each number achieves.
    on_phones
        (Q, T) counselors on the phones.
    slots
        Only these; all if left out.
    queue
        Only this; all together if left out.
    """
    of = slice(None) if queue is None else slice(queue, queue + 1)
    during = slice(None) if slots is None else np.asarray(slots, dtype=np.int64)
    seconds = curves.grid.slot_minutes * SECONDS_PER_MINUTE

    def total(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return float(values[of][:, during].sum())

    return Service(
        offered=total(curves.offered),
        in_time=total(curves.at(curves.in_time, on_phones)),
        answered=total(curves.at(curves.answered, on_phones)),
        wait_s=total(curves.at(curves.wait_s, on_phones)),
        busy_s=total(curves.at(curves.busy_s, on_phones)),
        staffed_s=total(on_phones * curves.present * seconds),
        counted=total(_counted(curves, on_phones)),
        blocked=0.0 if curves.blocked is None else total(curves.at(curves.blocked, on_phones)),
    )


def _counted(curves: ServiceCurves, on_phones: IntArray) -> FloatArray:
    """Return (Q, T) the calls that service levels are shares of."""
    if all(target.definition != "answered" for target in curves.targets):
        return curves.offered
    answered = curves.at(curves.answered, on_phones)
    by_answered = np.array([target.definition == "answered" for target in curves.targets])
    counted: FloatArray = np.where(by_answered[:, np.newaxis], answered, curves.offered)
    return counted


def by_interval(
    problem: Problem, on_phones: IntArray, minutes: int = 30, queue: int | None = None
) -> tuple[Interval, ...]:
    """Return the service of each interval of the clock in which lines are open.

    Parameters
    ----------
    problem, on_phones, queue
        As in `service_of`.
    minutes
        Length of an interval, a multiple of the slot length; intervals start at midnight plus
        whole multiples of it.

    Raises
    ------
    ValueError
        If an interval is not a whole number of slots.
    """
    grid = problem.grid
    if minutes <= 0 or minutes % grid.slot_minutes:
        raise ValueError(
            f"found intervals of {minutes} minutes; give a multiple of the slot length, "
            f"{grid.slot_minutes} minutes"
        )
    return _rows(problem, on_phones, minutes, queue)


def by_day(problem: Problem, on_phones: IntArray, queue: int | None = None) -> tuple[Interval, ...]:
    """Return the service of each open day; parameters as in `by_interval`."""
    return _rows(problem, on_phones, 2 * MINUTES_PER_DAY, queue)


def _rows(
    problem: Problem, on_phones: IntArray, minutes: int, queue: int | None
) -> tuple[Interval, ...]:
    grid, curves = problem.grid, problem.curves
    of = slice(None) if queue is None else slice(queue, queue + 1)
    heads, required = on_phones[of].sum(axis=0), curves.required[of].sum(axis=0)
    clocks = grid.starts - grid.day_of * MINUTES_PER_DAY
    rows = []
    keys = list(zip(grid.day_of.tolist(), (clocks // minutes).tolist(), strict=True))
    for (day, _), group in groupby(range(grid.size), key=keys.__getitem__):
        slots = list(group)
        rows.append(
            Interval(
                day=grid.horizon.dates[day],
                begin=int(clocks[slots[0]]),
                end=int(clocks[slots[-1]]) + grid.slot_minutes,
                on_phones_mean=float(heads[slots].mean()),
                on_phones_least=int(heads[slots].min()),
                required=int(required[slots].max()),
                required_mean=float(required[slots].mean()),
                service=service_of(curves, on_phones, slots, queue),
            )
        )
    return tuple(rows)
