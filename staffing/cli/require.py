"""``staffing require``: how many counselors each half hour needs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import (
    AsJson,
    DayCount,
    From,
    Language,
    Method,
    ModelFolder,
    Uncertain,
    console,
    horizon_of,
)


def require(
    model: ModelFolder,
    first: From = None,
    days: DayCount = 7,
    method: Method = None,
    uncertain: Uncertain = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="CSV file to write.", show_default=False)
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the CSV file.")] = False,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show the counselors needed on the phones in each slot to keep the promise."""
    from staffing.errors import OutputError
    from staffing.io.files import write_text
    from staffing.io.forecast_csv import require_csv, require_json
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare
    from staffing.reports.demand import require_view

    if out is not None and out.exists() and not overwrite:
        raise OutputError(str(out), "exists already", todo="use --overwrite or another --out")
    inputs = read_model(model)
    curves = prepare(inputs, horizon_of(first, days), method, uncertain=uncertain).problem.curves
    if out is not None:
        write_text(out, require_csv(curves), "utf-8-sig")
    if as_json:
        typer.echo(require_json(curves))
        return
    screen = console()
    screen.print(require_view(curves, lang or inputs.center.language, width=screen.width))
    if out is not None:
        screen.print(str(out))
