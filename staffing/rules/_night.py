"""How much of a shift is night."""

from __future__ import annotations

from staffing.domain.work import Shift
from staffing.units import MINUTES_PER_DAY


def night_minutes(shift: Shift, begin: int, end: int) -> int:
    """Return the minutes of a shift that lie at night, breaks included.

    Parameters
    ----------
    shift
        Starts on one day, and may end on the next.
    begin, end
        Minutes after midnight; 22:00 to 06:00 is 1320 to 1800.

    Examples
    --------
    >>> night_minutes(Shift(code="E", start=300, end=780), 1320, 1800)
    60
    """
    total = 0
    for shifted in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY):
        first, last = max(shift.start, begin + shifted), min(shift.end, end + shifted)
        total += max(0, last - first)
    return total
