"""The default method with boosted trees beside it; by name only, never by what is installed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.demand.contract import Floats, Past
from staffing.demand.methods.auto import Auto
from staffing.demand.methods.ml import boosted, enough, short_note

TREES = 1 / 3


class AutoMl:
    """Two parts of the default, one part of `staffing.demand.methods.ml`.

    A center asks for it with ``method = "auto+ml"``: a forecast must not change because some
    package is there. Below nine months of history it is the default, and a note says so.
    On the public histories of `benchmarks/demand_public.py` it is no better than the default;
    compare both on your own with ``staffing backtest`` first.
    """

    name = "auto+ml"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the weighted mean of both.

        Raises
        ------
        InputError
            If the package is not installed.
        """
        plain = Auto().expect(past, ahead)
        if not enough(past, ahead):
            return plain
        return (1.0 - TREES) * plain + TREES * boosted(past, ahead)

    def notes(self, past: Past) -> list[str]:
        """Return what to tell the planner about this past."""
        return short_note(past)
