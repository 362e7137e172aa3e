"""The forecast and the required counselors in a terminal: days across, half hours down.

Imports rich, demand, domain, io and this room. Nothing here prints.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.demand.decompose import DayStory, day_stories
from staffing.demand.notes import in_language
from staffing.domain.center import Language
from staffing.domain.curves import ServiceCurves
from staffing.domain.grid import Grid
from staffing.domain.history import Forecast
from staffing.io.forecast_csv import day_band
from staffing.reports.colors import ink
from staffing.reports.facts import HALF_HOUR
from staffing.reports.promise import promise_of
from staffing.reports.words import Words
from staffing.units import DAYS_PER_WEEK, MINUTES_PER_DAY, clock, hours

Floats = NDArray[np.float64]

_TEXTS: dict[str, dict[Language, str]] = {
    "forecast": {"en": "Expected calls", "ko": "예측 인입호"},
    "require": {"en": "Counselors required on the phones", "ko": "시간대별 필요인원(통화 투입)"},
    "queue": {"en": "Queue: {queue}", "ko": "큐: {queue}"},
    "method": {"en": "Method: {method}", "ko": "예측 방법: {method}"},
    "day": {"en": "Day", "ko": "일자"},
    "calls": {"en": "Calls", "ko": "인입호"},
    "band": {"en": "8 days of 10", "ko": "80% 구간"},
    "busiest": {"en": "Busiest", "ko": "최대 시간대"},
    "aht": {"en": "AHT", "ko": "AHT"},
    "seconds": {"en": "{value} s", "ko": "{value}초"},
    "total": {"en": "Total", "ko": "합계"},
    "closed": {"en": "closed", "ko": "휴무"},
    "heat": {"en": "Calls per {minutes} minutes", "ko": "{minutes}분당 인입호"},
    "hours": {"en": "hours", "ko": "시간"},
    "peak": {"en": "most", "ko": "최대"},
    "why": {"en": "Why: calls = level × factors", "ko": "근거: 인입호 = 기준 × 계수"},
    "factor.level": {"en": "level", "ko": "기준"},
    "factor.weekday": {"en": "weekday", "ko": "요일"},
    "factor.calendar": {"en": "calendar", "ko": "달력"},
    "factor.recent": {"en": "recent", "ko": "최근"},
    "factor.hours": {"en": "hours", "ko": "시간"},
    "factor.events": {"en": "events", "ko": "이벤트"},
    "factor.volume": {"en": "what-if", "ko": "가정"},
    "factor.override": {"en": "override", "ko": "조정"},
    "blocked": {
        "en": "With so many, {calls} of {offered} expected calls find every line taken.",
        "ko": "이 인원일 때 예측 인입호 {offered}호 중 {calls}호는 모든 회선이 사용 중이라 "
        "연결되지 못합니다.",
    },
    "need": {
        "en": "{hours} hours on the phones; breaks, meetings and leave come on top.",
        "ko": "통화 투입 {hours}시간(휴게·교육·휴가 시간은 별도).",
    },
    "band.note": {
        "en": "8 days of 10: on 8 of 10 such days the calls lie in this range.",
        "ko": "80% 구간: 같은 조건의 날 10일 중 8일의 인입호가 이 범위에 듭니다.",
    },
    "require.note": {
        "en": "The fewest on the phones that keep the promise; each row shows the largest need "
        "within its {minutes} minutes. Unplanned absence from the seat is included.",
        "ko": "각 {minutes}분 동안 목표를 지키는 최소 인원(구간 내 최댓값). 예정에 없는 이석은 "
        "반영되어 있습니다.",
    },
    "beyond": {
        "en": ">{most}: even {most} do not keep the promise.",
        "ko": ">{most}: {most}명으로도 목표에 미달합니다.",
    },
}
_COLD, _HOT = (0xEE, 0xF4, 0xFB), (0xF5, 0xA3, 0x62)
_TINTS = {5: "blue", 6: "red"}
_TEN = 10
LEAST_EFFECT = 0.005
"""Factors nearer to 1 are not shown."""


@dataclass(frozen=True)
class Heat:
    """Numbers by half hour (rows) and day (columns); NaN where the lines are closed."""

    begins: tuple[int, ...]
    minutes: int
    values: Floats


def forecast_view(forecast: Forecast, language: Language = "en", width: int = 80) -> RenderableType:
    """Return a forecast for the terminal: the days, the half hours, and how it was made.

    Parameters
    ----------
    forecast
        What is shown.
    language
        ``en`` or ``ko``.
    width
        Columns.
    """
    words, grid = Words(language), forecast.grid
    parts = [_title("forecast", grid, words)]
    low, high = day_band(forecast)
    for queue, code in enumerate(forecast.queues):
        if len(forecast.queues) > 1:
            parts.append(_heading(_say(words, "queue", queue=code)))
        heat = by_interval(grid, forecast.offered[queue], total=True)
        parts.append(_days(forecast, queue, heat, (low[queue], high[queue]), words))
        if stories := day_stories(forecast, code):
            parts += [_heading(_say(words, "why")), _why(stories, words)]
        parts.append(_heading(_say(words, "heat", minutes=heat.minutes)))
        parts += _heat_tables(grid, heat, words, width)
    parts.append(_note(_say(words, "band.note")))
    parts.append(_note(_say(words, "method", method=forecast.method)))
    parts += [_note(in_language(note, words.language)) for note in forecast.notes]
    return Group(*parts)


def require_view(
    curves: ServiceCurves, language: Language = "en", width: int = 80
) -> RenderableType:
    """Return the counselors required on the phones, for the terminal.

    Parameters
    ----------
    curves
        What is shown.
    language
        ``en`` or ``ko``.
    width
        Columns.
    """
    words, grid = Words(language), curves.grid
    parts = [_title("require", grid, words)]
    minutes = _minutes(grid)
    for queue, code in enumerate(curves.queues):
        if len(curves.queues) > 1:
            parts.append(_heading(_say(words, "queue", queue=code)))
        required = curves.required[queue].astype(np.float64)
        parts.append(Text(promise_of(curves.targets[queue], words)))
        per_day = np.array(
            [
                hours(float(required[list(grid.of_day(day))].sum()) * grid.slot_minutes)
                for day in range(grid.horizon.days)
            ]
        )
        heat = by_interval(grid, required, total=False)
        parts += _heat_tables(grid, heat, words, width, curves.most, per_day)
        parts.append(Text(_say(words, "need", hours=words.number(float(per_day.sum()), 1))))
        if curves.blocked is not None:
            blocked = float(curves.at(curves.blocked, curves.required)[queue].sum())
            offered = words.number(float(curves.offered[queue].sum()))
            said = _say(words, "blocked", calls=words.number(blocked, 1), offered=offered)
            parts.append(Text(said))
    parts.append(_note(_say(words, "require.note", minutes=minutes)))
    if (curves.required > curves.most).any():
        parts.append(_note(_say(words, "beyond", most=curves.most), "red"))
    parts += [_note(in_language(note, words.language)) for note in curves.notes]
    return Group(*parts)


def _say(words: Words, key: str, **values: object) -> str:
    return _TEXTS[key][words.language].format(**values)


def _title(key: str, grid: Grid, words: Words) -> RenderableType:
    span = words.span(grid.horizon.first, grid.horizon.last)
    return Text(_say(words, key), style="bold").append(f"  {span}", style="not bold")


def _heading(text: str) -> RenderableType:
    return Text("\n").append(text, style="bold")


def _note(text: str, style: str = "dim") -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text("·", style=style), Text(text, style=style))
    return grid


def _minutes(grid: Grid) -> int:
    """Return the length of a row: half an hour, or the least multiple of it and of a slot."""
    return math.lcm(HALF_HOUR, grid.slot_minutes)


def by_interval(grid: Grid, values: Floats, *, total: bool) -> Heat:
    """Return the sums, or the largest, of each interval and day.

    Parameters
    ----------
    grid
        The slots.
    values
        (T,) numbers.
    total
        Whether they are summed.
    """
    minutes = _minutes(grid)
    rows = (grid.starts - grid.day_of * MINUTES_PER_DAY) // minutes
    present = np.unique(rows)
    heat = np.full((len(present), grid.horizon.days), np.nan)
    for slot, row in enumerate(np.searchsorted(present, rows).tolist()):
        at = row, int(grid.day_of[slot])
        value, before = float(values[slot]), heat[at]
        if np.isnan(before):
            heat[at] = value
        else:
            heat[at] = before + value if total else max(before, value)
    return Heat(tuple(int(row) * minutes for row in present), minutes, heat)


def _days(
    forecast: Forecast, queue: int, heat: Heat, band: tuple[Floats, Floats], words: Words
) -> RenderableType:
    grid = forecast.grid
    offered, busy = forecast.offered[queue], forecast.offered[queue] * forecast.aht_s[queue]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_say(words, "day"), no_wrap=True)
    for key in ("calls", "band", "busiest", "aht"):
        table.add_column(_say(words, key), justify="right", no_wrap=True)
    for index, day in enumerate(grid.horizon.dates):
        name = Text(words.day(day), style=_TINTS.get(day.weekday(), ""))
        slots = list(grid.of_day(index))
        if not slots:
            table.add_row(name, Text(_say(words, "closed"), style="dim"))
            continue
        calls, seconds = float(offered[slots].sum()), float(busy[slots].sum())
        row = int(np.nanargmax(heat.values[:, index]))
        table.add_row(
            name,
            Text(words.number(calls), style="bold"),
            f"{words.number(band[0][index])}–{words.number(band[1][index])}",
            f"{clock(heat.begins[row])} {_count(heat.values[row, index]):>5}",
            _aht(calls, seconds, words),
        )
    calls = float(offered.sum())
    table.add_row(
        Text(_say(words, "total"), style="bold"),
        Text(words.number(calls), style="bold"),
        "",
        "",
        _aht(calls, float(busy.sum()), words),
    )
    return table


def shown_factors(stories: Sequence[DayStory]) -> tuple[str, ...]:
    """Return the names of the factors that matter on one of the days, at least the weekday."""
    names = dict.fromkeys(name for story in stories for name in story.factors)
    return tuple(
        name
        for name in names
        if name == "weekday"
        or any(abs(story.factors.get(name, 1.0) - 1.0) >= LEAST_EFFECT for story in stories)
    )


def factor_name(name: str, words: Words) -> str:
    """Return the name of a factor."""
    return _say(words, f"factor.{name}")


def _why(stories: Sequence[DayStory], words: Words) -> RenderableType:
    names = shown_factors(stories)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(_say(words, "day"), no_wrap=True)
    for text in (_say(words, "calls"), _say(words, "factor.level")):
        table.add_column(text, justify="right", no_wrap=True)
    for name in names:
        table.add_column(factor_name(name, words), justify="right", no_wrap=True)
    for story in stories:
        cells = []
        for name in names:
            factor = story.factors.get(name, 1.0)
            plain = abs(factor - 1.0) < LEAST_EFFECT
            cells.append(Text(f"×{factor:.2f}", style="dim" if plain else ""))
        table.add_row(
            Text(words.day(story.day), style=_TINTS.get(story.day.weekday(), "")),
            Text(words.number(story.calls), style="bold"),
            words.number(story.level),
            *cells,
        )
    return table


def _aht(calls: float, seconds: float, words: Words) -> str:
    return _say(words, "seconds", value=f"{seconds / calls:.0f}") if calls > 0 else "–"


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= _TEN else f"{value:.1f}"


def _heat_tables(
    grid: Grid,
    heat: Heat,
    words: Words,
    width: int,
    most: int | None = None,
    per_day: Floats | None = None,
) -> Iterator[RenderableType]:
    """Yield tables of as many days, in whole weeks where these fit, as fit the width.

    Parameters
    ----------
    grid, heat, words, width
        What is shown, how.
    most
        Larger whole numbers are shown as out of reach; None shows calls.
    per_day
        Hours of each day, for a row below.
    """
    labels = [_say(words, "hours"), _say(words, "peak")] if per_day is not None else []
    label = max([5, *map(cell_len, labels)])
    cell = 6
    fit = max(1, (width - label) // cell)
    fit -= fit % DAYS_PER_WEEK if fit > DAYS_PER_WEEK else 0
    top = float(np.nanmax(heat.values, initial=0.0))
    for first in range(0, grid.horizon.days, fit):
        days = range(first, min(first + fit, grid.horizon.days))
        lines = [*_heads(grid, days, words, label, cell)]
        for row, begin in enumerate(heat.begins):
            line = Text(clock(begin).ljust(label), style="dim")
            for day in days:
                line.append_text(_cell(heat.values, row, day, cell, top, most))
            lines.append(line)
        if per_day is not None:
            peaks = [_peak(heat.values[:, day], most) for day in days]
            lines.append(_foot(labels[1], peaks, label, cell))
            lines.append(_foot(labels[0], [f"{per_day[d]:.1f}" for d in days], label, cell))
        yield Text("\n").join(lines)
        if days.stop < grid.horizon.days:
            yield Text()


def _heads(grid: Grid, days: Sequence[int], words: Words, label: int, cell: int) -> Iterator[Text]:
    dates = [grid.horizon.dates[day] for day in days]
    numeric = [f"{day.month}/{day.day}" for day in dates]
    for texts in (numeric, [words.weekday(day) for day in dates]):
        line = Text(" " * label)
        for day, text in zip(dates, texts, strict=True):
            tint = _TINTS.get(day.weekday(), "")
            line.append(" " * (cell - cell_len(text)) + text, style=f"bold {tint}")
        yield line


def _cell(values: Floats, row: int, day: int, cell: int, top: float, most: int | None) -> Text:
    value = float(values[row, day])
    if np.isnan(value):
        return Text(" " * cell)
    if most is not None and value > most:
        return Text(f">{most}".rjust(cell), style="bold red")
    if most is not None:
        text = f"{value:.0f}"
    else:
        # One precision down a column: busy days in whole calls, quiet ones in tenths.
        text = f"{value:,.{0 if np.nanmax(values[:, day]) >= _TEN else 1}f}"
    shade = _shade(value / top if top > 0 else 0.0)
    return Text(" ").append(text.rjust(cell - 1), style=f"{ink(shade)} on {shade}")


def _shade(share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_COLD, _HOT, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def _peak(column: Floats, most: int | None) -> str:
    if np.isnan(column).all():
        return ""
    value = float(np.nanmax(column))
    return f">{most}" if most is not None and value > most else f"{value:.0f}"


def _foot(label: str, texts: Sequence[str], width: int, cell: int) -> Text:
    line = Text(label + " " * (width - cell_len(label)), style="bold")
    for text in texts:
        line.append(text.rjust(cell))
    return line
