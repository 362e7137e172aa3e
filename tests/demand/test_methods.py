"""What every forecasting method must keep, and what the default must find."""

import datetime as dt
from importlib.util import find_spec

import numpy as np
import pytest

from staffing.demand.contract import Forecaster
from staffing.demand.prepare import prepare
from staffing.demand.registry import forecasters
from tests.demand.toys import FACTORS, make_history

FIRST = dt.date(2024, 1, 1)
AHEAD = [dt.date(2024, 12, 30) + dt.timedelta(days=i) for i in range(14)]
BOOSTED = {"ml", "auto+ml"}
METHODS = [name for name in sorted(forecasters()) if name not in BOOSTED or find_spec("lightgbm")]


def expect(method, history, holidays=None, ahead=AHEAD):
    """Return what a method expects."""
    return forecasters()[method].expect(prepare(history, holidays or {}).past, ahead)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_keeps_the_contract(method, history):
    """A method has a name, and gives finite calls of the right shape, never negative."""
    assert isinstance(forecasters()[method], Forecaster)
    got = expect(method, history)
    assert got.shape == (14, 20)
    assert np.isfinite(got).all()
    assert (got >= 0).all()


@pytest.mark.parametrize("method", METHODS)
def test_scale_hardly_matters(method):
    """Ten times the calls of a busy center are ten times the forecast, but for priors."""
    history = make_history(300, level=5000)
    ten = history.model_copy(update={"offered": history.offered * 10})
    ahead = [dt.date(2024, 10, 28) + dt.timedelta(days=i) for i in range(7)]
    one, many = (expect(method, h, ahead=ahead).sum() for h in (history, ten))
    assert many == pytest.approx(10 * one, rel=0.01)


@pytest.mark.parametrize("method", METHODS)
def test_one_week_is_enough_to_say_something(method):
    """Seven days give a forecast within a fifth of the truth."""
    got = expect(
        method, make_history(7), ahead=[FIRST + dt.timedelta(days=7 + i) for i in range(5)]
    )
    np.testing.assert_allclose(got.sum(axis=1), 1300 * FACTORS[:5], rtol=0.2)


def test_planted_holidays_and_the_days_after_come_back():
    """Holidays at 0.2, and half as many calls again on the day after, are found."""
    days = [FIRST + dt.timedelta(days=i) for i in range(9, 364, 30)]
    holidays = {day: "Founding Day" for day in days if day.weekday() < 4}
    factor = np.ones(364)
    for day in holidays:
        at = (day - FIRST).days
        factor[at], factor[min(at + 1, 363)] = 0.2, 1.5
    coming = dt.date(2025, 1, 7)
    holidays[coming] = "Founding Day"
    got = expect("auto", make_history(day_factor=factor), holidays, AHEAD).sum(axis=1)
    assert got[8] == pytest.approx(0.2 * 1300 * FACTORS[1], rel=0.25)
    assert got[9] == pytest.approx(1.5 * 1300 * FACTORS[2], rel=0.15)


def test_an_unseen_long_weekend_is_told_from_mondays():
    """Mondays at 1.4 teach that a Tuesday after a first long weekend is busier than usual."""
    factor = np.where(np.arange(364) % 7 == 0, 1.4 / 1.15, 1.0)
    history = make_history(day_factor=factor)
    monday = AHEAD[0]
    got = expect("auto", history, {monday: "Long weekend"}).sum(axis=1)
    assert got[1] > 1.15 * got[8]


def test_a_new_level_is_followed():
    """Five weeks after calls rose by half, the default expects most of the rise."""
    factor = np.where(np.arange(364) < 329, 1.0, 1.5)
    got = expect("auto", make_history(day_factor=factor))[:7].sum()
    assert got > 1.35 * 1300 * FACTORS.sum()


def test_missing_slots_are_no_quiet_slots():
    """Half of every third day lost leaves the day's total where it was."""
    history = make_history()
    holes = np.array(history.offered)
    holes[::3, :10] = np.nan
    got = expect("auto", history.model_copy(update={"offered": holes}))[:7].sum()
    assert got == pytest.approx(1300 * FACTORS.sum(), rel=0.03)


def test_the_seasons_of_two_years_come_back():
    """A year's wave of 20 % is known once two years are."""
    days = 730
    wave = 1 + 0.2 * np.cos(2 * np.pi * np.arange(days) / 365.25)
    history = make_history(days, day_factor=wave)
    for month, wanted in ((dt.date(2026, 1, 5), 1.2),):
        ahead = [month + dt.timedelta(days=i) for i in range(7)]
        got = expect("auto", history, ahead=ahead).sum()
        assert got == pytest.approx(wanted * 1300 * FACTORS.sum(), rel=0.05)
