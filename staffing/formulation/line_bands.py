"""Which levels of a resource can matter on which day of a line."""

from __future__ import annotations

from collections.abc import Sequence

from staffing.formulation.line_graph import Graph

Active = tuple[int, ...]
"""The resources that are counted."""
Levels = tuple[tuple[int, ...], ...]
"""By day, a level of each resource that is counted."""


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


def widths(low: tuple[int, ...], high: tuple[int, ...]) -> tuple[int, ...]:
    """Return how many levels lie from the low to the high ones."""
    return tuple(max(0, top - bottom) + 1 for bottom, top in zip(low, high, strict=True))
