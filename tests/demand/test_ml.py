"""Boosted trees: asked for by name, with a package that may not be there."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.forecast import forecast
from staffing.demand.methods import ml
from staffing.demand.prepare import prepare
from staffing.demand.registry import forecaster
from staffing.domain.horizon import Horizon
from staffing.errors import InputError
from tests.demand.toys import FACTORS, make_center, make_history

NEXT = Horizon(first=dt.date(2024, 12, 30), days=7)
AHEAD = [NEXT.first + dt.timedelta(days=i) for i in range(14)]


@pytest.mark.parametrize("method", ["ml", "auto+ml"])
def test_without_the_package_the_error_says_what_to_install(method, history, monkeypatch):
    """Asking for trees that are not there is an error with a way out, not another forecast."""
    monkeypatch.setattr(ml, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"staffing\[ml\]"):
        forecast(make_center(), {"main": history}, NEXT, method)


def test_the_default_does_not_look_for_the_package(history, monkeypatch):
    """What is installed changes nothing unless the trees are asked for."""
    monkeypatch.setattr(ml, "find_spec", lambda _: pytest.fail("looked"))
    forecast(make_center(), {"main": history}, NEXT, "auto")


@pytest.mark.parametrize("method", ["ml", "auto+ml"])
def test_a_short_history_falls_back_and_says_so(method, monkeypatch):
    """Below nine months both are the default, in words."""
    monkeypatch.setattr(ml, "find_spec", lambda _: "there")
    history = make_history(200, first=dt.date(2024, 6, 13))
    got = forecast(make_center(), {"main": history}, NEXT, method)
    plain = forecast(make_center(), {"main": history}, NEXT, "auto")
    np.testing.assert_array_equal(got.offered, plain.offered)
    assert any("Boosted trees need 270 days" in note for note in got.notes)


def test_trees_give_planted_weekdays_back_twice_the_same(history):
    """With the package, both methods find the weeks, the same on every run."""
    pytest.importorskip("lightgbm")
    past = prepare(history, {}).past
    for name in ("ml", "auto+ml"):
        got = forecaster(name).expect(past, AHEAD)
        np.testing.assert_allclose(got[:7].sum(axis=1), 1300 * FACTORS, rtol=0.1)
        np.testing.assert_array_equal(got, forecaster(name).expect(past, AHEAD))


def test_no_lag_is_shorter_than_the_farthest_day(history):
    """Six weeks ahead nothing is looked at that will not be known: no number is missing."""
    pytest.importorskip("lightgbm")
    past = prepare(history, {}).past
    ahead = [NEXT.first + dt.timedelta(days=i) for i in range(42)]
    got = forecaster("ml").expect(past, ahead)
    assert np.isfinite(got).all()
    np.testing.assert_allclose(got[35:].sum(), 1300 * FACTORS.sum(), rtol=0.08)
