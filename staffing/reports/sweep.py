"""Scenarios side by side: a table for the terminal, a CSV, and a bar while they run.

Imports rich, domain and this room. Nothing here prints but the bar.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from staffing.domain.center import Language
from staffing.domain.outcome import Service, Status
from staffing.reports.words import Words


class Scenario(Protocol):
    """What is shown of a change: reports don't know whatif, which loads the solver."""

    @property
    def name(self) -> str:
        """The change in a few words."""
        ...

    @property
    def volume(self) -> float:
        """Calls over the forecast."""
        ...

    @property
    def aht_s(self) -> float | None:
        """Mean handle time, seconds."""
        ...

    @property
    def counselors(self) -> int | None:
        """Head count."""
        ...


class Outcome(Protocol):
    """What is shown of what a scenario leads to."""

    @property
    def scenario(self) -> Scenario:
        """The change."""
        ...

    @property
    def status(self) -> Status:
        """What is known of its roster."""
        ...

    @property
    def service(self) -> Service | None:
        """Expected service; None without a roster."""
        ...

    @property
    def paid_hours(self) -> float | None:
        """Paid working hours; None without a roster."""
        ...

    @property
    def gap(self) -> float | None:
        """Proved gap over the objective, 0 to 1."""
        ...

    @property
    def floor_misses(self) -> int | None:
        """Counselor-slots missing to floors."""
        ...

    @property
    def seconds(self) -> float:
        """Wall time."""
        ...

    @property
    def interrupted(self) -> bool:
        """Whether a person stopped it."""
        ...

    @property
    def error(self) -> str:
        """Why it could not be run."""
        ...


Tell = Callable[[int, Outcome], None]

_TEXTS: dict[str, dict[Language, str]] = {
    "title": {"en": "What if", "ko": "시나리오 비교"},
    "counselors": {"en": "Counselors", "ko": "상담사"},
    "volume": {"en": "Calls", "ko": "인입호"},
    "aht": {"en": "AHT", "ko": "AHT"},
    "scenario": {"en": "Scenario", "ko": "시나리오"},
    "as is": {"en": "as is", "ko": "현재"},
    "people": {"en": "{value}", "ko": "{value}명"},
    "seconds": {"en": "{value} s", "ko": "{value}초"},
    "service_level": {"en": "In time", "ko": "서비스레벨"},
    "answer_rate": {"en": "Answered", "ko": "응대율"},
    "asa": {"en": "ASA", "ko": "ASA"},
    "occupancy": {"en": "Occup.", "ko": "점유율"},
    "hours": {"en": "Hours", "ko": "유급시간"},
    "floor": {"en": "Floor missed", "ko": "최저 미달"},
    "status": {"en": "Roster", "ko": "근무표"},
    "optimal": {"en": "optimal", "ko": "최적"},
    "gap": {"en": "gap {gap}", "ko": "차이 {gap}"},
    "unbounded": {"en": "no bound", "ko": "하한 없음"},
    "infeasible": {"en": "impossible", "ko": "불가능"},
    "unknown": {"en": "not found", "ko": "못 찾음"},
    "stopped": {"en": "stopped", "ko": "중단됨"},
    "error": {"en": "error", "ko": "오류"},
    "note.service": {
        "en": "In time: calls answered within the threshold / calls offered. Answered: calls "
        "answered / calls offered. ASA: mean wait of the answered calls. Hours: paid.",
        "ko": "서비스레벨 = 기준 시간 안에 응대한 호 / 인입호. 응대율 = 응대호 / 인입호. "
        "ASA = 응대된 호의 평균 대기시간.",
    },
    "note.floor": {
        "en": "Floor missed: counselors missing to the floors of single slots, summed over slots.",
        "ko": "최저 미달 = 시간대별 최저 기준에 모자라는 인원의 합(인원·슬롯).",
    },
    "note.gap": {
        "en": "Gap: proved share of a roster's cost that another could save at most.",
        "ko": "차이 = 다른 근무표가 줄일 수 있는 비용의 증명된 최대 비율.",
    },
    "note.infeasible": {
        "en": "Impossible: proved that no roster keeps every hard rule.",
        "ko": "불가능 = 모든 필수 규칙을 지키는 근무표가 없음이 증명됨.",
    },
    "note.unknown": {
        "en": "Not found: no roster in the time given, none proved impossible; allow more time.",
        "ko": "못 찾음 = 제한 시간 안에 찾지 못함(불가능이 증명된 것은 아님). 시간을 늘리십시오.",
    },
}
_COLUMNS = (
    *("scenario", "counselors", "volume", "aht_s", "status", "gap", "offered"),
    *("service_level", "answer_rate", "asa_s", "occupancy", "paid_hours", "floor_misses"),
    *("seconds", "error"),
)
_STYLES = {
    "optimal": "green",
    "infeasible": "bold red",
    "unknown": "yellow",
    "stopped": "yellow",
    "error": "bold red",
}


def sweep_view(
    outcomes: Sequence[Outcome], language: Language = "en", width: int = 80
) -> RenderableType:
    """Return a table of scenarios for the terminal, in their order.

    Parameters
    ----------
    outcomes
        What the scenarios lead to.
    language
        ``en`` or ``ko``.
    width
        Columns.
    """
    words = Words(language)
    axes = [axis for axis in _AXES if any(_AXES[axis](o.scenario, words) for o in outcomes)]
    table = Table(box=None, pad_edge=False, padding=(0, 2 if width >= 100 else 1, 0, 0))
    for axis in axes or ["scenario"]:
        table.add_column(_say(words, axis), justify="right" if axes else "left", no_wrap=True)
    for key in ("service_level", "answer_rate", "asa", "occupancy", "hours", "floor"):
        table.add_column(_say(words, key), justify="right", vertical="bottom")
    table.add_column(_say(words, "status"), no_wrap=True)
    for outcome in outcomes:
        change = [_AXES[axis](outcome.scenario, words) for axis in axes] or [""]
        cells = [text or _say(words, "as is") for text in change]
        table.add_row(*cells, *_figures(outcome, words), _state(outcome, words))
    notes = [_note(_say(words, f"note.{key}")) for key in _notes_for(outcomes)]
    errors = [
        _note(f"{_name(o.scenario, words)}: {line}", "red")
        for o in outcomes
        for line in o.error.splitlines()
    ]
    title = Text(_say(words, "title"), style="bold")
    return Group(title, table, *errors, *notes)


def sweep_csv(outcomes: Sequence[Outcome]) -> str:
    """Return outcomes as CSV text; shares are 0 to 1, empty is unknown."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for outcome in outcomes:
        scenario, service = outcome.scenario, outcome.service
        figures: tuple[float | None, ...] = (None,) * 5
        if service is not None:
            figures = (
                round(service.offered, 3),
                round(service.service_level, 6),
                round(service.answer_rate, 6),
                round(service.asa_s, 3),
                round(service.occupancy, 6),
            )
        writer.writerow(
            (
                scenario.name,
                scenario.counselors,
                round(scenario.volume, 6),
                scenario.aht_s,
                _known(outcome),
                None if outcome.gap is None else round(outcome.gap, 6),
                *figures,
                None if outcome.paid_hours is None else round(outcome.paid_hours, 3),
                outcome.floor_misses,
                round(outcome.seconds, 3),
                outcome.error,
            )
        )
    return text.getvalue()


@contextmanager
def progress_bar(console: Console, total: int, shown: bool = True) -> Iterator[Tell]:
    """Show a bar while scenarios run; yield what counts them.

    Parameters
    ----------
    console
        Where; nothing is shown if it is no terminal.
    total
        Number of scenarios.
    shown
        Whether to show anything.
    """
    if not (shown and console.is_terminal):
        yield lambda _done, _outcome: None
        return
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=total)

        def tell(done: int, outcome: Outcome) -> None:
            progress.update(task, completed=done, description=outcome.scenario.name)

        yield tell


def _say(words: Words, key: str, **values: object) -> str:
    return _TEXTS[key][words.language].format(**values)


def _counselors(scenario: Scenario, words: Words) -> str:
    if scenario.counselors is None:
        return ""
    return _say(words, "people", value=scenario.counselors)


def _volume(scenario: Scenario, words: Words) -> str:  # noqa: ARG001 - one of three alike
    change = 100 * (scenario.volume - 1)
    return f"{change:+.4g}%" if abs(change) > 1e-9 else ""


def _aht(scenario: Scenario, words: Words) -> str:
    return "" if scenario.aht_s is None else _say(words, "seconds", value=f"{scenario.aht_s:g}")


_AXES: dict[str, Callable[[Scenario, Words], str]] = {
    "counselors": _counselors,
    "volume": _volume,
    "aht": _aht,
}


def _name(scenario: Scenario, words: Words) -> str:
    named = [(axis, text) for axis, tell in _AXES.items() if (text := tell(scenario, words))]
    return ", ".join(f"{_say(words, axis)} {text}" for axis, text in named) or _say(words, "as is")


def _figures(outcome: Outcome, words: Words) -> list[str]:
    service = outcome.service
    if service is None:
        return ["–"] * 6
    return [
        words.percent(service.service_level),
        words.percent(service.answer_rate),
        words.seconds(service.asa_s),
        words.percent(service.occupancy, 0),
        "–" if outcome.paid_hours is None else words.number(outcome.paid_hours),
        "–" if outcome.floor_misses is None else words.number(outcome.floor_misses),
    ]


def _known(outcome: Outcome) -> str:
    """Return the status, or why there is none worth the name."""
    if outcome.error:
        return "error"
    stopped = outcome.interrupted and outcome.status is Status.UNKNOWN
    return "stopped" if stopped else outcome.status.value


def _state(outcome: Outcome, words: Words) -> Text:
    known = _known(outcome)
    if known == Status.FEASIBLE:
        if outcome.gap is None:
            return Text(_say(words, "unbounded"))
        return Text(_say(words, "gap", gap=words.percent(outcome.gap)))
    return Text(_say(words, known), style=_STYLES[known])


def _notes_for(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield "service"
    if any(outcome.floor_misses for outcome in outcomes):
        yield "floor"
    found = {_known(outcome) for outcome in outcomes}
    for known, note in (("feasible", "gap"), ("infeasible", "infeasible"), ("unknown", "unknown")):
        if known in found:
            yield note


def _note(text: str, style: str = "dim") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text("·", style=style), Text(text, style=style))
    return grid
