"""From the histories of a center's queues to a forecast on the slots of a horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from staffing.demand.cold import DAY_CV, SLOT_CV, cold_counts, profile_note
from staffing.demand.contract import Floats, Forecaster, Past
from staffing.demand.events import Event
from staffing.demand.exposure import known_exposure
from staffing.demand.holidays import holidays_for
from staffing.demand.placing import Lattice, place_counts, place_means
from staffing.demand.registry import forecaster
from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.grid import Grid
from staffing.domain.history import CallHistory, Forecast
from staffing.domain.horizon import Horizon
from staffing.errors import InputError
from staffing.units import DAYS_PER_WEEK

# Day types look this far around a day for holidays.
NEIGHBORHOOD = dt.timedelta(days=21)
GAP_DAYS = 7


@dataclass
class _QueueForecast:
    offered: Floats
    aht_s: Floats
    day_cv: Floats
    slot_cv: Floats
    notes: list[str] = field(default_factory=list)
    parts: dict[str, Floats] = field(default_factory=dict)


def forecast(
    center: CallCenter,
    history: Mapping[str, CallHistory],
    horizon: Horizon,
    method: str | None = None,
    events: Sequence[Event] = (),
) -> Forecast:
    """Return the calls expected on the open slots of a horizon.

    Parameters
    ----------
    center
        Opening hours, queues, calendar and the settings of demand.
    history
        By code of the queue. A queue without one is forecast from ``center.demand``.
    horizon
        The days, starting at any day after the end of the history.
    method
        Name of a forecaster; ``center.demand.method`` when left out.
    events
        Known or to be learned, past and future.

    Raises
    ------
    InputError
        If the method is unknown, a history holds nothing to learn from or is of a queue
        that the center does not have, or nothing at all is known of a queue.
    """
    chosen = forecaster(method or center.demand.method, "method" if method else "demand.method")
    codes = tuple(queue.code for queue in center.queues)
    for code in history:
        if code not in codes:
            raise InputError(f"history of {code!r}", "no such queue", f"queues: {', '.join(codes)}")
    grid = center.grid(horizon)
    first = min([past.first for past in history.values()] + [horizon.first])
    holidays = holidays_for(center.calendar, first - NEIGHBORHOOD, horizon.last + NEIGHBORHOOD)
    done = [
        _warm(grid, history[queue.code], holidays, chosen, queue.aht_s, events)
        if queue.code in history
        else _cold(grid, center, holidays, queue.code, queue.aht_s)
        for queue in center.queues
    ]
    several = len(codes) > 1
    return Forecast(
        grid=grid,
        queues=codes,
        offered=np.array([one.offered for one in done]),
        aht_s=np.array([one.aht_s for one in done]),
        day_cv=np.array([one.day_cv for one in done]),
        slot_cv=np.array([one.slot_cv for one in done]),
        method=chosen.name,
        notes=tuple(
            f"Queue {code}: {note}" if several else note
            for code, one in zip(codes, done, strict=True)
            for note in one.notes
        ),
        parts={code: one.parts for code, one in zip(codes, done, strict=True)},
    )


def _cold(
    grid: Grid, center: CallCenter, holidays: Holidays, queue: str, aht_s: float
) -> _QueueForecast:
    offered = cold_counts(grid, center.demand, holidays.demand, queue) / len(center.queues)
    each = f" / {len(center.queues)} queues" if len(center.queues) > 1 else ""
    note = (
        f"There is no history: {center.demand.working_day_calls:g}{each} calls on a "
        f"working day are assumed, with the center's day factors; "
        f"{profile_note(center.demand)}; handle time is {aht_s:g} s."
    )
    return _QueueForecast(
        offered=offered,
        aht_s=np.full(grid.size, aht_s),
        day_cv=np.full(grid.horizon.days, DAY_CV),
        slot_cv=np.full(grid.size, SLOT_CV),
        notes=[note],
    )


def _warm(
    grid: Grid,
    history: CallHistory,
    holidays: Holidays,
    method: Forecaster,
    aht_s: float,
    events: Sequence[Event],
) -> _QueueForecast:
    horizon = grid.horizon
    gap = (horizon.first - history.last).days - 1
    if gap < 0:
        history = history.until(horizon.first)
    if history.days == 0 or not np.nansum(history.offered) > 0:
        raise InputError(
            f"history of {history.queue!r}",
            f"no call before {horizon.first}",
            "days before the horizon with calls",
            "leave the history out to forecast from the center's own figures",
        )
    notes = list(history.notes)
    if gap < 0:
        notes.append(f"Only the history before {horizon.first} is used; it goes on after it.")
    if gap > GAP_DAYS:
        notes.append(
            f"The history ends on {history.last}, {gap} days before {horizon.first}; "
            "the level may have changed since."
        )
    if history.days < 4 * DAYS_PER_WEEK:
        notes.append(f"The history has {history.days} days only; weekdays are known roughly.")
    starts, minutes = np.asarray(history.starts), history.slot_minutes
    past = Past(
        first=history.first,
        counts=np.asarray(history.offered),
        exposure=known_exposure(events, history.dates, starts, minutes),
        weight=np.ones(history.days),
        holidays=holidays.demand,
    )
    ahead = [horizon.first + dt.timedelta(days=i) for i in range(horizon.days + 1)]
    expected = method.expect(past, ahead) * known_exposure(events, ahead, starts, minutes)
    lattice = Lattice(first_day=0, starts=starts, minutes=minutes)
    offered, covered = place_counts(grid, lattice, expected)
    if grid.size and not np.isfinite(offered).all():
        offered = np.nan_to_num(offered)
    if not covered.all():
        notes.append(
            f"{int((covered == 0).sum())} of {grid.size} slots lie outside the hours or days of "
            "the history; they take the rate of the nearest slot."
        )
    mean_aht = _mean_aht(history, aht_s)
    return _QueueForecast(
        offered=offered,
        aht_s=place_means(grid, lattice, np.full_like(expected, mean_aht), expected),
        day_cv=np.full(horizon.days, 0.1),
        slot_cv=np.full(grid.size, 0.05),
        notes=notes,
    )


def _mean_aht(history: CallHistory, otherwise: float) -> float:
    known = ~np.isnan(history.aht_s) & ~np.isnan(history.offered)
    calls = float(np.where(known, history.offered, 0.0).sum())
    if calls == 0:
        return otherwise
    return float(np.where(known, history.aht_s * history.offered, 0.0).sum() / calls)
