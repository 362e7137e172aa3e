"""The geometry of a day's chart: heads above, service level below; the template draws it.

Imports evaluation and this room.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from staffing.domain.outcome import Service
from staffing.evaluation.service import Interval
from staffing.reports.facts import Coverage, Day, Report, gap_of, is_short
from staffing.reports.words import Words, hour_of
from staffing.units import MINUTES_PER_HOUR, clock

LEFT, RIGHT = 34, 604
TOP, BASE = 14, 108
LEVEL_TOP, LEVEL_BASE = 129, 171


@dataclass(frozen=True)
class Column:
    """One interval of a chart.

    Parameters
    ----------
    x, width
        Its place.
    calls_y, level_y
        Tops of its bars.
    level, label
        Texts: percent answered in time; how many are missing, where that begins.
    grade
        ``good``, ``fair`` (under the target) or ``poor`` (under the floor); empty without calls.
    title
        Shown while the mouse rests on it.
    short_y, short_height
        The area between required and on the phones, where that is short.
    """

    x: float
    width: float
    calls_y: float
    level_y: float
    level: str
    label: str
    grade: str
    title: str
    short_y: float
    short_height: float


@dataclass(frozen=True)
class Chart:
    """A day's chart.

    Parameters
    ----------
    day, name
        Of what.
    summary
        A line of figures.
    columns
        The intervals.
    phones, area, required
        Paths: on the phones, the area under it, required.
    heads, calls, hours
        Ticks: position and text; heads on the left axis, calls on the right.
    target_y, floor_y
        Lines across the service bars; the floor may be None.
    target, floor
        Their texts.
    """

    day: Day
    name: str
    summary: str
    columns: tuple[Column, ...]
    phones: str
    area: str
    required: str
    heads: tuple[tuple[float, str], ...]
    calls: tuple[tuple[float, str], ...]
    hours: tuple[tuple[float, str], ...]
    target_y: float
    floor_y: float | None
    target: str
    floor: str


def charts(report: Report, words: Words) -> tuple[Chart, ...]:
    """Return a chart for each open day and queue; one scale for all, so that days compare.

    Parameters
    ----------
    report, words
        What is shown, in which language.
    """
    drawn = []
    for cover in report.coverage:
        rows = [row for day in cover.days for row in day]
        if not rows:
            continue
        most = max(max(row.on_phones_mean, row.required_mean) for row in rows)
        busiest = max(row.service.offered for row in rows)
        scale = _Scale(
            first=min(row.begin for row in rows),
            last=max(row.end for row in rows),
            heads=_ticks(most),
            calls=_ticks(busiest),
        )
        drawn += [
            _chart(report, words, cover, day, intervals, scale)
            for day, intervals in zip(report.days, cover.days, strict=True)
            if intervals
        ]
    return tuple(drawn)


@dataclass(frozen=True)
class _Scale:
    first: int
    last: int
    heads: tuple[float, ...]
    calls: tuple[float, ...]

    def x(self, minutes: float) -> float:
        share = (minutes - self.first) / (self.last - self.first)
        return round(LEFT + share * (RIGHT - LEFT), 1)

    def y(self, heads: float) -> float:
        return round(BASE - heads / self.heads[-1] * (BASE - TOP), 1)

    def calls_y(self, calls: float) -> float:
        return round(BASE - calls / self.calls[-1] * (BASE - TOP), 1)


def _ticks(most: float) -> tuple[float, ...]:
    """Return round numbers from 0 to at least ``most``, three to five of them."""
    for unit in (10**power * step for power in range(9) for step in (1, 2, 5)):
        count = math.ceil(most / unit - 1e-9)
        if count <= 4:
            return tuple(unit * i for i in range(max(2, count) + 1))
    raise AssertionError(most)


def _level_y(share: float) -> float:
    return round(LEVEL_BASE - min(1.0, max(0.0, share)) * (LEVEL_BASE - LEVEL_TOP), 1)


def _chart(
    report: Report,
    words: Words,
    cover: Coverage,
    day: Day,
    rows: tuple[Interval, ...],
    scale: _Scale,
) -> Chart:
    floor = report.floor(day.date)
    gaps = [words.gap(gap_of(row)).replace("-", "−") if is_short(row) else "" for row in rows]
    labels = ["" if gap == before else gap for before, gap in zip(["", *gaps], gaps, strict=False)]
    columns = tuple(
        _column(words, cover, day, row, label, floor, scale)
        for row, label in zip(rows, labels, strict=True)
    )
    service = Service.total(row.service for row in rows)
    offered = service.offered
    phones = _steps([(row, row.on_phones_mean) for row in rows], scale)
    first_hour = -(-scale.first // MINUTES_PER_HOUR)
    last_hour = scale.last // MINUTES_PER_HOUR
    every = 1 if last_hour - first_hour <= 14 else 2
    return Chart(
        day=day,
        name=cover.name,
        summary=words(
            "day.summary.queue" if cover.name else "day.summary",
            heads=day.total,
            calls=words.number(offered),
            rate=words.percent(service.service_level) if offered else "–",
            answered=words.percent(service.answer_rate) if offered else "–",
        ),
        columns=columns,
        phones=phones,
        area=f"{phones} V{BASE} H{scale.x(rows[0].begin)} Z",
        required=_steps([(row, row.required_mean) for row in rows], scale),
        heads=tuple((scale.y(v), f"{v:g}") for v in scale.heads),
        calls=tuple((scale.calls_y(v), f"{v:g}") for v in scale.calls[1:]),
        hours=tuple(
            (scale.x(hour * MINUTES_PER_HOUR), hour_of(hour * MINUTES_PER_HOUR))
            for hour in range(first_hour, last_hour + 1, every)
        ),
        target_y=_level_y(cover.target),
        floor_y=None if floor is None else _level_y(floor),
        target=words("target", value=words.percent(cover.target, 0)),
        floor="" if floor is None else words("floor", value=words.percent(floor, 0)),
    )


def _steps(points: list[tuple[Interval, float]], scale: _Scale) -> str:
    row, value = points[0]
    path = [f"M{scale.x(row.begin)} {scale.y(value)}"]
    for interval, heads in points:
        path.append(f"V{scale.y(heads)} H{scale.x(interval.end)}")
    return " ".join(path)


def _column(
    words: Words,
    cover: Coverage,
    day: Day,
    row: Interval,
    label: str,
    floor: float | None,
    scale: _Scale,
) -> Column:
    service = row.service
    level = service.service_level
    x = scale.x(row.begin)
    top = scale.y(max(row.required_mean, row.on_phones_mean))
    low = scale.y(row.on_phones_mean)
    if service.offered <= 0:
        grade = ""
    elif level >= cover.target:
        grade = "good"
    else:
        grade = "poor" if level < (floor or 0) else "fair"
    return Column(
        x=x,
        width=round(scale.x(row.end) - x, 1),
        calls_y=scale.calls_y(service.offered),
        level_y=_level_y(level if service.offered > 0 else 0),
        level=f"{min(99.0, 100 * level):.0f}" if service.offered > 0 else "",
        label=label,
        grade=grade,
        title=words(
            "tooltip",
            when=f"{words.day(day.date)} {clock(row.begin)}–{clock(row.end)}",
            on=words.heads(row.on_phones_mean),
            need=words.heads(row.required_mean),
            calls=words.number(service.offered, 1),
            rate=words.percent(level),
            answered=words.percent(service.answer_rate),
            wait=words.seconds(service.asa_s),
            busy=words.percent(service.occupancy),
        ),
        short_y=top,
        short_height=round(low - top, 1) if is_short(row) else 0,
    )
