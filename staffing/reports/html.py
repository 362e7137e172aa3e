"""The roster as one self-contained page: no script, no network, A4 landscape when printed.

Imports this room, domain, evaluation and io's file writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from staffing.domain.center import Language
from staffing.domain.outcome import Plan
from staffing.evaluation.balance import left_out
from staffing.io.files import write_text
from staffing.reports import colors
from staffing.reports.facts import HALF_HOUR, Day, Report
from staffing.reports.figures import badge, definitions, figures, status, times_of
from staffing.reports.messages import duty_text
from staffing.reports.pages import render
from staffing.reports.people import Cell, Person
from staffing.reports.svg import charts
from staffing.reports.words import Words
from staffing.units import DAYS_PER_WEEK, clock

_MOST_DAYS = 5 * DAYS_PER_WEEK
_ROOMY_DAYS, _DENSE_DAYS = 10, 16
_MOST_SAID = 60


@dataclass(frozen=True)
class HtmlCell:
    """A cell of the roster: its class, code, lunch, mark and what the mouse shows."""

    kind: str
    code: str
    lunch: str
    mark: str
    title: str


@dataclass(frozen=True)
class HtmlRow:
    """A person's row: name, what the mouse shows, cells and the person's facts."""

    name: str
    cells: tuple[HtmlCell, ...]
    person: Person


@dataclass(frozen=True)
class HtmlTable:
    """Some days of the roster, with a row for each person."""

    days: tuple[Day, ...]
    rows: tuple[HtmlRow, ...]
    heads: tuple[tuple[str, tuple[int, ...]], ...]
    last: bool


def html_page(source: Plan | Report, language: Language | None = None) -> str:
    """Return the page.

    Parameters
    ----------
    source
        A plan with a roster, or a report of any roster.
    language
        The center's if left out.
    """
    report = Report.of(source)
    words = Words(language or report.problem.center.language)
    horizon = report.problem.horizon
    half = report.minutes == HALF_HOUR
    return render(
        "page.html",
        words=words,
        report=report,
        center=report.problem.center,
        span=words.span(horizon.first, horizon.last),
        badge=badge(report),
        status=status(report, words),
        figures=figures(report, words),
        tables=tuple(_tables(report, words)),
        density=_density(len(report.days)),
        shifts=[
            (shift, color, colors.ink(color))
            for shift, color in zip(
                report.shifts,
                colors.shift_colors(report.shifts).values(),
                strict=True,
            )
        ],
        coverage=words("coverage") if half else words("coverage.other", minutes=report.minutes),
        charts=charts(report, words),
        breaches=[(words.title(j), words.say(report.problem, j)) for j in report.verdict.breaches],
        costs=[
            (words.title(row.example), times_of(row, words), words.calls(row.cost))
            for row in report.costs
        ],
        told=[words.say(report.problem, item) for item in report.told[:_MOST_SAID]],
        untold=max(0, len(report.told) - _MOST_SAID),
        refused=[
            f"{words.person(person.counselor)}: {words.wish(outcome.wish, outcome.day)}"
            for person, outcome in report.refused[:_MOST_SAID]
        ],
        wishes=words(
            "wishes.summary",
            granted=sum(o.granted for p in report.people for o in p.wishes),
            all=sum(len(p.wishes) for p in report.people),
        ),
        ranges=_ranges(report, words),
        carried=carried(report),
        definitions=definitions(report, words),
    )


def write_html(source: Plan | Report, path: str | Path, language: Language | None = None) -> None:
    """Write the page to a file; parameters as in `html_page`."""
    write_text(path, html_page(source, language))


def _tables(report: Report, words: Words) -> Iterator[HtmlTable]:
    numbers = {shift.code: i for i, shift in enumerate(report.shifts)}
    for first in range(0, len(report.days), _MOST_DAYS):
        days = report.days[first : first + _MOST_DAYS]
        block = slice(first, first + len(days))
        rows = tuple(
            HtmlRow(
                words.person(person.counselor, person.id),
                tuple(_cell(report, words, cell, numbers) for cell in person.cells[block]),
                person,
            )
            for person in report.people
        )
        heads = tuple((code, tuple(day.heads.get(code, 0) for day in days)) for code in numbers)
        yield HtmlTable(days, rows, heads, last=first + len(days) == len(report.days))


def _cell(report: Report, words: Words, cell: Cell, numbers: dict[str, int]) -> HtmlCell:
    mark = "!" if cell.broken else {True: "✓", False: "✗", None: ""}[cell.wish]
    broken = " broken" if cell.broken else ""
    title = _title(report, words, cell)
    if cell.duty is not None:
        kind = f"work s{numbers[cell.shift.code]}" if cell.shift is not None else "work unknown"
        lunch = "" if cell.lunch is None else clock(cell.lunch)
        return HtmlCell(kind + broken, cell.duty.shift, lunch, mark, title)
    if cell.mark == "leave":
        return HtmlCell("leave" + broken, words.leave(cell.leave or ""), "", mark, title)
    return HtmlCell(cell.mark + broken, words(cell.mark), "", mark, title)


def _density(days: int) -> str:
    if days <= _ROOMY_DAYS:
        return "roomy"
    return "dense" if days <= _DENSE_DAYS else "dense month"


def _title(report: Report, words: Words, cell: Cell) -> str:
    day = words.day(cell.day)
    if cell.duty is not None:
        said = duty_text(report.problem, cell.duty, words)
    elif cell.mark == "leave":
        said = words.leave(cell.leave or "", long=True)
    else:
        said = words(f"{cell.mark}.long")
    wish = {
        True: f" ({words('wish')}: {words('outcome.granted')})",
        False: f" ({words('wish')}: {words('outcome.refused')})",
        None: "",
    }[cell.wish]
    return f"{day} {said}{wish}"


def _ranges(report: Report, words: Words) -> list[tuple[str, int, int]]:
    shares = [person.share for person in report.people if person.share is not None]
    counts = {
        "days": [share.days for share in shares],
        "weekends": [share.weekend_days for share in shares],
        "early": [share.early for share in shares],
        "late": [share.late for share in shares],
    }
    return [(words(key), min(values), max(values)) for key, values in counts.items()]


def carried(report: Report) -> Callable[[Person, str], str]:
    """Return what gives a person's balance before the roster: `` (+1.5)``, empty if none counts."""
    apart = left_out(report.problem.center)

    def text(person: Person, kind: str) -> str:
        balance = person.counselor.balance if person.counselor is not None else None
        if balance is None or kind not in report.carried or person.id in apart[kind]:
            return ""
        return f" ({getattr(balance, kind):+.1f})"

    return text
