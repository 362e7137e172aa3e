"""Prices as convex runs: never above the table, exact where they say so, few where asked."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from staffing.formulation.curve import COARSE, FINE, NEAR, Shape, lower_hull, shape_of

TABLES = st.lists(st.integers(0, 60), min_size=2, max_size=120).map(np.array)


def s_curve(people: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return losses that fall slowly, then fast, then slowly again."""
    heads = np.arange(people + 1)
    return np.rint(50 * people / (1 + np.exp((heads - 0.7 * people) / people**0.5))).astype(int)


def priced(shape: Shape, low: int, high: int) -> list[int]:
    """Return the price of each value."""
    return [shape.at(value) for value in range(low, high + 1)]


@given(TABLES, st.integers(0, 20), st.integers(0, 150), st.booleans())
def test_never_above_the_table_and_honest_about_it(
    table: np.ndarray[tuple[int], np.dtype[np.int64]], low: int, more: int, exact: bool
) -> None:
    """A price that is too high would make bounds wrong, and `exact` must mean it."""
    high = low + more
    shape = shape_of(table, low, high, 0.0 if exact else COARSE)
    truth = [int(table[min(value, len(table) - 1)]) for value in range(low, high + 1)]
    ours = priced(shape, low, high)

    assert all(a <= b for a, b in zip(ours, truth, strict=True))
    assert shape.exact == (ours == truth)
    assert shape.exact or not exact


@given(TABLES)
def test_runs_are_convex_and_follow_each_other(
    table: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> None:
    """Pieces of a run are used in order only because each saves less than the one before."""
    shape = shape_of(table, 0, len(table) - 1, COARSE)
    at = 0
    for run in shape.runs:
        slopes = [piece.slope for piece in run]
        assert slopes == sorted(slopes)
        for piece in run:
            assert piece.begin == at
            at += piece.width
    assert at == len(table) - 1


def test_long_tables_need_few_runs_within_the_tolerance() -> None:
    """A thousand people are priced by a handful of runs, too low by no more than promised."""
    table = s_curve(1000)
    shape = shape_of(table, 0, 1000, COARSE)
    lack = table - np.array(priced(shape, 0, 1000))

    assert len(shape.runs) <= 12
    assert lack.min() >= 0
    assert lack.max() <= COARSE * (table.max() - table.min())


@given(TABLES, st.integers(0, 20), st.integers(0, 150), st.integers(-30, 200))
def test_exact_around_a_value(
    table: np.ndarray[tuple[int], np.dtype[np.int64]], low: int, more: int, value: int
) -> None:
    """What a roster showed to be too low is mended, and no bound becomes wrong by it."""
    shape = shape_of(table, low, low + more, COARSE, [value])
    truth = [int(table[min(n, len(table) - 1)]) for n in range(low, low + more + 1)]
    ours = priced(shape, low, low + more)

    assert all(a <= b for a, b in zip(ours, truth, strict=True))
    near = slice(max(value - NEAR - low, 0), max(value + NEAR + 1 - low, 0))
    assert ours[near] == truth[near]


def test_ten_thousand_people_need_few_pieces_near_the_true_price() -> None:
    """Memory and time of large centers lie in the pieces; far fewer lose next to nothing."""
    table = s_curve(10_000)
    shape = shape_of(table, 0, 10_000, COARSE)
    # Beyond the last bend, where rosters are, and before less than a thousandth is left to win.
    rosters = [n for n in range(7000, 10_000) if table[n] >= table[0] / 1000]

    assert sum(len(run) for run in shape.runs) <= 150
    assert all(table[n] - shape.at(n) <= 2 * FINE * table[n] for n in rosters)


@given(TABLES)
def test_hull_lies_below(table: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
    """The hull touches the table at its vertices and is nowhere above it."""
    hull = lower_hull(table)
    below = np.interp(np.arange(len(table)), hull, table[hull])

    assert hull[0] == 0
    assert hull[-1] == len(table) - 1
    assert np.all(below <= table + 1e-9)
