"""The two halves of every rule against each other, inside the real model."""

import random

import pytest

from staffing.domain.outcome import Status
from staffing.domain.rule import Rule, Scope
from staffing.formulation.compile import compile_problem
from staffing.rules.registry import catalogue
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.testing import draw_roster, expressible, model_disagreement, weighed

ROSTERS = 200
RULES = [cls for cls in catalogue().values() if cls.scope is not Scope.STRUCTURE]


@pytest.mark.parametrize("cls", RULES, ids=lambda cls: cls.model_fields["rule"].default)
def test_model_and_check_agree(cls: type[Rule]) -> None:
    """A rule means the same to the solver and to the referee, hard and soft, on any roster."""
    rng = random.Random(20260803)
    cases = list(cls.cases())
    tried = 0
    for number in range(ROSTERS + len(cases)):
        case, drawn = cases[number % len(cases)], number >= len(cases)
        roster = draw_roster(case.problem, rng, rng.random()) if drawn else case.roster
        if not expressible(case.problem, roster):
            continue
        tried += 1
        both = weighed(case.rule)
        for rule in [both[number % len(both)]] if drawn else both:
            assert not model_disagreement(rule, case.problem, roster), case.name
    assert tried >= ROSTERS // 2


@pytest.mark.parametrize("cls", RULES, ids=lambda cls: cls.model_fields["rule"].default)
def test_optimum_is_no_worse_than_the_case(cls: type[Rule]) -> None:
    """CP-SAT itself reads the model as the referee does: its optimum costs what check says."""
    for case in list(cls.cases())[:3]:
        rule = weighed(case.rule)[-1]
        center = case.problem.center.model_copy(update={"rules": (rule,)})
        problem = case.problem.model_copy(update={"center": center})
        draft = compile_problem(problem)
        found = search(draft.model, SolveSettings(reproducible=True, time_limit_s=10))
        cost = (rule.weight or 0) * sum(b.amount for b in rule.check(problem, case.roster))

        assert found.status is Status.OPTIMAL
        assert found.bound is not None
        if expressible(problem, case.roster):
            assert found.bound <= cost
