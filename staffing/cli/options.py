"""Options that several commands share, and what they turn into."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from staffing.errors import UsageError

if TYPE_CHECKING:
    from rich.console import Console

    from staffing.domain.horizon import Horizon

Lang = Literal["en", "ko"]

ModelFolder = Annotated[
    Path,
    typer.Argument(
        help="Folder of the center's model: center.toml, counselors.csv, history.csv.",
        show_default=False,
    ),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", help="First day, YYYY-MM-DD. Default: Monday of next week.", show_default=False
    ),
]
DayCount = Annotated[int, typer.Option("--days", help="How many days.", min=1, max=400)]
Language = Annotated[
    Lang | None,
    typer.Option("--lang", help="en or ko. Default: the center's.", show_default=False),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print the result only.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Method = Annotated[
    str | None,
    typer.Option("--method", help="Forecaster. Default: the center's.", show_default=False),
]
Uncertain = Annotated[
    bool | None,
    typer.Option(
        "--uncertain/--mean",
        help="Count busy and quiet days, or the mean forecast alone. Default: the center's.",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option("--seed", help="Of every random choice.", min=0)]


def horizon_of(first: str | None, days: int) -> Horizon:
    """Return the planned days; next week when no first day is given.

    Raises
    ------
    UsageError
        If the first day is no date.
    """
    from staffing.domain.horizon import Horizon, next_week

    if first is None:
        monday = next_week(dt.date.today()).first  # noqa: DTZ011 - the manager's own calendar
        return Horizon(first=monday, days=days)
    try:
        return Horizon(first=dt.date.fromisoformat(first), days=days)
    except ValueError:
        raise UsageError(
            "--from", f"found {first!r}", "a date is YYYY-MM-DD, for example 2026-11-30"
        ) from None


def console(*, err: bool = False) -> Console:
    """Return a console of the terminal's width; 100 columns when piped."""
    from rich.console import Console

    made = Console(stderr=err, highlight=False, soft_wrap=False)
    return made if made.is_terminal or "COLUMNS" in made._environ else _piped(err=err)


def _piped(*, err: bool) -> Console:
    from rich.console import Console

    return Console(stderr=err, highlight=False, width=140)
