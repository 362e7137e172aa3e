"""`staffing backtest` and the pages of `staffing forecast`."""

import json
import shutil

import pytest


def short(root, path, days=100):
    """Write the first days of the shipped history to a file."""
    lines = (root / "models" / "cheonan" / "history.csv").read_text("utf-8").splitlines()
    path.write_text("\n".join(lines[: 1 + 20 * days]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def history(root, tmp_path):
    """Return a history of a hundred days."""
    return short(root, tmp_path / "calls.csv")


def test_a_model_is_tested_and_written(run, cheonan, root):
    """The table is printed, and page and JSON are written to the folder."""
    short(root, cheonan / "history.csv")
    result = run("backtest", cheonan, "--origins", "2", "--methods", "slow", "--out", "out")
    assert result.exit_code == 0, result.stderr
    assert "mean8 (reference)" in result.stdout
    assert "floor" in result.stdout
    assert "2 forecasts from" in result.stdout


def test_any_history_needs_no_model(run, history):
    """A bare file is enough; --json prints what a program can read."""
    result = run("backtest", "--history", history, "--country", "KR", "--origins", "1", "--json")
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)
    assert set(data["all"]["methods"]) == {"auto", "slow", "fast", "mean8"}
    assert "best" in data["all"]


def test_queues_of_a_bare_file_are_found(run, history):
    """A column of queues is read without a center that names them."""
    lines = history.read_text("utf-8").splitlines()
    rows = [f"{line},{queue}" for line in lines[1:] for queue in ("tax", "roads")]
    history.write_text("\n".join([lines[0] + ",queue", *rows]) + "\n", encoding="utf-8")
    result = run("backtest", "--history", history, "--origins", "1", "--methods", "mean8")
    assert result.exit_code == 0, result.stderr
    assert "Queue: roads" in result.stdout
    assert "Queue: tax" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "--history FILE"),
        (("MODEL", "--country", "KR"), 2, "calendar"),
        (("MODEL", "--methods", "atuo"), 3, "did you mean 'auto'"),
        (("MODEL", "--methods", ","), 2, "--methods"),
        (("MODEL", "--out", "table.pdf"), 3, ".html"),
        (("--history", "nowhere.csv"), 3, "no such file"),
    ],
)
def test_mistakes_are_named(run, cheonan, root, arguments, code, said):
    """What is typed wrong ends with its code and a way out."""
    short(root, cheonan / "history.csv")
    result = run("backtest", *(cheonan if a == "MODEL" else a for a in arguments))
    assert result.exit_code == code
    assert said in result.stderr


def test_a_short_history_says_how_long_it_must_be(run, root, tmp_path):
    """Six weeks are too short, in words."""
    result = run("backtest", "--history", short(root, tmp_path / "six.csv", 42))
    assert result.exit_code == 3
    assert "at least 70 days" in result.stderr


def test_a_model_without_history_says_so(run, cheonan):
    """There is nothing to compare with."""
    (cheonan / "history.csv").unlink()
    result = run("backtest", cheonan)
    assert result.exit_code == 3
    assert "no history" in result.stderr


@pytest.mark.parametrize(
    ("out", "written"),
    [
        ("week.html", ["week.html"]),
        ("week.csv", ["week.csv"]),
        ("out", ["out/forecast.csv", "out/forecast.html"]),
    ],
)
def test_a_forecast_is_written_as_asked(run, cheonan, tmp_path, out, written):
    """The ending says what is written; a folder gets both."""
    shutil.move(cheonan / "history.csv", tmp_path / "unused.csv")
    result = run("forecast", cheonan, "--from", "2026-11-30", "--lang", "ko", "--out", out)
    assert result.exit_code == 0, result.stderr
    for name in written:
        assert (tmp_path / name).stat().st_size > 1000
        assert name in result.stdout
    again = run("forecast", cheonan, "--from", "2026-11-30", "--out", written[-1])
    assert again.exit_code == 3
