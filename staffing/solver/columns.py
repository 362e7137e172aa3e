"""Column generation: whole lines as columns, the linear program over them, and its bound.

The master chooses one line per person so that the shared rows hold; its dual prices say which
line of each person would help, and the graph of lines finds the best one. The bound is
Lagrange's, in whole numbers: any prices give one, so rounding them costs strength, not truth.
(Dantzig and Wolfe 1960, doi:10.1287/opre.8.1.101; prices are smoothed as in Pessoa, Sadykov,
Uchoa and Vanderbeck 2018, doi:10.1287/ijoc.2017.0784.)
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from ortools.math_opt.python import mathopt

from staffing.formulation.line_pricing import NEVER, Ints, Line, LinePricer, TimeIsUpError
from staffing.formulation.line_window import Walks
from staffing.formulation.lines import Lines
from staffing.formulation.model import Model
from staffing.formulation.person_days import Duties

Floats = NDArray[np.float64]
FINE = 5040
"""Prices are whole multiples of one over this; the master's often are such fractions."""
FAR_S = 1e6
"""More seconds than this are no limit."""


class Column(NamedTuple):
    """A line of a person: choices by day, its own cost, and what it adds to the shared rows."""

    person: int
    choices: tuple[int, ...]
    cost: int
    activity: Ints


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

    def strained(self, activity: Ints) -> Ints:
        """Return the numbers of the shared rows that lines alone do not satisfy."""
        least = np.array([-NEVER if n is None else n for n in self.least])
        most = np.array([NEVER if n is None else n for n in self.most])
        return np.nonzero((activity < least) | (activity > most))[0]

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
        change = np.bincount(
            self._own[:, 1],
            weights=-(prices[self._own[:, 0]] * self._own[:, 2]).astype(np.float64),
            minlength=self.model.size,
        )
        changes = np.rint(change).astype(np.int64)
        weights = [self._weights(person, changes) for person in people]
        found = self.pricer.best(people, weights, FINE)
        columns = [
            None
            if line is None
            else self.column(person, line.choices, self._own_cost(person, line, mine))
            for person, line, mine in zip(people, found, weights, strict=True)
        ]
        return found, columns

    def _weights(self, person: int, change: Ints) -> list[Ints]:
        """Return one person's prices by day, given the (size,) change of each variable's cost."""
        flat, parts, starts = self._cells[person]
        weight = np.where(flat >= NEVER, 0, flat * FINE)
        np.add.at(weight, parts[:, 0], change[parts[:, 1]] * parts[:, 2])
        weight[flat >= NEVER] = NEVER
        return np.split(weight, starts)

    def bound(self, prices: Ints, found: Sequence[Line | None], base: Ints) -> int | None:
        """Return a bound from prices and the cheapest lines under them.

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
        return self.model.constant + -(-total // FINE)

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
        self.model = mathopt.Model(name="lines")
        model = lines.model
        self._rows = [
            self.model.add_linear_constraint(
                lb=-math.inf if least is None else least - done,
                ub=math.inf if most is None else most - done,
            )
            for least, most, done in zip(lines.least, lines.most, base.tolist(), strict=True)
        ]
        self._one = {p: self.model.add_linear_constraint(lb=1, ub=1) for p in self.people}
        common = {
            v: self.model.add_variable(lb=model.lower[v], ub=model.upper[v])
            for v in lines.lines.common
        }
        for variable, column in common.items():
            self.model.objective.set_linear_coefficient(column, model.cost[variable])
        for number, variable, coefficient in lines.common.tolist():
            self._rows[number].set_coefficient(common[variable], coefficient)
        for row, least, most in zip(self._rows, lines.least, lines.most, strict=True):
            for bound, sign in ((least, 1.0), (most, -1.0)):
                if bound is not None:
                    extra = self.model.add_variable(lb=0)
                    self.model.objective.set_linear_coefficient(extra, penalty)
                    row.set_coefficient(extra, sign)
        for one in self._one.values():
            extra = self.model.add_variable(lb=0)
            self.model.objective.set_linear_coefficient(extra, penalty * 10)
            one.set_coefficient(extra, 1)
        self.columns: list[Column] = []
        self._known: set[tuple[int, tuple[int, ...]]] = set()
        self._variables: list[mathopt.Variable] = []
        self._of: dict[int, list[int]] = {person: [] for person in self.people}
        self.fixed: dict[int, Column] = {}
        self._solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

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
        variable = self.model.add_variable(lb=0)
        self.model.objective.set_linear_coefficient(variable, column.cost)
        self._one[column.person].set_coefficient(variable, 1)
        for row in np.nonzero(column.activity)[0].tolist():
            self._rows[row].set_coefficient(variable, int(column.activity[row]))
        self._of[column.person].append(len(self.columns))
        self.columns.append(column)
        self._variables.append(variable)
        return True

    def fix(self, number: int) -> None:
        """Leave the person of a column no other."""
        column = self.columns[number]
        self.fixed[column.person] = column
        for other in self._of[column.person]:
            if other != number:
                self._variables[other].upper_bound = 0.0

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
        limit = None if left > FAR_S else timedelta(seconds=left)
        result = self._solver.solve(params=mathopt.SolveParameters(time_limit=limit))
        if time.monotonic() >= self.lines.pricer.deadline:
            raise TimeIsUpError
        if result.termination.reason is not mathopt.TerminationReason.OPTIMAL:
            raise ArithmeticError(f"the master is {result.termination.reason}")
        duals = result.dual_values()
        return Solved(
            result.objective_value(),
            np.array([duals[row] for row in self._rows]),
            {person: duals[one] for person, one in self._one.items()},
            np.array(result.variable_values(self._variables)),
        )
