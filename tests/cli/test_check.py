"""``staffing check``: rosters that people made, alone and beside a plan."""

import json
from pathlib import Path

import pytest

from staffing.io.plan_json import read_plan

WEEK = ("--from", "2026-11-30")


@pytest.fixture
def plan(run, tiny):
    """Return the path of a plan of the tiny model."""
    assert run("roster", tiny, *WEEK, "--out", "out").exit_code == 0
    return "out/plan.json"


def told(result):
    """Return what was printed, on one line."""
    return " ".join(result.stdout.split())


def test_the_plans_own_roster_costs_as_much(run, tiny, plan):
    """And where the plan is proved best, so is the roster."""
    result = run("check", tiny, "out/roster.csv", "--plan", plan)

    assert result.exit_code == 0
    assert "as much as the plan" in told(result)
    assert "No roster that keeps every rule costs less; this is proved." in told(result)


@pytest.mark.parametrize(("lang", "words"), [("en", "do not compare"), ("ko", "견줄 수 없습니다")])
def test_a_roster_that_breaks_rules_is_not_priced_against_the_best(run, tiny, plan, lang, words):
    """It may well be cheaper, as nobody keeps a rule for nothing."""
    lines = Path("out/roster.csv").read_text(encoding="utf-8").splitlines()
    Path("typed.csv").write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    result = run("check", tiny, "typed.csv", "--plan", plan, "--lang", lang)

    assert result.exit_code == 3
    assert words in told(result)


def test_programs_read_price_and_bound_of_the_plan(run, tiny, plan):
    """As whole hundredths of a call."""
    known = read_plan(plan)
    result = run("check", tiny, "out/roster.csv", "--plan", plan, "--json")

    assert json.loads(result.stdout)["plan"] == {
        "objective": known.objective,
        "bound": known.bound,
    }
    assert json.loads(run("check", tiny, "out/roster.csv", "--json").stdout)["plan"] is None


def test_the_plan_brings_its_own_forecast(run, tiny, plan):
    """Another method beside it would be a silent mix."""
    result = run("check", tiny, "out/roster.csv", "--plan", plan, "--uncertain")
    assert result.exit_code == 2
    assert "--uncertain" in result.stderr


def test_a_plan_on_the_exact_queue_judges_no_other_roster(run, tiny):
    """Its curves are exact at its own roster only, and neither it nor explain claims more."""
    made = run("roster", tiny, *WEEK, "--exact", "--out", "exact")
    assert "another roster may still be a little better" in told(made)
    refused = run("check", tiny, "exact/roster.csv", "--plan", "exact/plan.json")
    assert refused.exit_code == 2
    assert "--exact" in refused.stderr
    assert "near it elsewhere" in told(run("explain", tiny, "exact/plan.json"))
