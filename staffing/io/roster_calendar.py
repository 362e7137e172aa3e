"""The calendar form of a roster (달력형): people down, dates across, a shift in each cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.errors import InputError
from staffing.io.dates import HOW, maybe_date, month_day
from staffing.io.faults import Faults
from staffing.io.headings import ROSTER, normal
from staffing.io.roster_cells import People, check_above, is_off, read_duty_cell, write_duty_cell
from staffing.io.tables import Row, Sheet
from staffing.io.times import number

_WEEKDAYS = {*"월화수목금토일", "mon", "tue", "wed", "thu", "fri", "sat", "sun"}


def calendar_rows(problem: Problem, roster: Roster) -> Iterator[tuple[str, ...]]:
    """Yield the heading and the lines of a roster, a column for each date."""
    yield ("counselor", "name", *(f"{day}" for day in roster.horizon.dates))
    for counselor in problem.center.counselors:
        duties = (roster.of.get((counselor.id, day)) for day in roster.horizon.dates)
        cells = (
            "-" if d is None else write_duty_cell(problem.center.shift[d.shift], d.breaks)
            for d in duties
        )
        yield (counselor.id, counselor.name, *cells)


def calendar_heading(sheet: Sheet, rows: int) -> int | None:
    """Return the index of the row of dates, None if there is none."""
    counts = [
        sum(maybe_date(cell) is not None or month_day(cell) is not None for cell in row.cells)
        for row in sheet.rows[:rows]
    ]
    most = max(counts, default=0)
    if most == 0 or (most == 1 and counts[0] == 0):
        return None
    return counts.index(most)


def read_calendar(
    sheet: Sheet, heading: int, center: CallCenter, horizon: Horizon | None
) -> tuple[list[tuple[Duty, str]], list[dt.date]]:
    """Return the duties of a calendar form, each with its place, and the dates it covers.

    Rows and columns that hold nothing but numbers, such as heads per shift or hours per
    person, are no part of the roster.

    Raises
    ------
    InputError
        For every cell that cannot be read, with its line and column.
    """
    head = sheet.rows[heading]
    faults = Faults()
    dates = _dates(sheet, head, horizon, faults)
    people = People(center)
    check_above(sheet, heading, people, faults)
    faults.check()
    who_columns = _who_columns(head, min(dates))
    rows = sheet.rows[heading + 1 :]
    duties: list[tuple[Duty, str]] = []
    for row in rows:
        text = next((row.cell(c) for c in who_columns if row.cell(c)), "")
        if not people.knows(text) and _no_duties(row, dates, center):
            continue
        with faults.catching():
            who = people.find(text, f"{sheet.where}, line {row.line}")
            for column, day in dates.items():
                cell = row.cell(column)
                if is_off(cell, center):
                    continue
                place = f"{sheet.where}, line {row.line}, column {head.cells[column]}"
                with faults.catching():
                    shift, pauses = read_duty_cell(cell, center, place)
                    duty = Duty(counselor=who, day=day, shift=shift, breaks=pauses)
                    duties.append((duty, place))
    _check_other_columns(sheet, head, rows, [*dates, *who_columns], center, faults)
    faults.check()
    return duties, list(dates.values())


def _dates(sheet: Sheet, head: Row, horizon: Horizon | None, faults: Faults) -> dict[int, dt.date]:
    planned = {(d.month, d.day): d for d in horizon.dates} if horizon else {}
    dates: dict[int, dt.date] = {}
    for column, text in enumerate(head.cells):
        place = f"{sheet.where}, line {head.line}"
        day = maybe_date(text)
        short = month_day(text) if day is None else None
        if short is not None:
            day = planned.get(short)
            if day is None:
                why = "is not one of the planned days" if horizon else "names no year"
                faults.add(InputError(place, f"the date {text!r} {why}", todo=HOW))
        if day is None:
            continue
        if day in dates.values():
            faults.add(InputError(place, f"{day} stands over two columns", "each date once"))
        dates[column] = day
    return dates


def _who_columns(head: Row, first: int) -> list[int]:
    named = {ROSTER.get(normal(head.cell(column))): column for column in range(first)}
    found = [named[name] for name in ("counselor", "name") if name in named]
    return found or [0]


def _no_duties(row: Row, dates: dict[int, dt.date], center: CallCenter) -> bool:
    """Return whether a row of nobody known holds only numbers, weekdays and empty cells."""
    return all(
        cell not in center.shift
        and (is_off(cell, center) or number(cell) is not None or cell.casefold() in _WEEKDAYS)
        for cell in map(row.cell, dates)
    )


def _check_other_columns(
    sheet: Sheet,
    head: Row,
    rows: tuple[Row, ...],
    known: list[int],
    center: CallCenter,
    faults: Faults,
) -> None:
    # A mistyped date must not make its column vanish.
    for column in range(max(len(row.cells) for row in (head, *rows))):
        codes = [row.cell(column).split()[:1] for row in rows]
        if column not in known and any(code and code[0] in center.shift for code in codes):
            faults.add(
                InputError(
                    f"{sheet.where}, line {head.line}",
                    f"the column {head.cell(column)!r} holds shifts, but its heading is no date",
                    todo=HOW,
                )
            )
