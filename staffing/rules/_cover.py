"""Spans of time that the same shifts cover: what bounds on people at work are about."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from staffing.domain.problem import Problem
from staffing.domain.rule import Subject


class Span(NamedTuple):
    """A run of open slots of a day in which the same duties are at work.

    Parameters
    ----------
    subject
        Its first slot, or its day.
    day
        The day that it belongs to.
    duties
        Day and shift of the duties that are at work then.
    """

    subject: Subject
    day: dt.date
    duties: tuple[tuple[dt.date, str], ...]

    @property
    def by_day(self) -> dict[dt.date, set[str]]:
        """The shifts by the day they start on."""
        found: dict[dt.date, set[str]] = {}
        for day, code in self.duties:
            found.setdefault(day, set()).add(code)
        return found


def spans(problem: Problem) -> list[Span]:
    """Return the spans of the open slots, in order; published duties before are not seen."""
    at_work: list[list[tuple[dt.date, str]]] = [[] for _ in range(problem.grid.size)]
    for (index, code), slots in problem.slots_of.items():
        for slot in slots:
            at_work[slot].append((problem.horizon.dates[index], code))
    found: list[Span] = []
    for slot, duties in enumerate(at_work):
        new_day = slot == 0 or problem.grid.date_of(slot) != problem.grid.date_of(slot - 1)
        if new_day or found[-1].duties != tuple(duties):
            found.append(Span(Subject(slot=slot), problem.grid.date_of(slot), tuple(duties)))
    return found
