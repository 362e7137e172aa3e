"""A linear model as the MIP solvers of OR-Tools' MathOpt read it."""

from __future__ import annotations

import math
from collections.abc import Collection

from ortools.math_opt.python import mathopt

from staffing.formulation.model import Model


def to_mathopt(
    model: Model, integer: Collection[int] | None = None
) -> tuple[mathopt.Model, list[mathopt.Variable]]:
    """Return the MathOpt model and its variables in the order of the linear model's.

    Parameters
    ----------
    model
        The linear model.
    integer
        Numbers of the variables that must be whole; None is all of them.
    """
    mip = mathopt.Model(name="roster")
    variables = [
        mip.add_variable(lb=low, ub=high, is_integer=integer is None or number in integer)
        for number, (low, high) in enumerate(zip(model.lower, model.upper, strict=True))
    ]
    for numbers, coefficients, least, most in model.rows:
        row = mip.add_linear_constraint(
            lb=-math.inf if least is None else least, ub=math.inf if most is None else most
        )
        for number, coefficient in zip(numbers, coefficients, strict=True):
            row.set_coefficient(variables[number], coefficient)
    for variable, cost in zip(variables, model.cost, strict=True):
        if cost:
            mip.objective.set_linear_coefficient(variable, cost)
    mip.objective.offset = model.constant
    return mip, variables
