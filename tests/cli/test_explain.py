"""``staffing explain``: from files to sentences, and usage errors."""

import datetime as dt

import pytest

from staffing.domain.horizon import Horizon
from staffing.io.model_folder import read_model
from staffing.io.plan_json import write_plan
from staffing.pipe import prepare
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

MONDAY = dt.date(2026, 11, 30)
TOO_MANY = """
[[rules]]
rule = "minimum_cover"
working_day = 9
day_off = 0
"""


@pytest.fixture
def planned(tiny, tmp_path):
    """Return the path of a plan of the tiny model, and who works on Monday."""
    problem = prepare(read_model(tiny), Horizon(first=MONDAY)).problem
    made = plan(problem, SolveSettings(reproducible=True, time_limit_s=30))
    write_plan(made, tmp_path / "plan.json")
    return tmp_path / "plan.json", [d for d in made.roster.duties if d.day == MONDAY]


@pytest.mark.parametrize(("lang", "word"), [("en", "too few"), ("ko", "부족")])
def test_no_roster_is_explained(run, tiny, lang, word):
    """Without a plan the command says which rule asks too much, and what would have to give."""
    with (tiny / "center.toml").open("a", encoding="utf-8") as file:
        file.write(TOO_MANY)
    result = run("explain", tiny, "--from", "2026-11-30", "--lang", lang)

    assert result.exit_code == 0
    assert "working_day = 9" in result.stdout
    assert word in result.stdout


def test_the_best_effort_roster_can_be_written(run, tiny, tmp_path):
    """The roster that breaks the least is a file that `check` reads, and finds not legal."""
    with (tiny / "center.toml").open("a", encoding="utf-8") as file:
        file.write(TOO_MANY)
    path = tmp_path / "effort.csv"
    result = run("explain", tiny, "--from", "2026-11-30", "--out", path)

    assert result.exit_code == 0
    assert "NOT LEGAL" in result.stdout
    assert str(path) in result.stdout.replace("\n", "")
    assert "NOT LEGAL" in run("check", tiny, path).stdout


def test_a_plan_has_no_best_effort_roster(run, tiny, planned):
    """Where there is a plan, --out is an error of usage that says what it is for."""
    result = run("explain", tiny, planned[0], "--out", "effort.csv")

    assert result.exit_code == 2
    assert "without a plan" in result.stderr


def test_a_possible_week_is_refused(run, tiny):
    """Where there is a roster, asking why there is none is an error of usage."""
    result = run("explain", tiny, "--from", "2026-11-30")

    assert result.exit_code == 2
    assert "there is a roster" in result.stderr
    assert "staffing roster" in result.stderr


def test_a_plan_is_explained(run, tiny, planned):
    """Every kind of question is answered with a sentence about what was asked."""
    path, duties = planned
    who, shift = duties[0].counselor, duties[0].shift
    day = "2026-11-30"

    for arguments, word in (
        ((), "calls could be answered in time"),
        (("--why", f"{who}@{day}"), who),
        (("--why-not", f"{who}@{day}"), who),
        (("--why", f"{who}@{day}@{shift}"), f"shift {shift}"),
        (("--why-not", f"{who}@{day}@{shift}"), "already"),
        (("--short", f"{day}T10:00"), "10:00"),
        (("--rules",), "working days of the contract"),
        (("--candidates", f"{day}@{shift}"), "works already"),
        (("--candidates", f"{day}@{shift}", "--lang", "ko"), "모두 이미 근무합니다"),
        (("--candidates", f"{day}@{shift}@{who}"), "works already"),
    ):
        result = run("explain", tiny, path, *arguments)
        assert result.exit_code == 0, result.stderr
        assert word in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--why", "nobody@2026-11-30"),
        ("--why", "2026-11-30"),
        ("--why-not", "ann@30.11.2026"),
        ("--short", "2026-11-30T03:00"),
        ("--short", "2026-11-30T10:00@fax"),
        ("--candidates", "2026-11-30"),
        ("--candidates", "2026-11-30@A@nobody"),
    ],
    ids=" ".join,
)
def test_a_question_typed_wrong_is_exit_code_2(run, tiny, planned, arguments):
    """A question about unknown people, days or times ends with 2 and says what is known."""
    result = run("explain", tiny, planned[0], *arguments)

    assert result.exit_code == 2
    assert "error:" in result.stderr


def test_questions_need_a_plan(run, tiny):
    """A question without a plan is an error of usage."""
    result = run("explain", tiny, "--why", "ann@2026-11-30")

    assert result.exit_code == 2
    assert "plan.json" in result.stderr


def test_a_plan_of_another_center_is_refused(run, cheonan, tiny, planned):
    """A plan must be one of the model's center."""
    result = run("explain", cheonan, planned[0])

    assert result.exit_code == 2
    assert "Tiny" in result.stderr
