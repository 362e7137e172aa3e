"""Styles and safe cells for the workbook.

Imports openpyxl and this room's colors; loaded when a workbook is made.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from staffing.reports import colors
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, clock

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles.cell_style import StyleArray
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "맑은 고딕"
"""Comes with every Korean Excel; others substitute their own."""

HEAD = "#eef1f4"
"""Background of headings."""

WHOLE, TENTH, HUNDREDTH = "#,##0", "#,##0.0", "#,##0.00"
PERCENT, SIGNED, TIME = "0.0%", "+0.0;[Red]-0.0;0.0", "hh:mm"

_RISKY = ("=", "+", "-", "@", "\t", "\r")
_LONG = 14
_HAIR = Side(style="thin", color="C5CDD5")
_THICK = Side(style="medium", color=colors.RED[1:].upper())
_BORDERS = {
    "none": Border(),
    "grid": Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR),
    "alarm": Border(left=_THICK, right=_THICK, top=_THICK, bottom=_THICK),
}
_ALIGNMENTS = {
    "center": Alignment(horizontal="center", vertical="center", wrap_text=True),
    "left": Alignment(horizontal="left", vertical="center", indent=1),
    "plain": Alignment(horizontal="left", vertical="center"),
    "wrapped": Alignment(horizontal="left", vertical="top", wrap_text=True),
}


class Look(NamedTuple):
    """How a cell looks; equal looks share one style of the workbook.

    Parameters
    ----------
    form
        Number format.
    bold, size, color, background
        Colors are ``#rrggbb``; no background is none.
    align
        How the text stands; texts left and all else in the middle, if left out.
    border
        ``alarm`` is thick and red.
    quoted
        Whether the cell is marked as text, for what looks like a formula.
    """

    form: str = ""
    bold: bool = False
    size: float = 10
    color: str = colors.DARK
    background: str = ""
    align: Literal["center", "left", "plain", "wrapped"] | None = None
    border: Literal["none", "grid", "alarm"] = "grid"
    quoted: bool = False


_styles: WeakKeyDictionary[Workbook, dict[Look, StyleArray]] = WeakKeyDictionary()


def fill(color: str) -> PatternFill:
    """Return a plain background, ``#rrggbb``."""
    return PatternFill("solid", start_color=color[1:].upper(), end_color=color[1:].upper())


def put(
    sheet: Worksheet, row: int, column: int, value: object, form: str = "", **look: Any
) -> Cell:
    """Write a cell; a text stays a text, whatever it begins with.

    Parameters
    ----------
    sheet, row, column
        Where, counted from 1.
    value
        Text, number, date or time; None leaves the cell empty.
    form
        Number format.
    **look
        See `Look`.
    """
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, float) and math.isinf(value):
        value = "∞"  # a workbook knows no infinite number
    if value is not None:
        cell.value = value
    text = isinstance(value, str)
    wanted = Look(form, **look)
    if text:
        cell.data_type = "s"
        wanted = wanted._replace(quoted=str(value).startswith(_RISKY))
    if wanted.align is None:
        beside: Literal["left", "plain"] = "plain" if wanted.border == "none" else "left"
        wanted = wanted._replace(align=beside if text else "center")
    _dress(cell, wanted)
    return cell


def _dress(cell: Cell, look: Look) -> None:
    # Hashing the parts of a style for each cell would take most of the time.
    known = _styles.setdefault(cell.parent.parent, {})
    if look in known:
        cell._style = copy(known[look])
        return
    if look.form:
        cell.number_format = look.form
    ink = look.color[1:].upper()
    cell.font = Font(name=FONT, size=look.size, bold=look.bold, color=ink)
    cell.alignment = _ALIGNMENTS[look.align or "center"]
    cell.border = _BORDERS[look.border]
    if look.background:
        cell.fill = fill(look.background)
    cell.quotePrefix = look.quoted
    known[look] = copy(cell._style)


def heading(sheet: Worksheet, row: int, texts: Sequence[str], first: int = 1) -> None:
    """Write a row of column headings."""
    for offset, text in enumerate(texts):
        put(sheet, row, first + offset, text, bold=True, align="center", background=HEAD)
    if any(text_width(text) > _LONG for text in texts):
        sheet.row_dimensions[row].height = 28


def clock_value(minutes: int) -> dt.time | str:
    """Return minutes after midnight as a time of day; after 24:00 as a text such as 25:30."""
    if minutes >= MINUTES_PER_DAY:
        return clock(minutes)
    return dt.time(minutes // MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR)


def widths(sheet: Worksheet, sizes: Sequence[float]) -> None:
    """Set the widths of the first columns, in characters."""
    for index, size in enumerate(sizes, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = size


def printing(sheet: Worksheet, title_rows: str, *, landscape: bool, large: bool = False) -> None:
    """Set a sheet up for paper: one page wide, headings on each page, page numbers.

    Parameters
    ----------
    sheet
        The sheet.
    title_rows
        Rows repeated on each page, ``1:6``; empty for none.
    landscape
        Whether the long side lies across.
    large
        Whether it needs A3 instead of A4.
    """
    setup = sheet.page_setup
    setup.orientation = "landscape" if landscape else "portrait"
    setup.paperSize = sheet.PAPERSIZE_A3 if large else sheet.PAPERSIZE_A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if title_rows:
        sheet.print_title_rows = title_rows
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.5
    sheet.oddFooter.right.text = "&P / &N"
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False


def text_width(text: str) -> float:
    """Return about how many characters wide a text is; Korean ones are twice as wide."""
    return sum(1.9 if ord(letter) > 0x1100 else 1.1 for letter in text)
