"""Which days: a small written form for weekdays, dates and date ranges.

``Mon``, ``Mon-Fri``, ``Sat,Sun``, ``2026-12-24``, ``2026-12-24..2026-12-31``; several are
joined with commas. Used wherever a file names days.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

from staffing.domain.base import Frozen

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_KOREAN = dict(zip("월화수목금토일", WEEKDAYS, strict=True))
_SHORT = 2
"""Longer runs of weekdays are written from first to last."""
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.\.(\d{4}-\d{2}-\d{2}))?")


class Days(Frozen):
    """A set of days, by weekday and by date.

    Parameters
    ----------
    weekdays
        Monday is 0.
    ranges
        First and last date of each range, both included.
    """

    weekdays: tuple[int, ...] = ()
    ranges: tuple[tuple[dt.date, dt.date], ...] = ()

    def __contains__(self, day: dt.date) -> bool:
        return day.weekday() in self.weekdays or any(
            first <= day <= last for first, last in self.ranges
        )

    def among(self, dates: Sequence[dt.date]) -> Iterator[dt.date]:
        """Yield those of some dates, ascending, that are meant; quick for a few ranges."""
        if self.weekdays or len(self.ranges) != 1:
            yield from (date for date in dates if date in self)
            return
        first, last = self.ranges[0]
        yield from dates[bisect_left(dates, first) : bisect_right(dates, last)]

    def __str__(self) -> str:
        runs: list[list[str]] = []
        for before, weekday in zip((None, *self.weekdays), self.weekdays, strict=False):
            if before is None or weekday > before + 1:
                runs.append([])
            runs[-1].append(WEEKDAYS[weekday])
        names = [
            name for run in runs for name in ([f"{run[0]}-{run[-1]}"] if len(run) > _SHORT else run)
        ]
        for first, last in self.ranges:
            names.append(f"{first}" if first == last else f"{first}..{last}")
        return ",".join(names)


ALL_DAYS = Days(weekdays=tuple(range(7)))


def parse_days(text: str) -> Days:
    """Return the days that a text names.

    Raises
    ------
    PydanticCustomError
        If a part is no weekday, date or range (pydantic and `staffing.io` add the place).

    Examples
    --------
    >>> str(parse_days("Fri-Mon"))
    'Mon,Fri-Sun'
    """
    weekdays: set[int] = set()
    ranges: list[tuple[dt.date, dt.date]] = []
    for part in re.split(r"[,\s]+", text.strip()):
        if match := _RANGE.fullmatch(part):
            ranges.append(_range(part, match[1], match[2] or match[1]))
            continue
        ends = [_weekday(name) for name in part.split("-")]
        if not 1 <= len(ends) <= 2 or None in ends:
            raise _unreadable(part)
        first, last = ends[0] or 0, ends[-1] or 0
        weekdays.update((first + i) % 7 for i in range((last - first) % 7 + 1))
    return Days(weekdays=tuple(sorted(weekdays)), ranges=tuple(ranges))


def _weekday(name: str) -> int | None:
    name = _KOREAN.get(name, name).capitalize()
    names = {short: i for i, short in enumerate(WEEKDAYS)} | {
        long: i for i, long in enumerate(_LONG)
    }
    return names.get(name)


def _range(part: str, first: str, last: str) -> tuple[dt.date, dt.date]:
    try:
        begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    except ValueError:
        raise _unreadable(part) from None
    if end < begin:
        raise _unreadable(part)
    return begin, end


def _unreadable(part: str) -> PydanticCustomError:
    return PydanticCustomError(
        "days",
        "found {found}; days are Mon..Sun, Mon-Fri, 2026-12-24 or "
        "2026-12-24..2026-12-31, joined with commas",
        {"found": repr(part)},
    )


def _read(value: object) -> object:
    return parse_days(value) if isinstance(value, str) else value


WrittenDays = Annotated[
    Days,
    BeforeValidator(_read),
    PlainSerializer(str, return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "description": "Days: Mon-Fri, Sat,Sun, 2026-12-24, 2026-12-24..2026-12-31.",
        }
    ),
]
"""Days as they stand in a file."""
