"""Calls per day from the calendar: the regression that both default methods share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from staffing.demand.contract import Floats, Past
from staffing.demand.day_classes import DayClasses, Row
from staffing.demand.profile import Profile, fit_profile
from staffing.demand.regression import CountFit, fit_counts
from staffing.units import DAYS_PER_WEEK

HALF_LIFE_DAYS = 180.0
OFF_BELOW = 0.5  # of the calls of a working day
YEARLY_FROM_DAYS = 450
LEAST_SHARE = 0.2  # of a day must be measured for the day to count
UNSEEN_HOLIDAY = 0.5

# Prior standard deviations on the log scale: how far an effect may be from its center
# before the data have spoken.
_SD = {
    "holiday": 1.0,
    "holiday_off": 0.5,
    "name": 0.3,
    "substitute": 0.2,
    "block": 0.3,
    "open": 1.0,
    "weekday": 0.15,
    "weekday_off": 5.0,
    "backlog": 1.0,
    "outlook": 1.0,
    "after": 0.15,
    "eve": 0.5,
    "eve_off": 0.5,
    "second": 0.1,
    "bridge": 0.3,
    "between": 0.3,
    "month_start": 0.15,
    "month_end": 0.15,
    "month_cos": 0.05,
    "month_sin": 0.05,
    "year_cos": 0.1,
    "year_sin": 0.1,
    "month": 0.06,
    "trend": 0.1,
}


@dataclass(frozen=True, eq=False)
class DayModel:
    """Expected calls per day at the level of the whole past.

    Parameters
    ----------
    classes
        The calendar, with the off weekdays that the past showed.
    fitted, ahead
        (D,) and (N,) calls expected on the past days and on the days ahead.
    measured
        (D,) calls that were measured, over the part of the day that was; 0 where nothing.
    open
        (D,) whether enough of a day was measured.
    fit
        The regression, of the open days.
    robust
        (D,) weights of the days after unusual ones were bounded.
    """

    classes: DayClasses
    fitted: Floats
    ahead: Floats
    measured: Floats
    open: np.ndarray[tuple[int], np.dtype[np.bool_]]
    fit: CountFit
    robust: Floats

    def shapes(self, days: Sequence[dt.date]) -> tuple[list[str], list[bool]]:
        """Return the class of profile of each day, and whether few calls come."""
        return [shape_of(self.classes, day) for day in days], [
            self.classes.is_off(day) for day in days
        ]

    def profile(self, past: Past, half_life: float) -> Profile:
        """Return the shapes of the days, older ones counting less."""
        kinds, off = self.shapes(past.dates)
        weight = past.weight * self.robust * recency(past.days, half_life)
        return fit_profile(past.counts, past.exposure, weight, kinds, off)


def recency(days: int, half_life: float) -> Floats:
    """Return the (D,) weights that halve with every half-life of age."""
    ages = days - 1.0 - np.arange(days)
    return np.asarray(0.5 ** (ages / half_life), dtype=np.float64)


def shape_of(classes: DayClasses, day: dt.date) -> str:
    """Return the class of profile of a day: eves and holidays have their own."""
    kind = classes.kind(day)
    return kind if kind in ("holiday", "eve") else f"weekday{day.weekday()}"


def off_weekdays(past: Past) -> tuple[frozenset[int], Floats]:
    """Return the weekdays on which few calls come, and the (7,) median calls of each."""
    total = np.nansum(past.counts, axis=1)
    seen = ~np.isnan(past.counts).all(axis=1)
    weekdays = (past.first.weekday() + np.arange(past.days)) % DAYS_PER_WEEK
    plain = seen & np.array([day not in past.holidays for day in past.dates], dtype=bool)
    if not (plain & (total > 0)).any():
        plain = seen
    median = np.full(DAYS_PER_WEEK, np.nan)
    for weekday in range(DAYS_PER_WEEK):
        if (chosen := plain & (weekdays == weekday)).any():
            median[weekday] = np.median(total[chosen])
    if past.factors is not None and under_a_week(past):
        # Too few kinds of day to tell a quiet one by itself: the center's factors say.
        factors = np.maximum(np.array(past.factors[:DAYS_PER_WEEK], dtype=np.float64), 1e-3)
        level = np.nanmedian(median / factors)
        median = np.where(np.isnan(median), level * factors, median)
    busy = np.sort(median[~np.isnan(median)])[-4:]
    typical = max(float(np.median(busy)), 1.0) if len(busy) else 1.0
    off = frozenset(int(k) for k in range(DAYS_PER_WEEK) if not median[k] > OFF_BELOW * typical)
    return off, median


def under_a_week(past: Past) -> bool:
    """Return whether fewer days were measured than a week has."""
    return int((~np.isnan(past.counts)).any(axis=1).sum()) < DAYS_PER_WEEK


def fit_days(past: Past, ahead: Sequence[dt.date]) -> DayModel:
    """Return the calls per day that the calendar explains.

    Parameters
    ----------
    past
        What was measured.
    ahead
        The days wanted.
    """
    wanted = tuple(ahead)
    if wanted not in past.kept:
        past.kept[wanted] = _fit_days(past, wanted)
    return cast("DayModel", past.kept[wanted])


def _fit_days(past: Past, ahead: Sequence[dt.date]) -> DayModel:
    off, median = off_weekdays(past)
    classes = past.classes(off)
    dates = past.dates
    rows, rows_ahead = [classes.row(day) for day in dates], [classes.row(day) for day in ahead]
    yearly = past.days >= YEARLY_FROM_DAYS
    names = sorted(set().union(*rows, *rows_ahead))
    if not yearly:
        names = [name for name in names if not _slow(name)]
    design, design_ahead = _design(rows, names), _design(rows_ahead, names)
    if yearly:
        names.append("trend")
        years = (np.arange(past.days) - past.days + 1.0)[:, None] / 365.25
        design = np.hstack([design, years])
        design_ahead = np.hstack([design_ahead, np.zeros((len(ahead), 1))])
    is_off = np.array([classes.is_off(day) for day in dates], dtype=bool)
    kinds = [shape_of(classes, day) for day in dates]
    profile = fit_profile(
        past.counts,
        past.exposure,
        past.weight * recency(past.days, HALF_LIFE_DAYS),
        kinds,
        list(is_off),
    )
    known = ~np.isnan(past.counts)
    part = (profile.rows(kinds, list(is_off)) * known * past.exposure).sum(axis=1)
    measured = np.where(known, past.counts, 0.0).sum(axis=1)
    opened = known.any(axis=1) & (part > LEAST_SHARE)
    center, sd = _prior(names, past, classes, median)
    fit = fit_counts(
        measured[opened],
        part[opened],
        design[opened],
        (past.weight * recency(past.days, HALF_LIFE_DAYS))[opened],
        center,
        sd,
    )
    robust = np.ones(past.days)
    robust[opened] = fit.robust
    fitted = np.exp(np.clip(design @ fit.beta, -12, 18)) * part
    expected = np.exp(np.clip(design_ahead @ fit.beta, -12, 18))
    return DayModel(classes, fitted, expected, measured, opened, fit, robust)


def _slow(name: str) -> bool:
    return name.startswith("year_") or (name.startswith("month") and name[5:].isdigit())


def _design(rows: Sequence[Row], names: Sequence[str]) -> Floats:
    place = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(rows), len(names)))
    for index, row in enumerate(rows):
        for name, value in row.items():
            if name in place:
                design[index, place[name]] = value
    return design


def _prior(
    names: Sequence[str], past: Past, classes: DayClasses, median: Floats
) -> tuple[Floats, Floats]:
    working = [median[k] for k in range(DAYS_PER_WEEK) if k not in classes.off]
    base = float(np.log(max(np.mean(working) if working else 1.0, 0.5)))
    few = past.factors is not None and under_a_week(past)
    center, sd = np.zeros(len(names)), np.ones(len(names))
    for index, name in enumerate(names):
        stem = name.split(":")[0].rstrip("0123456789")
        sd[index] = _SD[stem]
        if stem in ("month_cos", "month_sin", "year_cos", "year_sin"):
            sd[index] /= np.sqrt(float(name[-1]))
        elif stem == "weekday":
            weekday = int(name[-1])
            center[index] = base
            if weekday in classes.off:
                center[index] += np.log(_unseen(past, weekday))
                sd[index] = _SD["weekday_off"]
            elif few:
                center[index] = np.log(max(float(median[weekday]), 0.5))
        elif stem == "holiday":
            center[index] = base + _holiday_center(past, median, base)
    return center, sd


def _unseen(past: Past, kind: int) -> float:
    return UNSEEN_HOLIDAY if past.factors is None else max(past.factors[kind], 1e-3)


def _holiday_center(past: Past, median: Floats, base: float) -> float:
    """Return the log factor of a holiday before any was seen."""
    quiet = float(np.nanmin(median)) if not np.isnan(median).all() else np.nan
    if quiet < OFF_BELOW * np.exp(base):
        return float(np.log(max(quiet, 0.5))) - base
    if past.closed_holidays:
        return 0.0
    return float(np.log(_unseen(past, DAYS_PER_WEEK)))
