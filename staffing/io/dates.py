"""Dates as other people's files write them; a column is read as a whole or not at all."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Sequence

from staffing.errors import InputError

HOW = "write dates as 2026-12-24"
_WEEKDAYS = "월화수목금토일"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TRIPLE = re.compile(r"(\d{1,4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,4})\s*[.일]?")
_COMPACT = re.compile(r"(\d{2})(\d{2})(\d{2})(\d{2})")
_KOREAN = re.compile(r"(\d{1,2})\s*월\s*(\d{1,2})\s*일")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*\.?")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_SUFFIX = re.compile(
    r"(?:\s+|\s*[(\[]\s*)([월화수목금토일]|mon|tue|wed|thu|fri|sat|sun)(?:요일|[a-z]*)\s*[)\]]?$",
    re.IGNORECASE,
)
_EPOCH = dt.date(1899, 12, 30)
_YEARS = range(1990, 2101)
"""No roster and no report is of another time; such a year is a slip."""
_EARLIEST = 2010
"""Two-digit years before this are not believed to be years."""

Order = tuple[int, int, int]
YMD, MDY, DMY = (0, 1, 2), (2, 0, 1), (2, 1, 0)
"""Where year, month and day stand among three numbers."""


class DateColumn:
    """The dates of a column, once their order of year, month and day is settled.

    Parameters
    ----------
    texts
        Every cell of the column, in the order of the file.
    where
        Returns the place of the n-th text.
    year
        The year of dates that name none (``8월 3일``); None knows none.

    Raises
    ------
    InputError
        If a text is no date, or the order cannot be told from the column.
    """

    def __init__(
        self, texts: Sequence[str], where: Callable[[int], str], year: int | None = None
    ) -> None:
        self._known: dict[str, dt.date] = {}
        unsettled: dict[str, tuple[int, tuple[int, int, int]]] = {}
        for index, text in enumerate(texts):
            if text in self._known or text in unsettled:
                continue
            bare, weekday = _split(text)
            date = _certain(bare, year)
            if date is None:
                numbers = _numbers(bare)
                if numbers is None:
                    raise _no_date(text, bare, where(index))
                unsettled[text] = (index, numbers)
                continue
            _check_weekday(date, weekday, text, where(index))
            self._known[text] = date
        if unsettled:
            self._settle(unsettled, where)

    def __getitem__(self, text: str) -> dt.date:
        return self._known[text]

    def _settle(
        self,
        unsettled: dict[str, tuple[int, tuple[int, int, int]]],
        where: Callable[[int], str],
    ) -> None:
        possible: list[dict[str, dt.date]] = []
        for order in (YMD, MDY, DMY):
            dates = {t: _build(n, order) for t, (_, n) in unsettled.items()}
            known = {text: date for text, date in dates.items() if date is not None}
            if len(known) == len(dates) and _weekdays_fit(known):
                possible.append(known)
        if len(possible) > 1:
            # The order under which the rows are days in a row beats one that leaps by months.
            steady = [known for known in possible if _steady(list(known.values()))]
            possible = steady if len(steady) == 1 else possible
        if len(possible) == 1:
            self._known.update(possible[0])
            return
        text, (index, _) = next(iter(unsettled.items()))
        readings = sorted({f"{known[text]}" for known in possible})
        raise InputError(
            where(index),
            f"found {text!r}, which may be {' or '.join(readings)}"
            if readings
            else f"found {text!r}; the order of year, month and day is not clear",
            todo=HOW,
        )


def read_date(text: str, where: str, year: int | None = None) -> dt.date:
    """Return the date of a single text; see `DateColumn`."""
    return DateColumn([text], lambda _: where, year)[text]


def maybe_date(text: str, year: int | None = None) -> dt.date | None:
    """Return the date of a text, None where it is no (certain) date."""
    try:
        return read_date(text, "", year)
    except InputError:
        return None


def month_day(text: str) -> tuple[int, int] | None:
    """Return month and day of a text that names no year, such as ``8/3(목)`` or ``8월 3일``."""
    bare, _ = _split(text)
    match = _KOREAN.fullmatch(bare) or _MONTH_DAY.fullmatch(bare)
    return (int(match[1]), int(match[2])) if match else None


def _split(text: str) -> tuple[str, int | None]:
    match = _SUFFIX.search(text)
    if match is None or match.start() == 0:
        return text.strip(), None
    name = match[1].lower()
    weekday = _WEEKDAYS.index(name) if name in _WEEKDAYS else _ENGLISH.index(name)
    return text[: match.start()].strip(), weekday


def _certain(text: str, year: int | None) -> dt.date | None:
    if match := _COMPACT.fullmatch(text):
        century = int(match[1])
        if century in {19, 20}:
            return _date(century * 100 + int(match[2]), int(match[3]), int(match[4]))
    if _SERIAL.fullmatch(text) and 36526 <= float(text) <= 73050:
        return _EPOCH + dt.timedelta(days=int(float(text)))
    if match := _TRIPLE.fullmatch(text):
        if len(match[1]) == 4:
            return _date(int(match[1]), int(match[2]), int(match[3]))
        return None
    short = _KOREAN.fullmatch(text) or _MONTH_DAY.fullmatch(text)
    if short is not None and year is not None:
        return _date(year, int(short[1]), int(short[2]))
    return None


def _numbers(text: str) -> tuple[int, int, int] | None:
    if match := _TRIPLE.fullmatch(text):
        first, second, third = match.groups()
        if len(first) in {1, 2} and len(third) in {1, 2, 4} and len(first + third) > 2:
            return int(first), int(second), int(third)
    if match := _COMPACT.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3] + match[4])
    return None


def _build(numbers: tuple[int, int, int], order: Order) -> dt.date | None:
    year, month, day = (numbers[place] for place in order)
    if year < 100:
        year += 2000
    return _date(year, month, day) if year >= _EARLIEST else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _steady(dates: list[dt.date]) -> bool:
    steps = [(b - a).days for a, b in itertools.pairwise(dates)]
    return bool(steps) and all(0 < step <= 7 for step in steps)


def _weekdays_fit(dates: dict[str, dt.date]) -> bool:
    return all(_split(text)[1] in {None, date.weekday()} for text, date in dates.items())


def _check_weekday(date: dt.date, weekday: int | None, text: str, where: str) -> None:
    if weekday is not None and weekday != date.weekday():
        raise InputError(
            where, f"found {text!r}, but {date} is a {date:%A}", todo="correct the date"
        )


def _no_date(text: str, bare: str, where: str) -> InputError:
    if _KOREAN.fullmatch(bare) or _MONTH_DAY.fullmatch(bare):
        return InputError(where, f"found {text!r}, which names no year", todo=HOW)
    return InputError(where, f"found {text!r}, which is no date", todo=HOW)
