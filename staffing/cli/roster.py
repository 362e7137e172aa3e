"""``staffing roster``: the main job, next week's roster in files and on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from staffing.cli.options import (
    AsJson,
    DayCount,
    From,
    Language,
    Method,
    ModelFolder,
    Quiet,
    Seed,
    Uncertain,
    console,
    horizon_of,
)


def roster(
    model: ModelFolder,
    first: From = None,
    days: DayCount = 7,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", help="Folder for the files. Default: roster-FIRSTDAY.", show_default=False
        ),
    ] = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that were edited since.")
    ] = False,
    limit: Annotated[
        float, typer.Option("--time-limit", help="Seconds to search at most.", min=0.1)
    ] = 60,
    gap: Annotated[
        float, typer.Option("--gap", help="Stop at this proved gap, in percent.", min=0, max=99)
    ] = 0,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            help="Search strategies at once. Default: one per core.",
            min=1,
            max=64,
            show_default=False,
        ),
    ] = None,
    seed: Seed = 0,
    reproducible: Annotated[
        bool, typer.Option("--reproducible", help="Same input, same seed, same bytes.")
    ] = False,
    exact: Annotated[
        bool,
        typer.Option("--exact", help="Plan on the exact queue over time, not on slots alone."),
    ] = False,
    tiers: Annotated[
        str | None,
        typer.Option(
            "--tiers",
            help="Soft rules in order of importance: usual (service > fairness > the rest), or "
            "e.g. 'service, floor > day_wishes'; the rest comes last.",
            show_default=False,
        ),
    ] = None,
    engine: Annotated[
        Literal["auto", "cp-sat", "highs", "race", "days", "counted", "neighborhoods", "weeks"],
        typer.Option(
            "--engine",
            help="auto, cp-sat, highs, race, days, counted, neighborhoods or weeks.",
        ),
    ] = "auto",
    method: Method = None,
    uncertain: Uncertain = None,
    lang: Language = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Make the roster of next week (or other days): print it and write all files.

    Ctrl-C stops the search and keeps the best roster found.
    """
    from staffing.cli.live import Live
    from staffing.cli.running import read_and_check, told_start
    from staffing.errors import InfeasibleError, UsageError
    from staffing.io.icalendar_files import calendar_names
    from staffing.pipe import prepare
    from staffing.reports.outputs import open_folder, write_outputs

    if exact and tiers is not None:
        raise UsageError("--tiers", "found it with --exact", "one of the two")
    horizon = horizon_of(first, days)
    inputs = read_and_check(model, horizon)
    spread = inputs.center.demand.uncertainty if uncertain is None else uncertain
    language = lang or inputs.center.language
    folder = out or Path(f"roster-{horizon.first}")
    open_folder(folder, calendar_names(inputs.center), overwrite=overwrite)
    problem, forecast = prepare(inputs, horizon, method, uncertain=spread)

    from staffing.solver.exact_planning import plan_exact
    from staffing.solver.planning import plan
    from staffing.solver.settings import SolveSettings
    from staffing.solver.tiers import plan_in_tiers, tiers_of

    order = None if tiers is None else tiers_of(tiers, problem.center)
    settings = SolveSettings(
        time_limit_s=limit,
        gap=gap / 100,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        engine=engine,
    )
    with Live(language, shown=not (quiet or as_json)) as live:
        begin = told_start(problem)
        if exact:
            spreading = forecast if spread else None
            result = plan_exact(problem, settings, live.tell, begin, spreading)
        elif order is not None:
            result = plan_in_tiers(problem, order, settings, live.tell, begin)
        else:
            result = plan(problem, settings, live.tell, begin)
    try:
        _ = result.roster
    except InfeasibleError as error:
        command = f"staffing explain {model} --from {horizon.first} --days {horizon.days}"
        raise InfeasibleError(error.where, error.found, todo=f"see why: {command}") from None
    written = write_outputs(result, folder, language, overwrite=overwrite)
    if as_json:
        from staffing.cli.as_json import plan_json

        typer.echo(plan_json(result, written))
        return
    from staffing.reports.terminal import roster_view

    screen = console()
    screen.print(roster_view(result, language, width=screen.width))
    if not quiet:
        names = ", ".join(path.name for path in written if path.suffix != ".ics")
        calendars = sum(path.suffix == ".ics" for path in written)
        screen.print(f"{folder}/: {names}, {calendars} × .ics")
