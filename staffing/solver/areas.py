"""Kinds and sizes of neighborhoods, and what each has gained so far."""

from __future__ import annotations

from typing import NamedTuple

from staffing.solver.columns import Column, Kept

LONG_DAYS = 61
"""Horizons of more than two months are freed in windows of days."""


class Arm:
    """A kind and size of neighborhood, and what it has gained."""

    def __init__(self, kind: str, size: int, days: int | None) -> None:
        self.kind, self.size, self.days = kind, size, days
        self.score = 1.0
        self.used = 0

    def note(self, gain: float, seconds: float) -> None:
        """Remember a gain."""
        self.used += 1
        rate = gain / max(seconds, 0.01)
        self.score += 0.2 * (rate - self.score)


class Area(NamedTuple):
    """Who is free, and what they must keep."""

    people: list[int]
    kept: Kept | None


def arms_of(people: int, days: int) -> list[Arm]:
    """Return the kinds of neighborhoods to choose from."""
    if days > LONG_DAYS:
        shapes = ((6, 35), (12, 28), (25, 14), (people, 9), (2, None))
        return [
            Arm(kind, min(people, size), window)
            for kind in ("chance", "cell")
            for size, window in shapes
        ]
    sizes = sorted({min(people, size) for size in (2, 4, 6, 9, 13)})
    return [Arm(kind, size, None) for kind in ("chance", "cell", "worth") for size in sizes]


def keeps(column: Column, kept: Kept | None) -> bool:
    """Return whether a line has the choices that must stay."""
    mine = {} if kept is None else kept.get(column.person, {})
    return all(column.choices[day] == choice for day, choice in mine.items())
