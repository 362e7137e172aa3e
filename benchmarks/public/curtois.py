"""Shift scheduling after Curtois and Qu: their files as problems of ours, and their own price.

The set (24 instances, 8 to 150 people, 2 to 52 weeks) is not part of this repository. Days have
shifts without a time of day, heads asked per shift and day, and people with bounds on minutes,
runs of days, weekends and shifts. Each bound is one of our rules; nobody calls, so there is no
service to price. `cost_of` knows nothing of our rules: it prices a roster from the file alone.

Source: T. Curtois and R. Qu, Computational results on new staff scheduling benchmark instances,
2014 (schedulingbenchmarks.org).
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby
from pathlib import Path
from typing import Literal

from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.curves import ServiceCurves
from staffing.domain.days import ALL_DAYS, Days
from staffing.domain.horizon import Horizon
from staffing.domain.people import Contract, Counselor, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.domain.work import Queue, Shift
from staffing.rules.registry import make

MONDAY = dt.date(2026, 8, 3)
"""Day 0 of every instance is a Monday."""
SLOTS = (60, 30, 20, 15, 10, 5)
FINE = Decimal("1e-9")
"""Mean hours are rounded to this, so that the sum is right to the minute."""
STRONGEST = 5
"""The largest strength of one wish; heavier requests become several wishes."""


@dataclass(frozen=True)
class Person:
    """A line of SECTION_STAFF, with the days off of SECTION_DAYS_OFF."""

    most_of: Mapping[str, int]
    days_off: frozenset[int]
    most_minutes: int
    least_minutes: int
    most_in_row: int
    least_in_row: int
    least_off: int
    most_weekends: int


@dataclass(frozen=True)
class Request:
    """A line of a section of requests."""

    who: str
    day: int
    shift: str
    weight: int


@dataclass(frozen=True)
class Cover:
    """A line of SECTION_COVER."""

    day: int
    shift: str
    heads: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """A file as it stands; days count from 0."""

    name: str
    days: int
    minutes: Mapping[str, int]
    not_after: Mapping[str, tuple[str, ...]]
    staff: Mapping[str, Person]
    wanted: tuple[Request, ...]
    unwanted: tuple[Request, ...]
    cover: tuple[Cover, ...]


Row = tuple[str | None, ...]
"""One person's shifts by day, None for a day off."""


def read(path: Path) -> Instance:
    """Return the instance of a file, with either kind of line ends.

    Raises
    ------
    ValueError
        If a section is missing or a line has other fields than the format.
    """
    section = _sections(path)
    days_off = {cells[0]: frozenset(map(int, cells[1:])) for cells in section["DAYS_OFF"]}
    staff = {}
    for who, most_of, *numbers in section["STAFF"]:
        limits = dict(part.split("=") for part in most_of.split("|"))
        staff[who] = Person(
            {code: int(most) for code, most in limits.items()},
            days_off.get(who, frozenset()),
            *map(int, numbers),
        )
    return Instance(
        name=path.stem,
        days=int(section["HORIZON"][0][0]),
        minutes={code: int(minutes) for code, minutes, *_ in section["SHIFTS"]},
        not_after={
            code: tuple(c for c in after.split("|") if c) for code, _, after in section["SHIFTS"]
        },
        staff=staff,
        wanted=tuple(_requests(section["SHIFT_ON_REQUESTS"])),
        unwanted=tuple(_requests(section["SHIFT_OFF_REQUESTS"])),
        cover=tuple(
            Cover(int(day), shift, int(heads), int(under), int(over))
            for day, shift, heads, under, over in section["COVER"]
        ),
    )


def _sections(path: Path) -> dict[str, list[list[str]]]:
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        text = line.strip()
        if text.startswith("SECTION_"):
            rows = sections.setdefault(text.removeprefix("SECTION_"), [])
        elif text and not text.startswith("#"):
            rows.append([cell.strip() for cell in text.split(",")])
    missing = {"HORIZON", "SHIFTS", "STAFF", "COVER"} - set(sections)
    if missing:
        raise ValueError(f"{path}: no SECTION_{min(missing)}; is this an instance of the set?")
    for name in ("DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"):
        sections.setdefault(name, [])
    return sections


def _requests(lines: Iterable[list[str]]) -> Iterator[Request]:
    for who, day, shift, weight in lines:
        yield Request(who, int(day), shift, int(weight))


# -- as a problem of ours --------------------------------------------------------------------


def problem_of(instance: Instance) -> Problem:
    """Return the instance as a problem; every hard limit and every price is a rule."""
    horizon = Horizon(first=MONDAY, days=instance.days)
    contracts: dict[tuple[str, ...], str] = {}
    for person in instance.staff.values():
        contracts.setdefault(_may_work(person), f"contract-{len(contracts) + 1}")
    center = CallCenter(
        name=instance.name,
        slot_minutes=next(s for s in SLOTS if not any(m % s for m in instance.minutes.values())),
        opening=(OpeningRule(days=ALL_DAYS),),
        queues=(Queue(code="none"),),
        shifts=tuple(Shift(code=c, start=0, end=m) for c, m in instance.minutes.items()),
        contracts=tuple(Contract(code=code, shifts=s) for s, code in contracts.items()),
        counselors=tuple(
            Counselor(
                id=who,
                contract=contracts[_may_work(person)],
                wishes=tuple(_wishes(instance, who)),
            )
            for who, person in instance.staff.items()
        ),
        rules=tuple(_rules(instance, horizon)),
    )
    grid = center.grid(horizon)
    return Problem(center=center, curves=ServiceCurves.silent(grid, ("none",)))


def _may_work(person: Person) -> tuple[str, ...]:
    return tuple(code for code, most in person.most_of.items() if most > 0)


def _on(*days: int) -> Days:
    dates = (MONDAY + dt.timedelta(days=day) for day in days)
    return Days(ranges=tuple((date, date) for date in dates))


def _wishes(instance: Instance, who: str) -> Iterator[Wish]:
    """Yield a person's requests: to work a shift is to wish the day and, if working, the shift."""
    kinds: list[tuple[tuple[Request, ...], tuple[Literal["work", "shift", "not"], ...]]]
    kinds = [(instance.wanted, ("work", "shift")), (instance.unwanted, ("not",))]
    for requests, wishes in kinds:
        for request in requests:
            for done in range(0, request.weight if request.who == who else 0, STRONGEST):
                strength = min(STRONGEST, request.weight - done)
                for kind in wishes:
                    shift = None if kind == "work" else request.shift
                    days = _on(request.day)
                    yield Wish(kind=kind, shift=shift, days=days, strength=strength)


def _rules(instance: Instance, horizon: Horizon) -> Iterator[Rule]:
    yield make({"rule": "one_shift"})
    for code, after in instance.not_after.items():
        if after:
            yield make({"rule": "successions", "shifts": [code, "|".join(after)]})
    yield from _personal_rules(instance, horizon)
    yield make({"rule": "day_wishes", "weight": 1})
    yield make({"rule": "shift_wishes", "weight": 1})
    prices: dict[tuple[str, str, int], dict[dt.date, int]] = defaultdict(dict)
    for line in instance.cover:
        date = horizon.dates[line.day]
        prices[line.shift, "least", line.under][date] = line.heads
        prices[line.shift, "most", line.over][date] = line.heads
    for (shift, bound, weight), dates in prices.items():
        if weight:
            cover = {"shift": shift, "bound": bound, "dates": dates, "weight": weight}
            yield make({"rule": "shift_cover", **cover})


def _personal_rules(  # noqa: C901 - one branch per column of the file
    instance: Instance, horizon: Horizon
) -> Iterator[Rule]:
    weeks = len(horizon.weeks)
    hours = Decimal(60) * weeks
    whole = {"weeks_long": weeks, "valid_from": horizon.weeks[-1][0]}
    for who, person in instance.staff.items():
        if person.days_off:
            table = {"rule": "pins", "kind": "off", "days": _on(*sorted(person.days_off))}
            yield make({**table, "counselors": (who,)})
    for least, most, ids in _alike(instance, lambda p: (p.least_minutes, p.most_minutes)):
        band = {
            "least": (least / hours).quantize(FINE, ROUND_FLOOR),
            "most": (most / hours).quantize(FINE, ROUND_CEILING),
        }
        yield make({"rule": "average_hours", **band, **whole, "counselors": ids})
    for most, _, ids in _alike(instance, lambda p: (p.most_in_row, 0)):
        yield make({"rule": "consecutive_days", "most": most, "counselors": ids})
    for least, _, ids in _alike(instance, lambda p: (p.least_in_row, 0)):
        if least > 1:
            yield make({"rule": "day_runs", "of": "work", "least": least, "counselors": ids})
    for least, _, ids in _alike(instance, lambda p: (p.least_off, 0)):
        if least > 1:
            yield make({"rule": "day_runs", "of": "off", "least": least, "counselors": ids})
    for most, _, ids in _alike(instance, lambda p: (p.most_weekends, 0)):
        if most < weeks:
            yield make({"rule": "max_weekends", "most": most, **whole, "counselors": ids})
    for code in instance.minutes:
        for most, _, ids in _alike(instance, lambda p: (p.most_of.get(code, 0), 0)):  # noqa: B023
            if 0 < most < instance.days:
                table = {"rule": "shift_counts", "shifts": (code,), "most": most}
                yield make({**table, "counselors": ids})


def _alike(
    instance: Instance, numbers: Callable[[Person], tuple[int, int]]
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield each pair of numbers with the people that have it; nobody named is everybody."""
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for who, person in instance.staff.items():
        groups[numbers(person)].append(who)
    for (one, other), ids in groups.items():
        yield one, other, () if len(groups) == 1 else tuple(ids)


# -- the set's own price ----------------------------------------------------------------------


def rows_of(instance: Instance, roster: Roster) -> dict[str, Row]:
    """Return a roster of ours as the set writes it."""
    return {
        who: tuple(
            None if duty is None else duty.shift
            for day in roster.horizon.dates
            for duty in (roster.of.get((who, day)),)
        )
        for who in instance.staff
    }


def read_rows(path: Path, instance: Instance) -> dict[str, Row]:
    """Return the last roster that a text prints: two characters per day, ``.`` is a day off.

    Raises
    ------
    ValueError
        If a row has a shift that the instance does not have, or too few days.
    """
    rows: dict[str, Row] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.fullmatch(r"\s*(\w+): ?(.*)", line)
        if match is None or match[1] not in instance.staff:
            continue
        cells = [match[2][2 * day : 2 * day + 2] for day in range(instance.days)]
        row = tuple(None if c.strip() == "." else c.strip().rstrip("=") for c in cells)
        if any(code is not None and code not in instance.minutes for code in row):
            raise ValueError(f"{path}: unreadable row of {match[1]}: {line!r}")
        rows[match[1]] = row
    if set(rows) != set(instance.staff):
        raise ValueError(f"{path}: no row for {min(set(instance.staff) - set(rows))}")
    return rows


def cost_of(instance: Instance, rows: Mapping[str, Row]) -> int:
    """Return the set's price of a roster, from the file alone.

    Raises
    ------
    ValueError
        If a hard limit is broken; it says which.
    """
    for who, person in instance.staff.items():
        for fault in _faults(instance, person, rows[who]):
            raise ValueError(f"{instance.name}, {who}: {fault}")
    cost = sum(r.weight for r in instance.wanted if rows[r.who][r.day] != r.shift)
    cost += sum(r.weight for r in instance.unwanted if rows[r.who][r.day] == r.shift)
    for line in instance.cover:
        heads = sum(row[line.day] == line.shift for row in rows.values())
        cost += line.under * max(0, line.heads - heads) + line.over * max(0, heads - line.heads)
    return cost


def _faults(instance: Instance, person: Person, row: Row) -> Iterator[str]:
    for day, code in enumerate(row):
        if code is not None and day in person.days_off:
            yield f"works on day {day}, which is off"
        if day and code is not None and code in instance.not_after.get(row[day - 1] or "", ()):
            yield f"{code} on day {day} after {row[day - 1]}"
    for code, most in person.most_of.items():
        if row.count(code) > most:
            yield f"{row.count(code)} times {code}, at most {most}"
    minutes = sum(instance.minutes[code] for code in row if code is not None)
    if not person.least_minutes <= minutes <= person.most_minutes:
        yield f"{minutes} minutes"
    saturdays = range(5, instance.days, 7)
    weekends = sum(row[day : day + 2] != (None, None) for day in saturdays)
    if weekends > person.most_weekends:
        yield f"{weekends} weekends"
    yield from _bad_runs(person, row)


def _bad_runs(person: Person, row: Row) -> Iterator[str]:
    """Yield runs that are too long or, away from the edges of the horizon, too short."""
    runs = [(works, len(list(run))) for works, run in groupby(code is not None for code in row)]
    for place, (works, long) in enumerate(runs):
        if works and long > person.most_in_row:
            yield f"{long} days in a row"
        least = person.least_in_row if works else person.least_off
        if 0 < place < len(runs) - 1 and long < least:
            yield f"a run of {long} days, {'work' if works else 'off'}"
