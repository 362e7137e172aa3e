"""Quantiles and paths around the expectation."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.distribution import (
    negative_binomial_quantiles,
    quantiles,
    sample_paths,
)
from staffing.domain.history import Forecast
from staffing.domain.horizon import Horizon
from staffing.errors import UsageError
from tests.demand.toys import make_center


def known(mean=50.0, day_cv=0.1, slot_cv=0.1):
    """Return a flat forecast of one week."""
    grid = make_center().grid(Horizon(first=dt.date(2025, 1, 6)))
    return Forecast(
        grid=grid,
        queues=("main",),
        offered=np.full((1, grid.size), mean),
        aht_s=np.full((1, grid.size), 180.0),
        day_cv=np.full((1, 7), day_cv),
        slot_cv=np.full((1, grid.size), slot_cv),
    )


def test_poisson_quantiles_are_the_textbook_ones():
    """With no dispersion the 90 % quantile of Poisson 1, 10 and 100 is 2, 14 and 113."""
    got = negative_binomial_quantiles(np.array([1.0, 10, 100]), np.zeros(3), [0.9])
    np.testing.assert_array_equal(got[0], [2, 14, 113])


def test_geometric_quantiles_are_the_textbook_ones():
    """Dispersion 1 is the geometric distribution, whose quantiles have a formula."""
    mean, p = 20.0, 0.9
    success = 1 / (1 + mean)
    wanted = np.ceil(np.log(1 - p) / np.log(1 - success)) - 1
    assert negative_binomial_quantiles(np.array([mean]), np.ones(1), [p])[0, 0] == wanted


def test_huge_means_agree_with_the_exact_sum():
    """The approximation for huge centers continues the exact sum."""
    just_below = negative_binomial_quantiles(np.array([19_999.0]), np.array([0.01]), [0.1, 0.9])
    just_above = negative_binomial_quantiles(np.array([20_001.0]), np.array([0.01]), [0.1, 0.9])
    np.testing.assert_allclose(just_below, just_above, rtol=2e-3)


def test_paths_have_the_stated_moments_and_share_their_days():
    """Mean, variance and the correlation of two slots of a day are those of the model."""
    forecast = known()
    paths = sample_paths(forecast, "main", 8_000, seed=5).astype(float)
    assert paths.mean() == pytest.approx(50, rel=0.005)
    wanted = 50 + 50**2 * ((1.01) * (1.01) - 1)
    assert paths[:, 0].var() == pytest.approx(wanted, rel=0.04)
    together = np.corrcoef(paths[:, 0], paths[:, 1])[0, 1]
    assert together == pytest.approx(50**2 * 0.01 / wanted, abs=0.02)
    assert abs(np.corrcoef(paths[:, 0], paths[:, 60])[0, 1]) < 0.03


def test_quantiles_agree_with_the_paths():
    """The share of paths up to each quantile is its probability, but for rounding."""
    forecast = known()
    paths = sample_paths(forecast, "main", 8_000, seed=6)
    for p, bound in zip((0.1, 0.5, 0.9), quantiles(forecast, "main", [0.1, 0.5, 0.9]), strict=True):
        assert np.mean(paths <= bound[None, :]) == pytest.approx(p, abs=0.03)


def test_the_same_seed_gives_the_same_paths():
    """Paths are reproducible."""
    one, two = (sample_paths(known(), "main", 5, seed=1) for _ in range(2))
    np.testing.assert_array_equal(one, two)


def test_an_unknown_queue_or_probability_raises():
    """Mistakes name what is allowed."""
    with pytest.raises(UsageError, match="queues of the forecast: main"):
        quantiles(known(), "sales", [0.5])
    with pytest.raises(UsageError, match="between 0 and 1"):
        quantiles(known(), "main", [1.0])
