"""Forecasts and required head counts as CSV and JSON."""

import csv
import io
import json

import numpy as np
import pytest

from staffing.domain.history import Forecast
from staffing.domain.toys import toy
from staffing.io.forecast_csv import (
    FORECAST_COLUMNS,
    REQUIRE_COLUMNS,
    day_band,
    forecast_csv,
    forecast_json,
    require_csv,
    require_json,
    slot_band,
)


def expected(mean=10.0, day_cv=0.1, slot_cv=0.05, **options):
    """Return a level forecast on a toy's grid."""
    grid = toy(**options).grid
    queues = options.get("queues", ("calls",))
    slots = np.ones((len(queues), grid.size))
    return Forecast(
        grid=grid,
        queues=queues,
        offered=mean * slots,
        aht_s=180 * slots,
        day_cv=np.full((len(queues), grid.horizon.days), day_cv),
        slot_cv=slot_cv * slots,
        method="level",
        notes=("Nothing is known.",),
    )


def rows_of(text):
    """Return the lines of a CSV text by column."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_line_per_slot_and_queue():
    """The CSV has the columns, and a line for each queue in each open slot."""
    forecast = expected(queues=("a", "b"), closed="Sun")
    rows = rows_of(forecast_csv(forecast))
    assert tuple(rows[0]) == FORECAST_COLUMNS
    assert len(rows) == 2 * forecast.grid.size
    assert rows[1] | {"low_80": "", "high_80": ""} == {
        "date": "2026-08-03",
        "start": "08:00",
        "queue": "b",
        "offered": "10.0",
        "aht_s": "180.0",
        "low_80": "",
        "high_80": "",
    }
    assert {row["date"] for row in rows} == {f"2026-08-0{day}" for day in range(3, 9)}


def test_json_says_the_same_as_csv():
    """The slots of the JSON are the lines of the CSV; method and notes come along."""
    forecast = expected()
    data = json.loads(forecast_json(forecast))
    assert (data["method"], data["notes"]) == ("level", ["Nothing is known."])
    told = [{name: str(cell) for name, cell in slot.items()} for slot in data["slots"]]
    assert told == rows_of(forecast_csv(forecast))


@pytest.mark.parametrize("mean", [1.0, 10.0, 90.0])
def test_the_band_holds_eight_days_of_ten(mean):
    """Counts drawn from the forecast lie in the bands about four times out of five."""
    forecast = expected(mean, days=1)
    draw = np.random.default_rng(1)
    rounds = 20_000
    day = draw.gamma(1 / 0.1**2, 0.1**2, (rounds, 1))
    slot = draw.gamma(1 / 0.05**2, 0.05**2, (rounds, forecast.grid.size))
    counts = draw.poisson(mean * day * slot)
    for band, drawn in (
        (slot_band(forecast), counts[:, :1]),
        (day_band(forecast), counts.sum(axis=1, keepdims=True)),
    ):
        low, high = (float(edge[0, 0]) for edge in band)
        # No count could be cut off at either end and leave nine of ten above, or below.
        assert (drawn < low).mean() <= 0.11
        assert (drawn <= low).mean() >= 0.09
        assert (drawn > high).mean() <= 0.11
        assert (drawn >= high).mean() >= 0.09


def test_a_silent_slot_has_a_band_of_nothing():
    """Where no call is expected, none is within the band."""
    low, high = slot_band(expected(0.0))
    assert not low.any()
    assert not high.any()


def test_required_comes_with_load_and_service():
    """Each slot has its load, the number required, and what that number achieves."""
    problem = toy("ABC", needs=2, days=1)
    rows = rows_of(require_csv(problem.curves))
    assert tuple(rows[0]) == REQUIRE_COLUMNS
    assert len(rows) == problem.grid.size
    # 20 calls of 180 s in an hour.
    assert rows[0]["erlangs"] == "1.0"
    assert rows[0]["required"] == "2"
    assert rows[0]["service_level"] == "0.8"
    assert float(rows[0]["answer_rate"]) == pytest.approx(0.95)


def test_a_target_out_of_reach_is_not_a_number():
    """Where even everybody misses the target, CSV says more than the most, and JSON null."""
    problem = toy("AB", needs=5, days=1)
    row = rows_of(require_csv(problem.curves))[0]
    assert (row["required"], row["service_level"]) == (">2", "")
    data = json.loads(require_json(problem.curves))
    assert data["most"] == 2
    assert data["slots"][0]["required"] is None


def test_a_silent_slot_requires_nobody():
    """Where no call is expected, nobody is required and no rate exists."""
    row = rows_of(require_csv(toy("AB", needs=0, days=1).curves))[0]
    assert (row["required"], row["service_level"], row["answer_rate"]) == ("0", "", "")


def test_require_json_names_the_targets():
    """The JSON says what the numbers keep."""
    data = json.loads(require_json(toy("AB").curves))
    assert data["targets"]["calls"]["service_level"] == 0.8
    assert data["slots"][0]["required"] == 1
