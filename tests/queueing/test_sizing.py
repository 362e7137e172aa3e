"""The fewest agents: nothing less would do, and nothing more is asked."""

import math

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.queueing import (
    Targets,
    blocking,
    erlang_a,
    max_calls,
    required_agents,
    required_trunks,
    service_level,
)


def brute_force(load, aht, threshold, level):
    """Return the agents by Erlang's recursion from one trunk up, one query at a time."""
    lost, n = 1.0, 0
    while True:
        n += 1
        lost = load * lost / (n + load * lost)
        if n > load:
            wait = n * lost / (n - load * (1 - lost))
            if 1 - wait * math.exp(-(n - load) * threshold / aht) >= level:
                return n


def test_twenty_thousand_queries_against_brute_force():
    """Erlang C sizing never differs from counting up, at fractional and whole loads."""
    random = np.random.default_rng(11)
    count = 20_000
    aht = random.integers(30, 600, count).astype(float)
    load = np.exp(random.uniform(np.log(0.05), np.log(80), count))
    load[::4] = np.maximum(np.rint(load[::4]), 1)
    calls = load * 3600 / aht
    # A grid that the results do not lie on: ties by rounding are tested on their own.
    level = random.integers(50, 99, count) / 100 + 0.00123
    threshold = random.choice([0.0, 10.0, 20.0, 30.0, 60.0, 120.0], count)
    promise = Targets(service_level=level, threshold_s=threshold)
    found = required_agents(calls, aht, promise)
    expected = [
        brute_force(*query)
        for query in zip((calls * aht / 3600).tolist(), aht, threshold, level, strict=True)
    ]
    assert np.array_equal(found, expected)


@pytest.mark.parametrize("largest", [30.0, 1500.0, 20_000.0])
def test_minimal_by_the_public_service_level(largest):
    """The agents meet the level and one fewer does not, below and above the stepping range."""
    random = np.random.default_rng(3)
    aht = random.uniform(30, 600, 500)
    calls = np.exp(random.uniform(-2, np.log(largest), 500)) * 3600 / aht
    level = random.uniform(0.3, 0.999, 500)
    agents = required_agents(calls, aht, Targets(service_level=level, threshold_s=20))
    assert np.all(service_level(calls, aht, agents, 20) >= level)
    assert np.all(service_level(calls, aht, agents - 1, 20) < level)


@pytest.mark.parametrize("patience", [3.0, 120.0, 1e5, np.inf])
def test_every_promise_holds_and_one_agent_fewer_breaks_one(patience):
    """With four promises at once the answer is the largest of the four single answers."""
    random = np.random.default_rng(5)
    aht = random.uniform(30, 900, 300)
    calls = np.exp(random.uniform(-3, 5, 300)) * 3600 / aht
    single = [
        Targets(service_level=0.8, threshold_s=20, definition="answered"),
        Targets(answer_rate=0.95),
        Targets(asa_s=15),
        Targets(occupancy=0.88),
    ]
    joint = Targets(
        service_level=0.8,
        threshold_s=20,
        definition="answered",
        answer_rate=0.95,
        asa_s=15,
        occupancy=0.88,
    )
    answers = [required_agents(calls, aht, t, patience_s=patience) for t in single]
    agents = required_agents(calls, aht, joint, patience_s=patience)
    assert np.array_equal(agents, np.max(answers, axis=0))
    r = erlang_a(calls, aht, agents, patience, 20)
    assert np.all(r.answered >= 0.8)
    assert np.all(r.abandoned <= 0.05)
    assert np.all(r.asa_s <= 15)
    assert np.all(r.occupancy <= 0.88 + 1e-9)


@pytest.mark.parametrize("definition", ["virtual", "offered", "answered"])
def test_definitions_are_kept_apart(definition):
    """The three service levels differ by up to 14 points, so each has its own answer."""
    result = erlang_a(200, 180, 8, 120, 20)
    expected = {"virtual": 0.414, "offered": 0.403, "answered": 0.543}[definition]
    assert result.service_level(definition) == pytest.approx(expected, abs=5e-4)
    promise = Targets(service_level=expected - 0.001, threshold_s=20, definition=definition)
    assert required_agents(200, 180, promise, patience_s=120) == 8


def test_a_whole_number_at_the_occupancy_cap():
    """8.5 Erlang at 85 % are 10 agents: a last binary digit must not hire anybody."""
    cap = Targets(occupancy=0.85)
    calls = np.arange(1, 60) * 17.0
    assert np.array_equal(required_agents(calls, 180, cap), np.arange(1, 60))
    assert np.array_equal(required_agents(calls, 180, cap, patience_s=1e12), np.arange(1, 60))


def test_a_level_met_exactly_counts_as_met():
    """The level that a team reaches is a promise that this same team keeps."""
    agents = np.arange(2, 120)
    calls = agents * 0.93 * 20
    for threshold in (0.0, 20.0, 90.0):
        level = service_level(calls, 180, agents, threshold)
        promise = Targets(service_level=level, threshold_s=threshold)
        assert np.array_equal(required_agents(calls, 180, promise), agents)


def test_no_calls_need_nobody():
    """An interval without calls asks for no agents, one beside it is not disturbed."""
    promise = Targets(service_level=0.8, threshold_s=20)
    agents = required_agents(np.array([0.0, 200.0]), 180, promise, patience_s=300)
    assert agents.tolist() == [0, 13]
    assert required_agents(0, 180, promise) == 0
    assert max_calls(0, 180, promise) == 0


def test_trunks_are_minimal():
    """One trunk fewer loses more than allowed, from a tenth of an Erlang to 20,000."""
    random = np.random.default_rng(2)
    load = np.exp(random.uniform(np.log(0.1), np.log(20_000), 2000))
    share = random.uniform(1e-6, 0.9, 2000)
    trunks = required_trunks(load, share)
    assert np.all(blocking(trunks, load) <= share)
    some = trunks > 0
    assert np.all(blocking(trunks[some] - 1, load[some]) > share[some])


def test_an_unreachable_wait_has_no_limit():
    """Where no rate breaks a promise, the calls a team can take are infinite, not a guess."""
    assert max_calls(14, 180, Targets(asa_s=6000), patience_s=10) == np.inf


def test_too_few_agents_are_named():
    """The error names the interval, what there is and what it would take."""
    promise = Targets(service_level=0.8, threshold_s=20)
    with pytest.raises(InputError) as caught:
        required_agents(np.array([100.0, 200.0]), 180, promise, max_agents=10)
    assert "interval [1]" in caught.value.where
    assert "10 agents" in caught.value.found
    assert "fewer than 14" in caught.value.allowed
