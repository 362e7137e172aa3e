"""Meetings in the model: every roster of small centers tried, with all ways to attend."""

import itertools
import math
import random

import pytest

from staffing.domain.meetings import Meeting
from staffing.domain.outcome import Status
from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.toys import toy
from staffing.domain.work import Break
from staffing.evaluation.referee import evaluate
from staffing.formulation.compile import compile_problem
from staffing.formulation.hints import values_of
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

QUICK = SolveSettings(reproducible=True, time_limit_s=20)
KINDS: tuple[dict[str, object], ...] = (
    {"at": "10:00"},
    {"at": "09:00", "days": "Tue", "least": 1},
    {"at": "09:00", "once": True, "least": 2},
    {"earliest": "08:00", "latest": "12:00", "least": 1},
    {"earliest": "08:00", "latest": "11:00", "once": True, "least": 1, "counselors": ["A"]},
    {"earliest": "08:00", "latest": "12:00", "together": False},
    {"earliest": "08:00", "latest": "12:00", "together": False, "once": True},
    {"earliest": "09:00", "latest": "11:00", "together": False, "counselors": ["B"]},
)


def duties_of(problem: Problem, counselor: str, rich: bool) -> list[list[Duty | None]]:
    """Return the options of each day: off, or a shift with breaks and meetings at any time."""
    center, slot = problem.center, problem.grid.slot_minutes
    days = []
    for day in problem.horizon.dates:
        options: list[Duty | None] = [None]
        for shift in center.shifts_of(center.counselor[counselor]):
            choices = [
                [[Pause(code=b.code, start=start)] for start in shift.starts_of(b, slot)]
                for b in center.breaks_of(shift)
            ]
            for meeting in center.meetings_of[counselor]:
                if day in meeting.days or rich:
                    starts = (
                        range(shift.start, shift.end, slot) if rich else meeting.wanted_starts(slot)
                    )
                    choices.append([[], *([Pause(code=meeting.code, start=s)] for s in starts)])
            options += [
                Duty(
                    counselor=counselor,
                    day=day,
                    shift=shift.code,
                    breaks=tuple(itertools.chain(*picked)),
                )
                for picked in itertools.product(*choices)
            ]
        days.append(options)
    return days


def cheapest(problem: Problem) -> int | None:
    """Return the least price of a legal roster, None if there is none."""
    options = [d for c in problem.center.counselors for d in duties_of(problem, c.id, False)]
    prices = [
        verdict.objective
        for choice in itertools.product(*options)
        for verdict in (
            evaluate(
                problem,
                Roster(horizon=problem.horizon, duties=tuple(d for d in choice if d is not None)),
            ),
        )
        if verdict.legal
    ]
    return min(prices, default=None)


def meeting_toy(rng: random.Random, most: int = 1500) -> Problem:
    """Draw a toy of two people with a break and one or two meetings, of so many rosters."""
    while True:
        problem = any_toy(rng)
        options = [d for c in problem.center.counselors for d in duties_of(problem, c.id, False)]
        if math.prod(map(len, options)) <= most:
            return problem


def any_toy(rng: random.Random) -> Problem:
    """Draw a toy, however large."""
    days = rng.choice([1, 2])
    rest = Break(code="rest", minutes=60, after_start=60, before_end=60)
    kinds = rng.sample(KINDS, rng.choice([1, 2]) if days == 1 else 1)
    meetings = [
        Meeting.model_validate({"code": f"m{n}", "minutes": 60, **kind})
        for n, kind in enumerate(kinds)
    ]
    if sum(m.once and not m.together for m in meetings) > 1:
        meetings = meetings[:1]
    off = [{"rule": "contract_days", "off": True}, {"rule": "service"}]
    more = [
        {"rule": "minimum_cover", "working_day": 1, "weight": rng.choice([70, "hard"])},
        {"rule": "few_shifts", "most": 1, "weight": 50},
        {"rule": "breaks_at_once", "most": 1},
    ]
    return toy(
        "AB",
        days=days,
        shifts={"E": "08:00-12:00", "L": "09:00-13:00"},
        breaks=(rest,) if days == 1 else (),
        meetings=meetings,
        contract=Contract(code="any", days_per_week=7),
        needs=[rng.choice([0.5, 1, 2]) for _ in range(days)],
        opening="08:00-13:00",
        leave={"A": rng.choice(["Tue", "Sun"])},
        rules=resolve(None, [*off, *(t for t in more if rng.random() < 0.4)]),
    )


@pytest.mark.parametrize("seed", range(16))
def test_meetings_agree_with_enumeration(seed: int) -> None:
    """The proved optimum with meetings is what trying every way to attend gives."""
    problem = meeting_toy(random.Random(seed))
    expected, answer = cheapest(problem), plan(problem, QUICK)
    if expected is None:
        assert answer.status is Status.INFEASIBLE
    else:
        assert answer.status is Status.OPTIMAL
        assert answer.objective == expected


@pytest.mark.parametrize("seed", range(16))
def test_any_roster_is_in_the_model_exactly_when_it_is_legal(seed: int) -> None:
    """Rosters with meetings anywhere: the model charges the referee's price, or excludes them."""
    rng = random.Random(f"roster {seed}")
    problem = meeting_toy(rng, 10**6)
    draft = compile_problem(problem)
    options = [
        d for c in problem.center.counselors for d in duties_of(problem, c.id, seed % 4 == 0)
    ]
    legal = 0
    for _ in range(200):
        chosen = [rng.choice(duties) for duties in options]
        roster = Roster(horizon=problem.horizon, duties=tuple(d for d in chosen if d is not None))
        verdict, values = evaluate(problem, roster), values_of(draft, roster)
        charged = None
        if values is not None and not draft.model.impossible and not draft.model.violated(values):
            charged = draft.model.objective(values.tolist())
        assert charged == (verdict.objective if verdict.legal else None), roster
        legal += verdict.legal
    assert legal


@pytest.mark.parametrize("seed", range(6))
def test_counting_people_agrees(seed: int) -> None:
    """People counted instead of named, and named afterwards, reach the same optimum."""
    problem = meeting_toy(random.Random(f"counted {seed}"))
    named = plan(problem, SolveSettings(reproducible=True, time_limit_s=20, engine="cp-sat"))
    counted = plan(problem, SolveSettings(reproducible=True, time_limit_s=20, engine="counted"))
    assert counted.status is named.status
    if named.status is Status.OPTIMAL:
        assert counted.objective == named.objective
