"""Breaks tied to the break before: counted models against every roster with every placing."""

import itertools
import random

import pytest
from pydantic import ValidationError

from staffing.domain.meetings import Meeting
from staffing.domain.outcome import Status
from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.toys import toy
from staffing.domain.work import Break
from staffing.evaluation.referee import evaluate
from staffing.explanation.candidates import candidates
from staffing.formulation.breaks import families
from staffing.formulation.compile import compile_problem
from staffing.formulation.hints import values_of
from staffing.presets import resolve
from staffing.rules.breaks import BreaksTaken
from staffing.solver.design import design
from staffing.solver.exact_cover import patterns_of
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.solver.start import first_roster

QUICK = SolveSettings(reproducible=True, time_limit_s=20)
RULES = ({"rule": "service"}, {"rule": "contract_days", "off": True})
EVERY_DAY = Contract(code="any", days_per_week=7)
MEETINGS: tuple[dict[str, object], ...] = (
    {"at": "11:00"},
    {"earliest": "09:00", "latest": "13:00", "least": 1},
    {"earliest": "09:00", "latest": "13:00", "together": False},
    {"earliest": "10:00", "latest": "13:00", "least": 1, "counselors": ["B"]},
)


def tied_toy(seed: int, meeting: int | None = None) -> Problem:
    """Draw two or three people who work one day, with two or three tied breaks."""
    rng = random.Random(seed)
    while True:
        least, more = rng.choice([0, 60, 120]), rng.choice([0, 60])
        second = {
            "after_break": rng.choice([least, None]),
            "within": rng.choice([least + more, least + more, None]),
            "end_within": rng.choice([None, 120]),
        }
        third = rng.choice([None, {"after_break": 60, "within": rng.choice([60, 120])}])
        breaks = [Break(code="b1", minutes=60, within=rng.choice([None, 120]))]
        breaks += [Break(code="b2", minutes=60, before_end=60, **second)]
        breaks += [Break(code="b3", minutes=60, **third)] if third and meeting is None else []
        both = {"E": "08:00-14:00", "L": "09:00-16:00"}
        kinds = () if meeting is None else (MEETINGS[meeting],)
        try:
            return toy(
                "AB" if kinds else "ABC",
                days=1,
                shifts=both if rng.random() < 0.3 else {"E": "08:00-15:00"},
                breaks=breaks,
                meetings=[Meeting.model_validate({"code": "m", "minutes": 60, **k}) for k in kinds],
                contract=EVERY_DAY,
                needs=[rng.choice([0.5, 1, 2, 3]) for _ in range(8)],
                opening="08:00-16:00",
                rules=resolve(None, RULES),
            )
        except ValidationError:  # drawn breaks that cannot all be taken
            continue


def duties_of(problem: Problem, person: str) -> list[Duty]:
    """Return a person's duties, every break at each start of its window, whatever the ties."""
    center, slot = problem.center, problem.grid.slot_minutes
    found = []
    for shift in center.shifts:
        choices: list[list[Pause | None]] = [
            [Pause(code=pause.code, start=start) for start in shift.starts_of(pause, slot)]
            for pause in center.breaks_of(shift)
        ]
        choices += [
            [None, *(Pause(code=m.code, start=start) for start in m.wanted_starts(slot))]
            for m in center.meetings_of[person]
        ]
        found += [
            Duty(
                counselor=person,
                day=problem.horizon.first,
                shift=shift.code,
                breaks=tuple(pause for pause in pauses if pause is not None),
            )
            for pauses in itertools.product(*choices)
        ]
    return found


def kept(problem: Problem, *duties: Duty) -> bool:
    """Return whether the referee finds every break in place."""
    roster = Roster(horizon=problem.horizon, duties=duties)
    return not list(BreaksTaken().check(problem, roster))


def cheapest(problem: Problem) -> int:
    """Return the least price of a legal roster in which all work, as the referee has it."""
    people = [counselor.id for counselor in problem.center.counselors]
    options = [[d for d in duties_of(problem, who) if kept(problem, d)] for who in people]
    combinations = (
        itertools.product(*options)
        if problem.center.meetings
        else (  # all are alike: who takes which duty makes no difference
            [
                duty.model_copy(update={"counselor": who})
                for who, duty in zip(people, of, strict=True)
            ]
            for of in itertools.combinations_with_replacement(options[0], len(people))
        )
    )
    prices = []
    for duties in combinations:
        verdict = evaluate(problem, Roster(horizon=problem.horizon, duties=tuple(duties)))
        prices += [verdict.objective] if verdict.legal else []
    return min(prices)


@pytest.mark.parametrize("seed", [2, 10, 13, 18, 29, 32, 44])
def test_every_engine_agrees_with_enumeration(seed: int) -> None:
    """With ties the proved optimum is what trying every placing of every break gives."""
    problem = tied_toy(seed)
    expected = cheapest(problem)
    assert any(family.tie for family in families(problem.center)) or seed == 29
    for engine in ("cp-sat", "counted", "highs"):
        answer = plan(problem, QUICK.model_copy(update={"engine": engine}))
        assert answer.status is Status.OPTIMAL
        assert answer.objective == expected, engine


@pytest.mark.parametrize(("seed", "meeting"), [(18, 0), (10, 1), (2, 2), (26, 2), (40, 3)])
def test_ties_agree_with_enumeration_beside_meetings(seed: int, meeting: int) -> None:
    """People share the counts of tied breaks only with those who have the same meetings."""
    problem = tied_toy(seed, meeting)
    answer = plan(problem, QUICK)
    assert answer.status is Status.OPTIMAL
    assert answer.objective == cheapest(problem)


@pytest.mark.parametrize("seed", [10, 18, 32])
def test_a_roster_is_in_the_model_exactly_when_its_ties_are_kept(seed: int) -> None:
    """The model charges what the referee says, or excludes the roster, at every bound."""
    problem, rng = tied_toy(seed), random.Random(seed)
    draft = compile_problem(problem)
    options = [duties_of(problem, c.id) for c in problem.center.counselors]
    legal = [[d for d in of if kept(problem, d)] for of in options]
    seen = set()
    for number in range(120):
        duties = [rng.choice(of) for of in legal]
        duties[0] = rng.choice(options[0]) if number % 2 else duties[0]
        roster = Roster(horizon=problem.horizon, duties=tuple(duties))
        verdict, values = evaluate(problem, roster), values_of(draft, roster)
        inside = values is not None and not draft.model.violated(values)
        assert inside == verdict.legal
        seen.add(inside)
        if values is not None and inside:
            assert draft.model.objective(values.tolist()) == verdict.objective
    assert seen == {True, False}


@pytest.mark.parametrize("seed", [2, 10, 18, 29, 44])
def test_whatever_places_breaks_keeps_their_ties(seed: int) -> None:
    """The first roster, candidates, offered shifts and patterns: no placing breaks a tie."""
    problem = tied_toy(seed)
    roster = first_roster(compile_problem(problem))
    assert kept(problem, *roster.duties)
    alone = roster.with_duties(roster.duties[1:])
    for one in candidates(problem, alone, problem.horizon.first, roster.duties[0].shift):
        assert kept(problem, one.duty)
    offer = design(problem, settings=QUICK)
    assert all(kept(problem, duty.model_copy(update={"counselor": "A"})) for duty in offer.duties)
    there = {pattern.there.tobytes() for pattern in patterns_of(problem, 0)}
    duties = [duty for duty in duties_of(problem, "A") if kept(problem, duty)]
    heads = (problem.on_phones(roster.with_duties((duty,))) for duty in duties)
    assert there == {(row[0] > 0).tobytes() for row in heads}


def test_the_days_engine_keeps_ties_over_a_week() -> None:
    """Patterns first and then each day: the ties are rows of their day."""
    rest = Break(code="rest", minutes=60, after_start=60, within=180)
    lunch = Break(code="lunch", minutes=60, after_break=60, within=120, end_within=240)
    rules = resolve("KR_LSA", [{"rule": "floor"}])
    problem = toy("ABCDEF", breaks=[rest, lunch], needs=[4, 3, 3, 3, 3, 1, 1], rules=rules)
    best = plan(problem, QUICK.model_copy(update={"engine": "cp-sat"}))
    answer = plan(problem, SolveSettings(engine="days", time_limit_s=10))
    assert best.status is Status.OPTIMAL
    assert answer.verdict.legal
    assert answer.bound is not None
    assert answer.bound <= best.objective <= answer.objective
    assert answer.gap_share <= 0.05


def test_a_tie_that_windows_keep_anyway_costs_nothing() -> None:
    """Shifts share the counts of their breaks unless a tie excludes something."""
    early = Break(code="early", minutes=60, earliest=540, latest=600)
    late = {"code": "late", "minutes": 60, "earliest": 720, "latest": 840}
    spans = {"E": "08:00-17:00", "L": "09:00-18:00"}
    found = {}
    for name, tie in (
        ("none", {}),
        ("slack", {"after_break": 60, "within": 240}),
        ("bound", {"after_break": 61, "within": 239}),
    ):
        breaks = [early, Break.model_validate({**late, **tie})]
        problem = toy("AB", days=1, shifts=spans, breaks=breaks)
        found[name] = families(problem.center)
    assert found["slack"] == found["none"]
    assert len(found["none"]) == 2
    assert len(found["bound"]) == 4
