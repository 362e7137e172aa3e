"""A linear model as the MIP solvers of OR-Tools' MathOpt read it."""

from __future__ import annotations

import math

from ortools.math_opt.python import mathopt

from staffing.formulation.model import Model


def to_mathopt(model: Model) -> tuple[mathopt.Model, list[mathopt.Variable]]:
    """Return the MathOpt model and its variables in the order of the linear model's."""
    mip = mathopt.Model(name="roster")
    variables = [
        mip.add_integer_variable(lb=low, ub=high)
        for low, high in zip(model.lower, model.upper, strict=True)
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
