"""The cheapest line of each person under given prices: a path through the graph of days.

Whole numbers throughout, so that what is cheapest is exact. People with the same graph are
priced together: a day is a few array operations over states, people and levels of resources.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.formulation.lines import Graph, Lines

Ints = NDArray[np.int64]
NEVER = np.int64(2**60)
MEMORY = 200_000_000
"""Bytes of one batch of people, about."""


Active = tuple[int, ...]
"""The resources that are counted."""


class Line(NamedTuple):
    """What one person does on each day, by number of the choice, and what that costs."""

    choices: tuple[int, ...]
    cost: int


class _Move(NamedTuple):
    """The arcs of one choice of a day as arrays."""

    choice: int
    steps: tuple[int, ...]
    sources: Ints
    targets: Ints
    starts: Ints
    costs: Ints | None


class _Prepared(NamedTuple):
    moves: tuple[tuple[_Move, ...], ...]
    into: tuple[dict[int, list[tuple[int, int, int, tuple[int, ...]]]], ...]
    final: NDArray[np.int64]


class LinePricer:
    """Prices lines again and again.

    Parameters
    ----------
    lines
        Graphs and people.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self._prepared: dict[tuple[int, Active], _Prepared] = {}
        self._active: list[Active] = [() for _ in lines.workers]
        self._used: dict[int, tuple[dict[int, tuple[int, ...]], ...]] = {}

    def best(
        self, people: Sequence[int], weights: Sequence[Sequence[Ints]], scale: int
    ) -> list[Line | None]:
        """Return the cheapest line of each person, None where no line is allowed.

        Parameters
        ----------
        people
            Numbers of the people.
        weights
            For each of them and each day, the price of every choice, times ``scale``.
        scale
            What a cost of 1 in the graph is in the prices.
        """
        found: list[Line | None] = [None] * len(people)
        waiting = list(range(len(people)))
        # A resource that the cheapest line keeps by itself need not be counted: only those
        # that a line was found to break are, person by person, and tried again.
        while waiting:
            alike: dict[tuple[int, Active], list[int]] = {}
            for place in waiting:
                person = people[place]
                key = self.lines.workers[person].graph, self._active[person]
                alike.setdefault(key, []).append(place)
            waiting = []
            for (number, active), places in alike.items():
                for some in self._batches(number, active, places):
                    prices = [
                        np.stack([weights[place][day] for place in some])
                        for day in range(len(self.lines.graphs[number].days))
                    ]
                    answers = self._solve(number, active, prices, scale)
                    for place, line in zip(some, answers, strict=True):
                        found[place] = line
                        broken = () if line is None else self._broken(number, active, line)
                        if broken:
                            self._active[people[place]] = tuple(sorted((*active, *broken)))
                            waiting.append(place)
        return found

    def _batches(self, number: int, active: Active, places: Sequence[int]) -> list[Sequence[int]]:
        graph = self.lines.graphs[number]
        levels = [graph.levels[resource] for resource in active]
        cells = max(graph.sizes) * int(np.prod(levels, dtype=np.int64))
        size = max(1, MEMORY // (8 * cells * len(graph.days)))
        return [places[begin : begin + size] for begin in range(0, len(places), size)]

    def _broken(self, number: int, active: Active, line: Line) -> tuple[int, ...]:
        """Return the resources that were not counted and whose use costs something."""
        graph = self.lines.graphs[number]
        used = [0] * len(graph.resources)
        for day, choice in enumerate(line.choices):
            for resource, step in enumerate(self._steps(number)[day][choice]):
                used[resource] += step
        return tuple(
            resource
            for resource, (ends, level) in enumerate(zip(graph.resources, used, strict=True))
            if resource not in active and (level >= len(ends) or ends[level] != 0)
        )

    def _steps(self, number: int) -> tuple[dict[int, tuple[int, ...]], ...]:
        if number not in self._used:
            days = self.lines.graphs[number].days
            self._used[number] = tuple({a.choice: a.steps for a in day} for day in days)
        return self._used[number]

    def _ready(self, number: int, active: Active) -> _Prepared:
        key = number, active
        if key not in self._prepared:
            self._prepared[key] = _prepare(self.lines.graphs[number], active)
        return self._prepared[key]

    def _solve(
        self, number: int, active: Active, prices: Sequence[Ints], scale: int
    ) -> list[Line | None]:
        graph, ready = self.lines.graphs[number], self._ready(number, active)
        people = len(prices[0])
        levels = tuple(graph.levels[resource] for resource in active)
        kind = _kind(prices, scale, ready)
        never = np.iinfo(kind).max // 2
        values = [np.full((1, people, *levels), never, dtype=kind)]
        values[0].reshape(1, people, -1)[0, :, 0] = 0
        flat = (1,) * len(levels)
        for day, moves in enumerate(ready.moves):
            now = values[-1]
            new = np.full((graph.sizes[day + 1], people, *levels), never, dtype=kind)
            today = np.minimum(prices[day], never).astype(kind)
            possible = np.any(prices[day] < NEVER, axis=0).tolist()
            for move in moves:
                if not possible[move.choice]:
                    continue
                cut = tuple(slice(0, t - step) for t, step in zip(levels, move.steps, strict=True))
                put = tuple(slice(step, None) for step in move.steps)
                come = now[(slice(None), slice(None), *cut)][move.sources]
                if move.costs is not None:
                    come += (move.costs * scale).astype(kind).reshape(-1, 1, *flat)
                if len(move.targets) < len(move.sources):
                    come = np.minimum.reduceat(come, move.starts, axis=0)
                come += today[:, move.choice].reshape(1, -1, *flat)
                into = new[(slice(None), slice(None), *put)]
                into[move.targets] = np.minimum(into[move.targets], come)
            np.minimum(new, never, out=new)
            values.append(new)
        return [self._trace(ready, values, prices, person, scale) for person in range(people)]

    @staticmethod
    def _trace(
        ready: _Prepared,
        values: Sequence[NDArray[np.signedinteger]],
        prices: Sequence[Ints],
        person: int,
        scale: int,
    ) -> Line | None:
        last = values[-1][:, person].astype(np.int64)
        never = np.iinfo(values[-1].dtype).max // 4
        total = np.where(ready.final >= NEVER, NEVER, last + ready.final * scale)
        total = np.where(last >= never, NEVER, total)
        at = tuple(int(i) for i in np.unravel_index(int(np.argmin(total)), total.shape))
        cost = int(total[at])
        if cost >= NEVER:
            return None
        state, level = at[0], at[1:]
        choices = []
        for day in range(len(ready.moves) - 1, -1, -1):
            want = int(values[day + 1][(state, person, *level)])
            for choice, source, extra, steps in ready.into[day][state]:
                before = tuple(a - b for a, b in zip(level, steps, strict=True))
                if before and min(before) < 0:
                    continue
                price = int(prices[day][person, choice]) + extra * scale
                if int(values[day][(source, person, *before)]) + price == want:
                    state, level = source, before
                    choices.append(choice)
                    break
            else:
                raise AssertionError("a value of a path that no step explains")
        return Line(tuple(reversed(choices)), cost)


def _prepare(graph: Graph, active: Active) -> _Prepared:
    moves, into = [], []
    for day in graph.days:
        some = []
        back: dict[int, list[tuple[int, int, int, tuple[int, ...]]]] = {}
        for arcs in day:
            sources = np.array([link[0] for link in arcs.links], dtype=np.int64)
            targets = np.array([link[1] for link in arcs.links], dtype=np.int64)
            costs = np.array([link[2] for link in arcs.links], dtype=np.int64)
            steps = tuple(arcs.steps[resource] for resource in active)
            once, starts = np.unique(targets, return_index=True)
            some.append(
                _Move(arcs.choice, steps, sources, once, starts, costs if costs.any() else None)
            )
            for source, target, cost in arcs.links:
                back.setdefault(target, []).append((arcs.choice, source, cost, steps))
        moves.append(tuple(some))
        into.append(back)
    final = np.zeros((1,), dtype=np.int64)
    for resource in active:
        levels = graph.resources[resource]
        ends = np.array([NEVER if cost is None else cost for cost in levels], dtype=np.int64)
        final = np.minimum(final[..., np.newaxis] + ends, NEVER)
    return _Prepared(tuple(moves), tuple(into), final)


def _kind(prices: Sequence[Ints], scale: int, ready: _Prepared) -> type[np.signedinteger]:
    """Return 32 bits where no sum of prices along a line can leave them."""
    largest = 0
    for day in prices:
        real = day[day < NEVER]
        largest += int(np.abs(real).max()) if real.size else 0
    largest += scale * sum(
        max((int(np.abs(m.costs).max()) for m in moves if m.costs is not None), default=0)
        for moves in ready.moves
    )
    return np.int32 if largest < 2**28 else np.int64
