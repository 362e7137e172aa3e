"""``staffing backtest``: how well calls would have been forecast."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import AsJson, Language, Quiet, console

if TYPE_CHECKING:
    from rich.progress import TaskID

    from staffing.demand.backtest import BacktestReport
    from staffing.demand.events import Event
    from staffing.domain.center import CallCenter
    from staffing.domain.history import CallHistory

AROUND = dt.timedelta(days=30)


def backtest(
    model: Annotated[
        Path | None,
        typer.Argument(
            help="Folder of the center's model; may be left out with --history.",
            show_default=False,
        ),
    ] = None,
    history: Annotated[
        Path | None,
        typer.Option("--history", help="Any history, CSV or Excel.", show_default=False),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(
            "--country", help="Whose holidays, without a model: KR, US ...", show_default=False
        ),
    ] = None,
    methods: Annotated[
        str, typer.Option("--methods", help="Forecasters; mean8 is always added.")
    ] = "auto,slow,fast,mean8",
    origins: Annotated[
        int,
        typer.Option("--origins", help="How many weeks to forecast from, the last ones.", min=1),
    ] = 13,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="File to write, .html (a page with charts) or .json, or a folder for both.",
            show_default=False,
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that are there.")
    ] = False,
    lang: Language = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Forecast the past from what was known then, and compare with what came.

    Beside each method stand the mean of the last eight same weekdays (mean8) and the error
    that chance alone leaves.

    Example: staffing backtest models/cheonan --out backtest.html
    """
    from staffing.cli.outs import files_of
    from staffing.errors import UsageError
    from staffing.io.files import write_text
    from staffing.reports.backtest import backtest_json, backtest_page, backtest_view

    names = [name.strip() for name in methods.split(",") if name.strip()]
    if not names:
        raise UsageError("--methods", f"found {methods!r}", "names such as auto,slow,fast,mean8")
    files = files_of(out, ("backtest.json", "backtest.html"), overwrite=overwrite)
    found, center, events = _read(model, history, country)
    reports = _run(found, center, events, names, origins, shown=not (quiet or as_json))
    language = lang or center.language
    for path in files:
        if path.suffix == ".html":
            starts = {queue: [int(s) for s in past.starts] for queue, past in found.items()}
            minutes = {queue: int(past.slot_minutes) for queue, past in found.items()}
            write_text(path, backtest_page(reports, center.name, starts, minutes, language))
        else:
            write_text(path, backtest_json(reports) + "\n")
    if as_json:
        typer.echo(backtest_json(reports))
        return
    screen = console()
    screen.print(backtest_view(reports, language))
    for path in files:
        screen.print(str(path))


def _read(
    model: Path | None, history: Path | None, country: str | None
) -> tuple[dict[str, CallHistory], CallCenter, tuple[Event, ...]]:
    from staffing.errors import InputError, UsageError
    from staffing.io.any_history import read_any_history
    from staffing.io.history_csv import read_history
    from staffing.io.model_folder import read_model

    if model is None:
        if history is None:
            raise UsageError(
                "staffing backtest", "nothing to read", "a model folder, or --history FILE"
            )
        found, center = read_any_history(history, country)
        return found, center, ()
    if country is not None:
        raise UsageError("--country", "the model's calendar says it", todo="leave it out")
    inputs = read_model(model)
    found = inputs.history if history is None else read_history(history, inputs.center)
    if not found:
        raise InputError(
            str(model), "there is no history to compare with", todo="use --history FILE"
        )
    return found, inputs.center, inputs.events


def _run(
    found: dict[str, CallHistory],
    center: CallCenter,
    events: tuple[Event, ...],
    methods: list[str],
    origins: int,
    *,
    shown: bool,
) -> dict[str, BacktestReport]:
    from rich.progress import Progress

    from staffing.demand.backtest import backtest as run
    from staffing.demand.backtest import latest_origins, weekly_origins
    from staffing.demand.holidays import holidays_for

    reports = {}
    err = console(err=True)
    with Progress(console=err, transient=True, disable=not (shown and err.is_terminal)) as bar:
        for queue, past in found.items():
            chosen = latest_origins(weekly_origins(past), origins)
            holidays = holidays_for(center.calendar, past.first - AROUND, past.last + AROUND)
            task = bar.add_task(queue, total=len(chosen))

            def tell(done: int, _: int, task: TaskID = task) -> None:
                bar.update(task, completed=done)

            reports[queue] = run(past, holidays, methods, chosen, events=events, tell=tell)
    return reports
