"""The draft of named people over many days: one Boolean per person, day and shift.

Weekly day patterns are strong for a week or two and many for half a year. Here no pattern is a
variable; every rule speaks in rows about single days, which is what searching large
neighborhoods and whole lines of one person needs: each variable belongs to a person and a day.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.domain.expr import Expr
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.formulation.draft import ModelDraft
from staffing.formulation.hints import assign_in, set_breaks
from staffing.formulation.model import Model
from staffing.formulation.naming import breaks_of_day, value_of


class Duties(NamedTuple):
    """The variable of one possible duty: person, index of the day, index of the shift."""

    person: int
    day: int
    shift: int


class PersonDaysDraft(ModelDraft):
    """The variables of a problem, one per person, day and shift.

    Parameters
    ----------
    problem
        What is to be rostered.
    """

    def __init__(self, problem: Problem) -> None:
        self.duty_of: dict[int, Duties] = {}
        super().__init__(problem, None)

    def _choose_days(self) -> None:
        center, dates = self.problem.center, self.problem.horizon.dates
        place = {shift.code: index for index, shift in enumerate(center.shifts)}
        for person, counselor in enumerate(center.counselors):
            codes = [shift.code for shift in center.shifts_of(counselor)]
            for index, day in enumerate(dates):
                exprs = []
                for code in codes:
                    expr = self.model.expr(0, 1)
                    self.named[counselor.id, day, code] = expr
                    self.duty_of[next(iter(expr.terms))] = Duties(person, index, place[code])
                    exprs.append(expr)
                works = Expr.sum(exprs)
                self._team_works[self.team_of[counselor.id], day] = works
                if len(exprs) > 1:
                    self.model.row(works, at_most=1)

    def _count_shifts(self) -> None:
        for group, day, people in self.available:
            for code in group[1]:
                self.counts[group, day, code] = Expr.sum(
                    self.named[counselor.id, day, code] for counselor in people
                )

    def finish(self) -> Model:
        """Return the model once every rule has spoken, with what single variables must be."""
        for key, costs in self.tables.items():
            self._charge_table(self._phones[key], costs, key)
        self.model.tighten()
        return self.model

    @property
    def counted(self) -> bool:
        """Whether anything but duties and what follows from them is decided: breaks."""
        return any(self.started.values())

    def values_of(self, roster: Roster) -> NDArray[np.int64] | None:
        """Return a value for every variable; None if a duty or break has no variable."""
        values = np.zeros(self.model.size, dtype=np.int64)
        for duty in roster.duties:
            expr = self.named.get((duty.counselor, duty.day, duty.shift))
            if expr is None:
                return None
            values[next(iter(expr.terms))] = 1
        if not all(set_breaks(self, roster, assign_in(self, values))):
            return None
        self.derive(values)
        return values

    def derive(self, values: NDArray[np.int64]) -> None:
        """Set the auxiliary variables to what follows from the others, in place."""

        def value(expr: Expr) -> int:
            return value_of(expr, values)

        for variable, rule in self.derived:
            values[variable] = rule(value)

    def roster_of(self, values: NDArray[np.int64]) -> Roster:
        """Return the roster that a solution describes."""
        center, dates = self.problem.center, self.problem.horizon.dates
        days: list[dict[str, str]] = [{} for _ in dates]
        for variable, duty in self.duty_of.items():
            if values[variable]:
                who = center.counselors[duty.person].id
                days[duty.day][who] = center.shifts[duty.shift].code
        duties = [
            duty
            for day, shifts in zip(dates, days, strict=True)
            for duty in breaks_of_day(self, values, day, shifts)
        ]
        return Roster(horizon=self.problem.horizon, duties=tuple(duties))


def compile_person_days(problem: Problem) -> PersonDaysDraft:
    """Return a finished draft in which every rule has spoken about named people and days."""
    draft = PersonDaysDraft(problem)
    for rule in problem.center.rules:
        with draft.speaking(rule):
            rule.build(problem, draft)
    draft.finish()
    return draft
