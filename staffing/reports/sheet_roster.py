"""The workbook's first sheet: people down, dates across, as `staffing check` reads it back.

Imports io's cell forms and this room; loaded when a workbook is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import get_column_letter

from staffing.io.roster_cells import is_off, write_duty_cell
from staffing.reports import colors
from staffing.reports.facts import Day, Report
from staffing.reports.figures import figures, status
from staffing.reports.people import Cell, Person
from staffing.reports.sheet_style import (
    FONT,
    HEAD,
    PERCENT,
    SIGNED,
    TENTH,
    WHOLE,
    fill,
    heading,
    printing,
    put,
    text_width,
    widths,
)
from staffing.reports.words import Words
from staffing.units import hours

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TITLES = 4
DATES, WEEKDAYS = TITLES + 1, TITLES + 2
_FIRST_DAY = 3
_ROOMY, _A4 = 10, 16
_BIG, _SMALL = InlineFont(rFont=FONT, sz=11, b=True), InlineFont(rFont=FONT, sz=8)
_TINTS = {"plain": "", "saturday": colors.SATURDAY_TINT, "red": colors.RED_TINT}
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
        self.colors = colors.shift_colors(report.shifts)
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
        put(sheet, 1, 1, title, bold=True, size=14, border="none")
        put(sheet, 2, 1, state, bold=True, color=color, align="wrapped", border="none")
        put(sheet, 3, 1, told, align="wrapped", border="none")
        for row, text in ((1, ""), (2, state), (3, told)):
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.end)
            lines = 1 + int(text_width(text) * 1.05 / sum(self._sizes()))
            sheet.row_dimensions[row].height = 21 if row == 1 else 14.5 * lines

    def _headings(self) -> None:
        words, sheet = self.words, self.sheet
        heading(sheet, DATES, [words("id"), words("name")])
        heading(sheet, WEEKDAYS, ["", ""])
        for column, day in enumerate(self.report.days, start=_FIRST_DAY):
            for row, value in ((DATES, day.date), (WEEKDAYS, words.weekday(day.date))):
                put(
                    sheet,
                    row,
                    column,
                    value,
                    'm"/"d' if row == DATES else "",
                    bold=True,
                    align="center",
                    color=_INKS[day.tint],
                    background=_TINTS[day.tint] or HEAD,
                )
        totals = [words(key) for key in ("days", "hours", "weekends.short", "credited")]
        heading(sheet, DATES, totals, self.after)
        heading(sheet, WEEKDAYS, ["" for _ in totals], self.after)

    def _person(self, row: int, person: Person) -> None:
        sheet = self.sheet
        put(sheet, row, 1, person.id, form="@")
        name = person.counselor.name if person.counselor else None
        put(sheet, row, 2, name, bold=True, border="alarm" if person.broken else "grid")
        for column, cell in enumerate(person.cells, start=_FIRST_DAY):
            self._cell(row, column, cell, self.report.days[column - _FIRST_DAY])
        totals = (person.days, hours(person.minutes), person.weekends, person.credited)
        for column, value in enumerate(totals, start=self.after):
            put(sheet, row, column, value)
        lines = max((len(cell.duty.breaks) for cell in person.cells if cell.duty), default=0)
        sheet.row_dimensions[row].height = 30 if self.roomy else 15 + 10.5 * lines

    def _cell(self, row: int, column: int, cell: Cell, day: Day) -> None:
        code, times = self._texts(cell)
        background = colors.LEAVE if cell.mark == "leave" else _TINTS[day.tint]
        if cell.shift is not None:
            background = self.colors[cell.shift.code]
        drawn = put(
            self.sheet,
            row,
            column,
            code,
            bold=cell.duty is not None,
            size=11 if cell.duty is not None else 9.5,
            align="center",
            color=colors.ink(background) if background else colors.DARK,
            background=background,
            border="alarm" if cell.broken else "grid",
        )
        if times:
            between = " " if self.roomy else "\n"
            drawn.value = CellRichText(
                TextBlock(_BIG, code + "\n"), TextBlock(_SMALL, between.join(times))
            )

    def _texts(self, cell: Cell) -> tuple[str, list[str]]:
        words, center = self.words, self.report.problem.center
        if cell.duty is not None:
            if cell.shift is None:
                return cell.duty.shift, []
            code, *times = write_duty_cell(cell.shift, cell.duty.breaks).split()
            named = [p.code for p in cell.duty.breaks if p.code not in center.meeting]
            return code, times if named == list(cell.shift.breaks) else []
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
            (
                words("heads.of", shift=s.code),
                WHOLE,
                [day.heads.get(s.code, 0) for day in report.days],
            )
            for s in report.shifts
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
                put(self.sheet, row, column, value, form, bold=bold, background=_TINTS[day.tint])
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
        shifts = "   ".join(words.shift(shift) for shift in report.shifts)
        put(self.sheet, row + 1, 1, shifts, border="none")

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
