"""The lines that agree with a given line outside a window of days, as a small graph.

What lies before the window becomes one state and some use of each resource; what lies behind it
becomes a price of each state in which the window may end.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.formulation.line_graph import Arcs, Choice, Graph, TooManyLinesError
from staffing.formulation.line_pricing import Ints

NOTHING = Choice(-1, ())
"""The choice of the day that stands for all days behind the window."""


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

    def cut(self, choices: Sequence[int], first: int, last: int) -> Graph:
        """Return the graph of the days from the first on and before the last.

        A day with nothing to choose is added at the end, for what comes afterwards.

        Parameters
        ----------
        choices
            A line that the graph allows.
        first, last
            The window.

        Raises
        ------
        TooManyLinesError
            If the rows forbid the line.
        """
        graph, entry = self.graph, 0
        for day in range(first):
            entry = int(self.moves(day)[0][entry, choices[day]])
        before, after = self.used(choices[:first]), self.used(choices[last:], last)
        begin = tuple(
            arcs._replace(links=links)
            for arcs in graph.days[first]
            if (links := tuple((0, t, cost) for s, t, cost in arcs.links if s == entry))
        )
        end = Arcs(0, (0,) * len(graph.resources), self._ends(choices, last))
        cut = Graph(
            (1, *graph.sizes[first + 1 : last + 1], 1),
            (begin, *graph.days[first + 1 : last], (end,)),
            (*graph.choices[first:last], (NOTHING,)),
            tuple(
                ends[one + other :]
                for ends, one, other in zip(graph.resources, before, after, strict=True)
            ),
        )
        if not begin or not end.links or not all(cut.resources):
            raise TooManyLinesError("a line that its own rows forbid")
        return cut

    def _ends(self, choices: Sequence[int], last: int) -> tuple[tuple[int, int, int], ...]:
        """Return (state, 0, cost) for each state from which the rest of a line is allowed."""
        start = np.arange(self.graph.sizes[last])
        at, total = start, np.zeros(len(start), dtype=np.int64)
        for day in range(last, len(self.graph.days)):
            if len(at) and (at == at[0]).all() and day > last:
                break  # from here on it makes no difference where the window ended
            targets, costs = self.moves(day)
            total += costs[at, choices[day]]
            go = targets[at, choices[day]]
            start, at, total = start[go >= 0], go[go >= 0], total[go >= 0]
        pairs = zip(start.tolist(), total.tolist(), strict=True)
        return tuple((state, 0, cost) for state, cost in pairs)
