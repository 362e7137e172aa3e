"""Generated centers of any size: one week of 15-minute slots, wishes, leave, part-timers.

The load has Cheonan's shape and is scaled so that the busiest slot of the week needs 13 of 15
people for 80 % in 20 seconds, however large the center is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.generate_cheonan import PROFILE_DAY_OFF, PROFILE_WEEKDAY, SATURDAY, SUNDAY, WEEKDAY
from benchmarks.registry import BenchSpec
from staffing.domain.base import FloatArray
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import parse_days
from staffing.domain.grid import SlotMinutes
from staffing.domain.history import Forecast
from staffing.domain.horizon import Horizon
from staffing.domain.people import Contract, Counselor, Leave, Wish
from staffing.domain.problem import Problem
from staffing.domain.work import Break, Queue, Shift
from staffing.presets import resolve
from staffing.queueing.curves import service_curves
from staffing.queueing.sizing import required_agents
from staffing.queueing.targets import Targets
from staffing.solver.settings import SolveSettings

MONDAY = dt.date(2026, 11, 30)
AHT_S = 180.0
PART_TIME = 5
"""Every fifth works half days."""
BUSIEST = 0.76
SIZES = (50, 100, 300, 1000, 10_000)
LONG_SIZES = (50, 100, 300, 1000)
"""Over four weeks."""

OPENS, HOURS = 8 * 60 + 30, 600
SLOT: SlotMinutes = 15


def generated(
    people: int,
    seed: int = 0,
    *,
    days: int = 7,
    slot: SlotMinutes = SLOT,
    steps: tuple[int, int] = (SLOT, 60),
    opens: int = OPENS,
    rests: bool = True,
) -> Problem:
    """Return the week of a center, or more or fewer days.

    Parameters
    ----------
    people
        How many counselors.
    seed
        Of wishes and leave.
    days
        How many days are planned, from a Monday on.
    slot
        Minutes of a slot.
    steps
        Minutes between the starts of full-time shifts, within an hour, and of half days, within
        five hours.
    opens
        Minutes after midnight; slots, shifts and breaks begin with it.
    rests
        Whether there are breaks of less than an hour; without them all is whole hours, half days
        last five with an hour off, and slots may be long.
    """
    center = _center(people, np.random.default_rng(seed), slot, steps, opens, rests=rests)
    grid = center.grid(Horizon(first=MONDAY, days=days))
    week = [
        factor * _slots(profile, slot)
        for factor, profile in zip(
            (*WEEKDAY, SATURDAY, SUNDAY),
            (*[PROFILE_WEEKDAY] * 5, *[PROFILE_DAY_OFF] * 2),
            strict=True,
        )
    ]
    shape = np.concatenate([week[day % 7] for day in range(days)])
    offered = (shape * _calls(people, slot) / shape.max())[np.newaxis]
    forecast = Forecast(
        grid=grid,
        queues=("calls",),
        offered=offered,
        aht_s=np.full_like(offered, AHT_S),
        day_cv=np.zeros((1, days)),
        slot_cv=np.zeros_like(offered),
    )
    return Problem(center=center, curves=service_curves(center, forecast))


def _slots(profile: Sequence[float], slot: SlotMinutes) -> FloatArray:
    """Return a profile of half hours slot by slot."""
    halves = np.asarray(profile)
    return np.repeat(halves, 30 // slot) if slot <= 30 else halves.reshape(-1, slot // 30).mean(1)


def _calls(people: int, slot: SlotMinutes) -> float:
    """Return the calls of the busiest slot."""
    calls: FloatArray = np.arange(1.0, 6 * people * max(1, slot // SLOT))
    targets = Targets(service_level=0.8, threshold_s=20)
    needed = required_agents(calls * (60 / slot), AHT_S, targets, patience_s=300.0)
    return float(calls[needed <= BUSIEST * people].max(initial=1.0))


def _center(
    people: int,
    chance: np.random.Generator,
    slot: SlotMinutes,
    steps: tuple[int, int],
    opens: int,
    *,
    rests: bool,
) -> CallCenter:
    full, part = steps
    whole = tuple(
        Shift(
            code=f"F{n}",
            start=opens + full * n,
            end=opens + full * n + 540,
            breaks=FULL if rests else ("lunch",),
        )
        for n in range(60 // full + 1)
    )
    half = tuple(
        Shift(
            code=f"H{n}",
            start=opens + part * n,
            end=opens + part * n + (270 if rests else 300),
            breaks=("rest" if rests else "hour",),
        )
        for n in range(300 // part + 1)
    )
    return CallCenter(
        name=f"Generated center of {people}",
        slot_minutes=slot,
        opening=(OpeningRule(days=parse_days("Mon-Sun"), opens=opens, closes=opens + HOURS),),
        queues=(Queue(code="calls", on_phone_share=0.97, on_phone_share_day_off=0.97),),
        shifts=(*whole, *half),
        breaks=(
            Break(code="am", minutes=15, paid=True, after_start=60, latest=opens + 135),
            Break(code="lunch", minutes=60, earliest=opens + 180, latest=opens + 270),
            Break(code="pm", minutes=15, paid=True, earliest=opens + 345, before_end=60),
            Break(code="rest", minutes=30, after_start=75, before_end=75),
        )
        if rests
        else (
            Break(code="lunch", minutes=60, earliest=opens + 180, latest=opens + 270),
            Break(code="hour", minutes=60, after_start=60, before_end=60),
        ),
        contracts=(
            Contract(code="FT", shifts=tuple(shift.code for shift in whole)),
            Contract(code="PT", hours_per_week=20, shifts=tuple(shift.code for shift in half)),
        ),
        counselors=tuple(_person(n, chance) for n in range(people)),
        rules=resolve(
            "KR_LSA",
            [
                {"rule": "floor", "service_level": 0.65, "on": "working-days"},
                {"rule": "minimum_cover", "working_day": 2, "day_off": 1},
                {"rule": "days_off_together"},
                {"rule": "day_wishes"},
            ],
        ),
    )


FULL = ("am", "lunch", "pm")


def _person(number: int, chance: np.random.Generator) -> Counselor:
    wishes, leave = [], []
    if chance.random() < 0.6:
        day = str(chance.choice(["Sat", "Sun", "Sat,Sun", "Mon", "Tue", "Wed", "Fri"]))
        wishes.append(Wish(kind="off", days=parse_days(day), strength=int(chance.integers(1, 4))))
    if chance.random() < 0.2:
        leave.append(
            Leave(days=parse_days(str(chance.choice(["Mon", "Tue", "Wed", "Thu", "Fri"]))))
        )
    return Counselor(
        id=f"C{number + 1:05d}",
        contract="PT" if number % PART_TIME == 0 else "FT",
        wishes=tuple(wishes),
        leave=tuple(leave),
    )


def build(data: Path | None, people: int, days: int = 7) -> Problem:  # noqa: ARG001
    """Return the problem of a center, made anew; nothing is read."""
    return generated(people, days=days)


SPECS = (
    *(
        BenchSpec(
            name=f"generated_{people}",
            description=f"{people} counselors, a fifth part-time, 7 days, 15-minute slots, breaks",
            build=partial(build, people=people),
            settings=SolveSettings(time_limit_s=60),
            large=people > 100,
        )
        for people in SIZES
    ),
    *(
        BenchSpec(
            name=f"generated_{people}_28_days",
            description=f"{people} counselors, a fifth part-time, 28 days, 15-minute slots, breaks",
            build=partial(build, people=people, days=28),
            settings=SolveSettings(time_limit_s=120),
            large=True,
        )
        for people in LONG_SIZES
    ),
)
