"""``staffing simulate``: live through a roster's horizon many times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import AsJson, Language, Method, ModelFolder, Seed, console


def simulate(
    model: ModelFolder,
    roster: Annotated[
        Path, typer.Argument(help="Roster file, CSV or XLSX, list or calendar.", show_default=False)
    ],
    runs: Annotated[
        int, typer.Option("--runs", help="How often the horizon is lived through.", min=2)
    ] = 200,
    seed: Seed = 0,
    lognormal: Annotated[
        float | None,
        typer.Option(
            "--lognormal",
            help="Lognormal handle times with this coefficient of variation.",
            min=0,
            show_default=False,
        ),
    ] = None,
    busy_days: Annotated[
        bool, typer.Option("--busy-days", help="Let whole days be busier or quieter.")
    ] = False,
    method: Method = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a roster call by call, beside the exact calculation."""
    from staffing.evaluation.simulation import simulate as live
    from staffing.io.model_folder import read_model
    from staffing.io.roster_files import read_roster
    from staffing.pipe import prepare
    from staffing.queueing.exact_service import exact_service
    from staffing.reports.service import service_json, service_view, simulated_days

    inputs = read_model(model)
    typed = read_roster(roster, inputs.center)
    ready = prepare(inputs, typed.horizon, method, uncertain=False)
    result = live(
        ready.problem,
        typed,
        runs,
        seed,
        handle_time="exponential" if lognormal is None else "lognormal",
        cv=1.0 if lognormal is None else lognormal,
        day_cv=ready.forecast.day_cv if busy_days else 0.0,
        records=False,
    )
    exact = exact_service(ready.problem, typed)
    columns = {"exact": exact.by_day()}
    simulated = simulated_days(ready.problem, result)
    if as_json:
        typer.echo(json.dumps(service_json(columns, simulated), indent=2))
        return
    screen, language = console(), lang or inputs.center.language
    screen.print(service_view(columns, inputs.center.queues, language, simulated))
