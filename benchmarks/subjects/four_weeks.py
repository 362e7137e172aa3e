"""Four weeks of three shifts around the clock: no calls, no breaks, named people, many rules.

The kind of problem that public sets of shift scheduling pose: people wish for days off, nights,
weekends and runs of days are limited, and each shift needs a number of heads that is dear to miss.
"""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from benchmarks.registry import BenchSpec
from staffing.domain.days import parse_days
from staffing.domain.people import Wish
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.rules.registry import make
from staffing.solver.settings import SolveSettings

MONDAY = dt.date(2026, 11, 30)
DAYS = 28
SHIFTS = {"E": "06:00-14:00", "L": "14:00-22:00", "N": "22:00-30:00"}
HEADS = {"E": (8, 4), "L": (7, 3), "N": (4, 2)}
"""Of 24 people, on weekdays and on days of the weekend."""
RULES: list[dict[str, object]] = [
    {"rule": "consecutive_days", "most": 5},
    {"rule": "day_runs", "of": "off", "least": 2},
    {"rule": "day_runs", "of": "work", "least": 2},
    {"rule": "max_weekends", "most": 2},
    {"rule": "successions", "shifts": ["N", "E|L"]},
    {"rule": "successions", "shifts": ["L", "E"]},
    {"rule": "average_hours", "weeks_long": 4, "least": 34, "most": 40},
    {"rule": "shift_counts", "shifts": ["N"], "most": 7},
    {"rule": "day_wishes", "weight": 1},
]


def four_weeks(people: int = 24, seed: int = 0) -> Problem:
    """Return four weeks of a team.

    Parameters
    ----------
    people
        How many.
    seed
        Of what they wish.
    """
    chance = random.Random(seed)  # noqa: S311 - wishes, not secrets
    ids = [f"P{number + 1:02d}" for number in range(people)]
    rules = list(RULES)
    for shift, (week, weekend) in HEADS.items():
        heads = [round(n * people / 24) for n in (*[week] * 5, *[weekend] * 2)]
        for bound, weight in (("least", 100), ("most", 1)):
            cover: dict[str, object] = {"rule": "shift_cover", "shift": shift, "heads": heads}
            rules.append({**cover, "bound": bound, "weight": weight})
    return toy(
        ids,
        days=DAYS,
        first=MONDAY,
        shifts=SHIFTS,
        needs=0,
        wishes={who: _wishes(chance) for who in ids},
        rules=[make(rule) for rule in rules],
    )


def _wishes(chance: random.Random) -> tuple[Wish, ...]:
    """Return four spells of two days that somebody would like to have off."""
    first = sorted(chance.sample(range(0, DAYS - 1, 2), 4))
    return tuple(
        Wish(
            kind="off",
            days=parse_days(f"{_date(day)}..{_date(day + 1)}"),
            strength=chance.randint(1, 3),
        )
        for day in first
    )


def _date(day: int) -> dt.date:
    return MONDAY + dt.timedelta(days=day)


def build(data: Path | None) -> Problem:  # noqa: ARG001 - nothing is read
    """Return the problem, made anew."""
    return four_weeks()


SPECS = (
    BenchSpec(
        name="four_weeks",
        description="24 people, 28 days, three shifts, wishes, no calls and no breaks",
        build=build,
        settings=SolveSettings(time_limit_s=60),
    ),
)
