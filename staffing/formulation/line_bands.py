"""Which levels of the resources can occur on which day of a line, each alone and together.

Hours, nights and weekends hang together: whoever has worked three shifts has not had four nights.
So only few of all mixes of levels occur, and fewer still can end well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.formulation.line_graph import Graph

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Active = tuple[int, ...]
"""The resources that are counted."""
Steps = tuple[int, ...]
"""How much of each of them a choice uses."""
Levels = tuple[tuple[int, ...], ...]
"""By day, a level of each resource that is counted."""


class Mixes(NamedTuple):
    """The levels that can occur together.

    Parameters
    ----------
    sizes
        Number of mixes before each day, and after the last.
    last
        (mixes, resources) levels after the last day.
    moves
        For each day and each use of resources: (mixes after,) number of the mix before, -1 where
        there is none.
    """

    sizes: tuple[int, ...]
    last: Ints
    moves: tuple[dict[Steps, Ints], ...]


def mixes_of(
    days: Sequence[Collection[Steps]], low: Levels, high: Levels, ends: Callable[[Ints], Flags]
) -> Mixes:
    """Return the mixes that can be reached from nothing and can end well.

    Parameters
    ----------
    days
        What may be used on each day.
    low, high
        Bounds of each level by day.
    ends
        Tells of (mixes, resources) levels after the last day which are allowed.
    """
    cuts = [
        {use: _cut(use, low[day : day + 2], high[day : day + 2]) for use in uses}
        for day, uses in enumerate(days)
    ]
    some = [np.zeros(widths(*ends), dtype=np.bool_) for ends in zip(low, high, strict=True)]
    some[0].flat[0] = True
    for day, cut in enumerate(cuts):
        for before, after in cut.values():
            some[day + 1][after] |= some[day][before]
    last = np.argwhere(some[-1]) + np.array(low[-1], dtype=np.int64)
    some[-1][some[-1]] = ends(last)
    for day in range(len(days) - 1, -1, -1):
        alive = np.zeros_like(some[day])
        for before, after in cuts[day].values():
            alive[before] |= some[day + 1][after]
        some[day] &= alive
    numbers = [np.cumsum(flags.ravel()).reshape(flags.shape) - 1 for flags in some]
    moves = []
    for day, cut in enumerate(cuts):
        found = {}
        for use, (before, after) in cut.items():
            came = np.full(some[day + 1].shape, -1, dtype=np.int64)
            came[after] = np.where(some[day][before], numbers[day][before], -1)
            found[use] = came[some[day + 1]]
        moves.append(found)
    return Mixes(
        tuple(int(flags.sum()) for flags in some),
        np.argwhere(some[-1]) + np.array(low[-1], dtype=np.int64),
        tuple(moves),
    )


def _cut(
    use: Steps, low: Sequence[Steps], high: Sequence[Steps]
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Return which levels of one day go where on the next."""
    before, after = [], []
    for step, from_low, to_low, from_high, to_high in zip(use, *low, *high, strict=True):
        first = max(from_low, to_low - step)
        past = max(first, min(from_high, to_high - step) + 1)
        before.append(slice(first - from_low, past - from_low))
        after.append(slice(first + step - to_low, past + step - to_low))
    return tuple(before), tuple(after)


def widths(low: Steps, high: Steps) -> tuple[int, ...]:
    """Return how many levels lie from the low to the high ones."""
    return tuple(max(0, top - bottom) + 1 for bottom, top in zip(low, high, strict=True))


def bands_of(graph: Graph, active: Active) -> tuple[Levels, Levels]:
    """Return by day the least and the largest level of each resource that can matter."""
    lows, highs = [], []
    for resource in active:
        ends = [level for level, cost in enumerate(graph.resources[resource]) if cost is not None]
        used = _spread(graph, resource, range(len(graph.days)), forward=True)
        rest = _spread(graph, resource, range(len(graph.days) - 1, -1, -1), forward=False)[::-1]
        low = [max(u[0], ends[0] - r[1]) for u, r in zip(used, rest, strict=True)]
        high = [min(u[1], ends[-1] - r[0]) for u, r in zip(used, rest, strict=True)]
        lows.append([min(a, b) for a, b in zip(low, high, strict=True)])
        highs.append(high)
    days = len(graph.days) + 1
    return (
        tuple(tuple(low[day] for low in lows) for day in range(days)),
        tuple(tuple(high[day] for high in highs) for day in range(days)),
    )


def _spread(
    graph: Graph, resource: int, days: Sequence[int], *, forward: bool
) -> list[tuple[int, int]]:
    """Return the least and the largest use of a resource up to each day, or from it on."""
    states = {0: (0, 0)} if forward else dict.fromkeys(range(graph.sizes[-1]), (0, 0))
    found = [(0, 0)]
    for day in days:
        reached: dict[int, tuple[int, int]] = {}
        for arcs in graph.days[day]:
            step = arcs.steps[resource]
            for source, target, _ in arcs.links:
                come, go = (source, target) if forward else (target, source)
                if come in states:
                    least, most = states[come][0] + step, states[come][1] + step
                    known = reached.get(go, (least, most))
                    reached[go] = min(known[0], least), max(known[1], most)
        states = reached
        least = min((pair[0] for pair in states.values()), default=0)
        found.append((least, max((pair[1] for pair in states.values()), default=0)))
    return found
