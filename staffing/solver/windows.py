"""A neighborhood of some people in windows of days, as a small line model of its own.

Everything outside stays as it is, so that pricing and the master only see the windows. Two of
them far apart let hours that are too many in one help the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TypeVar

import numpy as np

from staffing.formulation.line_window import Spans
from staffing.formulation.lines import Lines
from staffing.solver.columns import Column, LineModel
from staffing.solver.incumbent import Incumbent, Rows
from staffing.solver.master import Master

T = TypeVar("T")


class Window:
    """Some people, free in some windows of days.

    Parameters
    ----------
    lines, rows
        The whole model.
    best
        The roster to better.
    people
        Who is free.
    spans
        The windows.
    """

    def __init__(
        self,
        lines: LineModel,
        rows: Rows,
        best: Incumbent,
        people: list[int],
        spans: Spans,
    ) -> None:
        self._lines, self._best, self._people = lines, best, people
        self._spans = spans
        shared, common = self._touched(rows)
        graphs, workers = [], []
        for place, person in enumerate(people):
            worker = lines.lines.workers[person]
            graphs.append(lines.walks(person).cut(best.columns[person].choices, spans))
            workers.append(
                worker._replace(
                    graph=place,
                    variables=self._inside(worker.variables, ()),
                    costs=self._inside(worker.costs, (0,)),
                )
            )
        small = Lines(tuple(graphs), tuple(workers), shared, common)
        self.lines = LineModel(lines.model, small)
        self.lines.pricer.deadline = lines.pricer.deadline

    def _inside(self, days: Sequence[T], behind: T) -> tuple[T, ...]:
        """Return what belongs to the days of the windows, and to the day behind each."""
        parts = ((*days[first:last], behind) for first, last in self._spans)
        return tuple(chain.from_iterable(parts))

    def _touched(self, rows: Rows) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the shared rows that the window can change, and what softens them."""
        lines, model = self._lines.lines, self._lines.model
        everywhere = set(lines.common)
        own = [
            variable
            for person in self._people
            for variables in self._inside(lines.workers[person].variables, ())
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
            column = lines.line(place, self._inside(best.columns[person].choices, 0))
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
            choices, done = list(new[person].choices), 0
            for first, last in self._spans:
                choices[first:last] = column.choices[done : done + last - first]
                done += last - first + 1
            fresh = self._lines.line(person, tuple(choices))
            assert fresh is not None  # noqa: S101 - the window's graph is cut from the whole one
            new[person] = fresh
        return new
