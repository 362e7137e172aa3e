"""The master of column generation: the linear program over lines, kept by HiGHS.

It chooses one line per person so that the shared rows hold; its prices say which line of each
person would help. (Dantzig and Wolfe 1960, doi:10.1287/opre.8.1.101.)
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

import highspy
import numpy as np

from staffing.formulation.line_arrays import Ints
from staffing.formulation.line_pricing import TimeIsUpError
from staffing.solver.columns import Column, Floats, LineModel
from staffing.solver.highs import Quiet

FAR_S = 1e6
"""More seconds than this are no limit."""


class Solved(NamedTuple):
    """A solution of the master.

    Parameters
    ----------
    value
        Its cost, without the model's constant and without the lines that are not free.
    prices
        Of the shared rows.
    of_person
        Price of each person's row.
    shares
        Of the columns.
    """

    value: float
    prices: Floats
    of_person: dict[int, float]
    shares: Floats


class Master:
    """The linear program over columns of some people; the others' lines stay as they are.

    Parameters
    ----------
    lines
        What columns are made of.
    people
        Those who are free.
    base
        (rows,) what the lines of the others add to the shared rows.
    penalty
        Cost of missing a shared row by one, so that there is always a solution.
    """

    def __init__(self, lines: LineModel, people: Sequence[int], base: Ints, penalty: float) -> None:
        self.lines, self.people, self.base = lines, list(people), base
        self.penalty = penalty
        self._row_of = {person: lines.rows + place for place, person in enumerate(self.people)}
        self._first = len(lines.lines.common) + 2 * lines.rows + len(self.people)
        """Number of the first column of the program that stands for a line."""
        self.columns: list[Column] = []
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._waiting: list[Column] = []
        self._of: dict[int, list[int]] = {person: [] for person in self.people}
        self.fixed: dict[int, Column] = {}
        self._highs = self._begin(penalty)

    def _begin(self, penalty: float) -> Quiet:
        """Return the program without lines."""
        lines, model = self.lines, self.lines.model
        common, rows, people = lines.lines.common, lines.rows, len(self.people)
        done = self.base.tolist()
        place = {variable: number for number, variable in enumerate(common)}
        entries = [(place[variable], row, float(c)) for row, variable, c in lines.common.tolist()]
        first = len(common)
        # Whatever a row lacks, or has too much of, can be had for the penalty.
        entries += [(first + row, row, 1.0) for row in range(rows)]
        entries += [(first + rows + row, row, -1.0) for row in range(rows)]
        entries += [(first + 2 * rows + n, rows + n, 1.0) for n in range(people)]
        entries.sort()
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._first, rows + people
        lp.col_cost_ = np.array(
            [float(model.cost[v]) for v in common]
            + [penalty] * (2 * rows)
            + [10 * penalty] * people
        )
        lp.col_lower_ = np.array(
            [float(model.lower[v]) for v in common] + [0.0] * (2 * rows + people)
        )
        lp.col_upper_ = np.array(
            [float(model.upper[v]) for v in common]
            + [0.0 if least is None else np.inf for least in lines.least]
            + [0.0 if most is None else np.inf for most in lines.most]
            + [np.inf] * people
        )
        lp.row_lower_ = np.array(
            [-np.inf if n is None else float(n - d) for n, d in zip(lines.least, done, strict=True)]
            + [1.0] * people
        )
        lp.row_upper_ = np.array(
            [np.inf if n is None else float(n - d) for n, d in zip(lines.most, done, strict=True)]
            + [1.0] * people
        )
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        count = np.bincount([column for column, _, _ in entries], minlength=self._first)
        lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(count))).astype(np.int32)
        lp.a_matrix_.index_ = np.array([row for _, row, _ in entries], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([value for _, _, value in entries])
        highs = Quiet()  # type: ignore[no-untyped-call]
        highs.setOptionValue("output_flag", False)
        # One value for all runs: the threads of HiGHS are shared by the whole process.
        highs.setOptionValue("threads", 1)
        highs.passModel(lp)
        return highs

    def copy(self) -> Master:
        """Return a master with the same columns and no line fixed."""
        other = Master(self.lines, self.people, self.base, self.penalty)
        for column in self.columns:
            other.add(column)
        return other

    @property
    def free(self) -> list[int]:
        """The people whose line is not fixed."""
        return [person for person in self.people if person not in self.fixed]

    def add(self, column: Column) -> bool:
        """Add a column; False if it is there already."""
        key = column.person, column.choices
        if key in self._known:
            return False
        self._known.add(key)
        self._of[column.person].append(len(self.columns))
        self.columns.append(column)
        self._waiting.append(column)
        return True

    def fix(self, number: int) -> None:
        """Leave the person of a column no other."""
        self._send()
        column = self.columns[number]
        self.fixed[column.person] = column
        for other in self._of[column.person]:
            if other != number:
                self._highs.changeColBounds(self._first + other, 0.0, 0.0)

    def _send(self) -> None:
        """Hand the columns that are new to the solver."""
        starts, index, value = [0], [], []
        for column in self._waiting:
            rows = np.flatnonzero(column.activity)
            index.append(np.append(rows, self._row_of[column.person]))
            value.append(np.append(column.activity[rows], 1))
            starts.append(starts[-1] + len(rows) + 1)
        many = len(self._waiting)
        if many:
            self._highs.addCols(
                many,
                np.array([float(column.cost) for column in self._waiting]),
                np.zeros(many),
                np.full(many, np.inf),
                starts[-1],
                np.array(starts[:-1], dtype=np.int32),
                np.concatenate(index).astype(np.int32),
                np.concatenate(value).astype(np.float64),
            )
        self._waiting = []

    def solve(self) -> Solved:
        """Solve the linear program.

        Raises
        ------
        TimeIsUpError
            If the pricer's time is up before the end.
        ArithmeticError
            If the solver gives up; the search then goes on without it.
        """
        left = self.lines.pricer.deadline - time.monotonic()
        if left <= 0:
            raise TimeIsUpError
        self._send()
        highs = self._highs
        highs.setOptionValue("time_limit", highs.getRunTime() + min(left, FAR_S))
        highs.run()
        if time.monotonic() >= self.lines.pricer.deadline:
            raise TimeIsUpError
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ArithmeticError(f"the master is {highs.getModelStatus()}")
        solution = highs.getSolution()
        prices = np.array(solution.row_dual)
        return Solved(
            highs.getInfo().objective_function_value,
            prices[: self.lines.rows],
            {person: float(prices[row]) for person, row in self._row_of.items()},
            np.array(solution.col_value)[self._first :],
        )
