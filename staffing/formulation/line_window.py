"""The lines that agree with a given line outside some windows of days, as a small graph.

What lies before the first window becomes one state; what lies between two windows leads from
each state to the one where it ends; what lies behind the last becomes a price of each state.
What is used outside is taken off the resources.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.formulation.line_arrays import Ints
from staffing.formulation.line_graph import Arcs, Choice, Graph, TooManyLinesError

NOTHING = Choice(-1, ())
"""The choice of the day that stands for all days behind a window."""
Spans = tuple[tuple[int, int], ...]
"""Windows of days: from one day on and before another; apart, in order."""


class Walks:
    """Follows lines through a graph, day by day.

    Parameters
    ----------
    graph
        The graph.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._moves: dict[int, tuple[Ints, Ints]] = {}
        self._steps = [{arcs.choice: arcs.steps for arcs in day} for day in graph.days]

    def moves(self, day: int) -> tuple[Ints, Ints]:
        """Return (states, choices) the state after a step, -1 for none, and what it costs."""
        if day not in self._moves:
            shape = self.graph.sizes[day], len(self.graph.choices[day])
            targets, costs = np.full(shape, -1, dtype=np.int64), np.zeros(shape, dtype=np.int64)
            for arcs in self.graph.days[day]:
                links = np.array(arcs.links, dtype=np.int64)
                targets[links[:, 0], arcs.choice] = links[:, 1]
                costs[links[:, 0], arcs.choice] = links[:, 2]
            self._moves[day] = targets, costs
        return self._moves[day]

    def cost(self, choices: Sequence[int]) -> int | None:
        """Return what the rows of the graph charge for a line, None if they forbid it."""
        state, total = 0, 0
        for day, choice in enumerate(choices):
            targets, costs = self.moves(day)
            total += int(costs[state, choice])
            state = int(targets[state, choice])
            if state < 0:
                return None
        for ends, level in zip(self.graph.resources, self.used(choices), strict=True):
            end = ends[level] if level < len(ends) else None
            if end is None:
                return None
            total += end
        return total

    def used(self, choices: Sequence[int], first: int = 0) -> list[int]:
        """Return how much of each resource choices use, the first of them on a given day."""
        used = [0] * len(self.graph.resources)
        for day, choice in enumerate(choices, first):
            for resource, step in enumerate(self._steps[day][choice]):
                used[resource] += step
        return used

    def cut(self, choices: Sequence[int], spans: Spans) -> Graph:
        """Return the graph of the days in windows.

        After each window comes a day with nothing to choose, for the days behind it.

        Parameters
        ----------
        choices
            A line that the graph allows.
        spans
            The windows, at least one.

        Raises
        ------
        TooManyLinesError
            If the rows forbid the line.
        """
        graph, entry = self.graph, 0
        for day in range(spans[0][0]):
            entry = int(self.moves(day)[0][entry, choices[day]])
        outside = self.used(choices[: spans[0][0]])
        past = [first for first, _ in spans[1:]] + [len(graph.days)]
        sizes, days, menus = [1], list[tuple[Arcs, ...]](), list[tuple[Choice, ...]]()
        for (first, last), until in zip(spans, past, strict=True):
            for used, more in enumerate(self.used(choices[last:until], last)):
                outside[used] += more
            links = self._passage(choices, last, until)
            days += [*graph.days[first:last], (Arcs(0, (0,) * len(outside), links),)]
            menus += [*graph.choices[first:last], (NOTHING,)]
            sizes += [*graph.sizes[first + 1 : last + 1], graph.sizes[until]]
        sizes[-1] = 1
        days[0] = tuple(
            arcs._replace(links=links)
            for arcs in days[0]
            if (links := tuple((0, t, cost) for s, t, cost in arcs.links if s == entry))
        )
        cut = Graph(
            tuple(sizes),
            tuple(days),
            tuple(menus),
            tuple(ends[used:] for ends, used in zip(graph.resources, outside, strict=True)),
        )
        if not all(day and day[0].links for day in cut.days) or not all(cut.resources):
            raise TooManyLinesError("a line that its own rows forbid")
        return cut

    def _passage(
        self, choices: Sequence[int], begin: int, end: int
    ) -> tuple[tuple[int, int, int], ...]:
        """Return (state, state, cost) of the days that stay as they are; the last state is 0."""
        final = end == len(self.graph.days)
        start = np.arange(self.graph.sizes[begin])
        at, total = start, np.zeros(len(start), dtype=np.int64)
        for day in range(begin, end):
            if final and len(at) and (at == at[0]).all() and day > begin:
                break  # from here on it makes no difference where the window ended
            targets, costs = self.moves(day)
            total += costs[at, choices[day]]
            go = targets[at, choices[day]]
            start, at, total = start[go >= 0], go[go >= 0], total[go >= 0]
        if final:
            at = np.zeros_like(at)
        order = np.argsort(at, kind="stable")
        parts = (part[order].tolist() for part in (start, at, total))
        return tuple(zip(*parts, strict=True))
