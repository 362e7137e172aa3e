"""Rules in order of importance: how the order is told, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from staffing.cli.app import app
from staffing.domain.center import CallCenter
from staffing.domain.outcome import Status
from staffing.domain.people import Contract, Wish
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.errors import InputError
from staffing.presets import resolve
from staffing.reports.facts import Report
from staffing.reports.figures import status
from staffing.reports.words import Words
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.solver.tiers import plan_in_tiers, tiers_of, usual_tiers

TINY = Path(__file__).parents[2] / "models" / "tiny"
QUICK = SolveSettings(reproducible=True, time_limit_s=20)


@pytest.fixture
def problem() -> Problem:
    """Return two days on which a cheap wish stands against some callers."""
    tables = [
        {"rule": "contract_days", "off": True},
        {"rule": "service"},
        {"rule": "fair_share"},
        {"rule": "day_wishes", "weight": 1},
    ]
    return toy(
        "AB",
        days=2,
        contract=Contract(code="any", days_per_week=7),
        needs=[2, 2],
        wishes={"B": [Wish(kind="off", strength=1)]},
        rules=resolve(None, tables),
    )


def paid(problem: Problem, *order: str) -> dict[str, int]:
    """Return what the best roster of an order pays for each rule."""
    answer = plan_in_tiers(problem, [[name] for name in order], QUICK)
    assert answer.status is Status.OPTIMAL
    return answer.verdict.cost_by_rule()


def test_a_cheap_rule_in_front_is_kept(problem: Problem) -> None:
    """What a rule weighs says nothing against rules of later tiers."""
    assert paid(problem, "service", "day_wishes").get("day_wishes", 0) > 0
    assert paid(problem, "day_wishes", "service").get("day_wishes", 0) == 0
    assert plan(problem, QUICK).verdict.cost_by_rule().get("day_wishes", 0) > 0


def test_the_usual_order(problem: Problem) -> None:
    """Callers first, then fairness, then all else; hard rules are in no tier."""
    assert usual_tiers(problem.center)[:2] == (("service",), ("fair_share",))
    assert "day_wishes" in usual_tiers(problem.center)[2]
    names = {name for tier in usual_tiers(problem.center) for name in tier}
    assert names == {rule.rule for rule in problem.center.rules if not rule.hard}


def test_what_is_not_named_comes_last(problem: Problem) -> None:
    """An order names only what matters; the rest follows, and nothing is lost."""
    tiers = tiers_of("day_wishes > service", problem.center)

    assert tiers[:2] == (("day_wishes",), ("service",))
    assert "fair_share" in tiers[2]


@pytest.mark.parametrize(
    ("text", "found"), [("servise", "did you mean 'service'"), ("service > service", "twice")]
)
def test_wrong_orders_are_refused(problem: Problem, text: str, found: str) -> None:
    """A slip in the order says what is known."""
    with pytest.raises(InputError, match=found):
        tiers_of(text, problem.center)


def test_nothing_to_put_in_order(problem: Problem) -> None:
    """A center of hard rules alone is planned as ever."""
    hard = tuple(rule for rule in problem.center.rules if rule.hard)
    center: CallCenter = problem.center.model_copy(update={"rules": hard})

    assert plan_in_tiers(problem.model_copy(update={"center": center})).status is Status.OPTIMAL


def test_reports_name_the_tiers(problem: Problem) -> None:
    """The sentence on the roster says the order and the prices, in both languages."""
    answer = plan_in_tiers(problem, settings=QUICK)

    english = status(Report.of(answer), Words("en"))[0]
    assert english.startswith("Proved best with the rules in order of importance")
    assert english.index("not answered in time") < english.index("fair share")
    assert "증명" in status(Report.of(answer), Words("ko"))[0]


def test_on_the_command_line(tmp_path: Path) -> None:
    """The order is an option, JSON has the tiers, and --exact beside it is refused."""
    arguments = ["roster", str(TINY), "--from", "2026-11-30", "--tiers", "usual", "--json"]
    arguments += ["--out", str(tmp_path / "roster")]
    result = CliRunner().invoke(app, arguments)
    told = json.loads(result.output)

    assert result.exit_code == 0
    assert told["status"] == "optimal"
    assert [tier["price"] for tier in told["tiers"]] == [tier["bound"] for tier in told["tiers"]]
    assert CliRunner().invoke(app, [*arguments, "--exact"]).exit_code != 0
