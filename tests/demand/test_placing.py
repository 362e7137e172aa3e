"""From the slots of a history to those of a grid."""

import datetime as dt

import numpy as np

from staffing.demand.placing import Lattice, place_counts, place_means
from staffing.domain.grid import Grid, Opening
from staffing.domain.horizon import Horizon


def test_an_overnight_opening_takes_the_next_day_s_early_slots():
    """22:00-26:00 is filled from two calendar days of a 24-hour history, totals kept."""
    grid = Grid(
        slot_minutes=30,
        horizon=Horizon(first=dt.date(2025, 1, 6), days=1),
        openings=(Opening(opens=22 * 60, closes=26 * 60),),
    )
    hours = Lattice(first_day=0, starts=np.arange(24) * 60, minutes=60)
    counts = np.arange(48.0).reshape(2, 24)
    placed, covered = place_counts(grid, hours, counts)
    np.testing.assert_allclose(placed.reshape(-1, 2).sum(axis=1), [22, 23, 24, 25])
    assert covered.all()


def test_means_are_weighted_by_calls_when_slots_are_joined():
    """Two half hours of 100 and 200 s with 3 and 1 calls are an hour of 125 s."""
    grid = Grid(
        slot_minutes=60,
        horizon=Horizon(first=dt.date(2025, 1, 6), days=1),
        openings=(Opening(opens=540, closes=600),),
    )
    halves = Lattice(first_day=0, starts=np.array([540, 570]), minutes=30)
    got = place_means(grid, halves, np.array([[100.0, 200.0]]), np.array([[3.0, 1.0]]))
    np.testing.assert_allclose(got, [125])
