"""Estimates find again what calls were made of, and say when the model does not fit."""

import datetime as dt
import math

import numpy as np
import pytest

from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.queueing.call_log import CallLog
from staffing.queueing.estimates import Waits, estimate_history, estimate_log
from staffing.queueing.estimation import HandleTimes, estimate_patience
from staffing.queueing.estimation_checks import hazards, same_means


def made(count=20_000, patience=None, seed=1, late_aht=200.0):
    """Return a log with patience of mean 300 s, offered waits, and handle times of mean 200 s."""
    rng = np.random.default_rng(seed)
    limit = rng.exponential(300.0, count) if patience is None else patience(rng, count)
    offered = rng.exponential(90.0, count)
    answered = offered < limit
    arrival = np.sort(rng.uniform(0, 5 * 86_400, count))
    mean = np.where(arrival % 86_400 < 43_200, 200.0, late_aht)
    handle = np.where(answered, rng.lognormal(-0.5, 1.0, count) * mean, np.nan)
    return CallLog(arrival, np.minimum(offered, limit), answered, handle)


def test_what_calls_were_made_of_is_found_again():
    """Patience, handle time and their spread lie within their own intervals of the truth."""
    found = estimate_log(made())
    assert found.patience is not None
    assert found.patience.low_s < 300 < found.patience.high_s
    assert abs(found.handle.mean_s[0] - 200) < 3 * found.handle.standard_error[0]
    assert found.lognormal is not None
    assert found.lognormal.sigma == pytest.approx(1.0, abs=0.02)
    assert found.calls == found.answered + found.abandoned == 20_000
    assert found.days == 5


def test_the_mean_wait_of_those_who_hung_up_is_not_patience():
    """Counting hang-ups alone would call 300 s of patience about 70 s."""
    log = made()
    naive = float(log.wait_s[~log.answered].mean())
    found = estimate_log(log).patience
    assert found is not None
    assert naive < 100 < found.low_s


def test_exponential_patience_fits_and_other_patience_does_not():
    """One rate passes the test of one rate; people of two kinds fail it."""

    def mixed(rng, count):
        return np.where(rng.random(count) < 0.5, 1.0, 20.0) * rng.exponential(60.0, count)

    good, bad = estimate_log(made()), estimate_log(made(patience=mixed))
    assert good.hazards is not None
    assert bad.hazards is not None
    assert good.hazards.p_value > 0.01
    assert good.patience_gap < 0.03
    assert bad.hazards.p_value < 1e-6
    assert bad.patience_gap > 0.1
    assert bad.hazards.per_minute[0] > 2 * bad.hazards.per_minute[-1]


def test_the_test_of_one_rate_keeps_its_level():
    """Of 200 logs with exponential patience, about one in twenty is called unfit at 5 %."""
    rng = np.random.default_rng(11)
    limit, offered = rng.exponential(300.0, (200, 3000)), rng.exponential(90.0, (200, 3000))
    wait, gone = np.minimum(limit, offered), limit < offered
    values = [hazards(w, g).p_value for w, g in zip(wait, gone, strict=True)]
    assert 0.01 < np.mean(np.array(values) < 0.05) < 0.10


def test_hazards_lose_nobody():
    """Stretches hold all hang-ups and all waiting, and few hang-ups are not compared alone."""
    log = made(800)
    found = hazards(log.wait_s, ~log.answered)
    assert found.abandoned.sum() == (~log.answered).sum()
    assert found.waited_s.sum() == pytest.approx(log.wait_s.sum())
    assert found.abandoned.min() >= 10
    assert found.to_s[:-1].tolist() == found.from_s[1:].tolist()


def test_times_of_day_that_differ_are_told_from_chance():
    """Longer afternoons are seen, equal ones are not made up."""
    same, apart = estimate_log(made()), estimate_log(made(late_aht=260.0))
    assert same.handle_differs > 0.01
    assert apart.handle_differs < 1e-6
    hours = apart.by_slot
    assert hours.mean_s[hours.group >= 12 * 60].mean() > 230
    assert hours.count.sum() == apart.answered


def test_intervals_and_calls_give_one_patience():
    """A report of sums knows the same patience as its calls; means of intervals would not."""
    log = made()
    hour = (log.arrival_s // 3600).astype(int)
    waits = Waits(np.bincount(hour, log.wait_s), np.bincount(hour, ~log.answered))
    assert estimate_patience(waits.waited_s, waits.abandoned).mean_s == pytest.approx(
        estimate_patience(log.wait_s, ~log.answered).mean_s
    )
    found = estimate_history(history(), waits)
    assert found.patience is not None
    assert found.patience.low_s < 300 < found.patience.high_s


def history(days=60, slot=30):
    """Return a history with handle times of 180 s in the morning, 210 s in the afternoon."""
    rng = np.random.default_rng(4)
    starts = np.arange(9 * 60, 17 * 60, slot)
    offered = rng.poisson(40, (days, starts.size)).astype(float)
    aht = np.where(starts < 12 * 60, 180.0, 210.0) + rng.normal(0, 15, offered.shape)
    offered[3], aht[3] = np.nan, np.nan
    return CallHistory(
        queue="q", slot_minutes=slot, first=dt.date(2026, 1, 5), starts=starts, offered=offered,
        handled=offered * 0.95, aht_s=aht,
    )  # fmt: skip


def test_a_history_gives_handle_times_weighted_by_calls():
    """Means are sums over sums; errors are those between days; a lost day is no zero."""
    past = history()
    found = estimate_history(past)
    calls, seconds = past.handled, past.handled * past.aht_s
    assert found.handle.mean_s[0] == pytest.approx(np.nansum(seconds) / np.nansum(calls))
    morning = found.by_slot.group < 12 * 60
    assert np.abs(found.by_slot.mean_s[morning] - 180).max() < 6
    # 59 days with two half hours each, 15 s apart: about 15 / sqrt(118) s.
    assert found.by_slot.standard_error == pytest.approx(1.4, abs=0.5)
    assert found.handle_differs < 1e-6
    assert found.patience is None
    assert found.abandoned == pytest.approx(0.05 * np.nansum(past.offered))


def test_nobody_hung_up():
    """A lower bound of patience is all there is, and no shape."""
    found = estimate_log(CallLog(np.arange(3.0), np.full(3, 60.0), np.ones(3, bool), np.ones(3)))
    assert found.patience is not None
    assert math.isinf(found.patience.mean_s)
    assert found.patience.low_s == pytest.approx(180 / -math.log(0.05))
    assert found.survival is None
    assert math.isnan(found.patience_gap)


def test_one_group_has_nothing_to_differ_from():
    """A single slot, or slots with few calls, give no verdict."""
    few = HandleTimes(np.arange(2), np.array([5, 400]), np.ones(2), np.ones(2), np.ones(2))
    assert math.isnan(same_means(few))


@pytest.mark.parametrize(
    "work",
    [
        lambda: estimate_log(made(50), slot_minutes=7),
        lambda: estimate_log(made(50), slot_minutes=0),
        lambda: estimate_history(history(), slot_minutes=15),
        lambda: estimate_log(made(0)),
        lambda: CallLog(np.zeros(2), np.array([1.0, -1.0]), np.ones(2, bool), np.ones(2)),
        lambda: CallLog(np.zeros(2), np.array([1.0, np.nan]), np.ones(2, bool), np.ones(2)),
        lambda: CallLog(np.zeros(2), np.zeros(3), np.ones(2, bool), np.ones(2)),
        lambda: hazards([1.0, -2.0], [True, False]),
        lambda: hazards([1.0], [True], (0.0, 30.0, 30.0)),
        lambda: hazards([1.0], [True], confidence=1.0),
    ],
)
def test_data_that_cannot_be_meant_are_refused(work):
    """Slots that divide no day, negative waits, columns of different lengths."""
    with pytest.raises(InputError):
        work()
