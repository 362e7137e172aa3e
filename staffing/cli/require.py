"""``staffing require``: how many counselors each half hour needs, or how many on each shift."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from staffing.domain.problem import Problem
    from staffing.domain.shift_plan import ShiftPlan


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
    shifts: Annotated[
        bool,
        typer.Option(
            "--shifts", help="How many on each shift: fewest hours, by the exact queue over time."
        ),
    ] = False,
    every: Annotated[
        int | None,
        typer.Option(
            "--every",
            help="With --shifts: minutes in which the level holds. Default: 30, or a slot.",
            min=5,
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        float, typer.Option("--time-limit", help="With --shifts: seconds for each day.", min=0.1)
    ] = 60,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Show the counselors needed on the phones in each slot to keep the promise.

    With --shifts: how many people each shift needs so that every half hour keeps the service
    level, for the fewest paid hours, with proof. People have no names; rules are not asked.
    """
    from staffing.errors import OutputError, UsageError
    from staffing.io.files import write_text
    from staffing.io.forecast_csv import require_csv, require_json
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare
    from staffing.reports.demand import require_view

    if out is not None and out.exists() and not overwrite:
        raise OutputError(str(out), "exists already", todo="use --overwrite or another --out")
    inputs = read_model(model)
    if shifts and (inputs.center.demand.uncertainty if uncertain is None else uncertain):
        raise UsageError(
            "--shifts",
            "the exact queue is computed at the mean forecast",
            "it does not go with busy and quiet days",
            "add --mean, or leave out --shifts",
        )
    problem = prepare(inputs, horizon_of(first, days), method, uncertain=uncertain).problem
    language, curves, screen = lang or inputs.center.language, problem.curves, console()
    if shifts:
        from staffing.reports.shifts import shifts_csv, shifts_json, shifts_view

        plans = _fewest(problem, every, limit)
        if out is not None:
            write_text(out, shifts_csv(plans), "utf-8-sig")
        if as_json:
            typer.echo(shifts_json(plans))
            return
        screen.print(shifts_view(plans, language))
        if out is not None:
            screen.print(str(out))
        return
    if out is not None:
        write_text(out, require_csv(curves), "utf-8-sig")
    if as_json:
        typer.echo(require_json(curves))
        return
    screen.print(require_view(curves, language, width=screen.width))
    if out is not None:
        screen.print(str(out))


def _fewest(problem: Problem, every: int | None, limit: float) -> list[ShiftPlan]:
    """Return the shifts of every open day and queue."""
    from staffing.domain.outcome import Status
    from staffing.errors import InfeasibleError, InputError, NoRosterError
    from staffing.solver.exact_shifts import fewest_hours
    from staffing.solver.settings import SolveSettings

    grid, plans = problem.grid, []
    days = [day for index, day in enumerate(grid.horizon.dates) if grid.of_day(index)]
    if not days:
        raise InputError("--from", f"the lines are closed all of {grid.horizon}", "open days")
    for queue in problem.curves.queues:
        for day in days:
            settings = SolveSettings(time_limit_s=limit)
            found = fewest_hours(
                problem, day, queue=queue, interval_minutes=every, settings=settings
            )
            where = f"{day} [{queue}]"
            if found.status is Status.INFEASIBLE:
                raise InfeasibleError(
                    where,
                    f"no number of people on the center's shifts keeps {found.service_level:.0%} "
                    f"in every {found.interval_minutes} minutes, and this is proved",
                    todo="add a shift, or widen the windows of breaks",
                )
            if found.status is Status.UNKNOWN:
                raise NoRosterError(
                    where, f"no answer was found in {limit:g} s", todo="raise --time-limit"
                )
            plans.append(found)
    return plans
