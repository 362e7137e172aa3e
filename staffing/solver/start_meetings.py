"""Meetings of a first roster: when those held together take place, and what a person attends.

Where a greedy roster with meetings is not legal, the week is planned without them for a moment,
and then only meetings and breaks with everybody's shifts as they are.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.domain.meetings import Attended, Meeting, has_room, own_meeting, own_starts
from staffing.domain.roster import Roster
from staffing.domain.work import Shift
from staffing.formulation.compile import compile_problem
from staffing.formulation.draft import ModelDraft
from staffing.formulation.hints import shifts_of, values_of
from staffing.formulation.naming import name_roster
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.units import MINUTES_PER_DAY

MOMENT = SolveSettings(reproducible=True, time_limit_s=4)


class FirstMeetings:
    """When meetings are held, decided before any shift.

    Parameters
    ----------
    draft
        A finished draft.
    working
        Who works on which day.
    """

    def __init__(self, draft: ModelDraft, working: Collection[tuple[str, dt.date]]) -> None:
        self._problem = draft.problem
        self._needed = draft.problem.curves.required.sum(axis=0)
        center, horizon = self._problem.center, self._problem.horizon
        there = Counter(
            (meeting.code, day) for who, day in working for meeting in center.meetings_of[who]
        )
        self.held: dict[tuple[str, dt.date], int] = {}
        for meeting, moments in draft.away.sessions:
            day, start = min(
                moments,
                key=lambda moment: (
                    max(0, meeting.least - there[meeting.code, moment[0]]),
                    self._load(meeting, *moment),
                ),
            )
            self.held[meeting.code, day] = start
        self._own: set[tuple[str, dt.date]] = set()
        for counselor in center.counselors if center.meetings else ():
            own = own_meeting(center, counselor.id)
            for week in horizon.weeks if own is not None else ():
                days = [d for d in week if own and d in own.days and (counselor.id, d) in working]
                loads = self._needed_by_day(days)
                if days:
                    self._own.add((counselor.id, days[loads.index(min(loads))]))

    def attended(
        self, who: str, day: dt.date, shift: Shift, worth: NDArray[np.float64]
    ) -> Attended:
        """Return the meetings of a person on a shift; those of their own where they cost least.

        Parameters
        ----------
        who, day, shift
            The duty.
        worth
            (T + 1,) price of being on the phones from the first slot to each other one.
        """
        center, found = self._problem.center, []
        mine = [meeting for meeting in center.meetings_of[who] if day in meeting.days]
        for meeting in mine:
            start = self.held.get((meeting.code, day))
            if start is not None and meeting.within(shift, start):
                found.append((start, meeting.code))
        for meeting in mine:
            if meeting.together or (meeting.once and (who, day) not in self._own):
                continue
            choices = [
                (self._price(meeting, day, start, worth), start)
                for start in own_starts(center, meeting, shift)
                if has_room(center, shift, tuple(sorted([*found, (start, meeting.code)])))
            ]
            if choices:
                found.append((min(choices)[1], meeting.code))
        return tuple(sorted(found))

    def _slots(self, meeting: Meeting, day: dt.date, start: int) -> range:
        begin = self._problem.horizon.index(day) * MINUTES_PER_DAY + start
        return self._problem.grid.between(begin, begin + meeting.minutes)

    def _load(self, meeting: Meeting, day: dt.date, start: int) -> int:
        slots = self._slots(meeting, day, start)
        return int(self._needed[slots.start : slots.stop].sum())

    def _price(
        self, meeting: Meeting, day: dt.date, start: int, worth: NDArray[np.float64]
    ) -> float:
        slots = self._slots(meeting, day, start)
        return -float(worth[slots.stop] - worth[slots.start])

    def _needed_by_day(self, days: Sequence[dt.date]) -> list[int]:
        horizon, grid = self._problem.horizon, self._problem.grid
        return [int(self._needed[list(grid.of_day(horizon.index(day)))].sum()) for day in days]


def mended(draft: ModelDraft, greedy: Roster) -> Roster:
    """Return a legal roster with meetings, or the greedy one if none is found in a moment.

    Parameters
    ----------
    draft
        A finished draft.
    greedy
        A roster for it that may break rules.
    """
    values = values_of(draft, greedy)
    if values is not None and not draft.model.violated(values):
        return greedy
    problem = draft.problem
    center = problem.center.model_copy(update={"meetings": ()})
    plain = compile_problem(problem.model_copy(update={"center": center}))
    duties = tuple(
        duty.model_copy(update={"breaks": tuple(p for p in duty.breaks if p.code in center.pause)})
        for duty in greedy.duties
    )
    without = search(plain.model, MOMENT, values_of(plain, greedy.with_duties(duties)))
    if without.values is None:
        return greedy
    fixed = shifts_of(draft, name_roster(plain, without.values))
    if fixed is None:
        return greedy
    found = search(draft.model.fixed(fixed), MOMENT)
    return greedy if found.values is None else name_roster(draft, found.values)
