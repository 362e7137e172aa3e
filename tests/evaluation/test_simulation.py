"""The simulation: against formulas, by hand-made days, and in its own accounts."""

import numpy as np
import pytest

from staffing.domain.toys import rota, toy
from staffing.errors import InputError
from staffing.evaluation.simulation import simulate
from staffing.queueing import erlang_a

AHT = 180.0


def center(
    people,
    calls,
    *,
    patience=300.0,
    aht=AHT,
    closes="18:00",
    slot=60,
    shifts=None,
    share=1.0,
    **more,
):
    """Return a day of a toy center with given calls per slot (and queue)."""
    problem = toy(
        people, days=1, shifts=shifts or {"N": f"08:00-{closes}"}, opening=f"08:00-{closes}",
        slot_minutes=slot, **more,
    )  # fmt: skip
    shape = problem.curves.offered.shape
    queues = tuple(
        q.model_copy(update={"patience_s": patience, "aht_s": aht}) for q in problem.center.queues
    )
    update = {
        "offered": np.broadcast_to(np.asarray(calls, dtype=float), shape),
        "aht_s": np.full(shape, aht),
        "present": np.full(shape, share),
    }
    return problem.model_copy(
        update={
            "center": problem.center.model_copy(update={"queues": queues}),
            "curves": problem.curves.model_copy(update=update),
        }
    )


def everybody(problem, shift="N"):
    """Return the roster in which all work the same shift."""
    return rota(problem, dict.fromkeys((c.id for c in problem.center.counselors), shift))


@pytest.mark.parametrize("border", ["idle_first", "named"])
@pytest.mark.parametrize(
    ("team", "calls", "patience"), [(6, 150, 180.0), (5, 88, None), (2, 12, 60.0)]
)
def test_long_constant_days_agree_with_erlang(team, calls, patience, border):
    """After a warm-up, every hour of a constant day is Erlang A (or C) within 4 errors."""
    problem = center("ABCDEF"[:team], calls, patience=patience, closes="26:00")
    found = simulate(problem, everybody(problem), 600, 11, border=border, records=False).slots
    exact = erlang_a(calls, AHT, team, patience or np.inf, 20)
    warm = (0, slice(7, None))
    pairs = [
        (found.service_level, exact.in_time),
        (found.mean_wait_s, exact.mean_wait_s),
        (found.asa_s, exact.asa_s),
    ]
    if patience:
        pairs.append((found.answer_rate, 1 - exact.abandoned))
    for estimate, value in pairs:
        assert np.abs(estimate.deviations(value)[warm]).max() < 4
        assert np.abs(estimate.standard_error[warm]).max() < max(0.12 * value, 0.025)


def test_pool_and_people_agree_where_nobody_comes_or_goes():
    """Without borders both ways of answering calls give the same waits, call by call."""
    problem = center("ABC", 40)
    pool = simulate(problem, everybody(problem), 3, 5, border="idle_first").records
    named = simulate(problem, everybody(problem), 3, 5, border="named").records
    assert np.array_equal(pool["arrival_s"], named["arrival_s"])
    assert np.allclose(pool["wait_s"], named["wait_s"])
    assert np.array_equal(pool["answered"], named["answered"])
    assert set(np.unique(pool["counselor"])) == {-1}
    assert set(np.unique(named["counselor"])) == {-1, 0, 1, 2}


def test_same_seed_same_calls_in_any_batch(monkeypatch):
    """A replication depends on the seed and its number alone, not on the others."""
    problem = center("AB", 30, share=0.8)
    roster = everybody(problem)
    more = {"day_cv": 0.3, "handle_time": "lognormal", "cv": 0.7}
    whole = simulate(problem, roster, 6, 42, **more)
    assert np.array_equal(whole.records, simulate(problem, roster, 6, 42, **more).records)
    monkeypatch.setattr("staffing.evaluation.simulation._CALLS_AT_ONCE", 1)
    single = simulate(problem, roster, 6, 42, **more)
    assert np.array_equal(whole.records, single.records)
    assert np.allclose(whole.slots.covariance, single.slots.covariance)
    fewer = simulate(problem, roster, 4, 42, **more).records
    assert np.array_equal(whole.records[whole.records["replication"] < 4], fewer)
    other = simulate(problem, roster, 6, 43, **more).records
    assert not np.array_equal(whole.records["arrival_s"][:5], other["arrival_s"][:5])


def test_records_add_up_to_the_sums():
    """Slots, days and totals are the sums of the records; no counselor takes two calls at once."""
    problem = center("ABCD", 60, queues=("a", "b"), skills={"A": "a", "B": "b"})
    found = simulate(problem, everybody(problem), 20, 3)
    calls = found.records
    for queue in range(2):
        mine = calls[calls["queue"] == queue]
        total = found.total
        assert total.total("offered").value[queue] == pytest.approx(mine.size / 20)
        assert total.total("wait_s").value[queue] == pytest.approx(mine["wait_s"].sum() / 20)
        assert total.total("busy_s").value[queue] == pytest.approx(mine["service_s"].sum() / 20)
        in_time = (mine["answered"] & (mine["wait_s"] <= 20)).sum() / 20
        assert total.total("in_time").value[queue] == pytest.approx(in_time)
    assert found.slots.mean.sum(axis=2) == pytest.approx(found.total.mean)
    assert found.days.mean.sum(axis=1) == pytest.approx(found.all_queues.mean)
    for key in np.unique(calls[["replication", "counselor"]][calls["answered"]]):
        mine = calls[(calls["replication"] == key[0]) & (calls["counselor"] == key[1])]
        begin = np.sort(mine["arrival_s"] + mine["wait_s"])
        end = np.sort(mine["arrival_s"] + mine["wait_s"] + mine["service_s"])
        assert np.all(begin[1:] >= end[:-1] - 1e-6)
    a, b = calls[calls["counselor"] == 0], calls[calls["counselor"] == 1]
    assert set(a["queue"]) == {0}
    assert set(b["queue"]) == {1}


def test_errors_are_honest():
    """About ninety-five percent of the intervals of independent runs hold the long run's value."""
    problem = center("ABC", 40, closes="11:00")
    long = simulate(problem, everybody(problem), 4000, 1, records=False)
    truth = float(long.all_queues.service_level.value[0])
    held = 0
    for seed in range(40):
        short = simulate(problem, everybody(problem), 60, 1000 + seed, records=False)
        low, high = short.all_queues.service_level.interval()
        held += bool(low[0] <= truth <= high[0])
    assert 33 <= held <= 40


def test_nobody_on_the_phones_answers_nobody():
    """Without counselors the impatient hang up and the endlessly patient wait until closing."""
    problem = center("AB", 5)
    found = simulate(problem, rota(problem, {}), 4, 1)
    assert not found.records["answered"].any()
    assert found.slots.answer_rate.value == pytest.approx(0)
    patient = center("AB", 5, patience=None)
    for border in ("idle_first", "named"):
        lost = simulate(patient, rota(patient, {}), 4, 1, border=border).records
        assert np.allclose(lost["wait_s"], 18 * 3600 - lost["arrival_s"])


def test_a_silent_center_is_simulated_too():
    """No calls: no records, nothing to divide, and every promise kept."""
    problem = center("AB", 0)
    found = simulate(problem, everybody(problem), 3, 1)
    assert found.records.size == 0
    assert np.isnan(found.slots.service_level.value).all()
    assert found.meets.value == pytest.approx(1)


def test_busy_days_are_busy_all_day():
    """A day factor raises the variance of a day's calls by the square of mean times CV."""
    problem = center("AB", 40)
    found = simulate(problem, everybody(problem), 2000, 8, day_cv=0.25, records=False)
    mean, variance = found.all_queues.mean[0, 0], found.all_queues.covariance[0, 0, 0]
    assert mean == pytest.approx(400, rel=0.02)
    assert variance == pytest.approx(400 + (0.25 * 400) ** 2, rel=0.1)


def test_handle_times_have_the_mean_and_spread_asked_for():
    """Lognormal times keep the mean handle time and have the coefficient of variation given."""
    problem = center("ABCDEFG", 60)
    times = simulate(
        problem, everybody(problem), 60, 8, handle_time="lognormal", cv=1.2
    ).records["service_s"]  # fmt: skip
    times = times[times > 0]
    assert times.mean() == pytest.approx(AHT, rel=0.03)
    assert times.std() / times.mean() == pytest.approx(1.2, rel=0.06)


def test_people_away_by_chance_are_fewer_hands():
    """With every second one away, by slot or by day, service is far worse."""
    problem = center("ABCDEF", 60, share=0.5)
    levels = [
        float(simulate(problem, everybody(problem), 300, 8, absence=absence, records=False)
              .all_queues.service_level.value[0])
        for absence in ("none", "slot", "day")
    ]  # fmt: skip
    assert levels[0] > 0.9
    assert all(0.3 < level < 0.7 for level in levels[1:])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"replications": 0}, "replications"),
        ({"replications": 2.5}, "replications"),
        ({"seed": -1}, "seed"),
        ({"handle_time": "normal"}, "handle_time"),
        ({"cv": 0.5}, "cv"),
        ({"cv": float("nan"), "handle_time": "lognormal"}, "cv"),
        ({"day_cv": -0.1}, "day_cv"),
        ({"day_cv": np.zeros(3)}, "day_cv"),
        ({"absence": "often"}, "absence"),
        ({"border": "soft"}, "border"),
        ({"replications": 10_000_000}, "records"),
    ],
)
def test_bad_input_names_its_place(change, place):
    """What cannot be simulated is refused with the argument's name."""
    problem = center("AB", 5)
    given = {"replications": 2, "seed": 1, **change}
    with pytest.raises(InputError) as error:
        simulate(problem, everybody(problem), **given)
    assert error.value.where == place


def test_a_pool_of_several_queues_is_refused():
    """Several queues are answered by people with skills; no pool of equals is claimed."""
    problem = center("AB", 5, queues=("a", "b"))
    with pytest.raises(InputError, match="several queues"):
        simulate(problem, everybody(problem), 2, 1, border="idle_first")
