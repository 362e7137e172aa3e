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
        Path | None,
        typer.Option(
            "--out",
            help="File to write, .csv or .html (a page with charts), or a folder for both.",
            show_default=False,
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there.")
    ] = False,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Forecast the calls of next week (or other days), each day with its reasons.

    Example: staffing forecast models/cheonan --out week.html
    """
    from staffing.cli.outs import files_of
    from staffing.io.files import write_text
    from staffing.io.forecast_csv import forecast_csv, forecast_json
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare
    from staffing.reports.demand import forecast_view

    files = files_of(out, ("forecast.csv", "forecast.html"), overwrite=overwrite)
    inputs = read_model(model)
    ready = prepare(inputs, horizon_of(first, days), method)
    expected, language = ready.forecast, lang or inputs.center.language
    for path in files:
        if path.suffix == ".html":
            from staffing.reports.demand_page import forecast_page

            named = ready.problem.holidays.demand
            write_text(path, forecast_page(expected, inputs.center.name, language, named))
        else:
            write_text(path, forecast_csv(expected), "utf-8-sig")
    if as_json:
        typer.echo(forecast_json(expected))
        return
    screen = console()
    screen.print(forecast_view(expected, language, width=screen.width))
    for path in files:
        screen.print(str(path))
