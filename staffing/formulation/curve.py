"""A price on a number, as integer variables: convex runs of units, one after the other.

Where a table is convex (each further unit saves less) units of equal worth are merged into
pieces, which need no order: the dearest is used first. A run must be full before the next
begins, which takes one yes or no per run; where a table bends down every unit is a run. In long
tables runs may lie a little below the table, so that a few are enough.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

SHORT = 30
"""Tables with no more single units before they bend up are priced exactly."""
COARSE = 0.004
"""Longer ones may be priced too low by this share of their range, until that matters."""

FINE = 0.005
"""And where a run has many pieces, by this share of what is charged above the least price."""
MANY = 100
"""A run of so many pieces is short enough as it is."""
NEAR = 10
"""A price made exact at a number is exact within so many units of it: that number may change."""
LONG = 400
"""A table with no more units is made exact as a whole."""

Ints = NDArray[np.int64]


class Piece(NamedTuple):
    """Units of equal worth.

    Parameters
    ----------
    begin
        The value before the first unit.
    width
        How many units.
    slope
        Price of each.
    """

    begin: int
    width: int
    slope: int


Run = tuple[Piece, ...]
"""Pieces in ascending order of their slopes."""


class Shape(NamedTuple):
    """How a table is priced.

    Parameters
    ----------
    low
        The least value.
    price
        The price there.
    runs
        Each begins when the one before is full.
    exact
        Whether the price is the table's everywhere; otherwise it is never above the table.
    """

    low: int
    price: int
    runs: tuple[Run, ...]
    exact: bool = True

    def at(self, value: int) -> int:
        """Return the price charged for a value, at best."""
        return self.price + sum(
            piece.slope * min(max(value - piece.begin, 0), piece.width)
            for run in self.runs
            for piece in run
        )


def shape_of(
    costs: Ints, low: int, high: int, tolerance: float = 0.0, exactly: Collection[int] = ()
) -> Shape:
    """Return how to price the values ``low`` … ``high`` of a table.

    Parameters
    ----------
    costs
        (N,) price of 0, 1, …; the last one holds for all beyond.
    low, high
        The values that can occur.
    tolerance
        A long table may be priced too low by this share of its range.
    exactly
        Values around which it must not be.
    """
    table = costs[np.minimum(np.arange(low, high + 1), len(costs) - 1)]
    slopes = np.diff(table)
    bends = np.flatnonzero(np.diff(slopes) < 0)
    turn = int(bends[-1]) + 1 if len(bends) else 0
    if turn <= SHORT:
        units = [(Piece(low + n, 1, slope),) for n, slope in enumerate(slopes[:turn].tolist())]
        rest = _pieces(slopes[turn:].tolist(), low + turn)
        return Shape(low, int(table[0]), (*units, rest) if rest else tuple(units))
    if exactly and len(table) <= LONG:
        tolerance = 0.0
    allowed = int(tolerance * (table.max() - table.min()))
    runs, worst = [], 0
    for first, last, strict in _stretches(len(table), [value - low for value in exactly]):
        for begin, end in pairwise(_split(table, first, last, 0 if strict else allowed)):
            part = table[begin : end + 1]
            steps = _below(part)
            if tolerance and not strict:
                steps = _thinned(steps, int(part[0] - table.min()))
            runs.append(_pieces(steps.tolist(), low + begin))
            worst = max(worst, int(_lack(part, steps).max()))
    return Shape(low, int(table[0]), tuple(runs), exact=worst == 0)


def _stretches(size: int, exactly: Collection[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield first and last value of each stretch of a table, and whether it is near to a value."""
    strict = np.zeros(size - 1, dtype=bool)
    for value in exactly:
        strict[max(value - NEAR, 0) : max(value + NEAR, 0)] = True
    borders = [0, *(np.flatnonzero(np.diff(strict)) + 1).tolist(), size - 1]
    for first, last in pairwise(borders):
        yield first, last, bool(strict[first])


def _thinned(slopes: Ints, price: int) -> Ints:
    """Return slopes of which fewer differ, for a convex price that is a little lower in between.

    Between two ends the lines of the first and of the last unit are followed to where they meet,
    as long as that is too low by a small share of the price, which begins with ``price``.
    """
    values, counts = np.unique(slopes, return_counts=True)
    if len(values) <= MANY:
        return slopes
    places = np.concatenate(([0], np.cumsum(counts))).tolist()
    prices = (price + np.concatenate(([0], np.cumsum(values * counts)))).tolist()
    units: list[tuple[int, int]] = []
    begin = 0
    while begin < len(values):
        kept = [(int(values[begin]), int(counts[begin]))]
        end = begin + 1
        while end < len(values):
            steep, flat = int(values[begin]), int(values[end])
            width = places[end + 1] - places[begin]
            flats, rest = divmod(prices[end + 1] - prices[begin] - steep * width, flat - steep)
            steeps = width - flats - (rest > 0)
            number = bisect_right(places, places[begin] + steeps) - 1
            within = places[begin] + steeps - places[number]
            real = prices[number] + within * int(values[min(number, end)])
            if real - prices[begin] - steep * steeps > FINE * min(prices[begin], prices[end + 1]):
                break
            kept = [(steep, steeps), (steep + rest, int(rest > 0)), (flat, flats)]
            end += 1
        units += kept
        begin = end
    return np.repeat([slope for slope, _ in units], [width for _, width in units])


def _pieces(slopes: Sequence[int], begin: int) -> Run:
    pieces = []
    for slope, run in groupby(slopes):
        width = len(list(run))
        pieces.append(Piece(begin, width, slope))
        begin += width
    return tuple(pieces)


def _split(table: Ints, begin: int, end: int, allowed: int) -> list[int]:
    """Return the ends of runs whose convex price is nowhere too low by more than allowed."""
    part = table[begin : end + 1]
    lack = _lack(part, _below(part))
    if lack.max() <= allowed:
        return [begin, end]
    middle = begin + int(np.argmax(lack))
    return _split(table, begin, middle, allowed)[:-1] + _split(table, middle, end, allowed)


def _lack(table: Ints, slopes: Ints) -> Ints:
    """Return by how much a price that begins with a table is below it."""
    below: Ints = table[0] + np.concatenate(([0], np.cumsum(slopes)))
    return table - below


def _below(table: Ints) -> Ints:
    """Return the ascending slopes, one per unit, of a convex price with the table's ends.

    It is nowhere above the table. A chord whose slope is not whole gets the two whole slopes
    around it.
    """
    widths: Counter[int] = Counter()
    for first, last in pairwise(lower_hull(table)):
        slope, rest = divmod(int(table[last] - table[first]), last - first)
        widths[slope] += last - first - rest
        widths[slope + 1] += rest
    slopes = sorted(widths)
    return np.repeat(np.array(slopes, dtype=np.int64), [widths[slope] for slope in slopes])


def lower_hull(values: NDArray[np.float64] | Ints) -> list[int]:
    """Return the vertices of the largest convex function below a table.

    Examples
    --------
    >>> lower_hull(np.array([4.0, 4.0, 1.0, 1.0]))
    [0, 2, 3]
    """
    # Only where the slope changes can a vertex be.
    bends = np.flatnonzero(np.diff(values, n=2)) + 1
    points = sorted({0, *bends.tolist(), len(values) - 1})
    heights = values[points].tolist()
    hull: list[int] = []
    for number, point in enumerate(points):
        while len(hull) >= 2:
            before, last = hull[-2], hull[-1]
            rise, run = heights[last] - heights[before], points[last] - points[before]
            if rise * (point - points[before]) < (heights[number] - heights[before]) * run:
                break
            hull.pop()
        hull.append(number)
    return [points[number] for number in hull]
