"""Covering one day with shifts: which patterns there are, and rows that cut off what fails.

A pattern is a shift with its breaks placed. What callers feel of so many people on each
pattern is their *strength*: the heads of each stretch in which nobody comes or goes, and, at
each border between two of them, how many are exchanged (whoever comes as another goes is free
at once, while the other finishes a call). More of each serves callers better.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product

import numpy as np

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Pause
from staffing.domain.ties import follows
from staffing.errors import InputError
from staffing.formulation.model import Model
from staffing.formulation.naming import value_of
from staffing.solver.exact_intervals import Bools, Ints
from staffing.solver.trace import Values
from staffing.units import MINUTES_PER_DAY

MOST_PATTERNS = 20_000
"""Ways to place the breaks of all shifts."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A shift with its breaks placed; `there` is (T,), on the phones in each slot of the day."""

    shift: str
    breaks: tuple[Pause, ...]
    paid_minutes: int
    there: Bools


def patterns_of(problem: Problem, index: int) -> tuple[Pattern, ...]:
    """Return the patterns of a day that differ on the phones, the cheapest of each kind.

    Parameters
    ----------
    problem
        Its center's shifts and breaks count; its rules are not asked.
    index
        Of the day in the horizon.

    Raises
    ------
    InputError
        If breaks can be placed in too many ways, or a shift reaches into another opening.
    """
    center, grid = problem.center, problem.grid
    slots = grid.of_day(index)
    found: dict[bytes, Pattern] = {}
    tried = 0
    for shift in center.shifts:
        span = problem.slots_of[index, shift.code]
        if span and (span.start < slots.start or span.stop > slots.stop):
            raise InputError(
                f"shift {shift.code}", "it reaches into the opening of another day",
                "shifts that lie within one opening", "plan a roster instead",
            )  # fmt: skip
        pauses, paid = center.breaks_of(shift), center.paid_minutes(shift)
        for starts in product(*center.starts_in[shift.code].values()):
            tried += 1
            if tried > MOST_PATTERNS:
                raise InputError(
                    "breaks", f"found more than {MOST_PATTERNS} ways to place them in shifts",
                    todo="give them a wider step",
                )  # fmt: skip
            placed = tuple(zip(pauses, starts, strict=True))
            if not all(follows(*one, *other) for one, other in pairwise(placed)):
                continue
            there = np.zeros(grid.size, dtype=np.bool_)
            there[span.start : span.stop] = True
            for pause, start in placed:
                begin = index * MINUTES_PER_DAY + start
                away = grid.between(begin, begin + pause.minutes)
                there[away.start : away.stop] = False
            there = there[slots.start : slots.stop]
            known = found.get(there.tobytes())
            if there.any() and (known is None or paid < known.paid_minutes):
                breaks = tuple(Pause(code=pause.code, start=start) for pause, start in placed)
                found[there.tobytes()] = Pattern(shift.code, breaks, paid, there)
    return tuple(found.values())


class Stretches:
    """From people on each pattern to their strength, and from strength to heads by slot.

    Parameters
    ----------
    there
        (P, T) whether a pattern is on the phones in a slot.
    """

    def __init__(self, there: Bools) -> None:
        change = np.diff(there.astype(np.int8), axis=1).T
        borders = np.flatnonzero(change.any(axis=1)) + 1
        self.of_slot = np.searchsorted(borders, np.arange(there.shape[1]), side="right")
        firsts = np.concatenate([[0], borders])
        self.count = firsts.size
        come, go = change > 0, change < 0
        both: Bools = np.minimum(come.sum(axis=1), go.sum(axis=1)) > 0
        self._both = borders[both[borders - 1]]
        self.starts = np.concatenate([firsts, self._both])
        """(K,) slot at which each part of a strength begins: heads first, then exchanges."""
        self.sides = [[row] for row in there.T[firsts]]
        """Of each part, whom to count, (P,) each; the least of these counts is the part."""
        self.sides += [[come[at - 1], go[at - 1]] for at in self._both]

    def strength(self, people: Ints) -> Ints:
        """Return the (K,) strength of (P,) people on the patterns."""
        return np.array([min(int(people[side].sum()) for side in sides) for sides in self.sides])

    def most(self, people: int) -> Ints:
        """Return the (K,) strength that so many people cannot exceed."""
        return np.array([people * all(side.any() for side in sides) for sides in self.sides])

    def by_slot(self, strength: Ints) -> tuple[Ints, Ints, Ints]:
        """Return (T,) heads, leavers and joiners of a strength; no more go than are there."""
        heads = strength[: self.count][self.of_slot]
        swaps = np.zeros_like(heads)
        swaps[self._both] = strength[self.count :]
        swaps[1:] = np.minimum(swaps[1:], np.minimum(heads[1:], heads[:-1]))
        change = np.diff(heads, prepend=heads[:1])
        return heads, np.maximum(-change, 0) + swaps, np.maximum(change, 0) + swaps


class Covering:
    """The fewest paid minutes that reach a strength, and rows that ask for more than others.

    Parameters
    ----------
    patterns, stretches
        Of the day.
    least
        (K,) strength that must be reached.
    people
        No more than so many in all.
    """

    def __init__(
        self, patterns: Sequence[Pattern], stretches: Stretches, least: Ints, people: int
    ) -> None:
        self.model, self._least = Model(), least.tolist()
        self._ways = [self.model.expr(0, people, pattern.paid_minutes) for pattern in patterns]
        self.model.row(Expr.sum(self._ways), at_most=people)
        self._sides = [
            [Expr.sum(self._ways[p] for p in np.flatnonzero(side).tolist()) for side in sides]
            for sides in stretches.sides
        ]
        for sides, number in zip(self._sides, self._least, strict=True):
            for side in sides:
                self.model.row(side, at_least=number)
        self._known: dict[tuple[int, int, int], Expr] = {}

    def people(self, values: Values) -> Ints:
        """Return (P,) people on the patterns in a solution."""
        return np.array([value_of(way, values) for way in self._ways])

    def cheaper_than(self, paid_minutes: int) -> None:
        """Ask for less paid time."""
        paid = Expr(dict(enumerate(self.model.cost)), self.model.constant)
        self.model.row(paid, at_most=paid_minutes - 1)

    def cut(self, strength: Ints, most: Ints) -> None:
        """Cut off everything that is nowhere above a strength; `most` is the highest possible."""
        parts = np.flatnonzero(strength < most).tolist()
        self._one_of([self._above(part, int(strength[part])) for part in parts])

    def exclude(self, strength: Ints, parts: Sequence[int]) -> None:
        """Exclude whatever equals a strength in some of its parts."""
        choices = []
        for part in parts:
            number = int(strength[part])
            choices.append(self._above(part, number))
            if number > self._least[part]:
                sides = range(len(self._sides[part]))
                choices += [self._below(part, side, number) for side in sides]
        self._one_of(choices)

    def _one_of(self, choices: Sequence[Expr]) -> None:
        if choices:
            self.model.row(Expr.sum(choices), at_least=1)
        else:
            self.model.impossible = True

    def _above(self, part: int, number: int) -> Expr:
        """Return a 0-1 variable that implies a part above a number."""
        key = part, -1, number
        if key not in self._known:
            yes = self._known[key] = self.model.expr(0, 1)
            least = self._least[part]
            for side in self._sides[part]:
                self.model.row(side - yes * (number + 1 - least), at_least=least)
        return self._known[key]

    def _below(self, part: int, side: int, number: int) -> Expr:
        """Return a 0-1 variable that implies one side of a part below a number."""
        key = part, side, number
        if key not in self._known:
            yes = self._known[key] = self.model.expr(0, 1)
            counted = self._sides[part][side]
            high = self.model.bounds(counted)[1]
            self.model.row(counted + yes * (high - number + 1), at_most=high)
        return self._known[key]
