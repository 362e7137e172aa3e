"""The exact day against brute force, stationary limits, laws and an event simulation."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from staffing.queueing.cram import LIMIT, POLES, RESIDUES, weights_at
from staffing.queueing.erlang_a import erlang_a
from staffing.queueing.erlang_b import blocking
from staffing.queueing.exact_day import ExactDay, exact_day
from staffing.queueing.exact_loop import ExactLoop
from staffing.queueing.transient import thin

RATES = np.array([60.0, 150.0, 190.0, 170.0, 90.0, 160.0, 180.0, 140.0, 80.0, 50.0])
AHT = np.array([180.0, 180.0, 190.0, 190.0, 200.0, 180.0, 170.0, 170.0, 180.0, 180.0])
HEADS = np.array([4, 8, 11, 9, 4, 9, 9, 8, 5, 3])
LEAVE = np.array([0, 0, 1, 4, 5, 0, 2, 1, 4, 2])
JOIN = np.array([0, 4, 4, 2, 0, 5, 2, 0, 1, 0])
FLOWS = ("in_time", "in_time_virtual", "answered", "abandoned", "wait_s", "busy_s", "overtime_s")


def day(patience: float | None = 240.0, **changes: object) -> ExactDay:
    """Return a day with rising and falling calls, breaks that overlap, a thin lunch."""
    given: dict[str, object] = {
        "rates_per_hour": RATES, "aht_s": AHT, "agents": HEADS, "threshold_s": 20.0,
        "slot_minutes": 15.0, "leavers": LEAVE, "joiners": JOIN,
    }  # fmt: skip
    return exact_day(patience_s=patience, **(given | changes))  # type: ignore[arg-type]


def test_the_coefficients_give_the_exponential() -> None:
    """The published table is right to 3e-14 on the whole negative axis."""
    z = -np.concatenate([[0.0], np.geomspace(1e-6, 1e8, 3000)])
    values = LIMIT + 2 * (RESIDUES / (z[:, None] - POLES)).sum(axis=1).real
    assert np.abs(values - np.exp(z)).max() < 3e-14
    for share in (1.0, 0.978, 0.9, 0.85):
        limit, weights = weights_at(share)
        terms = 1.0 / (z[:, None] - POLES)
        near = limit + np.stack([terms.real, terms.imag], axis=2).reshape(len(z), -1) @ weights
        assert np.abs(near - np.exp(share * z)).max() < 5e-12


@pytest.mark.parametrize("patience", [60.0, 240.0, None])
@pytest.mark.parametrize("present", [1.0, 0.93])
def test_both_routes_agree(patience: float | None, present: float) -> None:
    """Rational approximation and the certified route differ by less than 2e-10."""
    one = day(patience, present=present, initial=3)
    two = day(patience, present=present, initial=3, route="uniformization")
    assert two.error.max() < 1e-9
    for name in FLOWS:
        scale = max(1.0, getattr(two, name).max())
        assert np.abs(getattr(one, name) - getattr(two, name)).max() < 2e-10 * scale, name
    share = np.abs(one.in_time - two.in_time) / one.offered
    assert share.max() < 2e-11
    length = min(one.queue_tail.shape[1], two.queue_tail.shape[1])
    assert np.abs(one.queue_tail[:, :length] - two.queue_tail[:, :length]).max() < 2e-10


@pytest.mark.parametrize("threshold", [0.0, 45.0, 300.0, 1000.0, 2500.0])
def test_routes_agree_on_thresholds_longer_than_a_slot(threshold: float) -> None:
    """Waits may straddle several borders."""
    for drain in (True, False):
        one = day(600.0, threshold_s=threshold, drain=drain)
        two = day(600.0, threshold_s=threshold, drain=drain, route="uniformization")
        assert np.abs(one.in_time - two.in_time).max() < 1e-8
        assert np.abs(one.in_time_virtual - two.in_time_virtual).max() < 1e-8


@pytest.mark.parametrize("patience", [240.0, None])
def test_nothing_is_lost(patience: float | None) -> None:
    """Offered and initial calls are answered, hang up, or are left."""
    for drain in (True, False):
        for initial in (0, 7):
            found = day(patience, initial=initial, drain=drain)
            ends = found.answered.sum() + found.abandoned.sum() + found.left
            assert ends == pytest.approx(RATES.sum() / 4 + initial, abs=1e-8)
            handled = found.busy_s.sum() + found.overtime_s.sum()
            assert found.left == 0 or not drain
            if np.ptp(AHT) == 0:
                assert handled == pytest.approx(found.answered.sum() * AHT[0], rel=1e-9)


def test_handling_adds_up() -> None:
    """Every answered call is handled, in planned time or after it."""
    found = day(aht_s=185.0)
    handled = found.busy_s.sum() + found.overtime_s.sum()
    assert handled == pytest.approx(found.answered.sum() * 185.0, rel=1e-10)
    assert np.all(found.in_time <= found.offered + 1e-12)
    assert np.all(found.in_time <= found.in_time_virtual + 1e-12)
    assert np.all(found.occupancy <= 1.0 + 1e-12)
    assert np.all(np.diff(found.queue_tail, axis=1) <= 1e-12)


@pytest.mark.parametrize(("patience", "agents"), [(60.0, 6), (300.0, 8), (300.0, 5), (math.inf, 9)])
def test_a_long_constant_day_is_erlang_a(patience: float, agents: int) -> None:
    """After hours of the same, every number is that of the equilibrium."""
    truth = erlang_a(120.0, 200.0, agents, patience, 20.0)
    found = exact_day([120.0] * 24, 200.0, [agents] * 24, patience, 20.0, 60.0)
    assert found.in_time[-2] / 120 == pytest.approx(float(truth.in_time), abs=1e-10)
    assert found.in_time_virtual[-2] / 120 == pytest.approx(float(truth.virtual), abs=1e-10)
    assert found.abandoned[-2] / 120 == pytest.approx(float(truth.abandoned), abs=1e-10)
    assert found.wait_s[-2] / found.answered[-2] == pytest.approx(float(truth.asa_s), abs=1e-7)
    assert found.occupancy[-2] == pytest.approx(float(truth.occupancy), abs=1e-10)


def test_a_long_day_with_a_share_present_lies_between_two_equilibria() -> None:
    """9.3 agents in the mean are 9 for 70 % of the time: what the service curves read."""
    nine, ten = (float(erlang_a(120.0, 200.0, n, 300.0, 20.0).in_time) for n in (9, 10))
    found = exact_day([120.0] * 12, 200.0, [10] * 12, 300.0, 20.0, 60.0, present=0.93)
    assert found.in_time[-2] / 120 == pytest.approx(0.7 * nine + 0.3 * ten, abs=1e-10)


def test_no_patience_is_erlang_b() -> None:
    """Callers who never wait are lost when all agents are busy."""
    found = exact_day([120.0] * 12, 200.0, [7] * 12, 1e-4, 0.0, 60.0)
    lost = blocking(7, 120.0 * 200.0 / 3600.0)
    assert found.abandoned[-2] / 120 == pytest.approx(float(lost), rel=1e-5)
    assert found.in_time[-2] / 120 == pytest.approx(1 - float(lost), rel=1e-5)


def test_thinning_is_hypergeometric() -> None:
    """Agents who leave one after the other take a hypergeometric number of calls along."""
    heads, leave = 9, 4
    for n in range(13):
        p = np.zeros((1, 14))
        p[0, n] = 1.0
        after = thin(p, np.array([heads]), np.array([leave]))[0]
        busy = min(n, heads)
        law = [
            math.comb(busy, d) * math.comb(heads - busy, leave - d) / math.comb(heads, leave)
            if d <= leave and leave - d <= heads - busy else 0.0
            for d in range(leave + 1)
        ]  # fmt: skip
        expected = np.zeros(14)
        for d, share in enumerate(law):
            if share:
                expected[n - d] += share
        assert np.abs(after - expected).max() < 1e-15


SIZE, MU, PATIENCE, TAU, THRESHOLD = 30, 0.01, 90.0, 300.0, 40.0


def queue_matrix(rate: float, s: int) -> np.ndarray:
    """Return the generator of the queue, acting on columns."""
    a = np.zeros((SIZE, SIZE))
    for n in range(SIZE):
        out = min(n, s) * MU + max(n - s, 0) / PATIENCE
        into = rate / 3600 if n + 1 < SIZE else 0.0
        a[n, n] = -out - into
        if n:
            a[n - 1, n] = out
        if into:
            a[n + 1, n] = into
    return a


def tagged_matrix(s: int) -> np.ndarray:
    """Return the generator of one waiting caller, on rows: ahead, answered, gone."""
    b = np.zeros((SIZE + 2, SIZE + 2))
    for j in range(SIZE):
        b[j, j] = -(s * MU + (j + 1) / PATIENCE)
        b[j, j - 1 if j else SIZE] = s * MU + j / PATIENCE
        b[j, SIZE + 1] = 1 / PATIENCE
    return b


def fate(expm: Callable[[np.ndarray], np.ndarray], s: int, new: int, before: float) -> np.ndarray:
    """Return P(answered in time) by the number found, some seconds before a border."""
    values = np.zeros(SIZE + 2)
    values[SIZE] = 1.0
    if before < THRESHOLD:
        later = expm(tagged_matrix(new) * (THRESHOLD - before)) @ values
        joined = max(new - s, 0)
        values[:SIZE] = [1.0 if j < joined else later[j - joined] for j in range(SIZE)]
    values = expm(tagged_matrix(s) * min(THRESHOLD, before)) @ values
    return np.array([1.0 if n < s else values[n - s] for n in range(SIZE)])


def brute(rates: list[float], heads: list[int]) -> list[float]:
    """Return calls in time per slot from dense exponentials and fine quadrature."""
    expm = pytest.importorskip("scipy.linalg").expm
    points, weights = np.polynomial.legendre.leggauss(24)
    p = np.zeros(SIZE)
    p[0] = 1.0
    found = []
    for slot, (rate, s) in enumerate(zip(rates, heads, strict=True)):
        before = heads[slot - 1] if slot else s
        p = thin(p[None], np.array([before]), np.array([max(before - s, 0)]))[0]
        new = heads[slot + 1] if slot + 1 < len(heads) else s
        total, a = 0.0, queue_matrix(rate, s)
        for begin, end in ((0.0, TAU - THRESHOLD), (TAU - THRESHOLD, TAU)):
            for x, w in zip(points, weights, strict=True):
                t = begin + (end - begin) * (x + 1) / 2
                chance = fate(expm, s, new, TAU - t) @ expm(a * t) @ p
                total += w / 2 * (end - begin) * float(chance)
        found.append(total * rate / 3600)
        p = expm(a * TAU) @ p
    return found


@pytest.mark.parametrize("route", ["cram", "uniformization"])
def test_a_small_center_by_brute_force(route: str) -> None:
    """One to three agents against dense matrix exponentials."""
    rates, heads = [60.0, 100.0, 80.0, 30.0], [1, 3, 2, 0]
    truth = brute(rates, heads)
    found = exact_day(rates, 100.0, heads, PATIENCE, THRESHOLD, 5.0, route=route)  # type: ignore[arg-type]
    assert np.abs(found.in_time - truth).max() < 1e-10


@pytest.mark.parametrize("patience", [120.0, None])
def test_more_agents_answer_no_later(patience: float | None) -> None:
    """One more agent all day helps in every slot; more patience loses fewer calls."""
    fewer, more = day(patience), day(patience, agents=HEADS + 1)
    assert np.all(more.in_time >= fewer.in_time - 1e-10)
    assert more.wait_s.sum() < fewer.wait_s.sum()
    assert more.error.max() < 1e-9


def test_who_is_exchanged_matters() -> None:
    """At the same heads, fresh agents are free at once and those who go work overtime."""
    still = exact_day([150.0] * 6, 180, [8] * 6, 300, 20, 30)
    moving = exact_day([150.0] * 6, 180, [8] * 6, 300, 20, 30, leavers=[4] * 6, joiners=[4] * 6)
    assert np.all(moving.in_time[1:] > still.in_time[1:])
    assert moving.overtime_s[:-1].min() > 300
    assert still.overtime_s[:-1].max() == 0


def test_a_finer_grid_is_the_same_day() -> None:
    """Cutting slots in three changes nothing."""
    coarse = day()
    fine = day(
        rates_per_hour=np.repeat(RATES, 3), aht_s=np.repeat(AHT, 3), agents=np.repeat(HEADS, 3),
        leavers=_first(LEAVE), joiners=_first(JOIN), slot_minutes=5.0,
    )  # fmt: skip
    for name in FLOWS:
        summed = getattr(fine, name).reshape(-1, 3).sum(axis=1)
        assert np.abs(summed - getattr(coarse, name)).max() < 2e-9, name


def _first(values: np.ndarray) -> np.ndarray:
    spread = np.zeros((len(values), 3), dtype=np.int64)
    spread[:, 0] = values
    return spread.ravel()


@pytest.mark.parametrize("present", [1.0, 0.93])
def test_the_loop_gives_the_same_day(present: float) -> None:
    """Kept matrices give what the exact day gives, also after changes."""
    loop = ExactLoop(RATES, AHT, HEADS, 240.0, 20.0, 15.0, present=present, initial=2)
    for slot in (None, 3, 4, 9):
        heads = HEADS.copy()
        if slot is not None:
            heads[slot] += 1
        truth = exact_day(RATES, AHT, heads, 240.0, 20.0, 15.0, present=present, initial=2)
        found = loop.evaluate(heads)
        for name in ("in_time", "in_time_virtual", "answered", "abandoned", "overtime_s"):
            scale = max(1.0, getattr(truth, name).max())
            error = np.abs(getattr(found, name) - getattr(truth, name)).max()
            assert error < 1e-9 * scale, name
        assert found.error.max() < 1e-8
