"""Plain tables with a heading row: which column is what, and no column left unread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from staffing.errors import InputError
from staffing.io.faults import Faults, hint
from staffing.io.headings import normal
from staffing.io.tables import Row, read_sheets


class Table(NamedTuple):
    """The rows below a heading row, and the column of each canonical name."""

    where: str
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    def place(self, row: Row, column: str = "") -> str:
        """Return how an error names a cell, or the row."""
        return f"{self.where}, line {row.line}" + (f", column {column}" if column else "")

    def get(self, row: Row, column: str) -> str:
        """Return the text of a cell, empty where the column is missing."""
        return row.cell(self.columns.get(column))


def read_table(path: Path, aliases: Mapping[str, str], needed: Sequence[str]) -> Table:
    """Return the table of a file whose first row is the heading.

    Parameters
    ----------
    path
        CSV or Excel; of a workbook the first sheet counts.
    aliases
        Canonical name by normal heading.
    needed
        Canonical names that must be there.

    Raises
    ------
    InputError
        If a column is unknown, stands twice, or is missing.
    """
    sheet = read_sheets(path)[0]
    head, *rows = sheet.rows
    columns, faults = find_columns(head.cells, aliases, f"{sheet.where}, line {head.line}")
    check_bare(sheet.where, head, rows, faults)
    missing = [name for name in needed if name not in columns]
    if missing:
        faults.add(
            InputError(
                f"{sheet.where}, line {head.line}",
                f"column {missing[0]!r} is missing; found: {', '.join(head.cells)}",
                f"needed: {', '.join(needed)}",
            )
        )
    faults.check()
    return Table(sheet.where, columns, tuple(rows))


def find_columns(
    cells: Sequence[str], aliases: Mapping[str, str], where: str
) -> tuple[dict[str, int], Faults]:
    """Return the column of each canonical name, and what is wrong with the headings."""
    columns: dict[str, int] = {}
    faults = Faults()
    names = list(dict.fromkeys(aliases.values()))
    for index, heading in enumerate(cells):
        name = aliases.get(normal(heading))
        if not heading:
            continue
        if name is None:
            near = hint(heading.casefold(), names)
            faults.add(
                InputError(where, f"unknown column {heading!r}", f"known: {', '.join(names)}", near)
            )
        elif name in columns:
            faults.add(
                InputError(where, f"column {name!r} stands twice", "once", "delete one of them")
            )
        else:
            columns[name] = index
    return columns, faults


def check_bare(where: str, head: Row, rows: Sequence[Row], faults: Faults) -> None:
    """Remember cells without a heading: nobody would read them.

    A list whose commas were not quoted spills over its columns in this way.
    """
    bare = [i for i, heading in enumerate(head.cells) if not heading]
    width = len(head.cells)
    for row in rows:
        found = [cell for cell in (*(map(row.cell, bare)), *row.cells[width:]) if cell]
        if found:
            faults.add(
                InputError(
                    f"{where}, line {row.line}",
                    f"found {found[0]!r} in a column without a heading",
                    f"columns: {', '.join(filter(None, head.cells))}",
                    "name the column; join lists in a cell with semicolons",
                )
            )
