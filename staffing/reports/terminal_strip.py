"""Coverage in the terminal: per day, half hours across, under the clock.

Imports rich, evaluation and this room.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from staffing.domain.outcome import Service
from staffing.evaluation.service import Interval
from staffing.reports.facts import Coverage, Day, Report, gap_of, is_short
from staffing.reports.words import Words, hour_of
from staffing.units import MINUTES_PER_HOUR

_LEAST_CELL = 3
_OVER = 2


def strips(report: Report, words: Words, width: int) -> Iterator[RenderableType]:
    """Yield the lines of the coverage of each queue and day.

    Parameters
    ----------
    report, words
        What is shown, in which language.
    width
        Columns of the terminal.
    """
    for cover in report.coverage:
        if cover.name:
            yield Text(cover.name, style="bold underline")
        if any(cover.days):
            yield from _Strip(report, words, cover, width).lines()


class _Strip:
    """The lines of one queue."""

    def __init__(self, report: Report, words: Words, cover: Coverage, width: int) -> None:
        self.report, self.words, self.cover = report, words, cover
        rows = [row for day in cover.days for row in day]
        clocks = sorted({row.begin for row in rows})
        self.measures: list[tuple[str, Callable[[Interval], str]]] = [
            (words("required"), self._required),
            (words("on_phones"), self._on_phones),
            (words("gap"), self._gap),
            (words("row.service"), _level),
        ]
        self.label = max(cell_len(text) for text, _ in self.measures) + 1
        room = width - self.label
        self.narrow = False
        self.cell = self._widest(rows)
        if len(clocks) * self.cell > room:
            # Required (in the busiest slot) and over/under say it all.
            self.narrow = True
            del self.measures[1]
            self.cell = max(_LEAST_CELL, self._widest(rows))
        per_line = max(2, room // self.cell)
        if len(clocks) > per_line:
            per_line -= per_line % 2
        self.chunks = [clocks[i : i + per_line] for i in range(0, len(clocks), per_line)]

    def _widest(self, rows: Sequence[Interval]) -> int:
        return 1 + max(cell_len(show(row)) for row in rows for _, show in self.measures)

    def lines(self) -> Iterator[Text]:
        """Yield a heading, then the measures of each day."""
        if len(self.chunks) == 1:
            yield self._heading(self.chunks[0])
        for day, rows in zip(self.report.days, self.cover.days, strict=True):
            yield self._summary(day, rows)
            for chunk in self.chunks if rows else ():
                if len(self.chunks) > 1:
                    yield self._heading(chunk)
                yield from self._measures(day, {row.begin: row for row in rows}, chunk)

    def _heading(self, chunk: Sequence[int]) -> Text:
        line = Text(" " * self.label, style="dim")
        for begin in chunk:
            line.append(("·" if begin % MINUTES_PER_HOUR else hour_of(begin)).rjust(self.cell))
        return line

    def _summary(self, day: Day, rows: Sequence[Interval]) -> Text:
        words = self.words
        color = {"plain": "", "saturday": "blue", "red": "red"}[day.tint]
        line = Text()
        line.append(words.day(day.date), style=f"bold {color}")
        if not rows:
            return line.append("  " + words("closed"))
        service = Service.total(row.service for row in rows)
        offered = service.offered
        said = words(
            "day.summary.queue" if self.cover.name else "day.summary",
            heads=day.total,
            calls=words.number(offered),
            rate=words.percent(service.service_level) if offered else "·",
            answered=words.percent(service.answer_rate) if offered else "·",
        )
        return line.append("  " + said)

    def _measures(
        self, day: Day, rows: dict[int, Interval], chunk: Sequence[int]
    ) -> Iterator[Text]:
        floor = self.report.floor(day.date)
        for label, show in self.measures:
            line = Text()
            line.append(" " + label + " " * (self.label - 1 - cell_len(label)), style="dim")
            for begin in chunk:
                row = rows.get(begin)
                text = show(row) if row is not None else ""
                line.append(" " * max(0, self.cell - cell_len(text)))
                line.append(text, style=self._style(show, row, floor))
            line.rstrip()
            yield line

    def _style(
        self, show: Callable[[Interval], str], row: Interval | None, floor: float | None
    ) -> str:
        if row is None or show == self._required:
            return "dim"
        if show != _level:
            return "bold red" if is_short(row) else "cyan" if gap_of(row) >= _OVER else ""
        level = row.service.service_level
        if row.service.offered <= 0:
            return "dim"
        if level < (floor or 0):
            return "bold red"
        return "green" if level >= self.cover.target else "yellow"

    def _required(self, row: Interval) -> str:
        if self.narrow:
            return str(row.required)
        return self.words.heads(row.required_mean)

    def _on_phones(self, row: Interval) -> str:
        return self.words.heads(row.on_phones_mean)

    def _gap(self, row: Interval) -> str:
        gap = gap_of(row)
        text = self.words.gap(gap)
        if self.narrow:
            text = text.removeprefix("+")
            if cell_len(text) >= _LEAST_CELL:  # a whole number, and never more than there is
                text = self.words.gap(float(math.floor(gap))).removeprefix("+")
        return "·" if text == "0" else text


def _level(row: Interval) -> str:
    # Two digits: nothing rounds up to a hundred.
    if row.service.offered <= 0:
        return "·"
    return f"{min(99.0, 100 * row.service.service_level):.0f}"
