"""The two halves of every rule against each other, inside the real model."""

import random

import pytest

from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.rule import Rule, Scope
from staffing.formulation.compile import compile_problem
from staffing.formulation.hints import values_of
from staffing.rules.registry import catalogue
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings

ROSTERS = 200
WEIGHT = 3
RULES = [cls for cls in catalogue().values() if cls.scope is not Scope.STRUCTURE]


def random_roster(problem: Problem, rng: random.Random) -> Roster:
    """Draw a roster that the variables can express: known shifts, breaks in their windows."""
    duties = []
    share = rng.random()
    for counselor in problem.center.counselors:
        shifts = problem.center.shifts_of(counselor)
        for day in problem.horizon.dates:
            if rng.random() < share and shifts:
                shift = rng.choice(shifts)
                pauses = tuple(
                    Pause(
                        code=b.code, start=rng.choice(shift.starts_of(b, problem.grid.slot_minutes))
                    )
                    for b in problem.center.breaks_of(shift)
                )
                duties.append(
                    Duty(counselor=counselor.id, day=day, shift=shift.code, breaks=pauses)
                )
    return Roster(horizon=problem.horizon, duties=tuple(duties))


def alone(problem: Problem, rule: Rule) -> Problem:
    """Return the problem with this rule only."""
    return problem.model_copy(
        update={"center": problem.center.model_copy(update={"rules": (rule,)})}
    )


def may_be_hard(rule: Rule) -> bool:
    """Whether a rule without a weight is accepted; a rule that only prices is not."""
    try:
        type(rule).model_validate({**rule.model_dump(), "weight": None})
    except ValueError:
        return False
    return True


def in_model(problem: Problem, roster: Roster) -> int | None:
    """Return what the model charges for a roster, None if it excludes it."""
    draft = compile_problem(problem)
    values = values_of(draft, roster)
    if values is None or draft.model.impossible or draft.model.violated(values):
        return None
    return draft.model.objective(values.tolist())


def expressible(problem: Problem, roster: Roster) -> bool:
    """Whether every duty is of a known person, day and shift, with its breaks in place."""
    center = problem.center
    return len(roster.of) == len(roster.duties) and all(
        d.counselor in center.counselor
        and d.day in problem.horizon
        and d.shift in {s.code for s in center.shifts_of(center.counselor[d.counselor])}
        and {p.code for p in d.breaks} == set(center.shift[d.shift].breaks)
        and all(
            p.start in center.shift[d.shift].starts_of(center.pause[p.code], center.slot_minutes)
            for p in d.breaks
        )
        for d in roster.duties
    )


@pytest.mark.parametrize("cls", RULES, ids=lambda cls: cls.model_fields["rule"].default)
def test_model_and_check_agree(cls: type[Rule]) -> None:
    """A rule means the same to the solver and to the referee, hard and soft, on any roster."""
    rng = random.Random(20260803)
    cases = list(cls.cases())
    tried = 0
    for number in range(ROSTERS + len(cases)):
        case = cases[number % len(cases)]
        roster = case.roster if number < len(cases) else random_roster(case.problem, rng)
        if not expressible(case.problem, roster):
            continue
        tried += 1
        both = [None, WEIGHT] if may_be_hard(case.rule) else [WEIGHT]
        for force in both if number < len(cases) else [both[number % len(both)]]:
            rule = case.rule.model_copy(update={"weight": force})
            problem = alone(case.problem, rule)
            amount = sum(breach.amount for breach in rule.check(problem, roster))
            expected = (None if amount else 0) if force is None else WEIGHT * amount

            assert in_model(problem, roster) == expected, (case.name, force, roster)
    assert tried >= ROSTERS // 2


@pytest.mark.parametrize("cls", RULES, ids=lambda cls: cls.model_fields["rule"].default)
def test_optimum_is_no_worse_than_the_case(cls: type[Rule]) -> None:
    """CP-SAT itself reads the model as the referee does: its optimum costs what check says."""
    for case in list(cls.cases())[:3]:
        rule = case.rule.model_copy(update={"weight": WEIGHT})
        problem = alone(case.problem, rule)
        draft = compile_problem(problem)
        found = search(draft.model, SolveSettings(reproducible=True, time_limit_s=10))
        cost = WEIGHT * sum(b.amount for b in rule.check(problem, case.roster))

        assert found.status is Status.OPTIMAL
        assert found.bound is not None
        if expressible(problem, case.roster):
            assert found.bound <= cost
