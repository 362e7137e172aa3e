"""What holds for every rule, found by discovery: a new rule is tested by existing."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import tomllib

import jsonschema
import pytest

from staffing.domain.horizon import week_of
from staffing.domain.rule import Case, Rule
from staffing.rules.registry import catalogue, make
from staffing.testing import case_fault

RULES = list(catalogue().values())
CASES = [
    pytest.param(case, id=f"{cls.model_fields['rule'].default}-{number}")
    for cls in RULES
    for number, case in enumerate(cls.cases())
]
every_rule = pytest.mark.parametrize("cls", RULES, ids=list(catalogue()))
every_case = pytest.mark.parametrize("case", CASES)


def toml_of(table: dict[str, object]) -> str:
    """Return a table as TOML; JSON writes such values alike, but for tables in it."""
    given = {k: v for k, v in table.items() if v is not None}  # what is left out is None
    return "\n".join(f"{k} = {_value(v)}" for k, v in given.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}" = {_value(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


@every_case
def test_both_halves_yield_exactly_the_breaches_of_the_case(case: Case) -> None:
    """Solver and referee find what the author judged by eye: no breach more or less, none twice."""
    assert not case_fault(case)


@every_rule
def test_the_cases_hold_break_and_touch_the_bound(cls: type[Rule]) -> None:
    """No rule comes without a toy on each side of its bound and one exactly on it."""
    cases = list(cls.cases())
    assert any("bound" in case.name for case in cases)
    assert any("holds" in case.name for case in cases)
    assert any("breaks" in case.name for case in cases)
    for case in cases:
        if "holds" in case.name:
            assert not case.breaches, case.name
        if "breaks" in case.name:
            assert case.breaches, case.name
        assert all(breach.amount > 0 for breach in case.breaches)


@every_case
@pytest.mark.parametrize("language", ["en", "ko"])
def test_say_names_the_person_and_the_date(case: Case, language: str) -> None:
    """A manager reads whom and when a breach is about, in both languages."""
    for breach in case.breaches:
        sentence = case.rule.say(case.problem, breach, language)
        subject = breach.subject
        dates = [dt.date.fromisoformat(d) for d in re.findall(r"\d{4}-\d{2}-\d{2}", sentence)]
        day = subject.day or case.problem.grid.date_of(subject.slot or 0)
        assert week_of(day) in [week_of(date) for date in dates]
        if subject.counselor is not None:
            assert sentence.startswith(subject.counselor)
        if subject.slot is not None:
            assert case.problem.grid.clock_of(subject.slot) in sentence
        assert sentence.endswith(".")
        assert "None" not in sentence
        assert bool(re.search("[가-힣]", sentence)) == (language == "ko")


@every_case
def test_a_rule_survives_toml_and_json(case: Case) -> None:
    """What a planner writes in a file is what the rule says of itself, hard or soft."""
    rule = case.rule
    table = rule.model_dump(mode="json")
    assert make(tomllib.loads(toml_of(table))) == rule
    assert type(rule).model_validate_json(rule.model_dump_json()) == rule
    assert rule.model_copy(update={"weight": None}).model_dump(mode="json")["weight"] == "hard"


@every_rule
def test_the_schema_describes_what_a_rule_writes(cls: type[Rule]) -> None:
    """The JSON Schema accepts every case's parameters and refuses a misspelt key."""
    schema = cls.model_json_schema()
    for case in cls.cases():
        jsonschema.validate(case.rule.model_dump(mode="json"), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"rule": schema["properties"]["rule"]["const"], "huors": 1}, schema)


@every_case
def test_a_rule_has_no_hidden_state(case: Case) -> None:
    """Judging twice gives the same, and leaves the rule as it was."""
    rule = case.rule
    first = list(rule.check(case.problem, case.roster))
    assert list(rule.check(case.problem, case.roster)) == first
    assert not rule.__private_attributes__
    assert set(rule.__dict__) == set(type(rule).model_fields)


@every_rule
def test_the_keyword_is_the_file(cls: type[Rule]) -> None:
    """One rule, one file, found under its own name; and it has words in both languages."""
    assert cls.__module__.rsplit(".", maxsplit=1)[-1] == cls.model_fields["rule"].default
    assert set(cls.title) == {"en", "ko"}
    assert cls.__doc__


def test_a_misspelt_keyword_gets_a_suggestion() -> None:
    """A planner who writes a rule's name wrong is told which one was meant."""
    with pytest.raises(ValueError, match="did you mean 'consecutive_days'"):
        make({"rule": "consecutive_day"})
    with pytest.raises(ValueError, match="did you mean 'hours'"):
        make({"rule": "rest", "hour": 11})


def test_a_weight_of_the_word_hard_is_hard() -> None:
    """A rule that is soft by default can be made hard in a file."""
    assert make({"rule": "floor", "weight": "hard"}).hard
    assert not make({"rule": "floor"}).hard


def test_the_service_cannot_be_hard() -> None:
    """A price list is refused as a hard rule instead of being read as something else."""
    with pytest.raises(ValueError, match="cannot be hard"):
        make({"rule": "service", "weight": "hard"})


def test_rules_are_loaded_without_a_warning() -> None:
    """No field of a rule shadows what rules share, of which pydantic would warn every user."""
    load = "from staffing.rules.registry import catalogue; catalogue()"
    command = [sys.executable, "-W", "error", "-c", load]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
