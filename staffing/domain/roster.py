"""A roster: who works which shift on which day, with the breaks named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cached_property

from pydantic import field_validator

from staffing.domain.base import Clock, Frozen
from staffing.domain.horizon import Horizon


class Pause(Frozen):
    """A break at its time.

    Parameters
    ----------
    code
        Code of the break.
    start
        Minutes after midnight of the shift's day.
    """

    code: str
    start: Clock


class Duty(Frozen):
    """One person's shift on one day.

    Parameters
    ----------
    counselor
        Id.
    day
        The day the shift starts on.
    shift
        Code.
    breaks
        In the order of the day; empty where the author of the roster named none.
    """

    counselor: str
    day: dt.date
    shift: str
    breaks: tuple[Pause, ...] = ()


class Roster(Frozen):
    """All duties of a horizon.

    Parameters
    ----------
    horizon
        The planned days.
    duties
        Kept sorted by day and counselor.
    """

    horizon: Horizon
    duties: tuple[Duty, ...] = ()

    @field_validator("duties")
    @classmethod
    def _sorted(cls, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        return tuple(sorted(duties, key=lambda d: (d.day, d.counselor, d.shift)))

    @cached_property
    def of(self) -> Mapping[tuple[str, dt.date], Duty]:
        """The duty of a counselor on a day; the first if a file names two."""
        found: dict[tuple[str, dt.date], Duty] = {}
        for duty in self.duties:
            found.setdefault((duty.counselor, duty.day), duty)
        return found

    @cached_property
    def by_counselor(self) -> Mapping[str, tuple[Duty, ...]]:
        """The duties of each counselor in the order of days."""
        found: dict[str, list[Duty]] = {}
        for duty in self.duties:
            found.setdefault(duty.counselor, []).append(duty)
        return {who: tuple(duties) for who, duties in found.items()}

    def works(self, counselor: str, day: dt.date) -> bool:
        """Return whether a counselor works on a day."""
        return (counselor, day) in self.of

    def with_duties(self, duties: Iterable[Duty]) -> Roster:
        """Return the roster with other duties."""
        return Roster(horizon=self.horizon, duties=tuple(duties))
