"""Histories that cannot be meant, or say little: a clear error, or a fallback in words."""

import datetime as dt

import numpy as np
import pytest
from pydantic import ValidationError

from staffing.demand.forecast import forecast
from staffing.domain.history import CallHistory
from staffing.domain.horizon import Horizon
from staffing.errors import InputError
from tests.demand.toys import FACTORS, make_center, make_history

NEXT = Horizon(first=dt.date(2024, 12, 30), days=7)


def changed(**changes):
    """Return a year of history with some fields changed, checked anew."""
    history = make_history()
    return CallHistory(
        **{name: getattr(history, name) for name in type(history).model_fields} | changes
    )


def of(history):
    """Return the forecast of the next week."""
    return forecast(make_center(), {"main": history}, NEXT)


def test_negative_counts_are_refused():
    """A negative count is no history."""
    with pytest.raises(ValidationError, match="offered holds a negative number"):
        changed(offered=-np.ones((364, 20)))


def test_infinite_counts_are_refused():
    """A count that is no number names its day."""
    counts = np.array(make_history().offered)
    counts[40, 3] = np.inf
    with pytest.raises(InputError, match="2024-02-10 10:00"):
        of(changed(offered=counts))


@pytest.mark.parametrize("starts", [np.arange(510, 1110, 30)[::-1], np.arange(510, 810, 15)])
def test_slots_that_overlap_or_run_backwards_are_refused(starts):
    """Starts must ascend by at least a slot."""
    with pytest.raises(InputError, match="slots overlap"):
        of(changed(starts=starts))


def test_fractional_counts_are_taken_as_they_are():
    """Calls shared between queues may be fractions: half of them is half the forecast."""
    half = of(changed(offered=make_history().offered * 0.5))
    assert half.offered.sum() == pytest.approx(0.5 * of(make_history()).offered.sum(), rel=0.03)


def test_slots_of_another_length_than_the_grid_s_are_shared_out():
    """Hours are divided among quarters, and their sum stays."""
    hours = np.array(make_history().offered).reshape(364, 10, 2).sum(axis=2)
    got = of(
        changed(
            slot_minutes=60,
            starts=np.arange(510, 1110, 60),
            offered=hours,
            handled=hours,
            aht_s=np.full_like(hours, 180.0),
        )
    )
    assert got.offered.sum() == pytest.approx(of(make_history()).offered.sum(), rel=0.03)


def test_the_hour_that_the_clock_skips_is_no_quiet_hour():
    """A slot missing on one day of the year leaves the forecast where it was."""
    counts = np.array(make_history().offered)
    counts[90, 4:6] = np.nan
    got = of(changed(offered=counts))
    np.testing.assert_allclose(got.offered.sum(), of(make_history()).offered.sum(), rtol=0.01)


def test_a_history_that_overlaps_the_horizon_is_cut_and_noted():
    """What was measured on the planned days is not used, in words."""
    early = Horizon(first=dt.date(2024, 12, 2), days=7)
    got = forecast(make_center(), {"main": make_history()}, early)
    assert any("Only the history before 2024-12-02" in note for note in got.notes)


def test_a_history_after_the_horizon_is_refused():
    """A history that begins after the planned days has nothing to learn from."""
    before = Horizon(first=dt.date(2023, 6, 5), days=7)
    with pytest.raises(InputError, match="no call at all before the days to forecast"):
        forecast(make_center(), {"main": make_history()}, before)


@pytest.mark.parametrize("value", [0.0, np.nan])
def test_nothing_but_zeros_or_gaps_is_refused(value):
    """A year without a call is no history; the error says what to do."""
    with pytest.raises(InputError, match="leave the history out"):
        of(changed(offered=np.full((364, 20), value)))


def test_one_week_is_read_and_said_to_be_little():
    """Seven days give a forecast, with a note on what is not known."""
    got = of(make_history(7, first=dt.date(2024, 12, 23)))
    np.testing.assert_allclose(
        got.offered[0].reshape(7, -1).sum(axis=1), 1300 * FACTORS, rtol=0.2, atol=40
    )
    assert any("Only 7 days are measured" in note for note in got.notes)
