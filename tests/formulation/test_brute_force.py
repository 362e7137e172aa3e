"""Small problems against the enumeration of every roster."""

import datetime as dt
import itertools
import random
from pathlib import Path

import pytest

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Status
from staffing.domain.people import Contract, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.toys import toy
from staffing.domain.work import Break
from staffing.evaluation.referee import evaluate
from staffing.io.model_folder import read_model
from staffing.pipe import prepare
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.solver.tiers import plan_in_tiers

ANY = Contract(code="any", days_per_week=7)
QUICK = SolveSettings(reproducible=True, time_limit_s=20)


def every_roster(problem: Problem) -> list[Roster]:
    """Enumerate all rosters: each person each day off or on any shift with any breaks."""
    options: list[list[Duty | None]] = []
    for counselor in problem.center.counselors:
        for day in problem.horizon.dates:
            duties: list[Duty | None] = [None]
            for shift in problem.center.shifts_of(counselor):
                starts = [
                    [
                        Pause(code=b.code, start=s)
                        for s in shift.starts_of(b, problem.grid.slot_minutes)
                    ]
                    for b in problem.center.breaks_of(shift)
                ]
                duties += [
                    Duty(counselor=counselor.id, day=day, shift=shift.code, breaks=pauses)
                    for pauses in itertools.product(*starts)
                ]
            options.append(duties)
    return [
        Roster(horizon=problem.horizon, duties=tuple(d for d in choice if d is not None))
        for choice in itertools.product(*options)
    ]


def cheapest(problem: Problem) -> int | None:
    """Return the least price of a legal roster, None if there is none."""
    prices = [
        verdict.objective
        for verdict in (evaluate(problem, roster) for roster in every_roster(problem))
        if verdict.legal
    ]
    return min(prices, default=None)


def random_toy(rng: random.Random) -> Problem:
    """Draw a toy of at most a few thousand rosters, with rules, wishes and leave."""
    days = rng.choice([2, 3])
    people = "AB"
    rest = Break(code="rest", minutes=60, paid=rng.random() < 0.5, after_start=60, before_end=60)
    long = rng.random() < 0.5
    shifts = (
        {"E": "08:00-12:00", "L": "09:00-13:00"}
        if long
        else {"E": "08:00-12:00", "N": "10:00-13:00"}
    )
    tables = [
        {"rule": "service"},
        {"rule": "minimum_cover", "working_day": 1, "day_off": 1, "weight": rng.choice([40, 900])},
        {"rule": "floor", "service_level": rng.choice([0.5, 0.65]), "weight": 300},
        {"rule": "consecutive_days", "most": rng.choice([1, 2])},
        {"rule": "rest", "hours": rng.choice([20, 21, 11])},
        {"rule": "day_wishes", "weight": 60},
        {"rule": "shift_wishes", "weight": 35},
        {"rule": "contract_days", "off": True},
    ]
    keep = [t for t in tables if t.get("off") or t["rule"] == "service" or rng.random() < 0.6]
    return toy(
        people,
        days=days,
        shifts=shifts,
        breaks=(rest,) if days == 2 else (),
        contract=Contract(code="any", days_per_week=rng.choice([1, 2, 5])),
        needs=[rng.choice([0.5, 1, 2]) for _ in range(days)],
        opening="08:00-13:00",
        leave={"A": rng.choice(["Mon", "Tue", "Sun"])},
        wishes={"B": [Wish(kind="off", strength=2), Wish(kind="not", shift="E")]},
        past={"A": rng.choice(["E", "."]), "B": rng.choice(["L" if long else "N", "E"])},
        rules=resolve(None, keep),
    )


@pytest.mark.parametrize("seed", range(12))
def test_random_toys_agree_with_enumeration(seed: int) -> None:
    """The proved optimum of random small centers is what trying every roster gives."""
    problem = random_toy(random.Random(seed))
    expected = cheapest(problem)
    answer = plan(problem, QUICK)

    if expected is None:
        assert answer.status is Status.INFEASIBLE
    else:
        assert answer.status is Status.OPTIMAL
        assert answer.objective == expected


@pytest.mark.parametrize("seed", range(6))
def test_tiers_agree_with_enumeration(seed: int) -> None:
    """Rules in order of importance: of all rosters best in the first tier the best in the next."""
    problem = random_toy(random.Random(200 + seed))
    order = [["day_wishes"], ["service", "minimum_cover", "floor"]]
    soft = {rule.rule for rule in problem.center.rules if not rule.hard}
    order = [tier for names in order if (tier := [name for name in names if name in soft])]
    rest = sorted(soft - {name for tier in order for name in tier})
    order += [rest] if rest else []
    verdicts = (evaluate(problem, roster) for roster in every_roster(problem))
    prices = [
        tuple(sum(v.cost_by_rule().get(name, 0) for name in tier) for tier in order)
        for v in verdicts
        if v.legal
    ]
    answer = plan_in_tiers(problem, order, QUICK)

    if not prices:
        assert answer.status is Status.INFEASIBLE
    else:
        assert answer.status is Status.OPTIMAL
        assert tuple(tier.price for tier in answer.tiers) == min(prices)
        assert answer.bound is None


@pytest.mark.parametrize("seed", range(4))
def test_highs_agrees(seed: int) -> None:
    """Two engines that share no code prove the same optimum."""
    problem = random_toy(random.Random(100 + seed))
    first = plan(problem, QUICK)
    second = plan(problem, SolveSettings(engine="highs"))

    assert second.status is first.status
    if first.status is Status.OPTIMAL:
        assert second.objective == first.objective


def designed_toy(rng: random.Random) -> Problem:
    """Draw the minimum shift design problem: people of any hours, designed shifts, prices."""
    days, hard = rng.choice([1, 2]), rng.random() < 0.4
    tables = [
        {"rule": "contract_days", "off": True},
        {"rule": "service", "off": True},
        {
            "rule": "cover_target",
            "missing": rng.choice([0, 2, 3]),
            "surplus": rng.choice([1, 2]),
            "heads": [rng.choice([0, 1, 1, 2, 3]) for _ in range(6)],
            "begin": "08:00",
        },
        {"rule": "few_shifts", "most": 1, "weight": "hard"}
        if hard
        else {"rule": "few_shifts", "most": rng.choice([0, 1]), "weight": rng.choice([90, 210])},
    ]
    problem = toy("ABC"[: 4 - days], days=days, opening="08:00-14:00", contract=ANY)
    design = {"code": "S", "starts": "08:00-10:00", "step": 60, "lengths": "2:00-4:00"}
    data = problem.center.model_dump()
    data |= {"shifts": (), "shift_designs": [{**design, "length_step": 120}]}
    center = CallCenter.model_validate({**data, "rules": resolve(None, tables)})
    return problem.model_copy(update={"center": center})


@pytest.mark.parametrize("seed", range(6))
def test_designed_shifts_agree_with_enumeration(seed: int) -> None:
    """With prices on missing, surplus and different shifts, the optimum is the enumeration's."""
    problem = designed_toy(random.Random(seed))
    answer = plan(problem, QUICK)

    assert len(problem.center.shifts) == 6
    assert answer.status is Status.OPTIMAL
    assert answer.objective == cheapest(problem)
    if seed % 3 == 0:
        assert plan(problem, SolveSettings(engine="highs")).objective == answer.objective


def test_tiny_model_agrees_with_enumeration() -> None:
    """The shipped model that is solved by hand: every roster tried, the price is the same."""
    inputs = read_model(Path(__file__).resolve().parents[2] / "models" / "tiny")
    problem = prepare(inputs, Horizon(first=dt.date(2026, 11, 30), days=1)).problem
    answer = plan(problem, QUICK)

    assert answer.status is Status.OPTIMAL
    assert answer.objective == cheapest(problem)
