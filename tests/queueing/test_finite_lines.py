"""Finite lines and finite sources against their limits and an independent computation."""

import mpmath
import numpy as np
import pytest

from staffing.errors import InputError
from staffing.queueing import blocking, engset, erlang_a, erlang_a_lines, erlang_c, service_level
from staffing.queueing.erlang_a import FIELDS

mpf = mpmath.mpf
CENTERS = [
    (100, 180, 6, 180, 20), (260, 200, 15, 240, 30), (1000, 180, 50, 120, 20),
    (900, 180, 30, 60, 45), (4000, 180, 200, 180, 20), (30, 1800, 3, 20, 300), (50, 180, 5, 9e4, 0),
]  # fmt: skip


@pytest.mark.parametrize("center", CENTERS)
def test_many_lines_are_erlang_a(center):
    """With lines for everyone, no number differs from Erlang A's."""
    calls, aht, agents, patience, threshold = center
    found = erlang_a_lines(calls, aht, agents, 4 * agents + 400, patience, threshold)
    truth = erlang_a(*center)
    assert found.blocked < 1e-15
    for name in FIELDS:
        assert getattr(found, name) == pytest.approx(float(getattr(truth, name)), rel=1e-11), name


def test_many_lines_of_patient_callers_are_erlang_c():
    """With endless patience and lines for everyone, it is Erlang C."""
    found = erlang_a_lines(200, 180, 14, 500, np.inf, 20)
    assert found.waiting == pytest.approx(erlang_c(14, 10.0), rel=1e-12)
    for definition in ("virtual", "offered", "answered"):
        truth = service_level(200, 180, 14, 20)
        assert found.service_level(definition) == pytest.approx(truth, rel=1e-12)


def test_a_line_per_agent_is_erlang_b():
    """Without a place to wait, blocked calls are Erlang B's and the rest is answered at once."""
    agents = np.array([0, 1, 5, 17, 200, 3000])
    load = np.array([2.0, 0.5, 9.0, 10.0, 190.0, 3100.0])
    found = erlang_a_lines(load * 20, 180, agents, agents, 60, 20)
    assert np.allclose(found.blocked, blocking(agents, load), rtol=1e-12, atol=0)
    assert np.allclose(found.in_time, 1 - found.blocked, rtol=0, atol=1e-14)
    assert not found.waiting.any()


def sums(calls, aht, agents, lines, patience, threshold):
    """Return shares by summing over states, waits by integrating over phase-type tails."""
    mu, theta, rate = 1 / mpf(aht), 1 / mpf(patience), mpf(calls) / 3600
    weight = [mpf(1)]
    for k in range(1, lines + 1):
        out = min(k, agents) * mu + max(k - agents, 0) * theta
        weight.append(weight[-1] * rate / out)
    total = sum(weight)
    p = [w / total for w in weight]
    free = sum(p[:agents])
    in_time = virtual = free
    answered, waited = free, mpf(0)
    base, z = agents * mu / theta, mpmath.exp(-theta * threshold)
    for j in range(lines - agents):
        stay = base / (base + j + 1)
        here = p[agents + j]
        # exp(-theta V) has a Beta distribution; its tail is an incomplete beta function.
        virtual += here * (1 - mpmath.betainc(base, j + 1, 0, z, regularized=True))
        in_time += here * stay * (1 - mpmath.betainc(base + 1, j + 1, 0, z, regularized=True))
        answered += here * stay
        waited += here * stay * sum(1 / (base + i) for i in range(1, j + 2)) / theta
    queue = sum(max(k - agents, 0) * p[k] for k in range(lines + 1))
    return {
        "blocked": p[-1], "virtual": virtual, "in_time": in_time, "answered": in_time / answered,
        "abandoned": queue * theta / rate, "asa_s": waited / answered, "queue": queue,
        "mean_wait_s": queue / (rate * (1 - p[-1])), "occupancy": answered * rate / mu / agents,
    }  # fmt: skip


@pytest.mark.parametrize("extra", [0, 1, 4, 30])
def test_lines_agree_with_fifty_digits(extra):
    """Shares keep 13 decimals against 50 digits, with none to many places to wait."""
    with mpmath.workdps(50):
        for center in CENTERS[:4] + CENTERS[5:]:
            calls, aht, agents, patience, threshold = center
            truth = sums(calls, aht, agents, agents + extra, patience, threshold)
            found = erlang_a_lines(calls, aht, agents, agents + extra, patience, threshold)
            for name, value in truth.items():
                error = abs(getattr(found, name) - value) / max(value, mpf(1))
                assert error < 1e-13, (name, center)


def test_every_call_ends_somewhere_and_lines_only_help_to_get_in():
    """Blocked, abandoned, in time and late add up to 1; more lines block fewer."""
    lines = np.arange(0, 60)
    found = erlang_a_lines(300, 180, 12, lines, 90, 20)
    ends = found.blocked + found.abandoned + found.in_time + found.late
    assert np.abs(ends - 1).max() < 1e-13
    assert np.all(np.diff(found.blocked) < 0)
    assert np.all(np.diff(found.abandoned) >= -1e-15)


def test_borders_of_finite_lines():
    """No line, no agent and no call have plain answers."""
    none = erlang_a_lines(100, 180, 5, 0, 60, 20)
    assert (none.blocked, none.in_time, none.answered, none.asa_s) == (1, 0, 0, np.inf)
    nobody = erlang_a_lines(100, 180, 0, 3, np.inf, 20)
    assert (nobody.blocked, nobody.queue, nobody.mean_wait_s) == (1, 3, np.inf)
    silent = erlang_a_lines(0, 180, 2, 3, 60, 20)
    assert (silent.blocked, silent.in_time, silent.answered, silent.occupancy) == (0, 1, 1, 0)
    spare = erlang_a_lines(100, 180, 9, 4, 60, 20)
    assert spare.blocked == pytest.approx(blocking(4, 5.0), rel=1e-13)
    crowd = erlang_a_lines(1e6, 180, 3, 1000, np.inf, 20)
    assert crowd.occupancy == pytest.approx(1.0, rel=1e-12)


def test_engset_agrees_with_fifty_digits():
    """Both congestions are the defining sums, from one caller to thousands."""
    with mpmath.workdps(50):
        for agents, sources, load in [(5, 10, 0.5), (1, 2, 3.0), (40, 50, 0.9), (300, 4000, 0.07)]:
            time, call = (
                mpmath.binomial(s, agents) * mpf(load) ** agents
                / sum(mpmath.binomial(s, k) * mpf(load) ** k for k in range(agents + 1))
                for s in (sources, sources - 1)
            )  # fmt: skip
            found = engset(agents, sources, load)
            assert abs(found.busy / time - 1) < 1e-12
            assert abs(found.blocking / call - 1) < 1e-12
            assert found.carried == pytest.approx(found.offered * (1 - found.blocking), rel=1e-12)


def test_many_sources_are_erlang_b():
    """With ever more callers of the same load in all, Engset becomes Erlang B."""
    errors = []
    for sources in (1e3, 1e5, 1e7, 1e9):
        found = engset(12, sources, 9.0 / sources)
        errors.append(abs(float(found.blocking) / blocking(12, 9.0) - 1))
    assert errors[0] > errors[1] > errors[2] > errors[3]
    assert errors[3] < 1e-7


def test_callers_who_all_have_an_agent_are_never_lost():
    """As many agents as callers lose nothing; the time congestion stays a probability."""
    found = engset([3, 4, 9, 0], [4, 4, 4, 4], 0.3)
    assert found.blocking[0] > 0
    assert list(found.blocking[1:3]) == [0, 0]
    assert (found.blocking[3], found.busy[3]) == (1, 1)
    assert found.busy[1] == pytest.approx((0.3 / 1.3) ** 4)


@pytest.mark.parametrize(
    ("function", "arguments", "name"),
    [
        (erlang_a_lines, (100, 180, 5.5, 9, 60, 20), "agents"),
        (erlang_a_lines, (100, 180, 5, 9.5, 60, 20), "lines"),
        (erlang_a_lines, (100, 180, 5, -1, 60, 20), "lines"),
        (erlang_a_lines, (100, 180, 5, 10**7, 60, 20), "lines"),
        (erlang_a_lines, (np.nan, 180, 5, 9, 60, 20), "calls_per_hour"),
        (erlang_a_lines, (100, 180, 5, 9, 0, 20), "patience_s"),
        (engset, (5, 0, 0.5), "sources"),
        (engset, (5, 2.5, 0.5), "sources"),
        (engset, (-1, 4, 0.5), "agents"),
        (engset, (10**7, 10**8, 0.5), "agents"),
        (engset, (5, 4, -0.5), "load_per_source"),
    ],
)
def test_nonsense_is_refused(function, arguments, name):
    """Each wrong argument is refused by its name."""
    with pytest.raises(InputError, match=name):
        function(*arguments)
