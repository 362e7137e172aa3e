"""Callers who never hang up and meet too few counselors: waits without end, in words."""

import json

import pytest

DAY = ("--from", "2026-11-30", "--days", "1")


@pytest.fixture
def busy(tiny):
    """Return the tiny model with ten times the calls that its people can take."""
    (tiny / "history.csv").unlink()
    path = tiny / "center.toml"
    path.write_text(
        path.read_text("utf-8").replace("working_day_calls = 39", "working_day_calls = 390"),
        "utf-8",
    )
    return tiny


@pytest.mark.parametrize("exact", [False, True])
def test_an_overloaded_center_gets_a_roster(run, busy, exact):
    """The wait is infinite slot by slot, and finite over the day; nothing ends in a traceback."""
    ran = run("roster", busy, *DAY, "--out", "out", *(["--exact"] if exact else []))
    assert ran.exit_code == 0, ran.stderr
    assert ("∞" in ran.stdout) != exact
    checked = run("check", busy, "out/roster.csv", "--json")
    assert json.loads(checked.stdout)["asa_s"] is None
    assert "∞" in run("evaluate", busy, "out/roster.csv").stdout
