"""A linear integer model as plain arrays, read by every engine."""

from __future__ import annotations

from collections.abc import Iterable

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
