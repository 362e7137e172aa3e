"""evaluate, simulate and --exact on the command line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from staffing.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
TINY = str(ROOT / "models" / "tiny")
RUN = CliRunner()
DAY = ["--from", "2026-11-30", "--days", "1"]


@pytest.fixture
def planned(tmp_path: Path) -> Path:
    """Return the roster of the tiny center, planned on the exact queue."""
    out = tmp_path / "out"
    ran = RUN.invoke(app, ["roster", TINY, *DAY, "--out", str(out), "--exact", "--json"])
    assert ran.exit_code == 0, ran.output
    (tmp_path / "plan.txt").write_text(ran.output)
    return out / "roster.csv"


def test_exact_plan_promises_what_it_achieves(planned: Path, tmp_path: Path) -> None:
    """The service level of a plan made with --exact is what `staffing evaluate` computes."""
    promised = json.loads((tmp_path / "plan.txt").read_text())["service_level"]
    ran = RUN.invoke(app, ["evaluate", TINY, str(planned), "--json"])
    assert ran.exit_code == 0, ran.output

    assert json.loads(ran.output)["exact"]["total"]["service_level"] == pytest.approx(
        promised, abs=1e-6
    )


def test_simulation_agrees_with_the_exact_queue(planned: Path) -> None:
    """Simulated days lie within four standard errors of the exact calculation."""
    ran = RUN.invoke(app, ["simulate", TINY, str(planned), "--runs", "3000", "--json"])
    assert ran.exit_code == 0, ran.output
    data = json.loads(ran.output)
    value, error = data["simulated"]["total"]["service_level"]

    assert abs(value - data["exact"]["total"]["service_level"]) < 4 * error


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_tables_speak_both_languages(lang: str, planned: Path) -> None:
    """Both tables are printed in either language."""
    for command in ("evaluate", "simulate"):
        ran = RUN.invoke(app, [command, TINY, str(planned), "--lang", lang])
        assert ran.exit_code == 0, ran.output
        assert ("Exact" if lang == "en" else "정확") in ran.output


def test_simulation_refuses_one_run(planned: Path) -> None:
    """One run has no standard error: wrong usage."""
    assert RUN.invoke(app, ["simulate", TINY, str(planned), "--runs", "1"]).exit_code == 2
