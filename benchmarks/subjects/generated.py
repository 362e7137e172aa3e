"""Generated centers of any size: one week of 15-minute slots, wishes, leave, part-timers.

The load has Cheonan's shape and is scaled so that the busiest slot of the week needs 13 of 15
people for 80 % in 20 seconds, however large the center is.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.generate_cheonan import PROFILE_DAY_OFF, PROFILE_WEEKDAY, SATURDAY, SUNDAY, WEEKDAY
from benchmarks.registry import BenchSpec
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import parse_days
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

OPENS, CLOSES, SLOT = 8 * 60 + 30, 18 * 60 + 30, 15


def generated(people: int, seed: int = 0) -> Problem:
    """Return the week of a center.

    Parameters
    ----------
    people
        How many counselors.
    seed
        Of wishes and leave.
    """
    center = _center(people, np.random.default_rng(seed))
    grid = center.grid(Horizon(first=MONDAY))
    shape = np.concatenate(
        [
            factor * np.repeat(profile, 30 // SLOT)
            for factor, profile in zip(
                (*WEEKDAY, SATURDAY, SUNDAY),
                (*[PROFILE_WEEKDAY] * 5, *[PROFILE_DAY_OFF] * 2),
                strict=True,
            )
        ]
    )
    offered = (shape * _calls(people) / shape.max())[np.newaxis]
    forecast = Forecast(
        grid=grid,
        queues=("calls",),
        offered=offered,
        aht_s=np.full_like(offered, AHT_S),
        day_cv=np.zeros((1, 7)),
        slot_cv=np.zeros_like(offered),
    )
    return Problem(center=center, curves=service_curves(center, forecast))


def _calls(people: int) -> float:
    """Return the calls of the busiest slot."""
    calls = np.arange(1, 6 * people) * 1.0
    targets = Targets(service_level=0.8, threshold_s=20)
    needed = required_agents(calls * (60 / SLOT), AHT_S, targets, patience_s=300.0)
    return float(calls[needed <= BUSIEST * people].max(initial=1.0))


def _center(people: int, chance: np.random.Generator) -> CallCenter:
    whole = tuple(
        Shift(code=f"F{n}", start=OPENS + SLOT * n, end=OPENS + SLOT * n + 540, breaks=FULL)
        for n in range(5)
    )
    half = tuple(
        Shift(code=f"H{n}", start=OPENS + 60 * n, end=OPENS + 60 * n + 270, breaks=("rest",))
        for n in range(6)
    )
    return CallCenter(
        name=f"Generated center of {people}",
        opening=(OpeningRule(days=parse_days("Mon-Sun"), opens=OPENS, closes=CLOSES),),
        queues=(Queue(code="calls", on_phone_share=0.97, on_phone_share_day_off=0.97),),
        shifts=(*whole, *half),
        breaks=(
            Break(code="am", minutes=15, paid=True, after_start=60, latest=10 * 60 + 45),
            Break(code="lunch", minutes=60, earliest=11 * 60 + 30, latest=13 * 60),
            Break(code="pm", minutes=15, paid=True, earliest=14 * 60 + 15, before_end=60),
            Break(code="rest", minutes=30, after_start=75, before_end=75),
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


def build(data: Path | None, people: int) -> Problem:  # noqa: ARG001 - nothing is read
    """Return the problem of a center, made anew."""
    return generated(people)


SPECS = tuple(
    BenchSpec(
        name=f"generated_{people}",
        description=f"{people} counselors, a fifth part-time, 7 days, 15-minute slots, breaks",
        build=partial(build, people=people),
        settings=SolveSettings(time_limit_s=60),
        large=people > 100,
    )
    for people in SIZES
)
