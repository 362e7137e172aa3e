"""An independent computation with 50 digits, on random centers of every kind."""

import mpmath
import numpy as np
import pytest

from staffing.queueing import blocking, erlang_a, erlang_c

mpf = mpmath.mpf


def states(calls, aht, agents, patience, threshold):
    """Return Erlang A by summing over the states a caller may find.

    With j callers ahead, exp(-V / patience) of the offered wait V has a Beta(m, j + 1)
    distribution; its tail grows with j by positive terms. Nothing here is shared with the
    library, which integrates over V instead.
    """
    load = mpf(calls) * mpf(aht) / 3600
    m = agents * mpf(patience) / mpf(aht)
    x = load * mpf(patience) / mpf(aht)
    z = mpmath.exp(-mpf(threshold) / mpf(patience))
    free, term = mpf(0), mpf(1)
    for k in range(agents):
        term *= (agents - k) / load
        free += term
    q = mpf(1)
    step_v, step_s = z**m, z ** (m + 1)
    tail_v, tail_s = step_v, step_s
    harmonic = 1 / (m + 1)
    wait = left = virtual = soon = served = answer = mpf(0)
    j = 0
    while True:
        stay = m / (m + j + 1)
        wait += q
        left += q * (1 - stay)
        virtual += q * (1 - tail_v)
        soon += q * stay * (1 - tail_s)
        served += q * stay
        answer += q * stay * harmonic
        if x < m + j + 1 and q * (j + 1) < wait * mpf(10) ** -35:
            break
        j += 1
        q *= x / (m + j)
        step_v *= (1 - z) * (m + j - 1) / j
        step_s *= (1 - z) * (m + j) / j
        tail_v += step_v
        tail_s += step_s
        harmonic += 1 / (m + j + 1)
    total = free + wait
    return {
        "waiting": wait / total,
        "abandoned": left / total,
        "virtual": (free + virtual) / total,
        "in_time": (free + soon) / total,
        "answered": (free + soon) / (free + served),
        "mean_wait_s": left / total * mpf(patience),
        "asa_s": answer / (free + served) * mpf(patience),
        "occupancy": load * (free + served) / total / agents,
        "queue": left / total * mpf(patience) * mpf(calls) / 3600,
    }


def random_centers(count, seed):
    """Return centers from 1 to 250 agents, idle to overloaded, hasty to patient."""
    random = np.random.default_rng(seed)
    centers = []
    while len(centers) < count:
        agents = int(10 ** random.uniform(0, 2.4))
        aht = 10 ** random.uniform(0.7, 3.5)
        use = 10 ** random.uniform(-1.5, 0.6)
        if len(centers) % 2:
            use = abs(1 + random.normal() / 2 / np.sqrt(agents))
        patience = 10 ** random.uniform(0, 5)
        calls = use * agents * 3600 / aht
        threshold = random.choice([0, 5, 20, 60, 300, 3600, 20000]) * random.uniform(0.5, 1)
        # The sum over states has about this many terms; larger cases are frozen vectors.
        if calls / 3600 * patience < 1500:
            centers.append((calls, aht, agents, patience, threshold))
    return centers


@pytest.mark.parametrize("seed", range(4))
def test_erlang_a_agrees_with_the_sum_over_states(seed):
    """Service levels keep 12 decimals and every share and wait 11 digits on any center."""
    with mpmath.workdps(50):
        for center in random_centers(40, seed):
            expected = states(*center)
            result = erlang_a(*center)
            for name in ("virtual", "in_time", "answered"):
                assert abs(getattr(result, name) - expected[name]) <= 1e-13, (name, center)
            for name in ("waiting", "abandoned", "mean_wait_s", "asa_s", "occupancy", "queue"):
                if expected[name] > 1e-290:
                    error = abs(getattr(result, name) - expected[name]) / expected[name]
                    assert error <= 1e-12, (name, center)


def test_erlang_b_agrees_with_the_incomplete_gamma_function():
    """Fractional agents follow 1/B = exp(A) Gamma(n + 1, A) / A**n to 13 digits."""
    random = np.random.default_rng(7)
    with mpmath.workdps(50):
        for _ in range(150):
            agents = 10 ** random.uniform(-2, 2.3)
            load = agents * 10 ** random.uniform(-0.5, 1)
            n, a = mpf(agents), mpf(load)
            inverse = mpmath.exp(a) * mpmath.gammainc(n + 1, a) / a**n
            assert abs(blocking(agents, load) * inverse - 1) < 1e-13, (agents, load)


def test_erlang_b_and_c_agree_with_the_sums():
    """Whole agents from 1 to 5,000 keep 13 digits against the defining sums."""
    with mpmath.workdps(50):
        for agents in (1, 2, 5, 13, 50, 170, 171, 400, 1500, 5000):
            for use in (0.5, 0.8, 0.95, 0.999, 1.001, 2.0):
                load = agents * use
                a, term, inverse = mpf(load), mpf(1), mpf(1)
                for k in range(agents):
                    term *= (agents - k) / a
                    inverse += term
                if inverse > 1e300:
                    assert blocking(agents, load) < 1e-299
                    continue
                # Deep in the tail a digit goes with every power of e of the result.
                allowed = 1e-14 + 1e-15 * float(mpmath.log(inverse))
                assert abs(blocking(agents, load) * inverse - 1) < allowed
                if use < 1:
                    wait = agents / ((agents - a) * inverse + a)
                    assert abs(erlang_c(agents, load) / wait - 1) < allowed
