"""A complete solution of the model from a roster: for hints, and to fix a roster in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.domain.roster import Roster
from staffing.formulation.draft import ModelDraft

_Assign = Callable[[Expr | None, int], bool]


def values_of(draft: ModelDraft, roster: Roster) -> NDArray[np.int64] | None:
    """Return a value for every variable of a finished draft's model.

    Parameters
    ----------
    draft
        A finished draft.
    roster
        Any roster whose people, shifts, days and break times the model knows.

    Returns
    -------
    (size,) array
        Auxiliary variables take the least value their rows allow. Rows may be violated if the
        roster breaks hard rules; `Model.violated` tells. None if the model has no variable for
        something in the roster: a day pattern, shift or break time that is ruled out.
    """
    values = np.zeros(draft.model.size, dtype=np.int64)

    def assign(expr: Expr | None, value: int) -> bool:
        if expr is None or not expr.terms:
            return (expr.constant if expr is not None else 0) == value
        (variable,) = expr.terms
        values[variable] = value
        return bool(draft.model.lower[variable] <= value <= draft.model.upper[variable])

    def value(expr: Expr) -> int:
        return expr.constant + sum(c * int(values[v]) for v, c in expr.terms.items())

    ok = all(_set_patterns(draft, roster, assign))
    ok &= all(_set_shifts(draft, roster, assign))
    ok &= all(_set_breaks(draft, roster, assign))
    for variable, rule in draft.derived:
        values[variable] = rule(value)
    return values if ok else None


def _set_patterns(draft: ModelDraft, roster: Roster, assign: _Assign) -> list[bool]:
    fits = []
    for (team, number), patterns in draft.patterns.items():
        week = draft.problem.horizon.weeks[number]
        worked = Counter(tuple(roster.works(who, day) for day in week) for who in draft.teams[team])
        fits += [assign(expr, worked.pop(pattern.days, 0)) for pattern, expr in patterns]
        fits.append(not worked)
    return fits


def _set_shifts(draft: ModelDraft, roster: Roster, assign: _Assign) -> list[bool]:
    group_of = {c.id: group for group, people in draft.classes.items() for c in people}
    counts = Counter((group_of[d.counselor], d.day, d.shift) for d in roster.duties)
    fits = [assign(expr, counts.pop(key, 0)) for key, expr in draft.counts.items()]
    fits.append(not counts)
    for (who, day, code), expr in draft.named.items():
        duty = roster.of.get((who, day))
        if len(expr.terms) == 1:
            assign(expr, int(duty is not None and duty.shift == code))
    return fits


def _set_breaks(draft: ModelDraft, roster: Roster, assign: _Assign) -> list[bool]:
    center = draft.problem.center
    counts: Counter[tuple[int, int, object, int]] = Counter()
    fits = []
    for duty in roster.duties:
        queue = center.queue_of(center.counselor[duty.counselor])
        given = {pause.code: pause.start for pause in duty.breaks}
        for number, family in enumerate(draft.families):
            if duty.shift in family.windows:
                low, high = family.windows[duty.shift]
                start = given.get(family.code, -1)
                fits.append(low <= start <= high)
                counts[queue, number, duty.day, start] += 1
    for (queue, number, day), started in draft.started.items():
        for start, expr in started.items():
            fits.append(assign(expr, counts.pop((queue, number, day, start), 0)))
    fits.append(not counts)
    return fits
