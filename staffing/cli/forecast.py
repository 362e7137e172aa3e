"""``staffing forecast``: expected calls, day by day and slot by slot."""

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
    console,
    horizon_of,
)


def forecast(
    model: ModelFolder,
    first: From = None,
    days: DayCount = 7,
    method: Method = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="CSV file to write.", show_default=False)
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the CSV file.")] = False,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Forecast the calls of next week (or other days)."""
    from staffing.errors import OutputError
    from staffing.io.files import write_text
    from staffing.io.forecast_csv import forecast_csv, forecast_json
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare
    from staffing.reports.demand import forecast_view

    if out is not None and out.exists() and not overwrite:
        raise OutputError(str(out), "exists already", todo="use --overwrite or another --out")
    inputs = read_model(model)
    expected = prepare(inputs, horizon_of(first, days), method).forecast
    if out is not None:
        write_text(out, forecast_csv(expected), "utf-8-sig")
    if as_json:
        typer.echo(forecast_json(expected))
        return
    screen = console()
    screen.print(forecast_view(expected, lang or inputs.center.language, width=screen.width))
    if out is not None:
        screen.print(str(out))
