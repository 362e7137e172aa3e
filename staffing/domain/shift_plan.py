"""How many people on each shift: the answer for people without names."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from itertools import count

from pydantic import Field

from staffing.domain.base import Clock, Frozen
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Status
from staffing.domain.roster import Duty, Pause, Roster


class Crew(Frozen):
    """People who do the same on one day.

    Parameters
    ----------
    shift
        Code.
    breaks
        In the order of the day.
    people
        How many.
    """

    shift: str
    breaks: tuple[Pause, ...]
    people: int = Field(gt=0)


class ShiftPlan(Frozen):
    """The fewest paid hours of one day that keep a service level in every interval.

    Parameters
    ----------
    day
        The day.
    queue
        Code.
    status
        ``optimal``: proved, see `guard`. ``infeasible``: proved, no number of people on the
        center's shifts keeps the service level everywhere.
    crews
        Empty without an answer.
    service_level
        What is kept in every interval.
    interval_minutes
        Length of an interval.
    begins
        (I,) start of each interval, minutes after midnight.
    levels
        (I,) exact service level of each interval; 1 where nobody calls. Empty without an answer.
    paid_minutes
        Of all people together.
    bound_minutes
        No answer pays less.
    slotwise_minutes
        What the usual chain pays: the heads that each slot needs alone, covered by shifts
        (proved least). None if that was not proved in time.
    slotwise_lowest
        Least exact service level of an interval under that chain.
    guard
        The proof assumes that people added to an answer, or exchanged at a border, lower the
        service level of no interval by more than this share (and one in a million). It is 0
        where mean patience is not below the mean handle time: nothing worse was ever found
        there. With less patience, down to ten seconds, the worst found was 0.0043 for a target
        of 80 % and 0.0077 for one of 50 %.
    rounds, cuts, excluded, evaluations
        Covering problems solved, rows that cut off many answers, answers excluded one by one,
        exact days computed.
    seconds
        Wall time.
    interrupted
        Whether Ctrl-C ended the search.
    """

    day: dt.date
    queue: str
    status: Status
    crews: tuple[Crew, ...] = ()
    service_level: float
    interval_minutes: int
    begins: tuple[Clock, ...] = ()
    levels: tuple[float, ...] = ()
    paid_minutes: int = 0
    bound_minutes: int = 0
    slotwise_minutes: int | None = None
    slotwise_lowest: float | None = None
    guard: float = 0.0
    rounds: int = 0
    cuts: int = 0
    excluded: int = 0
    evaluations: int = 0
    seconds: float = 0.0
    interrupted: bool = False

    @property
    def by_shift(self) -> Mapping[str, int]:
        """People on each shift, by its code."""
        found: Counter[str] = Counter()
        for crew in self.crews:
            found[crew.shift] += crew.people
        return found

    @property
    def roster(self) -> Roster:
        """The day's duties, people called P01, P02, ..."""
        number = count(1)
        duties = tuple(
            Duty(
                counselor=f"P{next(number):02d}", day=self.day, shift=crew.shift, breaks=crew.breaks
            )
            for crew in self.crews
            for _ in range(crew.people)
        )
        return Roster(horizon=Horizon(first=self.day, days=1), duties=duties)
