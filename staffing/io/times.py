"""Times of day, durations and counts as other people's files write them."""

from __future__ import annotations

import re
from functools import lru_cache

from staffing.units import (
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    SECONDS_PER_HOUR,
    SECONDS_PER_MINUTE,
)

_TO = re.compile(r"\s*[~–-]\s*")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?", re.ASCII)
_HHMM = re.compile(r"\d{1,4}", re.ASCII)
_KOREAN = re.compile(r"(\d{1,2})시(?:(\d{1,2})분)?")
_HALF = re.compile(r"(오전|오후|am|pm)", re.IGNORECASE)
_FRACTION = re.compile(r"0?\.\d+(?:[eE]-\d+)?")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def read_time(text: str) -> int | None:
    """Return minutes after midnight of the start that a text names; None if it is no time.

    A range such as ``08:30~09:00`` is its start; ``830`` is 08:30.

    Examples
    --------
    >>> [read_time(t) for t in ("08:30", "830", "08:30~09:00", "오후 1:00", "8시", "half past")]
    [510, 510, 510, 780, 480, None]
    """
    text = text.strip()
    if _FRACTION.fullmatch(text):
        return round(float(text) * MINUTES_PER_DAY)
    text, *ends = _TO.split(text)
    if len(ends) > 1 or (ends and read_time(ends[0]) is None):
        return None
    half = _HALF.search(text)
    bare = _HALF.sub("", text).strip().replace(" ", "")
    minutes = _bare(bare)
    if minutes is None or half is None:
        return minutes
    hour, minute = divmod(minutes, MINUTES_PER_HOUR)
    if not 1 <= hour <= 12:
        return None
    noon = half[1].lower() in {"오후", "pm"}
    return (hour % 12 + 12 * noon) * MINUTES_PER_HOUR + minute


def _bare(text: str) -> int | None:
    if match := _CLOCK.fullmatch(text):
        hour, minute = int(match[1]), int(match[2])
    elif match := _KOREAN.fullmatch(text):
        hour, minute = int(match[1]), int(match[2] or 0)
    elif _HHMM.fullmatch(text):
        hour, minute = divmod(int(text), 100)
    else:
        return None
    total = hour * MINUTES_PER_HOUR + minute
    return total if minute < MINUTES_PER_HOUR and total <= MINUTES_PER_DAY else None


def range_minutes(text: str) -> int | None:
    """Return the length of a range such as ``08:30~09:00``; None where the text is no range."""
    ends = _TO.split(text.strip())
    if len(ends) != 2:
        return None
    begin, end = read_time(ends[0]), read_time(ends[1])
    if begin is None or end is None:
        return None
    return (end - begin) % MINUTES_PER_DAY


@lru_cache(maxsize=65_536)
def number(text: str) -> float | None:
    """Return a number, thousands set off with commas or not; None if it is none.

    Examples
    --------
    >>> number("1,306"), number("178.5"), number("178,5"), number("many")
    (1306.0, 178.5, 178.5, None)
    """
    text = text.strip()
    if _THOUSANDS.fullmatch(text):
        text = text.replace(",", "")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < float("inf") and "_" not in text else None


_COLONS = re.compile(r"(?:(\d+):)?(\d*):(\d\d(?:\.\d+)?)", re.ASCII)
_PARTS = re.compile(
    r"(?:(\d+)\s*(?:시간|h))?\s*(?:(\d+)\s*(?:분|m|min))?\s*(?:(\d+(?:\.\d+)?)\s*(?:초|s|sec)?)?"
)


def duration(text: str) -> float | None:
    """Return the seconds of ``2:58``, ``00:02:58``, ``:58``, ``2분 58초`` or ``178초``.

    A plain number is returned as it is: what its unit is shows only in the whole column.

    Examples
    --------
    >>> [duration(t) for t in ("2:58", "00:02:58", ":58", "2분 58초", "178초", "178", "x")]
    [178.0, 178.0, 58.0, 178.0, 178.0, 178.0, None]
    """
    plain = number(text)
    if plain is not None:
        return plain
    text = text.strip()
    if match := _COLONS.fullmatch(text):
        hours, minutes, rest = (float(group or 0) for group in match.groups())
        if rest >= SECONDS_PER_MINUTE or (match[1] and minutes >= MINUTES_PER_HOUR):
            return None
        return hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + rest
    match = _PARTS.fullmatch(text)
    if match is None or not any(match.groups()):
        return None
    hours, minutes, rest = (float(group or 0) for group in match.groups())
    return hours * SECONDS_PER_HOUR + minutes * SECONDS_PER_MINUTE + rest


def is_plain(text: str) -> bool:
    """Return whether a duration is written as a bare number, its unit not said."""
    return number(text) is not None
