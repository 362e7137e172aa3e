"""Rosters in and out: list form (목록형) and calendar form (달력형), CSV and Excel."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon, week_of
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.errors import InputError
from staffing.io.faults import Faults
from staffing.io.files import write_text
from staffing.io.roster_calendar import calendar_heading, calendar_rows, read_calendar
from staffing.io.roster_list import list_heading, list_rows, read_list
from staffing.io.tables import Sheet, read_sheets

LONGEST = 400
"""Days of one horizon."""
SEARCHED = 10
"""How many rows from the top may hold the heading."""


def write_roster_csv(
    problem: Problem,
    roster: Roster,
    path: str | Path,
    form: Literal["list", "calendar"] = "list",
) -> None:
    """Write a roster as CSV that Excel opens with its Korean intact (UTF-8 with a mark).

    Parameters
    ----------
    problem
        Names the people and shifts.
    roster
        Of known people and shifts.
    path
        The file.
    form
        ``list``: one line per duty. ``calendar``: people down, dates across.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    rows = list_rows(problem, roster) if form == "list" else calendar_rows(problem, roster)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    write_text(path, text.getvalue(), "utf-8-sig")


def read_roster(
    path: str | Path,
    center: CallCenter,
    horizon: Horizon | None = None,
    former: Collection[str] | None = None,
) -> Roster:
    """Return the roster of a file in list or calendar form, CSV or Excel.

    Parameters
    ----------
    path
        Of a workbook, the first sheet that holds a roster counts.
    center
        Knows the people and shifts.
    horizon
        The days it is for; the whole weeks around its dates when left out.
    former
        Given for a published roster: ids of people who have left since. In its list form, shifts
        may then be gone or have other times than now, and breaks be gone.

    Raises
    ------
    InputError
        For each unknown person or shift, duplicate duty and date outside the horizon,
        with its place; several are reported together.
    """
    sheet, form, heading = _find(read_sheets(Path(path)))
    if form == "list":
        duties = read_list(sheet, heading, center, former)
        dates = [duty.day for duty, _ in duties]
    else:
        duties, dates = read_calendar(sheet, heading, center, horizon)
    if horizon is None:
        if not dates:
            raise InputError(sheet.where, "there is no duty in it", "a line for each duty")
        horizon = _weeks(sheet.where, min(dates), max(dates))
    _check(duties, horizon)
    return Roster(horizon=horizon, duties=tuple(duty for duty, _ in duties))


def _find(sheets: Sequence[Sheet]) -> tuple[Sheet, str, int]:
    for sheet in sheets:
        heading = list_heading(sheet, SEARCHED)
        if heading is not None:
            return sheet, "list", heading
        heading = calendar_heading(sheet, SEARCHED)
        if heading is not None:
            return sheet, "calendar", heading
    first = sheets[0]
    raise InputError(
        first.where,
        f"no roster is found; the first row is {', '.join(filter(None, first.rows[0].cells))}",
        "columns counselor, date, shift; or people down and dates across",
        "name the columns as listed",
    )


def _weeks(where: str, first: dt.date, last: dt.date) -> Horizon:
    monday, sunday = week_of(first)[0], week_of(last)[-1]
    days = (sunday - monday).days + 1
    if days > LONGEST:
        raise InputError(
            where,
            f"its dates reach from {first} to {last}",
            f"at most {LONGEST} days in one file",
            "correct the date",
        )
    return Horizon(first=monday, days=days)


def _check(duties: Sequence[tuple[Duty, str]], horizon: Horizon) -> None:
    faults = Faults()
    places: dict[tuple[str, dt.date], str] = {}
    for duty, place in duties:
        key = (duty.counselor, duty.day)
        if duty.day not in horizon:
            faults.add(
                InputError(
                    place,
                    f"{duty.day} is not one of the planned days",
                    f"{horizon.first} to {horizon.last}",
                    "correct the date, or name the days the roster is for",
                )
            )
        if key in places:
            before = places[key].rsplit(", ", 1)[-1]
            faults.add(
                InputError(
                    place,
                    f"{duty.counselor!r} has a second duty on {duty.day}, the first in {before}",
                    "one duty a day",
                    "delete one of them",
                )
            )
        places.setdefault(key, place)
    faults.check()
