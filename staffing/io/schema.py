"""The JSON Schema of center.toml, for editors that check and explain while one types."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pydantic.json_schema import models_json_schema

from staffing.domain.center import CallCenter
from staffing.io.center_toml import NONE
from staffing.io.files import write_text
from staffing.rules.registry import catalogue

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

TITLE = "A call center: center.toml"
_TITLE_LINE = re.compile(r"^(?P<names>[a-z_, ]+)$")


def center_schema() -> dict[str, Json]:
    """Return the JSON Schema of CallCenter as it is written in TOML.

    Counselors are left out, for they stand in counselors.csv; a rule is one of the registered
    rules, or a preset's rule switched off.
    """
    rules = catalogue()
    _, schema = models_json_schema(
        [(CallCenter, "validation"), *((cls, "validation") for cls in rules.values())],
        ref_template="#/$defs/{model}",
    )
    definitions: dict[str, Json] = schema["$defs"]
    center = definitions.pop("CallCenter")
    assert isinstance(center, dict)  # noqa: S101 - for the type checker
    for name, definition in definitions.items():
        assert isinstance(definition, dict)  # noqa: S101
        definitions[name] = _explained(definition)
    center = _explained(center)
    properties, required = center["properties"], center["required"]
    assert isinstance(properties, dict)  # noqa: S101
    assert isinstance(required, list)  # noqa: S101
    del properties["counselors"]
    required.remove("counselors")
    choices: list[Json] = [{"$ref": f"#/$defs/{cls.__name__}"} for cls in rules.values()]
    properties["rules"] = {
        "description": "The center's own rules; one replaces the preset's of the same keyword.",
        "type": "array",
        "items": {"oneOf": [*choices, {"$ref": "#/$defs/RuleOff"}]},
    }
    definitions["RuleOff"] = {
        "description": "Switches a rule of the preset off.",
        "type": "object",
        "properties": {"rule": {"enum": list(rules)}, "off": {"const": True}},
        "required": ["rule", "off"],
        "additionalProperties": False,
    }
    for cls in rules.values():
        _named(definitions[cls.__name__])
    center |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": TITLE}
    used = _reachable({**center, "$defs": {}}, definitions)
    center["$defs"] = {name: definitions[name] for name in sorted(used)}
    result = _plain(center)
    assert isinstance(result, dict)  # noqa: S101
    return result


def schema_text() -> str:
    """Return the schema as it stands in the file."""
    return json.dumps(center_schema(), indent=2, ensure_ascii=False) + "\n"


def write(path: str | Path) -> None:
    """Write the schema; models/schema/center.schema.json is made by this."""
    write_text(path, schema_text())


def _named(rule: Json) -> None:
    # Which rule a table is, is what its keyword says: it must be there.
    assert isinstance(rule, dict)  # noqa: S101
    required = rule.setdefault("required", [])
    assert isinstance(required, list)  # noqa: S101
    if "rule" not in required:
        required.insert(0, "rule")


def _explained(definition: dict[str, Json]) -> dict[str, Json]:
    """Move the docstring's words on each parameter to the property that they explain."""
    text = str(definition.get("description", ""))
    summary, _, rest = text.partition("\n\nParameters\n----------\n")
    definition["description"] = " ".join(summary.split("\n\n")[0].split())
    properties = definition.get("properties", {})
    assert isinstance(properties, dict)  # noqa: S101
    rest = rest.partition("\n\nReferences")[0].partition("\n\nNotes")[0]
    names: list[str] = []
    words: dict[str, list[str]] = {}
    for line in rest.splitlines():
        if match := _TITLE_LINE.match(line):
            names = match["names"].split(", ")
        elif line.startswith(" "):
            for name in names:
                words.setdefault(name, []).append(line.strip().replace("``", "`"))
    for name, value in properties.items():
        if name in words and isinstance(value, dict):
            value["description"] = " ".join(words[name])
    return definition


def _plain(value: Json) -> Json:
    """Drop titles that repeat the key, and defaults of null; write null as TOML can."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[str, Json] = {}
    for key, item in value.items():
        if key == "properties" and isinstance(item, dict):
            result[key] = {name: _plain(_untitled(inner)) for name, inner in item.items()}
        elif not (key == "default" and item is None):
            result[key] = _plain(item)
    choices = result.get("anyOf")
    if isinstance(choices, list) and {"type": "null"} in choices:
        kept = [choice for choice in choices if choice != {"type": "null"}]
        if "default" in result:
            kept.append({"const": NONE})
        del result["anyOf"]
        if len(kept) == 1 and isinstance(kept[0], dict):
            return {**kept[0], **result}
        result["anyOf"] = kept
    return result


def _untitled(value: Json) -> Json:
    return {k: v for k, v in value.items() if k != "title"} if isinstance(value, dict) else value


def _reachable(value: Json, definitions: dict[str, Json]) -> set[str]:
    found: set[str] = set()
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            name = str(item.get("$ref", "")).removeprefix("#/$defs/")
            if name and name not in found:
                found.add(name)
                waiting.append(definitions[name])
            waiting += item.values()
    return found
