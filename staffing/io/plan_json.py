"""plan.json: a plan with everything needed to check, explain and repair it later."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from staffing.domain.outcome import Plan
from staffing.domain.rule import Rule
from staffing.errors import InputError
from staffing.io.faults import dotted, from_pydantic
from staffing.io.files import write_text
from staffing.io.text_files import read_bytes
from staffing.rules.registry import make

VERSION = 1
"""Raised whenever a plan file of before could be misread."""


def write_plan(plan: Plan, path: str | Path) -> None:
    """Write a plan as JSON; every number is read back as it was.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    data = plan.model_dump(mode="json")
    rules = data["problem"]["center"]["rules"]
    for item in _judgements(data):
        # A rule is written once, not with each of its breaches.
        if item["rule"] in rules:
            item["rule"] = rules.index(item["rule"])
    text = json.dumps(
        {"staffing-plan": VERSION, **data},
        ensure_ascii=False,
        allow_nan=False,
        separators=(",", ":"),
    )
    write_text(path, text + "\n")


def read_plan(path: str | Path) -> Plan:
    """Return the plan of a file that `write_plan` wrote.

    Raises
    ------
    InputError
        If it is no plan, or one of another version of this library.
    """
    where = str(path)
    try:
        data = json.loads(read_bytes(Path(path)))
    except ValueError as error:
        raise InputError(where, f"it is no JSON: {error}", "a plan file") from None
    version = data.pop("staffing-plan", None) if isinstance(data, dict) else None
    if version is None:
        raise InputError(
            where, "it is no plan", 'a file with "staffing-plan"', "write it with `staffing roster`"
        )
    if version != VERSION:
        raise InputError(
            where,
            f"it is a plan of version {version!r}",
            f"this library reads version {VERSION}",
            "plan again, or use the version of the library that wrote it",
        )
    try:
        _make_rules(data)
        return Plan.model_validate(data)
    except ValidationError as error:
        place, found, allowed, todo = from_pydantic(error)[0]
        raise InputError(f"{where}, {dotted(place)}", found, allowed, todo) from None
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise InputError(where, f"the plan is damaged: {error}", todo="plan again") from None


def _judgements(data: dict[str, Any]) -> list[dict[str, Any]]:
    judged = data.get("judged")
    return [*judged["breaches"], *judged["costs"]] if judged else []


def _make_rules(data: dict[str, Any]) -> None:
    center = data["problem"]["center"]
    center["rules"] = [_rule(table) for table in center["rules"]]
    for item in _judgements(data):
        rule = item["rule"]
        item["rule"] = center["rules"][rule] if isinstance(rule, int) else _rule(rule)


def _rule(table: object) -> Rule:
    if not isinstance(table, dict):
        raise TypeError(f"found {table!r} in place of a rule")
    return make(table)
