"""A whole model folder: center, history, events, overrides, published rosters."""

from __future__ import annotations

from pathlib import Path

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.roster import Duty, Roster
from staffing.errors import InputError
from staffing.io.center_toml import read_center
from staffing.io.events_csv import read_events
from staffing.io.history_csv import read_history
from staffing.io.overrides_csv import read_overrides
from staffing.io.roster_files import read_roster
from staffing.pipe import Inputs


def read_model(folder: str | Path) -> Inputs:
    """Return everything that a model folder holds.

    ``history.csv`` (or ``.xlsx``), ``events.csv``, ``overrides.csv`` and ``rosters/``
    (published rosters, one file each) are optional.

    Raises
    ------
    InputError
        If a file cannot be read as meant.
    """
    folder = Path(folder)
    center = read_center(folder)
    histories = [path for path in sorted(folder.glob("history.*")) if path.suffix != ".md"]
    if len(histories) > 1:
        raise InputError(
            str(folder),
            f"found {', '.join(path.name for path in histories)}",
            "one history file",
            "join them or move the others away",
        )
    events, overrides = folder / "events.csv", folder / "overrides.csv"
    return Inputs(
        center=center,
        history=read_history(histories[0], center) if histories else {},
        events=read_events(events) if events.exists() else (),
        overrides=read_overrides(overrides) if overrides.exists() else (),
        published=_published(folder / "rosters", center),
    )


def _published(folder: Path, center: CallCenter) -> Roster | None:
    """Join published rosters; a day may stand in one file only."""
    if not folder.is_dir():
        return None
    paths = [path for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".xlsx"}]
    rosters = [(path, read_roster(path, center)) for path in paths]
    if not rosters:
        return None
    source: dict[object, Path] = {}
    duties: list[Duty] = []
    for path, roster in rosters:
        for day in roster.horizon.dates:
            if day in source:
                raise InputError(
                    str(path),
                    f"{day} stands in {source[day].name} too",
                    "each day belongs to one published roster",
                    "take the day out of one of them",
                )
            source[day] = path
        duties += roster.duties
    first = min(roster.horizon.first for _, roster in rosters)
    last = max(roster.horizon.last for _, roster in rosters)
    return Roster(horizon=Horizon(first=first, days=(last - first).days + 1), duties=tuple(duties))
