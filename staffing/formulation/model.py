"""A linear integer model as plain arrays, read by every engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr


class Model:
    """Integer variables with bounds and costs, and rows that bound linear expressions.

    Costs are minimized. Everything is an integer: an engine that computes with floats is
    checked by re-pricing its rosters.
    """

    def __init__(self) -> None:
        self.lower: list[int] = []
        self.upper: list[int] = []
        self.cost: list[int] = []
        self.rows: list[tuple[list[int], list[int], int | None, int | None]] = []
        self.constant = 0
        self.impossible = False

    @property
    def size(self) -> int:
        """Number of variables."""
        return len(self.lower)

    def variable(self, lower: int, upper: int, cost: int = 0) -> int:
        """Add an integer variable and return its number."""
        self.lower.append(lower)
        self.upper.append(upper)
        self.cost.append(cost)
        return len(self.lower) - 1

    def expr(self, lower: int, upper: int, cost: int = 0) -> Expr:
        """Add an integer variable and return it as an expression; a fixed one is a constant."""
        if lower == upper:
            self.constant += cost * lower
            return Expr(constant=lower)
        return Expr({self.variable(lower, upper, cost): 1})

    def row(self, expr: Expr, *, at_least: int | None = None, at_most: int | None = None) -> None:
        """Bound an expression; a row without variables is decided at once."""
        least = None if at_least is None else at_least - expr.constant
        most = None if at_most is None else at_most - expr.constant
        low, high = self.bounds(expr)
        low, high = low - expr.constant, high - expr.constant
        if (least is not None and high < least) or (most is not None and low > most):
            self.impossible = True
        least = None if least is not None and low >= least else least
        most = None if most is not None and high <= most else most
        if least is not None or most is not None:
            self.rows.append((list(expr.terms), list(expr.terms.values()), least, most))

    def equal(self, expr: Expr, value: int = 0) -> None:
        """Fix the value of an expression."""
        self.row(expr, at_least=value, at_most=value)

    def charge(self, expr: Expr, cost: int) -> None:
        """Add an expression times a cost to the objective."""
        self.constant += cost * expr.constant
        for variable, coefficient in expr.terms.items():
            self.cost[variable] += cost * coefficient

    def bounds(self, expr: Expr) -> tuple[int, int]:
        """Return the least and the largest value that the variables' bounds allow."""
        low = high = expr.constant
        for variable, coefficient in expr.terms.items():
            ends = coefficient * self.lower[variable], coefficient * self.upper[variable]
            low += min(ends)
            high += max(ends)
        return low, high

    def objective(self, values: Iterable[int]) -> int:
        """Return the cost of a solution."""
        return self.constant + sum(c * v for c, v in zip(self.cost, values, strict=True))

    def tighten(self) -> None:
        """Turn rows that bound each of their variables by themselves into bounds."""
        kept = []
        for row in self.rows:
            variables, coefficients, least, most = row
            if len(variables) == 1:
                self._bound(variables[0], coefficients[0], least, most)
            elif most == 0 and least is None and self._nonnegative(variables, coefficients):
                for variable in variables:
                    self._bound(variable, 1, None, 0)
            else:
                kept.append(row)
        self.rows = kept

    def _nonnegative(self, variables: Sequence[int], coefficients: Sequence[int]) -> bool:
        pairs = zip(variables, coefficients, strict=True)
        return all(c > 0 and self.lower[v] >= 0 for v, c in pairs)

    def _bound(self, variable: int, factor: int, least: int | None, most: int | None) -> None:
        low, high = least, most
        if factor < 0:
            low, high = None if most is None else -most, None if least is None else -least
        factor = abs(factor)
        if low is not None:
            self.lower[variable] = max(self.lower[variable], -(-low // factor))
        if high is not None:
            self.upper[variable] = min(self.upper[variable], high // factor)
        self.impossible |= self.lower[variable] > self.upper[variable]

    def fixed(self, values: Mapping[int, int]) -> Model:
        """Return a copy in which some variables have one value."""
        copy = Model()
        copy.lower, copy.upper = list(self.lower), list(self.upper)
        copy.cost, copy.rows = list(self.cost), list(self.rows)
        copy.constant, copy.impossible = self.constant, self.impossible
        for variable, value in values.items():
            copy.lower[variable] = copy.upper[variable] = value
        return copy

    def without(self, variables: Collection[int]) -> tuple[Model, list[int]]:
        """Return the model without some variables, all 0, and the old numbers of the others."""
        left_out = set(variables)
        numbers = [number for number in range(self.size) if number not in left_out]
        small = Model()
        small.constant, small.impossible = self.constant, self.impossible
        place = {
            number: small.variable(self.lower[number], self.upper[number], self.cost[number])
            for number in numbers
        }
        for row, coefficients, least, most in self.rows:
            pairs = [(place[v], c) for v, c in zip(row, coefficients, strict=True) if v in place]
            if pairs:
                small.rows.append(([v for v, _ in pairs], [c for _, c in pairs], least, most))
            elif (least is not None and least > 0) or (most is not None and most < 0):
                small.impossible = True
        return small, numbers

    def parts(self) -> list[tuple[Model, list[int]]]:
        """Return the independent parts of a model: those that share no free variable.

        Each comes with the numbers of its variables in this model; fixed variables are in no
        part, their values stand in the rows' bounds.
        """
        free = [low < high for low, high in zip(self.lower, self.upper, strict=True)]
        find = self._roots(free)
        members: dict[int, list[int]] = {}
        for number in range(self.size):
            if free[number]:
                members.setdefault(find[number], []).append(number)
        parts = {top: (Model(), numbers) for top, numbers in members.items()}
        place = {}
        for part, numbers in parts.values():
            for number in numbers:
                place[number] = part.variable(
                    self.lower[number], self.upper[number], self.cost[number]
                )
        for variables, coefficients, least, most in self.rows:
            pairs = list(zip(variables, coefficients, strict=True))
            loose = [v for v in variables if free[v]]
            if not loose:
                continue
            known = sum(c * self.lower[v] for v, c in pairs if not free[v])
            parts[find[loose[0]]][0].rows.append(
                (
                    [place[v] for v, _ in pairs if free[v]],
                    [c for v, c in pairs if free[v]],
                    None if least is None else least - known,
                    None if most is None else most - known,
                )
            )
        return list(parts.values())

    def _roots(self, free: Sequence[bool]) -> list[int]:
        """Return one number per connected group of free variables, for each variable."""
        root = list(range(self.size))

        def find(number: int) -> int:
            while root[number] != number:
                root[number] = root[root[number]]
                number = root[number]
            return number

        for variables, *_ in self.rows:
            loose = [v for v in variables if free[v]]
            for other in loose[1:]:
                root[find(other)] = find(loose[0])
        return [find(number) for number in range(self.size)]

    def least(self) -> int:
        """Return a bound that needs no search: every variable at its cheapest end."""
        ends = zip(self.lower, self.upper, self.cost, strict=True)
        return self.constant + sum(min(low * cost, high * cost) for low, high, cost in ends)

    def violated(self, values: NDArray[np.int64]) -> list[int]:
        """Return the numbers of the rows that a solution breaks (for tests and hints)."""
        broken = []
        for number, (variables, coefficients, least, most) in enumerate(self.rows):
            value = int(np.dot(values[variables], coefficients))
            if (least is not None and value < least) or (most is not None and value > most):
                broken.append(number)
        return broken
