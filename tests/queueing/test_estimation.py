"""Patience, handle times and redials: planted, then found again."""

import math

import numpy as np
import pytest

from staffing.domain.toys import rota, toy
from staffing.errors import InputError
from staffing.evaluation.simulation import simulate
from staffing.queueing.estimation import (
    estimate_patience,
    fit_lognormal,
    handle_times,
    kaplan_meier,
    redials,
)


@pytest.fixture(scope="module")
def calls():
    """Return the records of a busy simulated center with patience 240 s."""
    problem = toy("ABCDE", days=1, shifts={"N": "08:00-18:00"}, opening="08:00-18:00")
    queue = problem.center.queues[0].model_copy(update={"patience_s": 240.0})
    shape = problem.curves.offered.shape
    calls = {"offered": np.full(shape, 110.0), "aht_s": np.full(shape, 180.0)}
    problem = problem.model_copy(
        update={
            "center": problem.center.model_copy(update={"queues": (queue,)}),
            "curves": problem.curves.model_copy(update=calls),
        }
    )
    roster = rota(problem, dict.fromkeys("ABCDE", "N"))
    return simulate(problem, roster, 25, 7, handle_time="lognormal", cv=1.2).records


def test_planted_patience_is_found(calls):
    """Total waiting over hang-ups finds the patience; the mean wait of hang-ups does not."""
    found = estimate_patience(calls["wait_s"], ~calls["answered"])
    assert found.low_s < 240 < found.high_s
    assert found.mean_s == pytest.approx(240, rel=0.05)
    assert found.high_s / found.low_s < 1.15
    assert calls["wait_s"][~calls["answered"]].mean() < 120


def test_pooled_intervals_give_the_same(calls):
    """Sums per interval, pooled, give the estimate of the calls themselves."""
    hour = (calls["arrival_s"] // 3600).astype(int)
    waited = np.bincount(hour, calls["wait_s"])
    left = np.bincount(hour, ~calls["answered"])
    assert estimate_patience(waited, left).mean_s == pytest.approx(
        estimate_patience(calls["wait_s"], ~calls["answered"]).mean_s
    )


def test_intervals_hold_the_truth_as_often_as_they_say():
    """Nine of ten 90 % intervals hold the planted patience."""
    rng, held = np.random.default_rng(3), 0
    for _ in range(300):
        patience, offer = rng.exponential(300, 400), rng.exponential(120, 400)
        found = estimate_patience(
            np.minimum(patience, offer), patience < offer, confidence=0.9
        )  # fmt: skip
        held += found.low_s <= 300 <= found.high_s
    assert 250 <= held <= 290


def test_nobody_hanging_up_bounds_patience_from_below():
    """Without a hang-up the estimate is infinite and only the lower bound says something."""
    found = estimate_patience([100.0, 200.0], [0, 0])
    assert math.isinf(found.mean_s)
    assert found.low_s == pytest.approx(300 / -math.log(0.05))


def test_survival_by_hand():
    """Five callers, two of them censored: the textbook product."""
    curve = kaplan_meier([10, 20, 20, 30, 40], [True, False, True, True, False])
    assert curve.time_s.tolist() == [10, 20, 30]
    assert curve.at_risk.tolist() == [5, 4, 2]
    assert curve.survival == pytest.approx([0.8, 0.6, 0.3])
    assert curve.standard_error[0] == pytest.approx(math.sqrt(0.8 * 0.2 / 5))


def test_survival_checks_the_exponential(calls):
    """Exponential patience fits where it was planted and fails where it was not."""
    curve = kaplan_meier(calls["wait_s"], ~calls["answered"])
    assert curve.gap(240.0) < 0.03
    assert curve.gap(120.0) > 0.1
    steady = kaplan_meier(np.full(100, 60.0), np.ones(100))
    assert steady.gap(60.0) > 0.3
    assert steady.survival[-1] == 0
    assert math.isnan(kaplan_meier([1.0, 2.0], [1, 1]).gap(1.0))


def test_planted_handle_times_are_found(calls):
    """The mean by hour with an honest error, and the lognormal's parameters."""
    answered = calls[calls["answered"]]
    hours = (answered["arrival_s"] // 3600).astype(int)
    found = handle_times(answered["service_s"], hours)
    assert found.group.tolist() == list(range(8, 18))
    assert np.abs((found.mean_s - 180) / found.standard_error).max() < 4
    everything = handle_times(answered["service_s"])
    assert everything.count.tolist() == [answered.size]
    assert everything.cv[0] == pytest.approx(1.2, rel=0.1)
    fit = fit_lognormal(answered["service_s"])
    assert fit.mean_s == pytest.approx(180, rel=0.03)
    assert fit.median_s == pytest.approx(180 / math.sqrt(1 + 1.2**2), rel=0.03)
    assert fit.cv == pytest.approx(1.2, rel=0.05)
    assert fit.distance < 0.02
    assert fit_lognormal(np.random.default_rng(1).exponential(180, 5000)).distance > 0.05


def test_a_single_call_has_no_error():
    """One call has a mean and an unknown spread."""
    found = handle_times([100.0, 50.0, 70.0], [1, 2, 2])
    assert found.mean_s.tolist() == [100, 60]
    assert np.isnan(found.standard_error[0])


def test_redials_by_hand():
    """Hang-ups followed by a call of the same caller within the window, and nothing else."""
    found = redials(
        caller=[7, 7, 8, 9, 9, 0, 0, 7, 5],
        arrival_s=[0, 100, 200, 300, 5000, 10, 20, 400, 9000],
        end_s=[40, 160, 260, 320, 5100, 15, 90, 450, 9001],
        abandoned=[1, 0, 1, 1, 1, 1, 0, 0, 1],
        within_s=1000,
    )
    # Caller 7 calls again after 60 s; 8 never; 9 too late; 9's second hang-up never; 0 unknown;
    # the last call comes too late to be observed.
    assert (found.abandoned, found.redialed) == (4, 1)
    assert found.delay_s.tolist() == [60]
    assert found.share == 0.25
    assert found.after_answer == 0.5
    assert math.isnan(redials([0], [0], [1], [1]).share)


@pytest.mark.parametrize(
    "call",
    [
        lambda: estimate_patience([1, -2], [0, 1]),
        lambda: estimate_patience([1, math.nan], [0, 1]),
        lambda: estimate_patience([1, 2], [0]),
        lambda: estimate_patience([0, 0], [0, 1]),
        lambda: estimate_patience([1, 2], [0, 1], confidence=1.0),
        lambda: kaplan_meier([1, 2], [0, 2]),
        lambda: kaplan_meier([[1, 2]], [[0, 1]]),
        lambda: handle_times([1, 2], [0]),
        lambda: handle_times([1, 2], [0.5, 1]),
        lambda: fit_lognormal([0.0, 2.0]),
        lambda: fit_lognormal([2.0, 2.0]),
        lambda: redials([1.5], [0], [1], [1]),
        lambda: redials([1], [5], [1], [1]),
        lambda: redials([1], [0], [1], [1], within_s=0),
    ],
)
def test_bad_input_is_refused(call):
    """Missing, negative or mismatched columns raise instead of giving a number."""
    with pytest.raises(InputError):
        call()
