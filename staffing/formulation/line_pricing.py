"""The cheapest line of each person under given prices: a path through the graph of days.

Whole numbers throughout, so that what is cheapest is exact. People with the same graph are
priced together: a day is a few array operations over states, people and levels of resources.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.formulation.line_bands import Active, Levels, bands_of, widths
from staffing.formulation.line_graph import Arcs, Graph
from staffing.formulation.lines import Lines

Ints = NDArray[np.int64]
NEVER = np.int64(1 << 61)
MEMORY = 300_000_000
"""Bytes of one batch of people, about."""
TEAMS = 24
"""Batches that are remembered."""


class TimeIsUpError(Exception):
    """The clock ran out before an answer was there."""


class Line(NamedTuple):
    """What one person does on each day, by number of the choice, and what that costs."""

    choices: tuple[int, ...]
    cost: int


class _Arcs(NamedTuple):
    """The arcs of one day that use the same resources, by state after."""

    sources: Ints
    targets: Ints
    choices: Ints
    costs: Ints


_Day = dict[tuple[int, ...], _Arcs]
"""The arcs of one day by what they use of the resources that are counted."""


class _Ready(NamedTuple):
    """A graph with the resources that are counted, as arrays.

    ``low`` and ``high`` bound by day the level of each resource from which an allowed end can
    still be reached: between them lie few of all levels.
    """

    low: Levels
    high: Levels
    days: tuple[_Day, ...]
    final: NDArray[np.int64]


class _Team(NamedTuple):
    """People priced together: their states side by side.

    Parameters
    ----------
    graphs
        Of each person.
    low, high
        Bounds of levels by day that hold for all of them.
    states
        Where each person's states begin, by day.
    choices
        Where each person's choices begin, by day.
    days
        The arcs of each day, of everybody.
    """

    graphs: tuple[_Ready, ...]
    low: Levels
    high: Levels
    states: tuple[Ints, ...]
    choices: tuple[Ints, ...]
    days: tuple[tuple[tuple[tuple[int, ...], _Arcs], ...], ...]


class LinePricer:
    """Prices lines again and again.

    Parameters
    ----------
    lines
        Graphs and people.
    days
        Days of graphs that another pricer has prepared: those of a window are the same.
    """

    def __init__(self, lines: Lines, days: dict[tuple[int, Active], _Day] | None = None) -> None:
        self.lines = lines
        self.days: dict[tuple[int, Active], _Day] = {} if days is None else days
        self.deadline = math.inf
        """``time.monotonic()`` at which pricing gives up."""
        self._ready: dict[tuple[int, Active], _Ready] = {}
        self._teams: dict[tuple[tuple[int, Active], ...], _Team] = {}
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
            alike: dict[tuple[int, ...], list[int]] = {}
            for place in waiting:
                person = people[place]
                graph = self.lines.graphs[self.lines.workers[person].graph]
                levels = graph.levels
                counted = tuple(levels[number].bit_length() for number in self._active[person])
                alike.setdefault(counted, []).append(place)
            waiting = []
            for places in alike.values():
                for some in self._batches(people, places):
                    if time.monotonic() >= self.deadline:
                        raise TimeIsUpError
                    team = self._team([people[place] for place in some])
                    answers = _solve(team, [weights[place] for place in some], scale)
                    for place, line in zip(some, answers, strict=True):
                        found[place] = line
                        person = people[place]
                        number, active = self.lines.workers[person].graph, self._active[person]
                        broken = () if line is None else self._broken(number, active, line)
                        if broken:
                            self._active[person] = tuple(sorted((*active, *broken)))
                            waiting.append(place)
        return found

    def _batches(self, people: Sequence[int], places: Sequence[int]) -> list[list[int]]:
        """Return the places in parts whose arrays fit into memory."""
        batches: list[list[int]] = [[]]
        room = MEMORY
        for place in places:
            person = people[place]
            graph = self.lines.graphs[self.lines.workers[person].graph]
            ready = self._of(person)
            cells = sum(
                states * int(np.prod(widths(low, high), dtype=np.int64))
                for states, low, high in zip(graph.sizes, ready.low, ready.high, strict=True)
            )
            room -= 8 * cells
            if room < 0 and batches[-1]:
                batches.append([])
                room = MEMORY - 8 * cells
            batches[-1].append(place)
        return batches

    def _of(self, person: int) -> _Ready:
        key = self.lines.workers[person].graph, self._active[person]
        if key not in self._ready:
            self._ready[key] = _prepare(self.lines.graphs[key[0]], key[1], self.days)
        return self._ready[key]

    def _team(self, people: Sequence[int]) -> _Team:
        keys = tuple((self.lines.workers[p].graph, self._active[p]) for p in people)
        if keys not in self._teams:
            if len(self._teams) >= TEAMS:
                self._teams.pop(next(iter(self._teams)))
            self._teams[keys] = self._gather(people)
        return self._teams[keys]

    def _gather(self, people: Sequence[int]) -> _Team:
        """Return people's arcs side by side."""
        graphs = [self.lines.graphs[self.lines.workers[p].graph] for p in people]
        ready = tuple(self._of(person) for person in people)
        horizon = range(len(graphs[0].days))
        low = tuple(
            tuple(map(min, zip(*(r.low[day] for r in ready), strict=True)))
            for day in (*horizon, len(horizon))
        )
        high = tuple(
            tuple(map(max, zip(*(r.high[day] for r in ready), strict=True)))
            for day in (*horizon, len(horizon))
        )
        states = tuple(
            np.cumsum([0, *(graph.sizes[day] for graph in graphs)])
            for day in (*horizon, len(horizon))
        )
        choices = tuple(
            np.cumsum([0, *(len(graph.choices[day]) for graph in graphs)]) for day in horizon
        )
        days = []
        for day in horizon:
            parts: dict[tuple[int, ...], list[tuple[int, _Arcs]]] = {}
            for place, one in enumerate(ready):
                for steps, arcs in one.days[day].items():
                    parts.setdefault(steps, []).append((place, arcs))
            begin, end, menu = states[day], states[day + 1], choices[day]
            days.append(
                tuple(
                    (
                        steps,
                        _Arcs(
                            np.concatenate([arcs.sources + begin[p] for p, arcs in some]),
                            np.concatenate([arcs.targets + end[p] for p, arcs in some]),
                            np.concatenate([arcs.choices + menu[p] for p, arcs in some]),
                            np.concatenate([arcs.costs for _, arcs in some]),
                        ),
                    )
                    for steps, some in parts.items()
                )
            )
        return _Team(ready, low, high, states, choices, tuple(days))

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


def _solve(team: _Team, weights: Sequence[Sequence[Ints]], scale: int) -> list[Line | None]:
    """Return the cheapest line of each person of a team."""
    prices = [np.concatenate([mine[day] for mine in weights]) for day in range(len(team.days))]
    kind = _kind(team, prices, scale)
    never = np.iinfo(kind).max // 2
    low, high = team.low, team.high
    values = [np.full((team.states[0][-1], *widths(low[0], high[0])), never, dtype=kind)]
    values[0].reshape(team.states[0][-1], -1)[:, 0] = 0
    flat = (1,) * len(low[0])
    for day, groups in enumerate(team.days):
        now = values[-1]
        shape = int(team.states[day + 1][-1]), *widths(low[day + 1], high[day + 1])
        new = np.full(shape, never, dtype=kind)
        for steps, arcs in groups:
            cut, put = _slices(steps, low[day : day + 2], high[day : day + 2])
            if any(part.start >= part.stop for part in cut):
                continue
            price = prices[day][arcs.choices]
            open_ = np.flatnonzero(price < NEVER)
            if not len(open_):
                continue
            price = (price[open_] + arcs.costs[open_] * scale).astype(kind)
            targets = arcs.targets[open_]
            come = now[(slice(None), *cut)][arcs.sources[open_]]
            come += price.reshape(-1, *flat)
            starts = np.flatnonzero(np.diff(targets, prepend=-1))
            if len(starts) < len(targets):
                come = np.minimum.reduceat(come, starts, axis=0)
                targets = targets[starts]
            into = new[(slice(None), *put)]
            into[targets] = np.minimum(into[targets], come)
        np.minimum(new, never, out=new)
        values.append(new)
    return [_trace(team, place, values, mine, scale) for place, mine in enumerate(weights)]


def _trace(
    team: _Team,
    place: int,
    values: Sequence[NDArray[np.signedinteger]],
    weights: Sequence[Ints],
    scale: int,
) -> Line | None:
    """Return the line that led to the best end of one person, read backward."""
    ready, low = team.graphs[place], team.low
    begin, end = team.states[-1][place : place + 2]
    last = values[-1][begin:end].astype(np.int64)
    never = np.iinfo(values[-1].dtype).max // 4
    ends = _ends(ready.final, low[-1], team.high[-1])
    total = np.where(ends >= NEVER, NEVER, last + ends * scale)
    total = np.where(last >= never, NEVER, total)
    at = tuple(int(i) for i in np.unravel_index(int(np.argmin(total)), total.shape))
    cost = int(total[at])
    if cost >= NEVER:
        return None
    state, level = at[0], tuple(a + b for a, b in zip(at[1:], low[-1], strict=True))
    choices = []
    for day in range(len(team.days) - 1, -1, -1):
        here = (a - b for a, b in zip(level, low[day + 1], strict=True))
        want = int(values[day + 1][(int(team.states[day + 1][place]) + state, *here)])
        first = int(team.states[day][place])
        for steps, arcs in ready.days[day].items():
            before = tuple(a - b for a, b in zip(level, steps, strict=True))
            inside = zip(low[day], before, team.high[day], strict=True)
            if not all(least <= at <= most for least, at, most in inside):
                continue
            there = tuple(a - b for a, b in zip(before, low[day], strict=True))
            some = slice(*np.searchsorted(arcs.targets, (state, state + 1)).tolist())
            sources, menu = arcs.sources[some], arcs.choices[some]
            came = values[day][(first + sources, *there)].astype(np.int64)
            price = weights[day][menu]
            match = (came + price + arcs.costs[some] * scale == want) & (price < NEVER)
            if match.any():
                step = int(np.argmax(match))
                state, level = int(sources[step]), before
                choices.append(int(menu[step]))
                break
        else:
            raise AssertionError("a value of a path that no step explains")
    return Line(tuple(reversed(choices)), cost)


def _ends(final: Ints, low: tuple[int, ...], high: tuple[int, ...]) -> Ints:
    """Return what each final level costs, from the low to the high ones of a team."""
    ends = np.full((1, *widths(low, high)), NEVER, dtype=np.int64)
    tops = (min(top, size - 1) for top, size in zip(high, final.shape[1:], strict=True))
    parts = tuple(slice(bottom, top + 1) for bottom, top in zip(low, tops, strict=True))
    found = final[(slice(None), *parts)]
    ends[(slice(None), *(slice(0, size) for size in found.shape[1:]))] = found
    return ends


def _day(day: Sequence[Arcs], active: Active) -> _Day:
    """Return the arcs of one day as arrays."""
    parts: dict[tuple[int, ...], list[Ints]] = {}
    for arcs in day:
        steps = tuple(arcs.steps[resource] for resource in active)
        links = np.array(arcs.links, dtype=np.int64)
        choice = np.full(len(links), arcs.choice, dtype=np.int64)
        parts.setdefault(steps, []).append(np.column_stack((links, choice)))
    found = {}
    for steps, some in parts.items():
        table = np.concatenate(some)
        table = table[np.argsort(table[:, 1], kind="stable")]
        source, target, cost, choice = np.ascontiguousarray(table.T)
        found[steps] = _Arcs(source, target, choice, cost)
    return found


def _prepare(graph: Graph, active: Active, known: dict[tuple[int, Active], _Day]) -> _Ready:
    """Return a graph as arrays; what is known of its days is looked up and added to."""
    days = []
    for day in graph.days:
        key = id(day), active
        if key not in known:
            known[key] = _day(day, active)
        days.append(known[key])
    final = np.zeros((1,), dtype=np.int64)
    for resource in active:
        levels = graph.resources[resource]
        ends = np.array([NEVER if cost is None else cost for cost in levels], dtype=np.int64)
        final = np.minimum(final[..., np.newaxis] + ends, NEVER)
    low, high = bands_of(graph, active)
    return _Ready(low, high, tuple(days), final)


def _slices(
    steps: tuple[int, ...], low: Sequence[tuple[int, ...]], high: Sequence[tuple[int, ...]]
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Return which levels of one day go where on the next."""
    cut, put = [], []
    for step, from_low, to_low, from_high, to_high in zip(steps, *low, *high, strict=True):
        first, last = max(from_low, to_low - step), min(from_high, to_high - step)
        cut.append(slice(first - from_low, last - from_low + 1))
        put.append(slice(first + step - to_low, last + step - to_low + 1))
    return tuple(cut), tuple(put)


def _kind(team: _Team, prices: Sequence[Ints], scale: int) -> type[np.signedinteger]:
    """Return 32 bits where no sum of prices along a line can leave them."""
    largest = 0
    for day, groups in zip(prices, team.days, strict=True):
        real = day[day < NEVER]
        largest += int(np.abs(real).max()) if real.size else 0
        largest += scale * max((int(arcs.costs.max()) for _, arcs in groups), default=0)
    return np.int32 if largest < 2**28 else np.int64
