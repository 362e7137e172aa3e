"""The roster in a terminal: everything a manager asks first, in 80 columns or more.

Imports rich, domain and this room. Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text

from staffing.domain.center import Language
from staffing.domain.outcome import Plan, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.reports.facts import HALF_HOUR, Report
from staffing.reports.figures import Figure, breach_lines, definitions, figures, status, times_of
from staffing.reports.terminal_strip import strips
from staffing.reports.terminal_table import tables
from staffing.reports.words import Words

LEAST_WIDTH = 60
"""Narrower terminals get lines of this width."""
_GUTTER = 2
_TOLD = 10
BREACHES = 5
"""Most sentences on one broken rule."""


@dataclass(frozen=True)
class RosterView:
    """A rich renderable that fits itself to the console.

    Parameters
    ----------
    report
        What is shown.
    words
        Language.
    width
        Columns; the console's if left out.
    """

    report: Report
    words: Words
    width: int | None = None

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        width = max(LEAST_WIDTH, min(self.width or options.max_width, options.max_width))
        for part in self._parts(width):
            yield from console.render(part, options.update_width(width))

    def _parts(self, width: int) -> Iterator[RenderableType]:
        report, words = self.report, self.words
        horizon = report.problem.horizon
        span = words.span(horizon.first, horizon.last)
        yield Text(f"{report.problem.center.name}  ", style="bold").append(span)
        yield from self._state()
        yield Text()
        yield _figures(figures(report, words), width)
        yield from tables(report, words, width)
        yield Text(words("legend.marks"), style="dim")
        names = [f"{day.holiday} {words.day(day.date)}" for day in report.days if day.holiday]
        if names:
            yield Text("* " + ", ".join(names), style="dim")
        yield Text()
        half = report.minutes == HALF_HOUR
        title = words("coverage") if half else words("coverage.other", minutes=report.minutes)
        yield _title(title)
        yield from strips(report, words, width)
        yield Text()
        yield from self._costs()
        for sentence in report.notes:
            yield _point("·", words.note(sentence), "dim")
        for sentence in definitions(report, words):
            yield _point("·", sentence, "dim")

    def _state(self) -> Iterator[RenderableType]:
        report, words = self.report, self.words
        sentences = status(report, words)
        if not report.verdict.legal:
            yield Text(f"!! {sentences[0]}", style="bold red")
            for said in breach_lines(report, words, BREACHES):
                yield _point("!", said, "red")
            sentences = sentences[1:]
        for sentence in sentences:
            yield Text(sentence, style="bold")

    def _costs(self) -> Iterator[RenderableType]:
        report, words = self.report, self.words
        yield _title(words("costs"))
        if not report.costs:
            yield Text(words("costs.none"))
        else:
            table = Table.grid(padding=(0, 2))
            table.add_column(ratio=None)
            table.add_column(justify="right")
            table.add_column(justify="right")
            heads = [words("rule"), words("times"), words("cost")]
            table.add_row(*(Text(head, style="dim") for head in heads))
            for row in report.costs:
                table.add_row(words.title(row.example), times_of(row, words), words.calls(row.cost))
            total = Text(words.calls(report.verdict.objective), style="bold")
            table.add_row(Text(words("total"), style="bold"), "", total)
            yield table
        for item in report.told[:_TOLD]:
            yield _point("-", words.say(report.problem, item))
        if len(report.told) > _TOLD:
            yield Text("  " + words("more", count=len(report.told) - _TOLD), style="dim")
        yield from self._wishes()
        yield Text()

    def _wishes(self) -> Iterator[RenderableType]:
        report, words = self.report, self.words
        granted = sum(outcome.granted for person in report.people for outcome in person.wishes)
        everything = sum(len(person.wishes) for person in report.people)
        if not everything:
            return
        yield Text(words("wishes.summary", granted=granted, all=everything))
        for person, outcome in report.refused[:_TOLD]:
            yield _point(
                "✗", f"{words.person(person.counselor)}: {words.wish(outcome.wish, outcome.day)}"
            )
        if len(report.refused) > _TOLD:
            yield Text("  " + words("more", count=len(report.refused) - _TOLD), style="dim")


def roster_view(
    source: Plan | Report, language: Language | None = None, width: int | None = None
) -> RosterView:
    """Return a roster for the terminal, to be given to a rich console.

    Parameters
    ----------
    source
        A plan with a roster, or a report of any roster.
    language
        The center's if left out.
    width
        Columns; the console's if left out.
    """
    report = Report.of(source)
    return RosterView(report, Words(language or report.problem.center.language), width)


def verdict_view(
    problem: Problem,
    roster: Roster,
    verdict: Verdict,
    language: Language | None = None,
    width: int | None = None,
    beside: Plan | None = None,
) -> RosterView:
    """Return a roster that was given, with the referee's verdict, for the terminal.

    Parameters
    ----------
    problem, roster, verdict
        What was asked, what was given, and how it was judged.
    language, width
        As in `roster_view`.
    beside
        A plan for the same problem, to lay the roster beside.
    """
    report = Report(problem, roster, verdict)
    if beside is not None:
        report = replace(report, bound=beside.bound, plan_price=beside.objective)
    return roster_view(report, language, width)


def _title(text: str) -> RenderableType:
    return Line(Text(text, style="bold"), align="left", style="dim")


def _figures(rows: tuple[Figure, ...], width: int) -> RenderableType:
    for columns in (3, 2, 1):
        height = -(-len(rows) // columns)
        blocks = [_figure_lines(rows[i : i + height]) for i in range(0, len(rows), height)]
        widths = [max(line.cell_len for line in block) for block in blocks]
        if sum(widths) + _GUTTER * (columns - 1) <= width:
            break
    lines = Text()
    for number in range(height):
        line = Text()
        for block, wide in zip(blocks, widths, strict=True):
            if number < len(block):
                line.append(block[number])
                line.append(" " * (wide + _GUTTER - block[number].cell_len))
        line.rstrip()
        lines.append(line).append("\n")
    return lines


def _figure_lines(rows: tuple[Figure, ...]) -> list[Text]:
    label = max(cell_len(figure.label) for figure in rows)
    value = max(cell_len(figure.text) for figure in rows)
    lines = []
    for figure in rows:
        color = {True: "green", False: "red", None: ""}[figure.good]
        note = figure.note + {True: " ✓", False: " ✗", None: ""}[figure.good]
        line = Text(set_cell_size(figure.label, label + 1))
        line.append(" " * (value - cell_len(figure.text)))
        line.append(figure.text, style=f"bold {color}")
        lines.append(line.append(f" {note}" if note else "", style=color or "dim"))
    return lines


def _point(mark: str, text: str, style: str = "") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")  # else a Korean word that ends at the edge is cut
    grid.add_row(Text(mark, style=style), Text(text, style=style))
    return grid
