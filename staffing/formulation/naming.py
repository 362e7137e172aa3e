"""From counts to names: who works which shift, and who takes which break when.

The counts are kept, so the price does not change; what is free is used to give people the
same shift all week.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.domain.meetings import Attended, own_meeting
from staffing.domain.roster import Duty, Pause, Roster
from staffing.formulation.away import Place, agenda_of
from staffing.formulation.breaks import name_breaks
from staffing.formulation.draft import ModelDraft
from staffing.formulation.pools import sessions_within


def value_of(expr: Expr, values: NDArray[np.int64]) -> int:
    """Return the value of an expression in a solution."""
    return expr.constant + sum(c * int(values[v]) for v, c in expr.terms.items())


def name_roster(
    draft: ModelDraft,
    values: NDArray[np.int64],
    given: Mapping[tuple[str, dt.date], str] | None = None,
) -> Roster:
    """Return the roster that a solution of a draft's model describes.

    Parameters
    ----------
    draft
        A finished draft.
    values
        (size,) a value for each variable of its model.
    given
        Shifts named already, by id and day: all duties of the people in it.
    """
    given = given or {}
    people = {who for who, _ in given}
    usual: dict[str, Counter[str]] = defaultdict(Counter)
    duties: list[Duty] = []
    working = {key for key in _name_days(draft, values) if key[0] not in people} | given.keys()
    for day in draft.problem.horizon.dates:
        shifts = _name_shifts(draft, values, day, usual, working, given)
        for who, code in shifts.items():
            usual[who][code] += 1
        duties += breaks_of_day(draft, values, day, shifts)
    return Roster(horizon=draft.problem.horizon, duties=tuple(duties))


def _name_days(draft: ModelDraft, values: NDArray[np.int64]) -> set[tuple[str, dt.date]]:
    """Hand each team's day patterns to its members, in order."""
    working = set()
    for (team, number), patterns in draft.patterns.items():
        members = iter(draft.teams[team])
        for pattern, expr in patterns:
            for _ in range(value_of(expr, values)):
                who = next(members)
                week = draft.problem.horizon.weeks[number]
                working |= {(who, day) for day, on in zip(week, pattern.days, strict=True) if on}
    return working


def _name_shifts(
    draft: ModelDraft,
    values: NDArray[np.int64],
    day: dt.date,
    usual: dict[str, Counter[str]],
    working: set[tuple[str, dt.date]],
    given: Mapping[tuple[str, dt.date], str],
) -> dict[str, str]:
    named: dict[str, str] = {}
    for group, people in draft.classes.items():
        left = {
            code: value_of(draft.counts[group, day, code], values)
            for code in group[1]
            if (group, day, code) in draft.counts
        }
        free: list[str] = []
        for counselor in people:
            if (counselor.id, day) not in working:
                continue
            mine = [
                code
                for code in group[1]
                if (name := draft.named.get((counselor.id, day, code))) is not None
                and value_of(name, values)
            ]
            mine = [given[counselor.id, day]] if (counselor.id, day) in given else mine
            if mine:
                named[counselor.id] = mine[0]
                left[mine[0]] -= 1
            else:
                free.append(counselor.id)
        # Those with the strongest habit choose first; ties fall by id, so it is repeatable.
        free.sort(key=lambda who: (-max(usual[who].values(), default=0), who))
        for who in free:
            code = max(
                (code for code in left if left[code] > 0),
                key=lambda code: (usual[who][code], left[code]),
            )
            named[who] = code
            left[code] -= 1
    return named


def own_meetings_of_day(
    draft: ModelDraft, values: NDArray[np.int64], places: dict[str, Place]
) -> dict[str, Attended]:
    """Return which meetings of their own the people at some places attend."""
    problem, away = draft.problem, draft.away
    if not problem.center.meetings:
        return dict.fromkeys(places, ())
    left: dict[Place, dict[Attended, int]] = {}
    found: dict[str, Attended] = {}
    for who, place in sorted(places.items()):
        ways = left.setdefault(
            place, {way: value_of(expr, values) for way, expr in away.ways[place].items()}
        )
        own = own_meeting(problem.center, who)
        chosen = own is not None and bool(
            value_of(away.own.get((who, place.day, place.shift), Expr()), values)
        )
        found[who] = next(
            way
            for way, count in ways.items()
            if count and (own is None or chosen == any(code == own.code for _, code in way))
        )
        ways[found[who]] -= 1
    return found


def breaks_of_day(
    draft: ModelDraft, values: NDArray[np.int64], day: dt.date, shifts: dict[str, str]
) -> list[Duty]:
    """Return the duties of one day's named shifts, with the counted breaks handed out."""
    center, away = draft.problem.center, draft.away
    places = {
        who: Place(
            center.queue_of(center.counselor[who]), day, agenda_of(draft.problem, who, day), code
        )
        for who, code in shifts.items()
    }
    own = own_meetings_of_day(draft, values, places)
    pauses: dict[str, list[Pause]] = defaultdict(list)
    for who, place in places.items():
        held = (
            session
            for session in sessions_within(center, place.agenda, place.shift)
            if value_of(away.held[session[1], day][session[0]], values)
        )
        pauses[who] += [Pause(code=code, start=start) for start, code in (*own[who], *held)]
    for queue in range(len(center.queues)):
        # The referee judges the roster anyway: checking a million fields here tells nothing.
        team: Sequence[Duty] = [
            Duty.model_construct(counselor=who, day=day, shift=code, breaks=())
            for who, code in shifts.items()
            if center.queue_of(center.counselor[who]) == queue
        ]
        for number, family in enumerate(draft.families):
            started = draft.started.get((queue, number, day), {})
            counts = {start: value_of(expr, values) for start, expr in started.items()}
            mine = [
                d for d in team if number in away.families_of(places[d.counselor], own[d.counselor])
            ]
            for (who, _), pause in name_breaks(family, mine, counts).items():
                pauses[who].append(pause)
    return [
        Duty.model_construct(
            counselor=who,
            day=day,
            shift=code,
            breaks=tuple(sorted(pauses[who], key=lambda pause: pause.start)),
        )
        for who, code in shifts.items()
    ]
