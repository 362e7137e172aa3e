"""The service of a roster computed in several ways, side by side per day."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.table import Table
from rich.text import Text

from staffing.domain.center import Language
from staffing.domain.outcome import Service
from staffing.domain.problem import Problem
from staffing.domain.work import Queue
from staffing.reports.figures import level_definition
from staffing.reports.words import Words

if TYPE_CHECKING:
    from staffing.evaluation.simulation_records import Simulation

Columns = Mapping[str, Mapping[dt.date, Service]]

_TEXTS: dict[Language, dict[str, str]] = {
    "en": {
        "day": "Day",
        "calls": "Calls",
        "alone": "Slots alone",
        "exact": "Exact",
        "simulated": "Simulated",
        "meets": "Days that keep the promise",
        "total": "Total",
        "blocked": "Blocked calls (the lines of calls that departing counselors finish count "
        "as free)",
        "level": "SL",
        "rate": "answered",
        "wait": "ASA s",
        "note": (
            "SL: service level. Exact: the time-varying queue, with calls that departing "
            "counselors finish. ± is one standard error."
        ),
    },
    "ko": {
        "day": "날짜",
        "calls": "인입호",
        "alone": "구간별",
        "exact": "정확",
        "simulated": "시뮬레이션",
        "meets": "목표 달성 비율",
        "total": "합계",
        "blocked": "회선 부족 차단호(자리를 뜨는 상담사가 마치는 통화의 회선은 빈 것으로 봄)",
        "level": "SL",
        "rate": "응대율",
        "wait": "ASA 초",
        "note": (
            "SL: 서비스레벨. 정확: 시간에 따라 변하는 대기행렬로, 자리를 뜨는 상담사가 마치는 "
            "통화까지 계산합니다. ±는 표준오차입니다."
        ),
    },
}
_WEEKDAYS: dict[Language, str] = {"en": "Mon Tue Wed Thu Fri Sat Sun", "ko": "월 화 수 목 금 토 일"}


class Simulated(NamedTuple):
    """Simulated figures of a day, or of all: value and standard error each."""

    level: tuple[float, float]
    rate: tuple[float, float]
    wait: tuple[float, float]
    meets: float | None


def simulated_days(problem: Problem, result: Simulation) -> dict[dt.date | None, Simulated]:
    """Return the simulated figures of each open day, and of the whole horizon under None."""
    found: dict[dt.date | None, Simulated] = {}
    by_day = (
        result.all_queues.service_level,
        result.all_queues.answer_rate,
        result.all_queues.asa_s,
    )
    for index, day in enumerate(problem.horizon.dates):
        if problem.grid.of_day(index):
            pairs = [(float(e.value[index]), float(e.standard_error[index])) for e in by_day]
            meets = float(result.meets.value[:, index].min())
            found[day] = Simulated(pairs[0], pairs[1], pairs[2], meets)
    whole = (result.total.service_level, result.total.answer_rate, result.total.asa_s)
    if len(problem.center.queues) == 1:
        pairs = [(float(e.value[0]), float(e.standard_error[0])) for e in whole]
        found[None] = Simulated(pairs[0], pairs[1], pairs[2], None)
    return found


def service_view(
    columns: Columns,
    queues: Sequence[Queue],
    language: Language = "en",
    simulated: Mapping[dt.date | None, Simulated] | None = None,
) -> Table:
    """Return a table: days down, ways of computing across.

    Parameters
    ----------
    columns
        By way (``alone``, ``exact``), the service of each day.
    queues
        Whose service level it is.
    language
        Of the words.
    simulated
        From `simulated_days`.
    """
    texts = _TEXTS[language]
    totals = {way: Service.total(days.values()) for way, days in columns.items()}
    notes = [texts["note"], level_definition(queues, Words(language))]
    if any(queue.lines is not None for queue in queues):
        blocked = ", ".join(f"{texts[way]} {sums.blocked:,.1f}" for way, sums in totals.items())
        notes.append(f"{texts['blocked']}: {blocked}.")
    table = Table(caption=" ".join(notes), caption_justify="left", pad_edge=False)
    table.add_column(texts["day"])
    table.add_column(texts["calls"], justify="right")
    names = [texts["level"], texts["rate"], texts["wait"]]
    for way in columns:
        for number, name in enumerate(names):
            table.add_column(
                f"{texts[way]}\n{name}" if number == 0 else f"\n{name}", justify="right"
            )
    if simulated is not None:
        for number, name in enumerate(names):
            head = f"{texts['simulated']}\n{name}" if number == 0 else f"\n{name}"
            table.add_column(head, justify="right")
        table.add_column(texts["meets"], justify="right")
    first = next(iter(columns.values()))
    for day in first:
        cells = [columns[way][day] for way in columns]
        found = simulated.get(day) if simulated is not None else None
        table.add_row(*_row(_day(day, language), cells, found, simulated))
    table.add_section()
    total = simulated.get(None) if simulated is not None else None
    table.add_row(*_row(texts["total"], list(totals.values()), total, simulated))
    return table


def _row(
    name: str,
    cells: list[Service],
    simulated: Simulated | None,
    shown: Mapping[dt.date | None, Simulated] | None,
) -> list[str | Text]:
    row: list[str | Text] = [name, f"{cells[0].offered:,.0f}"]
    for cell in cells:
        wait = f"{cell.asa_s:.1f}" if math.isfinite(cell.asa_s) else "∞"
        row += [f"{cell.service_level:.1%}", f"{cell.answer_rate:.1%}", wait]
    if simulated is not None:
        row += [f"{value:.1%}±{100 * error:.1f}" for value, error in simulated[:2]]
        row.append(f"{simulated.wait[0]:.1f}±{simulated.wait[1]:.1f}")
        row.append("" if simulated.meets is None else f"{simulated.meets:.0%}")
    elif shown is not None:
        row += [""] * 4
    return row


def _day(day: dt.date, language: Language) -> str:
    weekday = _WEEKDAYS[language].split()[day.weekday()]
    return f"{weekday} {day}" if language == "en" else f"{day}({weekday})"


def service_json(
    columns: Columns, simulated: Mapping[dt.date | None, Simulated] | None = None
) -> dict[str, object]:
    """Return the same figures as plain data."""
    data: dict[str, object] = {
        way: {
            str(day): {
                "offered": s.offered,
                "service_level": s.service_level,
                "answer_rate": s.answer_rate,
                "asa_s": s.asa_s if math.isfinite(s.asa_s) else None,
                "occupancy": s.occupancy,
                "blocked": s.blocked,
            }
            for day, s in (*days.items(), ("total", Service.total(days.values())))
        }
        for way, days in columns.items()
    }
    if simulated is not None:
        data["simulated"] = {
            "total" if day is None else str(day): {
                "service_level": found.level,
                "answer_rate": found.rate,
                "asa_s": found.wait,
                "meets_target": found.meets,
            }
            for day, found in simulated.items()
        }
    return data
