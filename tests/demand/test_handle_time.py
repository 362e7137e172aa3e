"""Handle time by class of day and slot."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.day_classes import DayClasses
from staffing.demand.handle_time import expect_handle_time

WEEK = DayClasses({}, frozenset({5, 6}))
FIRST = dt.date(2024, 1, 1)


def expect(aht, counts, ahead=14):
    """Return the expectation for the days after the rows given."""
    dates = [FIRST + dt.timedelta(days=i) for i in range(len(aht))]
    days = [dates[-1] + dt.timedelta(days=i) for i in range(1, ahead + 1)]
    return expect_handle_time(aht, counts, dates, days, WEEK, 200.0)


def test_planted_slots_come_back_and_few_calls_are_shrunk():
    """A slot of many calls keeps its own mean, a slot of one wild call takes the common one."""
    rng = np.random.default_rng(1)
    counts = np.tile([100.0, 100.0, 0.05], (120, 1))
    aht = np.tile([150.0, 210.0, 900.0], (120, 1)) * rng.normal(1, 0.01, (120, 3))
    got = expect(aht, counts)
    np.testing.assert_allclose(got[0, :2], [150, 210], rtol=0.03)
    assert got[0, 2] < 250


def test_trends_go_on_but_not_far():
    """A rise of 1 % a day neither stops at once nor explodes."""
    aht = 150 * np.exp(0.01 * np.arange(100))[:, None] * np.ones((1, 4))
    got = expect(aht, np.full((100, 4), 50.0), ahead=90)
    assert got.max() < 1.2 * aht.max()
    assert got[-1, 0] > got[0, 0]


def test_unknown_handle_times_take_the_queue_s():
    """Without a number the queue's own handle time is used, for every slot."""
    got = expect(np.full((30, 4), np.nan), np.ones((30, 4)))
    assert (got == 200).all()


def test_outliers_are_bounded():
    """One day of a hundredfold handle time moves the expectation by a few percent at most."""
    aht = np.full((100, 4), 180.0)
    aht[-3] = 18_000
    got = expect(aht, np.full((100, 4), 50.0))
    assert got.mean() == pytest.approx(180, rel=0.15)
