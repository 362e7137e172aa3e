"""Whose, and of which days, the variables of a draft are: what a search sets free."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.formulation.arrays import Arrays
from staffing.formulation.draft import ModelDraft

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

PASSES = 3
"""Auxiliary variables of auxiliary variables are told their days, so many times over."""
NOBODY = -1


class Cells:
    """Whose and of which days variables are.

    Parameters
    ----------
    draft
        A finished draft.
    arrays
        Its model.

    Attributes
    ----------
    person
        (size,) index of the person, NOBODY if several share a variable.
    first, last
        (size,) indices of the days that a variable is about; all days if that is not known.
    duty
        (size,) whether it says that a person works a shift.
    start, minutes
        (size,) of that shift.
    """

    def __init__(self, draft: ModelDraft, arrays: Arrays) -> None:
        center, horizon = draft.problem.center, draft.problem.horizon
        size = draft.model.size
        self.people, self.days = len(center.counselors), horizon.days
        self.person = np.full(size, NOBODY)
        self.first, self.last = np.full(size, self.days), np.full(size, -1)
        self.duty = np.zeros(size, dtype=np.bool_)
        self.start, self.minutes = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        index = {counselor.id: place for place, counselor in enumerate(center.counselors)}
        for (team, number), patterns in draft.patterns.items():
            week = horizon.weeks[number]
            whose = draft.teams[team]
            person = index[whose[0]] if len(whose) == 1 else NOBODY
            for _, expr in patterns:
                self._note(expr, horizon.index(week[0]), horizon.index(week[-1]), person)
        for (_, day, _), expr in draft.counts.items():
            self._note(expr, horizon.index(day), horizon.index(day), NOBODY)
        for (who, day, code), expr in draft.named.items():
            shift = center.shift[code]
            for variable in expr.terms:
                if self.person[variable] == NOBODY:  # else the day pattern says it
                    self.duty[variable] = True
                    self.start[variable], self.minutes[variable] = shift.start, shift.minutes
            self._note(expr, horizon.index(day), horizon.index(day), index[who])
        self._spread(arrays)

    def of(self, people: Flags, days: Flags) -> Flags:
        """Return (size,) what may change if (people,) are free on (days,).

        Of single people only their own variables; whatever several share on these days.
        """
        sums = np.concatenate(([0], np.cumsum(days)))
        dated = sums[self.last + 1] > sums[self.first]
        whose = np.append(people, True)[self.person]  # NOBODY is the last
        return np.asarray(dated & whose)

    def _note(self, expr: Expr, first: int, last: int, person: int) -> None:
        for variable in expr.terms:
            self.first[variable] = min(self.first[variable], first)
            self.last[variable] = max(self.last[variable], last)
            if person != NOBODY:
                self.person[variable] = person

    def _spread(self, arrays: Arrays) -> None:
        """Give each variable without days those of the rows that it is in."""
        rows, columns = arrays.rows, arrays.columns
        for _ in range(PASSES):
            open_ = self.last < 0
            begin, end = np.full(len(arrays.least), self.days), np.full(len(arrays.least), -1)
            np.minimum.at(begin, rows, self.first[columns])
            np.maximum.at(end, rows, self.last[columns])
            mine = open_[columns]
            np.minimum.at(self.first, columns[mine], begin[rows[mine]])
            np.maximum.at(self.last, columns[mine], end[rows[mine]])
        unknown = self.last < 0
        self.first[unknown], self.last[unknown] = 0, self.days - 1
