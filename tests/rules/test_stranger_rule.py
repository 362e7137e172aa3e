"""A rule in somebody else's package works everywhere; the text shown to strangers is what runs."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest
from click.testing import Result
from typer.testing import CliRunner

from staffing.cli.app import app
from staffing.rules.registry import ENTRY_POINTS, catalogue, make
from staffing.testing import assert_rule_agrees

ROOT = Path(__file__).resolve().parents[2]
SHOWN = re.compile(r"<!-- a rule of your own -->(.*)<!-- end of a rule of your own -->", re.DOTALL)
FENCE = re.compile(r"^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WEEK = ("--from", "2026-11-30")
PEOPLE = ("ann", "bob", "cem")


def example() -> list[str]:
    """Return the rule, its entry in pyproject.toml and in center.toml, as README.md shows them."""
    found = SHOWN.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert found, "README.md shows no rule of one's own"
    return FENCE.findall(found[1])


@pytest.fixture
def center_toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Install the package as pip leaves it: a module, and a dist-info beside it."""
    module, project, lines = example()
    points = tomllib.loads(project)["project"]["entry-points"][ENTRY_POINTS]
    site = tmp_path / "site"
    info = site / "a_stranger-1.0.dist-info"
    info.mkdir(parents=True)
    for value in points.values():
        (site / f"{value.partition(':')[0]}.py").write_text(module, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: a-stranger\nVersion: 1.0\n")
    entries = "\n".join(f"{name} = {value}" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[{ENTRY_POINTS}]\n{entries}\n")
    monkeypatch.syspath_prepend(str(site))
    importlib.invalidate_caches()
    catalogue.cache_clear()
    monkeypatch.setenv("COLUMNS", "120")
    yield lines
    catalogue.cache_clear()


@pytest.fixture
def run(center_toml: str, tiny: Path) -> Callable[..., Result]:
    """Return a function that runs a command on the tiny model with the stranger's rule.

    Ann, Bob and Cem work on three days, and only shift B lasts until the center closes.
    """
    path = tiny / "center.toml"
    text = path.read_text(encoding="utf-8").replace('days = "Mon"', 'days = "Mon-Wed"')
    text = text.replace(
        "days_per_week = 1\nhours_per_week = 3", "days_per_week = 3\nhours_per_week = 9"
    )
    path.write_text(f'{text}\n{center_toml}shift = "B"\n', encoding="utf-8")

    def invoke(command: str, *arguments: object) -> Result:
        words = [command, *(str(tiny) if a == "." else str(a) for a in arguments)]
        result = CliRunner().invoke(app, words)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


def test_the_example_is_short() -> None:
    """A rule that works everywhere is fewer than 40 lines, and two lines announce it."""
    rule, entry, _ = (len(text.splitlines()) for text in example())
    assert rule < 40
    assert entry == 2


def test_its_author_tests_it_in_one_line(center_toml: str) -> None:
    """The example is right, and the library's own test for strangers' rules says so."""
    rule = make(tomllib.loads(center_toml)["rules"][0])
    assert rule.hard
    assert_rule_agrees(rule)


def test_the_catalogue_and_the_schema_know_it(run: Callable[..., Result]) -> None:
    """`staffing rules` shows it in both languages, and editors complete its parameters."""
    assert "late shifts" in run("rules").stdout
    assert "마감 근무 횟수" in run("rules", "--lang", "ko").stdout
    assert "most" in run("rules", "late_shifts").stdout
    schema = json.loads(run("schema").stdout)
    assert schema["$defs"]["LateShifts"]["properties"]["most"]["default"] == 2
    table = {"$ref": "#/$defs/LateShifts", "$defs": schema["$defs"]}
    jsonschema.validate({"rule": "late_shifts", "most": 1}, table)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rule": "late_shifts", "mots": 1}, table)


def test_solver_and_referee_use_it(run: Callable[..., Result], tmp_path: Path) -> None:
    """The roster made keeps it, and a roster that breaks it is told so in both languages."""
    out = tmp_path / "week"
    made = run("roster", ".", *WEEK, "--days", 3, "--out", out, "--quiet")
    assert made.exit_code == 0, made.stderr
    text = (out / "roster.csv").read_text(encoding="utf-8-sig")
    assert Counter(re.findall(r"^(\w+),.*,B,", text, re.MULTILINE)) == dict.fromkeys(PEOPLE, 1)

    swapped = re.sub(r"^(ann,.*),A,09:00,12:00", r"\1,B,10:00,13:00", text, flags=re.MULTILINE)
    (out / "swapped.csv").write_text(swapped, encoding="utf-8")
    told = run("check", ".", out / "swapped.csv").stdout
    assert "ann, from 2026-11-30 on: 2 late shifts too many." in told
    told = run("check", ".", out / "swapped.csv", "--lang", "ko").stdout
    assert "ann, 2026-11-30부터: 마감 근무 2회 초과입니다." in told


def test_a_week_that_it_forbids_is_explained(run: Callable[..., Result], tiny: Path) -> None:
    """Where nobody may be late and somebody must be, both rules are named."""
    path = tiny / "center.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("most = 1 ", "most = 0 "), encoding="utf-8")
    why = run("explain", ".", *WEEK, "--days", 3).stdout
    assert re.search(r"late shifts \(.*most = 0", why)
    assert "least number on the phones" in why
    assert "마감 근무 횟수" in run("explain", ".", *WEEK, "--days", 3, "--lang", "ko").stdout
