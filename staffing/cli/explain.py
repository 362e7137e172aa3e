"""``staffing explain``: why there is no roster, why this one, what each rule costs."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import DayCount, From, Language, Method, ModelFolder, horizon_of
from staffing.errors import NoRosterError, UsageError

if TYPE_CHECKING:
    from staffing.domain.horizon import Horizon
    from staffing.domain.outcome import Plan
    from staffing.explanation.why import Answer
    from staffing.solver.settings import SolveSettings


def explain(
    model: ModelFolder,
    plan: Annotated[
        Path | None,
        typer.Argument(help="plan.json of a roster. Left out: why there is none."),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option("--why", help="Why is it so: C04@2026-12-06, or with a shift @E."),
    ] = None,
    why_not: Annotated[
        str | None,
        typer.Option("--why-not", help="Why not otherwise: C09@2026-12-02, or with a shift @E."),
    ] = None,
    short: Annotated[
        str | None,
        typer.Option("--short", help="Why a slot is short: 2026-12-02T12:30, or @QUEUE."),
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="What each rule costs.")] = False,
    who: Annotated[
        str | None,
        typer.Option(
            "--candidates",
            help="Who could take one more shift, 2026-12-02@E; or that of who falls out, "
            "2026-12-02@E@C03.",
        ),
    ] = None,
    first: From = None,
    days: DayCount = 7,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Write the best-effort roster to this CSV file; not legal."),
    ] = None,
    limit: Annotated[
        float, typer.Option("--time-limit", help="Seconds for each search.", min=0.1)
    ] = 15,
    method: Method = None,
    lang: Language = None,
) -> None:
    """Explain a roster, or why there is none, in sentences.

    Example: staffing explain models/cheonan roster-2026-11-30/plan.json --why C04@2026-12-06
    """
    asked = [option for option in (why, why_not, short, who) if option is not None]
    from staffing.solver.settings import SolveSettings

    if plan is None:
        if asked or rules:
            raise UsageError("PLAN", "none given", "questions are about the plan.json of a roster")
        tight = SolveSettings(time_limit_s=limit, gap=0.02)
        _no_roster(model, horizon_of(first, days), method, lang, tight, out)
        return
    if out is not None:
        raise UsageError("--out", f"found {out}", "it is for the week without a plan")
    from staffing.cli.running import read_plan_of
    from staffing.explanation.answers import answer_text

    known = read_plan_of(model, plan)
    language = lang or known.problem.center.language
    settings = SolveSettings(time_limit_s=limit)
    for text, otherwise in ((why, False), (why_not, True)):
        if text is not None:
            typer.echo(answer_text(_person(known, text, settings, otherwise=otherwise), language))
    if short is not None:
        _short(known, short, settings, language)
    if rules:
        _rules(known, settings, language)
    if who is not None:
        _candidates(known, who, language)
    _close(known, language, asked=bool(asked or rules))


def _close(plan: Plan, language: str, *, asked: bool) -> None:
    """Say how good a plan is if nothing else was asked, and what the answers rest on."""
    from staffing.explanation.answers import how_good, near_exact

    if not asked:
        typer.echo(how_good(plan, language))
    if plan.problem.curves.of_one_roster:
        typer.echo(near_exact(language))


def _no_roster(
    model: Path,
    horizon: Horizon,
    method: str | None,
    lang: str | None,
    settings: SolveSettings,
    out: Path | None,
) -> None:
    from staffing.cli.running import read_and_check
    from staffing.explanation.conflict import why_no_roster
    from staffing.explanation.words import reason_text, ways_out_text
    from staffing.io.roster_files import write_roster_csv
    from staffing.pipe import prepare

    inputs = read_and_check(model, horizon)
    problem = prepare(inputs, horizon, method).problem
    language = lang or inputs.center.language
    # The reason is known long before the ways out are.
    try:
        found = why_no_roster(
            problem, settings, told=lambda conflict: typer.echo(reason_text(conflict, language))
        )
    except UsageError as error:
        command = f"staffing roster {model} --from {horizon.first} --days {horizon.days}"
        raise UsageError(error.where, error.found, todo=f"plan it: {command}") from None
    typer.echo(ways_out_text(found, language))
    if out is None:
        return
    if found.roster is None:
        raise NoRosterError("--out", "no best-effort roster was found", todo="more time")
    write_roster_csv(problem, found.roster, out)
    typer.echo(f"{out}")


def _person(plan: Plan, text: str, settings: SolveSettings, *, otherwise: bool) -> Answer:
    from staffing.explanation.why import why_not, why_works

    who, day, *rest = _parts(text, "C04@2026-12-06 or C04@2026-12-06@E")
    date, shift = _date(day), "".join(rest)
    keeps = not otherwise if shift else plan.roster.works(who, date)
    ask = why_works if keeps else why_not
    return ask(plan, who, date, shift, settings)


def _short(plan: Plan, text: str, settings: SolveSettings, language: str) -> None:
    from staffing.explanation.answers import answer_text, slot_text
    from staffing.explanation.why import why_short
    from staffing.units import parse_clock

    moment, _, code = text.partition("@")
    day, _, time = moment.partition("T")
    if not time:
        raise UsageError("--short", f"found {text!r}", "for example 2026-12-02T12:30")
    codes = [queue.code for queue in plan.problem.center.queues]
    if code and code not in codes:
        raise UsageError("--short", f"found queue {code!r}", f"queues are {', '.join(codes)}")
    queue = codes.index(code) if code else 0
    answer = why_short(plan, _date(day), parse_clock(time, "--short"), queue, settings)
    typer.echo(slot_text(answer, language))
    typer.echo(answer_text(answer, language))


def _rules(plan: Plan, settings: SolveSettings, language: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from staffing.explanation.answers import rule_cost_text
    from staffing.explanation.costs import rule_costs

    # The engine works outside of Python, so threads are side by side; one for each search.
    alone = settings.model_copy(update={"workers": 1})
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for item in rule_costs(plan, pool, alone):
            typer.echo(rule_cost_text(item, language))


def _candidates(plan: Plan, text: str, language: str) -> None:
    from staffing.explanation.answers import candidate_text, candidates_head, no_candidate
    from staffing.explanation.candidates import candidates, without_duty

    day, shift, *rest = _parts(text, "2026-12-02@E or 2026-12-02@E@C03")
    date, gone = _date(day), "".join(rest)
    roster = plan.roster if not gone else without_duty(plan.roster, gone, date, shift)
    found = [c for c in candidates(plan.problem, roster, date, shift) if c.counselor != gone]
    if found:
        typer.echo(candidates_head(date, shift, language, gone))
    for item in found:
        typer.echo(candidate_text(plan.problem, item, language))
    if not found:
        typer.echo(no_candidate(date, shift, language))


def _parts(text: str, example: str, most: int = 3) -> list[str]:
    parts = text.split("@")
    if not 2 <= len(parts) <= most or not all(parts):
        raise UsageError("staffing explain", f"found {text!r}", f"for example {example}")
    return parts


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            "staffing explain", f"found {text!r}", "a date is YYYY-MM-DD, for example 2026-11-30"
        ) from None
