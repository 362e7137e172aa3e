"""The small languages of single cells: leave, wishes, available hours, skills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic_core import PydanticCustomError

from staffing.domain.days import ALL_DAYS, Days, parse_days
from staffing.domain.people import Leave, Window, Wish
from staffing.errors import InputError
from staffing.io.faults import hint
from staffing.units import parse_clock

WISHES = ("off", "work", "shift", "not")
_WISH = re.compile(r"(?P<kind>\w+)\s*:\s*(?P<what>[^@*]+?)\s*(?:@(?P<days>[^*]+))?(?:\*(?P<n>.*))?")
_WINDOW = re.compile(
    r"(?:(?P<days>.*\S)\s+)?(?P<begin>\d{1,2}:\d\d)\s*[-~]\s*(?P<end>\d{1,2}:\d\d)"
)


def parts(text: str) -> Iterator[str]:
    """Yield the parts of a cell, which semicolons separate."""
    for part in text.split(";"):
        if part.strip():
            yield part.strip()


def read_days(text: str, where: str) -> Days:
    """Return the days that a text names; an `InputError` names the place."""
    try:
        return parse_days(text)
    except PydanticCustomError as error:
        found, _, allowed = error.message().partition("; ")
        raise InputError(where, found, allowed) from None


def read_leave(text: str, where: str, line: int, *, calendar: bool = False) -> tuple[Leave, ...]:
    """Return the leave of a cell such as ``Tue;2026-12-03..2026-12-04:sick``."""
    found = []
    for part in parts(text):
        days, _, kind = part.partition(":")
        found.append(
            Leave(
                days=read_days(days, where),
                kind=kind.strip() or "annual",
                line=line,
                calendar=calendar,
            )
        )
    return tuple(found)


def read_wishes(text: str, where: str) -> tuple[Wish, ...]:
    """Return the wishes of a cell such as ``off:Sat;not:L@Mon*3;shift:E;work:Sun``."""
    return tuple(_wish(part, where) for part in parts(text))


def _wish(part: str, where: str) -> Wish:
    allowed = "off:Sat, work:Sun, shift:E or not:L@Mon; *2 to *5 makes it stronger"
    match = _WISH.fullmatch(part)
    if match is None or match["kind"] not in WISHES:
        near = hint(match["kind"], WISHES) if match else ""
        raise InputError(where, f"found {part!r}", f"a wish is {allowed}", near)
    strength = (match["n"] or "1").strip()
    if strength not in {"1", "2", "3", "4", "5"}:
        raise InputError(where, f"found {part!r}", "the strength after * is 1 to 5")
    days, what = match["days"], match["what"]
    if match["kind"] in {"off", "work"}:
        if days is not None:
            raise InputError(where, f"found {part!r}", f"a wish is {allowed}")
        return Wish.model_validate(
            {"kind": match["kind"], "days": read_days(what, where), "strength": int(strength)}
        )
    return Wish.model_validate(
        {
            "kind": match["kind"],
            "shift": what,
            "days": ALL_DAYS if days is None else read_days(days, where),
            "strength": int(strength),
        }
    )


def read_windows(text: str, where: str) -> tuple[Window, ...]:
    """Return the windows of a cell such as ``Mon-Fri 08:30-15:00;Sat 09:00-13:00``."""
    found = []
    for part in parts(text):
        match = _WINDOW.fullmatch(part)
        if match is None:
            raise InputError(where, f"found {part!r}", "hours are Mon-Fri 08:30-15:00")
        begin, end = parse_clock(match["begin"], where), parse_clock(match["end"], where)
        if end <= begin:
            raise InputError(
                where,
                f"found {part!r}, which ends before it begins",
                "hours are Mon-Fri 08:30-15:00",
                "write 30:00 for 06:00 the next morning",
            )
        days = ALL_DAYS if match["days"] is None else read_days(match["days"], where)
        found.append(Window(days=days, begin=begin, end=end))
    return tuple(found)
