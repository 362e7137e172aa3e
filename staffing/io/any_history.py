"""A call history without a center: what the file itself says is enough to judge forecasts."""

from __future__ import annotations

from pathlib import Path

from staffing.domain.center import CallCenter
from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.io.history_csv import read_history
from staffing.io.history_sheet import find_layout
from staffing.io.tables import read_sheets

_NEVER = "1990-01-01"
"""The bare center opens on one day long ago: no row of a file can be said to be missing."""


def read_any_history(
    path: str | Path, country: str | None = None, timezone: str = "UTC"
) -> tuple[dict[str, CallHistory], CallCenter]:
    """Return the history of each queue in a file, and a center made up of what it says.

    Parameters
    ----------
    path
        A CSV or Excel file as `read_history` reads it. Slots without a row are missing, not
        zero; opening hours are not checked, as none are known.
    country
        Whose public holidays the callers have; None knows none.
    timezone
        Of the times in the file.

    Raises
    ------
    InputError
        If the file is not there or cannot be read as meant.
    """
    file = Path(path)
    if not file.is_file():
        raise InputError(str(file), "there is no such file", "a history, CSV or Excel")
    layout = find_layout(read_sheets(file)[0])
    named = ["all"]
    if "queue" in layout.columns:
        named = sorted({layout.get(row, "queue") for row in layout.rows} - {""}) or named
    center = CallCenter.model_validate(
        {
            "name": file.name,
            "timezone": timezone,
            "opening": [{"days": _NEVER, "opens": "09:00", "closes": "18:00"}],
            "calendar": {"country": country},
            "queues": [{"code": name} for name in named],
            "shifts": [{"code": "D", "start": "09:00", "end": "18:00"}],
            "contracts": [{"code": "any"}],
            "counselors": [{"id": "1", "contract": "any"}],
        }
    )
    return read_history(file, center), center
