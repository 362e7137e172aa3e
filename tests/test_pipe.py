"""The pipe from inputs to a problem."""

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from staffing.cli.app import app
from staffing.domain.horizon import Horizon
from staffing.io.model_folder import read_model
from staffing.pipe import Inputs, prepare

ROOT = Path(__file__).resolve().parents[1]
CHEONAN = ROOT / "models" / "cheonan"
WEEK = Horizon(first=dt.date(2026, 11, 30))


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    """Return the inputs of the Cheonan model."""
    return read_model(CHEONAN)


def test_uncertain_demand_answers_fewer_in_time(inputs: Inputs) -> None:
    """Counting busy days lowers the service of a given number of people, and asks for no fewer."""
    mean = prepare(inputs, WEEK, uncertain=False).problem.curves
    spread = prepare(inputs, WEEK, uncertain=True).problem.curves
    heads = np.full(mean.offered.shape, 9)

    assert spread.at(spread.in_time, heads).sum() < mean.at(mean.in_time, heads).sum()
    assert spread.offered == pytest.approx(mean.offered, rel=1e-9)
    assert np.all(spread.required.sum() >= mean.required.sum())


def test_the_center_decides_unless_told_otherwise(inputs: Inputs) -> None:
    """`demand.uncertainty` of center.toml is what prepare does when nothing is said."""
    demand = inputs.center.demand.model_copy(update={"uncertainty": True})
    center = inputs.center.model_copy(update={"demand": demand})
    changed = inputs.model_copy(update={"center": center})

    said = prepare(inputs, WEEK, uncertain=True).problem.curves.in_time
    assert np.array_equal(prepare(changed, WEEK).problem.curves.in_time, said)


def test_handle_time_and_volume_are_changed_as_asked(inputs: Inputs) -> None:
    """A what-if of 10 % more calls of 200 s has exactly those."""
    base = prepare(inputs, WEEK).forecast
    changed = prepare(inputs.model_copy(update={"volume": 1.1, "aht_s": 200.0}), WEEK).forecast
    mean = (changed.offered * changed.aht_s).sum() / changed.offered.sum()

    assert changed.offered.sum() == pytest.approx(1.1 * base.offered.sum())
    assert mean == pytest.approx(200.0)


def test_exact_planning_counts_uncertain_demand(tmp_path: Path) -> None:
    """Asked for both, the roster's service is exact and expected over busy and quiet days."""
    call = ["roster", str(ROOT / "models" / "tiny"), "--from", "2026-11-30", "--days", "1"]
    levels = {}
    for demand in ("--mean", "--uncertain"):
        out = ["--out", str(tmp_path / demand), "--json"]
        ran = CliRunner().invoke(app, [*call, "--exact", demand, *out])
        assert ran.exit_code == 0, ran.output
        levels[demand] = json.loads(ran.output)["service_level"]

    assert levels["--uncertain"] < levels["--mean"]
