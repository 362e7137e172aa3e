"""``staffing whatif``: a table of scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypedDict

import typer

from staffing.cli.options import (
    DayCount,
    From,
    Language,
    ModelFolder,
    Quiet,
    Uncertain,
    console,
    horizon_of,
)
from staffing.errors import InputError

MOST_SCENARIOS = 500
MOST_JOBS = 61
"""Windows can wait for no more processes."""


class Axes(TypedDict):
    """The values of each axis of a sweep; an empty one stays as it is."""

    counselors: list[int]
    volume: list[float]
    aht_s: list[float]


def whatif(
    model: ModelFolder,
    *,
    counselors: Annotated[
        str | None, typer.Option(help="Head counts: 13..16 or 14,15.", show_default=False)
    ] = None,
    volume: Annotated[
        str | None,
        typer.Option(
            help="Calls against the forecast: -10%..+20% (steps of 10) or -5,0,5 or -10..20/5.",
            show_default=False,
        ),
    ] = None,
    aht: Annotated[
        str | None,
        typer.Option(help="Mean handle times, seconds: 170,180,200.", show_default=False),
    ] = None,
    first: From = None,
    days: DayCount = 7,
    limit: Annotated[
        float, typer.Option("--time-limit", help="Seconds per scenario.", min=0.1)
    ] = 30,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", help="Scenarios at once. Default: one per core.", min=1, show_default=False
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="CSV file for the table.")] = Path(
        "whatif.csv"
    ),
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the CSV file.")] = False,
    uncertain: Uncertain = None,
    lang: Language = None,
    quiet: Quiet = False,
) -> None:
    """Plan every combination of changes and compare: service, hours, gap.

    Ctrl-C stops, and compares what is there.

    Example: staffing whatif models/cheonan --counselors 13..16 --volume -10%..+20%
    """
    import os

    from staffing.cli.running import read_and_check
    from staffing.errors import OutputError

    axes = _axes(counselors, volume, aht)
    if not out.parent.is_dir():
        raise OutputError(str(out), "the folder does not exist", todo="create the folder")
    if out.exists() and not overwrite:
        raise OutputError(str(out), "exists already", todo="use --overwrite or another --out")
    horizon = horizon_of(first, days)
    inputs = read_and_check(model, horizon)
    if uncertain is not None:
        demand = inputs.center.demand.model_copy(update={"uncertainty": uncertain})
        center = inputs.center.model_copy(update={"demand": demand})
        inputs = inputs.model_copy(update={"center": center})
    language = lang or inputs.center.language

    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from staffing.io.files import write_text
    from staffing.reports.sweep import progress_bar, sweep_csv, sweep_view
    from staffing.solver.settings import SolveSettings
    from staffing.whatif import grid_of_scenarios, listen, sweep

    scenarios = grid_of_scenarios(**axes)
    settings = SolveSettings(reproducible=True, time_limit_s=limit)
    err = console(err=True)
    workers = min(jobs or os.cpu_count() or 1, len(scenarios), MOST_JOBS)
    # Started afresh: a forked child of a process with threads may hang.
    spawn = get_context("spawn")
    with (
        ProcessPoolExecutor(workers, mp_context=spawn, initializer=listen) as pool,
        progress_bar(err, len(scenarios), shown=not quiet) as tell,
    ):
        outcomes = sweep(inputs, horizon, scenarios, pool, settings, tell)
    screen = console()
    screen.print(sweep_view(outcomes, language, width=screen.width))
    write_text(out, sweep_csv(outcomes), "utf-8-sig")
    if not quiet:
        screen.print(str(out))
    if any(outcome.error for outcome in outcomes):
        raise typer.Exit(InputError.exit_code)


def _axes(counselors: str | None, volume: str | None, aht: str | None) -> Axes:
    """Return the values of each axis.

    Raises
    ------
    UsageError
        If a value is out of bounds, or there are too many scenarios.
    """
    from staffing.cli.ranges import numbers
    from staffing.errors import UsageError

    heads = numbers(counselors, "--counselors", 1)
    percent = numbers(volume, "--volume", 10)
    seconds = numbers(aht, "--aht", 10)
    for where, values, least, most in (
        ("--counselors", heads, 1, 100_000),
        ("--volume", percent, -99.9, 9_900),
        ("--aht", seconds, 0.1, 36_000),
    ):
        wrong = [value for value in values if not least <= value <= most]
        if wrong:
            raise UsageError(where, f"found {wrong[0]:g}", f"{least:g} to {most:g}")
    parts = [value for value in heads if value != int(value)]
    if parts:
        raise UsageError("--counselors", f"found {parts[0]:g}", "whole numbers")
    count = max(1, len(heads)) * max(1, len(percent)) * max(1, len(seconds))
    if count > MOST_SCENARIOS:
        raise UsageError(
            "staffing whatif",
            f"{count} scenarios",
            f"at most {MOST_SCENARIOS}",
            "take larger steps, such as -10..20/5",
        )
    return {
        "counselors": [int(value) for value in heads],
        "volume": [1 + value / 100 for value in percent],
        "aht_s": seconds,
    }
