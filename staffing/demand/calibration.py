"""How wrong the forecast has been: dispersion measured on origins inside the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from staffing.demand.contract import Floats, Forecaster, Past
from staffing.demand.day_classes import DayClasses
from staffing.demand.day_model import off_weekdays
from staffing.units import DAYS_PER_WEEK

ORIGINS = 10
LEARNING_DAYS = 90.0  # of a past at which half of the error is what it could not know yet
LEAD_DAYS = 14
LEAST_DAYS = 28
LEAST_CV = 0.02  # no center's days are all alike
LEAST_MEAN = 3.0  # calls of a slot, or of a day, from which dispersion can be seen
WORKING_CV, OFF_CV, SLOT_CV = 0.10, 0.20, 0.08
PRIOR_DAYS = 5.0
# Variance of days next to closures over that of ordinary ones, and the days it counts as.
SPECIAL, SPECIAL_DAYS = 1.5, 20.0
_GRID = np.geomspace(1e-5, 2.0, 90)
_BOUNDS = ((0.50, 0.6745), (0.80, 1.2816), (0.95, 1.9600))


@dataclass(frozen=True, eq=False)
class Spread:
    """Squared coefficients of variation by group of days.

    Parameters
    ----------
    day, slot
        Of the day's factor and of a slot's own, by group: working, special (next to a
        closure), holiday, and off5 for Saturdays where they are quiet.
    days
        How many past days they were measured on.
    classes
        The calendar that groups days.
    """

    day: dict[str, float]
    slot: dict[str, float]
    days: int
    classes: DayClasses

    def day_cv(self, day: dt.date) -> float:
        """Return the coefficient of variation of a day's factor."""
        return float(np.sqrt(self.day[group_of(self.classes, day)]))

    def slot_cv(self, day: dt.date) -> float:
        """Return the coefficient of variation of the slots of a day beyond its factor."""
        return float(np.sqrt(self.slot[group_of(self.classes, day)]))


def group_of(classes: DayClasses, day: dt.date) -> str:
    """Return the group of a day whose errors are alike."""
    kind = classes.kind(day)
    if kind == "holiday":
        return kind
    if classes.is_off(day):
        return f"off{day.weekday()}"
    return "working" if kind.startswith("weekday") else "special"


def calibrate(past: Past, method: Forecaster, gap: int = 0) -> Spread:
    """Return the dispersion of a method's errors on the last weeks of the past.

    Parameters
    ----------
    past
        Nothing after it is looked at.
    method
        Forecasts each origin as it will forecast the horizon.
    gap
        Days between the past and the horizon; the past origins keep the same distance.
    """
    off, _ = off_weekdays(past)
    classes = past.classes(off)
    gap = max(0, min(gap, past.days // 4))
    counts, means, days = _errors(past, method, gap)
    groups = np.array([group_of(classes, day) for day in days])

    def of(group: str, prior: float, strength: float = PRIOR_DAYS) -> tuple[float, float]:
        chosen = groups == group
        return _dispersions(counts[chosen], means[chosen], prior, strength)

    day: dict[str, float] = {}
    slot: dict[str, float] = {}
    day["working"], slot["working"] = of("working", WORKING_CV**2)
    for group in ("holiday", *(f"off{weekday}" for weekday in range(DAYS_PER_WEEK))):
        day[group], slot[group] = of(group, OFF_CV**2)
    special, _ = of("special", SPECIAL * day["working"], SPECIAL_DAYS)
    day["special"], slot["special"] = max(special, day["working"]), slot["working"]
    return Spread(day, slot, len(days), classes)


def _errors(past: Past, method: Forecaster, gap: int) -> tuple[Floats, Floats, list[dt.date]]:
    counts, means, days = [], [], []
    for step in range(ORIGINS):
        origin = past.days - gap - LEAD_DAYS - step * DAYS_PER_WEEK
        if origin < LEAST_DAYS:
            break
        rows = range(origin + gap, origin + gap + LEAD_DAYS)
        ahead = [past.dates[row] for row in rows]
        expected = method.expect(past.until(origin), ahead)
        # That origin knew less than today's does: its errors are shortened accordingly.
        today = 1.0 + LEARNING_DAYS / past.days
        shorter = np.sqrt(today / (1.0 + LEARNING_DAYS / origin))
        for row, mean in zip(rows, expected, strict=True):
            known = ~np.isnan(past.counts[row]) & ~np.isnan(mean)
            if known.any() and past.weight[row] > 0:
                full = mean * past.exposure[row]
                seen = full + shorter * (past.counts[row] - full)
                counts.append(np.where(known, seen, np.nan))
                means.append(np.where(known, full, np.nan))
                days.append(past.dates[row])
    shape = (len(days), past.slots)
    return np.reshape(counts, shape), np.reshape(means, shape), days


def _dispersions(
    counts: Floats, means: Floats, prior: float, strength: float
) -> tuple[float, float]:
    """Return the day's and the slot's dispersion, pulled to the prior when days are few."""
    total, expected = np.nansum(counts, axis=1), np.nansum(means, axis=1)
    enough = expected >= LEAST_MEAN
    share = int(enough.sum()) / (int(enough.sum()) + strength)
    day = max(_pooled(matching(total[enough], expected[enough]), prior, share), LEAST_CV**2)
    seen = ~np.isnan(counts) & (means >= LEAST_MEAN)
    if int(seen.sum()) < PRIOR_DAYS:
        return day, SLOT_CV**2
    both = _pooled(matching(counts[seen], means[seen]), prior + SLOT_CV**2, share)
    return day, max((1.0 + both) / (1.0 + day) - 1.0, 0.0)


def _pooled(own: float, prior: float, share: float) -> float:
    return float(own**share * prior ** (1.0 - share))


def matching(counts: Floats, means: Sequence[float] | Floats) -> float:
    """Return the dispersion with which 50, 80 and 95 % of the counts lie within their bounds.

    The mean of the answers: the narrow ones are blind to the tails, the wide one
    has few days to go by.
    """
    mean = np.asarray(means, dtype=np.float64)
    if not len(mean):
        return float(_GRID[0])
    # Wilson and Hilferty (1931): standard normal scores of the counts, for each dispersion.
    shape = mean[None, :] / (1.0 + _GRID[:, None] * mean[None, :])
    # Bounds are whole numbers and belong to the interval: half a call is inside for free.
    error = counts - mean
    inner = mean + np.sign(error) * np.maximum(np.abs(error) - 0.5, 0.0)
    root = np.cbrt(np.maximum(inner, 0.0) / mean)[None, :]
    score = np.abs(3.0 * np.sqrt(shape) * (root - 1.0 + 1.0 / (9.0 * shape)))
    found = []
    for level, bound in _BOUNDS:
        within = np.mean(score <= bound, axis=1) >= level
        found.append(_GRID[int(np.argmax(within))] if within.any() else _GRID[-1])
    return float(np.mean(np.sqrt(found)) ** 2)
