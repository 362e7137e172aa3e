"""``staffing balance``: who has had what in the published rosters, and who is due less."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import AsJson, Language, ModelFolder, console
from staffing.errors import UsageError

if TYPE_CHECKING:
    from staffing.pipe import Inputs


def balance(
    model: ModelFolder,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            help="Count what lies before this day, YYYY-MM-DD. Default: everything published.",
            show_default=False,
        ),
    ] = None,
    weeks: Annotated[
        int | None,
        typer.Option(
            "--weeks",
            help="How many weeks count. Default: as the center's rules say, else 13.",
            min=1,
            max=520,
            show_default=False,
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write balance.csv anew, after edits in rosters/.")
    ] = False,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show the running balance of each person, counted from the published rosters.

    Lines of balance.csv for days of before the first roster count, too: a starting balance.
    """
    day = _day(before)
    from staffing.io.model_folder import read_model
    from staffing.io.publishing import ledger_now, write_ledger

    inputs = read_model(model)
    if write:
        inputs = write_ledger(model)
    else:
        inputs = inputs.model_copy(update={"ledger": ledger_now(inputs)})
    show(inputs, day, weeks, lang, as_json=as_json)


def show(
    inputs: Inputs,
    before: dt.date | None,
    weeks: int | None,
    lang: Language,
    *,
    as_json: bool,
    published: Path | None = None,
) -> None:
    """Print the balances of a model whose ledger is up to date."""
    from staffing.evaluation.balance import KINDS, left_out, standings, windows
    from staffing.io.publishing import day_after
    from staffing.reports.balance import balance_view

    center, ledger = inputs.center, inputs.ledger
    day = before or day_after(inputs) or dt.date.today()  # noqa: DTZ011 - the manager's own
    of = windows(center) if weeks is None else dict.fromkeys(KINDS, weeks)
    if not as_json:
        screen = console()
        screen.print(balance_view(center, ledger, day, lang, of))
        return
    known = standings(ledger, day, of, left_out(center))
    people = [known[c.id].model_dump() for c in center.counselors if c.id in known]
    data = {"before": str(day), "weeks": of, "people": people}
    if published is not None:
        data = {"published": str(published), **data}
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "--before", f"found {text!r}", "a date is YYYY-MM-DD, for example 2026-11-30"
        ) from None
