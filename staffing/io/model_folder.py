"""A whole model folder: center, history, events, overrides, published rosters."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from pathlib import Path

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.roster import Roster
from staffing.errors import InputError
from staffing.io.balance_csv import FILE as BALANCE
from staffing.io.balance_csv import read_balance
from staffing.io.center_toml import read_center
from staffing.io.events_csv import read_events
from staffing.io.history_csv import read_history
from staffing.io.overrides_csv import read_overrides
from staffing.io.roster_files import read_roster
from staffing.pipe import Inputs

ROSTERS = "rosters"
"""The folder of published rosters."""
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{4}-\d{2}-\d{2})")


def read_model(folder: str | Path) -> Inputs:
    """Return everything that a model folder holds.

    ``history.csv`` (or ``.xlsx``), ``events.csv``, ``overrides.csv``, ``rosters/`` (published
    rosters, one file each) and ``balance.csv`` (what people have had) are optional.

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
    balance = folder / BALANCE
    ledger = read_balance(balance) if balance.exists() else ()
    events, overrides = folder / "events.csv", folder / "overrides.csv"
    return Inputs(
        center=center,
        history=read_history(histories[0], center) if histories else {},
        events=read_events(events) if events.exists() else (),
        overrides=read_overrides(overrides) if overrides.exists() else (),
        published=_joined(read_published(folder, center, {line.counselor for line in ledger})),
        ledger=ledger,
    )


def read_published(
    folder: str | Path, center: CallCenter, former: Collection[str] = ()
) -> tuple[tuple[Path, Roster], ...]:
    """Return the published rosters of a model folder with their files, in the order of names.

    A file ``FIRST_LAST.csv`` is for the days of its name, any other for the whole weeks around
    its dates.

    Parameters
    ----------
    folder
        The model.
    center
        Its people and shifts.
    former
        Ids of people who have left since.

    Raises
    ------
    InputError
        If a file cannot be read as meant, or a day stands in two of them.
    """
    rosters = Path(folder) / ROSTERS
    if not rosters.is_dir():
        return ()
    paths = [path for path in sorted(rosters.iterdir()) if path.suffix in {".csv", ".xlsx"}]
    found = tuple((path, read_roster(path, center, days_of(path), former)) for path in paths)
    source: dict[dt.date, Path] = {}
    for path, roster in found:
        for day in roster.horizon.dates:
            if day in source:
                raise InputError(
                    str(path),
                    f"{day} stands in {source[day].name} too",
                    "each day belongs to one published roster",
                    "take the day out of one of them",
                )
            source[day] = path
    return found


def days_of(path: Path) -> Horizon | None:
    """Return the days that the name of a published roster says, None if it says none.

    Raises
    ------
    InputError
        If they are no days that follow one another.
    """
    named = _NAME.fullmatch(path.stem)
    if named is None:
        return None
    try:
        first, last = (dt.date.fromisoformat(text) for text in named.groups())
        return Horizon(first=first, days=(last - first).days + 1)
    except ValueError:
        raise InputError(
            str(path),
            "its name says days that there are not",
            "FIRST_LAST, such as 2026-11-30_2026-12-06",
            "rename it",
        ) from None


def _joined(rosters: Sequence[tuple[Path, Roster]]) -> Roster | None:
    if not rosters:
        return None
    first = min(roster.horizon.first for _, roster in rosters)
    last = max(roster.horizon.last for _, roster in rosters)
    duties = tuple(duty for _, roster in rosters for duty in roster.duties)
    days = (last - first).days + 1
    return Roster.model_construct(
        horizon=Horizon.model_construct(first=first, days=days),
        duties=tuple(sorted(duties, key=lambda d: (d.day, d.counselor, d.shift))),
    )
