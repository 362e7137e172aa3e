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
    from staffing.io.forecast_csv import forecast_csv, forecast_json
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare
    from staffing.reports.demand import forecast_view

    inputs = read_model(model)
    expected = prepare(inputs, horizon_of(first, days), method).forecast
    if out is not None:
        from staffing.io.files import write_new

        write_new(out, forecast_csv(expected), overwrite=overwrite)
    if as_json:
        typer.echo(forecast_json(expected))
        return
    screen = console()
    screen.print(forecast_view(expected, lang or inputs.center.language, width=screen.width))
    if out is not None:
        screen.print(str(out))
