"""A linear model as CP-SAT reads it."""

from __future__ import annotations

from collections.abc import Sequence

from ortools.sat.python import cp_model

from staffing.formulation.model import Model


def to_cpsat(model: Model, hint: Sequence[int] | None = None) -> cp_model.CpModel:
    """Return the CP-SAT model; variable i of one is variable i of the other.

    Parameters
    ----------
    model
        The linear model.
    hint
        A value for every variable; CP-SAT profits from complete hints only.
    """
    cp = cp_model.CpModel()
    variables = [
        cp.new_int_var(low, high, "") for low, high in zip(model.lower, model.upper, strict=True)
    ]
    infinity = 2**62
    for numbers, coefficients, least, most in model.rows:
        expr = cp_model.LinearExpr.weighted_sum([variables[n] for n in numbers], coefficients)
        if least == most and least is not None:
            cp.add(expr == least)
        else:
            cp.add_linear_constraint(
                expr,
                -infinity if least is None else least,
                infinity if most is None else most,
            )
    if model.impossible:
        cp.add_bool_or([])
    priced = [(v, c) for v, c in zip(variables, model.cost, strict=True) if c]
    cp.minimize(
        cp_model.LinearExpr.weighted_sum([v for v, _ in priced], [c for _, c in priced])
        + model.constant
    )
    for variable, value in zip(variables, hint or (), strict=False):
        cp.add_hint(variable, value)
    return cp
