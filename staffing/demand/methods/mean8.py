"""The reference: the mean of the last eight same weekdays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.demand.contract import Floats, Past


class Mean8:
    """Mean of the last eight days of the same weekday, slot by slot.

    What many planners do in a spreadsheet, and hard to beat beyond a few days ahead [1]_.

    References
    ----------
    .. [1] Taylor, J. W. (2008). A comparison of univariate time series methods for
       forecasting intraday arrivals at a call center. Management Science 54(2).
    """

    name = "mean8"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the mean of the last eight measured same weekdays."""
        weekdays = (past.first.weekday() + np.arange(past.days)) % 7
        usable = np.where(past.exposure > 0, past.counts / np.maximum(past.exposure, 1e-9), np.nan)
        table = np.full((7, past.slots), np.nan)
        for weekday in range(7):
            rows = usable[weekdays == weekday]
            known = ~np.isnan(rows)
            # The last eight measured values of each slot, counted from the end.
            recent = known & (np.cumsum(known[::-1], axis=0)[::-1] <= 8)
            count = recent.sum(axis=0)
            total = np.where(recent, rows, 0.0).sum(axis=0)
            table[weekday] = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return table[[day.weekday() for day in ahead]]
