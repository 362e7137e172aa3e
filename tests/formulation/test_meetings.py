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
from staffing.formulation.draft import ModelDraft
from staffing.formulation.hints import values_of
from staffing.presets import resolve
from staffing.rules.registry import make
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


@pytest.mark.parametrize("seed", range(8))
def test_meetings_agree_with_enumeration(seed: int) -> None:
    """The proved optimum with meetings is what trying every way to attend gives."""
    problem = meeting_toy(random.Random(seed))
    expected, answer = cheapest(problem), plan(problem, QUICK)
    if expected is None:
        assert answer.status is Status.INFEASIBLE
    else:
        assert answer.status is Status.OPTIMAL
        assert answer.objective == expected


SERVICE = resolve(None, [{"rule": "contract_days", "off": True}, {"rule": "service"}])
BOTH: tuple[tuple[dict[str, object], ...], ...] = (
    ({"at": "10:00"}, {"earliest": "08:00", "latest": "10:00", "together": False}),
    ({"earliest": "09:00", "latest": "10:00", "least": 2}, {"at": "11:00"}),
    (
        {"at": "10:00", "counselors": ["A"]},
        {"earliest": "08:00", "latest": "10:00", "together": False, "counselors": ["A"]},
    ),
)


def day_toy(*kinds: dict[str, object], shifts: str = "EL", people: str = "AB") -> Problem:
    """Return a busy day of people with a rest, where every meeting hurts."""
    rest = Break(code="rest", minutes=60, after_start=60, before_end=60)
    spans = {"E": "08:00-12:00", "L": "09:00-13:00"}
    return toy(
        people,
        days=1,
        shifts={code: spans[code] for code in shifts},
        breaks=(rest,),
        meetings=[
            Meeting.model_validate({"code": f"m{n}", "minutes": 60, **kind})
            for n, kind in enumerate(kinds)
        ],
        needs=[0.5, 2, 1.5, 1, 0.5],
        opening="08:00-13:00",
        rules=SERVICE,
    )


def week_toy(kind: dict[str, object], people: str = "AB") -> Problem:
    """Return two days of people on one shift, the first day busier; B works on one of them."""
    return toy(
        people,
        days=2,
        shifts={"E": "08:00-12:00"},
        meetings=[Meeting.model_validate({"code": "m", "minutes": 60, **kind})],
        needs=[2, 3 - len(people)],
        opening="08:00-12:00",
        leave={"B": "Tue"} if people == "AB" else {},
        rules=(*SERVICE, make({"rule": "days_per_week", "most": 1, "counselors": ["B"]})),
    )


DIRECTED = [
    *(day_toy(kind) for kind in KINDS if "days" not in kind),
    *(day_toy(*kinds, shifts="E") for kinds in BOTH),
    day_toy(*BOTH[2], shifts="E", people="ABC"),
    *(week_toy(kind) for kind in KINDS),
    week_toy({"at": "09:00", "once": True, "least": 2, "counselors": ["A", "B"]}, "ABC"),
]


@pytest.mark.parametrize("problem", DIRECTED, ids=range(len(DIRECTED)))
def test_each_kind_of_meeting_agrees_with_enumeration(problem: Problem) -> None:
    """Every kind, by itself and beside another, where people would rather stay on the phones."""
    answer = plan(problem, QUICK)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == cheapest(problem)


def charged(problem: Problem, draft: ModelDraft, roster: Roster) -> int | None:
    """Return what the model charges for a roster, None if it excludes it."""
    values = values_of(draft, roster)
    if values is None or draft.model.impossible or draft.model.violated(values):
        return None
    return draft.model.objective(values.tolist())


@pytest.mark.parametrize("problem", DIRECTED, ids=range(len(DIRECTED)))
def test_rosters_near_a_legal_one_are_in_the_model_exactly_when_legal(problem: Problem) -> None:
    """One duty changed in any way: the model charges the referee's price, or excludes it."""
    draft, best = compile_problem(problem), plan(problem, QUICK).roster
    keys = [(c.id, day) for c in problem.center.counselors for day in problem.horizon.dates]
    options = [d for c in problem.center.counselors for d in duties_of(problem, c.id, True)]
    judged = []
    for key, duties in zip(keys, options, strict=True):
        others = tuple(d for d in best.duties if (d.counselor, d.day) != key)
        for duty in duties:
            roster = best.with_duties(others if duty is None else (*others, duty))
            verdict = evaluate(problem, roster)
            expected = verdict.objective if verdict.legal else None
            assert charged(problem, draft, roster) == expected, duty
            judged.append(verdict.legal)
    assert True in judged
    assert False in judged


@pytest.mark.parametrize("seed", range(3))
def test_a_weekly_meeting_is_on_a_day_that_its_person_works(seed: int) -> None:
    """People who work one day each, on different days, attend on their own day."""
    own = {"earliest": "08:00", "latest": "11:00", "together": False, "once": True}
    tables = [{"rule": "contract_days", "off": True}, {"rule": "days_per_week", "most": 1}]
    problem = toy(
        "ABCDE",
        days=5,
        shifts={"E": "08:00-12:00"},
        meetings=[Meeting.model_validate({"code": "own", "minutes": 60, **own})],
        needs=1,
        opening="08:00-12:00",
        rules=resolve(None, tables),
    )
    found = plan(problem, QUICK.model_copy(update={"seed": seed}))
    attended = [len(duty.breaks) for duty in found.roster.duties]
    assert attended == [1] * 5


@pytest.mark.parametrize("seed", range(6))
def test_counting_people_agrees(seed: int) -> None:
    """People counted instead of named, and named afterwards, reach the same optimum."""
    problem = meeting_toy(random.Random(f"counted {seed}"))
    named = plan(problem, SolveSettings(reproducible=True, time_limit_s=20, engine="cp-sat"))
    counted = plan(problem, SolveSettings(reproducible=True, time_limit_s=20, engine="counted"))
    assert counted.status is named.status
    if named.status is Status.OPTIMAL:
        assert counted.objective == named.objective
