"""``staffing whatif``: a table of scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import DayCount, From, Language, ModelFolder, Quiet, console, horizon_of


def whatif(
    model: ModelFolder,
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
    lang: Language = None,
    quiet: Quiet = False,
) -> None:
    """Plan every combination of changes and compare: service, hours, gap.

    Example: staffing whatif models/cheonan --counselors 13..16 --volume -10%..+20%
    """
    import os

    from staffing.cli.ranges import numbers
    from staffing.cli.running import read_and_check
    from staffing.errors import OutputError, UsageError

    heads = [int(n) for n in numbers(counselors, "--counselors", 1)]
    volumes = [1 + n / 100 for n in numbers(volume, "--volume", 10)]
    seconds = numbers(aht, "--aht", 10)
    if any(n < 1 for n in heads) or any(v <= 0 for v in volumes) or any(s <= 0 for s in seconds):
        raise UsageError("staffing whatif", "a number is not positive")
    if out.exists() and not overwrite:
        raise OutputError(str(out), "exists already", todo="use --overwrite or another --out")
    horizon = horizon_of(first, days)
    inputs = read_and_check(model, horizon)
    language = lang or inputs.center.language

    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from staffing.io.files import write_text
    from staffing.reports.sweep import progress_bar, sweep_csv, sweep_view
    from staffing.solver.settings import SolveSettings
    from staffing.whatif import grid_of_scenarios, sweep

    scenarios = grid_of_scenarios(volume=volumes, aht_s=seconds, counselors=heads)
    settings = SolveSettings(reproducible=True, time_limit_s=limit)
    err = console(err=True)
    # Started afresh: a forked child of a process with threads may hang.
    pool = ProcessPoolExecutor(jobs or os.cpu_count() or 1, mp_context=get_context("spawn"))
    with pool, progress_bar(err, len(scenarios), shown=not quiet) as tell:
        outcomes = sweep(inputs, horizon, scenarios, pool, settings, tell)
    write_text(out, sweep_csv(outcomes))
    screen = console()
    screen.print(sweep_view(outcomes, language, width=screen.width))
    if not quiet:
        screen.print(str(out))
