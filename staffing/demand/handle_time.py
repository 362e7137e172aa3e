"""Handle time by class of day and slot: shrunk, robust, with a damped trend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.demand.contract import Floats
from staffing.demand.day_classes import DayClasses
from staffing.demand.day_model import recency

HALF_LIFE_DAYS = 60.0
PRIOR_CALLS = 200.0
OUTLIER = 5.0  # means this many times the median, or less than its inverse, are bounded
DAMP_DAYS = 45.0
LARGEST_CHANGE = 0.15
TREND_DAYS = 182
RECENT_DAYS = 28


def expect_handle_time(
    aht_s: Floats,
    counts: Floats,
    past: Sequence[dt.date],
    ahead: Sequence[dt.date],
    classes: DayClasses,
    otherwise: float,
) -> Floats:
    """Return the (N, S) handle times in seconds.

    Parameters
    ----------
    aht_s, counts
        (D, S) mean handle times, NaN where unknown, and the calls they are means of.
    past, ahead
        The D and N days.
    classes
        The calendar.
    otherwise
        Seconds where nothing was ever measured.

    Notes
    -----
    Means of few calls are noise: each slot is shrunk to the mean of its class of day, and
    each class to the mean of all, by their numbers of calls. The trend of the last half
    year goes on for some weeks only, and never far.
    """
    known = ~np.isnan(aht_s) & ~np.isnan(counts) & (counts > 0) & (aht_s > 0)
    if not known.any():
        return np.full((len(ahead), aht_s.shape[1]), otherwise)
    middle = float(np.median(aht_s[known]))
    seconds = np.where(known, np.clip(aht_s, middle / OUTLIER, middle * OUTLIER), 0.0)
    calls = np.where(known, counts, 0.0) * recency(len(past), HALF_LIFE_DAYS)[:, None]
    overall = _mean(seconds, calls, middle)
    working = np.array([not classes.is_off(day) for day in past], dtype=bool)
    table = {}
    for of_working in (True, False):
        weight = calls * (working == of_working)[:, None]
        level = _shrunk(seconds, weight, overall)
        per_slot = weight.sum(axis=0)
        table[of_working] = ((seconds * weight).sum(axis=0) + PRIOR_CALLS * level) / (
            per_slot + PRIOR_CALLS
        )
    rate = _trend(seconds, np.where(known, counts, 0.0))
    lead = np.array([(day - past[-1]).days for day in ahead], dtype=np.float64)
    change = rate * DAMP_DAYS * (1.0 - np.exp(-np.maximum(lead, 0.0) / DAMP_DAYS))
    growth = np.exp(np.clip(change, -LARGEST_CHANGE, LARGEST_CHANGE))
    rows = np.array([table[not classes.is_off(day)] for day in ahead])
    return np.asarray(rows.reshape(len(ahead), -1) * growth[:, None], dtype=np.float64)


def _mean(seconds: Floats, calls: Floats, otherwise: float) -> float:
    total = float(calls.sum())
    return float((seconds * calls).sum()) / total if total > 0 else otherwise


def _shrunk(seconds: Floats, calls: Floats, prior: float) -> float:
    total = float(calls.sum())
    return (float((seconds * calls).sum()) + PRIOR_CALLS * prior) / (total + PRIOR_CALLS)


def _trend(seconds: Floats, calls: Floats) -> float:
    """Return the change of log handle time per day, 0 unless it is surely there."""
    days = min(len(seconds), TREND_DAYS)
    if days < 2 * RECENT_DAYS:
        return 0.0
    per_day = calls[-days:].sum(axis=1)
    measured = per_day > 0
    mean = (seconds[-days:] * calls[-days:]).sum(axis=1)[measured] / per_day[measured]
    if len(mean) < RECENT_DAYS:
        return 0.0
    time = np.arange(days, dtype=np.float64)[measured]
    weight = per_day[measured]
    time = time - np.average(time, weights=weight)
    value = np.log(mean)
    value = value - np.average(value, weights=weight)
    scale = float((weight * time**2).sum())
    slope = float((weight * time * value).sum()) / scale
    residual = value - slope * time
    error = float((weight**2 * time**2 * residual**2).sum()) / scale**2
    # Shrunk by its own uncertainty: t = 2 keeps 3/4 of it, t = 1 nothing.
    return slope * max(0.0, 1.0 - error / max(slope**2, 1e-300))
