"""Slots of one length to slots of another."""

import numpy as np

from staffing.demand.regrid import regrid


def test_halves_of_a_slot_sum_to_it_exactly():
    """Splitting 30 minutes into 15 keeps each total and never goes negative."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(3, 40).astype(float)
    edges = np.arange(41) * 30.0
    begin = np.arange(80) * 15.0
    halves = regrid(counts, edges, begin, begin + 15)
    assert halves.min() >= 0
    np.testing.assert_allclose(halves.reshape(-1, 2).sum(axis=1), counts, atol=1e-9)


def test_joining_is_a_sum_and_a_flat_day_stays_flat():
    """15 to 60 minutes sums; a constant rate is split evenly."""
    counts = np.arange(8.0)
    edges = np.arange(9) * 15.0
    joined = regrid(counts, edges, np.array([0.0, 60.0]), np.array([60.0, 120.0]))
    np.testing.assert_allclose(joined, [6, 22])
    flat = regrid(np.full(4, 12.0), np.arange(5) * 30.0, np.array([10.0]), np.array([20.0]))
    np.testing.assert_allclose(flat, [4.0])


def test_a_rising_morning_is_split_rising():
    """The later half of a slot between a quiet and a busy one takes more calls."""
    early, late = regrid(
        np.array([2.0, 10, 20]), np.array([0.0, 30, 60, 90]), np.array([30.0, 45]),
        np.array([45.0, 60]),
    )  # fmt: skip
    assert early < 5 < late
