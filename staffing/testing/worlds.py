"""Worlds drawn at random: small problems with all that rules look at, and rosters for them."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from staffing.domain.center import CallCenter
from staffing.domain.days import ALL_DAYS, parse_days
from staffing.domain.people import Balance, Contract, Window, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.ties import broken_ties
from staffing.domain.toys import MONDAY, SHIFTS, SHIFTS_WITH_LUNCH, toy
from staffing.domain.work import Shift
from staffing.units import clock

SHARES = (0, 0.3, 0.7, 0.9, 1)
"""How many of the days are worked in random rosters."""
SPANS: tuple[Mapping[str, str], ...] = (
    SHIFTS,
    {"E": "06:00-14:00", "L": "14:00-22:00", "N": "22:00-30:00"},
    {"S": "08:00-12:00", "F": "08:00-16:00"},
    {"D": "08:00-16:00", "X": "23:00-46:00"},
)
WEEKDAYS = ("Mon", "Tue", "Mon-Wed", "Sat", "Sat,Sun", "Mon-Sun")


class World(NamedTuple):
    """A problem and a roster that is legal in structure."""

    problem: Problem
    roster: Roster
    seed: int


def draw_roster(problem: Problem, rng: random.Random, share: float) -> Roster:
    """Return a random `expressible` roster in which a share of all days is worked."""
    duties = []
    for counselor in problem.center.counselors:
        shifts = problem.center.shifts_of(counselor)
        for day in problem.horizon.dates:
            if rng.random() < share and shifts:
                shift = rng.choice(shifts)
                pauses = tuple(_draw_breaks(problem.center, shift, rng))
                duty = Duty(counselor=counselor.id, day=day, shift=shift.code, breaks=pauses)
                duties.append(duty)
    return Roster(horizon=problem.horizon, duties=tuple(duties))


def _draw_breaks(center: CallCenter, shift: Shift, rng: random.Random) -> Iterator[Pause]:
    """Yield each break at a start that those before it leave."""
    begun: dict[str, int] = {}
    pauses = center.breaks_of(shift)
    for pause, starts in zip(pauses, center.starts_in[shift.code].values(), strict=True):
        fit = [s for s in starts if not any(broken_ties(pauses, {**begun, pause.code: s}))]
        begun[pause.code] = rng.choice(fit)
        yield Pause(code=pause.code, start=begun[pause.code])


@lru_cache(maxsize=1024)
def _usual(seed: int) -> World:
    return _drawn(seed, None)


def random_world(seed: int, like: Problem | None = None) -> World:
    """Return a small world; equal arguments give equal worlds.

    One to three people, up to 16 days, with or without published days, leave, holidays, wishes
    and a lunch; all times on whole hours, so that bounds are often met exactly.

    Parameters
    ----------
    seed
        Its number.
    like
        Whose people, shifts and queues it has, for rules that name them.
    """
    return _usual(seed) if like is None else _drawn(seed, like)


def _drawn(seed: int, like: Problem | None) -> World:
    rng = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    people: Sequence[str] = "ABC"[: rng.randint(1, 3)]
    days, lunch = rng.choice([1, 3, 7, 7, 9, 14, 16]), rng.random() < 0.4
    spans = SHIFTS_WITH_LUNCH if lunch else rng.choice(SPANS)
    queues: Sequence[str] = ("calls", "tax")
    if like is not None:
        center, lunch = like.center, False
        people, queues = list(center.counselor), [queue.code for queue in center.queues]
        spans = {s.code: f"{clock(s.start)}-{clock(s.end)}" for s in center.shifts}
    codes = list(spans)

    def some(share: float) -> list[str]:
        return [who for who in people if rng.random() < share]

    first = MONDAY + dt.timedelta(days=rng.choice([0, 0, 0, 1, 3, 6]))
    near = [first + dt.timedelta(days=i) for i in range(-6, days + 6)]
    problem = toy(
        people,
        days=days,
        first=first,
        shifts=spans,
        lunch=lunch,
        slot_minutes=60 if like is None else like.center.slot_minutes,
        opening=rng.choice(["08:00-19:00", "09:00-12:00", "00:00-24:00"]),
        closed=rng.choice([None, None, "Sun"]),
        contract={
            who: Contract(
                code=f"contract-{who}",
                days_per_week=rng.randint(2, 6),
                hours_per_week=rng.choice([16, 20, 32, 40]),
                hourly_wage=12500 if who == "B" else 10000,
                shifts=None if rng.random() < 0.7 else tuple(codes[:2]),
            )
            for who in people
        },
        needs=[rng.choice([0, 0, 1, 2]) for _ in range(days)],
        queues=queues[: rng.randint(1, 2)] if like is None else queues,
        skills=None,
        holidays=rng.sample(near, rng.choice([0, 0, 2])),
        past=None
        if rng.random() < 0.3
        else dict.fromkeys(people, _row(rng, codes, rng.randint(1, 9), rng.choice([0.6, 1]))),
        leave={who: rng.choice(WEEKDAYS) for who in some(0.3)},
        wishes={who: [_wish(rng, codes) for _ in range(2)] for who in some(0.5)},
        available={who: [_window(rng)] for who in some(0.4)},
        since={who: rng.choice(near) for who in some(0.2)},
        groups={"A": ["lead"], "C": ["new", "lead"]},
    )
    problem = _with_balances(problem, rng)
    roster = draw_roster(problem, rng, rng.choice(SHARES))
    if rng.random() < 0.5:
        told = draw_roster(problem, rng, 0.6) if rng.random() < 0.7 else roster
        problem = problem.model_copy(update={"published": told})
    return World(problem, roster, seed)


def _row(rng: random.Random, codes: Sequence[str], days: int, share: float) -> str:
    return " ".join(rng.choice(codes) if rng.random() < share else "." for _ in range(days))


def _wish(rng: random.Random, codes: Sequence[str]) -> Wish:
    kind = rng.choice(["off", "work", "shift", "not"])
    shift = rng.choice(codes) if kind in {"shift", "not"} else None
    days = parse_days(rng.choice(WEEKDAYS))
    return Wish.model_validate(
        {"kind": kind, "shift": shift, "days": days, "strength": rng.randint(1, 3)}
    )


def _window(rng: random.Random) -> Window:
    days = rng.choice([ALL_DAYS, parse_days("Mon-Fri"), parse_days("Tue")])
    return Window(days=days, begin=rng.choice([0, 480, 540]), end=rng.choice([960, 1020, 2880]))


def _with_balances(problem: Problem, rng: random.Random) -> Problem:
    people = tuple(
        counselor
        if rng.random() < 0.7
        else counselor.model_copy(
            update={
                "balance": Balance(
                    weekend=rng.choice([-3, 0.4, 2]),
                    late=rng.choice([-1, 1]),
                    refused=rng.choice([-3, 0.4, 2]),
                )
            }
        )
        for counselor in problem.center.counselors
    )
    center = problem.center.model_copy(update={"counselors": people})
    return problem.model_copy(update={"center": center})
