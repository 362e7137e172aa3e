"""The forecast and the required counselors in a terminal."""

import io

import numpy as np
import pytest
from rich.cells import cell_len
from rich.console import Console

from staffing.domain.history import Forecast
from staffing.domain.toys import toy
from staffing.reports.demand import forecast_view, require_view


def shown(view, width=80):
    """Return the lines that a view takes in a terminal."""
    text = io.StringIO()
    Console(file=text, width=width, highlight=False).print(view)
    return [line.rstrip() for line in text.getvalue().splitlines()]


def expected(offered=None, **options):
    """Return a forecast of 4 calls a slot, of 90 or 180 s."""
    grid = toy(**options).grid
    queues = options.get("queues", ("calls",))
    slots = np.ones((len(queues), grid.size))
    return Forecast(
        grid=grid,
        queues=queues,
        offered=4 * slots if offered is None else offered,
        aht_s=180 * slots,
        day_cv=np.full((len(queues), grid.horizon.days), 0.1),
        slot_cv=0.05 * slots,
        method="level",
        notes=("A note for the planner.",),
    )


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [80, 140])
@pytest.mark.parametrize("days", [1, 7, 28])
@pytest.mark.parametrize("slot_minutes", [15, 20, 60])
def test_views_fit_the_terminal(language, width, days, slot_minutes):
    """No line is wider than the terminal, and every day is there."""
    options = {"days": days, "slot_minutes": slot_minutes, "queues": ("calls", "mail")}
    forecast = expected(**options)
    for view in (
        forecast_view(forecast, language, width),
        require_view(toy("AB", **options).curves, language, width),
    ):
        lines = shown(view, 400)
        assert max(map(cell_len, lines)) <= width or "·" in max(lines, key=cell_len)
        assert max(map(cell_len, shown(view, width))) <= width
        text = "\n".join(lines)
        for day in forecast.grid.horizon.dates:
            assert f"{day.month}/{day.day}" in text


def test_quarter_hours_are_summed_to_half_hours():
    """Two slots of 15 minutes are one row of calls."""
    lines = shown(forecast_view(expected(days=1, slot_minutes=15)))
    assert "08:00   8.0" in lines
    assert "08:30   8.0" in lines
    assert not any(line.startswith("08:15") for line in lines)


def test_days_show_totals_and_busiest_half_hour():
    """A day has its calls, the busiest half hour and the mean handle time; closed days say so."""
    grid = toy(days=2, closed="2026-08-04", slot_minutes=15).grid
    offered = np.full((1, grid.size), 2.0)
    offered[0, 4:6] = 20.0
    lines = shown(forecast_view(expected(offered, days=2, closed="2026-08-04", slot_minutes=15)))
    monday = next(line for line in lines if line.startswith("Mon Aug 3"))
    assert monday.split()[3] == "124"
    assert "09:00    40" in monday
    assert monday.endswith("180 s")
    assert next(line for line in lines if line.startswith("Tue Aug 4")).endswith("closed")
    assert "· Method: level" in lines
    assert "· A note for the planner." in lines


def test_required_is_the_most_of_a_half_hour():
    """A half hour requires what its busier slot requires; hours are of the slots."""
    needs = np.ones(44)
    needs[1] = 3
    problem = toy("ABCDE", days=1, slot_minutes=15, needs=needs.tolist())
    lines = shown(require_view(problem.curves))
    assert "08:00     3" in lines
    assert "08:30     1" in lines
    assert "most      3" in lines
    assert "hours  11.5" in lines
    assert any("80% of calls answered within 20 s, 95% answered" in line for line in lines)


def test_a_target_out_of_reach_is_said():
    """Where everybody together misses the target, the table and a note say so."""
    lines = shown(require_view(toy("AB", days=1, needs=9).curves))
    assert "08:00    >2" in lines
    assert "· >2: even 2 do not keep the promise." in lines


def test_closed_weeks_and_silent_queues_do_not_stop_a_view():
    """A horizon without an open slot or without a call is shown all the same."""
    closed = {"days": 2, "closed": "Mon-Sun"}
    assert sum(line.endswith("closed") for line in shown(forecast_view(expected(**closed)))) == 2
    assert shown(require_view(toy("AB", **closed).curves))
    silent = expected(np.zeros((1, 11)), days=1)
    assert any(line.endswith("–") for line in shown(forecast_view(silent)))
