"""Cost curves: centers grow along one axis, slopes are slopes, and a point leaves a record."""

import json

import pytest

from benchmarks import clocked, cost_curves
from benchmarks.measure import sha256
from benchmarks.subjects.generated import generated
from staffing.solver.settings import SolveSettings

TWENTY = "102cf638cc7d89dcf93a519766188cb5978ffd3cacfdabc938e525f4cfe83507"
BRIEF = SolveSettings(time_limit_s=5, gap=0.01, reproducible=True)


def test_generated_centers_are_those_of_the_records():
    """Without further arguments the generator makes the problems of the committed records."""
    assert sha256(generated(20).model_dump_json().encode()) == TWENTY


def test_each_axis_grows_alone():
    """Sizes grow along an axis, and count what the axis is named after."""
    for points in cost_curves.AXES.values():
        sizes = [point.size for point in points]
        assert sizes == sorted(set(sizes))
    for point in cost_curves.shifts(staff=10):
        assert len(point.problem().center.shifts) == point.size
    for point in cost_curves.slots(staff=10):
        assert point.problem().grid.size == 7 * point.size
    for point in cost_curves.days(staff=10):
        assert point.problem().horizon.days == point.size


def test_a_point_is_measured(tmp_path):
    """A small center leaves a whole record that is JSON, and a row in the table."""
    [point] = cost_curves.days([2], staff=8)
    record = cost_curves.measured("days", point, BRIEF)
    clocked.remember("cost_curves", record, tmp_path)
    [file] = (tmp_path / "cost_curves").iterdir()
    again = json.loads(file.read_text(encoding="utf-8"))

    assert again["referee"]["legal"]
    assert 0 < again["compile_s"] <= again["near_s"] <= again["cpu_s"]
    assert again["objective"] - again["bound"] <= 0.01 * again["objective"]
    assert {"commit", "data_sha256", "settings", "seed", "threads", "versions"} <= again.keys()
    assert "| 2 | " in cost_curves.points_table("days", [again], 5)


def test_the_exponent_is_the_slope_in_logarithms():
    """Cubes have exponent 3; points without a value have no part in it, nor does one alone."""
    cubes = [{"size": n, "compile_s": n**3, "near_s": None, "more_mb": 7} for n in (2, 3, 5)]
    found = cost_curves.exponents(cubes)
    assert found["compile"] == pytest.approx(3)
    assert found["search"] is None
    assert found["memory"] == pytest.approx(0)
    assert "3.00 (3)" in cost_curves.exponents_table({"people": cubes})


def test_a_gap_that_opens_again_does_not_count():
    """Seconds to a gap count from when it stayed so small, as prices may be made exact later."""
    marks = [(1, None, 90), (2, 100, 90), (3, 91, 91), (4, 99, 91), (5, 99, 99)]
    run = clocked.Clocked(None, 0.5, tuple(clocked.Mark(*mark) for mark in marks))
    assert run.first_s == 2
    assert run.within_s(0.01) == 5
    assert run.within_s(0.001) == 5
    assert run.within_s(0.1) == 2
