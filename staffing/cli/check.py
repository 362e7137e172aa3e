"""``staffing check``: the referee on any roster file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from staffing.cli.options import AsJson, Language, Method, ModelFolder, Uncertain, console


def check(
    model: ModelFolder,
    roster: Annotated[
        Path, typer.Argument(help="Roster file, CSV or XLSX, list or calendar.", show_default=False)
    ],
    lang: Language = None,
    method: Method = None,
    uncertain: Uncertain = None,
    as_json: AsJson = False,
) -> None:
    """Judge a roster file: every broken rule, the service it gives, what it costs.

    Exit code 0 if every hard rule is kept, 3 if one is broken or the file cannot be read.
    """
    from staffing.evaluation.referee import evaluate
    from staffing.io.model_folder import read_model
    from staffing.io.roster_files import read_roster
    from staffing.pipe import prepare
    from staffing.reports.terminal import verdict_view

    inputs = read_model(model)
    typed = read_roster(roster, inputs.center)
    problem = prepare(inputs, typed.horizon, method, uncertain=uncertain).problem
    verdict = evaluate(problem, typed)
    language = lang or inputs.center.language
    if as_json:
        from staffing.cli.as_json import verdict_json

        typer.echo(verdict_json(problem, verdict, language))
    else:
        out = console()
        out.print(verdict_view(problem, typed, verdict, language, width=out.width))
    if not verdict.legal:
        raise typer.Exit(3)
