"""Plans as JSON."""

import json
from pathlib import Path

import pytest

from staffing.domain.outcome import Plan, RunRecord, Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.toys import MONDAY, rota, toy
from staffing.errors import InputError
from staffing.evaluation.referee import evaluate
from staffing.io.plan_json import read_plan, write_plan


@pytest.fixture
def plan() -> Plan:
    """Return a plan with breaches, costs, leave, wishes, a past and overnight shifts."""
    from staffing.rules.registry import make

    rules = [
        make({"rule": "rest", "hours": 11}),
        make({"rule": "service"}),
        make({"rule": "floor", "weight": 7}),
    ]
    problem = toy(
        "AB",
        shifts={"E": "08:00-16:00", "N": "22:00-30:00"},
        opening="08:00-26:00",
        needs=1 / 3,
        past={"A": ".EE"},
        leave={"B": "Tue,2026-08-06"},
        holidays=[MONDAY],
        rules=rules,
    )
    roster = rota(problem, {"A": "NE.E.E.", "B": "E...N.."})
    return Plan(
        problem=problem,
        status=Status.FEASIBLE,
        found=roster,
        judged=evaluate(problem, roster),
        bound=12,
        record=RunRecord(seconds=0.1 + 0.2, settings={"seed": 1, "workers": None}),
    )


def test_round_trip(tmp_path: Path, plan: Plan) -> None:
    """Every field is read back as it was, and the referee says the same of it."""
    path = tmp_path / "plan.json"
    write_plan(plan, path)
    again = read_plan(path)
    assert again.model_dump_json() == plan.model_dump_json()
    assert again.problem.center.rules == plan.problem.center.rules
    assert again.roster == plan.roster
    verdict = evaluate(again.problem, again.roster)
    assert verdict.objective == plan.objective
    assert verdict.service == plan.verdict.service
    assert plan.verdict.breaches
    assert plan.verdict.costs


def test_the_same_bytes(tmp_path: Path, plan: Plan) -> None:
    """Writing a plan twice, and writing what was read, gives the same bytes."""
    one, two = tmp_path / "1.json", tmp_path / "2.json"
    write_plan(plan, one)
    write_plan(read_plan(one), two)
    assert one.read_bytes() == two.read_bytes()


def test_rules_are_written_once(tmp_path: Path, plan: Plan) -> None:
    """A judgement names its rule by number."""
    write_plan(plan, tmp_path / "plan.json")
    data = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    assert {item["rule"] for item in data["judged"]["costs"]} <= {0, 1, 2}


def test_a_plan_without_a_roster(tmp_path: Path, problem: Problem) -> None:
    """A proof that there is none is a plan too."""
    plan = Plan(problem=problem, status=Status.INFEASIBLE, record=RunRecord(seconds=1))
    write_plan(plan, tmp_path / "plan.json")
    assert read_plan(tmp_path / "plan.json").status is Status.INFEASIBLE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "the file is empty"),
        ("{", "it is no JSON"),
        ("[1]", "it is no plan"),
        ("{}", "it is no plan"),
        ('{"staffing-plan":99}', "it is a plan of version 99; this library reads version 1"),
        ('{"staffing-plan":1}', "the plan is damaged"),
    ],
)
def test_what_is_no_plan(tmp_path: Path, text: str, found: str) -> None:
    """Other files, and plans of other versions, are told from plans."""
    path = tmp_path / "plan.json"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_plan(path)
    assert found in str(caught.value)
    assert "plan.json" in str(caught.value)


def test_a_changed_value(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """A value that somebody spoilt is named by its place."""
    plan = Plan(problem=problem, status=Status.FEASIBLE, found=roster, record=RunRecord(seconds=1))
    path = tmp_path / "plan.json"
    write_plan(plan, path)
    path.write_text(path.read_text(encoding="utf-8").replace('"feasible"', '"fine"'))
    with pytest.raises(InputError, match=r"plan.json, status: found 'fine'"):
        read_plan(path)
