"""Whole lines as columns over the rows that people share, and the bound that prices give.

The graph of lines finds the best line of each person under given prices. The bound is
Lagrange's, in whole numbers: any prices give one, so rounding them costs strength, not truth.
(Dantzig and Wolfe 1960, doi:10.1287/opre.8.1.101.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.formulation.line_arrays import NEVER, Ints
from staffing.formulation.line_listing import lines_within
from staffing.formulation.line_pricing import Line, LinePricer
from staffing.formulation.line_window import Walks
from staffing.formulation.lines import Lines
from staffing.formulation.model import Model
from staffing.formulation.person_days import Duties

Floats = NDArray[np.float64]
FINE = 5040
"""Prices are whole multiples of one over this; the master's often are such fractions."""


class Column(NamedTuple):
    """A line of a person: choices by day, its own cost, and what it adds to the shared rows."""

    person: int
    choices: tuple[int, ...]
    cost: int
    activity: Ints


class LineModel:
    """The lines of a model as columns over its shared rows.

    Parameters
    ----------
    model
        The model that the lines were drawn from.
    lines
        Its lines.
    """

    def __init__(self, model: Model, lines: Lines) -> None:
        self.model, self.lines = model, lines
        self.pricer = LinePricer(lines)
        self._walks: dict[int, Walks] = {}
        self.people = range(len(lines.workers))
        self.place = {row: index for index, row in enumerate(lines.shared)}
        common = set(lines.common)
        entries = [
            (index, variable, coefficient, variable in common)
            for row, index in self.place.items()
            for variable, coefficient in zip(*model.rows[row][:2], strict=True)
        ]
        self.rows = len(lines.shared)
        self._own = np.array([e[:3] for e in entries if not e[3]], dtype=np.int64).reshape(-1, 3)
        self.common = np.array([e[:3] for e in entries if e[3]], dtype=np.int64).reshape(-1, 3)
        self.least = [model.rows[row][2] for row in lines.shared]
        self.most = [model.rows[row][3] for row in lines.shared]
        self.cost = np.array(model.cost, dtype=np.int64)
        self._slack = [list(worker.slacks) for worker in lines.workers]
        self._cells = [self._read(person) for person in self.people]
        order = np.argsort(self._own[:, 1], kind="stable")
        self._by_variable = self._own[order]
        self._starts = np.searchsorted(self._by_variable[:, 1], np.arange(model.size + 1))

    def _read(self, person: int) -> tuple[Ints, Ints, Ints]:
        """Return the cost of each choice, day by day, and (choice, variable, value) of its parts.

        The third array says where each day but the first begins.
        """
        worker = self.lines.workers[person]
        graph = self.lines.graphs[worker.graph]
        costs = [NEVER if c is None else c for day in worker.costs for c in day]
        sizes = np.cumsum([len(day) for day in worker.costs])
        parts = [
            (begin + number, variable, value)
            for begin, variables, choices in zip(
                (0, *sizes.tolist()), worker.variables, graph.choices, strict=False
            )
            for number, choice in enumerate(choices)
            for variable, value in zip(variables, choice.values, strict=True)
            if value
        ]
        return (
            np.array(costs, dtype=np.int64),
            np.array(parts, dtype=np.int64).reshape(-1, 3),
            sizes[:-1],
        )

    @cached_property
    def falls(self) -> NDArray[np.bool_]:
        """(rows,) whether duties lower a shared row instead of raising it."""
        total = np.zeros(self.rows, dtype=np.int64)
        np.add.at(total, self._own[:, 0], self._own[:, 2])
        return np.asarray(total < 0)

    def only_of(self, row: int) -> int | None:
        """Return the person whose variables alone are in a shared row, None if several are."""
        return self._only.get(row)

    @cached_property
    def _only(self) -> dict[int, int]:
        person_of = {
            variable: person
            for person in self.people
            for variables in self.lines.workers[person].variables
            for variable in variables
        }
        met: dict[int, set[int]] = {}
        for row, variable, _ in self._own.tolist():
            met.setdefault(row, set()).add(person_of[variable])
        return {row: next(iter(some)) for row, some in met.items() if len(some) == 1}

    def own_slack(self, person: int) -> list[int]:
        """Return the variables of a person that only soften a row: they are in no choice."""
        return self._slack[person]

    def lacking(self, activity: Ints) -> tuple[Ints, Ints]:
        """Return the numbers of the shared rows in which lines alone are too few, and too many."""
        least = np.array([-NEVER if n is None else n for n in self.least])
        most = np.array([NEVER if n is None else n for n in self.most])
        return np.flatnonzero(activity < least), np.flatnonzero(activity > most)

    def day_of(self, row: int, duty_of: Mapping[int, Duties]) -> int | None:
        """Return the first day of a shared row, None if it is about no duty."""
        variables = self.model.rows[self.lines.shared[row]][0]
        return min((duty_of[v].day for v in variables if v in duty_of), default=None)

    def cheapest(
        self, prices: Ints, people: Sequence[int]
    ) -> tuple[list[Line | None], list[Column | None]]:
        """Return the cheapest line of some people under prices, and as columns.

        Parameters
        ----------
        prices
            (rows,) whole prices.
        people
            Numbers of the people.
        """
        changes = self._changes(prices)
        weights = [self._weights(person, changes) for person in people]
        found = self.pricer.best(people, weights, FINE)
        columns = [
            None
            if line is None
            else self.column(person, line.choices, self._own_cost(person, line, mine))
            for person, line, mine in zip(people, found, weights, strict=True)
        ]
        return found, columns

    def _changes(self, prices: Ints) -> Ints:
        """Return (size,) what whole prices add to the cost of each variable."""
        change = np.bincount(
            self._own[:, 1],
            weights=-(prices[self._own[:, 0]] * self._own[:, 2]).astype(np.float64),
            minlength=self.model.size,
        )
        return np.rint(change).astype(np.int64)

    def within(self, prices: Ints, person: int, slack: int, most: int) -> Ints | None:
        """Return what a person chooses on all lines that cost little more than the cheapest.

        Parameters
        ----------
        prices
            (rows,) whole prices.
        person
            Number of the person.
        slack
            How much more under these prices, in units of one over `FINE`.
        most
            With more lines than this the answer is None.

        Returns
        -------
        numpy.ndarray or None
            (lines, days) numbers of choices, some of them perhaps forbidden.
        """
        weights = self._weights(person, self._changes(prices))
        [best] = self.pricer.best([person], [weights], FINE)
        if best is None:
            return np.zeros((0, len(weights)), dtype=np.int64)
        return lines_within(self.pricer, person, weights, FINE, best.cost + slack, most)

    def _weights(self, person: int, change: Ints) -> list[Ints]:
        """Return one person's prices by day, given the (size,) change of each variable's cost."""
        flat, parts, starts = self._cells[person]
        weight = np.where(flat >= NEVER, 0, flat * FINE)
        np.add.at(weight, parts[:, 0], change[parts[:, 1]] * parts[:, 2])
        weight[flat >= NEVER] = NEVER
        return np.split(weight, starts)

    def bound(self, prices: Ints, found: Sequence[Line | None], base: Ints) -> int | None:
        """Return a bound from prices and the cheapest lines under them, as `worth` takes them."""
        total = self.worth(prices, found, base)
        return None if total is None else self.model.constant + -(-total // FINE)

    def worth(self, prices: Ints, found: Sequence[Line | None], base: Ints) -> int | None:
        """Return the least cost under prices, without the constant, in units of one over `FINE`.

        Parameters
        ----------
        prices
            (rows,) whole prices.
        found
            The cheapest line of everybody who is free.
        base
            (rows,) what the lines of the others add to the rows; their cost is not in the
            bound.
        """
        total = 0
        for line in found:
            if line is None:
                return None
            total += line.cost
        for price, least, most, done in zip(
            prices.tolist(), self.least, self.most, base.tolist(), strict=True
        ):
            if price > 0:
                total += price * ((least or 0) - done)
            elif price < 0:
                total += price * ((most or 0) - done)
        change = np.zeros(self.model.size, dtype=np.int64)
        rows = self.common
        np.add.at(change, rows[:, 1], -prices[rows[:, 0]] * rows[:, 2])
        for variable in self.lines.common:
            cost = FINE * self.model.cost[variable] + int(change[variable])
            total += min(cost * self.model.lower[variable], cost * self.model.upper[variable])
        return total

    def whole(self, prices: Floats) -> Ints:
        """Return prices in whole multiples of one over FINE, with the signs that rows allow."""
        rounded = np.rint(prices * FINE).astype(np.int64)
        for index, (least, most) in enumerate(zip(self.least, self.most, strict=True)):
            if (rounded[index] > 0 and least is None) or (rounded[index] < 0 and most is None):
                rounded[index] = 0
        return rounded

    def values(self, person: int, choices: Sequence[int]) -> dict[int, int]:
        """Return the values of a person's variables on a line that are not zero."""
        worker = self.lines.workers[person]
        graph = self.lines.graphs[worker.graph]
        return {
            variable: value
            for day, number in enumerate(choices)
            for variable, value in zip(
                worker.variables[day], graph.choices[day][number].values, strict=True
            )
            if value
        }

    def column(self, person: int, choices: tuple[int, ...], cost: int) -> Column:
        """Return a line with its cost and what it adds to the shared rows."""
        total = np.zeros(self.rows, dtype=np.int64)
        for variable, value in self.values(person, choices).items():
            part = self._by_variable[self._starts[variable] : self._starts[variable + 1]]
            total[part[:, 0]] += part[:, 2] * value
        return Column(person, choices, cost, total)

    def walks(self, person: int) -> Walks:
        """Return what follows a person's lines through the graph."""
        number = self.lines.workers[person].graph
        if number not in self._walks:
            self._walks[number] = Walks(self.lines.graphs[number])
        return self._walks[number]

    def line(self, person: int, choices: tuple[int, ...]) -> Column | None:
        """Return the column of choices by day, None if they are no line of the person."""
        cost = self.walks(person).cost(choices)
        for choice, some in zip(choices, self.lines.workers[person].costs, strict=True):
            extra = some[choice]
            if cost is None or extra is None:
                return None
            cost += extra
        return None if cost is None else self.column(person, choices, cost)

    def _own_cost(self, person: int, line: Line, weights: Sequence[Ints]) -> int:
        """Return what a line costs without prices, given the weights it was found under."""
        flat, _, starts = self._cells[person]
        paid = sum(int(weights[day][number]) for day, number in enumerate(line.choices))
        first = (0, *starts.tolist())
        own = sum(int(flat[first[day] + number]) for day, number in enumerate(line.choices))
        return own + (line.cost - paid) // FINE
