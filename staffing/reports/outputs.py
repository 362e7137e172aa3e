"""All files of a roster in one folder."""

from __future__ import annotations

from pathlib import Path

from staffing.domain.center import Language
from staffing.domain.outcome import Plan
from staffing.errors import OutputError
from staffing.io.files import check_ours, safe_folder
from staffing.io.icalendar_files import calendar_names, write_calendars
from staffing.io.plan_json import write_plan
from staffing.io.roster_files import write_roster_csv
from staffing.reports.facts import Report
from staffing.reports.html import write_html
from staffing.reports.workbook import write_workbook

PAGE, BOOK, LIST, PLAN = "roster.html", "roster.xlsx", "roster.csv", "plan.json"


def open_folder(folder: str | Path, calendars: tuple[str, ...], *, overwrite: bool = False) -> Path:
    """Return an output folder into which every file of a roster can be written.

    Parameters
    ----------
    folder
        Created if need be.
    calendars
        Names of the calendar files.
    overwrite
        Whether files that somebody else wrote or edited may be replaced.

    Raises
    ------
    OutputError
        If the folder cannot be written, or a file in it is not ours; nothing is written.
    """
    path = safe_folder(folder, overwrite)
    for name in (PAGE, BOOK, LIST, PLAN, *calendars):
        try:
            check_ours(path / name)
        except OutputError as error:
            raise OutputError(
                error.where,
                error.found,
                todo="move it away, name another folder with --out, or use --overwrite",
            ) from None
    return path


def write_outputs(
    plan: Plan,
    folder: str | Path,
    language: Language | None = None,
    *,
    overwrite: bool = False,
) -> list[Path]:
    """Write the page, the workbook, the list, the calendars and plan.json of a plan.

    Parameters
    ----------
    plan
        With a roster.
    folder
        Created if need be.
    language
        The center's own when left out.
    overwrite
        Whether files that somebody else wrote or edited may be replaced.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    NoRosterError, InfeasibleError
        If the plan has no roster.
    OutputError
        If a file cannot be written or is not ours.
    """
    language = language or plan.problem.center.language
    report = Report.of(plan, plan.problem.curves.notes)
    path = open_folder(folder, calendar_names(plan.problem.center), overwrite=overwrite)
    write_html(report, path / PAGE, language)
    write_workbook(report, path / BOOK, language)
    write_roster_csv(plan.problem, plan.roster, path / LIST)
    write_plan(plan, path / PLAN)
    calendars = write_calendars(plan, path, language=language)
    return [path / PAGE, path / BOOK, path / LIST, path / PLAN, *calendars]
