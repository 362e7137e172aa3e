"""Why a day has the calls it has: a level and factors, whose product is the expectation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import fit_days
from staffing.domain.grid import Grid
from staffing.domain.history import Forecast
from staffing.units import DAYS_PER_WEEK

SAMPLE_DAYS = 91
DAILY = ("weekday", "calendar", "recent")
HOURLY = ("events", "volume", "override")


@dataclass(frozen=True)
class DayStory:
    """One day's calls as a level times factors.

    Parameters
    ----------
    day
        Which.
    calls
        Expected; the product of everything below.
    level
        Calls of an ordinary working day now.
    factors
        By name: ``weekday`` (an ordinary such day over the level), ``calendar`` (holidays,
        days beside them, month, season), ``recent`` (what the last weeks say beyond the
        calendar), ``hours`` (open hours over those of the history), ``events``,
        ``volume`` (of a what-if) and ``override``.
    """

    day: dt.date
    calls: float
    level: float
    factors: dict[str, float]


def day_stories(forecast: Forecast, queue: str) -> tuple[DayStory, ...]:
    """Return the open days of a forecast with their factors; empty where none are known.

    Parameters
    ----------
    forecast
        With its parts.
    queue
        Code of the queue.
    """
    parts = forecast.parts.get(queue, {})
    if not {"level", "profile", *DAILY} <= set(parts):
        return ()
    grid, stories = forecast.grid, []
    for index, day in enumerate(grid.horizon.dates):
        slots = np.asarray(grid.of_day(index), dtype=np.int64)
        if not len(slots):
            continue
        factors = {name: float(parts[name][slots[0]]) for name in DAILY}
        factors["hours"] = float(parts["profile"][slots].sum())
        calls = parts["profile"][slots]
        for name in HOURLY:
            if name in parts:
                more = calls * parts[name][slots]
                factors[name] = float(more.sum() / calls.sum()) if calls.sum() > 0 else 1.0
                calls = more
        total = float(forecast.offered[forecast.queues.index(queue)][slots].sum())
        stories.append(DayStory(day, total, float(parts["level"][slots[0]]), factors))
    return tuple(stories)


def split(
    grid: Grid, past: Past, ahead: Sequence[dt.date], usual: Floats, plain: Floats, offered: Floats
) -> dict[str, Floats]:
    """Return the parts of a forecast from a history.

    Parameters
    ----------
    grid
        The slots wanted.
    past
        What was learned from.
    ahead
        At least the days of the grid, in order.
    usual
        (N, S) calls of these days on the slots of the history, without events.
    plain, offered
        (T,) the same on the grid, without and with events.
    """
    days = grid.horizon.days
    sample = [past.dates[-1] - dt.timedelta(days=i) for i in range(SAMPLE_DAYS)]
    wanted = list(ahead[:days])
    model = fit_days(past, [*wanted, *sample])
    calendar, ordinary = model.ahead[:days], model.ahead[days:]
    kinds = [model.classes.kind(day) for day in sample]
    plain_days = np.ones(DAYS_PER_WEEK)
    for weekday in range(DAYS_PER_WEEK):
        of_kind = np.array([kind == f"weekday{weekday}" for kind in kinds], dtype=bool)
        of_weekday = np.array([day.weekday() == weekday for day in sample], dtype=bool)
        rows = of_kind if of_kind.any() else of_weekday
        plain_days[weekday] = max(float(ordinary[rows].mean()), 1e-6)
    working = [k for k in range(DAYS_PER_WEEK) if k not in model.classes.off]
    level = float(plain_days[working].mean()) if working else float(plain_days.max())
    per_weekday = plain_days[[day.weekday() for day in wanted]]
    total = np.nansum(usual[:days], axis=1)
    placed = np.bincount(grid.day_of, weights=plain, minlength=days)
    total = np.where(total > 0, total, placed)
    calendar = np.maximum(calendar, 1e-6)
    return _parts(
        grid, level, per_weekday / level, calendar / per_weekday, total / calendar, plain, offered
    )


def split_cold(
    grid: Grid,
    level: float,
    factors: Sequence[float],
    kinds: Sequence[int],
    plain: Floats,
    offered: Floats,
) -> dict[str, Floats]:
    """Return the parts of a forecast from the center's own figures.

    Parameters
    ----------
    grid
        The slots.
    level
        Calls of a working day.
    factors
        Of Monday ... Sunday and a holiday.
    kinds
        (D,) which of them each day has.
    plain, offered
        (T,) calls without and with events.
    """
    weekday = np.array([factors[day.weekday()] for day in grid.horizon.dates], dtype=np.float64)
    holiday = np.array([factors[kind] for kind in kinds], dtype=np.float64)
    weekday = np.where(weekday > 0, weekday, 1.0)
    return _parts(grid, level, weekday, holiday / weekday, np.ones(len(weekday)), plain, offered)


def _parts(
    grid: Grid,
    level: float,
    weekday: Floats,
    calendar: Floats,
    recent: Floats,
    plain: Floats,
    offered: Floats,
) -> dict[str, Floats]:
    day = level * weekday * calendar * recent
    total = day[grid.day_of]
    return {
        "level": np.full(grid.size, level),
        "weekday": weekday[grid.day_of],
        "calendar": calendar[grid.day_of],
        "recent": recent[grid.day_of],
        "profile": np.divide(plain, total, out=np.zeros(grid.size), where=total > 0),
        "events": np.divide(offered, plain, out=np.ones(grid.size), where=plain > 0),
    }
