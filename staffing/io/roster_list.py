"""The list form of a roster (목록형): one line per duty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from staffing.domain.center import CallCenter
from staffing.domain.days import WEEKDAYS
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.errors import InputError
from staffing.io.columns import Table, check_bare, find_columns
from staffing.io.dates import read_date
from staffing.io.faults import Faults
from staffing.io.headings import ROSTER, normal
from staffing.io.roster_cells import People, check_above, is_off, read_shift
from staffing.io.tables import Row, Sheet
from staffing.io.times import read_time
from staffing.units import MINUTES_PER_DAY, clock, parse_clock

COLUMNS = ("counselor", "name", "date", "weekday", "shift", "start", "end")
_KOREAN_DAYS = "월화수목금토일"


def list_rows(problem: Problem, roster: Roster) -> Iterator[tuple[str, ...]]:
    """Yield the heading and the lines of a roster, a column for the start of each break."""
    center = problem.center
    yield (*COLUMNS, *center.pause)
    for duty in roster.duties:
        shift = center.shift[duty.shift]
        starts = {pause.code: clock(pause.start) for pause in duty.breaks}
        yield (
            duty.counselor,
            center.counselor[duty.counselor].name,
            f"{duty.day}",
            WEEKDAYS[duty.day.weekday()],
            duty.shift,
            clock(shift.start),
            clock(shift.end),
            *(starts.get(code, "") for code in center.pause),
        )


def list_heading(sheet: Sheet, rows: int) -> int | None:
    """Return the index of the heading row of a list form, None if there is none."""
    for index, row in enumerate(sheet.rows[:rows]):
        names = {ROSTER.get(normal(cell)) for cell in row.cells}
        if {"date", "shift"} <= names and names & {"counselor", "name"}:
            return index
    return None


def read_list(
    sheet: Sheet, heading: int, center: CallCenter, former: Collection[str] | None = None
) -> list[tuple[Duty, str]]:
    """Return the duties of a list form, each with its place.

    Parameters
    ----------
    sheet, heading
        The table, and the index of its heading row.
    center
        Knows the people, shifts and breaks.
    former
        Ids of people who have left, for a published roster, which also may name shifts and
        breaks of before, with their times; None for a roster of today.

    Raises
    ------
    InputError
        For every cell that cannot be read, with its line and column.
    """
    head = sheet.rows[heading]
    breaks = {normal(code): code for code in center.pause}
    breaks |= {normal(b.name): b.code for b in center.pause.values() if normal(b.name)}
    aliases: Mapping[str, str] = {**breaks, **ROSTER}
    cells = list(head.cells)
    if former is not None:
        below = sheet.rows[heading + 1 :]
        cells = ["" if _old_break(i, cells, below, aliases) else c for i, c in enumerate(cells)]
    columns, faults = find_columns(cells, aliases, f"{sheet.where}, line {head.line}")
    table = Table(sheet.where, columns, sheet.rows[heading + 1 :])
    people = People(center, former)
    check_bare(sheet.where, head, table.rows, faults)
    check_above(sheet, heading, people, faults)
    faults.check()
    duties: list[tuple[Duty, str]] = []
    for row in table.rows:
        with faults.catching():
            duty = _duty(table, row, center, people, published=former is not None)
            if duty is not None:
                duties.append((duty, table.place(row)))
    faults.check()
    return duties


def _old_break(
    index: int, cells: Sequence[str], rows: Sequence[Row], aliases: Mapping[str, str]
) -> bool:
    """Return whether a column of an unknown name holds times only: a break of before."""
    if normal(cells[index]) in aliases:
        return False
    return all(not text or _clock(text) is not None for text in (r.cell(index) for r in rows))


def _duty(
    table: Table, row: Row, center: CallCenter, people: People, *, published: bool
) -> Duty | None:
    faults = Faults()
    who, day, shift = "", dt.date.min, ""
    with faults.catching():
        who = _person(table, row, center, people)
    with faults.catching():
        day = read_date(table.get(row, "date"), table.place(row, "date"))
        _check_weekday(table, row, day)
    text = table.get(row, "shift")
    if is_off(text, center):
        told = [name for name in ("start", "end", *center.pause) if table.get(row, name)]
        if told:
            what = f"there is a {told[0]}, but the shift is {text or 'empty'}"
            faults.add(InputError(table.place(row, "shift"), what, todo="name the shift"))
        faults.check()
        return None
    pauses: tuple[Pause, ...] = ()
    with faults.catching():
        timed = table.get(row, "start") and table.get(row, "end")
        if published and timed and text not in center.shift:
            shift = text
        else:
            shift = read_shift(text, center, table.place(row, "shift"))
        if not published:
            _check_span(table, row, center, shift)
        pauses = _pauses(table, row, center)
    faults.check()
    return Duty(counselor=who, day=day, shift=shift, breaks=pauses)


def _person(table: Table, row: Row, center: CallCenter, people: People) -> str:
    text, name = table.get(row, "counselor"), table.get(row, "name")
    if not text:
        return people.find(name, table.place(row, "name"))
    who = people.find(text, table.place(row, "counselor"))
    known = center.counselor[who].name if who in center.counselor else ""
    if name and known and name not in {known, who}:
        raise InputError(
            table.place(row, "name"),
            f"found {name!r}, but {who!r} is {known!r}",
            todo="correct the id or the name",
        )
    return who


def _check_weekday(table: Table, row: Row, day: dt.date) -> None:
    text = table.get(row, "weekday")
    said = text[:3].capitalize() if text.isascii() else text[:1]
    if text and said not in {WEEKDAYS[day.weekday()], _KOREAN_DAYS[day.weekday()]}:
        raise InputError(
            table.place(row, "weekday"),
            f"found {text!r}, but {day} is a {day:%A}",
            todo="correct the date, or empty the weekday",
        )


def _check_span(table: Table, row: Row, center: CallCenter, code: str) -> None:
    shift = center.shift[code]
    for column, minutes in (("start", shift.start), ("end", shift.end)):
        text = table.get(row, column)
        if text and _clock(text) not in {minutes, minutes % MINUTES_PER_DAY}:
            raise InputError(
                table.place(row, column),
                f"found {text!r}, but shift {code!r} is {clock(shift.start)}-{clock(shift.end)}",
                todo="change the shift, or empty the time",
            )


def _pauses(table: Table, row: Row, center: CallCenter) -> tuple[Pause, ...]:
    found = []
    for code in center.pause:
        text = table.get(row, code)
        if text:
            start = _clock(text)
            if start is None:
                raise InputError(table.place(row, code), f"found {text!r}", "a time such as 12:00")
            found.append(Pause(code=code, start=start))
    return tuple(sorted(found, key=lambda pause: pause.start))


def _clock(text: str) -> int | None:
    # Only parse_clock knows the times after midnight of an overnight shift.
    try:
        return parse_clock(text)
    except InputError:
        return read_time(text)
