"""A complete solution of the model from a roster: for hints, and to fix a roster in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.domain.meetings import Attended, Meeting, own_meeting
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.ties import broken_ties
from staffing.formulation.away import Place, place_of
from staffing.formulation.draft import ModelDraft
from staffing.formulation.pools import sessions_within

Assign = Callable[[Expr | None, int], bool]
"""Gives a value to the variable of an expression; False if that is out of its bounds."""


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
    assign = assign_in(draft, values)

    ok = all(_set_patterns(draft, roster, assign))
    ok &= all(_set_shifts(draft, roster, assign))
    ok &= all(set_breaks(draft, roster, assign))
    complete(draft, values)
    return values if ok else None


def complete(draft: ModelDraft, values: NDArray[np.int64]) -> None:
    """Set the auxiliary variables in an array of values as the others ask for, at least cost."""

    def value(expr: Expr) -> int:
        return expr.constant + sum(c * int(values[v]) for v, c in expr.terms.items())

    for variable, rule in draft.derived:
        values[variable] = rule(value)


def shifts_of(draft: ModelDraft, roster: Roster) -> dict[int, int] | None:
    """Return the values of the variables that say who works what, None if one does not fit."""
    found: dict[int, int] = {}

    def assign(expr: Expr | None, value: int) -> bool:
        if expr is None or not expr.terms:
            return (expr.constant if expr is not None else 0) == value
        (variable,) = expr.terms
        found[variable] = value
        return bool(draft.model.lower[variable] <= value <= draft.model.upper[variable])

    fits = (*_set_patterns(draft, roster, assign), *_set_shifts(draft, roster, assign))
    return found if all(fits) else None


def assign_in(draft: ModelDraft, values: NDArray[np.int64]) -> Assign:
    """Return the function that sets variables in an array of values."""

    def assign(expr: Expr | None, value: int) -> bool:
        if expr is None or not expr.terms:
            return (expr.constant if expr is not None else 0) == value
        (variable,) = expr.terms
        values[variable] = value
        return bool(draft.model.lower[variable] <= value <= draft.model.upper[variable])

    return assign


def _set_patterns(draft: ModelDraft, roster: Roster, assign: Assign) -> list[bool]:
    fits = []
    for (team, number), patterns in draft.patterns.items():
        week = draft.problem.horizon.weeks[number]
        worked = Counter(tuple(roster.works(who, day) for day in week) for who in draft.teams[team])
        fits += [assign(expr, worked.pop(pattern.days, 0)) for pattern, expr in patterns]
        fits.append(not worked)
    return fits


def _set_shifts(draft: ModelDraft, roster: Roster, assign: Assign) -> list[bool]:
    group_of = {c.id: group for group, people in draft.classes.items() for c in people}
    counts = Counter((group_of[d.counselor], d.day, d.shift) for d in roster.duties)
    fits = [assign(expr, counts.pop(key, 0)) for key, expr in draft.counts.items()]
    fits.append(not counts)
    for (who, day, code), expr in draft.named.items():
        duty = roster.of.get((who, day))
        if len(expr.terms) == 1:
            assign(expr, int(duty is not None and duty.shift == code))
    return fits


def set_breaks(draft: ModelDraft, roster: Roster, assign: Assign) -> list[bool]:
    """Set the counts of breaks to those of a roster; each flag says whether one fits."""
    center = draft.problem.center
    counts: Counter[tuple[int, int, object, int]] = Counter()
    fits = _set_meetings(draft, roster, assign) if center.meetings else []
    for duty in roster.duties:
        queue = center.queue_of(center.counselor[duty.counselor])
        given = {pause.code: pause.start for pause in duty.breaks}
        place, own, _ = place_of(draft.problem, duty)
        fits.append(not any(broken_ties(center.breaks_of(center.shift[duty.shift]), given)))
        for number in draft.away.families_of(place, own):
            family = draft.families[number]
            low, high = family.windows.get(duty.shift, (0, -1))
            start = given.get(family.code, -1)
            fits.append(low <= start <= high)
            counts[queue, number, duty.day, start] += 1
    for (queue, number, day), started in draft.started.items():
        for start, expr in started.items():
            fits.append(assign(expr, counts.pop((queue, number, day, start), 0)))
    fits.append(not counts)
    return fits


def _set_meetings(draft: ModelDraft, roster: Roster, assign: Assign) -> list[bool]:
    """Set who attends which meeting, and when each is held."""
    problem, away = draft.problem, draft.away
    counts: Counter[tuple[Place, Attended]] = Counter()
    fits = []
    for duty in roster.duties:
        place, own, _ = place_of(problem, duty)
        fits.append(own in away.ways.get(place, {}))
        counts[place, own] += 1
    for place, ways in away.ways.items():
        for own, expr in ways.items() if len(ways) > 1 else ():
            fits.append(assign(expr, counts[place, own]))
    for (who, day, shift), expr in away.own.items():
        duty_of_day = roster.of.get((who, day))
        meeting = own_meeting(problem.center, who)
        attends = (
            meeting is not None
            and duty_of_day is not None
            and duty_of_day.shift == shift
            and any(pause.code == meeting.code for pause in duty_of_day.breaks)
        )
        fits.append(assign(expr, int(attends)))
    held: dict[str, list[tuple[dt.date, int]]] = defaultdict(list)
    for meeting, moments in away.sessions:
        when = _held_at(problem, roster, meeting, moments)
        for moment in moments:
            expr = away.held[meeting.code, moment[0]][moment[1]]
            if expr.terms:
                fits.append(assign(expr, int(moment == when)))
        held[meeting.code].append(when)
    for duty in roster.duties:
        place, _, together = place_of(problem, duty)
        due = sessions_within(problem.center, place.agenda, place.shift)
        fits.append(set(together) == {s for s in due if (duty.day, s[0]) in held[s[1]]})
    return fits


def _held_at(
    problem: Problem, roster: Roster, meeting: Meeting, moments: Sequence[tuple[dt.date, int]]
) -> tuple[dt.date, int]:
    """Return when a meeting is held; where nobody attends, when nobody is at work."""
    mine = [d for d in roster.duties if meeting in problem.center.meetings_of[d.counselor]]
    attended = {(d.day, p.start) for d in mine for p in d.breaks if p.code == meeting.code}
    missed = {
        (d.day, start)
        for d in mine
        for day, start in moments
        if d.day == day and meeting.within(problem.center.shift[d.shift], start)
    }
    ranked = sorted(moments, key=lambda moment: (moment not in attended, moment in missed))
    return ranked[0]
