"""The roster table of the terminal: people down, days across, as many as fit side by side.

Imports rich and this room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import RenderableType
from rich.text import Text

from staffing.reports.colors import ink, shift_colors
from staffing.reports.facts import Day, Report
from staffing.reports.people import Cell, Person
from staffing.reports.words import Words
from staffing.units import DAYS_PER_WEEK, clock

_TINTS = {"plain": "", "saturday": "blue", "red": "red"}
_LEAST_NAME, _MOST_NAME = 6, 20


def tables(report: Report, words: Words, width: int) -> Iterator[RenderableType]:
    """Yield the lines of the table; days that do not fit follow below.

    Parameters
    ----------
    report, words
        What is shown, in which language.
    width
        Columns of the terminal.
    """
    names = [_name(person, words) for person in report.people]
    labels = [words(key) for key in ("heads", "row.calls", "row.level")]
    codes = [shift.code for shift in report.shifts]
    widest = max(cell_len(text) for text in (*names, *labels, *codes))
    totals = [words("days"), words("hours")]
    tail = sum(max(5, cell_len(text)) + 1 for text in totals)
    cell, long = _cell_width(report, words, width - tail)
    per_block = max(1, (width - tail - _LEAST_NAME) // (cell + 1))
    if per_block >= DAYS_PER_WEEK:
        per_block = max(
            DAYS_PER_WEEK,
            (width - tail - min(widest, _MOST_NAME)) // (cell + 1) // DAYS_PER_WEEK * DAYS_PER_WEEK,
        )
    name = min(widest, width - tail - min(per_block, len(report.days)) * (cell + 1))
    for first in range(0, len(report.days), per_block):
        block = range(first, min(first + per_block, len(report.days)))
        last = block.stop == len(report.days)
        page = _Block(report, words, block, name, cell, long, totals if last else [])
        if first:
            yield Text()
        yield from page.lines()


def _cell_width(report: Report, words: Words, room: int) -> tuple[int, bool]:
    # Lunch is left out where a week would not fit beside names otherwise.
    days = min(DAYS_PER_WEEK, len(report.days))
    for long in (True, False):
        texts = [
            cell_len(cell_text(cell, words, lunch=long))
            for person in report.people
            for cell in person.cells
        ]
        heads = [
            max(cell_len(words.date(d.date)), cell_len(words.weekday(d.date)) + 1)
            for d in report.days
        ]
        numbers = [cell_len(words.number(d.service.offered)) for d in report.days]
        width = max(*texts, *heads, *numbers, 5)
        if _LEAST_NAME + days * (width + 1) <= room:
            return width, long
    return width, False


def cell_text(cell: Cell, words: Words, *, lunch: bool = True) -> str:
    """Return a cell as text: code, mark, lunch.

    Parameters
    ----------
    cell, words
        The cell, in which language.
    lunch
        Whether the start of lunch is named.
    """
    mark = "!" if cell.broken else {True: "✓", False: "✗", None: ""}[cell.wish]
    if cell.duty is not None:
        start = clock(cell.lunch) if lunch and cell.lunch is not None else ""
        known = "" if cell.shift is not None else "?"
        return f"{cell.duty.shift}{known}{mark or (' ' if start else '')}{start}"
    if cell.mark == "leave":
        return words.leave(cell.leave or "") + mark
    return words("holiday" if cell.mark == "holiday" else "off") + mark


def _name(person: Person, words: Words) -> str:
    if person.counselor is None:
        return f"{person.id}?"
    return words.person(person.counselor) + ("!" if person.broken else "")


class _Block:
    """The lines of some days of the table."""

    def __init__(
        self,
        report: Report,
        words: Words,
        block: range,
        name: int,
        cell: int,
        long: bool,
        totals: Sequence[str],
    ) -> None:
        self.report, self.words, self.block = report, words, block
        self.name, self.cell, self.long, self.totals = name, cell, long, totals
        self.colors = shift_colors(report.shifts)
        self.days = report.days[block.start : block.stop]

    def lines(self) -> Iterator[Text]:
        """Yield heading, people and bottom rows."""
        words, report = self.words, self.report
        yield self._heading(
            "", [words.weekday(d.date) for d in self.days], ["" for _ in self.totals]
        )
        yield self._heading(
            words("counselor"), [words.date(d.date) for d in self.days], self.totals
        )
        for person in report.people:
            line = self._start(_name(person, words), "bold red" if person.broken else "")
            for index in self.block:
                line.append(" ").append(self._cell(person.cells[index]))
            values = [str(person.days), words.hours(person.minutes)]
            yield self._end(line, values)
        yield Text("─" * self._width(), style="dim")
        for shift in report.shifts:
            heads = [str(d.heads.get(shift.code, 0) or "·") for d in self.days]
            yield self._row(shift.code, heads, [])
        sums = [
            str(sum(p.days for p in report.people if p.counselor)),
            words.hours(report.verdict.paid_minutes),
        ]
        yield self._row(words("heads"), [str(d.total) for d in self.days], sums, "bold")
        yield self._row(
            words("row.calls"), [words.number(d.service.offered) for d in self.days], [], "dim"
        )
        yield self._row(
            words("row.level"),
            [
                words.percent(d.service.service_level) if d.service.offered else "·"
                for d in self.days
            ],
            [],
        )

    def _width(self) -> int:
        return (
            self.name
            + len(self.days) * (self.cell + 1)
            + sum(max(5, cell_len(text)) + 1 for text in self.totals)
        )

    def _start(self, text: str, style: str = "") -> Text:
        return Text(_fit(text, self.name), style=style or "")

    def _heading(self, label: str, texts: Sequence[str], totals: Sequence[str]) -> Text:
        line = self._start(label, "bold")
        for day, text in zip(self.days, texts, strict=True):
            mark = _day_mark(day) if not label else ""
            line.append(" ").append(_fit(text + mark, self.cell), style=f"bold {_TINTS[day.tint]}")
        return self._end(line, totals)

    def _row(
        self, label: str, texts: Sequence[str], totals: Sequence[str], style: str = ""
    ) -> Text:
        line = self._start(label, style)
        for text in texts:
            line.append(" ").append(_fit(text, self.cell), style=style)
        return self._end(line, totals, style)

    def _end(self, line: Text, values: Sequence[str], style: str = "") -> Text:
        for head, value in zip(self.totals, values, strict=False):
            width = max(5, cell_len(head))
            line.append(" " * (width + 1 - cell_len(value)) + value, style=style)
        line.rstrip()
        return line

    def _cell(self, cell: Cell) -> Text:
        text = _fit(cell_text(cell, self.words, lunch=self.long), self.cell)
        if cell.broken:
            return Text(text, style="bold white on red")
        if cell.shift is not None:
            color = self.colors[cell.shift.code]
            return Text(text, style=f"{ink(color)} on {color}")
        return Text(text, style="dim" if cell.mark == "off" else "italic")


def _day_mark(day: Day) -> str:
    return "!" if day.broken else "*" if day.holiday else ""


def _fit(text: str, width: int) -> str:
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
