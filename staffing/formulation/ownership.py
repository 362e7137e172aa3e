"""Whose is each row: one person's, or shared by several.

A line is everything that one person does over the horizon. A person's own rows say which lines
are allowed and what they cost; the shared rows tie lines together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from staffing.formulation.model import Model

Row = tuple[list[int], list[int], int | None, int | None]


class Ownership(NamedTuple):
    """The variables and rows of a model by person.

    Parameters
    ----------
    owner
        Person of each variable that belongs to one.
    own
        Numbers of each person's own rows.
    shared
        Numbers of the other rows.
    """

    owner: dict[int, int]
    own: dict[int, list[int]]
    shared: list[int]


def ownership_of(model: Model, person_of: Mapping[int, int]) -> Ownership:
    """Return whose each row is.

    Parameters
    ----------
    model
        The model.
    person_of
        Person of each variable that stands for a duty; auxiliary variables belong to the
        person whose variables they meet, or to nobody.
    """
    owner = _owners(model, person_of)
    own: dict[int, list[int]] = {person: [] for person in set(person_of.values())}
    shared = []
    for number, row in enumerate(model.rows):
        owners = {owner.get(v, -1) for v in row[0]}
        if len(owners) == 1 and -1 not in owners:
            own[owners.pop()].append(number)
        else:
            shared.append(number)
    return Ownership(owner, own, shared)


def _owners(model: Model, person_of: Mapping[int, int]) -> dict[int, int]:
    """Return the person of each variable that belongs to one.

    An auxiliary variable belongs to the person of its rows, found step by step through rows of
    auxiliary variables alone; meeting two people, or a common variable, makes it common.
    """
    rows_of: dict[int, list[int]] = {}
    common: set[int] = set()
    for number, row in enumerate(model.rows):
        several = len({person_of[v] for v in row[0] if v in person_of}) > 1
        for variable in row[0]:
            if variable not in person_of:
                rows_of.setdefault(variable, []).append(number)
                if several:
                    common.add(variable)
    owner = dict(person_of)
    changed = True
    while changed:
        changed = False
        for variable, numbers in rows_of.items():
            if variable in common:
                continue
            near = [v for n in numbers for v in model.rows[n][0]]
            met = {owner[v] for v in near if v in owner}
            if len(met) > 1 or not common.isdisjoint(near):
                common.add(variable)
                owner.pop(variable, None)
                changed = True
            elif met and variable not in owner:
                owner[variable] = met.pop()
                changed = True
    return owner
