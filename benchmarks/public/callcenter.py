"""Generated call centers of 15 to 200 agents: half-hour requirements, contracts, rest, wishes.

One JSON file each: ``templates`` (a shift with its lunch in place), ``agents`` (contract, days
to work, days not available, a wish for early or late starts), ``req`` (days x slots), and the
weights of missing and surplus agents and of wishes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import numpy as np

from benchmarks.public.parts import curves_asking
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import ALL_DAYS, Days
from staffing.domain.horizon import Horizon
from staffing.domain.people import Contract, Counselor, Window, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.domain.work import Break, Queue, Shift
from staffing.rules.registry import make

MONDAY = dt.date(2026, 1, 5)
SLOT = 30
OPENS = 510
"""The set counts slots from 08:30."""
REST_SLOTS = 29
"""A shift may end at most 19 slots after the next day's starts: 14 hours and a half between."""
EARLY = {"FT": 2, "PT": 6}
"""First slot whose start is late for a contract."""

known = {"inst_15": 230, "inst_50": None, "inst_100": None, "inst_200": None}


class Template(TypedDict):
    """A shift with its lunch in place, as the file writes it."""

    name: str
    kind: str
    start: int
    end: int
    paid: int
    cov: list[int]


class Agent(TypedDict):
    """A person, as the file writes it."""

    id: str
    kind: str
    days: int
    unavailable: list[int]
    pref: str | None


class Instance(TypedDict):
    """The file."""

    days: int
    T: int
    req: list[list[int]]
    templates: list[Template]
    agents: list[Agent]
    w: dict[str, int]


def instances(folder: Path) -> list[Path]:
    """Return the files of the set, smallest team first."""
    return sorted(folder.glob("inst_*.json"), key=lambda path: int(path.stem.partition("_")[2]))


def read(path: Path) -> Problem:
    """Return the problem of a file; the referee's objective is the set's cost."""
    data = _load(path)
    shifts, breaks = _shifts(data["templates"])
    kinds = sorted({(a["kind"], a["days"]) for a in data["agents"]})
    paid = {t["kind"]: t["paid"] for t in data["templates"]}
    center = CallCenter(
        name=path.stem,
        slot_minutes=SLOT,
        opening=(OpeningRule(days=ALL_DAYS, opens=OPENS, closes=OPENS + SLOT * data["T"]),),
        queues=(Queue(code="calls"),),
        shifts=tuple(shift for of in shifts.values() for shift in of),
        breaks=breaks,
        contracts=tuple(
            Contract(
                code=f"{kind}{days}",
                days_per_week=days,
                hours_per_week=Decimal(paid[kind] * SLOT * days) / 60,
                shifts=tuple(shift.code for shift in shifts[kind]),
            )
            for kind, days in kinds
        ),
        counselors=tuple(_counselor(agent, data, shifts) for agent in data["agents"]),
        rules=_rules(data["w"]),
    )
    grid = center.grid(Horizon(first=MONDAY, days=data["days"]))
    required = np.array(data["req"], dtype=np.int64).reshape(1, -1)
    return Problem(center=center, curves=curves_asking(grid, ("calls",), required))


def cost(path: Path, roster: Roster) -> int:
    """Return what a roster costs by the set's own definition, from its file alone.

    Raises
    ------
    ValueError
        If the roster breaks a limit of the set or has a shift that it does not know.
    """
    data = _load(path)
    index = {(t["kind"], t["start"], t["end"], _lunch(t)): t for t in data["templates"]}
    staffed = np.zeros((data["days"], data["T"]), dtype=np.int64)
    shifts = {s.code: s for of in _shifts(data["templates"])[0].values() for s in of}
    refused = 0
    worked: dict[str, dict[int, Template]] = defaultdict(dict)
    agents = {agent["id"]: agent for agent in data["agents"]}
    for duty in roster.duties:
        agent, shift = agents[duty.counselor], shifts[duty.shift]
        lunch = tuple((pause.start - OPENS) // SLOT for pause in duty.breaks)
        start, end = ((minute - OPENS) // SLOT for minute in (shift.start, shift.end))
        template = index[agent["kind"], start, end, lunch]
        day = (duty.day - roster.horizon.first).days
        if day in worked[duty.counselor] or day in agent["unavailable"]:
            raise ValueError(f"{duty.counselor} cannot work twice or when away: {duty.day}")
        worked[duty.counselor][day] = template
        staffed[day] += template["cov"]
        refused += _refused(agent, template)
    for who, agent in agents.items():
        _check(agent, worked[who])
    required = np.array(data["req"])
    under = int(np.maximum(required - staffed, 0).sum())
    over = int(np.maximum(staffed - required, 0).sum())
    weights = data["w"]
    return weights["under"] * under + weights["over"] * over + weights["pref"] * refused


def _load(path: Path) -> Instance:
    with path.open(encoding="utf-8") as file:
        data: Instance = json.load(file)
    return data


def _lunch(template: Template) -> tuple[int, ...]:
    return tuple(p for p in range(template["start"], template["end"]) if not template["cov"][p])


def _shifts(templates: Sequence[Template]) -> tuple[dict[str, list[Shift]], tuple[Break, ...]]:
    """Return the shifts by contract, and the lunches that stand for several templates."""
    lunches: dict[tuple[str, int, int], set[int]] = defaultdict(set)
    for template in templates:
        lunches[template["kind"], template["start"], template["end"]].update(_lunch(template))
    shifts: dict[str, list[Shift]] = defaultdict(list)
    breaks: dict[str, Break] = {}
    for (kind, start, end), slots in lunches.items():
        pauses: tuple[str, ...] = ()
        if slots:
            after, before = min(slots) - start, end - max(slots) - 1
            if len(slots) != max(slots) - min(slots) + 1:
                raise ValueError(f"lunches of {kind} {start}-{end} have a gap: {sorted(slots)}")
            pauses = (f"L{after}-{before}",)
            breaks[pauses[0]] = Break(
                code=pauses[0], minutes=SLOT, after_start=after * SLOT, before_end=before * SLOT
            )
        shifts[kind].append(
            Shift(
                code=f"{kind}{start}-{end}",
                start=OPENS + start * SLOT,
                end=OPENS + end * SLOT,
                breaks=pauses,
            )
        )
    return dict(shifts), tuple(breaks.values())


def _counselor(agent: Agent, data: Instance, shifts: Mapping[str, Sequence[Shift]]) -> Counselor:
    free = [
        MONDAY + dt.timedelta(days=day)
        for day in range(data["days"])
        if day not in agent["unavailable"]
    ]
    begin = OPENS + EARLY[agent["kind"]] * SLOT
    unwished = [
        shift.code
        for shift in shifts[agent["kind"]]
        if agent["pref"] is not None and (shift.start < begin) == (agent["pref"] == "late")
    ]
    return Counselor(
        id=agent["id"],
        contract=f"{agent['kind']}{agent['days']}",
        available=(Window(days=Days(ranges=tuple((day, day) for day in free))),)
        if agent["unavailable"]
        else (),
        wishes=tuple(Wish(kind="not", shift=code) for code in unwished),
    )


def _rules(weights: Mapping[str, int]) -> tuple[Rule, ...]:
    return (
        make({"rule": "one_shift"}),
        make({"rule": "breaks"}),
        make({"rule": "contract_days"}),
        make({"rule": "availability"}),
        make({"rule": "rest", "hours": Decimal(REST_SLOTS * SLOT) / 60}),
        make({"rule": "shift_wishes", "weight": weights["pref"]}),
        make(
            {
                "rule": "cover_target",
                "weight": 1,
                "missing": weights["under"],
                "surplus": weights["over"],
            }
        ),
    )


def _refused(agent: Agent, template: Template) -> int:
    if agent["pref"] is None:
        return 0
    early = template["start"] < EARLY[template["kind"]]
    return int(early != (agent["pref"] == "early"))


def _check(agent: Agent, worked: Mapping[int, Template]) -> None:
    """Raise ValueError if the days of a person are not those of the contract, or rest is short."""
    if len(worked) != agent["days"]:
        raise ValueError(f"{agent['id']} works {len(worked)} days, not {agent['days']}")
    wrong = Counter(template["kind"] for template in worked.values()).keys() - {agent["kind"]}
    if wrong:
        raise ValueError(f"{agent['id']} works shifts of {wrong}")
    slots_a_day = 24 * 60 // SLOT
    for day, template in worked.items():
        after = worked.get(day + 1)
        if after is not None and slots_a_day + after["start"] - template["end"] < REST_SLOTS:
            raise ValueError(f"{agent['id']} rests too little after day {day}")
