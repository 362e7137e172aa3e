"""The slow method: a calendar regression whose level is that of the last half year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import HALF_LIFE_DAYS, DayModel, fit_days


class Slow:
    """Weekday x slot with calendar effects, quasi negative binomial, half-life 180 days.

    For counts with a log link the regression on weekday x slot separates into the day's
    total and its shape, so that it is fitted in milliseconds.
    """

    name = "slow"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the calendar's expectation at the level of the last half year."""
        return slow(fit_days(past, ahead), past, ahead)


def slow(model: DayModel, past: Past, ahead: Sequence[dt.date]) -> Floats:
    """Return (N, S) calls from a fitted day model."""
    shares = model.profile(past, HALF_LIFE_DAYS).rows(*model.shapes(ahead))
    return model.ahead[:, None] * shares
