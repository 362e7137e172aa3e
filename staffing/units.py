"""Minutes, slots and clock times: the only file that writes 60 or 1440.

Imports nothing of ours but errors. Times of day are integer minutes after midnight;
a time past midnight of the day a shift starts on is 1440 or more.
"""

from __future__ import annotations

import re

from staffing.errors import InputError

MINUTES_PER_HOUR = 60
SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = MINUTES_PER_HOUR * SECONDS_PER_MINUTE
MINUTES_PER_DAY = 1440
DAYS_PER_WEEK = 7

_CLOCK = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})")


def parse_clock(text: str, where: str = "time") -> int:
    """Return the minutes after midnight of a clock time such as ``"08:30"``.

    Parameters
    ----------
    text
        ``HH:MM``; hours up to 47 name the next day (``"30:00"`` is 06:00 tomorrow).
    where
        The place named by an error.

    Raises
    ------
    InputError
        If the text is no clock time.

    Examples
    --------
    >>> parse_clock("08:30")
    510
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is not None:
        minutes = int(match["hour"]) * MINUTES_PER_HOUR + int(match["minute"])
        if int(match["minute"]) < MINUTES_PER_HOUR and minutes <= 2 * MINUTES_PER_DAY:
            return minutes
    raise InputError(where, f"found {text!r}", "a time of day is HH:MM, for example 08:30")


def clock(minutes: int) -> str:
    """Return the clock time of minutes after midnight; the next day counts on from 24:00.

    Examples
    --------
    >>> clock(510), clock(1470)
    ('08:30', '24:30')
    """
    return f"{minutes // MINUTES_PER_HOUR:02d}:{minutes % MINUTES_PER_HOUR:02d}"


def hours(minutes: float) -> float:
    """Return minutes as hours."""
    return minutes / MINUTES_PER_HOUR
