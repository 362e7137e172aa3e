"""The default method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.demand.contract import Floats, Past
from staffing.demand.methods.weekday import Weekday


class Auto:
    """What is used when nobody chooses."""

    name = "auto"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the expectation of the best method for this past."""
        return Weekday().expect(past, ahead)
