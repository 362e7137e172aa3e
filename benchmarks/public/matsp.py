"""Shifts of any start and length around the clock (MATSP, the instances with one task).

The set (225 instances, 10 to 150 people, 1 to 4 weeks) is not part of this repository. A day of
the set runs from 06:00 to 06:00; a shift belongs to the calendar day on which it starts. A
surplus head costs one unit a slot (the set squares them, which is the same up to one head:
`cost` has both); a missing one, which the set forbids, costs `MISSING`.

Source: Y. Qu and T. Curtois, Solving the multi-activity shift scheduling problem using variable
neighbourhood search, ICORES 2020, doi:10.5220/0008903102270232.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.public.parts import curves_asking
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import ALL_DAYS, Days
from staffing.domain.horizon import Horizon
from staffing.domain.people import Contract, Counselor, Window
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.domain.work import Queue, Shift
from staffing.rules.registry import make

MONDAY = dt.date(2026, 8, 3)
SLOT = 15
DAY = 1440
BEGINS = 360
"""The horizon begins, and ends, at 06:00."""
SHORTEST, LONGEST = 360, 600
REST_HOURS = 14
MOST_IN_ROW = 5
MISSING = 10_000
FINE = Decimal("1e-9")

known = {
    "1_7_10_1": 383,
    "2_7_10_1": 132,
    "6_7_20_1": 583,
    "76_14_10_1": 538,
    "77_14_10_1": 775,
    "81_14_20_1": 1172,
    "151_28_10_1": 1486,
    "152_28_10_1": 1329,
    "156_28_20_1": 2473,
}
"""The least surplus that the contracts leave: a bound; reached on the first."""


@dataclass(frozen=True)
class Instance:
    """A file: days, minutes of each person, heads of each slot."""

    days: int
    minutes: dict[str, tuple[int, int]]
    heads: tuple[int, ...]


def instances(folder: Path) -> list[Path]:
    """Return the files of the set, by number."""
    return sorted(folder.glob("*_*_*_1.txt"), key=lambda path: int(path.stem.partition("_")[0]))


def load(path: Path) -> Instance:
    """Return what a file says.

    Raises
    ------
    ValueError
        If it has several tasks, or heads that must lie in a range.
    """
    found: dict[str, list[list[str]]] = defaultdict(list)
    section = ""
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("SECTION_"):
            section = line
        elif line and not line.startswith("#"):
            found[section].append(line.split(","))
    days = int(found["SECTION_HORIZON"][0][0])
    if found["SECTION_TASKS"] != [["1"]]:
        raise ValueError(f"{path.name} has several tasks")
    heads = [0] * (days * DAY // SLOT)
    for day, span, _, least, most in found["SECTION_COVER"]:
        if least != most:
            raise ValueError(f"{path.name}: {least} to {most} heads at {span}")
        hour, minute = span.partition("-")[0].split(":")
        begin = (int(day) - 1) * DAY + int(hour) * 60 + int(minute) - BEGINS
        heads[begin // SLOT] = int(least)
    minutes = {who: (int(low), int(high)) for who, low, high in found["SECTION_STAFF"]}
    return Instance(days, minutes, tuple(heads))


def starts() -> tuple[int, ...]:
    """Return the minutes after midnight at which a shift may start."""
    spans = ((0, 0), (360, 600), (840, 1080), (1200, 1425))
    return tuple(at for first, last in spans for at in range(first, last + 1, SLOT))


def read(path: Path) -> Problem:
    """Return the problem of a file; the referee's objective is the set's, with linear prices."""
    data = load(path)
    shifts = tuple(
        Shift(code=f"S{start:04d}-{length}", start=start, end=start + length)
        for start in starts()
        for length in range(SHORTEST, LONGEST + 1, SLOT)
    )
    horizon = Horizon(first=MONDAY, days=data.days)
    inner = Days(ranges=((horizon.dates[1], horizon.dates[-2]),))
    windows = (
        Window(days=_on(horizon.first), begin=BEGINS, end=2 * DAY),
        Window(days=inner),
        Window(days=_on(horizon.last), begin=0, end=DAY + BEGINS),
    )
    center = CallCenter(
        name=path.stem,
        slot_minutes=SLOT,
        opening=(OpeningRule(days=ALL_DAYS, opens=BEGINS, closes=BEGINS + DAY),),
        queues=(Queue(code="task"),),
        shifts=shifts,
        contracts=(Contract(code="any"),),
        counselors=tuple(
            Counselor(id=who, contract="any", available=windows) for who in data.minutes
        ),
        rules=tuple(_rules(data)),
    )
    required = np.array([data.heads], dtype=np.int64)
    return Problem(center=center, curves=curves_asking(center.grid(horizon), ("task",), required))


def cost(path: Path, roster: Roster, power: int = 1) -> int:
    """Return missing times `MISSING` plus surplus to a power, from the file alone.

    The set's own power is 2; 1 is what our rules charge.

    Raises
    ------
    ValueError
        If a roster breaks a limit of the set.
    """
    data = load(path)
    heads = np.zeros(len(data.heads), dtype=np.int64)
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for duty in roster.duties:
        start, length = (int(text) for text in duty.shift[1:].split("-"))
        if start not in starts() or length % SLOT or not SHORTEST <= length <= LONGEST:
            raise ValueError(f"{duty.shift} is no shift of the set")
        begin = (duty.day - roster.horizon.first).days * DAY + start
        spans[duty.counselor].append((begin, begin + length))
        first, last = (begin - BEGINS) // SLOT, (begin + length - BEGINS) // SLOT
        if first < 0 or last > len(heads):
            raise ValueError(f"{duty.counselor}: {duty.day} {duty.shift} leaves the horizon")
        heads[first:last] += 1
    for who, (low, high) in data.minutes.items():
        _check(who, sorted(spans[who]), low, high)
    off = heads - np.array(data.heads)
    return int(MISSING * np.maximum(-off, 0).sum() + (np.maximum(off, 0) ** power).sum())


def _on(day: dt.date) -> Days:
    return Days(ranges=((day, day),))


def _rules(data: Instance) -> Iterator[Rule]:
    yield make({"rule": "one_shift"})
    yield make({"rule": "availability"})
    yield make({"rule": "rest", "hours": REST_HOURS})
    yield make({"rule": "consecutive_days", "most": MOST_IN_ROW})
    weeks = data.days // 7
    for who, (low, high) in data.minutes.items():
        least, most = Decimal(low) / 60 / weeks, Decimal(high) / 60 / weeks
        yield make(
            {
                "rule": "average_hours",
                "weeks_long": weeks,
                "least": least.quantize(FINE, ROUND_CEILING),
                "most": most.quantize(FINE, ROUND_CEILING),
                "counselors": [who],
            }
        )
    yield make({"rule": "cover_target", "weight": 1, "missing": MISSING, "surplus": 1})


def _check(who: str, spans: list[tuple[int, int]], low: int, high: int) -> None:
    minutes = sum(end - begin for begin, end in spans)
    if not low <= minutes <= high:
        raise ValueError(f"{who} works {minutes} minutes, not {low} to {high}")
    for (_, end), (begin, _) in pairwise(spans):
        if begin - end < REST_HOURS * 60:
            raise ValueError(f"{who} rests {begin - end} minutes")
    days = [begin // DAY for begin, _ in spans]
    for place in range(len(days) - MOST_IN_ROW):
        if days[place + MOST_IN_ROW] == days[place] + MOST_IN_ROW:
            raise ValueError(f"{who} works more than {MOST_IN_ROW} days in a row")
    if len(set(days)) < len(days):
        raise ValueError(f"{who} starts twice on a day")
