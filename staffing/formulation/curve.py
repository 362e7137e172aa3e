"""A price on a number, as integer variables: unary steps where it bends down, pieces where up.

Where a table is convex (each further unit saves less) its equal steps are merged into integer
pieces, which need no order: the dearest is used first. Before that, steps are ordered.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

EXACT = 60
"""Tables with more steps before they bend up are priced by a convex lower bound instead."""
ANCHOR = -40
"""The lower bound is exact about where one more unit saves this little, in hundredths."""


class Piece(NamedTuple):
    """A run of units of equal worth.

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


class Shape(NamedTuple):
    """How a table is priced.

    Parameters
    ----------
    base
        The value at which the price is ``price``.
    price
        The price there.
    steps
        Slope of each ordered step from ``base`` up.
    pieces
        Convex pieces after the steps.
    down
        Convex pieces below ``base``, counted downward; only where ``exact`` is False.
    exact
        Whether the price is the table's everywhere; otherwise it is never above the table.
    """

    base: int
    price: int
    steps: tuple[int, ...]
    pieces: tuple[Piece, ...]
    down: tuple[Piece, ...] = ()
    exact: bool = True

    def at(self, value: int) -> int:
        """Return the price charged for a value, at best."""
        price, arm, left = self.price, self.pieces, value - self.base
        if left < 0:
            arm, left = self.down, -left
        elif self.steps:
            price += sum(self.steps[:left])
            left = max(0, left - len(self.steps))
        for piece in arm:
            price += piece.slope * min(left, piece.width)
            left -= min(left, piece.width)
        return price


def shape_of(costs: Sequence[int], low: int, high: int, *, exact: bool = False) -> Shape:
    """Return how to price the values ``low`` … ``high`` of a table.

    Parameters
    ----------
    costs
        Price of 0, 1, …; the last one holds for all beyond.
    low, high
        The values that can occur.
    exact
        Whether the price must be exact however long the table is.
    """
    table = [costs[min(n, len(costs) - 1)] for n in range(high + 1)]
    slopes = [after - before for before, after in pairwise(table)]
    turn = high
    while turn > low and (turn == high or slopes[turn - 1] <= slopes[turn]):
        turn -= 1
    if exact or turn - low <= EXACT:
        return Shape(low, table[low], tuple(slopes[low:turn]), _pieces(slopes, turn, high))
    return _below(table, low)


def _pieces(slopes: Sequence[int], begin: int, end: int) -> tuple[Piece, ...]:
    pieces, at = [], begin
    for slope, run in groupby(slopes[begin:end]):
        width = len(list(run))
        pieces.append(Piece(at, width, slope))
        at += width
    return tuple(pieces)


def _below(table: Sequence[int], low: int) -> Shape:
    """Return a convex price with whole slopes that is nowhere above the table."""
    values = np.asarray(table, dtype=np.float64)[low:]
    hull = lower_hull(values)
    points = np.arange(len(values))
    slopes = np.diff(np.interp(points, hull, values[hull]))
    quiet = [vertex for vertex in hull[:-1] if slopes[vertex] >= ANCHOR]
    base = quiet[0] if quiet else hull[-1]
    # Rounding toward the base's side keeps both arms below the hull, and convex.
    up = np.floor(slopes[base:] + 1e-9).astype(np.int64).tolist()
    down = np.floor(-slopes[:base][::-1] + 1e-9).astype(np.int64).tolist()
    return Shape(
        low + base,
        table[low + base],
        (),
        tuple(p._replace(begin=p.begin + low + base) for p in _pieces(up, 0, len(up))),
        _pieces(down, 0, len(down)),
        exact=False,
    )


def lower_hull(values: NDArray[np.float64]) -> list[int]:
    """Return the vertices of the largest convex function below a table.

    Examples
    --------
    >>> lower_hull(np.array([4.0, 4.0, 1.0, 1.0]))
    [0, 2, 3]
    """
    hull: list[int] = []
    for point in range(len(values)):
        while len(hull) >= 2:
            a, b = hull[-2], hull[-1]
            if (values[b] - values[a]) * (point - a) < (values[point] - values[a]) * (b - a):
                break
            hull.pop()
        hull.append(point)
    return hull
