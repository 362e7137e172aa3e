"""What kind of day it is for the callers: closures, eves, bridges, months.

Nothing here names a country. A day is *off* when it is a holiday or one of the weekdays
on which few or no calls come; that is learned from the counts, so a Friday in Tel Aviv
is off and a Sunday in a hotel's center is not. The calls held back by a run of off days
come on the first day after it, the more the longer it was: that one effect makes Mondays
busy, and tells what a Tuesday after a long weekend will be.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from staffing.units import DAYS_PER_WEEK

MONTH_WAVES = 3
YEAR_WAVES = 2
LONGEST_CLOSURE = 10
SEASON_DAYS = 7
_DAY = dt.timedelta(days=1)
_SUBSTITUTE = re.compile(
    r"(alternative holiday (for|of) |substitute(d)?( holiday| day)?( for| from)? |"
    r"\(?observed\)?|in lieu( of)?|대체 ?휴일|振替休日)",
    re.IGNORECASE,
)

Row = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class DayClasses:
    """The calendar effects of any day, as named numbers for a regression.

    Parameters
    ----------
    holidays
        Days on which callers behave as on a holiday.
    off
        Weekdays (Monday is 0) on which few or no calls come.
    """

    holidays: Mapping[dt.date, str]
    off: frozenset[int]
    _known: dict[dt.date, Row] = field(default_factory=dict)
    _kinds: dict[dt.date, str] = field(default_factory=dict)

    def is_off(self, day: dt.date) -> bool:
        """Return whether few or no calls come on a day."""
        return day in self.holidays or day.weekday() in self.off

    def closure(self, day: dt.date, step: int) -> int:
        """Return how many off days lie next to a day, before it (-1) or after it (+1)."""
        length, other = 0, day + step * _DAY
        while length < LONGEST_CLOSURE and self.is_off(other):
            length += 1
            other += step * _DAY
        return length

    def usual_closure(self, weekday: int, step: int) -> int:
        """Return the same for an ordinary week."""
        length, other = 0, (weekday + step) % DAYS_PER_WEEK
        while length < DAYS_PER_WEEK and other in self.off:
            length += 1
            other = (other + step) % DAYS_PER_WEEK
        return length

    def kind(self, day: dt.date) -> str:
        """Return the name of the class of a day, for profiles, tables and notes."""
        if day not in self._kinds:
            self._kinds[day] = self._kind(day)
        return self._kinds[day]

    def _kind(self, day: dt.date) -> str:
        row = self.row(day)
        if "holiday" in row or "holiday_off" in row:
            return "holiday"
        if self.is_off(day):
            return f"weekday{day.weekday()}"
        for name in ("eve", "bridge", "after", "between"):
            if name in row:
                return name
        return f"weekday{day.weekday()}"

    def row(self, day: dt.date) -> Row:
        """Return the effects that apply to a day, and how strongly."""
        if day not in self._known:
            self._known[day] = self._row(day)
        return self._known[day]

    def _row(self, day: dt.date) -> Row:
        row: dict[str, float] = {}
        name = self.holidays.get(day)
        if name is not None and day.weekday() not in self.off:
            row["holiday"] = 1.0
            row[f"name:{_SUBSTITUTE.sub('', name).strip()}"] = 1.0
            if _SUBSTITUTE.search(name):
                row["substitute"] = 1.0
            if self._in_block(day):
                row["block"] = 1.0
        else:
            row[f"weekday{day.weekday()}"] = 1.0
            if name is not None:
                row["holiday_off"] = 1.0
        if not self.is_off(day):
            row["open"] = 1.0
            self._neighbors(day, row)
            self._month(day, row)
        elif name is None and day + _DAY in self.holidays:
            row["eve_off"] = 1.0
        for wave in range(1, YEAR_WAVES + 1):
            phase = 2 * math.pi * wave * day.timetuple().tm_yday / 365.25
            row[f"year_cos{wave}"], row[f"year_sin{wave}"] = math.cos(phase), math.sin(phase)
        row[f"month{day.month}"] = 1.0
        return row

    def _in_block(self, day: dt.date) -> bool:
        return day - _DAY in self.holidays or day + _DAY in self.holidays

    def _neighbors(self, day: dt.date, row: dict[str, float]) -> None:
        before, after = self.closure(day, -1), self.closure(day, 1)
        usual_before = self.usual_closure(day.weekday(), -1)
        usual_after = self.usual_closure(day.weekday(), 1)
        row["backlog"], row["outlook"] = math.log1p(before), math.log1p(after)
        if before > usual_before:
            row["after"] = math.log1p(before) - math.log1p(usual_before)
        if day + _DAY in self.holidays:
            row["eve"] = 1.0
        yesterday = day - _DAY
        if not self.is_off(yesterday) and self.closure(yesterday, -1) > self.usual_closure(
            yesterday.weekday(), -1
        ):
            row["second"] = 1.0
        if before and after and not (usual_before and usual_after):
            row["bridge"] = 1.0
        elif "eve" not in row and self._between(day):
            row["between"] = 1.0

    def _between(self, day: dt.date) -> bool:
        # Inside a holiday season: Christmas to New Year, the week of Sukkot, Golden Week.
        near = range(1, SEASON_DAYS + 1)
        return any(day - i * _DAY in self.holidays for i in near) and any(
            day + i * _DAY in self.holidays for i in near
        )

    def _month(self, day: dt.date, row: dict[str, float]) -> None:
        first = day.replace(day=1)
        following = (first + 31 * _DAY).replace(day=1)
        phase = 2 * math.pi * (day.day - 1) / (following - first).days
        for wave in range(1, MONTH_WAVES + 1):
            row[f"month_cos{wave}"] = math.cos(wave * phase)
            row[f"month_sin{wave}"] = math.sin(wave * phase)
        row["month_start"] = math.exp(-self._open_days(first, day) / 2)
        row["month_end"] = math.exp(-self._open_days(day + _DAY, following) / 2)

    def _open_days(self, first: dt.date, end: dt.date) -> int:
        days = (first + i * _DAY for i in range((end - first).days))
        return sum(not self.is_off(day) for day in days)
