"""`staffing publish` and `staffing balance`: from a roster to the next week's past."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from staffing.io.plan_json import read_plan

MODELS = Path(__file__).resolve().parents[2] / "models"
WEEK = ("--from", "2026-11-30")
FILE = "2026-11-30_2026-12-06.csv"


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """Return a plan.json of the tiny model's Monday."""
    from staffing.cli.app import app

    out = tmp_path_factory.mktemp("plan") / "out"
    call = ["roster", str(MODELS / "tiny"), *WEEK, "--days", "1", "--out", str(out)]
    assert CliRunner().invoke(app, call).exit_code == 0
    return out / "plan.json"


@pytest.fixture
def planned(run, plan):
    """Return the current folder, with the tiny model and a plan of its Monday."""
    shutil.copytree(MODELS / "tiny", "tiny")
    Path("out").mkdir()
    shutil.copy(plan, "out")
    return Path()


def typed(folder, *lines):
    """Write a roster by hand."""
    path = folder / "typed.csv"
    path.write_text("\n".join(("counselor,date,shift", *lines)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(("lang", "word"), [("en", "Weekend"), ("ko", "주말")])
def test_a_plan_is_published_and_its_balances_are_shown(run, planned, lang, word):
    """The plan's file lands in rosters/, balance.csv beside it, the table on the terminal."""
    result = run("publish", "tiny", "out/plan.json", "--lang", lang)
    assert result.exit_code == 0, result.output
    assert (planned / "tiny" / "rosters" / "2026-11-30_2026-11-30.csv").exists()
    assert (planned / "tiny" / "balance.csv").exists()
    assert word in result.stdout
    assert all(len(line) <= 100 for line in result.stdout.splitlines() if "csv" not in line)
    again = run("balance", "tiny", "--lang", lang)
    assert again.exit_code == 0
    assert again.stdout.strip() in result.stdout


def test_a_broken_roster_is_not_published_unless_told(run, planned):
    """The sentence of each broken rule and exit code 3; --anyway publishes it all the same."""
    roster = typed(planned, "ann,2026-11-30,A", "bob,2026-11-30,A", "cem,2026-11-30,A")
    refused = run("publish", "tiny", roster)
    assert refused.exit_code == 3
    assert "--anyway" in refused.stderr
    assert "! " in refused.stderr
    assert not (planned / "tiny" / "rosters").exists()
    forced = run("publish", "tiny", roster, "--anyway")
    assert forced.exit_code == 0, forced.output
    assert (planned / "tiny" / "rosters" / FILE).exists()


def test_published_days_need_leave_to_be_replaced(run, planned):
    """Exit code 3 names the file and the option; with it the new roster stands alone."""
    assert run("publish", "tiny", "out/plan.json", "--quiet").exit_code == 0
    roster = typed(planned, "ann,2026-11-30,A", "bob,2026-11-30,A", "cem,2026-11-30,B")
    refused = run("publish", "tiny", roster)
    assert refused.exit_code == 3
    assert "--replace" in refused.stderr
    assert run("publish", "tiny", roster, "--replace").exit_code == 0
    assert [path.name for path in (planned / "tiny" / "rosters").iterdir()] == [FILE]


def test_what_was_told_is_a_price_when_days_are_planned_again(run, planned):
    """A published week that is planned anew knows what people were told."""
    center = planned / "tiny" / "center.toml"
    rule = '\n[[rules]]\nrule = "changes"\nweight = 100000\n'
    center.write_text(center.read_text(encoding="utf-8") + rule, encoding="utf-8")
    roster = typed(planned, "ann,2026-11-30,A", "bob,2026-11-30,A", "cem,2026-11-30,B")
    assert run("publish", "tiny", roster).exit_code == 0
    made = run("roster", "tiny", *WEEK, "--days", 1, "--out", "again", "--json")
    assert made.exit_code == 0, made.output
    duties = json.loads(made.stdout)["roster"]["duties"]
    assert [duty["shift"] for duty in duties] == ["A", "A", "B"]


def test_the_balance_for_programs_and_for_a_starting_day(run, planned):
    """JSON tells had and balance by person; a day before and a number of weeks are options."""
    assert run("balance", "tiny").stdout.strip()
    run("publish", "tiny", "out/plan.json")
    found = json.loads(run("balance", "tiny", "--json", "--weeks", 4).stdout)
    assert found["weeks"]["weekend"] == 4
    assert [person["days"] for person in found["people"]] == [1, 1, 1]
    early = json.loads(run("balance", "tiny", "--json", "--before", "2026-11-30").stdout)
    assert early["people"] == []
    assert run("balance", "tiny", "--before", "soon").exit_code == 2


def test_a_roster_edited_by_hand_is_counted_and_written(run, planned):
    """After an edit in rosters/ the table is right at once, and --write mends balance.csv."""
    run("publish", "tiny", "out/plan.json")
    file = next((planned / "tiny" / "rosters").iterdir())
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    file.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    before = (planned / "tiny" / "balance.csv").read_bytes()
    found = json.loads(run("balance", "tiny", "--json").stdout)
    assert sum(person["days"] for person in found["people"]) == 2
    assert (planned / "tiny" / "balance.csv").read_bytes() == before
    assert run("balance", "tiny", "--write").exit_code == 0
    assert (planned / "tiny" / "balance.csv").read_bytes() != before


@pytest.mark.parametrize(
    ("file", "text", "word"),
    [
        ("balance.csv", "counselor,first,last,days\nann,2026-11-30,2026-12-09,3\n", "overlaps"),
        ("balance.csv", "counselor,first,last,days\nann,2026-11-30,soon,3\n", "line 2"),
        ("rosters/2026-11-30_2026-13-06.csv", "counselor,date,shift\n", "there are not"),
        ("rosters/mine.csv", "counselor,date,shift\ndan,2026-12-07,A\n", "unknown counselor"),
    ],
)
def test_wrong_files_are_named(run, planned, file, text, word):
    """Exit code 3, the file and what is wrong with it, no traceback, nothing written."""
    run("publish", "tiny", "out/plan.json")
    (planned / "tiny" / file).write_text(text, encoding="utf-8")
    result = run("balance", "tiny", "--write")
    assert result.exit_code == 3
    assert Path(file).name in result.stderr
    assert word in result.stderr
    assert (planned / "tiny" / file).read_text(encoding="utf-8") == text


def test_planning_again_begins_with_what_was_published(run, planned):
    """A legal published roster is where the search starts; a broken one is not."""
    from staffing.cli.running import told_start
    from staffing.domain.horizon import Horizon
    from staffing.io.model_folder import read_model
    from staffing.pipe import prepare

    run("publish", "tiny", "out/plan.json")
    day = Horizon(first=dt.date(2026, 11, 30), days=1)
    problem = prepare(read_model(planned / "tiny"), day).problem
    assert told_start(problem) == problem.published
    assert problem.published.duties == read_plan(planned / "out" / "plan.json").roster.duties
    alike = (duty.model_copy(update={"shift": "A"}) for duty in problem.published.duties)
    broken = problem.published.with_duties(alike)
    assert told_start(problem.model_copy(update={"published": broken})) is None
    assert told_start(problem.model_copy(update={"published": None})) is None
