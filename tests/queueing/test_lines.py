"""Centers with fewer lines than callers: curves and exact days count the blocked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pydantic import ValidationError

from staffing.domain.history import Forecast
from staffing.domain.toys import rota, toy
from staffing.domain.work import Queue
from staffing.errors import InputError
from staffing.evaluation.service import service_of
from staffing.queueing import erlang_a_lines, exact_day
from staffing.queueing.curves import service_curves
from staffing.queueing.exact_service import exact_service
from staffing.queueing.uncertainty import probability_of_target, uncertain_curves


def center_with(lines, patience=120.0, day_cv=0.0):
    """Return a toy problem on real curves whose queue has some lines, and its forecast."""
    problem = toy("ABCDEF", needs=2, days=1, opening="08:00-13:00", most=12)
    queue = problem.center.queues[0].model_copy(update={"lines": lines, "patience_s": patience})
    center = problem.center.model_copy(update={"queues": (queue,)})
    offered = np.resize([60.0, 90, 40, 0, 75], problem.grid.size)[np.newaxis]
    expected = Forecast(
        grid=problem.grid, queues=("calls",), offered=offered,
        aht_s=np.full(offered.shape, 180.0), day_cv=np.full((1, 1), day_cv),
        slot_cv=np.zeros(offered.shape),
    )  # fmt: skip
    curves = service_curves(center, expected)
    return problem.model_copy(update={"center": center, "curves": curves}), expected


@pytest.mark.parametrize("patience", [120.0, None])
def test_curves_count_the_blocked(patience):
    """Every point of a curve is the queue with so many lines; nobody is counted twice."""
    curves = center_with(6, patience)[0].curves
    calls = curves.offered[0] * 60 / curves.grid.slot_minutes
    truth = erlang_a_lines(
        calls[:, None], 180, np.arange(curves.most + 1), 6, patience or math.inf, 20
    )
    offered = curves.offered[0][:, None]
    assert curves.blocked is not None
    assert curves.blocked[0] == pytest.approx(offered * truth.blocked, abs=1e-9)
    assert curves.in_time[0] == pytest.approx(offered * truth.in_time, abs=1e-9)
    answered = offered * (truth.in_time + truth.late)
    assert curves.answered[0] == pytest.approx(answered, abs=1e-9)
    # Agents beyond the lines never get a call.
    assert curves.in_time[0][:, 6] == pytest.approx(curves.in_time[0][:, -1])


def test_a_promise_that_lines_forbid_is_out_of_reach():
    """With two lines for many callers no head count reaches 80 %: the number is N + 1."""
    curves = center_with(2)[0].curves
    assert curves.required[0].tolist() == [
        curves.most + 1 if calls else 0 for calls in curves.offered[0]
    ]


def test_many_lines_are_no_limit():
    """So many lines that nobody meets the last one change nothing."""
    free, wide = (center_with(lines)[0].curves for lines in (None, 90))
    for name in ("in_time", "answered", "wait_s", "busy_s"):
        a, b = getattr(free, name), getattr(wide, name)
        assert a == pytest.approx(b, rel=1e-9, abs=1e-9)
    assert free.blocked is None
    assert float(wide.blocked[0, :, 1:].max()) < 1e-6


def test_a_roster_reports_its_blocked_calls():
    """Offered is answered, abandoned and blocked, by slots alone and exactly."""
    problem, _ = center_with(4)
    roster = rota(problem, {"A": "E", "B": "E", "C": "M"})
    alone = service_of(problem.curves, problem.on_phones(roster))
    exact = exact_service(problem, roster)
    assert alone.blocked > 10
    assert exact.total.blocked > 10
    parts = exact.answered + exact.abandoned + exact.blocked
    assert parts.sum() == pytest.approx(exact.offered.sum(), abs=1e-7)


def test_busy_days_are_blocked_more():
    """Uncertain demand keeps the lines: more calls are blocked than on the mean day."""
    problem, expected = center_with(8, day_cv=0.3)
    plain, busy = problem.curves, uncertain_curves(problem.center, expected)
    assert busy.blocked is not None
    assert (busy.blocked[0, :, 6] > plain.blocked[0, :, 6])[plain.offered[0] > 0].all()
    heads = np.full(problem.curves.offered.shape, 9)
    free, _ = center_with(None, day_cv=0.3)
    chance = [probability_of_target(p, heads, 0.3)[0, 0] for p in (problem, free)]
    assert chance[0] < chance[1]


@pytest.mark.parametrize(("agents", "lines"), [(5, 8), (5, 5), (8, 5)])
@pytest.mark.parametrize("present", [1.0, 0.9])
def test_a_long_day_is_in_equilibrium(agents, lines, present):
    """After hours at one rate the exact day is the formula, between two whole numbers there."""
    day = exact_day(
        np.full(4, 200.0), 180, np.full(4, agents), 300, 20, 600, lines=lines, present=present
    )
    low = math.floor(present * agents)
    part = present * agents - low
    for name, values in (
        ("blocked", day.blocked), ("in_time", day.in_time), ("virtual", day.in_time_virtual),
    ):  # fmt: skip
        few, many = (
            getattr(erlang_a_lines(200, 180, n, lines, 300, 20), name) for n in (low, low + 1)
        )
        expected = (1 - part) * few + part * many
        assert values[2] / day.offered[2] == pytest.approx(float(expected), abs=1e-9)


def test_both_routes_block_alike():
    """On a day whose staff comes and goes, beyond the lines too, both routes agree."""
    found = [
        exact_day([200, 300, 200, 100], 180, [9, 14, 3, 8], 300, 20, 30, lines=10, route=route)
        for route in ("cram", "uniformization")
    ]
    for name in ("in_time", "in_time_virtual", "answered", "abandoned", "blocked", "overtime_s"):
        a, b = (getattr(day, name) for day in found)
        assert a == pytest.approx(b, abs=1e-8), name
    day = found[0]
    assert day.blocked.sum() > 1
    parts = day.answered.sum() + day.abandoned.sum() + day.blocked.sum()
    assert parts == pytest.approx(day.offered.sum(), abs=1e-7)
    assert day.error.max() < 1e-10


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"lines": 0}, "at least 1"),
        ({"lines": 2.5}, "whole numbers"),
        ({"lines": math.nan}, "lines"),
        ({"lines": 3, "initial": 4}, "at most the 3 lines"),
    ],
)
def test_impossible_lines_are_refused(change, said):
    """A line is a whole thing, and whoever waits at opening holds one."""
    with pytest.raises(InputError, match=said):
        exact_day([100.0], 180, [5], 300, 20, 30, **change)


@pytest.mark.parametrize("lines", [0, -3, 2.5, "many"])
def test_a_queue_refuses_impossible_lines(lines):
    """A model's lines are a whole number above 0, or none."""
    with pytest.raises(ValidationError, match="lines"):
        Queue(code="q", lines=lines)
