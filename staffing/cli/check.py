"""``staffing check``: the referee on any roster file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import AsJson, Language, Method, ModelFolder, Uncertain, console
from staffing.errors import UsageError

if TYPE_CHECKING:
    from staffing.domain.outcome import Plan


def check(
    model: ModelFolder,
    roster: Annotated[
        Path, typer.Argument(help="Roster file, CSV or XLSX, list or calendar.", show_default=False)
    ],
    lang: Language = None,
    method: Method = None,
    uncertain: Uncertain = None,
    as_json: AsJson = False,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            help="plan.json of the same days: judge by its forecast and rules, and say how far "
            "the roster is from it and from the best.",
            show_default=False,
        ),
    ] = None,
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
    known = None if plan is None else _beside(model, plan, method, uncertain=uncertain)
    if known is None:
        typed = read_roster(roster, inputs.center)
        problem = prepare(inputs, typed.horizon, method, uncertain=uncertain).problem
    else:
        problem = known.problem
        typed = read_roster(roster, problem.center, problem.horizon)
    verdict = evaluate(problem, typed)
    language = lang or inputs.center.language
    if as_json:
        from staffing.cli.as_json import verdict_json

        typer.echo(verdict_json(problem, verdict, language, known))
    else:
        out = console()
        out.print(verdict_view(problem, typed, verdict, language, out.width, known))
    if not verdict.legal:
        raise typer.Exit(3)


def _beside(model: Path, path: Path, method: str | None, *, uncertain: bool | None) -> Plan:
    from staffing.cli.running import read_plan_of

    if method is not None or uncertain is not None:
        raise UsageError("--plan", "found --method or --uncertain beside it", "the plan's own")
    known = read_plan_of(model, path)
    if known.problem.curves.of_one_roster:
        raise UsageError(
            str(path),
            "its service is that of the exact queue, which holds for its own roster only",
            "a plan made without --exact",
            "judge the roster by `staffing evaluate`",
        )
    return known
