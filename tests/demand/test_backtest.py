"""Rolling origins and their scores."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.backtest import backtest
from staffing.demand.scores import poisson_floor, seasonal_scale
from staffing.domain.calendar import Holidays
from staffing.errors import InputError
from tests.demand.toys import make_history

NONE = Holidays()


@pytest.fixture(scope="module")
def report():
    """Return the report of eight origins of a simulated year with a day factor of 8 %."""
    rng = np.random.default_rng(11)
    history = make_history(364, day_factor=rng.gamma(156.25, 0.0064, 364))
    origins = [dt.date(2024, 10, 6) + dt.timedelta(days=7 * i) for i in range(8)]
    return backtest(history, NONE, ["auto"], origins)


def test_the_reference_and_the_floor_are_always_there(report):
    """The table names the method, the reference and the floor of chance."""
    assert report.methods == ("auto", "mean8")
    assert "floor" in report.table()
    one, reference = report.by_week["auto"][0], report.by_week["mean8"][0]
    assert one.floor < one.wape < reference.wape


def test_intervals_hold_what_they_promise(report):
    """On simulated days the 80 and 95 % intervals hold about that share."""
    for week in report.by_week["auto"]:
        assert week.coverage80 == pytest.approx(0.80, abs=0.06)
        assert week.coverage95 == pytest.approx(0.95, abs=0.03)


def test_weekly_totals_are_unbiased(report):
    """Levels are fitted on counts: sums are right."""
    assert abs(report.by_week["auto"][0].bias) < 0.02


def test_nothing_after_an_origin_is_used():
    """Changing what came after the origin changes the scores, not the forecasts."""
    history = make_history(200)
    origin = dt.date(2024, 6, 16)
    spoiled = np.array(history.offered)
    spoiled[(origin - history.first).days + 1 :] += 50
    other = history.model_copy(update={"offered": spoiled})
    one, two = (backtest(h, NONE, ["auto"], [origin]).scored["auto"] for h in (history, other))
    np.testing.assert_array_equal(one.means, two.means)
    np.testing.assert_array_equal(one.dispersion, two.dispersion)


def test_default_origins_are_the_ends_of_weeks():
    """Left out, the origins are Sundays with eight weeks before and two after them."""
    got = backtest(make_history(84), NONE)
    assert [str(day) for day in got.origins] == ["2024-02-25", "2024-03-03", "2024-03-10"]


def test_a_short_history_raises():
    """Six weeks are no backtest."""
    with pytest.raises(InputError, match="at least"):
        backtest(make_history(42), NONE)


def test_the_poisson_floor_is_the_mean_absolute_deviation():
    """The formula agrees with simulation, at small and at large rates."""
    rng = np.random.default_rng(2)
    for rate in (0.3, 2.5, 40.0, 900.0):
        drawn = np.abs(rng.poisson(rate, 400_000) - rate).mean() / rate
        assert poisson_floor(np.array([rate])) == pytest.approx(drawn, rel=0.01)


def test_the_scale_of_mase_is_the_seasonal_difference():
    """A series that repeats each week but for a constant rise has that rise as scale."""
    counts = np.arange(28.0)[:, None]
    assert seasonal_scale(counts) == pytest.approx(7.0)
