"""Breaks, counted: how many people start a break in each slot, whoever they are.

Windows depend only on the shift, so a count can be handed out to people exactly when Hall's
condition holds: for every interval [a, b] of starts, at least as many breaks start in it as
there are people whose whole window lies in it. (Bechtold and Jacobs 1990,
doi:10.1287/mnsc.36.11.1339, give the rows with a first or b last.)

Breaks that are tied to the one before are counted for each shift apart. The starts that may
follow a start are an interval whose both ends grow with it, so counts can be matched exactly
when the earliest of one break fits the earliest of the next, the second the second, and so on:
two rows per start say that, and one order of people then serves all breaks of the shift.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from staffing.domain.center import CallCenter
from staffing.domain.expr import Expr
from staffing.domain.roster import Duty, Pause
from staffing.domain.ties import bound_pairs, span_of
from staffing.formulation.model import Model


class Family(NamedTuple):
    """Shifts whose starts of one break lie on one lattice.

    Parameters
    ----------
    code
        Code of the break.
    starts
        Every possible start, minutes after midnight, ascending.
    windows
        First and last start by shift code.
    during
        The meetings, start and code, that may be held together at a start; nobody starts the
        break then if one of them is.
    apart
        Whether it belongs to one shift alone, because breaks are tied there.
    tie
        Least and most minutes from the start of the shift's break before to this one's; None
        if the two are not tied. That break's family stands just before this one.
    """

    code: str
    starts: tuple[int, ...]
    windows: Mapping[str, tuple[int, int]]
    during: Mapping[int, tuple[tuple[int, str], ...]] = MappingProxyType({})
    apart: bool = False
    tie: tuple[int, int | None] | None = None


def families(center: CallCenter) -> tuple[Family, ...]:
    """Return the break families of a center."""
    found: dict[tuple[str, int, int, str | None], dict[str, tuple[int, ...]]] = defaultdict(dict)
    ties: dict[tuple[str, str], tuple[int, int | None]] = {}
    for shift in center.shifts:
        pauses, starts_in = center.breaks_of(shift), center.starts_in[shift.code]
        bound = (*bound_pairs(pauses, list(starts_in.values())), False)
        for place, pause in enumerate(pauses):
            starts, step = starts_in[pause.code], pause.step or center.slot_minutes
            holes = starts[-1] - starts[0] > step * (len(starts) - 1)
            alone = shift.code if bound[place] or bound[place + 1] or holes else None
            found[pause.code, step, starts[0] % step, alone][shift.code] = starts
            if bound[place]:
                ties[shift.code, pause.code] = span_of(pauses[place - 1], pause)
    return tuple(
        Family(
            code,
            tuple(sorted(set().union(*of.values()))),
            {shift: (starts[0], starts[-1]) for shift, starts in of.items()},
            apart=alone is not None,
            tie=None if alone is None else ties.get((alone, code)),
        )
        for (code, _step, _phase, alone), of in found.items()
    )


def tied_pairs(families: Sequence[Family], numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the numbers of families that are tied, each with that of the break before.

    Parameters
    ----------
    families
        All of them.
    numbers
        Those that some people share in, in order.
    """
    return [(one, two) for one, two in pairwise(numbers) if families[two].tie is not None]


def without(family: Family, lost: Collection[int]) -> Family:
    """Return a family without some starts.

    The windows of shifts stay intervals of the starts that are left, so counting stays exact.
    """
    if not lost:
        return family
    left = tuple(start for start in family.starts if start not in lost)
    inside = {
        shift: [start for start in left if first <= start <= last]
        for shift, (first, last) in family.windows.items()
    }
    windows = {shift: (starts[0], starts[-1]) for shift, starts in inside.items() if starts}
    return family._replace(starts=left, windows=windows)


def count_breaks(model: Model, family: Family, heads: Mapping[str, Expr]) -> dict[int, Expr]:
    """Add the numbers of people who start a break at each time of one day, and their rows.

    Parameters
    ----------
    model
        Gets the variables and rows.
    family
        The break.
    heads
        People on each shift of the day, by shift code.

    Returns
    -------
    dict
        Start in minutes after midnight to the number of people starting then.
    """
    shifts = [code for code in family.windows if code in heads]
    most = sum(model.bounds(heads[code])[1] for code in shifts)
    if most == 0:
        return {}
    reachable = [
        start
        for start in family.starts
        if any(family.windows[code][0] <= start <= family.windows[code][1] for code in shifts)
    ]
    counts = {start: model.expr(0, most) for start in reachable}
    everyone = Expr.sum(heads[code] for code in shifts)
    model.equal(Expr.sum((*counts.values(), -everyone)))
    lows = sorted({family.windows[code][0] for code in shifts})
    highs = sorted({family.windows[code][1] for code in shifts})
    for low in lows:
        for high in highs:
            inside = [
                code
                for code in shifts
                if low <= family.windows[code][0] and family.windows[code][1] <= high
            ]
            if inside and len(inside) < len(shifts):
                started = Expr.sum(c for s, c in counts.items() if low <= s <= high)
                needed = Expr.sum(heads[code] for code in inside)
                model.row(started - needed, at_least=0)
    return counts


def tie_breaks(
    model: Model, family: Family, before: Mapping[int, Expr], counts: Mapping[int, Expr]
) -> None:
    """Add the rows that tie a break to the one before it.

    Until each time, at most as many start it as have been at work long enough after the break
    before, and at least as many as may not wait any longer.

    Parameters
    ----------
    model
        Gets the rows.
    family
        The later break.
    before, counts
        Start to the number of people starting the break before, and this one, on one day.
    """
    if family.tie is None or not counts:
        return
    least, most = family.tie
    for latest in counts:
        ready = [expr for start, expr in before.items() if start + least <= latest]
        if len(ready) < len(before):
            begun = (expr for start, expr in counts.items() if start <= latest)
            model.row(Expr.sum(ready) - Expr.sum(begun), at_least=0)
    if most is None:
        return
    for began in before:
        started = [expr for start, expr in counts.items() if start <= began + most]
        if len(started) < len(counts):
            due = (expr for start, expr in before.items() if start <= began)
            model.row(Expr.sum(started) - Expr.sum(due), at_least=0)


def name_breaks(
    family: Family, duties: Sequence[Duty], counts: Mapping[int, int]
) -> dict[tuple[str, dt.date], Pause]:
    """Hand counted starts out to people, earliest end of the window first, then by id.

    Of one shift the order of people is the same for every break, as ties need it.

    Parameters
    ----------
    family
        The break.
    duties
        One day's duties that have the break.
    counts
        How many start at each time.

    Raises
    ------
    ValueError
        If the counts cannot be handed out; the rows of `count_breaks` exclude that.
    """
    coming = sorted(
        (d for d in duties if d.shift in family.windows),
        key=lambda d: (family.windows[d.shift][0], d.counselor),
        reverse=True,
    )
    ready: list[tuple[int, str, dt.date]] = []
    named = {}
    for start in sorted(counts):
        while coming and family.windows[coming[-1].shift][0] <= start:
            duty = coming.pop()
            heappush(ready, (family.windows[duty.shift][1], duty.counselor, duty.day))
        pause = Pause(code=family.code, start=start)
        for _ in range(counts[start]):
            if not ready or start > ready[0][0]:
                raise ValueError(f"nobody can start {family.code} at {start}")
            _, who, day = heappop(ready)
            named[who, day] = pause
    for who in (*(who for _, who, _ in ready), *(duty.counselor for duty in coming)):
        raise ValueError(f"{who} gets no {family.code}")
    return named
