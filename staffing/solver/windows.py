"""A neighborhood of some people in a window of days, as a small line model of its own.

Everything outside stays as it is, so that pricing and the master only see the window.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from staffing.formulation.lines import Lines
from staffing.solver.columns import Column, LineModel
from staffing.solver.incumbent import Incumbent, Rows
from staffing.solver.master import Master


class Window:
    """Some people, free from one day on and before another.

    Parameters
    ----------
    lines, rows
        The whole model.
    best
        The roster to better.
    people
        Who is free.
    first, last
        The days.
    """

    def __init__(
        self,
        lines: LineModel,
        rows: Rows,
        best: Incumbent,
        people: list[int],
        first: int,
        last: int,
    ) -> None:
        self._lines, self._best, self._people = lines, best, people
        self.first, self.last = first, last
        shared, common = self._touched(rows)
        graphs, workers = [], []
        for place, person in enumerate(people):
            worker = lines.lines.workers[person]
            graphs.append(lines.walks(person).cut(best.columns[person].choices, first, last))
            workers.append(
                worker._replace(
                    graph=place,
                    variables=(*worker.variables[first:last], ()),
                    costs=(*worker.costs[first:last], (0,)),
                )
            )
        small = Lines(tuple(graphs), tuple(workers), shared, common)
        self.lines = LineModel(lines.model, small)
        self.lines.pricer.deadline = lines.pricer.deadline

    def _touched(self, rows: Rows) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the shared rows that the window can change, and what softens them."""
        lines, model = self._lines.lines, self._lines.model
        everywhere = set(lines.common)
        own = [
            variable
            for person in self._people
            for variables in lines.workers[person].variables[self.first : self.last]
            for variable in variables
        ]
        common: set[int] = set()
        for _ in range(2):
            met = rows.of([*own, *common])
            shared = [number for number in met if number in self._lines.place]
            common = {v for number in shared for v in model.rows[number][0] if v in everywhere}
        return tuple(shared), tuple(sorted(common))

    def master(self, penalty: float) -> tuple[Master, int]:
        """Return the master with the lines of now, and what they cost in it."""
        lines, best = self.lines, self._best
        mine = []
        for place, person in enumerate(self._people):
            column = lines.line(place, (*best.columns[person].choices[self.first : self.last], 0))
            assert column is not None  # noqa: S101 - the incumbent's lines are allowed
            mine.append(column)
        now = best.activity[[self._lines.place[number] for number in lines.lines.shared]]
        base = now - sum((c.activity for c in mine), np.zeros_like(now))
        master = Master(lines, lines.people, base, penalty)
        for column in mine:
            master.add(column)
        model = lines.model
        paid = sum(model.cost[v] * int(best.values[v]) for v in lines.lines.common)
        return master, model.constant + paid + sum(column.cost for column in mine)

    def whole(self, columns: Iterable[Column]) -> list[Column]:
        """Return everybody's whole lines, with the window's in place of those of now."""
        new = list(self._best.columns)
        for column in columns:
            person = self._people[column.person]
            old = new[person].choices
            choices = (*old[: self.first], *column.choices[:-1], *old[self.last :])
            fresh = self._lines.line(person, choices)
            assert fresh is not None  # noqa: S101 - the window's graph is cut from the whole one
            new[person] = fresh
        return new
