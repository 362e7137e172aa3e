"""Service over uncertain demand and attendance."""

import math

import numpy as np
import pytest

from staffing.domain.history import Forecast
from staffing.domain.toys import toy
from staffing.errors import InputError
from staffing.queueing import service_level
from staffing.queueing._gamma import gamma_below
from staffing.queueing.curves import service_curves
from staffing.queueing.uncertainty import (
    _binomial,
    gamma_nodes,
    probability_of_target,
    uncertain_curves,
)

TABLES = ("in_time", "answered", "wait_s", "busy_s", "present", "required", "offered", "aht_s")
# A morning with a peak, calls per half hour; 185 s as in the reference case.
SHAPE = np.array([40, 62, 80, 91, 88, 82, 75, 60, 52, 66.0])


def center_of(patience, share=1.0):
    """Return a toy problem with a profile, its forecast, and patience."""
    problem = toy(
        [f"P{i}" for i in range(16)], days=2, opening="08:00-13:00", slot_minutes=30,
        shifts={"N": "08:00-13:00"},
    )  # fmt: skip
    queue = problem.center.queues[0].model_copy(
        update={"patience_s": patience, "aht_s": 185.0, "on_phone_share": share}
    )
    center = problem.center.model_copy(update={"queues": (queue,)})
    return problem, center


def forecast_of(problem, day_cv=0.0, slot_cv=0.0):
    """Return the forecast of the profile with given coefficients of variation."""
    offered = np.tile(SHAPE, 2)[np.newaxis]
    return Forecast(
        grid=problem.grid, queues=("calls",), offered=offered,
        aht_s=np.full(offered.shape, 185.0), day_cv=np.full((1, 2), day_cv),
        slot_cv=np.full(offered.shape, slot_cv),
    )  # fmt: skip


@pytest.mark.parametrize("patience", [180.0, None])
@pytest.mark.parametrize("share", [1.0, 0.93])
def test_certainty_is_the_plain_curve(patience, share):
    """Without variation the expectation is service_curves, to the last bit."""
    problem, center = center_of(patience, share)
    plain = service_curves(center, forecast_of(problem))
    same = uncertain_curves(center, forecast_of(problem))
    for name in TABLES:
        assert np.array_equal(getattr(plain, name), getattr(same, name)), name


def test_certain_days_beside_uncertain_ones_stay_certain():
    """A day without variation keeps its curve when another day has some."""
    problem, center = center_of(180.0)
    mixed = forecast_of(problem).model_copy(update={"day_cv": np.array([[0.0, 0.2]])})
    plain, found = service_curves(center, mixed), uncertain_curves(center, mixed)
    assert np.array_equal(plain.in_time[:, :10], found.in_time[:, :10])
    assert not np.allclose(plain.in_time[:, 10:], found.in_time[:, 10:])


@pytest.mark.parametrize(
    ("patience", "published"),
    [
        (None, {0.0: 0, 0.05: 0.006, 0.10: 0.026, 0.15: 0.060, 0.20: 0.103, 0.30: 0.187}),
        (180.0, {0.0: 0, 0.05: 0.003, 0.10: 0.012, 0.15: 0.027, 0.20: 0.046, 0.30: 0.093}),
    ],
)
def test_busier_days_cost_service(patience, published):
    """Service falls with the day's CV about as measured for the reference day, profile apart."""
    problem, center = center_of(patience)
    levels = []
    plan = None
    for cv in published:
        curves = uncertain_curves(center, forecast_of(problem, cv))
        plan = curves.required if plan is None else plan
        levels.append(curves.at(curves.in_time, plan).sum() / curves.offered.sum())
    lost = levels[0] - np.array(levels)
    assert np.all(np.diff(lost) > 0)
    assert lost == pytest.approx(list(published.values()), abs=0.025)


def test_slot_noise_and_day_noise_add_their_variances():
    """A slot's own factor acts as the day's does."""
    problem, center = center_of(180.0)
    day = uncertain_curves(center, forecast_of(problem, 0.2))
    slot = uncertain_curves(center, forecast_of(problem, 0.0, 0.2))
    both = uncertain_curves(center, forecast_of(problem, 0.2, 0.2))
    assert np.allclose(day.in_time, slot.in_time)
    assert both.in_time[0, 3, 10] < day.in_time[0, 3, 10]
    assert np.all(both.required >= day.required)


def test_more_nodes_change_nothing():
    """Sixteen nodes are enough for a tenth of a point; all curves rise with the heads."""
    problem, center = center_of(180.0)
    few = uncertain_curves(center, forecast_of(problem, 0.3))
    many = uncertain_curves(center, forecast_of(problem, 0.3), nodes=48)
    gap = np.abs(few.in_time - many.in_time) / few.offered[..., np.newaxis]
    assert gap.max() < 1e-3
    assert np.all(np.diff(many.in_time, axis=2) > -1e-9)


def test_endless_patience_waits_endlessly_if_a_day_may_overload():
    """Erlang C has no mean wait when busy days are too busy; that stays infinite."""
    problem, center = center_of(None)
    curves = uncertain_curves(center, forecast_of(problem, 0.2))
    assert np.isinf(curves.wait_s[0, 3, 8])
    assert not np.isnan(curves.wait_s).any()


def test_absence_is_binomial():
    """Fourteen rostered and a tenth absent is not twelve present (reference: .827, not .800)."""
    problem, center = center_of(None)
    calls = 9.05 * 1800 / 185.0
    forecast = forecast_of(problem).model_copy(update={"offered": np.full((1, 20), calls)})
    curves = uncertain_curves(center, forecast, absence=0.1)
    level = curves.in_time[0, 0] / calls
    assert level[14] == pytest.approx(0.827, abs=0.003)
    assert level[13] == pytest.approx(0.716, abs=0.003)
    assert float(service_level(2 * calls, 185.0, 12, 20)) == pytest.approx(0.800, abs=0.003)
    assert curves.present == pytest.approx(0.9)
    nobody = uncertain_curves(center, forecast, absence=0.0)
    assert np.array_equal(nobody.in_time, service_curves(center, forecast).in_time)


def test_absence_can_be_the_queues_own_share():
    """The on-phone share of the model may be read as a binomial number too."""
    problem, center = center_of(180.0, share=0.9)
    own = uncertain_curves(center, forecast_of(problem), absence="share")
    given = uncertain_curves(center, forecast_of(problem), absence=1 - 0.9)
    assert np.allclose(own.in_time, given.in_time)


def test_binomial_rows_are_distributions():
    """Each row sums to one, with mean n p."""
    table = _binomial(30, 0.85)
    assert table.sum(axis=1) == pytest.approx(np.ones(30))
    assert table @ np.arange(30) == pytest.approx(0.85 * np.arange(30))


def test_gamma_nodes_have_the_moments():
    """Sixteen nodes have the first moments of a gamma variable, also for tiny variation."""
    for cv in (0.001, 0.05, 0.3, 1.0, 2.0):
        x, weight = gamma_nodes(cv, 16)
        expected = 1.0
        for power in range(1, 8):
            expected *= 1 + (power - 1) * cv**2
            assert (weight * x**power).sum() == pytest.approx(expected, rel=1e-7)


def test_the_incomplete_gamma_function():
    """Known values: the exponential, the median near one, and both branches meet."""
    assert gamma_below(0.7, 1.0) == pytest.approx(1 - math.exp(-0.7), abs=1e-14)
    assert gamma_below(3.0, 1.0) == pytest.approx(1 - math.exp(-3.0), abs=1e-14)
    # Erlang distribution with shape 4 at mean 1: a Poisson sum.
    x = 1.3
    tail = math.exp(-4 * x) * sum((4 * x) ** k / math.factorial(k) for k in range(4))
    assert gamma_below(x, 0.5) == pytest.approx(1 - tail, abs=1e-13)
    assert gamma_below(1.0, 0.0100001) == pytest.approx(gamma_below(1.0, 0.0099999), abs=1e-5)


def test_probability_of_a_quiet_enough_day():
    """Spare people make the promise likely, one short makes it a coin's toss, and CV 0 decides."""
    problem, center = center_of(None)
    curves = service_curves(center, forecast_of(problem))
    problem = problem.model_copy(update={"center": center, "curves": curves})
    plan = curves.required
    certain = probability_of_target(problem, plan, 0.0)
    assert certain.shape == (1, 2)
    assert certain == pytest.approx(1.0)
    likely = probability_of_target(problem, plan, 0.10)
    # About .77 for the reference day; another profile moves it a little.
    assert likely == pytest.approx(np.full((1, 2), 0.75), abs=0.12)
    richer = probability_of_target(problem, plan + 1, 0.10)
    poorer = probability_of_target(problem, plan - 1, 0.10)
    assert np.all(richer > likely)
    assert np.all(poorer < 0.5)
    assert probability_of_target(problem, plan * 0, 0.1) == pytest.approx(0.0)
    assert probability_of_target(problem, plan - 1, 0.0) == pytest.approx(0.0)


def test_probability_agrees_with_drawing_days():
    """The share of drawn days whose expected service keeps the promise is the probability."""
    problem, center = center_of(180.0)
    forecast = forecast_of(problem)
    plain = service_curves(center, forecast)
    problem = problem.model_copy(update={"center": center, "curves": plain})
    heads = plain.required
    found = probability_of_target(problem, heads, 0.15)[0, 0]
    factors = np.random.default_rng(5).gamma(1 / 0.15**2, 0.15**2, 200)
    target, kept = center.queues[0].target, 0
    for factor in factors:
        curves = service_curves(center, forecast.scaled(volume=float(factor)))
        day = slice(0, 10)
        calls = curves.offered[:, day].sum()
        level = curves.at(curves.in_time, heads)[:, day].sum() / calls
        rate = curves.at(curves.answered, heads)[:, day].sum() / calls
        kept += level >= target.service_level and rate >= target.answer_rate
    assert found == pytest.approx(kept / 200, abs=4 * math.sqrt(0.25 / 200))


def test_uncertain_demand_needs_more_people():
    """The number that meets the target over uncertain demand is never smaller."""
    problem, center = center_of(None)
    plain = service_curves(center, forecast_of(problem))
    found = uncertain_curves(center, forecast_of(problem, 0.15))
    assert np.all(found.required >= plain.required)
    assert found.required.sum() > plain.required.sum()


@pytest.mark.parametrize(
    "change",
    [{"nodes": 0}, {"nodes": 65}, {"absence": 1.0}, {"absence": -0.1}, {"absence": "often"}],
)
def test_bad_input_is_refused(change):
    """Numbers out of range name their argument."""
    problem, center = center_of(180.0)
    with pytest.raises(InputError) as error:
        uncertain_curves(center, forecast_of(problem, 0.1), **change)
    assert error.value.where in change


def test_bad_days_are_refused():
    """Negative variation and numbers on the phones of another shape are refused."""
    problem, center = center_of(180.0)
    problem = problem.model_copy(update={"curves": service_curves(center, forecast_of(problem))})
    with pytest.raises(InputError, match="day_cv"):
        probability_of_target(problem, problem.curves.required, -0.1)
    with pytest.raises(InputError, match="on_phones"):
        probability_of_target(problem, problem.curves.required[:, :3], 0.1)
