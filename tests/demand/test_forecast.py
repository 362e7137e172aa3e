"""From histories to a forecast on a center's grid."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.events import Event
from staffing.demand.forecast import forecast
from staffing.domain.horizon import Horizon
from staffing.errors import InputError
from tests.demand.toys import FACTORS, PROFILE, make_center, make_history

NEXT = Horizon(first=dt.date(2024, 12, 30), days=7)


def test_planted_weekdays_and_profile_come_back(history, center):
    """A year of Poisson calls gives back each day's level and each slot's share."""
    got = forecast(center, {"main": history}, NEXT)
    halves = got.offered[0].reshape(7, 20, 2).sum(axis=2)
    np.testing.assert_allclose(halves.sum(axis=1), 1300 * FACTORS, rtol=0.06)
    np.testing.assert_allclose(halves[:5].sum(axis=0) / halves[:5].sum(), PROFILE / 86, atol=0.01)


def test_scale_invariance(history, center):
    """Ten times the calls of a history are ten times the forecast."""
    ten = history.model_copy(update={"offered": history.offered * 10})
    one = forecast(center, {"main": history}, NEXT, method="mean8").offered
    np.testing.assert_allclose(
        forecast(center, {"main": ten}, NEXT, method="mean8").offered, 10 * one
    )


def test_nothing_after_the_horizon_begins_is_used(history, center):
    """Changing what was measured from the first planned day on changes nothing."""
    horizon = Horizon(first=dt.date(2024, 10, 7), days=7)
    spoiled = np.array(history.offered)
    spoiled[(horizon.first - history.first).days :] = 9999
    other = history.model_copy(update={"offered": spoiled})
    one, two = (forecast(center, {"main": h}, horizon) for h in (history, other))
    np.testing.assert_array_equal(one.offered, two.offered)
    assert any("Only the history before" in note for note in one.notes)


def test_gaps_are_no_zeros(history, center):
    """Three lost weeks move the level no more than chance does."""
    holes = np.array(history.offered)
    holes[-35:-14] = np.nan
    got = forecast(center, {"main": history.model_copy(update={"offered": holes})}, NEXT)
    np.testing.assert_allclose(got.offered.sum(), 1300 * FACTORS.sum(), rtol=0.05)


def test_a_late_start_is_noted(history, center):
    """A horizon that begins weeks after the history says so."""
    got = forecast(center, {"main": history}, Horizon(first=dt.date(2025, 2, 3)))
    assert any("days before 2025-02-03" in note for note in got.notes)


def test_cold_start_has_the_calls_of_the_center():
    """Without a history a working day has the calls that the center names, and says so."""
    cold = make_center(demand={"working_day_calls": 860})
    got = forecast(cold, {}, NEXT)
    assert got.offered[0].reshape(7, -1).sum(axis=1)[0] == pytest.approx(860)
    assert "no history" in got.notes[0]


def test_a_known_event_multiplies_its_hours_only(history, center):
    """A factor of 2 from 13:00 to 15:00 doubles these slots and no others."""
    day = NEXT.first
    event = Event(first=day, last=day, begin="13:00", end="15:00", kind="mailing", factor=2)
    plain = forecast(center, {"main": history}, NEXT).offered[0]
    got = forecast(center, {"main": history}, NEXT, events=[event]).offered[0]
    inside = np.zeros(len(plain), dtype=bool)
    inside[18:26] = True
    np.testing.assert_allclose(got[inside].sum(), 2 * plain[inside].sum())
    np.testing.assert_allclose(got[~inside].sum(), plain[~inside].sum())


def test_mistakes_raise(history, center):
    """An unknown method, an unknown queue, an empty history or no knowledge at all raise."""
    with pytest.raises(InputError, match="did you mean 'mean8'"):
        forecast(center, {"main": history}, NEXT, method="mean-8")
    with pytest.raises(InputError, match="no such queue"):
        forecast(center, {"typo": history}, NEXT)
    zero = history.model_copy(update={"offered": history.offered * 0})
    with pytest.raises(InputError, match="no call at all"):
        forecast(center, {"main": zero}, NEXT)
    with pytest.raises(InputError, match="working_day_calls"):
        forecast(center, {}, NEXT)


def test_history_of_half_the_hours_is_filled_and_noted(history):
    """Slots before the history's first hour take the nearest rate, in words."""
    early = make_center(opening=[{"days": "Mon-Sun", "opens": "08:00", "closes": "18:30"}])
    got = forecast(early, {"main": make_history(28, first=dt.date(2024, 12, 2))}, NEXT)
    assert np.isfinite(got.offered).all()
    assert any("outside the hours" in note for note in got.notes)


def test_slots_never_measured_are_not_zero(history, center):
    """An afternoon without numbers takes the rate of the last hour that has some, in words."""
    offered = np.array(history.offered)
    offered[:, 10:] = np.nan
    got = forecast(center, {"main": history.model_copy(update={"offered": offered})}, NEXT)
    assert got.offered.reshape(7, 40)[:, 20:].min() > 0
    assert any("outside the hours" in note for note in got.notes)


def test_weeks_of_zeros_are_questioned(history, center):
    """A file that ends in zeros is read as written, and the planner is asked about it."""
    offered = np.array(history.offered)
    offered[-10:] = 0
    got = forecast(center, {"main": history.model_copy(update={"offered": offered})}, NEXT)
    assert any("The last 10 measured days have not a single call" in note for note in got.notes)
