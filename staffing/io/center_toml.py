"""center.toml and the tables beside it: a model folder becomes a CallCenter."""

from __future__ import annotations

import contextlib
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from staffing.domain.center import CallCenter
from staffing.domain.designs import ShiftDesign
from staffing.domain.hours import can_be_met, weekly_minutes
from staffing.domain.people import Counselor
from staffing.domain.rule import Rule
from staffing.errors import InputError, StaffingError
from staffing.io.counselors_csv import FILE as COUNSELORS
from staffing.io.counselors_csv import Codes, read_counselors
from staffing.io.faults import Faults, Place, dotted, hint, line_of, plain, toml_lines
from staffing.io.text_files import read_bytes
from staffing.units import hours

FILE = "center.toml"
NONE = "none"
"""TOML has no null: a caller who waits for ever has ``patience_s = "none"``."""


class Source(NamedTuple):
    """A parsed center.toml that still knows its lines."""

    path: Path
    data: Mapping[str, object]
    lines: dict[Place, int]

    def fault(self, place: Place, found: str, allowed: str = "", todo: str = "") -> InputError:
        """Return the error of a place such as ``("shifts", 2, "end")``."""
        where = f"{self.path}, {dotted(place)}" if place else str(self.path)
        line = line_of(self.lines, place)
        return InputError(where, f"{found} (line {line})" if line else found, allowed, todo)


def read_center(folder: str | Path) -> CallCenter:
    """Return the call center of a model folder.

    Parameters
    ----------
    folder
        The folder of center.toml, counselors.csv and, if there is one, leave.csv; or the path
        of its center.toml.

    Raises
    ------
    InputError
        With the place, what was found, what is allowed and what to do; several faults
        are reported together as `InputErrors`.
    """
    source = read_source(folder)
    faults = Faults()
    rules: tuple[Rule, ...] = ()
    counselors: tuple[Counselor, ...] = ()
    with faults.catching():
        rules = _rules(source)
    with faults.catching():
        counselors = read_counselors(source.path.parent, _codes(source.data))
    with faults.catching():
        _check_names(source)
    data = {**_without_none(source.data), "rules": rules, "counselors": counselors}
    try:
        center = CallCenter.model_validate(data)
    except ValidationError as error:
        for place, *rest in plain(error):
            if place != ("counselors",):
                faults.add(source.fault(place, *rest))
    faults.check()
    _check_hours(source, center)
    return center


def _check_hours(source: Source, center: CallCenter) -> None:
    """Raise where no mix of shifts gives the hours of a contract."""
    faults = Faults()
    bands = [rule for rule in center.rules if rule.rule == "contract_hours"]
    under, over = (
        max((int(getattr(rule, name)) for rule in bands), default=0)
        for name in ("under_minutes", "over_minutes")
    )
    for index, contract in enumerate(center.contracts):
        if not can_be_met(center, contract, under, over):
            possible = ", ".join(f"{hours(m):g}" for m in weekly_minutes(center, contract)[:6])
            faults.add(
                source.fault(
                    ("contracts", index, "hours_per_week"),
                    f"found {contract.hours_per_week}, which no mix of shifts gives",
                    f"{contract.days_per_week} days of its shifts give {possible or 'no'} hours",
                    "correct the hours, the days, the shifts or their unpaid breaks, or allow a "
                    "band with the rule contract_hours",
                )
            )
    faults.check()


def read_source(folder: str | Path) -> Source:
    """Return the parsed center.toml of a folder, its values not yet checked."""
    path = Path(folder)
    path = path if path.name == FILE else path / FILE
    if not path.is_file():
        missing = "is missing" if path.parent.is_dir() else "and the folder are missing"
        raise InputError(
            str(path.parent),
            f"is no model folder: {FILE} {missing}",
            todo="create one with `staffing new`",
        )
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(str(path), "it is not in UTF-8", todo="save it as UTF-8") from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        where = f"{path}, {place.rstrip(')')}" if place else str(path)
        raise InputError(where, f"it is no TOML: {message}", todo="correct the line") from None
    if not data:
        raise InputError(str(path), "the file is empty", todo="create one with `staffing new`")
    return Source(path, data, toml_lines(text))


def _without_none(data: Mapping[str, object]) -> dict[str, object]:
    """Return the values with None for ``"none"``, where no value is not the default anyway."""

    def table(value: Mapping[str, object], *keys: str) -> dict[str, object]:
        return {k: None if k in keys and v == NONE else v for k, v in value.items()}

    queues = data.get("queues")
    if not isinstance(queues, list):
        return dict(data)
    changed: list[object] = []
    for queue in queues:
        if isinstance(queue, dict):
            read = table(queue, "patience_s")
            if isinstance(read.get("target"), dict):
                read["target"] = table(queue["target"], "answer_rate")
            changed.append(read)
        else:
            changed.append(queue)
    return {**data, "queues": changed}


def _codes(data: Mapping[str, object]) -> Codes:
    def codes(name: str) -> frozenset[str]:
        return frozenset(str(table.get("code")) for table in _tables(data.get(name)))

    designed: set[str] = set()
    for table in _tables(data.get("shift_designs")):
        with contextlib.suppress(ValidationError):  # is told when the center is made
            designed |= {shift.code for shift in ShiftDesign.model_validate(table).shifts()}
    return Codes(codes("contracts"), codes("queues"), codes("shifts") | designed)


def _tables(value: object) -> Iterator[Mapping[str, object]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def _check_names(source: Source) -> None:
    faults = Faults()
    if "counselors" in source.data:
        faults.add(
            source.fault(
                ("counselors",),
                "counselors do not stand here",
                todo=f"write them in {COUNSELORS}",
            )
        )
    name = source.data.get("timezone")
    if isinstance(name, str) and name not in zoneinfo.available_timezones():
        faults.add(
            source.fault(
                ("timezone",),
                f"found {name!r}",
                "an IANA name such as Asia/Seoul",
                hint(name, zoneinfo.available_timezones()),
            )
        )
    faults.check()


def rule_tables(source: Source) -> tuple[str | None, list[dict[str, object]]]:
    """Return the preset that a center takes, and its own rule tables.

    Raises
    ------
    InputError
        If one of them is no such thing.
    """
    preset, tables = source.data.get("preset"), source.data.get("rules", [])
    if preset is not None and not isinstance(preset, str):
        raise source.fault(("preset",), f"found {preset!r}", 'a text in quotes, such as "KR_LSA"')
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise source.fault(("rules",), "it is no list of tables", "[[rules]]")
    return preset, tables


def _rules(source: Source) -> tuple[Rule, ...]:
    from staffing.presets import resolve  # noqa: PLC0415 - loads every rule

    preset, tables = rule_tables(source)
    try:
        return tuple(resolve(preset, tables))
    except (ValueError, StaffingError) as error:
        whole = error
    # One fault hides the others: each table is tried alone, so that each is reported.
    faults = Faults()
    _try(source, faults, ("preset",), preset, [])
    if not faults:
        for index, table in enumerate(tables):
            _try(source, faults, ("rules", index), preset, [table])
    if not faults:
        faults.add(*_placed(source, ("rules",), "", whole))
    faults.check()
    raise AssertionError


def _try(
    source: Source,
    faults: Faults,
    place: Place,
    preset: str | None,
    tables: Sequence[Mapping[str, object]],
) -> None:
    from staffing.presets import resolve  # noqa: PLC0415

    try:
        resolve(preset, tables)
    except (ValueError, StaffingError) as error:
        keyword = str(tables[0].get("rule", "")) if tables else ""
        faults.add(*_placed(source, place, keyword, error))


def _placed(
    source: Source, place: Place, keyword: str, error: ValueError | StaffingError
) -> list[InputError]:
    if isinstance(error, StaffingError):
        details: Sequence[tuple[Place, str, str, str]] = [
            ((), error.found, error.allowed, error.todo)
        ]
    else:
        details = plain(error)
    errors = []
    for inner, *rest in details:
        fault = source.fault((*place, *inner), *rest)
        where = f"{source.path}, {dotted(place)}"
        if keyword:
            where += f" ({keyword})"
        tail = dotted(inner)
        where += f".{tail}" if tail and not tail.startswith("[") else tail
        errors.append(InputError(where, fault.found, fault.allowed, fault.todo))
    return errors
