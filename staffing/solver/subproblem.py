"""A neighborhood as a small model for CP-SAT: some people free, everything else as it is."""

from __future__ import annotations

from ortools.sat.python import cp_model

from staffing.formulation.cpsat import to_cpsat
from staffing.formulation.model import Model
from staffing.formulation.person_days import PersonDaysDraft
from staffing.solver.columns import Kept, LineModel
from staffing.solver.incumbent import Incumbent, Rows
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Values

SECONDS = 6.0
"""Of one search at most; deterministic seconds where the same bytes are promised."""


def improve(
    draft: PersonDaysDraft,
    rows: Rows,
    best: Incumbent,
    people: list[int],
    kept: Kept | None,
    lines: LineModel,
    settings: SolveSettings,
) -> Values | None:
    """Return a better solution in which only some people's lines differ, None if none is found.

    Parameters
    ----------
    draft, rows
        The model.
    best
        The roster to better.
    people, kept
        Who is free, and the choices by person and day that must stay.
    lines
        Whose variables are whose.
    settings
        Workers and seed.
    """
    own = [
        variable
        for person in people
        for day, variables in enumerate(lines.lines.workers[person].variables)
        if kept is None or day not in kept.get(person, {})
        for variable in variables
    ]
    touched = rows.of(own)
    inside = set(own)
    mine = {v for person in people for v in lines.own_slack(person)}
    common = set(lines.lines.common)
    free = sorted(
        inside
        | {v for row in touched for v in draft.model.rows[row][0] if v in common or v in mine}
    )
    small, place = restricted(draft.model, free, rows.of(free), best.values)
    cp = to_cpsat(small, [int(best.values[v]) for v in free])
    now = small.objective([int(best.values[v]) for v in free])
    _below(cp, small, now - 1)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = settings.strategies
    solver.parameters.random_seed = settings.seed
    solver.parameters.catch_sigint_signal = False
    if settings.reproducible:
        solver.parameters.max_deterministic_time = SECONDS
    else:
        solver.parameters.max_time_in_seconds = SECONDS
    status = solver.solve(cp)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None
    values = best.values.copy()
    for number, variable in enumerate(free):
        values[variable] = solver.value(cp.get_int_var_from_proto_index(number))
    del place
    return values


def restricted(
    model: Model, free: list[int], rows: list[int], values: Values
) -> tuple[Model, dict[int, int]]:
    """Return the model of some free variables, all others as in a solution.

    Parameters
    ----------
    model
        The whole model.
    free
        Numbers of the variables that may change.
    rows
        Numbers of all rows that they are in.
    values
        (size,) the solution.
    """
    small = Model()
    place = {v: small.variable(model.lower[v], model.upper[v], model.cost[v]) for v in free}
    for number in rows:
        variables, coefficients, least, most = model.rows[number]
        known = sum(
            c * int(values[v])
            for v, c in zip(variables, coefficients, strict=True)
            if v not in place
        )
        small.rows.append(
            (
                [place[v] for v in variables if v in place],
                [c for v, c in zip(variables, coefficients, strict=True) if v in place],
                None if least is None else least - known,
                None if most is None else most - known,
            )
        )
    return small, place


def _below(cp: cp_model.CpModel, small: Model, most: int) -> None:
    """Ask for a cost of at most so much."""
    priced = [(n, c) for n, c in enumerate(small.cost) if c]
    expr = cp_model.LinearExpr.weighted_sum(
        [cp.get_int_var_from_proto_index(n) for n, _ in priced], [c for _, c in priced]
    )
    cp.add(expr <= most - small.constant)
