"""From counts of people who are alike to names: a small model per group, who works what when.

The counts are kept wherever the group's own limits allow; where no assignment keeps both, as
few counts as possible change, and the days concerned are priced anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.formulation.alike import Saying
from staffing.formulation.counted import CountedDraft
from staffing.formulation.draft import ShiftClass
from staffing.formulation.model import Model
from staffing.formulation.naming import value_of

MISS = 1_000_000
"""What a changed count costs in the naming: more than any wish."""

Name = tuple[str, dt.date, str]


class Names(NamedTuple):
    """The naming of one group.

    Parameters
    ----------
    model
        Each member's shift on each day, under the limits that hold for each of them.
    named
        1 if a member works a day in a shift, by id, day and code.
    """

    model: Model
    named: dict[Name, Expr]


def groups_to_name(draft: CountedDraft) -> tuple[ShiftClass, ...]:
    """Return the groups in which it matters who works what."""
    return tuple(
        group
        for group, people in draft.classes.items()
        if len(people) > 1 and any(draft.open.get(draft.team_of[c.id]) for c in people)
    )


def keeps(draft: CountedDraft, group: ShiftClass, roster: Roster) -> bool:
    """Return whether a roster keeps everything that the sums have left open about a group."""
    for counselor in draft.classes[group]:
        for said in draft.open.get(draft.team_of[counselor.id], ()):
            total = said.constant
            for day, code, coefficient in said.terms:
                duty = roster.of.get((counselor.id, day))
                if duty is not None and code in {None, duty.shift}:
                    total += coefficient
            if said.at_most is not None and total > said.at_most:
                return False
            if said.at_least is not None and total < said.at_least:
                return False
    return True


def naming_of(
    draft: CountedDraft,
    group: ShiftClass,
    values: NDArray[np.int64],
    rules: tuple[Rule, ...],
) -> Names:
    """Return the model that names a group's counts.

    Parameters
    ----------
    draft
        A finished draft.
    group
        One of its classes.
    values
        (size,) a solution of its model.
    rules
        Those that spoke, in the order of their places in the sayings.
    """
    model, named = Model(), {}
    works = dict(_works(draft, group, values, model))
    for (who, day), on in works.items():
        codes = [code for code in group[1] if on.terms or on.constant]
        for code in codes:
            named[who, day, code] = model.expr(0, 1)
        if codes:
            model.equal(Expr.sum(named[who, day, code] for code in codes) - on)
    members = [counselor.id for counselor in draft.classes[group]]
    for (of, day, code), expr in draft.counts.items():
        if of == group:
            heads = Expr.sum(named.get((who, day, code), Expr()) for who in members)
            count = value_of(expr, values)
            model.row(heads + model.expr(0, count, MISS), at_least=count)
    for who in members:
        for said in draft.open.get(draft.team_of[who], ()):
            total = Expr.sum(
                coefficient
                * (
                    works.get((who, day), Expr())
                    if code is None
                    else named.get((who, day, code), Expr())
                )
                for day, code, coefficient in said.terms
            )
            _limit(model, total + said.constant, said, rules[said.rule].weight)
    return Names(model, named)


def shifts_named(names: Names, values: NDArray[np.int64]) -> dict[tuple[str, dt.date], str]:
    """Return each member's shift on each day worked, from a solution of the naming."""
    return {
        (who, day): code for (who, day, code), expr in names.named.items() if value_of(expr, values)
    }


def _works(
    draft: CountedDraft, group: ShiftClass, values: NDArray[np.int64], model: Model
) -> Iterator[tuple[tuple[str, dt.date], Expr]]:
    """Yield whether each member works each day.

    Members of a team are alike, so in a single week the patterns are dealt out in any order;
    over several weeks it matters who gets which, and the model chooses.
    """
    weeks = draft.problem.horizon.weeks
    ids = {counselor.id for counselor in draft.classes[group]}
    for (number, week), patterns in draft.patterns.items():
        members = draft.teams[number]
        if members[0] not in ids:
            continue
        counts = [(pattern, value_of(expr, values)) for pattern, expr in patterns]
        used = [(pattern, count) for pattern, count in counts if count]
        if len(weeks) == 1 or len(members) == 1:
            dealt = [pattern for pattern, count in used for _ in range(count)]
            for who, pattern in zip(members, dealt, strict=True):
                for day, on in zip(weeks[week], pattern.days, strict=True):
                    yield (who, day), Expr(constant=int(on))
            continue
        chosen = {(who, p): model.expr(0, 1) for who in members for p, _ in used}
        for pattern, count in used:
            model.equal(Expr.sum(chosen[who, pattern] for who in members), count)
        for who in members:
            model.equal(Expr.sum(chosen[who, pattern] for pattern, _ in used), 1)
            for place, day in enumerate(weeks[week]):
                yield (
                    (who, day),
                    Expr.sum(chosen[who, p] for p, _ in used if p.days[place]),
                )


def _limit(model: Model, total: Expr, said: Saying, weight: int | None) -> None:
    if weight is None:
        model.row(total, at_least=said.at_least, at_most=said.at_most)
        return
    gaps = []
    if said.at_most is not None:
        gaps.append(total - said.at_most)
    if said.at_least is not None:
        gaps.append(said.at_least - total)
    for gap in gaps:
        least, most = model.bounds(gap)
        if least >= 0:
            model.charge(gap, weight)
        elif most > 0:
            model.row(model.expr(0, most, weight) - gap, at_least=0)
