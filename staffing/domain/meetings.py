"""Meetings and training: time off the phones that people spend together, or each for themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain, pairwise, product
from typing import TYPE_CHECKING, Self

from pydantic import Field, model_validator

from staffing.domain.base import Clock, Frozen
from staffing.domain.days import ALL_DAYS, WrittenDays
from staffing.domain.ties import possible_starts
from staffing.domain.work import Break, Code, Shift

if TYPE_CHECKING:
    from staffing.domain.center import CallCenter

Attended = tuple[tuple[int, str], ...]
"""Start (minutes after midnight) and code of each meeting that a person attends in a day."""
MOST = 5000
"""Ways in which one person may attend a day's meetings in one shift."""


class Meeting(Frozen):
    """A meeting or training, off the phones and working time.

    Whoever works a shift that contains it attends; nobody works because of it. Its breaks are
    taken before or after it.

    Parameters
    ----------
    code, name
        Short code for files, name for people.
    minutes
        Length.
    days
        On which days; with ``once``, among which days.
    at
        Its time, when it is fixed.
    earliest, latest
        First and last start, when the solver chooses the time.
    step
        Minutes between possible starts; the slot length when left out.
    together
        Whether all attend at the same time, or each by themselves.
    once
        Whether it takes place on one of the days of each calendar week, which the solver
        chooses (for each person, if not together), or on every one of them.
    least
        How many must be there whenever it is held together.
    counselors, contracts
        Ids and codes of those it is for; everybody when both are left out.
    """

    code: Code
    name: str = ""
    minutes: int = Field(gt=0, le=480)
    days: WrittenDays = ALL_DAYS
    at: Clock | None = None
    earliest: Clock | None = None
    latest: Clock | None = None
    step: int | None = Field(default=None, gt=0)
    together: bool = True
    once: bool = False
    least: int = Field(default=0, ge=0)
    counselors: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _meant(self) -> Self:
        window = (self.earliest, self.latest)
        if (self.at is None) == (window == (None, None)) or None in window != (None, None):
            raise ValueError("give either at, or both earliest and latest")
        if self.earliest is not None and self.latest is not None and self.latest < self.earliest:
            raise ValueError("latest is before earliest; both are times at which it may start")
        if not self.together and self.at is not None:
            raise ValueError("at is one time for all; give earliest and latest, or together = true")
        if not self.together and self.least:
            raise ValueError("least counts those who are together; leave it out")
        if self.together and (self.once or self.at is None) and not self.least:
            raise ValueError(
                "least is missing: the solver chooses when it is held, and would choose when "
                "nobody works; say how many must be there"
            )
        return self

    @property
    def as_break(self) -> Break:
        """The time off the phones, as a paid break."""
        return Break(code=self.code, name=self.name, minutes=self.minutes, paid=True)

    def within(self, shift: Shift, start: int) -> bool:
        """Return whether a shift contains the meeting that starts then."""
        return shift.start <= start and start + self.minutes <= shift.end

    def wanted_starts(self, slot_minutes: int) -> tuple[int, ...]:
        """Return the starts that the planner allows, whatever the shifts are."""
        if self.at is not None:
            return (self.at,)
        if self.earliest is None or self.latest is None:
            raise AssertionError
        return tuple(range(self.earliest, self.latest + 1, self.step or slot_minutes))


def own_meeting(center: CallCenter, counselor: str) -> Meeting | None:
    """Return the meeting that a person attends by themselves once a week, if there is one."""
    mine = center.meetings_of[counselor]
    return next((meeting for meeting in mine if meeting.once and not meeting.together), None)


def has_room(center: CallCenter, shift: Shift, attended: Attended) -> bool:
    """Return whether meetings lie one after another and leave a start to each break."""
    spans = spans_of(center, attended)
    return all(one[1] <= other[0] for one, other in pairwise(spans)) and all(
        starts_beside(center, shift, attended)
    )


def starts_beside(
    center: CallCenter, shift: Shift, attended: Attended
) -> tuple[tuple[int, ...], ...]:
    """Return when each break of a shift can start beside meetings; ties are kept."""
    pauses = center.breaks_of(shift)
    return possible_starts(pauses, [free_starts(center, shift, p, attended) for p in pauses])


def spans_of(center: CallCenter, attended: Attended) -> list[tuple[int, int]]:
    """Return start and end of each meeting."""
    return [(start, start + center.meeting[code].minutes) for start, code in attended]


def free_starts(
    center: CallCenter, shift: Shift, pause: Break, attended: Attended
) -> tuple[int, ...]:
    """Return the starts of a break by itself that overlap no meeting."""
    spans = spans_of(center, attended)
    return tuple(
        start
        for start in shift.starts_of(pause, center.slot_minutes)
        if all(start + pause.minutes <= begin or end <= start for begin, end in spans)
    )


def own_starts(center: CallCenter, meeting: Meeting, shift: Shift) -> tuple[int, ...]:
    """Return when a person on a shift can attend by themselves."""
    return tuple(
        start
        for start in meeting.wanted_starts(center.slot_minutes)
        if meeting.within(shift, start) and has_room(center, shift, ((start, meeting.code),))
    )


def shifts_for(center: CallCenter, meeting: Meeting) -> tuple[Shift, ...]:
    """Return the shifts that somebody may work for whom a meeting is."""
    codes = {
        shift.code
        for counselor in center.counselors
        if meeting in center.meetings_of[counselor.id]
        for shift in center.shifts_of(counselor)
    }
    return tuple(shift for shift in center.shifts if shift.code in codes)


def common_starts(center: CallCenter, meeting: Meeting) -> tuple[int, ...]:
    """Return when a meeting can be held together.

    That is whenever each shift of each attendee, if it contains the meeting, leaves room for
    its breaks.
    """
    return tuple(
        start
        for start in meeting.wanted_starts(center.slot_minutes)
        if not any(
            meeting.within(shift, start) and not has_room(center, shift, ((start, meeting.code),))
            for shift in shifts_for(center, meeting)
        )
    )


def ways_to_attend(
    center: CallCenter, meetings: Sequence[Meeting], shift: Shift
) -> tuple[Attended, ...]:
    """Return every way in which a person on a shift can attend a day's meetings."""
    choices: list[list[Attended]] = []
    for meeting in meetings:
        if meeting.together:
            common = center.starts_of_meeting[meeting.code]
            starts = [start for start in common if meeting.within(shift, start)]
            may_miss = meeting.once or len(starts) < len(common)
        else:
            starts = list(own_starts(center, meeting, shift))
            may_miss = meeting.once or not starts
        ways = [((start, meeting.code),) for start in starts]
        choices.append([*([()] if may_miss else []), *ways])
    if math.prod(map(len, choices)) > MOST:
        raise ValueError(too_many(meetings, shift, f"more than {MOST}"))
    found = (tuple(sorted(chain.from_iterable(choice))) for choice in product(*choices))
    return tuple(attended for attended in found if has_room(center, shift, attended))


def too_many(meetings: Sequence[Meeting], shift: Shift, ways: str) -> str:
    """Return what is wrong with so many ways."""
    return (
        f"the meetings {', '.join(m.code for m in meetings)} have {ways} ways to lie in shift "
        f"{shift.code!r}, at most {MOST} can be planned; take larger steps or narrower windows"
    )
