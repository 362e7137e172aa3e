"""The best roster so far as lines, and what it costs by the model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.formulation.line_arrays import Ints
from staffing.formulation.model import Model
from staffing.formulation.person_days import PersonDaysDraft
from staffing.solver.columns import Column, LineModel


class Rows:
    """The rows of a model as arrays, to check solutions quickly.

    Parameters
    ----------
    model
        The model.
    """

    def __init__(self, model: Model) -> None:
        sizes = [len(row[0]) for row in model.rows]
        self.row = np.repeat(np.arange(len(model.rows)), sizes)
        self.variable = np.array([v for row in model.rows for v in row[0]], dtype=np.int64)
        self.coefficient = np.array([c for row in model.rows for c in row[1]], dtype=np.int64)
        far = 2**62
        self.least = np.array([-far if r[2] is None else r[2] for r in model.rows], dtype=np.int64)
        self.most = np.array([far if r[3] is None else r[3] for r in model.rows], dtype=np.int64)
        order = np.argsort(self.variable, kind="stable")
        self._rows_by_variable = self.row[order]
        self._starts = np.searchsorted(self.variable[order], np.arange(model.size + 1))

    def kept(self, values: Ints) -> bool:
        """Return whether a solution satisfies every row."""
        sums = np.zeros(len(self.least), dtype=np.int64)
        np.add.at(sums, self.row, self.coefficient * values[self.variable])
        return bool(np.all((sums >= self.least) & (sums <= self.most)))

    def of(self, variables: Sequence[int]) -> list[int]:
        """Return the numbers of the rows that some variables are in, ascending."""
        found = [self._rows_by_variable[self._starts[v] : self._starts[v + 1]] for v in variables]
        return np.unique(np.concatenate(found)).tolist() if found else []


class Incumbent:
    """One line per person.

    Parameters
    ----------
    draft, lines, rows
        The model.
    columns
        One per person, in their order.
    """

    def __init__(
        self, draft: PersonDaysDraft, lines: LineModel, rows: Rows, columns: Sequence[Column]
    ) -> None:
        self.columns = list(columns)
        values = np.zeros(draft.model.size, dtype=np.int64)
        for column in columns:
            for variable, value in lines.values(column.person, column.choices).items():
                values[variable] = value
        draft.derive(values)
        self.values = values
        self.legal = rows.kept(values)
        self.objective = draft.model.objective(values.tolist())
        self.activity = sum((c.activity for c in columns), np.zeros(lines.rows, dtype=np.int64))


def columns_of(lines: LineModel, values: Ints) -> list[Column] | None:
    """Return the lines that a solution describes, None if a person's is not a line."""
    columns = []
    for person in lines.people:
        worker = lines.lines.workers[person]
        graph = lines.lines.graphs[worker.graph]
        choices = []
        for variables, some in zip(worker.variables, graph.choices, strict=True):
            mine = tuple(values[list(variables)].tolist())
            match = [number for number, choice in enumerate(some) if choice.values == mine]
            if not match:
                return None
            choices.append(match[0])
        column = lines.line(person, tuple(choices))
        if column is None:
            return None
        columns.append(column)
    return columns
