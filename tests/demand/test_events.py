"""Events, unusual days and overrides."""

import datetime as dt

import numpy as np
import pytest
from pydantic import ValidationError

from staffing.demand.anomalies import find_unusual
from staffing.demand.events import Event, Override
from staffing.demand.forecast import forecast
from staffing.demand.overrides import apply_overrides
from staffing.demand.prepare import prepare
from staffing.domain.horizon import Horizon
from staffing.errors import InputError
from tests.demand.toys import make_history

NEXT = Horizon(first=dt.date(2024, 12, 30), days=7)


def event(day, **changes):
    """Return a mailing on one day."""
    return Event.model_validate({"first": day, "last": day, "kind": "mailing"} | changes)


def test_a_planted_event_is_learned_with_shrinkage():
    """Three days of factor 1.6 are learned as nearly 1.6, and never more by pooling alone."""
    days = [dt.date(2024, 4, 10), dt.date(2024, 7, 10), dt.date(2024, 10, 9)]
    factor = np.ones(364)
    for day in days:
        factor[(day - dt.date(2024, 1, 1)).days] = 1.6
    ready = prepare(make_history(day_factor=factor), {}, [event(d) for d in days])
    assert ready.events[0].factor == pytest.approx(1.6, rel=0.08)
    assert "learned; it was measured 3 times" in " ".join(ready.notes)


def test_an_event_that_never_happened_has_no_effect_and_says_so(history, center):
    """Nothing to learn from is factor 1, in words."""
    plain = forecast(center, {"main": history}, NEXT)
    got = forecast(center, {"main": history}, NEXT, events=[event(NEXT.first, factor="learn")])
    np.testing.assert_allclose(got.offered, plain.offered)
    assert any("no effect is assumed" in note for note in got.notes)


def test_an_event_as_long_as_the_history_teaches_nothing(history, center):
    """Without a day outside of it there is nothing to compare with, in words."""
    always = Event(first=dt.date(2023, 1, 1), last=dt.date(2025, 6, 1), kind="war")
    got = forecast(center, {"main": history}, NEXT, events=[always])
    assert got.offered.sum() == pytest.approx(1300 * 5.5, rel=0.05)
    assert any("no effect is assumed" in note for note in got.notes)


def test_known_past_events_do_not_raise_the_level(history, center):
    """Doubling the last two weeks and saying so leaves the forecast where it was."""
    offered = np.array(history.offered)
    offered[-14:] *= 2
    busy = history.model_copy(update={"offered": offered})
    said = Event(first=dt.date(2024, 12, 16), last=dt.date(2024, 12, 29), kind="x", factor=2)
    plain = forecast(center, {"main": history}, NEXT).offered.sum()
    got = forecast(center, {"main": busy}, NEXT, events=[said]).offered.sum()
    assert got == pytest.approx(plain, rel=0.02)


def test_a_storm_is_found_noted_and_forgotten(history, center):
    """One day of three times the calls is named, and moves the forecast by less than 1.5 %."""
    offered = np.array(history.offered)
    offered[-10] *= 3
    storm = history.model_copy(update={"offered": offered})
    plain = forecast(center, {"main": history}, NEXT).offered.sum()
    got = forecast(center, {"main": storm}, NEXT)
    assert got.offered.sum() == pytest.approx(plain, rel=0.015)
    assert any("2024-12-20 (+" in note for note in got.notes)


def test_a_change_of_level_is_no_anomaly():
    """Half as many calls again from some day on are no unusual days."""
    factor = np.where(np.arange(364) < 300, 1.0, 1.5)
    past = prepare(make_history(day_factor=factor), {}).past
    assert len(find_unusual(past).rows) <= 8


def test_an_override_multiplies_last_and_is_named(history, center):
    """Factor, person and reason stand in the notes; other days stay."""
    plain = forecast(center, {"main": history}, NEXT)
    mine = Override(days="2024-12-31", factor=0.5, who="Kim", note="half staff at city hall")
    got = apply_overrides(plain, [mine])
    slots = plain.grid.of_day(1)
    np.testing.assert_allclose(got.offered[0, slots], plain.offered[0, slots] / 2)
    np.testing.assert_allclose(np.delete(got.offered[0], slots), np.delete(plain.offered[0], slots))
    assert "Kim" in got.notes[-1]
    assert "half staff" in got.notes[-1]


def test_parts_multiply_to_the_expectation(history, center):
    """Level x day x profile x events x override is the forecast."""
    got = forecast(center, {"main": history}, NEXT, events=[event(NEXT.first, factor=1.5)])
    got = apply_overrides(got, [Override(days="Sat", factor=2, who="Lee")])
    np.testing.assert_allclose(
        np.prod(list(got.parts["main"].values()), axis=0), got.offered[0], rtol=1e-9
    )


def test_mistakes_in_events_raise(history):
    """Reversed dates, half an hour range, and overlaps of one kind are refused."""
    day = dt.date(2024, 5, 1)
    with pytest.raises(ValidationError, match="before first"):
        Event(first=day, last=day - dt.timedelta(days=1), kind="x")
    with pytest.raises(ValidationError, match="both begin and end"):
        event(day, begin="09:00")
    with pytest.raises(InputError, match="overlap"):
        prepare(history, {}, [event(day), event(day)])
