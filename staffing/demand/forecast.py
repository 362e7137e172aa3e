"""From the histories of a center's queues to a forecast on the slots of a horizon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from staffing.demand.calibration import calibrate
from staffing.demand.cold import DAY_CV, HOLIDAY, SLOT_CV, cold_counts, has_profiles
from staffing.demand.contract import Floats, Forecaster, Past, Telling
from staffing.demand.decompose import split, split_cold
from staffing.demand.events import Event
from staffing.demand.exposure import grid_exposure, known_exposure
from staffing.demand.handle_time import expect_handle_time
from staffing.demand.holidays import holidays_for
from staffing.demand.notes import note
from staffing.demand.placing import Lattice, place_counts, place_means
from staffing.demand.prepare import ever_measured, prepare, unseen_notes
from staffing.demand.registry import forecaster
from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.grid import Grid
from staffing.domain.history import CallHistory, Forecast
from staffing.domain.horizon import Horizon
from staffing.domain.work import Queue
from staffing.errors import InputError

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
        _warm(grid, history[queue.code], holidays, chosen, center, queue.aht_s, events)
        if queue.code in history
        else _cold(grid, center, holidays, queue, events)
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
            note("queue", queue=code, note=said) if several else said
            for code, one in zip(codes, done, strict=True)
            for said in one.notes
        ),
        parts={code: one.parts for code, one in zip(codes, done, strict=True)},
    )


def _cold(
    grid: Grid, center: CallCenter, holidays: Holidays, queue: Queue, events: Sequence[Event]
) -> _QueueForecast:
    usual = cold_counts(grid, center.demand, holidays.demand, queue.code) / len(center.queues)
    known = [event for event in events if not event.learn]
    exposure = grid_exposure(known, grid)
    aht_s = queue.aht_s
    each = f" / {len(center.queues)} queues" if len(center.queues) > 1 else ""
    said = note(
        "cold.own" if has_profiles(center.demand) else "cold.typical",
        calls=f"{center.demand.working_day_calls:g}{each}",
        aht=f"{aht_s:g}",
    )
    return _QueueForecast(
        offered=usual * exposure,
        aht_s=np.full(grid.size, aht_s),
        day_cv=np.full(grid.horizon.days, DAY_CV),
        slot_cv=np.full(grid.size, SLOT_CV),
        notes=[said],
        parts=split_cold(
            grid,
            (center.demand.working_day_calls or 1.0) / len(center.queues),
            center.demand.day_factors,
            [HOLIDAY if day in holidays.demand else day.weekday() for day in grid.horizon.dates],
            usual,
            usual * exposure,
        ),
    )


def _warm(
    grid: Grid,
    history: CallHistory,
    holidays: Holidays,
    method: Forecaster,
    center: CallCenter,
    aht_s: float,
    events: Sequence[Event],
) -> _QueueForecast:
    horizon = grid.horizon
    gap = (horizon.first - history.last).days - 1
    notes = []
    if gap < 0:
        history = history.until(horizon.first)
        notes.append(note("later", first=horizon.first))
    if gap > GAP_DAYS:
        notes.append(note("stale", last=history.last, gap=gap, first=horizon.first))
    ready = prepare(history, holidays.demand, events, center.demand.day_factors)
    past = ready.past
    ahead = [horizon.first + dt.timedelta(days=i) for i in range(horizon.days + 1)]
    starts, minutes = np.asarray(history.starts), history.slot_minutes
    usual = np.where(ever_measured(past, ahead), method.expect(past, ahead), np.nan)
    exposure = known_exposure(ready.events, ahead, starts, minutes)
    lattice = Lattice(first_day=0, starts=starts, minutes=minutes)
    offered, covered = place_counts(grid, lattice, usual * exposure)
    plain, _ = place_counts(grid, lattice, usual)
    if not covered.all():
        notes.append(note("outside", count=int((covered == 0).sum()), total=grid.size))
    spread = calibrate(past, method, max(gap, 0))
    handle = expect_handle_time(
        np.asarray(history.aht_s), past.counts, past.dates, ahead, spread.classes, aht_s
    )
    if np.isnan(history.aht_s).all():
        notes.append(note("no_aht", aht=f"{aht_s:g}"))
    days = horizon.dates
    return _QueueForecast(
        offered=np.nan_to_num(offered),
        aht_s=place_means(grid, lattice, handle, usual),
        day_cv=np.array([spread.day_cv(day) for day in days]),
        slot_cv=np.array([spread.slot_cv(days[index]) for index in grid.day_of]),
        notes=[*notes, *ready.notes, *unseen_notes(past, days), *_said(method, past)],
        parts=split(grid, past, ahead, usual, np.nan_to_num(plain), np.nan_to_num(offered)),
    )


def _said(method: Forecaster, past: Past) -> list[str]:
    return method.notes(past) if isinstance(method, Telling) else []
