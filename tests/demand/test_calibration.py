"""The forecast's own uncertainty, measured inside the past."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.calibration import calibrate, matching
from staffing.demand.prepare import prepare
from staffing.demand.registry import forecaster
from tests.demand.toys import make_history


@pytest.mark.parametrize("wanted", [0.003, 0.02, 0.1])
def test_planted_dispersion_comes_back(wanted):
    """Negative binomial counts of known dispersion give it back."""
    rng = np.random.default_rng(7)
    mean = np.full(20_000, 400.0)
    counts = rng.poisson(mean * rng.gamma(1 / wanted, wanted, mean.size)).astype(float)
    assert matching(counts, mean) == pytest.approx(wanted, rel=0.15)


def test_a_planted_day_factor_comes_back():
    """Days busier or calmer by 10 % as a whole give a day factor of about 10 %."""
    rng = np.random.default_rng(8)
    factor = rng.gamma(100, 0.01, 500)
    history = make_history(500, day_factor=factor, level=3000)
    past = prepare(history, {}).past
    spread = calibrate(past, forecaster("auto"))
    assert spread.day_cv(dt.date(2025, 6, 2)) == pytest.approx(0.10, abs=0.03)
    assert spread.slot_cv(dt.date(2025, 6, 2)) < 0.06


def test_pure_chance_needs_no_factor():
    """Where calls are Poisson around a fixed week, little is added to it."""
    past = prepare(make_history(400, level=3000), {}).past
    spread = calibrate(past, forecaster("auto"))
    assert spread.day_cv(dt.date(2025, 6, 2)) < 0.03


def test_a_short_past_falls_back_to_a_cautious_factor():
    """Three weeks have no origins; the assumed factor is not zero."""
    past = prepare(make_history(21), {}).past
    assert calibrate(past, forecaster("auto")).day_cv(dt.date(2024, 2, 1)) > 0.05
