"""What a cell of a roster says: a person, a shift with its breaks, a day off."""

from __future__ import annotations

from collections.abc import Collection

from staffing.domain.center import CallCenter
from staffing.domain.roster import Pause
from staffing.domain.work import Shift
from staffing.errors import InputError
from staffing.io.faults import Faults, hint
from staffing.io.tables import Sheet
from staffing.units import clock, parse_clock

OFF = frozenset(
    (
        *("", "-", "–", ".", "/", "x", "off", "do", "휴", "휴무", "비번", "주", "주휴", "주휴일"),
        *("wh", "ph", "phs", "공휴일", "대체", "대체휴일", "대체공휴일"),
    )
)
"""A day off; case does not matter."""

LEAVE = frozenset(
    (
        *("al", "sl", "ol", "연", "연차", "병", "병가", "공", "공가", "경조", "휴가", "휴직"),
        *("출산휴가", "육아휴직", "보건휴가", "교", "교육", "출", "출장", "대휴", "보상휴가"),
        *("leave", "annual", "sick", "official", "training"),
    )
)
"""A day of leave, or away on duty; case does not matter."""


class People:
    """Finds counselors by what a file calls them: the id, else a name that only one has.

    Parameters
    ----------
    center
        Whose people.
    former
        Ids of people who have left, for a published roster; None for a roster of today.
    """

    def __init__(self, center: CallCenter, former: Collection[str] | None = None) -> None:
        self._ids = {c.id for c in center.counselors} | set(former or ())
        self._allowed = "an id of counselors.csv"
        if former is not None:
            self._allowed += ", or one of balance.csv for who has left"
        self._by_name: dict[str, list[str]] = {}
        for counselor in center.counselors:
            if counselor.name:
                self._by_name.setdefault(counselor.name, []).append(counselor.id)

    def knows(self, text: str) -> bool:
        """Return whether a text is an id or a name."""
        return text in self._ids or text in self._by_name

    def find(self, text: str, where: str) -> str:
        """Return the id of a person.

        Raises
        ------
        InputError
            If nobody, or more than one, is called so.
        """
        if text in self._ids:
            return text
        ids = self._by_name.get(text, [])
        if len(ids) == 1:
            return ids[0]
        if ids:
            raise InputError(
                where, f"{text!r} is the name of {', '.join(ids)}", todo="write the id"
            )
        raise InputError(
            where,
            f"unknown counselor {text!r}",
            self._allowed,
            hint(text, [*self._ids, *self._by_name], 0.4),
        )


def check_above(sheet: Sheet, heading: int, people: People, faults: Faults) -> None:
    """Remember people who stand above the heading, where nobody would read them."""
    for row in sheet.rows[:heading]:
        who = next((cell for cell in row.cells if people.knows(cell)), None)
        if who is not None:
            faults.add(
                InputError(
                    f"{sheet.where}, line {row.line}",
                    f"{who!r} stands above the heading in line {sheet.rows[heading].line}",
                    todo="move the heading to the top",
                )
            )


def is_off(text: str, center: CallCenter) -> bool:
    """Return whether a cell is a day off or leave."""
    return text not in center.shift and text.casefold() in OFF | LEAVE


def read_shift(text: str, center: CallCenter, where: str) -> str:
    """Return the code of a shift.

    Raises
    ------
    InputError
        If there is no such shift; it suggests the nearest.
    """
    codes = list(center.shift)
    if text in codes:
        return text
    same = [code for code in codes if code.casefold() == text.casefold()]
    same += [shift.code for shift in center.shifts if shift.name and shift.name == text]
    if len(same) == 1:
        return same[0]
    raise InputError(
        where,
        f"unknown shift {text!r}",
        f"shifts: {', '.join(codes)}; a day off is empty, - or OFF, leave is AL",
        hint(text, codes, 0.3),
    )


def read_duty_cell(text: str, center: CallCenter, where: str) -> tuple[str, tuple[Pause, ...]]:
    """Return the shift, breaks and meetings of a cell: ``E``, ``E 10:00 12:00 team@15:30``.

    The times are the starts of the shift's breaks in the order of the day; a meeting is named.
    """
    code, *parts = text.split()
    shift = center.shift[read_shift(code, center, where)]
    times = [part for part in parts if "@" not in part]
    if times and len(times) != len(shift.breaks):
        raise InputError(
            where,
            f"{text!r} names {len(times)} breaks",
            f"shift {shift.code!r} has {len(shift.breaks)}: {', '.join(shift.breaks) or 'none'}",
            "write one start for each, or none",
        )
    pauses = [
        Pause(code=c, start=parse_clock(time, where))
        for c, time in zip(shift.breaks, times, strict=False)
    ]
    pauses += [_meeting(part, center, where) for part in parts if "@" in part]
    return shift.code, tuple(sorted(pauses, key=lambda pause: pause.start))


def _meeting(text: str, center: CallCenter, where: str) -> Pause:
    code, _, time = text.partition("@")
    if code not in center.meeting:
        raise InputError(
            where,
            f"unknown meeting {code!r} in {text!r}",
            f"meetings: {', '.join(center.meeting) or 'none'}, written CODE@HH:MM",
            hint(code, center.meeting, 0.3),
        )
    return Pause(code=code, start=parse_clock(time, where))


def write_duty_cell(shift: Shift, breaks: tuple[Pause, ...]) -> str:
    """Return the cell of a duty, as `read_duty_cell` reads it."""
    times = [clock(pause.start) for pause in breaks if pause.code in shift.breaks]
    named = [f"{p.code}@{clock(p.start)}" for p in breaks if p.code not in shift.breaks]
    return " ".join((shift.code, *times, *named))
