"""The fast method: what the last weeks say beyond the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import DayModel, fit_days
from staffing.units import DAYS_PER_WEEK

# Variances over the dispersion of days, and memories in days: a wave of some days, the
# level, each weekday's own drift, and what no other day shares.
WAVE, WAVE_DAYS = 0.4, 5.0
LEVEL, LEVEL_DAYS = 0.3, 40.0
WEEKDAY, WEEKDAY_DAYS = 0.15, 60.0
NOISE = 0.5
OFF_SHARED = 0.5  # correlation between working and off days
OPEN_DAYS = 200
CLIP_SD = 3.0
LEAST, LARGEST = -0.75, 4.0
PROFILE_HALF_LIFE_DAYS = 20.0


class Fast:
    """Recent deviations from the calendar, carried forward as far as they last.

    The relative deviations of the last days are a sum of a short wave, a level and a
    drift of each weekday; the forecast is their best linear prediction (a Gaussian
    process [1]_), which fades to the calendar's as the lead grows. Deviations are clipped
    at three standard deviations and weighted by how sure a day's count is: a strike does
    not stay in the forecast, and five Saturday calls hardly move it.

    References
    ----------
    .. [1] Rasmussen, C. E. and Williams, C. K. I. (2006). Gaussian Processes for Machine
       Learning. MIT Press.
    """

    name = "fast"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the calendar's expectation, moved by what the last weeks say."""
        model = fit_days(past, ahead)
        return fast(model, past, ahead, drift_of(model, past, ahead))


def fast(model: DayModel, past: Past, ahead: Sequence[dt.date], drift: Floats) -> Floats:
    """Return (N, S) calls from a fitted day model and the (N,) drift of the days."""
    shares = model.profile(past, PROFILE_HALF_LIFE_DAYS).rows(*model.shapes(ahead))
    return (model.ahead * (1.0 + drift))[:, None] * shares


def drift_of(model: DayModel, past: Past, ahead: Sequence[dt.date]) -> Floats:
    """Return the (N,) expected relative deviation of the days ahead from the calendar."""
    rows = np.flatnonzero(model.open & (past.weight > 0))[-OPEN_DAYS:]
    if not len(rows) or not len(ahead):
        return np.zeros(len(ahead))
    fitted = np.maximum(model.fitted[rows], 1e-9)
    spread = model.fit.dispersion
    sd = np.sqrt(1.0 / fitted + spread)
    deviation = np.clip(model.measured[rows] / fitted - 1.0, -CLIP_SD * sd, CLIP_SD * sd)
    dates = [past.dates[row] for row in rows]
    then = np.array([model.classes.is_off(day) for day in dates], dtype=bool)
    later = np.array([model.classes.is_off(day) for day in ahead], dtype=bool)
    day = rows.astype(np.int64)
    day_ahead = np.array([(date - past.first).days for date in ahead], dtype=np.int64)
    own = (1.0 / fitted + NOISE * spread) / past.weight[rows]
    between = spread * _covariance(day, then, day, then) + np.diag(own)
    across = spread * _covariance(day_ahead, later, day, then)
    drift = across @ np.linalg.solve(between, deviation)
    # Linear, not logarithmic: sums stay right.
    return np.clip(drift, LEAST, LARGEST)


def _covariance(
    one: NDArray[np.int64],
    one_off: NDArray[np.bool_],
    other: NDArray[np.int64],
    other_off: NDArray[np.bool_],
) -> Floats:
    apart = np.abs(one[:, None] - other[None, :]).astype(np.float64)
    same = (one[:, None] - other[None, :]) % DAYS_PER_WEEK == 0
    total = (
        WAVE * np.exp(-apart / WAVE_DAYS)
        + LEVEL * np.exp(-0.5 * (apart / LEVEL_DAYS) ** 2)
        + WEEKDAY * same * np.exp(-0.5 * (apart / WEEKDAY_DAYS) ** 2)
    )
    shared = np.where(one_off[:, None] == other_off[None, :], 1.0, OFF_SHARED)
    return np.asarray(total * shared, dtype=np.float64)
