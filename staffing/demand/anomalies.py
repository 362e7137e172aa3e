"""Past days that no calendar explains: shown to the planner, and trusted less."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import DayModel, fit_days
from staffing.demand.notes import note

UNUSUAL_SD = 4.0
LEAST_CALLS = 20.0
NEAR_DAYS = 10
SHOWN = 5


@dataclass(frozen=True, eq=False)
class Unusual:
    """What was found.

    Parameters
    ----------
    past
        With less weight on the unusual days.
    rows
        Index of each unusual day.
    ratio
        Calls over what was expected, for these days.
    """

    past: Past
    rows: tuple[int, ...]
    ratio: tuple[float, ...]

    def notes(self) -> list[str]:
        """Return the sentence for the planner, the largest deviations first."""
        if not self.rows:
            return []
        order = np.argsort(-np.abs(np.log(np.maximum(self.ratio, 1e-3))))
        shown = ", ".join(
            f"{self.past.dates[self.rows[i]]} ({100 * (self.ratio[i] - 1):+.0f} %)"
            for i in order[:SHOWN]
        )
        more = len(self.rows) - SHOWN
        return [note("unusual_more" if more > 0 else "unusual", days=shown, more=more)]


def find_unusual(past: Past) -> Unusual:
    """Return the past with unusual days weighted down.

    Parameters
    ----------
    past
        Known events belong into its exposure, so that they are not found here.

    Notes
    -----
    A day is judged against the level of the days around it, so that a lasting change of
    level is no anomaly.
    """
    model = fit_days(past, ())
    ratio = np.where(model.open, model.measured / np.maximum(model.fitted, 1e-9), 1.0)
    local = ratio / _around(ratio, model)
    sd = np.sqrt(1.0 / np.maximum(model.fitted, 1e-9) + model.fit.dispersion)
    score = np.where(model.open, np.abs(local - 1.0) / sd, 0.0)
    large = np.abs(model.measured - model.fitted) >= LEAST_CALLS
    rows = np.flatnonzero((score > UNUSUAL_SD) & large)
    weight = past.weight.copy()
    weight[rows] *= (UNUSUAL_SD / 2 / score[rows]) ** 2
    return Unusual(
        replace(past, weight=weight),
        tuple(int(row) for row in rows),
        tuple(float(local[row]) for row in rows),
    )


def _around(ratio: Floats, model: DayModel) -> Floats:
    opened = np.flatnonzero(model.open)
    values = ratio[opened]
    around = np.ones(len(ratio))
    for place, row in enumerate(opened):
        low, high = max(place - NEAR_DAYS, 0), place + NEAR_DAYS + 1
        others = np.concatenate([values[low:place], values[place + 1 : high]])
        if len(others):
            around[row] = max(float(np.median(others)), 1e-3)
    return around
