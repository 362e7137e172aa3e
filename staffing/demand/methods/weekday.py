"""A first forecaster: weighted mean by day type and slot, older days counting less."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.demand.contract import Floats, Past

HALF_LIFE_DAYS = 60.0
SHRINK_DAYS = 2.0


class Weekday:
    """Exponentially weighted mean by weekday and slot; holidays are a day type of their own.

    Holidays are shrunk towards the quietest weekday, because few of them were seen.
    """

    name = "weekday"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the weighted mean of the days of the same type."""
        age = past.days - 1 - np.arange(past.days)
        weight = past.weight * 0.5 ** (age / HALF_LIFE_DAYS)
        types = np.array([day_type(day, past) for day in past.dates], dtype=np.int64)
        known = ~np.isnan(past.counts)
        counts = np.where(known, past.counts, 0.0)
        exposure = np.where(known, past.exposure, 0.0)
        table = np.full((8, past.slots), np.nan)
        for kind in range(7):
            of_kind = np.where(types == kind, weight, 0.0)
            base = of_kind @ exposure
            table[kind] = np.where(base > 0, (of_kind @ counts) / np.maximum(base, 1e-12), np.nan)
        table[7] = self._holiday(
            table[:7], np.where(types == 7, past.weight, 0.0), counts, exposure
        )
        return table[[day_type(day, past) for day in ahead]]

    @staticmethod
    def _holiday(weekdays: Floats, weight: Floats, counts: Floats, exposure: Floats) -> Floats:
        seen = ~np.isnan(weekdays)
        totals = np.where(seen, weekdays, 0.0).sum(axis=1)
        if not seen.any():
            return np.full(weekdays.shape[1], np.nan)
        quiet = int(np.argmin(np.where(seen.any(axis=1), totals, np.inf)))
        prior = weekdays[quiet]
        base = weight @ exposure + SHRINK_DAYS
        mixed = (weight @ counts + SHRINK_DAYS * np.nan_to_num(prior)) / base
        return np.where(np.isnan(prior) & (weight @ exposure == 0), np.nan, mixed)


def day_type(day: dt.date, past: Past) -> int:
    """Return the weekday (Monday is 0), or 7 for a holiday."""
    return 7 if day in past.holidays else day.weekday()
