"""Why a day has the calls it has."""

import datetime as dt

import numpy as np
import pytest

from staffing.demand.decompose import day_stories
from staffing.demand.events import Event, Override
from staffing.demand.forecast import forecast
from staffing.demand.overrides import apply_overrides
from staffing.domain.horizon import Horizon
from tests.demand.toys import make_center, make_history

NEXT = Horizon(first=dt.date(2024, 12, 30), days=7)


def product(story):
    """Return the level times all factors."""
    return story.level * np.prod(list(story.factors.values()))


@pytest.mark.parametrize("method", ["auto", "slow", "fast", "mean8"])
def test_the_product_is_the_forecast(history, center, method):
    """Whatever the method: per slot and per day, level times factors are the calls."""
    event = Event(first=NEXT.first, last=NEXT.first, begin=600, end=720, kind="mail", factor=2)
    by_hand = Override(days="Tue", factor=1.1, who="Kim")
    got = apply_overrides(forecast(center, {"main": history}, NEXT, method, [event]), [by_hand])
    np.testing.assert_allclose(np.prod(list(got.parts["main"].values()), axis=0), got.offered[0])
    stories = day_stories(got, "main")
    assert len(stories) == 7
    for story in stories:
        assert product(story) == pytest.approx(story.calls)
    assert stories[0].factors["events"] > 1.05
    assert stories[1].factors["override"] == pytest.approx(1.1)


def test_planted_weekdays_are_the_weekday_factors(history, center):
    """Monday's planted 1.15 over the mean working day stands as its factor."""
    got = day_stories(forecast(center, {"main": history}, NEXT), "main")
    assert got[0].level == pytest.approx(1300, rel=0.05)
    assert got[0].factors["weekday"] == pytest.approx(1.15, abs=0.04)
    assert got[6].factors["weekday"] == pytest.approx(0.2, abs=0.03)
    assert got[0].factors["hours"] == pytest.approx(1.0)


def test_a_holiday_shows_in_the_calendar(history):
    """A holiday's fall is a calendar factor, not a weekday's."""
    days = [dt.date(2024, 1, 10) + dt.timedelta(days=42 * i) for i in range(8)]
    factor = np.ones(364)
    for day in days:
        factor[(day - dt.date(2024, 1, 1)).days] = 0.2
    center = make_center(calendar={"add": {str(d): "Day" for d in [*days, dt.date(2025, 1, 1)]}})
    got = day_stories(forecast(center, {"main": make_history(day_factor=factor)}, NEXT), "main")
    assert got[2].factors["calendar"] == pytest.approx(0.2, abs=0.07)
    assert got[2].factors["weekday"] == pytest.approx(1.0, abs=0.04)


def test_a_cold_start_is_explained_too():
    """Without a history the factors are the center's own."""
    center = make_center(
        demand={"working_day_calls": 1000, "day_factors": (1.2, 1, 1, 1, 1, 0.2, 0.1, 0.05)},
        calendar={"add": {"2025-01-01": "New Year"}},
    )
    got = day_stories(forecast(center, {}, NEXT), "main")
    assert [round(s.calls) for s in got] == [1200, 1000, 50, 1000, 1000, 200, 100]
    assert got[0].factors["weekday"] == pytest.approx(1.2)
    assert got[2].factors["calendar"] == pytest.approx(0.05)


def test_a_center_open_half_the_day_says_hours(history):
    """Where a center will be open for part of the history's hours, a factor says so."""
    half = make_center(opening=[{"days": "Mon-Sun", "opens": "08:30", "closes": "13:00"}])
    got = day_stories(forecast(half, {"main": history}, NEXT), "main")
    assert 0.3 < got[0].factors["hours"] < 0.7
    assert product(got[0]) == pytest.approx(got[0].calls)
