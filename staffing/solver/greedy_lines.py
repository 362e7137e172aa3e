"""A first roster in a moment: one person's best line after another, at the prices left over.

Each shared row says what one more, or one fewer, is worth at the lines chosen so far; a second
pass lets everybody choose again.
"""

from __future__ import annotations

import numpy as np

from staffing.formulation.line_arrays import NEVER, Ints
from staffing.solver.columns import FINE, Column, LineModel
from staffing.solver.dives import Over

PASSES = 2
TRIES = 8
"""How often the price of a person's own row is raised until the line keeps it."""


class _Marginal:
    """What one more unit is worth in each shared row; whole multiples of one over FINE."""

    def __init__(self, lines: LineModel, penalty: int) -> None:
        model = lines.model
        price = np.full(lines.rows, penalty, dtype=np.int64)
        for row, variable, _ in lines.common.tolist():
            price[row] = max(1, model.cost[variable])
        far = int(NEVER)
        self.least = np.array([-far if n is None else n for n in lines.least], dtype=np.int64)
        self.most = np.array([far if n is None else n for n in lines.most], dtype=np.int64)
        self.price = price * FINE
        self.falls = lines.falls
        own = [lines.only_of(row) for row in range(lines.rows)]
        self.own = {
            person: np.array([r for r, p in enumerate(own) if p == person], dtype=np.int64)
            for person in {p for p in own if p is not None}
        }

    def prices(self, activity: Ints) -> Ints:
        """Return (rows,) prices at what lines add up to."""
        step = np.where(self.falls, -1, 1)
        after = activity + step
        gain = np.maximum(0, self.least - activity) > np.maximum(0, self.least - after)
        loss = np.maximum(0, self.least - activity) < np.maximum(0, self.least - after)
        gain |= np.maximum(0, activity - self.most) > np.maximum(0, after - self.most)
        loss |= np.maximum(0, activity - self.most) < np.maximum(0, after - self.most)
        prices: Ints = self.price * (gain.astype(np.int64) - loss.astype(np.int64)) * step
        return prices

    def broken(self, person: int, activity: Ints) -> Ints:
        """Return the person's own shared rows that a line breaks."""
        mine = self.own.get(person, np.zeros(0, dtype=np.int64))
        bad = (activity[mine] < self.least[mine]) | (activity[mine] > self.most[mine])
        return mine[bad]


def greedy_lines(lines: LineModel, penalty: int, over: Over) -> list[Column] | None:
    """Return one line per person, None if somebody has none or time is up before the end.

    Parameters
    ----------
    lines
        The lines.
    penalty
        Price of missing a row that nothing softens.
    over
        Whether to stop.
    """
    worth = _Marginal(lines, penalty)
    order = sorted(lines.people, key=lambda p: (sum(map(len, lines.lines.workers[p].costs)), p))
    chosen: dict[int, Column] = {}
    total = np.zeros(lines.rows, dtype=np.int64)
    for number in range(PASSES):
        for person in order:
            if over():
                return None if number == 0 else [chosen[p] for p in lines.people]
            old = chosen.pop(person, None)
            if old is not None:
                total = total - old.activity
            column = _best(lines, worth, person, total) or old
            if column is None:
                return None
            chosen[person] = column
            total = total + column.activity
    return [chosen[person] for person in lines.people]


def _best(lines: LineModel, worth: _Marginal, person: int, total: Ints) -> Column | None:
    """Return the best line at the prices left over that keeps the person's own rows."""
    prices = worth.prices(total)
    for attempt in range(TRIES):
        (column,) = lines.cheapest(prices, [person])[1]
        if column is None:
            return None
        bad = worth.broken(person, column.activity)
        if not len(bad):
            return column
        short = column.activity[bad] < worth.least[bad]
        prices[bad] += np.where(short, 1, -1) * FINE * 4**attempt
    return column
