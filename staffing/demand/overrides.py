"""A planner's last word: factors by hand, applied to a finished forecast and named in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.demand.events import Override
from staffing.demand.exposure import hours_share
from staffing.demand.notes import note
from staffing.domain.history import Forecast
from staffing.units import MINUTES_PER_DAY, clock


def apply_overrides(forecast: Forecast, overrides: Sequence[Override]) -> Forecast:
    """Return the forecast with every override applied to all queues, each in a note.

    Parameters
    ----------
    forecast
        As the method left it.
    overrides
        In the order in which they are applied; factors of the same slot multiply.
    """
    grid = forecast.grid
    factor = np.ones(grid.size)
    notes = []
    for override in overrides:
        touched = 0
        for index, day in enumerate(grid.horizon.dates):
            slots = np.asarray(grid.of_day(index), dtype=np.int64)
            if day not in override.days or not len(slots):
                continue
            starts = grid.starts[slots] - index * MINUTES_PER_DAY
            share = hours_share(starts, grid.slot_minutes, override.begin, override.end)
            factor[slots] *= 1.0 + share * (override.factor - 1.0)
            touched += int((share > 0).sum())
        hours = (
            f" {clock(override.begin)}-{clock(override.end)}"
            if override.begin is not None and override.end is not None
            else ""
        )
        code = "override" if touched else "override_none"
        notes.append(
            note(
                f"{code}_why" if override.note else code,
                who=override.who,
                days=f"{override.days}{hours}",
                factor=f"{override.factor:g}",
                count=touched,
                why=override.note,
            )
        )
    if not overrides:
        return forecast
    parts = {
        queue: {**named, "override": named.get("override", 1.0) * factor}
        for queue, named in forecast.parts.items()
    }
    return forecast.model_copy(
        update={
            "offered": forecast.offered * factor,
            "notes": (*forecast.notes, *notes),
            "parts": parts,
        }
    )
