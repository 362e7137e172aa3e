"""All rules at once: small problems with many rules drawn at random, against every roster."""

import datetime as dt
import random

import pytest

from staffing.domain.center import CallCenter
from staffing.domain.outcome import Status
from staffing.domain.people import Balance, Contract, Wish
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Scope
from staffing.domain.toys import MONDAY, toy
from staffing.domain.work import Break
from staffing.evaluation.referee import evaluate
from staffing.presets import resolve
from staffing.rules.registry import catalogue, make
from staffing.solver.planning import plan
from staffing.testing.worlds import draw_roster
from tests.formulation.test_brute_force import QUICK, cheapest
from tests.rules.test_agreement import rule_for

SEEDS = range(40)
MANY = 12
"""Rules of one toy, beside those that every center has."""
KEYWORDS = [key for key, cls in catalogue().items() if cls.scope is not Scope.STRUCTURE]


def bare(rng: random.Random, first: dt.date = MONDAY) -> Problem:
    """Return a toy of at most 729 rosters with all that rules look at, and no rules."""
    shifts = {"E": "08:00-12:00", "L": "09:00-13:00"}
    tea = Break(code="tea", minutes=60, paid=rng.random() < 0.5, after_start=60, before_end=60)
    days = rng.choice([2, 3, 3])
    problem = toy(
        "AB",
        days=days,
        first=first,
        shifts=shifts,
        breaks=(tea,) if days == 2 else (),
        contract=Contract(code="contract-A", days_per_week=rng.choice([1, 2, 3]), hourly_wage=10),
        needs=[rng.choice([0.5, 1, 2]) for _ in range(days)],
        opening="08:00-13:00",
        groups={"A": ["lead"], "B": ["new"]},
        leave={"A": rng.choice(["Mon", "Tue", "Sun"])},
        wishes={"B": [Wish(kind="off", strength=2), Wish(kind="shift", shift="L")]},
        past={who: rng.choice(["EL", ".E", "L.", ".."]) for who in "AB"},
    )
    told = draw_roster(problem, rng, 0.6) if rng.random() < 0.5 else None
    people = tuple(
        c.model_copy(update={"balance": Balance(late=1.5, refused=-0.5) if c.id == "B" else None})
        for c in problem.center.counselors
    )
    center = problem.center.model_copy(update={"counselors": people})
    return problem.model_copy(update={"center": center, "published": told})


def drawn(problem: Problem, rng: random.Random) -> list[Rule]:
    """Draw different rules that the toy has codes for, most of them prices."""
    found: list[Rule] = []
    for keyword in rng.sample(KEYWORDS, len(KEYWORDS)):
        rule = rule_for(keyword, rng.randrange(10**6))
        weight = rng.choice([7, 60, 150, 900] if rng.random() < 0.8 else ["hard"])
        try:
            rule = make({**rule.model_dump(mode="json"), "weight": weight})
            CallCenter.model_validate({**problem.center.model_dump(), "rules": (rule,)})
        except ValueError:
            continue  # names a shift or a person that the toy has not, or cannot be hard
        found.append(rule)
    return found[:MANY]


def combined(seed: int, first: dt.date = MONDAY) -> Problem:
    """Return a toy with many rules."""
    rng = random.Random(seed)
    problem = bare(rng, first)
    tables = [rule.model_dump(mode="json") for rule in drawn(problem, rng)]
    if all(table["rule"] != "contract_days" for table in tables):
        tables.append({"rule": "contract_days", "off": True})
    center = problem.center.model_copy(update={"rules": resolve(None, tables)})
    return problem.model_copy(update={"center": center})


def shuffled(problem: Problem, rng: random.Random) -> Problem:
    """Return a problem whose rules stand in another order."""
    rules = tuple(rng.sample(problem.center.rules, len(problem.center.rules)))
    center = problem.center.model_copy(update={"rules": rules})
    return problem.model_copy(update={"center": center})


@pytest.mark.parametrize("seed", SEEDS)
def test_many_rules_agree_with_enumeration_in_any_order(seed: int) -> None:
    """The proved optimum is what trying every roster gives, however the rules are ordered."""
    problem = combined(seed)
    expected = cheapest(problem)
    for given in (problem, shuffled(problem, random.Random(seed))):
        answer = plan(given, QUICK)
        if expected is None:
            assert answer.status is Status.INFEASIBLE
        else:
            assert answer.status is Status.OPTIMAL
            assert answer.objective == expected
            assert evaluate(problem, answer.roster).objective == expected


def test_every_rule_is_among_them() -> None:
    """Each several times, hard and as a price; and some toys have a roster, some have none."""
    met = [rule for seed in SEEDS for rule in combined(seed).center.rules]
    for keyword in KEYWORDS:
        assert sum(rule.rule == keyword for rule in met) >= 3, keyword
