"""What must hold for every center: bounds, balance, monotone answers, limits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from staffing.queueing import (
    Targets,
    asa,
    blocking,
    erlang_a,
    erlang_a_table,
    erlang_c,
    max_calls,
    required_agents,
    service_level,
)

AGENTS = st.integers(1, 3000)
USE = st.floats(0.001, 20)
AHT = st.floats(5, 20_000)
PATIENCE = st.floats(1, 1e6)
THRESHOLD = st.floats(0, 20_000)
ROUNDING = 1e-12


def rate(agents, use, aht):
    """Return the calls/h that use this share of the agents."""
    return use * agents * 3600 / aht


@given(AGENTS, USE, AHT, PATIENCE, THRESHOLD)
def test_shares_and_flows_balance(agents, use, aht, patience, threshold):
    """Every call is answered in time, late, or lost; Little's law ties queue and waits."""
    calls = rate(agents, use, aht)
    r = erlang_a(calls, aht, agents, patience, threshold)
    for share in (r.waiting, r.abandoned, r.in_time, r.late, r.virtual, r.answered, r.occupancy):
        assert 0 <= share <= 1 + ROUNDING
    assert r.in_time + r.late + r.abandoned == pytest.approx(1, abs=1e-13)
    assert r.occupancy == pytest.approx(min(use * (1 - r.abandoned), 1), rel=1e-9, abs=1e-12)
    assert r.mean_wait_s == pytest.approx(r.abandoned * patience, rel=1e-12)
    assert r.queue == pytest.approx(r.mean_wait_s * calls / 3600, rel=1e-12)
    assert 1 - r.waiting <= r.virtual + ROUNDING
    assert r.in_time <= min(r.virtual, r.answered) + ROUNDING


@given(AGENTS, USE, AHT, PATIENCE, THRESHOLD)
def test_one_more_agent_never_hurts(agents, use, aht, patience, threshold):
    """The search for the fewest agents is right only if every promise is monotone."""
    calls = rate(agents, use, aht)
    r = erlang_a(calls, aht, np.array([agents, agents + 1]), patience, threshold)
    for better in (r.in_time, r.virtual, r.answered):
        assert better[1] >= better[0] - ROUNDING
    for better in (r.abandoned, r.waiting, r.mean_wait_s, r.asa_s, r.occupancy):
        assert better[1] <= better[0] * (1 + ROUNDING) + 1e-300


@given(AGENTS, USE, AHT, PATIENCE, THRESHOLD, st.floats(1.001, 2))
def test_more_calls_never_help(agents, use, aht, patience, threshold, growth):
    """The inverse of sizing is right only if every promise falls with the rate."""
    calls = rate(agents, use, aht)
    r = erlang_a(np.array([calls, calls * growth]), aht, agents, patience, threshold)
    for worse in (r.in_time, r.virtual, r.answered):
        assert worse[1] <= worse[0] + ROUNDING
    for worse in (r.abandoned, r.asa_s, r.occupancy):
        assert worse[1] >= worse[0] * (1 - ROUNDING)


@given(AGENTS, USE, AHT, PATIENCE, st.floats(0, 5000), st.floats(0, 5000))
def test_longer_thresholds_hold_more_calls(agents, use, aht, patience, first, more):
    """A longer threshold never lowers a service level, across all ways to split the sum."""
    calls = rate(agents, use, aht)
    r = erlang_a(calls, aht, agents, patience, np.array([first, first + more]))
    for level in (r.in_time, r.virtual, r.answered):
        assert level[1] >= level[0] - ROUNDING
    assert r.abandoned[0] == pytest.approx(r.abandoned[1], rel=1e-12)
    assert r.asa_s[0] == pytest.approx(r.asa_s[1], rel=1e-11)


@given(AGENTS, st.floats(0.01, 0.98), AHT, THRESHOLD)
def test_endless_patience_is_erlang_c(agents, use, aht, threshold):
    """As patience grows, Erlang A becomes Erlang C; at infinity it is Erlang C."""
    calls = rate(agents, use, aht)
    patient = erlang_a(calls, aht, agents, 1e18, threshold)
    endless = erlang_a(calls, aht, agents, np.inf, threshold)
    level = service_level(calls, aht, agents, threshold)
    assert endless.in_time == level
    assert endless.asa_s == asa(calls, aht, agents)
    assert patient.in_time == pytest.approx(level, abs=1e-9)
    assert patient.asa_s == pytest.approx(endless.asa_s, rel=1e-6, abs=1e-300)
    assert endless.service_level("virtual") == endless.service_level("answered") == level


@given(AGENTS, st.floats(0.1, 20), st.floats(50, 2000))
def test_no_patience_is_erlang_b(agents, use, aht):
    """As patience vanishes, every call that would wait is lost: Erlang B."""
    calls = rate(agents, use, aht)
    hasty = erlang_a(calls, aht, agents, 1e-9 * aht, 20)
    lost = blocking(agents, use * agents)
    assert hasty.abandoned == pytest.approx(lost, rel=1e-4, abs=1e-300)
    assert hasty.waiting == pytest.approx(lost, rel=1e-4, abs=1e-300)


@given(st.floats(0.01, 5000), st.floats(0.001, 10))
def test_erlang_b_recursion_holds_between_whole_numbers(agents, use):
    """1/B(n + 1) = 1 + (n + 1) / A / B(n) for any real n, where B is no underflow."""
    load = agents * use
    here, there = blocking(np.array([agents, agents + 1]), load)
    if there > 1e-250:
        assert 1 / there == pytest.approx(1 + (agents + 1) / load / here, rel=2e-12)


@given(st.floats(0, 5000), st.floats(0, 6000))
def test_erlang_b_and_c_are_probabilities_in_order(agents, load):
    """0 <= B <= C <= 1 for any agents and load, and C is 1 in overload."""
    lost, wait = blocking(agents, load), erlang_c(agents, load)
    assert 0 <= lost <= 1
    assert lost <= wait * (1 + ROUNDING)
    assert wait <= 1
    if load > 0 and agents <= load:
        assert wait == 1


@given(AGENTS, st.floats(1.0, 5), AHT, THRESHOLD)
def test_overload_is_never_negative(agents, use, aht, threshold):
    """With fewer agents than load nobody gets through: SL 0 and an infinite wait."""
    calls = rate(agents, use, aht) * (1 + 1e-9)
    assert service_level(calls, aht, agents, threshold) == 0
    assert asa(calls, aht, agents) == np.inf


@given(
    st.lists(st.tuples(st.floats(0, 500), st.floats(5, 900)), min_size=1, max_size=4),
    st.one_of(PATIENCE, st.just(np.inf)),
    st.floats(0, 600),
    st.integers(0, 25),
)
def test_table_is_the_pointwise_evaluation(slots, patience, threshold, most):
    """The table's own recursion gives what Erlang A gives for each interval and agents."""
    calls, aht = (np.array(column) for column in zip(*slots, strict=True))
    table = erlang_a_table(calls, aht, patience, threshold, most)
    agents = np.arange(most + 1)
    points = erlang_a(calls[:, None], aht[:, None], agents, patience, threshold)
    for name in ("in_time", "late", "abandoned", "asa_s", "occupancy"):
        values = getattr(table, name)
        assert values.shape == (len(slots), most + 1)
        np.testing.assert_allclose(values, getattr(points, name), rtol=1e-11, atol=1e-13)
    assert np.all(table.in_time[:, 0] == 0)
    assert np.all(table.abandoned[:, 0] == 1)
    np.testing.assert_allclose(table.in_time + table.late + table.abandoned, 1, atol=1e-13)


@settings(max_examples=40)
@given(
    st.floats(0.5, 2000),
    st.floats(20, 900),
    st.one_of(st.floats(5, 5000), st.just(np.inf)),
    st.floats(0.3, 0.99),
    st.sampled_from(["virtual", "offered", "answered"]),
)
def test_sizing_and_its_inverse_agree(calls, aht, patience, level, definition):
    """A team of the required size can take the calls; at its limit it is still required."""
    promise = Targets(service_level=level, threshold_s=20, definition=definition, asa_s=90)
    agents = required_agents(calls, aht, promise, patience_s=patience)
    limit = max_calls(agents, aht, promise, patience_s=patience)
    assert limit >= calls * (1 - 1e-12)
    assert required_agents(limit, aht, promise, patience_s=patience) == agents
    assert max_calls(agents - 1, aht, promise, patience_s=patience) <= calls * (1 + 1e-12)
