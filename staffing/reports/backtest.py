"""How well forecasts would have done: a table for the terminal, JSON, and a page.

Imports rich, demand, domain and this room. Nothing here prints.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.demand.backtest import REFERENCE, BacktestReport
from staffing.demand.distribution import negative_binomial_quantiles
from staffing.demand.scores import Scored, Scores
from staffing.domain.center import Language
from staffing.reports.demand_charts import BandChart, Series, band_chart
from staffing.reports.demand_page import BOUNDS, hours_of, tooltip
from staffing.reports.pages import render
from staffing.reports.words import Words
from staffing.units import DAYS_PER_WEEK, clock

Floats = NDArray[np.float64]

_CLASSES = ("holiday", "eve", "after", "bridge", "between")
_MOST_COLUMNS = 8
_TEXTS: dict[str, dict[Language, str]] = {
    "title": {"en": "How well calls would have been forecast", "ko": "과거 예측 정확도 점검"},
    "lead": {
        "en": "{count} forecasts from {first} to {last}, each from what was known on its day.",
        "ko": "{first}부터 {last}까지 {count}번, 그날까지의 이력만으로 예측했습니다.",
    },
    "queue": {"en": "Queue: {queue}", "ko": "큐: {queue}"},
    "by_week": {"en": "By week ahead", "ko": "몇 주 앞 예측인지에 따라"},
    "by_class": {"en": "By class of day", "ko": "날의 종류에 따라"},
    "week": {"en": "week {week}", "ko": "{week}주 앞"},
    "what": {"en": "Days", "ko": "구분"},
    "method": {"en": "Method", "ko": "방법"},
    "days": {"en": "days", "ko": "일수"},
    "wape": {"en": "WAPE", "ko": "WAPE"},
    "floor": {"en": "floor", "ko": "한계"},
    "day_wape": {"en": "day WAPE", "ko": "일 WAPE"},
    "rmse": {"en": "RMSE", "ko": "RMSE"},
    "mase": {"en": "MASE", "ko": "MASE"},
    "pinball": {"en": "pinball", "ko": "pinball"},
    "coverage80": {"en": "80 %", "ko": "80%"},
    "coverage95": {"en": "95 %", "ko": "95%"},
    "bias": {"en": "bias", "ko": "편향"},
    "won": {"en": "best: {names}", "ko": "가장 정확: {names}"},
    "reference": {"en": "{method} (reference)", "ko": "{method}(기준)"},
    "note": {
        "en": "WAPE: sum of errors over sum of calls, per slot; the floor is what chance alone "
        "leaves to anybody. 80 and 95 %: share of slots inside these bands. Bias: forecast over "
        "calls, minus 1. MASE below 1 beats the same slot a week earlier. ★ marks the best.",
        "ko": "WAPE: 구간별 오차 합 ÷ 인입호 합. 한계: 우연 때문에 누구도 줄일 수 없는 오차. "
        "80%·95%: 실제가 그 구간에 든 비율. 편향: 예측 ÷ 실제 − 1. MASE가 1보다 작으면 지난주 "
        "같은 시간을 쓰는 것보다 정확합니다. ★: 가장 정확한 방법.",
    },
    "charts": {"en": "Forecast and what came", "ko": "예측과 실제"},
    "chart.days": {
        "en": "Days, forecast up to a week before ({method})",
        "ko": "하루 인입호, 최대 1주 전 예측({method})",
    },
    "chart.day": {"en": "{came} came, {mean} expected", "ko": "실제 {came}호, 예측 {mean}호"},
    "came": {"en": "; {came} came", "ko": ", 실제 {came}호"},
    "legend.mean": {"en": "expected", "ko": "예측"},
    "legend.narrow": {"en": "8 of 10", "ko": "80% 구간"},
    "legend.wide": {"en": "19 of 20", "ko": "95% 구간"},
    "legend.came": {"en": "came", "ko": "실제"},
    "kind.holiday": {"en": "holiday", "ko": "공휴일"},
    "kind.eve": {"en": "eve of a holiday", "ko": "공휴일 전날"},
    "kind.after": {"en": "after a closure", "ko": "연휴 다음 날"},
    "kind.bridge": {"en": "bridge day", "ko": "징검다리 날"},
    "kind.between": {"en": "in a holiday season", "ko": "연휴 사이"},
}
_MONDAY = dt.date(2024, 1, 1)


@dataclass(frozen=True)
class ScoreRow:
    """A method's scores on some days, as texts; whether it is the best there."""

    what: str
    method: str
    cells: tuple[str, ...]
    best: bool


COLUMNS = (
    *("days", "wape", "floor", "day_wape", "rmse", "mase", "pinball"),
    *("coverage80", "coverage95", "bias"),
)


def backtest_view(
    reports: Mapping[str, BacktestReport], language: Language = "en"
) -> RenderableType:
    """Return the scores for the terminal.

    Parameters
    ----------
    reports
        By queue.
    language
        ``en`` or ``ko``.
    """
    words, parts = Words(language), list[RenderableType]()
    for queue, report in reports.items():
        parts.append(Text(_lead(report, words), style="bold"))
        if len(reports) > 1:
            parts.append(Text(_say(words, "queue", queue=queue), style="bold"))
        for key, rows in (("by_week", week_rows), ("by_class", class_rows)):
            parts.append(Text("\n").append(_say(words, key), style="bold"))
            parts.append(_table(list(rows(report, words)), words))
    parts.append(Text("\n").append(_say(words, "note"), style="dim"))
    return Group(*parts)


def backtest_json(reports: Mapping[str, BacktestReport]) -> str:
    """Return the scores as JSON text: by queue, method, week ahead and class of day."""
    data = {
        queue: {
            "origins": [str(day) for day in report.origins],
            "reference": REFERENCE,
            "methods": {
                name: {
                    "weeks": [_plain(one) for one in report.by_week[name]],
                    "classes": {k: _plain(one) for k, one in report.by_class[name].items()},
                }
                for name in report.methods
            },
            "best": {
                "weeks": [report.best(week) for week in range(weeks_of(report))],
                "classes": {kind: report.best_of_class(kind) for kind in kinds_of(report)},
            },
        }
        for queue, report in reports.items()
    }
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)


def backtest_page(
    reports: Mapping[str, BacktestReport],
    name: str,
    starts: Mapping[str, Sequence[int]],
    minutes: Mapping[str, int],
    language: Language = "en",
) -> str:
    """Return the scores as a page with charts of forecast and what came.

    Parameters
    ----------
    reports
        By queue.
    name
        Of the center or the file.
    starts, minutes
        By queue: the starts of the slots, minutes after midnight, and their length.
    language
        ``en`` or ``ko``.
    """
    words = Words(language)
    return render(
        "backtest.html",
        words=words,
        say=lambda key, **values: _say(words, key, **values),
        name=name,
        columns=COLUMNS,
        several=len(reports) > 1,
        queues=[
            {
                "code": queue,
                "lead": _lead(report, words),
                "tables": [
                    (_say(words, "by_week"), list(week_rows(report, words))),
                    (_say(words, "by_class"), list(class_rows(report, words))),
                ],
                "days": _day_chart(report, words),
                "charts": _slot_charts(report, words, starts[queue], minutes[queue]),
            }
            for queue, report in reports.items()
        ],
    )


def weeks_of(report: BacktestReport) -> int:
    """Return how many weeks ahead were scored."""
    return len(report.by_week[REFERENCE])


def kinds_of(report: BacktestReport) -> list[str]:
    """Return the classes of day, weekdays first."""
    kinds = list(report.by_class[REFERENCE])
    return sorted(kinds, key=lambda kind: (kind in _CLASSES, kind))


def week_rows(report: BacktestReport, words: Words) -> Iterator[ScoreRow]:
    """Yield the scores of each week ahead and method."""
    for week in range(weeks_of(report)):
        best, what = report.best(week), _say(words, "week", week=week + 1)
        for name in report.methods:
            yield _row(what, name, report.by_week[name][week], name == best, words)
            what = ""


def class_rows(report: BacktestReport, words: Words) -> Iterator[ScoreRow]:
    """Yield the scores of each class of day and method."""
    for kind in kinds_of(report):
        best, what = report.best_of_class(kind), kind_name(kind, words)
        for name in report.methods:
            yield _row(what, name, report.by_class[name][kind], name == best, words)
            what = ""


def kind_name(kind: str, words: Words) -> str:
    """Return the name of a class of day."""
    if kind.startswith("weekday"):
        return words.weekday(_MONDAY + dt.timedelta(days=int(kind[-1])))
    return _say(words, f"kind.{kind}")


def _say(words: Words, key: str, **values: object) -> str:
    return _TEXTS[key][words.language].format(**values)


def _lead(report: BacktestReport, words: Words) -> str:
    first, last = report.origins[0], report.origins[-1]
    return _say(words, "lead", count=len(report.origins), first=first, last=last)


def _row(what: str, method: str, one: Scores, best: bool, words: Words) -> ScoreRow:
    label = _say(words, "reference", method=method) if method == REFERENCE else method
    cells = (
        str(one.days),
        words.percent(one.wape),
        words.percent(one.floor),
        words.percent(one.day_wape),
        f"{one.rmse:.2f}",
        f"{one.mase:.3f}" if np.isfinite(one.mase) else "–",
        f"{one.pinball:.2f}",
        words.percent(one.coverage80),
        words.percent(one.coverage95),
        f"{100 * one.bias:+.1f}%",
    )
    return ScoreRow(what, label, cells, best)


def _table(rows: Sequence[ScoreRow], words: Words) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for key in ("what", "method"):
        table.add_column(_say(words, key), no_wrap=True)
    for key in COLUMNS:
        table.add_column(_say(words, key), justify="right", no_wrap=True)
    for row in rows:
        style = "bold" if row.best else ""
        star = " ★" if row.best else ""
        table.add_row(row.what, Text(row.method + star, style=style), *row.cells)
    return table


def _plain(one: Scores) -> dict[str, float | None]:
    return {
        name: None
        if not np.isfinite(value)
        else value
        if isinstance(value, int)
        else round(value, 6)
        for name, value in asdict(one).items()
    }


def _day_chart(report: BacktestReport, words: Words) -> BandChart:
    """Return the days that were forecast up to a week before, by the first method."""
    method = report.methods[0]
    one = report.scored[method]
    one = one.where(one.lead <= DAYS_PER_WEEK)
    order = np.argsort([day.toordinal() for day in one.days])
    known = ~np.isnan(one.counts) & ~np.isnan(one.means)
    came = np.where(known, one.counts, 0.0).sum(axis=1)[order]
    mean = np.where(known, one.means, 0.0).sum(axis=1)[order]
    bounds = negative_binomial_quantiles(mean, one.total[order], BOUNDS)
    days = [one.days[i] for i in order]
    at = np.array([float(day.toordinal()) for day in days])
    titles = [
        tooltip(words.day(day), float(mean[i]), bounds[:, i], words)
        + _say(words, "came", came=words.number(float(came[i])))
        for i, day in enumerate(days)
    ]
    every = max(1, -(-len(days) // _MOST_COLUMNS))
    ticks = [(float(day.toordinal()), words.date(day)) for day in days[::every]]
    return band_chart(
        _say(words, "chart.days", method=method),
        "",
        Series(at, mean, bounds, came, titles),
        ticks,
        (at[0] - 0.5, at[-1] + 0.5),
        float(max(bounds.max(), came.max(), 1.0)),
    )


def _slot_charts(
    report: BacktestReport, words: Words, starts: Sequence[int], minutes: int
) -> list[BandChart]:
    """Return the slots of the latest week, by the first method."""
    one = report.scored[report.methods[0]]
    one = one.where(one.lead <= DAYS_PER_WEEK)
    latest = max(one.days)
    one = one.where(np.array([(latest - day).days < DAYS_PER_WEEK for day in one.days]))
    at = np.asarray(starts, dtype=np.float64) + minutes / 2
    span = float(starts[0]), float(starts[-1] + minutes)
    order = sorted(range(len(one.days)), key=lambda i: one.days[i])
    most = float(max(np.nanmax(one.counts), np.nanmax(one.means))) * 1.3
    return [_slot_chart(one, row, at, starts, span, most, words) for row in order]


def _slot_chart(
    one: Scored,
    row: int,
    at: Floats,
    starts: Sequence[int],
    span: tuple[float, float],
    most: float,
    words: Words,
) -> BandChart:
    known = ~np.isnan(one.means[row]) & ~np.isnan(one.counts[row])
    mean, came = one.means[row][known], one.counts[row][known]
    bounds = negative_binomial_quantiles(mean, one.dispersion[row][known], BOUNDS)
    titles = [
        tooltip(clock(int(starts[int(slot)])), float(mean[i]), bounds[:, i], words)
        + _say(words, "came", came=words.number(float(came[i])))
        for i, slot in enumerate(np.flatnonzero(known))
    ]
    summary = _say(
        words,
        "chart.day",
        came=words.number(float(came.sum())),
        mean=words.number(float(mean.sum())),
    )
    series = Series(at[known], mean, bounds, came, titles)
    return band_chart(words.day(one.days[row]), summary, series, hours_of(span), span, most)
