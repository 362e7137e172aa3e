"""``staffing evaluate``: what a roster exactly achieves, by the time-varying queue."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import AsJson, Language, Method, ModelFolder, console


def evaluate(
    model: ModelFolder,
    roster: Annotated[
        Path, typer.Argument(help="Roster file, CSV or XLSX, list or calendar.", show_default=False)
    ],
    method: Method = None,
    lang: Language = None,
    as_json: AsJson = False,
) -> None:
    """Compute the service of a roster exactly, over days whose calls and staff change.

    Slots taken alone forget the queue that one slot leaves to the next, and the calls that
    departing counselors still finish; this does not.
    """
    from staffing.evaluation.service import service_of
    from staffing.io.model_folder import read_model
    from staffing.io.roster_files import read_roster
    from staffing.pipe import prepare
    from staffing.queueing.exact_service import exact_service
    from staffing.reports.service import service_json, service_view

    inputs = read_model(model)
    typed = read_roster(roster, inputs.center)
    problem = prepare(inputs, typed.horizon, method, uncertain=False).problem
    exact = exact_service(problem, typed)
    alone = {
        day: service_of(problem.curves, problem.on_phones(typed), slots)
        for day, slots in zip(
            problem.horizon.dates,
            (problem.grid.of_day(index) for index in range(problem.horizon.days)),
            strict=True,
        )
        if slots
    }
    columns = {"alone": alone, "exact": exact.by_day()}
    if as_json:
        typer.echo(json.dumps(service_json(columns), indent=2))
        return
    screen = console()
    screen.print(service_view(columns, inputs.center.queues, lang or inputs.center.language))
