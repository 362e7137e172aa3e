"""Which part of a roster is set free next: the kinds of neighborhoods, and how they win."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from staffing.formulation.line_window import Spans
from staffing.formulation.person_days import PersonDaysDraft
from staffing.solver.arms import Arm, next_arm
from staffing.solver.columns import Column, Floats, LineModel
from staffing.solver.incumbent import Incumbent

LONG_DAYS = 61
"""Horizons of more than two months are freed in windows of days."""
POOL = 40
"""Columns per person that a neighborhood begins with."""


class Kind(Arm):
    """A kind and size of neighborhood."""

    def __init__(self, kind: str, size: int, days: int | None) -> None:
        super().__init__()
        self.kind, self.size, self.days = kind, size, days


class Area(NamedTuple):
    """Who is free, and in which windows of days; None is the whole horizon."""

    people: list[int]
    spans: Spans | None


def arms_of(people: int, days: int) -> list[Kind]:
    """Return the kinds of neighborhoods to choose from."""
    if days > LONG_DAYS:
        shapes = ((6, 35), (12, 28), (25, 14), (people, 9), (12, 56), (25, 28), (people, 14))
        pairs = ((6, 28), (12, 14), (12, 28), (25, 14), (people, 9))
        return [
            Kind(kind, min(people, size), window)
            for kind, some in (("chance", shapes), ("cell", shapes), ("pair", pairs))
            for size, window in some
        ]
    sizes = sorted({min(people, size) for size in (2, 4, 6, 9, 13, 20, 3 * people // 4)})
    return [Kind(kind, size, None) for kind in ("chance", "cell", "worth") for size in sizes]


class Areas:
    """Chooses what to set free.

    Parameters
    ----------
    draft, lines
        The model, and its lines.
    seed
        Of the choices.
    """

    def __init__(self, draft: PersonDaysDraft, lines: LineModel, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a repeatable search
        self.lines, self.duty_of = lines, draft.duty_of
        self.days = draft.problem.horizon.days
        self.arms = arms_of(len(lines.people), self.days)

    def arm(self) -> Kind:
        """Return the kind to try next: what has not been tried yet, or what wins most."""
        return next_arm(self.arms, self.random)

    def choose(
        self, arm: Kind, best: Incumbent, pool: Mapping[int, Sequence[Column]], prices: Floats
    ) -> Area:
        """Choose people and days.

        Parameters
        ----------
        arm
            The kind of neighborhood.
        best
            The roster to better.
        pool, prices
            Other columns of each person, and the (rows,) prices under which they are worth most.
        """
        chosen: list[int] = []
        around = None
        if arm.kind == "cell":
            chosen, around = self._around_a_cell(arm.size, best, pool)
        elif arm.kind == "worth":
            chosen = self._worth(arm.size, best, pool, prices)
        rest = [p for p in self.lines.people if p not in chosen]
        chosen += self.random.sample(rest, min(len(rest), max(0, arm.size - len(chosen))))
        chosen = sorted(chosen[: arm.size])
        if arm.days is None or arm.days >= self.days:
            return Area(chosen, None)
        centers = self._far_apart(best) if arm.kind == "pair" else [around]
        return Area(chosen, self._spans(centers, arm.days))

    def _spans(self, centers: Sequence[int | None], days: int) -> Spans:
        """Return windows of so many days around some days, where None is any."""
        spans: list[tuple[int, int]] = []
        for center in sorted(self.random.randrange(self.days) if c is None else c for c in centers):
            first = min(max(0, center - days // 2), self.days - days)
            if spans and first <= spans[-1][1]:
                spans[-1] = spans[-1][0], first + days
            else:
                spans.append((first, first + days))
        return tuple(spans)

    def _far_apart(self, best: Incumbent) -> list[int | None]:
        """Return a day on which a shared row lacks something, and one on which it has too much."""
        lack, excess = self.lines.lacking(best.activity)
        return [
            self.lines.day_of(int(self.random.choice(rows.tolist())), self.duty_of)
            if len(rows)
            else None
            for rows in (lack, excess)
        ]

    def _worth(
        self, size: int, best: Incumbent, pool: Mapping[int, Sequence[Column]], prices: Floats
    ) -> list[int]:
        """Return people who have better lines under the prices, the more so the likelier."""

        def reduced(column: Column) -> float:
            return column.cost - float(prices @ column.activity)

        everybody = list(self.lines.people)
        rank = {c.person: reduced(c) for c in best.columns}
        least = {p: min(map(reduced, pool[p]), default=rank[p]) for p in everybody}
        weights = [max(0.05, rank[p] - least[p]) for p in everybody]
        chosen: list[int] = []
        while len(chosen) < size and any(weights):
            pick = self.random.choices(everybody, weights)[0]
            weights[pick] = 0.0
            chosen.append(pick)
        return chosen

    def _around_a_cell(
        self, size: int, best: Incumbent, pool: Mapping[int, Sequence[Column]]
    ) -> tuple[list[int], int | None]:
        """Return people who could mend a shared row that costs something, and its day."""
        bad = np.concatenate(self.lines.lacking(best.activity))
        if not len(bad):
            return [], None
        row = int(self.random.choice(bad.tolist()))
        day = self.lines.day_of(row, self.duty_of)
        helpers = [
            person
            for person in self.lines.people
            if any(c.activity[row] != 0 for c in (best.columns[person], *pool[person][:POOL]))
        ]
        self.random.shuffle(helpers)
        return helpers[: max(1, (2 * size) // 3)], day
