"""The fast method: the level of the last weeks, on top of the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import DayModel, fit_days

LEARN = 0.2
CLIP_SD = 3.0
DAMP = 0.98
PROFILE_HALF_LIFE_DAYS = 20.0


class Fast:
    """Exponentially smoothed level of the calendar-adjusted days, and a recent profile.

    Innovations are relative, weighted by how sure a day's count is (five Saturday calls
    hardly move the level) and clipped at three standard deviations, so that a strike or a
    storm doesn't stay in the forecast.
    """

    name = "fast"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the calendar's expectation at the level of the last weeks."""
        model = fit_days(past, ahead)
        return fast(model, past, ahead, log_level(model, past.weight))


def fast(model: DayModel, past: Past, ahead: Sequence[dt.date], drift: float) -> Floats:
    """Return (N, S) calls from a fitted day model and its recent log level."""
    shares = model.profile(past, PROFILE_HALF_LIFE_DAYS).rows(*model.shapes(ahead))
    lead = np.array([(day - past.dates[-1]).days for day in ahead], dtype=np.float64)
    level = np.exp(drift * DAMP**lead)
    return (model.ahead * level)[:, None] * shares


def log_level(model: DayModel, weight: Floats) -> float:
    """Return the log of the recent level over the regression's."""
    fitted = np.maximum(model.fitted, 1e-9)
    variance = 1.0 / fitted + model.fit.dispersion
    sure = float(np.median(variance[model.open])) if model.open.any() else 1.0
    gain = LEARN * np.minimum(1.0, sure / variance) * weight
    bound = CLIP_SD * np.sqrt(variance)
    ratio = model.measured / fitted
    level = 0.0
    for day in np.flatnonzero(model.open):
        surprise = ratio[day] / np.exp(level) - 1.0
        level += gain[day] * min(max(surprise, -bound[day]), bound[day])
    return float(np.clip(level, -2.0, 2.0))
