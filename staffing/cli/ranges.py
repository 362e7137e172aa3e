"""Ranges as a planner types them: ``13..16``, ``-10%..+20%``, ``170,180,200``, ``0..20/5``."""

from __future__ import annotations

import re

from staffing.errors import UsageError

_RANGE = re.compile(
    r"(?P<first>[-+]?\d+(?:\.\d+)?)%?\.\.(?P<last>[-+]?\d+(?:\.\d+)?)%?"
    r"(?:\s*(?:/|step\s*)(?P<step>\d+(?:\.\d+)?)%?)?"
)
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?%?")
_MOST = 200
"""Steps of one range; more is a slip."""


def numbers(text: str | None, where: str, step: float) -> list[float]:
    """Return the numbers of a list or range; percent signs are read over.

    Parameters
    ----------
    text
        Such as ``170,180,200`` or ``13..16`` or ``-10%..+20%/5%``; None is no number.
    where
        The option, for messages.
    step
        Between the numbers of a range that names none.

    Raises
    ------
    UsageError
        If a part is neither a number nor a range.

    Examples
    --------
    >>> numbers("13..15", "--counselors", 1), numbers("-10%..+10%", "--volume", 10)
    ([13.0, 14.0, 15.0], [-10.0, 0.0, 10.0])
    """
    values: list[float] = []
    for part in (text or "").split(","):
        if not part.strip():
            continue
        if match := _RANGE.fullmatch(part.strip()):
            first, last = float(match["first"]), float(match["last"])
            by = float(match["step"]) if match["step"] else step
            if last < first or by <= 0 or (last - first) / by > _MOST:
                raise _unreadable(where, part)
            values += [first + i * by for i in range(int((last - first) / by + 1e-9) + 1)]
            continue
        if not _NUMBER.fullmatch(part.strip()):
            raise _unreadable(where, part)
        values.append(float(part.strip().rstrip("%")))
    return values


def _unreadable(where: str, part: str) -> UsageError:
    return UsageError(
        where, f"found {part!r}", "write a list 170,180,200 or a range 13..16 or -10..20/5"
    )
