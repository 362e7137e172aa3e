"""Finding the table in a report: which row is the heading, which column is what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from staffing.errors import InputError
from staffing.io.faults import hint
from staffing.io.headings import HISTORY, IGNORED_BLOCKS, TOTALS, normal
from staffing.io.tables import Row, Sheet

SEARCHED = 10
"""How many rows from the top may hold the heading."""

CANONICAL = ("date", "start", "offered", "handled", "abandoned", "aht_s", "queue")
COUNTS = ("offered", "handled", "abandoned")
_YEAR = re.compile(r"(20\d\d)\s*(?:년|\b)")


class Layout(NamedTuple):
    """Where the columns of a sheet are, and the rows below the heading.

    Parameters
    ----------
    where
        File, and sheet of a workbook.
    line
        Line of the heading.
    columns
        Column by canonical name.
    names
        Heading by canonical name, as the file writes it.
    rows
        Data rows; rows that sum up others are left out.
    year
        The year that the title rows name, for dates without one.
    notes
        What was dropped or not read.
    """

    where: str
    line: int
    columns: dict[str, int]
    names: dict[str, str]
    rows: tuple[Row, ...]
    year: int | None
    notes: tuple[str, ...]

    def get(self, row: Row, name: str) -> str:
        """Return the text of a cell, empty where the column is missing."""
        return row.cell(self.columns.get(name))

    def place(self, row: Row, name: str = "") -> str:
        """Return how an error names a cell, or the row."""
        column = self.names.get(name, name)
        return f"{self.where}, line {row.line}" + (f", column {column}" if column else "")


class _Heading(NamedTuple):
    last: int
    labels: tuple[str, ...]
    columns: dict[str, list[int]]

    @property
    def score(self) -> tuple[bool, bool, int]:
        when = bool({"date", "start"} & set(self.columns))
        return when, bool(set(COUNTS) & set(self.columns)), len(self.columns)


def find_layout(sheet: Sheet) -> Layout:
    """Return the layout of a history sheet.

    Raises
    ------
    InputError
        If a needed column is missing or stands twice; it lists what was found.
    """
    heading = max(_headings(sheet.rows), key=lambda h: (h.score, -h.last))
    line = sheet.rows[heading.last].line
    where = f"{sheet.where}, line {line}"
    columns: dict[str, int] = {}
    for name, found in heading.columns.items():
        if len(found) > 1 and name != "unclear":
            labels = " and ".join(repr(heading.labels[i]) for i in found)
            raise InputError(
                where, f"{labels} both mean {name!r}", "one column each", "delete one of them"
            )
        columns[name] = found[0]
    names = {name: heading.labels[column] for name, column in columns.items()}
    _check_needed(where, heading.labels, columns)
    unread = _unread(where, heading, columns)
    rows, dropped = _data_rows(sheet.rows[heading.last + 1 :], columns)
    notes = []
    if unread:
        notes.append(f"columns not read: {', '.join(unread)}")
    if dropped:
        notes.append(f"{len(dropped)} rows of totals dropped, the first in line {dropped[0].line}")
    title = " ".join(cell for row in sheet.rows[: heading.last] for cell in row.cells)
    years = set(_YEAR.findall(title))
    year = int(years.pop()) if len(years) == 1 else None
    return Layout(sheet.where, line, columns, names, rows, year, tuple(notes))


def _headings(rows: Sequence[Row]) -> list[_Heading]:
    found = []
    for index, row in enumerate(rows[:SEARCHED]):
        found.append(_heading(index, row.cells, ()))
        if index:
            found.append(_heading(index, row.cells, rows[index - 1].cells))
    return found


def _heading(index: int, cells: tuple[str, ...], above: tuple[str, ...]) -> _Heading:
    width = max(len(cells), len(above))
    labels, columns, block = [], dict[str, list[int]](), ""
    for column in range(width):
        own = cells[column] if column < len(cells) else ""
        top = above[column] if column < len(above) else ""
        block = top or block
        label = own or top
        labels.append(f"{block} {own}".strip() if above and own and block else label)
        skipped = any(normal(block).startswith(name) for name in IGNORED_BLOCKS)
        name = HISTORY.get(normal(label)) or HISTORY.get(normal(labels[-1]))
        if name is not None and not skipped:
            columns.setdefault(name, []).append(column)
    return _Heading(index, tuple(labels), columns)


def _check_needed(where: str, labels: tuple[str, ...], columns: dict[str, int]) -> None:
    missing = [] if {"date", "start"} & set(columns) else ["date", "start"]
    if "date" in columns and "start" not in columns and "end" in columns:
        missing.append("start")
    if "offered" not in columns and not {"handled", "abandoned"} <= set(columns):
        missing.append("offered")
    if not missing:
        return
    near = [hint(label.casefold(), [missing[0]]) for label in labels]
    raise InputError(
        where,
        f"column {missing[0]!r} is missing; found: {', '.join(filter(None, labels))}",
        f"needed: {', '.join(CANONICAL[:3])}; also read: {', '.join(CANONICAL[3:])}",
        next(filter(None, near), "name the column as listed, or as its vendor does"),
    )


def _unread(where: str, heading: _Heading, columns: dict[str, int]) -> list[str]:
    read = set(columns.values())
    unread = [label for i, label in enumerate(heading.labels) if label and i not in read]
    for label in unread:
        near = hint(label.casefold(), [n for n in CANONICAL if n not in columns], 0.8)
        if near:
            raise InputError(
                where,
                f"unknown column {label!r}",
                f"read: {', '.join(CANONICAL)}",
                f"{near} if not, rename it",
            )
    return unread


def _data_rows(rows: Sequence[Row], columns: dict[str, int]) -> tuple[tuple[Row, ...], list[Row]]:
    when = [columns[name] for name in ("date", "start", "queue") if name in columns]
    kept: list[Row] = []
    dropped: list[Row] = []
    for row in rows:
        total = any(normal(row.cell(column)) in TOTALS for column in when)
        # A total's label may stand in any column if no date or time stands beside it.
        bare = not any(row.cell(column) for column in when)
        total = total or (bare and any(normal(cell) in TOTALS for cell in row.cells))
        (dropped if total else kept).append(row)
    return tuple(kept), dropped
