"""Forecasts from what a planner knows, with little or no history."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.events import Event
from staffing.demand.forecast import forecast
from staffing.domain.horizon import Horizon
from tests.demand.toys import FACTORS, make_center, make_history

WEEK = Horizon(first=dt.date(2025, 3, 3), days=7)


def test_day_factors_and_profiles_are_the_center_s():
    """Saturday has its factor, and the profile's peak is where the center puts it."""
    demand = {
        "working_day_calls": 1000,
        "day_factors": (1, 1, 1, 1, 1, 0.2, 0.1, 0.05),
        "profile_working": [1] * 4 + [5] + [1] * 15,
    }
    center = make_center(demand=demand, calendar={"add": {"2025-03-05": "Election"}})
    got = forecast(center, {}, WEEK).offered[0].reshape(7, -1)
    np.testing.assert_allclose(got.sum(axis=1), [1000, 1000, 50, 1000, 1000, 200, 100])
    assert got[0].argmax() in (8, 9)


def test_a_known_event_counts_without_a_history():
    """A factor of 2 doubles a cold day."""
    center = make_center(demand={"working_day_calls": 1000})
    event = Event(first=WEEK.first, last=WEEK.first, kind="opening", factor=2)
    got = forecast(center, {}, WEEK, events=[event])
    assert got.offered[0].reshape(7, -1).sum(axis=1)[0] == pytest.approx(2000)


@pytest.mark.parametrize(("days", "rtol"), [(21, 0.1), (91, 0.06)])
def test_three_weeks_and_three_months_are_sensible_and_noted(days, rtol, center):
    """A short history gives its weekdays back, and a note says what is not known."""
    first = WEEK.first - dt.timedelta(days=days)
    got = forecast(center, {"main": make_history(days, first=first)}, WEEK)
    np.testing.assert_allclose(
        got.offered[0].reshape(7, -1).sum(axis=1), 1300 * FACTORS, rtol=rtol, atol=30
    )
    assert any("known" in note for note in got.notes)
    assert got.day_cv.min() >= 0.0199


def test_an_unseen_weekday_takes_the_center_s_factor():
    """A center that never opened on Saturdays forecasts one from its day factor, in words."""
    history = make_history(140, first=dt.date(2024, 10, 14))
    offered = np.array(history.offered)
    offered[np.arange(140) % 7 >= 5] = np.nan
    center = make_center(demand={"day_factors": (1, 1, 1, 1, 1, 0.4, 0.2, 0.1)})
    got = forecast(center, {"main": history.model_copy(update={"offered": offered})}, WEEK)
    saturday = got.offered[0].reshape(7, -1).sum(axis=1)[5]
    assert saturday == pytest.approx(0.4 * 1300, rel=0.15)
    assert any("no Sat" in note for note in got.notes)


def test_two_queues_keep_their_own_histories():
    """A queue with a history and one without stand side by side, and the notes say which."""
    center = make_center(
        queues=[{"code": "main", "aht_s": 200}, {"code": "tax", "aht_s": 300}],
        demand={"working_day_calls": 500},
    )
    history = make_history(364, first=dt.date(2024, 3, 4))
    got = forecast(center, {"main": history}, WEEK)
    assert got.offered.shape == (2, got.grid.size)
    assert any(note.startswith("Queue tax: There is no history") for note in got.notes)
    assert got.aht_s[1, 0] == 300


@pytest.mark.parametrize("days", [1, 2, 3, 4])
@pytest.mark.parametrize("weekday", [0, 4, 6])
def test_a_few_days_are_read_by_the_center_s_factors(days, weekday):
    """A lone Sunday is a Sunday, not a working day: Monday is forecast from its factor."""
    first = dt.date(2025, 2, 17) + dt.timedelta(days=weekday)
    center = make_center(demand={"day_factors": (*FACTORS, 0.1)})
    got = forecast(center, {"main": make_history(days, first=first)}, WEEK)
    wanted = 1300 * FACTORS
    np.testing.assert_allclose(got.offered[0].reshape(7, -1).sum(axis=1), wanted, rtol=0.3)
    assert any("Only some weekdays are measured" in note for note in got.notes)


@pytest.mark.parametrize(("days", "said"), [(364, "less than a year"), (400, "seen twice")])
def test_a_history_too_short_for_seasons_says_so(days, said, center):
    """Below the length from which seasons are fitted, a note says that they are not known."""
    first = WEEK.first - dt.timedelta(days=days)
    got = forecast(center, {"main": make_history(days, first=first)}, WEEK)
    assert any(said in note for note in got.notes)


def test_a_history_long_enough_for_seasons_says_nothing(center):
    """From 450 days on seasons are fitted, and no note is needed."""
    got = forecast(center, {"main": make_history(460, first=dt.date(2023, 11, 29))}, WEEK)
    assert not any("season" in note for note in got.notes)
