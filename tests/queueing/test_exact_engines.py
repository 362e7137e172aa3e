"""Ways to the same exact day: with and without LAPACK, with all states and with likely ones."""

from __future__ import annotations

import math

import numpy as np
import pytest

from staffing.queueing import transient_cram, transient_part, transient_window
from staffing.queueing.exact_day import ExactDay, exact_day
from staffing.queueing.transient import _thin_at_once, thin
from staffing.queueing.transient_fall import _Sliding

FLOWS = ("in_time", "in_time_virtual", "answered", "abandoned", "wait_s", "busy_s", "overtime_s")
HOURS = np.array([0.5, 0.9, 1.2, 1.0, 0.4, 0.6, 1.1, 0.3])


def large(patience: float | None = 180.0, **changes: object) -> ExactDay:
    """Return four hours of a center with up to 260 agents, in half hours."""
    calls = HOURS * 4500.0
    load = calls * 180.0 / 3600.0
    heads = np.ceil(load + 0.3 * np.sqrt(load) + 4 * (patience is None))
    return exact_day(calls, 180.0, heads, patience, 20.0, 30.0, **changes)  # type: ignore[arg-type]


def same(one: ExactDay, two: ExactDay, share: float) -> None:
    """Check that two days differ by less than a share of the calls of a slot."""
    for name in FLOWS:
        scale = max(1.0, getattr(two, name).max())
        assert np.abs(getattr(one, name) - getattr(two, name)).max() < share * scale, name


@pytest.mark.parametrize("present", [1.0, 0.95])
@pytest.mark.parametrize("threshold", [20.0, 400.0])
def test_arrays_and_lapack_agree(monkeypatch, present, threshold):
    """Without scipy the numbers are the same."""
    pytest.importorskip("scipy")
    heads, patience = [4, 8, 11, 9, 4], 200.0
    arguments = ([60.0, 150.0, 190.0, 170.0, 90.0], 180.0, heads, patience, threshold, 15.0)
    fast = exact_day(*arguments, present=present, initial=2)
    whole = large()
    monkeypatch.setattr(transient_part, "lapack", lambda: None)
    same(exact_day(*arguments, present=present, initial=2), fast, 2e-10)
    same(large(), whole, 1e-9)


@pytest.mark.parametrize("patience", [90.0, 180.0, None])
def test_likely_states_are_enough(monkeypatch, patience):
    """Windows change no more than the error says, and the certified route agrees."""
    ways = []
    travel = transient_cram._travel

    def watched(chain, shares, wanted, windows):
        ways.append(len(windows))
        return travel(chain, shares, wanted, windows)

    monkeypatch.setattr(transient_cram, "_travel", watched)
    monkeypatch.setattr(transient_window, "_LONG", 100)
    some = large(patience)
    assert ways == [transient_window._GROUPS]
    monkeypatch.setattr(transient_cram, "likely", transient_window.everything)
    whole = large(patience)
    assert ways[1:] == [1]
    same(some, whole, 1e-9)
    assert some.error.max() < 1e-9
    assert np.abs(some.in_time - whole.in_time).max() <= (some.error * some.offered).max()


def test_the_certified_route_knows_no_windows(monkeypatch):
    """Uniformization with all states agrees with the quick route with few."""
    monkeypatch.setattr(transient_window, "_LONG", 100)
    same(large(), large(route="uniformization"), 1e-9)


def test_a_wrong_guess_is_found_out(monkeypatch):
    """Windows that are too narrow are noticed by what they lose, and given up."""
    whole = large()
    monkeypatch.setattr(transient_window, "_LONG", 100)
    monkeypatch.setattr(transient_window, "_SIGMAS", 3.0)
    same(large(), whole, 1e-12)


@pytest.mark.parametrize(
    ("heads", "leave", "mean", "spread"),
    [(884, 200, 700, 26), (884, 880, 870, 26), (30, 15, 12, 4), (300, 40, 290, 60), (40, 40, 9, 3)],
)
def test_leaving_at_once_is_leaving_one_by_one(heads, leave, mean, spread):
    """The correlation gives what the steps give."""
    n = np.arange(int(heads * 1.3) + 60)
    p = np.exp(-((n - mean) ** 2) / 2 / spread**2)
    p /= p.sum()
    quick = _thin_at_once(p, heads, leave)
    assert quick is not None
    # Many rows are thinned step by step.
    slow = thin(np.tile(p, (80, 1)), np.full(80, heads), np.full(80, leave))[0]
    assert np.abs(quick - slow).sum() < 2e-12


def test_what_doubles_cannot_hold_is_done_in_steps():
    """Where binomial weights would overflow, the correlation is not tried."""
    n = np.arange(1200)
    p = np.exp(-((n - 500) ** 2) / 2 / 120.0**2)
    assert _thin_at_once(p / p.sum(), 1000, 300) is None
    assert _thin_at_once(p, 1200, 300) is None


@pytest.mark.parametrize(("kernel", "places"), [(1, 1), (5, 3), (60, 40), (46, 47), (190, 534)])
def test_sliding_sums_are_convolutions(kernel, places):
    """Blocks give the sums over all values before."""
    random = np.random.default_rng(kernel)
    weights, rows = random.random(kernel), random.random((3, places))
    truth = np.stack([np.convolve(row, weights)[:places] for row in rows])
    found = _Sliding(weights, places).apply(rows)
    assert np.allclose(found, truth, rtol=1e-13, atol=0)
    assert math.isfinite(found.sum())
