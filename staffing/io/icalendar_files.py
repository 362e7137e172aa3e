"""One calendar file per counselor, for their phones; RFC 5545."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from staffing.domain.center import CallCenter, Language
from staffing.domain.outcome import Plan
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.errors import OutputError
from staffing.io.files import file_name, write_bytes
from staffing.units import clock

if TYPE_CHECKING:
    import icalendar

PRODUCT = "-//staffing//roster//EN"
_WORDS = {
    "en": {"break": "{name} {start}-{end}", "shift": "Shift {name}", "off": "cancelled"},
    "ko": {"break": "{name} {start}-{end}", "shift": "{name} 근무", "off": "취소"},
}


class _Before(NamedTuple):
    """An event as the file on disk has it."""

    sequence: int
    content: tuple[str, ...]
    event: icalendar.Event


def write_calendars(
    plan: Plan | Problem,
    folder: str | Path,
    roster: Roster | None = None,
    language: Language | None = None,
) -> tuple[Path, ...]:
    """Write a calendar file for each counselor and return the paths.

    Each duty has an identity of its own for person and day. Where the folder holds the
    calendars of an earlier version, changed duties count up their SEQUENCE and duties that
    are gone stay as cancelled, so that the phones follow.

    Parameters
    ----------
    plan
        A plan, or a problem together with a roster.
    folder
        Must exist.
    roster
        Taken instead of the plan's own.
    language
        The center's own when left out.

    Raises
    ------
    OutputError
        If a file cannot be written, or one that stands there is no calendar of ours.
    """
    problem = plan.problem if isinstance(plan, Plan) else plan
    if roster is None:
        if not isinstance(plan, Plan):
            raise TypeError("a problem has no roster; pass one")
        roster = plan.roster
    center = problem.center
    paths = []
    for counselor, name in zip(center.counselors, calendar_names(center), strict=True):
        path = Path(folder) / name
        book = _calendar(center, counselor, roster, path, language or center.language)
        write_bytes(path, book.to_ical())
        paths.append(path)
    return tuple(paths)


def calendar_names(center: CallCenter) -> tuple[str, ...]:
    """Return the names of the files that `write_calendars` writes."""
    return tuple(f"{_name(center, counselor)}.ics" for counselor in center.counselors)


def _name(center: CallCenter, counselor: Counselor) -> str:
    name = file_name(counselor.id)
    twins = [c for c in center.counselors if file_name(c.id).casefold() == name.casefold()]
    return name if len(twins) == 1 else f"{name}-{_digest(counselor.id)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _calendar(
    center: CallCenter, counselor: Counselor, roster: Roster, path: Path, language: Language
) -> icalendar.Calendar:
    import icalendar  # noqa: PLC0415 - takes longer to load than to write

    book = icalendar.Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"{center.name}: {counselor.name or counselor.id}")
    book.add("x-wr-timezone", center.timezone)
    # The clock of this computer would make each file different; the horizon does not.
    stamp = dt.datetime.combine(roster.horizon.first, dt.time(), dt.UTC)
    before = _read_before(path)
    written: set[str] = set()
    for duty in roster.by_counselor.get(counselor.id, ()):
        event = _event(center, counselor, duty, language)
        uid = str(event["UID"])
        sequence = 0
        if uid in before:
            changed = before[uid].content != _content(event)
            sequence = before[uid].sequence + changed
        _seal(event, sequence, stamp)
        book.add_component(event)
        written.add(uid)
    for uid, old in before.items():
        if uid not in written:
            book.add_component(_kept(old, roster, stamp))
    zones = icalendar.Timezone.from_tzid(
        center.timezone,
        first_date=roster.horizon.first - dt.timedelta(days=366),
        last_date=roster.horizon.last + dt.timedelta(days=366),
    )
    book.subcomponents.insert(0, zones)
    return book


def _event(
    center: CallCenter, counselor: Counselor, duty: Duty, language: Language
) -> icalendar.Event:
    import icalendar  # noqa: PLC0415

    words, shift = _WORDS[language], center.shift[duty.shift]
    lines = []
    for pause in sorted(duty.breaks, key=lambda p: p.start):
        kind = center.pause[pause.code]
        lines.append(
            words["break"].format(
                name=kind.name or kind.code,
                start=clock(pause.start),
                end=clock(pause.start + kind.minutes),
            )
        )
    event = icalendar.Event()
    name = f"{shift.code} {shift.name}".strip()
    event.add("uid", f"{duty.day:%Y%m%d}-{_digest(counselor.id)}@{_digest(center.name)}.staffing")
    event.add("summary", words["shift"].format(name=name))
    event.add("dtstart", _moment(center, duty.day, shift.start))
    event.add("dtend", _moment(center, duty.day, shift.end))
    if lines:
        event.add("description", "\n".join(lines))
    event.add("status", "CONFIRMED")
    return event


def _moment(center: CallCenter, day: dt.date, minutes: int) -> dt.datetime:
    # By the clock on the wall: an hour that summer time adds or takes does not move a shift.
    wall = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minutes)
    return wall.replace(tzinfo=ZoneInfo(center.timezone))


def _seal(event: icalendar.Event, sequence: int, stamp: dt.datetime) -> None:
    for name in ("SEQUENCE", "DTSTAMP", "LAST-MODIFIED"):
        event.pop(name, None)
    event.add("sequence", sequence)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp + dt.timedelta(minutes=sequence))


def _content(event: icalendar.Event) -> tuple[str, ...]:
    times = (event.decoded("DTSTART").isoformat(), event.decoded("DTEND").isoformat())
    texts = tuple(str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "STATUS"))
    return times + texts


def _read_before(path: Path) -> Mapping[str, _Before]:
    import icalendar  # noqa: PLC0415

    if not path.exists():
        return {}
    try:
        book = icalendar.Calendar.from_ical(path.read_bytes())
        ours = str(book.get("PRODID")) == PRODUCT
    except (OSError, ValueError):
        ours = False
    if not ours:
        raise OutputError(str(path), "the file there is no calendar of ours", todo="move it away")
    return {
        str(event["UID"]): _Before(int(event.get("SEQUENCE", 0)), _content(event), event)
        for event in book.events
    }


def _kept(old: _Before, roster: Roster, stamp: dt.datetime) -> icalendar.Event:
    event, day = old.event, old.event.decoded("DTSTART").date()
    if day in roster.horizon and str(event.get("STATUS")) != "CANCELLED":
        event.pop("STATUS", None)
        event.add("status", "CANCELLED")
        _seal(event, old.sequence + 1, stamp)
    return event
