"""A model as arrays, and small programs of some of its columns."""

from __future__ import annotations

from itertools import chain

import highspy
import numpy as np
from numpy.typing import NDArray

from staffing.formulation.model import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROUNDING = 1e-6


class Arrays:
    """A model as arrays: nonzeros by row and by column, and the ends of rows and columns.

    Parameters
    ----------
    model
        The model; later changes of it are not seen.
    """

    def __init__(self, model: Model) -> None:
        self.constant = float(model.constant)
        self.cost = np.array(model.cost, dtype=np.float64)
        self.lower = np.array(model.lower, dtype=np.float64)
        self.upper = np.array(model.upper, dtype=np.float64)
        rows = model.rows
        self.rows = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
        self.columns = np.fromiter(chain.from_iterable(r[0] for r in rows), dtype=np.int64)
        self.values = np.fromiter(chain.from_iterable(r[1] for r in rows), dtype=np.float64)
        self.least = np.array([-np.inf if low is None else low for *_, low, _ in rows], dtype=float)
        self.most = np.array([np.inf if high is None else high for *_, high in rows], dtype=float)
        order = np.argsort(self.columns, kind="stable")
        self._rows, self._values = self.rows[order], self.values[order]
        counts = np.bincount(self.columns, minlength=len(self.cost))
        self._starts = np.concatenate(([0], np.cumsum(counts)))

    def entries(self, columns: Ints) -> tuple[Ints, Ints, Floats]:
        """Return row, place among the columns, and value of the nonzeros of some columns."""
        counts = self._starts[columns + 1] - self._starts[columns]
        places = np.repeat(np.arange(len(columns)), counts)
        begins = np.repeat(self._starts[columns] - np.cumsum(counts) + counts, counts)
        where = begins + np.arange(len(places))
        return self._rows[where], places, self._values[where]

    def activity(self, values: Floats) -> Floats:
        """Return (rows,) what (size,) values add up to."""
        sums = np.bincount(
            self.rows, weights=self.values * values[self.columns], minlength=len(self.least)
        )
        return np.asarray(sums, dtype=np.float64)

    def kept(self, values: Floats) -> bool:
        """Return whether (size,) values keep all bounds and rows."""
        if (values < self.lower - ROUNDING).any() or (values > self.upper + ROUNDING).any():
            return False
        done = self.activity(values)
        return bool(((done >= self.least - ROUNDING) & (done <= self.most + ROUNDING)).all())

    def program(self, columns: Ints, rows: Ints, others: Floats | None = None) -> highspy.HighsLp:
        """Return the program of some columns.

        Parameters
        ----------
        columns
            Their numbers.
        rows
            Numbers of the rows that are kept; all that the columns are in.
        others
            (rows,) what the other columns add to every row of the model; nothing if left out.
        """
        place = np.full(len(self.least), -1)
        place[rows] = np.arange(len(rows))
        entry_rows, places, values = self.entries(columns)
        known = np.zeros(len(rows)) if others is None else others[rows]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(columns), len(rows)
        lp.col_cost_, lp.offset_ = self.cost[columns], self.constant
        lp.col_lower_, lp.col_upper_ = self.lower[columns], self.upper[columns]
        lp.row_lower_, lp.row_upper_ = self.least[rows] - known, self.most[rows] - known
        starts = np.zeros(len(columns) + 1, dtype=np.int32)
        np.cumsum(np.bincount(places, minlength=len(columns)), out=starts[1:])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = place[entry_rows].astype(np.int32)
        lp.a_matrix_.value_ = values
        return lp
