"""``staffing publish``: a roster becomes history, and the balances follow from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import AsJson, Language, Method, ModelFolder, Quiet, console
from staffing.errors import InputError

if TYPE_CHECKING:
    from staffing.domain.center import CallCenter
    from staffing.domain.roster import Roster

_DONE = {
    "en": "Published: {span}, {duties} duties.",
    "ko": "공지 완료: {span}, 근무 {duties}건.",
}
_FILES = {"en": "Files: {files}", "ko": "파일: {files}"}
_GONE = {"en": "In the place of: {files}", "ko": "대체한 파일: {files}"}


def publish(
    model: ModelFolder,
    roster: Annotated[
        Path,
        typer.Argument(
            help="plan.json of a plan, or a roster file, CSV or XLSX.", show_default=False
        ),
    ],
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Publish although hard rules are broken.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of what is published for its days.")
    ] = False,
    method: Method = None,
    lang: Language = None,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Publish a roster: it goes into rosters/ of the model, and the next one continues it.

    The referee judges it first; exit code 3 if a hard rule is broken. balance.csv then says
    who has had what, and the next roster evens it out as far as the center's rules ask.
    """
    from staffing.cli.balance import show
    from staffing.evaluation.referee import evaluate
    from staffing.io.balance_csv import FILE
    from staffing.io.model_folder import read_model
    from staffing.io.publishing import publish_roster
    from staffing.pipe import prepare
    from staffing.reports.facts import Report
    from staffing.reports.figures import breach_lines
    from staffing.reports.terminal import BREACHES
    from staffing.reports.words import Words

    inputs = read_model(model)
    words = Words(lang or inputs.center.language)
    made = _read(roster, inputs.center)
    problem = prepare(inputs, made.horizon, method).problem
    verdict = evaluate(problem, made)
    for line in breach_lines(Report(problem, made, verdict), words, BREACHES):
        typer.echo(f"! {line}", err=True)
    if not verdict.legal and not anyway:
        times = "once" if len(verdict.breaches) == 1 else f"{len(verdict.breaches)} times"
        raise InputError(
            str(roster),
            f"hard rules are broken {times}, so it is not published",
            todo="correct it, or publish it all the same with --anyway",
        )
    done = publish_roster(model, problem, made, replace=replace)
    if not quiet and not as_json:
        screen = console()
        span = words.span(made.horizon.first, made.horizon.last)
        files = f"{done.path}, {model / FILE}"
        screen.print(_DONE[words.language].format(span=span, duties=len(made.duties)))
        screen.print(_FILES[words.language].format(files=files), soft_wrap=True)
        if done.replaced:
            gone = ", ".join(str(path) for path in done.replaced)
            screen.print(_GONE[words.language].format(files=gone), soft_wrap=True)
        screen.print()
    show(done.inputs, None, None, lang, as_json=as_json, published=done.path)


def _read(path: Path, center: CallCenter) -> Roster:
    if path.suffix.lower() == ".json":
        from staffing.io.plan_json import read_plan

        return read_plan(path).roster
    from staffing.io.model_folder import days_of
    from staffing.io.roster_files import read_roster

    return read_roster(path, center, days_of(path))
