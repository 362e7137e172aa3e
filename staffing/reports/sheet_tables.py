"""The workbook's other sheets: list, coverage, figures, fairness.

Imports evaluation and this room; loaded when a workbook is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.chart import LineChart, Reference
from openpyxl.formatting.rule import CellIsRule
from openpyxl.utils import get_column_letter

from staffing.reports import colors
from staffing.reports.facts import CALLS_RULE, Report, gap_of
from staffing.reports.figures import definitions, figures, status
from staffing.reports.sheet_style import (
    HUNDREDTH,
    PERCENT,
    SIGNED,
    TENTH,
    TIME,
    WHOLE,
    clock_value,
    fill,
    heading,
    printing,
    put,
    widths,
)
from staffing.reports.words import Words
from staffing.units import MINUTES_PER_DAY, hours

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DATE = "yyyy-mm-dd"
_MOST_CHARTED = 500
_FORMS = {"share": PERCENT, "seconds": TENTH, "hours": TENTH, "calls": WHOLE, "count": WHOLE}


def list_sheet(sheet: Worksheet, report: Report, words: Words) -> None:
    """Fill the list: one duty a row, with the start of each break."""
    center = report.problem.center
    heads = [words(k) for k in ("id", "name", "date", "weekday", "shift", "start", "end")]
    pauses = center.pause.values()
    heading(sheet, 1, [*heads, *(pause.name or pause.code for pause in pauses)])
    for row, duty in enumerate(report.roster.duties, start=2):
        counselor = center.counselor.get(duty.counselor)
        shift = center.shift.get(duty.shift)
        starts = {pause.code: pause.start for pause in duty.breaks}
        put(sheet, row, 1, duty.counselor, "@")
        put(sheet, row, 2, counselor.name if counselor else None)
        put(sheet, row, 3, duty.day, DATE)
        put(sheet, row, 4, words.weekday(duty.day))
        put(sheet, row, 5, duty.shift, "@", bold=True)
        put(sheet, row, 6, clock_value(shift.start) if shift else None, TIME)
        put(sheet, row, 7, clock_value(shift.end % MINUTES_PER_DAY) if shift else None, TIME)
        for column, pause in enumerate(pauses, start=8):
            start = starts.get(pause.code)
            put(sheet, row, column, None if start is None else clock_value(start), TIME)
    widths(sheet, [10, 16, 13, 8, 10, 10, 10, *(13 for _ in pauses)])
    _table(sheet, 1)
    printing(sheet, "1:1", landscape=False)


def coverage_sheet(sheet: Worksheet, report: Report, words: Words) -> None:
    """Fill the coverage: one interval a row, and a chart beside it."""
    keys = (
        *("date", "weekday", "interval", "end.interval", "required", "on_phones", "gap"),
        *("offered", "in_time", "service_level", "answered", "answer_rate", "asa", "occupancy"),
    )
    several = len(report.coverage) > 1
    heads = [words(key) for key in keys]
    heading(sheet, 1, [*heads, words("queue")] if several else heads)
    row = 1
    for cover, interval in report.intervals:
        row += 1
        service = interval.service
        values = (
            (interval.day, DATE),
            (words.weekday(interval.day), ""),
            (clock_value(interval.begin), TIME),
            (clock_value(interval.end), TIME),
            (interval.required_mean, TENTH),
            (interval.on_phones_mean, TENTH),
            (gap_of(interval), SIGNED),
            (service.offered, TENTH),
            (service.in_time, TENTH),
            (service.service_level, PERCENT),
            (service.answered, TENTH),
            (service.answer_rate, PERCENT),
            (service.asa_s, TENTH),
            (service.occupancy, PERCENT),
        )
        for column, (value, form) in enumerate(values, start=1):
            put(sheet, row, column, value, form)
        if several:
            put(sheet, row, len(values) + 1, cover.name)
    widths(sheet, [13, 7, 9, 9, *(11 for _ in heads[4:]), 14])
    _table(sheet, 1)
    sheet.freeze_panes = "D2"
    printing(sheet, "1:1", landscape=True)
    if row > 1:
        _color_coverage(sheet, report, row)
        if row <= _MOST_CHARTED and not several:
            _chart(sheet, words, row)


def _color_coverage(sheet: Worksheet, report: Report, last: int) -> None:
    rules = sheet.conditional_formatting
    gaps, levels = f"G2:G{last}", f"J2:J{last}"
    rules.add(gaps, CellIsRule("lessThan", ["-0.05"], fill=fill(colors.SHORT)))
    rules.add(gaps, CellIsRule("greaterThanOrEqual", ["2"], fill=fill(colors.OVER)))
    target = min(cover.target for cover in report.coverage)
    floors = [f for day in report.days if (f := report.floor(day.date)) is not None]
    if floors:
        low = CellIsRule("lessThan", [f"{min(floors)}"], fill=fill(colors.SHORT), stopIfTrue=True)
        rules.add(levels, low)
    rules.add(levels, CellIsRule("lessThan", [f"{target}"], fill=fill("#fbe7b8")))
    rules.add(levels, CellIsRule("greaterThanOrEqual", [f"{target}"], fill=fill(colors.FINE)))


def _chart(sheet: Worksheet, words: Words, last: int) -> None:
    chart = LineChart()
    chart.title = f"{words('required')} / {words('on_phones')}"
    chart.height, chart.width = 9, 34
    heads = Reference(sheet, min_col=5, max_col=6, min_row=1, max_row=last)
    chart.add_data(heads, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=3, min_row=2, max_row=last))
    required, phones = chart.series
    required.graphicalProperties.line.solidFill = colors.DARK[1:].upper()
    required.graphicalProperties.line.dashStyle = "sysDash"
    required.graphicalProperties.line.width = 12700
    phones.graphicalProperties.line.solidFill = "1F5FA8"
    phones.graphicalProperties.line.width = 19050
    required.smooth = phones.smooth = False
    chart.x_axis.number_format = TIME
    chart.x_axis.tickLblSkip = 20
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    sheet.add_chart(chart, f"{get_column_letter(17)}2")
    sheet.print_area = f"A1:O{last}"


def figures_sheet(sheet: Worksheet, report: Report, words: Words) -> None:
    """Fill the figures: broken rules first, then what is known, figures and definitions."""
    row = _state(sheet, report, words) + 1
    heading(sheet, row, [words("figure"), words("value"), words("unit"), words("remark")])
    for figure in figures(report, words):
        row += 1
        put(sheet, row, 1, figure.label)
        color = {True: colors.FINE, False: colors.SHORT, None: ""}[figure.good]
        put(sheet, row, 2, figure.value, _FORMS[figure.unit], bold=True, background=color)
        put(sheet, row, 3, words(f"unit.{figure.unit}"))
        put(sheet, row, 4, figure.note)
    prices = {"objective": report.verdict.objective, "bound": report.bound}
    for key, hundredths in prices.items():
        if hundredths is not None:
            row += 1
            put(sheet, row, 1, words(key))
            put(sheet, row, 2, hundredths / 100, HUNDREDTH, bold=True)
            put(sheet, row, 3, words("unit.calls"))
            put(sheet, row, 4, "")
    texts = {
        "definitions": definitions(report, words),
        "notes": tuple(map(words.note, report.notes)),
    }
    for key, sentences in texts.items():
        if sentences:
            row += 2
            put(sheet, row, 1, words(key), bold=True, size=12, border="none")
        for sentence in sentences:
            row += 1
            put(sheet, row, 1, sentence, border="none")
    widths(sheet, [34, 16, 12, 34])
    printing(sheet, "", landscape=True)


def _state(sheet: Worksheet, report: Report, words: Words) -> int:
    row = 0
    for sentence in status(report, words):
        row += 1
        put(sheet, row, 1, sentence, bold=True, border="none")
    if report.verdict.breaches:
        row += 2
        heading(sheet, row, [words("breaches"), words("reason")])
    for item in report.verdict.breaches:
        row += 1
        put(sheet, row, 1, words.title(item), color=colors.RED, bold=True)
        put(sheet, row, 2, words.say(report.problem, item), color=colors.RED)
    return row + 1


_SAID = {
    "weekend": "weekends",
    "holiday": "holidays",
    "early": "early",
    "late": "late",
    "refused": "refused",
}
"""The words of a kind that is shared out."""


def fairness_sheet(sheet: Worksheet, report: Report, words: Words) -> None:
    """Fill fairness, then the wishes, then what each soft rule costs."""
    center = report.problem.center
    codes = [shift.code for shift in report.shifts]
    keys = ("days", "hours", "credited", "weekends", "holidays")
    tail = ("early", "late", "granted", "refused")
    heading(
        sheet,
        1,
        [
            *(words(key) for key in ("id", "name", "contract", *keys)),
            *codes,
            *(words(key) for key in tail),
            *(words("carried.head", kind=words(_SAID[kind])) for kind in report.carried),
        ],
    )
    row = 1
    for person in report.people:
        if person.counselor is None or person.share is None:
            continue
        row += 1
        share, counselor = person.share, person.counselor
        values = (
            *(person.id, counselor.name, center.contract[counselor.contract].name),
            *(share.days, hours(share.paid_minutes), person.credited),
            *(share.weekend_days, share.holidays),
            *(share.shifts.get(code, 0) for code in codes),
            *(share.early, share.late, share.granted, share.refused),
            *(getattr(counselor.balance, kind, None) for kind in report.carried),
        )
        for column, value in enumerate(values, start=1):
            put(sheet, row, column, value)
    sheet.freeze_panes = "C2"
    row = _wishes(sheet, report, words, row + 2)
    _costs(sheet, report, words, row + 2)
    columns = len(codes) + 9 + len(report.carried)
    widths(sheet, [10, 18, 14, *(11 for _ in range(columns))])
    printing(sheet, "", landscape=True)


def _wishes(sheet: Worksheet, report: Report, words: Words, row: int) -> int:
    put(sheet, row, 1, words("wishes"), bold=True, size=12, border="none")
    made = [(p, o) for p in report.people for o in p.wishes]
    if not made:
        put(sheet, row + 1, 1, words("wishes.none"), border="none")
        return row + 1
    row += 1
    heading(sheet, row, [words(k) for k in ("id", "name", "date", "outcome", "wish")])
    for person, outcome in made:
        row += 1
        said = words("outcome.granted" if outcome.granted else "outcome.refused")
        put(sheet, row, 1, person.id, "@")
        put(sheet, row, 2, person.counselor.name if person.counselor else None)
        put(sheet, row, 3, outcome.day, DATE)
        put(sheet, row, 4, said, background=colors.FINE if outcome.granted else colors.SHORT)
        put(sheet, row, 5, words.wish(outcome.wish, outcome.day), border="none")
    return row


def _costs(sheet: Worksheet, report: Report, words: Words, row: int) -> None:
    put(sheet, row, 1, words("costs"), bold=True, size=12, border="none")
    if not report.costs:
        put(sheet, row + 1, 1, words("costs.none"), border="none")
        return
    row += 1
    heading(sheet, row, [words("cost"), words("times"), words("rule")])
    for cost in report.costs:
        row += 1
        calls = cost.example.rule.rule == CALLS_RULE
        put(sheet, row, 1, cost.cost / 100, HUNDREDTH)
        put(sheet, row, 2, None if calls else cost.times, WHOLE)
        put(sheet, row, 3, words.title(cost.example), border="none")
    row += 1
    put(sheet, row, 1, report.verdict.objective / 100, HUNDREDTH, bold=True)
    put(sheet, row, 3, words("total"), bold=True, border="none")
    for item in report.told:
        row += 1
        put(sheet, row, 1, item.cost / 100, HUNDREDTH)
        put(sheet, row, 3, words.say(report.problem, item), border="none")


def _table(sheet: Worksheet, head: int) -> None:
    sheet.freeze_panes = f"A{head + 1}"
    sheet.auto_filter.ref = sheet.dimensions
