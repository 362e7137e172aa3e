"""Checks across the parts of a center: every code that is named exists, every break has a place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from staffing.domain.ties import is_tied, possible_starts
from staffing.units import clock

LISTED = 30
"""How many known codes an error lists; the nearest one is named anyway."""

if TYPE_CHECKING:
    from staffing.domain.center import CallCenter
    from staffing.domain.people import Counselor
    from staffing.domain.ties import Starts
    from staffing.domain.work import Break, Shift


def known(what: str, code: str, codes: Iterable[str]) -> str:
    """Return a code that is among the known ones.

    Raises
    ------
    ValueError
        If it is not; the message suggests the nearest one.
    """
    codes = list(codes)
    if code in codes:
        return code
    near = difflib.get_close_matches(code, codes, n=1, cutoff=0.3)
    hint = f"did you mean {near[0]!r}? " if near else ""
    more = ", …" if len(codes) > LISTED else ""
    names = ", ".join(codes[:LISTED]) or "none"
    raise ValueError(f"unknown {what} {code!r}; {hint}known: {names}{more}")


def check_links(center: CallCenter) -> None:
    """Raise ValueError for the first code that names nothing, or break that fits nowhere."""
    for what, codes in (
        ("queue", [q.code for q in center.queues]),
        ("shift", [s.code for s in center.shifts]),
        ("break or meeting", [p.code for p in center.breaks] + [m.code for m in center.meetings]),
        ("contract", [c.code for c in center.contracts]),
        ("counselor id", [c.id for c in center.counselors]),
    ):
        twice = [code for code, count in Counter(codes).items() if count > 1]
        if twice:
            raise ValueError(f"{what} {twice[0]!r} stands twice; each must be unique")
    shifts = [s.code for s in center.shifts]
    if not shifts:
        raise ValueError("there is no shift; write [[shifts]] or [[shift_designs]]")
    for contract in center.contracts:
        for code in contract.shifts or ():
            known(f"shift in contract {contract.code!r}:", code, shifts)
    for counselor in center.counselors:
        _check_person(center, counselor)
    for shift in center.shifts:
        _check_breaks(center, shift)
    for rule in center.rules:
        rule.check_links(center)


def _check_person(center: CallCenter, counselor: Counselor) -> None:
    where = f"in counselor {counselor.id!r}:"
    known(f"contract {where}", counselor.contract, center.contract)
    for code in counselor.skills:
        known(f"skill {where}", code, [q.code for q in center.queues])
    for wish in counselor.wishes:
        if wish.shift is not None:
            known(f"shift in a wish {where}", wish.shift, center.shift)


def _check_breaks(center: CallCenter, shift: Shift) -> None:
    slot, windows = center.slot_minutes, []
    if shift.start % slot or shift.end % slot:
        raise ValueError(
            f"shift {shift.code!r} {clock(shift.start)}-{clock(shift.end)} does not fall "
            f"on slots of {slot} minutes"
        )
    twice = [code for code, count in Counter(shift.breaks).items() if count > 1]
    if twice:
        raise ValueError(
            f"break {twice[0]!r} stands twice in shift {shift.code!r}; write a second break with "
            "a code of its own"
        )
    for code in shift.breaks:
        known(f"break in shift {shift.code!r}:", code, [b.code for b in center.breaks])
        pause = center.pause[code]
        if pause.minutes % slot or (pause.step or slot) % slot:
            raise ValueError(
                f"break {code!r}: {pause.minutes} minutes, step {pause.step or slot}; "
                f"both must be multiples of the slot length, {slot} minutes"
            )
        starts = shift.starts_of(pause, slot)
        if not starts:
            raise ValueError(
                f"break {code!r} has no possible start in shift {shift.code!r} "
                f"{clock(shift.start)}-{clock(shift.end)}; widen earliest and latest, or lower "
                "after_start and before_end, or raise within and end_within"
            )
        if any(start % slot for start in starts):
            raise ValueError(
                f"break {code!r} in shift {shift.code!r} starts at {clock(starts[0])}, "
                f"which is not on slots of {slot} minutes"
            )
        windows.append(starts)
    _check_order(center, shift, windows)


def _check_order(center: CallCenter, shift: Shift, windows: Sequence[Starts]) -> None:
    """Raise ValueError unless the breaks of a shift can all be taken, one after another."""
    pauses = center.breaks_of(shift)
    for place in range(1, len(pauses) + 1):
        if not all(possible_starts(pauses[:place], windows[:place])):
            before, pause = pauses[place - 2 : place]
            raise ValueError(
                f"the breaks of shift {shift.code!r} cannot all be taken: {before.code!r} starts "
                f"{_window(possible_starts(pauses[: place - 1], windows[: place - 1])[-1])} and "
                f"lasts {before.minutes} minutes, {pause.code!r} must start "
                f"{_window(windows[place - 1])}, {_tie(pause)}; widen a window, lower "
                "after_break or raise within"
            )
    free_from = shift.start
    for code, pause, starts in zip(
        shift.breaks, pauses, possible_starts(pauses, windows), strict=True
    ):
        if starts[0] < free_from and not is_tied(pause):
            raise ValueError(
                f"break {code!r} in shift {shift.code!r} may start at {clock(starts[0])}, "
                f"before the break ahead of it has surely ended at {clock(free_from)}; "
                "the windows of a shift's breaks must follow one another, or the later break "
                "say by after_break how long after the other it starts at least"
            )
        free_from = starts[-1] + pause.minutes


def _window(starts: Starts) -> str:
    return f"{clock(starts[0])}-{clock(starts[-1])}"


def _tie(pause: Break) -> str:
    most = f" and at most {pause.within}" if pause.within is not None else ""
    return f"at least {pause.after_break or 0}{most} minutes after that"
