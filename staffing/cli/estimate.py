"""``staffing estimate``: patience, handle times and redials from a center's own data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import AsJson, Language, console

if TYPE_CHECKING:
    from staffing.domain.center import CallCenter
    from staffing.reports.estimation import Found


def estimate(
    source: Annotated[
        Path,
        typer.Argument(
            help="A model folder (its history), or a file: a log of calls or a history.",
            show_default=False,
        ),
    ],
    calls: Annotated[
        Path | None,
        typer.Option(
            "--calls",
            help="With a model folder: a log with a row per call, CSV (also .gz) or Excel.",
            show_default=False,
        ),
    ] = None,
    slot: Annotated[
        int, typer.Option("--slot", help="Minutes of the slots that handle times are shown by.")
    ] = 60,
    redial: Annotated[
        float,
        typer.Option("--redial", help="A next call within so many minutes is a redial.", min=0.1),
    ] = 30.0,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Page to write, .html, with plots.", show_default=False),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the page.")] = False,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Estimate patience, handle times and redials, check the fit, and give lines to paste.

    A log of calls has columns date, time, wait_s, outcome (answered or abandoned), handle_s
    and, if known, caller and queue; other systems' names of them are read.

    Example: staffing estimate mycenter --calls calls.csv --out estimate.html
    """
    from staffing.cli.outs import files_of
    from staffing.io.files import write_text
    from staffing.reports.estimation import estimates_json, estimates_view

    files = files_of(out, ("estimate.html",), overwrite=overwrite)
    found, center, name = _found(source, calls, slot, redial)
    language = lang or ("en" if center is None else center.language)
    for path in files:
        from staffing.reports.estimation_page import estimates_page

        write_text(path, estimates_page(found, name, language))
    if as_json:
        typer.echo(estimates_json(found))
        return
    screen = console()
    screen.print(estimates_view(found, name, language))
    for path in files:
        screen.print(str(path))


def _found(
    source: Path, calls: Path | None, slot: int, redial: float
) -> tuple[list[Found], CallCenter | None, str]:
    from staffing.errors import UsageError
    from staffing.io.calls_csv import is_call_log
    from staffing.io.model_folder import read_model

    if calls is not None and source.is_file():
        raise UsageError("--calls", "SOURCE is a file already", "a model folder and --calls FILE")
    if source.is_file() and is_call_log(source):
        return _by_calls(source, None, slot, redial), None, source.name
    if source.is_file():
        return _by_intervals(source, None, slot), None, source.name
    center = read_model(source).center
    if calls is not None:
        return _by_calls(calls, center, slot, redial), center, center.name
    return _by_intervals(source, center, slot), center, center.name


def _by_calls(file: Path, center: CallCenter | None, slot: int, redial: float) -> list[Found]:
    from staffing.io.calls_csv import read_calls
    from staffing.queueing.estimates import estimate_log
    from staffing.reports.estimation import Found
    from staffing.units import SECONDS_PER_MINUTE

    queues = {} if center is None else {queue.code: queue for queue in center.queues}
    found = []
    for code, log in read_calls(file, tuple(queues)).items():
        estimates = estimate_log(
            log, slot_minutes=slot, redial_within_s=redial * SECONDS_PER_MINUTE
        )
        now = queues.get(code)
        found.append(Found(code, estimates, True, now, log.left_out, log.notes))
    return found


def _by_intervals(source: Path, center: CallCenter | None, slot: int) -> list[Found]:
    from staffing.errors import InputError
    from staffing.io.any_history import read_any_history
    from staffing.io.history_csv import read_history
    from staffing.io.waits_csv import read_waits
    from staffing.queueing.estimates import estimate_history
    from staffing.reports.estimation import Found

    if center is None:
        history, own = read_any_history(source)
    else:
        history, own = read_history(source, center), center
    queues = {} if center is None else {queue.code: queue for queue in center.queues}
    if not history:
        raise InputError(
            str(source), "there is no history to estimate from", todo="use --calls FILE"
        )
    waits = read_waits(source)
    by_code = {
        queue.code: waits.get(queue.code) or waits.get(queue.name) or waits.get("")
        for queue in own.queues
    }
    return [
        Found(
            code,
            estimate_history(past, by_code[code], slot_minutes=slot),
            single=False,
            now=queues.get(code),
            notes=past.notes,
        )
        for code, past in history.items()
    ]
