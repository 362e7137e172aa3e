"""The people: contracts, counselors, their leave and their wishes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

from pydantic import Field, model_validator

from staffing.domain.base import Clock, Frozen
from staffing.domain.days import ALL_DAYS, WrittenDays
from staffing.domain.work import Code


class Contract(Frozen):
    """What a counselor is employed for.

    Parameters
    ----------
    code, name
        Short code for files, name for people.
    days_per_week
        Working days in a calendar week; leave and paid holidays count as worked.
    hours_per_week
        Paid hours in a calendar week; leave and paid holidays count with
        ``hours_per_week / days_per_week`` each.
    shifts
        Codes of the shifts that may be worked; None is every shift.
    hourly_wage
        Gross wage per paid hour in ``CallCenter.currency``.
    """

    code: Code
    name: str = ""
    days_per_week: int = Field(default=5, ge=1, le=7)
    hours_per_week: Decimal = Field(default=Decimal(40), gt=0, le=80)
    shifts: tuple[str, ...] | None = None
    hourly_wage: Decimal | None = Field(default=None, ge=0)


class Leave(Frozen):
    """Days on which a counselor does not work, credited as worked.

    Parameters
    ----------
    days
        A weekday means that weekday in every planned week.
    kind
        ``annual``, ``sick``, ``official``, ``training`` … (free text).
    line
        Line of the file it stands in, for messages.
    calendar
        Whether it comes from a calendar of all leave, where days outside the horizon are
        expected, or from this week's list, where they are a mistake.
    """

    days: WrittenDays
    kind: str = "annual"
    line: int | None = None
    calendar: bool = False


class Wish(Frozen):
    """What a counselor would like; refused when the callers or the law need it.

    Parameters
    ----------
    kind
        ``off``: the day off. ``work``: to work that day. ``shift``: that shift if working.
        ``not``: any other shift if working.
    days
        When; every day if left out.
    shift
        Code of the shift for ``shift`` and ``not``.
    strength
        1 (mild) to 5: multiplies the weight of the rule that prices the wish.
    """

    kind: Literal["off", "work", "shift", "not"]
    days: WrittenDays = ALL_DAYS
    shift: str | None = None
    strength: int = Field(default=1, ge=1, le=5)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.shift is not None) != (self.kind in {"shift", "not"}):
            raise ValueError(
                f"a wish {self.kind!r} {'needs' if self.shift is None else 'has no'} "
                "shift; write off:Sat, work:Sun, shift:E or not:L@Mon"
            )
        return self

    def granted(self, shift: str | None, *, away: bool = False) -> bool | None:
        """Return whether a day grants the wish; None if the wish asks nothing of it.

        Parameters
        ----------
        shift
            The shift that is worked; None is a day off.
        away
            Whether the day is leave, on which a wish to work asks nothing.
        """
        if self.kind == "off":
            return shift is None
        if self.kind == "work":
            return None if away else shift is not None
        if shift is None:
            return None
        return (shift == self.shift) == (self.kind == "shift")


Consent = Literal["holiday", "night", "overtime"]
"""What a person can agree to: work on holidays, at night, beyond the contract's hours."""


class Window(Frozen):
    """Hours of certain days.

    Parameters
    ----------
    days
        Which days.
    begin, end
        Minutes after midnight.
    """

    days: WrittenDays = ALL_DAYS
    begin: Clock = 0
    end: Clock = 2880


class Balance(Frozen):
    """What a person has had beyond the fair share of the team, before the horizon.

    Each number is in days: what was worked (or refused), less the team's mean per working day
    times the person's working days. 0 is the mean, and where a newcomer starts; negative is
    less than the share.

    Parameters
    ----------
    weekend, holiday, early, late
        Days worked on Saturdays and Sundays, on public holidays, in the earliest and in the
        latest shift.
    refused
        Wishes refused.
    overtime
        Hours worked beyond the contract, instead of days.
    """

    weekend: float = 0
    holiday: float = 0
    early: float = 0
    late: float = 0
    refused: float = 0
    overtime: float = 0


class Counselor(Frozen):
    """A person who answers calls.

    Parameters
    ----------
    id
        Unique, kept as text (leading zeros matter).
    name
        For printed rosters; may be empty.
    contract
        Code of a contract.
    skills
        Codes of queues; the first is the one the counselor is counted for. Empty is every
        queue, counted for the center's first.
    leave, wishes
        See the classes.
    available
        Windows outside which the counselor cannot work; empty is any time.
    since
        First day of employment; None is long ago.
    consents
        What the person has agreed to; for the rules about consent.
    balance
        What the person has had beyond the fair share; None lets the published days tell.
    groups
        Groups and roles that rules may name, such as ``lead`` or ``new``.
    """

    id: Code
    name: str = ""
    contract: str
    skills: tuple[str, ...] = ()
    leave: tuple[Leave, ...] = ()
    wishes: tuple[Wish, ...] = ()
    available: tuple[Window, ...] = ()
    since: dt.date | None = None
    consents: tuple[Consent, ...] = ()
    balance: Balance | None = None
    groups: tuple[str, ...] = ()

    def on_leave(self, day: dt.date) -> bool:
        """Return whether a day is leave."""
        return any(day in leave.days for leave in self.leave)

    def can_attend(self, day: dt.date, begin: int, end: int) -> bool:
        """Return whether [begin, end), minutes of ``day``, lies in an available window."""
        return not self.available or any(
            day in window.days and window.begin <= begin and end <= window.end
            for window in self.available
        )
