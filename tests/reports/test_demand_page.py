"""The page of a forecast and the page of a backtest."""

import datetime as dt
import html
import re

import numpy as np
import pytest
from rich.console import Console

from staffing.demand.backtest import backtest
from staffing.demand.events import Event, Override
from staffing.demand.forecast import forecast
from staffing.demand.overrides import apply_overrides
from staffing.domain.calendar import Holidays
from staffing.domain.horizon import Horizon
from staffing.reports.backtest import backtest_json, backtest_page, backtest_view
from staffing.reports.demand import forecast_view
from staffing.reports.demand_page import forecast_page
from tests.demand.toys import make_center, make_history

NEXT = Horizon(first=dt.date(2024, 12, 30), days=7)
FOREIGN = re.compile(r"https?://|<script|<link|@import|url\((?!#)")


@pytest.fixture(scope="module")
def expected():
    """Return a forecast with an event and an override whose names bite."""
    event = Event(first=NEXT.first, last=NEXT.first, kind="mail", factor=1.4)
    by_hand = Override(days="Tue", factor=1.1, who="<Kim>", note="a & b")
    got = forecast(make_center(), {"main": make_history()}, NEXT, "slow", [event])
    return apply_overrides(got, [by_hand])


@pytest.fixture(scope="module")
def reports():
    """Return a backtest of three origins, by queue."""
    origins = [dt.date(2024, 11, 3) + dt.timedelta(days=7 * i) for i in range(3)]
    got = backtest(make_history(), Holidays(), ["slow"], origins)
    return {"main": got, "tax": got}


def page_of(reports, language="en"):
    """Return the page of a backtest."""
    starts = dict.fromkeys(reports, range(510, 1110, 30))
    return backtest_page(reports, "Toy", starts, dict.fromkeys(reports, 30), language)


def shown(view, width=140):
    """Return the text of a view."""
    console = Console(width=width, file=None, record=True, quiet=False)
    with console.capture() as capture:
        console.print(view)
    return capture.get()


@pytest.mark.parametrize(("language", "word"), [("en", "Expected calls"), ("ko", "예측 인입호")])
def test_the_forecast_page_stands_alone(expected, language, word):
    """One file without script or network, in either language, names escaped."""
    page = forecast_page(expected, "Toy <Center>", language, {dt.date(2025, 1, 1): "New & Year"})
    assert word in page
    assert not FOREIGN.search(page)
    assert "Toy &lt;Center&gt;" in page
    assert "New &amp; Year" in page
    assert "<Kim>" not in page
    assert page.count("<figure") == 7


def test_the_forecast_page_shows_every_day_s_reasons(expected):
    """The table holds calls, level and factors of each day, event and override included."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", forecast_page(expected, "Toy")))
    assert "× 1.40" in text
    assert "× 1.10" in text
    monday = expected.offered[0].reshape(7, -1).sum(axis=1)[0]
    assert f"{monday:,.0f}" in text
    assert "Override by <Kim>" in text


def test_a_band_holds_its_expectation(expected):
    """At each half hour the mouse shows an interval around the expectation."""
    pattern = r"([\d,.]+) expected; 8 of 10 times (\d+) to (\d+), 19 of 20 times (\d+) to (\d+)"
    found = re.findall(pattern, forecast_page(expected, "Toy").replace(",", ""))
    if not found:
        found = re.findall(
            pattern.replace(", 19", " 19"), forecast_page(expected, "Toy").replace(",", "")
        )
    assert len(found) == 140
    for texts in found:
        mean, low80, high80, low95, high95 = map(float, texts)
        assert low95 <= low80 <= mean + 1
        assert mean - 1 <= high80 <= high95


def test_the_terminal_shows_the_reasons_in_korean(expected):
    """The factors and the notes are Korean where the reader is."""
    text = shown(forecast_view(expected, "ko", 120), 120)
    assert "근거: 인입호 = 기준 × 계수" in text
    assert "×1.40" in text
    assert "수동 조정(<Kim>)" in text


def test_closed_days_are_left_out():
    """A week of which two days are closed has five charts."""
    center = make_center(opening=[{"days": "Mon-Fri", "opens": "08:30", "closes": "18:30"}])
    page = forecast_page(forecast(center, {"main": make_history()}, NEXT, "slow"), "Toy")
    assert page.count("<figure") == 5


@pytest.mark.parametrize(("language", "word"), [("en", "WAPE"), ("ko", "가장 정확한 방법")])
def test_the_backtest_page_stands_alone(reports, language, word):
    """Both queues have their tables, a chart of days and seven of half hours."""
    page = page_of(reports, language)
    assert word in page
    assert not FOREIGN.search(page)
    assert page.count("<figure") == 2 * (1 + 7)
    assert page.count('class="came') > 2 * (21 + 140)


def test_the_reference_and_the_best_stand_in_the_table(reports):
    """The reference is named as such, and a star marks who was best."""
    text = shown(backtest_view(reports))
    assert "mean8 (reference)" in text
    assert "slow ★" in text
    assert "week 2" in text


def test_json_has_every_score(reports):
    """Scores by week and class, with the best of each, as numbers."""
    import json

    data = json.loads(backtest_json(reports))["main"]
    week = data["methods"]["slow"]["weeks"][0]
    one = reports["main"].by_week["slow"][0]
    assert week["wape"] == pytest.approx(one.wape, abs=1e-6)
    assert {"floor", "rmse", "mase", "pinball", "coverage80", "bias"} <= set(week)
    assert data["best"]["weeks"] == [reports["main"].best(w) for w in (0, 1)]
    assert np.isfinite(week["mase"])
