"""The cheapest line of each person under given prices: a path through the graph of days.

Whole numbers throughout, so that what is cheapest is exact. People with the same graph are
priced together: a day is a few array operations over states, people and mixes of resources.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.formulation.line_arrays import NEVER, ArcArrays, DayArcs, Ints, Ready, prepare
from staffing.formulation.line_bands import Active, Flags, Mixes, Steps, mixes_of
from staffing.formulation.line_graph import Graph
from staffing.formulation.lines import Lines

Costs = NDArray[np.signedinteger]
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


class Team(NamedTuple):
    """People priced together: their states side by side.

    Parameters
    ----------
    graphs
        Of each person.
    mixes
        Levels of resources that somebody can have.
    states
        Where each person's states begin, by day.
    choices
        Where each person's choices begin, by day.
    days
        The arcs of each day, of everybody.
    """

    graphs: tuple[Ready, ...]
    mixes: Mixes
    states: tuple[Ints, ...]
    choices: tuple[Ints, ...]
    days: tuple[DayArcs, ...]


_Key = tuple[int, Active]
"""Number of a graph, and the resources that are counted."""


class LinePricer:
    """Prices lines again and again.

    Parameters
    ----------
    lines
        Graphs and people.
    """

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.days: dict[tuple[int, Active], DayArcs] = {}
        """Arcs of days that graphs share, by what is counted."""
        self.deadline = math.inf
        """``time.monotonic()`` at which pricing gives up."""
        self._ready: dict[_Key, Ready] = {}
        self._uses: dict[_Key, frozenset[Steps]] = {}
        self._teams: dict[tuple[_Key, ...], list[Team]] = {}
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
            alike: dict[frozenset[Steps], list[int]] = {}
            for place in waiting:
                alike.setdefault(self._uses_of(people[place]), []).append(place)
            waiting = []
            for places in alike.values():
                first = 0
                for team in self._teams_of([people[place] for place in places]):
                    if time.monotonic() >= self.deadline:
                        raise TimeIsUpError
                    some = places[first : first + len(team.graphs)]
                    first += len(team.graphs)
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

    def alone(self, person: int) -> Team:
        """Return a person as a team."""
        return self._teams_of([person])[0]

    def _key(self, person: int) -> _Key:
        return self.lines.workers[person].graph, self._active[person]

    def _of(self, person: int) -> Ready:
        key = self._key(person)
        if key not in self._ready:
            self._ready[key] = prepare(self.lines.graphs[key[0]], key[1], self.days)
        return self._ready[key]

    def _uses_of(self, person: int) -> frozenset[Steps]:
        key = self._key(person)
        if key not in self._uses:
            self._uses[key] = self._of(person).uses
        return self._uses[key]

    def _teams_of(self, people: Sequence[int]) -> list[Team]:
        """Return people as teams whose arrays fit into memory."""
        keys = tuple(map(self._key, people))
        if keys not in self._teams:
            if len(self._teams) >= TEAMS:
                self._teams.pop(next(iter(self._teams)))
            graphs = [self.lines.graphs[number] for number, _ in keys]
            self._teams[keys] = list(_teams(graphs, [self._of(person) for person in people]))
        return self._teams[keys]

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


def _teams(graphs: Sequence[Graph], ready: Sequence[Ready]) -> Iterator[Team]:
    """Yield people side by side, as many together as fit into memory."""
    horizon = range(len(graphs[0].days))
    low, high = (
        tuple(
            tuple(map(end, zip(*(levels[day] for levels in some), strict=True)))
            for day in (*horizon, len(horizon))
        )
        for end, some in ((min, [r.low for r in ready]), (max, [r.high for r in ready]))
    )

    def ends(levels: Ints) -> Flags:
        """Return which final levels somebody may have."""
        return np.asarray(np.any([one.final(levels) < NEVER for one in ready], axis=0))

    mixes = mixes_of([{s for r in ready for s in r.days[day]} for day in horizon], low, high, ends)
    begin, room = 0, MEMORY
    for place, graph in enumerate(graphs):
        cells = sum(states * size for states, size in zip(graph.sizes, mixes.sizes, strict=True))
        room -= 8 * cells
        if room < 0 and place > begin:
            yield _gather(graphs[begin:place], ready[begin:place], mixes)
            begin, room = place, MEMORY - 8 * cells
    yield _gather(graphs[begin:], ready[begin:], mixes)


def _gather(graphs: Sequence[Graph], ready: Sequence[Ready], mixes: Mixes) -> Team:
    """Return people's arcs side by side."""
    horizon = range(len(graphs[0].days))
    states = tuple(
        np.cumsum([0, *(graph.sizes[day] for graph in graphs)]) for day in (*horizon, len(horizon))
    )
    choices = tuple(
        np.cumsum([0, *(len(graph.choices[day]) for graph in graphs)]) for day in horizon
    )
    days = []
    for day in horizon:
        parts: dict[Steps, list[tuple[int, ArcArrays]]] = {}
        for place, one in enumerate(ready):
            for steps, arcs in one.days[day].items():
                parts.setdefault(steps, []).append((place, arcs))
        begin, end, menu = states[day], states[day + 1], choices[day]
        days.append(
            {
                steps: ArcArrays(
                    np.concatenate([arcs.sources + begin[p] for p, arcs in some]),
                    np.concatenate([arcs.targets + end[p] for p, arcs in some]),
                    np.concatenate([arcs.choices + menu[p] for p, arcs in some]),
                    np.concatenate([arcs.costs for _, arcs in some]),
                )
                for steps, some in parts.items()
            }
        )
    return Team(tuple(ready), mixes, states, choices, tuple(days))


def _solve(team: Team, weights: Sequence[Sequence[Ints]], scale: int) -> list[Line | None]:
    """Return the cheapest line of each person of a team."""
    values = least_costs(team, weights, scale)
    return [_trace(team, place, values, mine, scale) for place, mine in enumerate(weights)]


def least_costs(team: Team, weights: Sequence[Sequence[Ints]], scale: int) -> list[Costs]:
    """Return by day (states, mixes) what the cheapest way there costs.

    What costs about half of the largest number cannot be reached. The last mix is none.
    """
    prices = [np.concatenate([mine[day] for mine in weights]) for day in range(len(team.days))]
    kind = _kind(team, prices, scale)
    never = np.iinfo(kind).max // 2
    sizes = team.mixes.sizes
    # The last mix of each day is none: whoever would come from there comes from nowhere.
    values = [np.zeros((int(team.states[0][-1]), sizes[0] + 1), dtype=kind)]
    values[0][:, -1] = never
    for day, groups in enumerate(team.days):
        now = values[-1]
        new = np.full((int(team.states[day + 1][-1]), sizes[day + 1] + 1), never, dtype=kind)
        for steps, arcs in groups.items():
            price = prices[day][arcs.choices]
            open_ = np.flatnonzero(price < NEVER)
            if not len(open_):
                continue
            price = (price[open_] + arcs.costs[open_] * scale).astype(kind)
            targets = arcs.targets[open_]
            before = np.append(team.mixes.moves[day][steps], -1)
            come = now.take(before, axis=1).take(arcs.sources[open_], axis=0)
            come += price[:, np.newaxis]
            starts = np.flatnonzero(np.diff(targets, prepend=-1))
            if len(starts) < len(targets):
                come = np.minimum.reduceat(come, starts, axis=0)
                targets = targets[starts]
            new[targets] = np.minimum(new[targets], come)
        np.minimum(new, never, out=new)  # what came from nowhere has not got cheaper
        values.append(new)
    return values


def _trace(
    team: Team,
    place: int,
    values: Sequence[Costs],
    weights: Sequence[Ints],
    scale: int,
) -> Line | None:
    """Return the line that led to the best end of one person, read backward."""
    ready, mixes = team.graphs[place], team.mixes
    begin, end = team.states[-1][place : place + 2]
    last = values[-1][begin:end, :-1].astype(np.int64)
    never = np.iinfo(values[-1].dtype).max // 4
    ends = ready.final(mixes.last)
    total = np.where(ends >= NEVER, NEVER, last + ends * scale)
    total = np.where(last >= never, NEVER, total)
    state, mix = divmod(int(np.argmin(total)), total.shape[1]) if total.size else (0, 0)
    cost = int(total[state, mix]) if total.size else int(NEVER)
    if cost >= NEVER:
        return None
    choices = []
    for day in range(len(team.days) - 1, -1, -1):
        want = int(values[day + 1][int(team.states[day + 1][place]) + state, mix])
        first = int(team.states[day][place])
        for steps, arcs in ready.days[day].items():
            before = int(mixes.moves[day][steps][mix])
            if before < 0:
                continue
            some = slice(*np.searchsorted(arcs.targets, (state, state + 1)).tolist())
            sources, menu = arcs.sources[some], arcs.choices[some]
            came = values[day][first + sources, before].astype(np.int64)
            price = weights[day][menu]
            match = (came + price + arcs.costs[some] * scale == want) & (price < NEVER)
            if match.any():
                step = int(np.argmax(match))
                state, mix = int(sources[step]), before
                choices.append(int(menu[step]))
                break
        else:
            raise AssertionError("a value of a path that no step explains")
    return Line(tuple(reversed(choices)), cost)


def _kind(team: Team, prices: Sequence[Ints], scale: int) -> type[np.signedinteger]:
    """Return 32 bits where no sum of prices along a line can leave them."""
    largest = 0
    for day, groups in zip(prices, team.days, strict=True):
        real = day[day < NEVER]
        largest += int(np.abs(real).max()) if real.size else 0
        largest += scale * max((int(arcs.costs.max()) for arcs in groups.values()), default=0)
    return np.int32 if largest < 2**28 else np.int64
