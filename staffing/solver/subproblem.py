"""A neighborhood as a small model for CP-SAT: some people free, everything else as it is."""

from __future__ import annotations

from staffing.formulation.model import Model
from staffing.formulation.person_days import PersonDaysDraft
from staffing.solver.areas import Area
from staffing.solver.columns import LineModel
from staffing.solver.incumbent import Incumbent, Rows
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Values

SECONDS = 6.0
"""Of one search at most; deterministic seconds where the same bytes are promised."""


def improve(
    draft: PersonDaysDraft,
    rows: Rows,
    best: Incumbent,
    area: Area,
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
    area
        Who is free on which days.
    lines
        Whose variables are whose.
    settings
        Workers, seed, and what is left of the time.

    Raises
    ------
    KeyboardInterrupt
        If Ctrl-C ended the search; the best roster is as it was.
    """
    people = area.people
    own = [
        variable
        for person in people
        for first, last in area.spans or ((0, None),)
        for variables in lines.lines.workers[person].variables[first:last]
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
    small = restricted(draft.model, free, rows.of(free), best.values)
    seconds = min(SECONDS, settings.time_limit_s)
    limited = settings.model_copy(update={"time_limit_s": seconds, "gap": 0.0})
    found = search(small, limited, best.values[free])
    if found.interrupted:
        raise KeyboardInterrupt
    if found.values is None:
        return None
    values = best.values.copy()
    values[free] = found.values
    return values


def restricted(model: Model, free: list[int], rows: list[int], values: Values) -> Model:
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
    return small
