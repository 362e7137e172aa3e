"""The work of a day: shifts, the breaks in them, and the calls (queues) they serve."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from staffing.domain.base import Clock, Frozen
from staffing.units import MINUTES_PER_DAY, clock

ServiceLevelDefinition = Literal["offered", "answered", "virtual"]
Share = Annotated[float, Field(gt=0, lt=1)]
Code = Annotated[str, Field(min_length=1, max_length=24, pattern=r"^[^\s,;:@*]+$")]


class Break(Frozen):
    """One pause that each shift naming it contains.

    The start lies in a window of the clock, of the shift, or of both; it may also be tied to
    the end of the break before it in the shift.

    Parameters
    ----------
    code, name
        Short code for files, name for people.
    minutes
        Length.
    paid
        Whether it counts as working time.
    earliest, latest
        First and last start by the clock.
    after_start
        Least minutes from the start of the shift to the start of the break.
    before_end
        Least minutes from the end of the break to the end of the shift.
    after_break
        Least minutes from the end of the shift's break before this one to its start; nothing is
        asked of the first break of a shift. Windows of breaks that are tied may overlap.
    within
        Most minutes from the end of the break before, or for the first break of a shift from
        the shift's start, to the start of this one.
    end_within
        Most minutes from the end of the break to the end of the shift.
    step
        Minutes between possible starts; the slot length when left out.
    """

    code: Code
    name: str = ""
    minutes: int = Field(gt=0, le=240)
    paid: bool = False
    earliest: Clock | None = None
    latest: Clock | None = None
    after_start: int = Field(default=0, ge=0)
    before_end: int = Field(default=0, ge=0)
    after_break: int | None = Field(default=None, ge=0)
    within: int | None = Field(default=None, ge=0)
    end_within: int | None = Field(default=None, ge=0)
    step: int | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _possible(self) -> Self:
        for least, most in (("after_break", "within"), ("before_end", "end_within")):
            low, high = getattr(self, least), getattr(self, most)
            if low is not None and high is not None and high < low:
                raise ValueError(
                    f"{most} {high} is less than {least} {low}; the most minutes must be at "
                    f"least {low}"
                )
        return self


class Shift(Frozen):
    """A span of attendance that starts on the day it is named for.

    Parameters
    ----------
    code, name
        Short code for files and tables, name for people.
    start, end
        Minutes after midnight; an overnight shift ends after 24:00.
    breaks
        Codes of its breaks, in the order of the day.
    color
        Background in tables, ``#rrggbb``.
    """

    code: Code
    name: str = ""
    start: Clock = Field(ge=0, lt=MINUTES_PER_DAY)
    end: Clock
    breaks: tuple[str, ...] = ()
    color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.start < self.end <= self.start + MINUTES_PER_DAY:
            raise ValueError(
                f"end {clock(self.end)} must be after start {clock(self.start)}, within "
                "24 hours; write 30:00 for 06:00 the next morning"
            )
        return self

    @property
    def minutes(self) -> int:
        """Length from start to end, breaks included."""
        return self.end - self.start

    def starts_of(self, pause: Break, slot_minutes: int) -> tuple[int, ...]:
        """Return the possible starts of a break, minutes after midnight of the shift's day.

        What ties to the break before leave of them is in `CallCenter.starts_in`.
        """
        step = pause.step or slot_minutes
        first = max(self.start + pause.after_start, _clock_in(self, pause.earliest))
        last = self.end - pause.before_end - pause.minutes
        if pause.latest is not None:
            last = min(last, _clock_in(self, pause.latest))
        if pause.within is not None and pause.code in self.breaks[:1]:
            last = min(last, self.start + pause.within)
        if pause.end_within is not None:
            first = max(first, self.end - pause.end_within - pause.minutes)
        origin = self.start if pause.earliest is None else _clock_in(self, pause.earliest)
        first += (origin - first) % step
        return tuple(range(first, last + 1, step))


def _clock_in(shift: Shift, time: int | None) -> int:
    # A clock time before the start belongs to the second day of an overnight shift.
    if time is None:
        return shift.start
    overnight = shift.end > MINUTES_PER_DAY
    return time + MINUTES_PER_DAY if overnight and time < shift.start else time


class ServiceTarget(Frozen):
    """What is promised to the callers.

    Parameters
    ----------
    service_level
        Share of calls answered within the threshold.
    threshold_s
        Seconds.
    answer_rate
        Share of offered calls that are answered at all; None promises nothing.
    definition
        What the service level is a share of. ``offered``: calls answered within the threshold /
        calls offered. ``answered``: calls answered within the threshold / calls answered.
        ``virtual``: callers who would be answered within the threshold if they never hung up /
        calls offered. They differ by many points where callers hang up.
    """

    service_level: Share = 0.80
    threshold_s: float = Field(default=20, ge=0)
    answer_rate: Share | None = 0.95
    definition: ServiceLevelDefinition = "offered"


class Queue(Frozen):
    """A kind of call.

    Parameters
    ----------
    code, name
        Short code for files, name for people.
    aht_s
        Mean handle time in seconds, used where the history says nothing.
    patience_s
        Mean time a caller waits before hanging up; None is for ever.
    lines
        Calls that can be in the center at once, on the phones and waiting together (trunks); the
        next caller is blocked (hears the busy tone) and is lost. None is without limit.
    target
        What is promised.
    on_phone_share
        Share of scheduled on-phone time that is really available for calls on working days
        (the rest is unplanned: away from the seat, coaching, a crash).
    on_phone_share_day_off
        The same on Saturdays, Sundays and holidays.
    """

    code: Code
    name: str = ""
    aht_s: float = Field(default=180, gt=0, le=36_000)
    patience_s: float | None = Field(default=300, gt=0)
    lines: int | None = Field(default=None, ge=1, le=100_000)
    target: ServiceTarget = ServiceTarget()
    on_phone_share: float = Field(default=1.0, gt=0, le=1)
    on_phone_share_day_off: float = Field(default=1.0, gt=0, le=1)
