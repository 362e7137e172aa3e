"""The workbook's first sheet: people down, dates across, as `staffing check` reads it back.

Imports io's cell forms and this room; loaded when a workbook is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter

from staffing.io.roster_cells import is_off
from staffing.reports import colors
from staffing.reports.facts import Day, Report
from staffing.reports.figures import figures, status
from staffing.reports.people import Cell, Person
from staffing.reports.sheet_style import (
    CENTER,
    FONT,
    PERCENT,
    SIGNED,
    TENTH,
    WHOLE,
    WRAPPED,
    fill,
    font,
    heading,
    printing,
    put,
    text_width,
    widths,
)
from staffing.reports.words import Words
from staffing.units import clock, hours

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLES = 4
DATES, WEEKDAYS = TITLES + 1, TITLES + 2
_FIRST_DAY = 3
_ROOMY, _A4 = 10, 16
_THICK = Side(style="medium", color="B3261E")
_BROKEN = Border(left=_THICK, right=_THICK, top=_THICK, bottom=_THICK)
_TINTS = {"plain": None, "saturday": colors.SATURDAY_TINT, "red": colors.RED_TINT}
_INKS = {"plain": colors.DARK, "saturday": colors.SATURDAY, "red": colors.RED}


class RosterSheet:
    """Fills the sheet.

    Parameters
    ----------
    sheet
        Empty.
    report, words
        What is shown, in which language.
    """

    def __init__(self, sheet: Worksheet, report: Report, words: Words) -> None:
        self.sheet, self.report, self.words = sheet, report, words
        self.colors = colors.shift_colors(report.problem.center)
        self.roomy = len(report.days) <= _ROOMY
        self.after = _FIRST_DAY + len(report.days)
        self.end = self.after + 3

    def write(self) -> None:
        """Fill the sheet."""
        self._titles()
        self._headings()
        row = WEEKDAYS
        for person in self.report.people:
            row += 1
            self._person(row, person)
        first, last = WEEKDAYS + 1, row
        if self.report.people:
            self._recolor(first, last)
        self._bottom(last + 1)
        self._layout()

    def _titles(self) -> None:
        report, words, sheet = self.report, self.words, self.sheet
        horizon = report.problem.horizon
        span = words.span(horizon.first, horizon.last)
        told = "   ".join(
            f"{figure.label} {figure.text}" + (f" ({figure.note})" if figure.note else "")
            for figure in figures(report, words)
        )
        title = words("title.of", center=report.problem.center.name, span=span)
        state = " ".join(status(report, words))
        color = colors.DARK if report.verdict.legal else colors.RED
        put(sheet, 1, 1, title, bold=True, size=14, grid=False)
        put(sheet, 2, 1, state, bold=True, color=color, align=WRAPPED, grid=False)
        put(sheet, 3, 1, told, align=WRAPPED, grid=False)
        for row, text in ((1, ""), (2, state), (3, told)):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.end)
            lines = 1 + int(text_width(text) * 1.05 / sum(self._sizes()))
            sheet.row_dimensions[row].height = 21 if row == 1 else 14.5 * lines

    def _headings(self) -> None:
        words, sheet = self.words, self.sheet
        heading(sheet, DATES, [words("id"), words("name")])
        heading(sheet, WEEKDAYS, ["", ""])
        for column, day in enumerate(self.report.days, start=_FIRST_DAY):
            ink = _INKS[day.tint]
            date = put(sheet, DATES, column, day.date, 'm"/"d', bold=True, color=ink)
            name = put(sheet, WEEKDAYS, column, words.weekday(day.date), bold=True, color=ink)
            name.alignment = CENTER
            for cell in (date, name):
                cell.fill = fill(_TINTS[day.tint] or "#eef1f4")
        totals = [words(key) for key in ("days", "hours", "weekends.short", "credited")]
        heading(sheet, DATES, totals, self.after)
        heading(sheet, WEEKDAYS, ["" for _ in totals], self.after)

    def _person(self, row: int, person: Person) -> None:
        sheet = self.sheet
        put(sheet, row, 1, person.id, form="@")
        name = put(sheet, row, 2, person.counselor.name if person.counselor else None, bold=True)
        if person.broken:
            name.border = _BROKEN
        for column, cell in enumerate(person.cells, start=_FIRST_DAY):
            self._cell(row, column, cell, self.report.days[column - _FIRST_DAY])
        totals = (person.days, hours(person.minutes), person.weekends, person.credited)
        for column, value in enumerate(totals, start=self.after):
            put(sheet, row, column, value)
        lines = max((len(cell.duty.breaks) for cell in person.cells if cell.duty), default=0)
        sheet.row_dimensions[row].height = 30 if self.roomy else 15 + 10.5 * lines

    def _cell(self, row: int, column: int, cell: Cell, day: Day) -> None:
        tint = _TINTS[day.tint]
        code, times = self._texts(cell)
        size = 11 if cell.duty is not None else 9.5
        drawn = put(self.sheet, row, column, code, bold=cell.duty is not None, size=size)
        drawn.alignment = CENTER
        color = self.colors.get(cell.shift.code) if cell.shift is not None else tint
        if times:
            between = " " if self.roomy else "\n"
            big = InlineFont(rFont=FONT, sz=11, b=True)
            small = InlineFont(rFont=FONT, sz=8)
            drawn.value = CellRichText(
                TextBlock(big, code + "\n"), TextBlock(small, between.join(times))
            )
        if cell.mark == "leave":
            color = colors.LEAVE
        if color is not None:
            drawn.fill = fill(color)
            drawn.font = font(size, bold=cell.duty is not None, color=colors.ink(color))
        if cell.broken:
            drawn.border = _BROKEN

    def _texts(self, cell: Cell) -> tuple[str, list[str]]:
        words, center = self.words, self.report.problem.center
        if cell.duty is not None:
            named = tuple(pause.code for pause in cell.duty.breaks)
            whole = cell.shift is not None and named == cell.shift.breaks
            return cell.duty.shift, [clock(p.start) for p in cell.duty.breaks] if whole else []
        if cell.mark == "leave":
            # A kind that the reader of rosters does not know is written as leave.
            text = words.leave(cell.leave or "")
            return (text if is_off(text, center) else words("leave")), []
        return words(cell.mark), []

    def _recolor(self, first: int, last: int) -> None:
        # So that the colors follow when a planner types another code.
        sheet = self.sheet
        corner = f"{get_column_letter(_FIRST_DAY)}{first}"
        area = f"{corner}:{get_column_letter(self.after - 1)}{last}"
        for code, color in self.colors.items():
            text = code.replace('"', '""')
            size = len(code) + 1
            formula = (
                f'OR({corner}="{text}",LEFT({corner},{size})="{text}"&CHAR(10),'
                f'LEFT({corner},{size})="{text} ")'
            )
            rule = FormulaRule(formula=[formula], fill=fill(color), stopIfTrue=True)
            sheet.conditional_formatting.add(area, rule)
        blank = self.words("off").replace('"', '""')
        for index, day in enumerate(self.report.days):
            if day.tint == "plain":
                letter = get_column_letter(_FIRST_DAY + index)
                cell = f"{letter}{first}"
                rule = FormulaRule(
                    formula=[f'OR({cell}="",{cell}="{blank}")'], fill=fill("#ffffff")
                )
                sheet.conditional_formatting.add(f"{cell}:{letter}{last}", rule)

    def _bottom(self, row: int) -> None:
        words, report = self.words, self.report
        rows: list[tuple[str, str, list[float]]] = [
            (words("heads.of", shift=code), WHOLE, [day.heads.get(code, 0) for day in report.days])
            for code in report.problem.center.shift
        ]
        total = row + len(rows)
        rows += [
            (words("heads"), WHOLE, [day.total for day in report.days]),
            (words("required.hours"), TENTH, [hours(d.required_minutes) for d in report.days]),
            (words("on_phones.hours"), TENTH, [hours(d.phone_minutes) for d in report.days]),
            (words("gap.hours"), SIGNED, [hours(d.gap_minutes) for d in report.days]),
            (words("offered"), WHOLE, [d.service.offered for d in report.days]),
            (words("service_level"), PERCENT, [d.service.service_level for d in report.days]),
            (words("answer_rate"), PERCENT, [d.service.answer_rate for d in report.days]),
        ]
        for label, form, values in rows:
            bold = row == total
            put(self.sheet, row, 1, None)
            put(self.sheet, row, 2, label, bold=bold)
            for column, (day, value) in enumerate(
                zip(report.days, values, strict=True), start=_FIRST_DAY
            ):
                cell = put(self.sheet, row, column, value, form, bold=bold)
                tint = _TINTS[day.tint]
                if tint:
                    cell.fill = fill(tint)
            row += 1
        known = [person for person in report.people if person.counselor is not None]
        sums = (
            sum(person.days for person in known),
            hours(report.verdict.paid_minutes),
            sum(person.weekends for person in known),
            sum(person.credited for person in known),
        )
        for column, value in enumerate(sums, start=self.after):
            put(self.sheet, total, column, value, bold=True)
        shifts = "   ".join(words.shift(shift) for shift in report.problem.center.shifts)
        put(self.sheet, row + 1, 1, shifts, grid=False)

    def _sizes(self) -> list[float]:
        names = [person.counselor.name for person in self.report.people if person.counselor]
        longest = max((text_width(name) for name in names), default=0)
        ids = max((text_width(person.id) for person in self.report.people), default=4)
        day = 15.5 if self.roomy else 6.6
        return [max(6, ids + 2), max(14, longest + 2), *(day for _ in self.report.days), 7, 7, 7, 7]

    def _layout(self) -> None:
        widths(self.sheet, self._sizes())
        self.sheet.freeze_panes = self.sheet.cell(row=WEEKDAYS + 1, column=_FIRST_DAY)
        large = len(self.report.days) > _A4
        printing(self.sheet, f"{DATES}:{WEEKDAYS}", landscape=True, large=large)
