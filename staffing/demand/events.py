"""Days that are known to be different: deadlines, mailings, storms."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field, field_validator, model_validator

from staffing.domain.base import Clock, Frozen
from staffing.domain.days import WrittenDays


class Event(Frozen):
    """Days, or hours of them, on which more or fewer calls come than on equal days.

    Parameters
    ----------
    first, last
        Both included.
    begin, end
        Minutes after midnight, the end excluded; both left out is the whole day.
    kind
        What it is; occurrences of the same kind share what is learned.
    factor
        Multiplies the calls of an otherwise equal day; left out or ``learn``, it is learned
        from the past occurrences of the same kind.
    note
        For people.
    """

    first: dt.date
    last: dt.date
    begin: Clock | None = None
    end: Clock | None = None
    kind: str = Field(min_length=1)
    factor: float | None = Field(default=None, gt=0, le=100)
    note: str = ""

    @field_validator("factor", mode="before")
    @classmethod
    def _read_factor(cls, value: object) -> object:
        return None if isinstance(value, str) and value.strip() in ("", "learn") else value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"last {self.last} is before first {self.first}")
        _check_hours(self.begin, self.end)
        return self

    @property
    def learn(self) -> bool:
        """Whether the factor is learned from the past."""
        return self.factor is None

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: Event) -> bool:
        """Return whether both are of one kind and share time."""
        if self.kind != other.kind or self.first > other.last or other.first > self.last:
            return False
        if None in (self.begin, other.begin):
            return True
        return (self.begin or 0) < (other.end or 0) and (other.begin or 0) < (self.end or 0)


class Override(Frozen):
    """A planner's own factor, applied after everything else and named in the output.

    Parameters
    ----------
    days
        Which days.
    begin, end
        Minutes after midnight, the end excluded; both left out is the whole day.
    factor
        Multiplies the calls.
    who, note
        Who decided, and why.
    """

    days: WrittenDays
    begin: Clock | None = None
    end: Clock | None = None
    factor: float = Field(ge=0, le=100)
    who: str = Field(min_length=1)
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _check_hours(self.begin, self.end)
        return self


def _check_hours(begin: int | None, end: int | None) -> None:
    if (begin is None) != (end is None):
        raise ValueError("give both begin and end, or neither for the whole day")
    if begin is not None and end is not None and end <= begin:
        raise ValueError("end must be after begin")
