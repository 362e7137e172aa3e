"""The forecast of some days as one self-contained page: calls with their bands, and why.

Imports demand, domain, io's forecast lists and this room.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.demand.decompose import DayStory, day_stories
from staffing.demand.distribution import negative_binomial_quantiles, total_dispersion
from staffing.demand.notes import in_language
from staffing.domain.center import Language
from staffing.domain.history import Forecast
from staffing.io.forecast_csv import day_band
from staffing.reports.demand import by_interval, factor_name, shown_factors
from staffing.reports.demand_charts import BandChart, Series, band_chart
from staffing.reports.pages import render
from staffing.reports.words import Words, hour_of
from staffing.units import DAYS_PER_WEEK, MINUTES_PER_HOUR, clock

Floats = NDArray[np.float64]

BOUNDS = (0.025, 0.10, 0.90, 0.975)
QUIET = 0.3
"""Days whose calls stay below this share of the busiest have a scale of their own."""
_EVERY = 14  # hours from which every second one has a tick

TEXTS: dict[str, dict[Language, str]] = {
    "title": {"en": "Expected calls", "ko": "예측 인입호"},
    "lead": {
        "en": "How many calls come, how sure that is, and why.",
        "ko": "인입호가 얼마나 올지, 얼마나 확실한지, 왜 그런지를 보여 줍니다.",
    },
    "day": {"en": "Day", "ko": "일자"},
    "calls": {"en": "Calls", "ko": "인입호"},
    "band": {"en": "8 days of 10", "ko": "80% 구간"},
    "level": {"en": "level", "ko": "기준"},
    "total": {"en": "Total", "ko": "합계"},
    "why": {"en": "Why a day has its calls", "ko": "날짜별 인입호의 근거"},
    "why.note": {
        "en": "Calls = level × factors. Level: an ordinary working day now. Weekday: such a day "
        "over the level. Calendar: holidays, days beside them, month and season. Recent: what "
        "the last weeks say beyond the calendar.",
        "ko": "인입호 = 기준 × 계수. 기준: 지금의 보통 평일. 요일: 그 요일의 보통 수준. 달력: "
        "공휴일과 그 앞뒤, 월초·월말, 계절. 최근: 달력으로 설명되지 않는 최근 몇 주의 변화.",
    },
    "charts": {
        "en": "Calls per {minutes} minutes",
        "ko": "{minutes}분당 인입호",
    },
    "legend.mean": {"en": "expected", "ko": "예측"},
    "legend.narrow": {"en": "8 of 10", "ko": "80% 구간"},
    "legend.wide": {"en": "19 of 20", "ko": "95% 구간"},
    "notes": {"en": "What was assumed", "ko": "가정과 참고"},
    "method": {"en": "Method: {method}", "ko": "예측 방법: {method}"},
    "queue": {"en": "Queue {queue}", "ko": "큐 {queue}"},
    "holiday": {"en": "holiday", "ko": "공휴일"},
    "tooltip": {
        "en": "{when}: {mean} expected; 8 of 10 times {low80} to {high80}, 19 of 20 times "
        "{low95} to {high95}",
        "ko": "{when}: 예측 {mean}호, 80% 구간 {low80}–{high80}, 95% 구간 {low95}–{high95}",
    },
    "summary": {"en": "{calls} calls, {low}–{high}", "ko": "{calls}호, {low}–{high}"},
}


@dataclass(frozen=True)
class PageDay:
    """A row of the table: the day, its calls and band, level and factors."""

    day: dt.date
    name: str
    holiday: str
    tint: str
    calls: str
    band: str
    level: str
    factors: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageQueue:
    """A section: one queue's days and charts."""

    code: str
    factors: tuple[str, ...]
    days: tuple[PageDay, ...]
    total: str
    charts: tuple[BandChart, ...]
    minutes: int


def forecast_page(
    forecast: Forecast,
    name: str,
    language: Language = "en",
    holidays: Mapping[dt.date, str] | None = None,
) -> str:
    """Return the page of a forecast.

    Parameters
    ----------
    forecast
        What is shown.
    name
        Of the center.
    language
        ``en`` or ``ko``.
    holidays
        Of the callers, to name them.
    """
    words = Words(language)
    horizon = forecast.grid.horizon
    return render(
        "demand.html",
        words=words,
        say=lambda key, **values: TEXTS[key][language].format(**values),
        name=name,
        span=words.span(horizon.first, horizon.last),
        queues=[
            _queue(forecast, queue, words, holidays or {}) for queue in range(len(forecast.queues))
        ],
        several=len(forecast.queues) > 1,
        method=forecast.method,
        notes=[in_language(note, language) for note in forecast.notes],
    )


def _queue(
    forecast: Forecast, queue: int, words: Words, holidays: Mapping[dt.date, str]
) -> PageQueue:
    code = forecast.queues[queue]
    stories = {story.day: story for story in day_stories(forecast, code)}
    names = shown_factors(tuple(stories.values())) if stories else ()
    low, high = (band[queue] for band in day_band(forecast))
    grid = forecast.grid
    days, total = [], 0.0
    for index, day in enumerate(grid.horizon.dates):
        slots = list(grid.of_day(index))
        if not slots:
            continue
        calls = float(forecast.offered[queue, slots].sum())
        total += calls
        days.append(
            PageDay(
                day=day,
                name=words.day(day),
                holiday=holidays.get(day, ""),
                tint=tint(day, holidays),
                calls=words.number(calls),
                band=f"{words.number(low[index])}–{words.number(high[index])}",
                level=words.number(stories[day].level) if day in stories else "",
                factors=tuple(_factor(stories[day], name) for name in names),
            )
        )
    minutes, charts = _charts(forecast, queue, words, holidays, low, high)
    return PageQueue(
        code=code,
        factors=tuple(factor_name(name, words) for name in names),
        days=tuple(days),
        total=words.number(total),
        charts=charts,
        minutes=minutes,
    )


def tint(day: dt.date, holidays: Mapping[dt.date, str]) -> str:
    """Return the class of a day's color."""
    if day in holidays or day.weekday() == DAYS_PER_WEEK - 1:
        return "red"
    return "saturday" if day.weekday() == DAYS_PER_WEEK - 2 else ""


def _factor(story: DayStory, name: str) -> tuple[str, str]:
    """Return a factor's text and its class: up, down or plain."""
    factor = story.factors.get(name, 1.0)
    kind = "up" if factor >= 1.02 else "down" if factor <= 0.98 else "plain"
    return f"× {factor:.2f}", kind


def _charts(
    forecast: Forecast,
    queue: int,
    words: Words,
    holidays: Mapping[dt.date, str],
    low: Floats,
    high: Floats,
) -> tuple[int, tuple[BandChart, ...]]:
    grid = forecast.grid
    calls = by_interval(grid, forecast.offered[queue], total=True)
    spread = by_interval(grid, forecast.slot_cv[queue], total=False)
    begins = np.array(calls.begins, dtype=np.float64)
    found = []
    for index, day in enumerate(grid.horizon.dates):
        open_rows = np.flatnonzero(~np.isnan(calls.values[:, index]))
        if not len(open_rows):
            continue
        mean = calls.values[open_rows, index]
        k = total_dispersion(
            np.full(len(mean), forecast.day_cv[queue, index]), spread.values[open_rows, index]
        )
        bounds = negative_binomial_quantiles(mean, k, BOUNDS)
        found.append((index, day, open_rows, mean, bounds))
    most = max((float(item[4].max()) for item in found), default=1.0)
    span = float(begins.min()), float(begins.max() + calls.minutes) if len(begins) else 1.0
    charts = []
    for index, day, open_rows, mean, bounds in found:
        titles = [
            tooltip(clock(int(begins[row])), float(mean[i]), bounds[:, i], words)
            for i, row in enumerate(open_rows)
        ]
        summary = TEXTS["summary"][words.language].format(
            calls=words.number(float(mean.sum())),
            low=words.number(low[index]),
            high=words.number(high[index]),
        )
        series = Series(begins[open_rows] + calls.minutes / 2, mean, bounds, None, titles)
        label = f"{words.day(day)} {holidays.get(day, '')}".strip()
        # Days compare on one scale, but a Sunday's few calls must be seen at all.
        own = float(bounds.max())
        top = own if own < QUIET * most else most
        charts.append(band_chart(label, summary, series, hours_of(span), span, top))
    return calls.minutes, tuple(charts)


def hours_of(span: tuple[float, float]) -> list[tuple[float, str]]:
    """Return the ticks of the hours of a day."""
    first, last = int(-(-span[0] // MINUTES_PER_HOUR)), int(span[1] // MINUTES_PER_HOUR)
    every = 1 if last - first <= _EVERY else 2
    return [
        (float(hour * MINUTES_PER_HOUR), hour_of(hour * MINUTES_PER_HOUR))
        for hour in range(first, last + 1, every)
    ]


def tooltip(when: str, mean: float, bounds: Floats, words: Words) -> str:
    """Return the text of a place on a chart."""
    low95, low80, high80, high95 = (words.number(float(bound)) for bound in bounds)
    return TEXTS["tooltip"][words.language].format(
        when=when,
        mean=words.number(mean, 1),
        low80=low80,
        high80=high80,
        low95=low95,
        high95=high95,
    )
