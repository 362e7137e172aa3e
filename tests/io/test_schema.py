"""The JSON Schema of center.toml."""

from collections.abc import Callable

import jsonschema
import pytest

from staffing.io.schema import center_schema
from staffing.rules.registry import catalogue

Check = Callable[[dict[str, object]], list[str]]


@pytest.fixture(scope="module")
def check() -> Check:
    """Return a function that returns what the schema says of a center."""
    schema = center_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    return lambda center: [error.json_path for error in validator.iter_errors(center)]


def center(**changes: object) -> dict[str, object]:
    """Return a small center, with changes."""
    return {
        "name": "x",
        "opening": [{"days": "Mon-Fri", "opens": "09:00", "closes": "18:00"}],
        "queues": [{"code": "q", "patience_s": "none"}],
        "shifts": [{"code": "E", "start": "09:00", "end": "18:00"}],
        "contracts": [{"code": "FT", "hours_per_week": 40}],
        **changes,
    }


def test_a_center_is_valid(check: Check) -> None:
    """A center without counselors is what center.toml holds."""
    assert check(center()) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"counselors": []}, "$"),
        ({"naem": "x"}, "$"),
        ({"slot_minutes": 7}, "$.slot_minutes"),
        ({"shifts": [{"code": "E", "start": "9h", "end": "18:00"}]}, "$.shifts[0].start"),
        ({"rules": [{"rule": "nope"}]}, "$.rules[0]"),
        ({"rules": [{"rule": "rest", "hours": 0}]}, "$.rules[0]"),
        ({"rules": [{"hours": 11}]}, "$.rules[0]"),
        ({"rules": [{"rule": "rest", "off": False}]}, "$.rules[0]"),
    ],
)
def test_mistakes_are_found(check: Check, changes: dict[str, object], path: str) -> None:
    """What the library refuses, the schema refuses while one types."""
    assert check(center(**changes)) == [path]


def test_every_rule_is_known(check: Check) -> None:
    """Each registered rule can be switched off, and one with defaults can be switched on."""
    for keyword in catalogue():
        assert check(center(rules=[{"rule": keyword, "off": True}])) == []
    assert check(center(rules=[{"rule": "rest", "hours": 9, "weight": "hard"}])) == []


def test_properties_are_explained() -> None:
    """Editors show the words of the docstrings."""
    schema = center_schema()
    assert "Mean handle time in seconds" in str(schema["$defs"]["Queue"]["properties"]["aht_s"])  # type: ignore[index,call-overload]
