"""Labor-law presets as data, and how a center's own rules override them.

Imports rules, domain, errors and units only.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Literal, NamedTuple

from staffing.domain.rule import Rule
from staffing.rules.registry import catalogue, make

STRUCTURE = ("one_shift", "breaks", "meetings", "no_overlap", "leave", "availability")
"""Always in force: what a roster is, and when people can come."""
DEFAULTS = ("contract_days", "service")
"""In force unless switched off: data of the center that would silently mean nothing else."""


def names() -> tuple[str, ...]:
    """Return the names of the presets."""
    files = (entry.name for entry in resources.files(__name__).iterdir())
    return tuple(sorted(f.removesuffix(".toml").upper() for f in files if f.endswith(".toml")))


def load(name: str) -> list[dict[str, object]]:
    """Return the rule tables of a preset, after those that it inherits and does not replace.

    Parameters
    ----------
    name
        One of `names`, in any case.

    Raises
    ------
    ValueError
        If there is no such preset; the message suggests the nearest one.
    """
    known = names()
    if name.upper() not in known:
        near = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(f"unknown preset {name!r}; {hint}known: {', '.join(known)}")
    text = resources.files(__name__).joinpath(f"{name.lower()}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    own: list[dict[str, object]] = data["rules"]
    replaced = {table["rule"] for table in own}
    base = load(data["inherits"]) if "inherits" in data else []
    return [*(table for table in base if table["rule"] not in replaced), *own]


class Stated(NamedTuple):
    """A rule of a center, and where it comes from.

    Parameters
    ----------
    keyword
        Of the rule.
    rule
        The rule in force; None where the center has switched it off.
    origin
        ``always``: what a roster is. ``default``: in force unless switched off. ``preset``: of
        the preset. ``center``: the center's own.
    replaced
        Rules of the preset, or by default, in whose place the center's word stands.
    """

    keyword: str
    rule: Rule | None
    origin: Literal["always", "default", "preset", "center"]
    replaced: tuple[Rule, ...] = ()


def stated(preset: str | None, tables: Sequence[Mapping[str, object]]) -> tuple[Stated, ...]:
    """Return the rules in force with their origin, and after them those that are switched off.

    Parameters
    ----------
    preset, tables
        As for `resolve`.

    Raises
    ------
    ValueError
        As `resolve`.
    """
    off = [_is_off(table) for table in tables]
    own = {table.get("rule") for table in tables}
    given = [Stated(name, make({"rule": name}), "always") for name in STRUCTURE]
    given += [Stated(name, make({"rule": name}), "default") for name in DEFAULTS]
    given += [
        Stated(str(table["rule"]), make(table), "preset")
        for table in (load(preset) if preset is not None else ())
    ]
    replaced: dict[object, tuple[Rule, ...]] = {}
    for item in given:
        if item.keyword in own and item.rule is not None:
            replaced[item.keyword] = (*replaced.get(item.keyword, ()), item.rule)
    kept = [item for item in given if item.keyword not in own]
    mine = [
        Stated(
            str(table.get("rule")),
            None if gone else make(_without_off(table)),
            "center",
            replaced.get(table.get("rule"), ()),
        )
        for table, gone in zip(tables, off, strict=True)
    ]
    return (*kept, *sorted(mine, key=lambda item: item.rule is None))


def resolve(preset: str | None, tables: Sequence[Mapping[str, object]]) -> tuple[Rule, ...]:
    """Return the rules in force: the standing ones, the preset's, and the center's own.

    Parameters
    ----------
    preset
        Name of a preset; None for no law.
    tables
        The center's rule tables. A table replaces the standing or preset rules with the same
        keyword, whole: what it leaves out has the rule's defaults, not the preset's. A table
        ``{"rule": ..., "off": True}`` removes them. Several tables may share a keyword.

    Raises
    ------
    ValueError
        If a name is unknown, a parameter is wrong, or what must stay is switched off.
    """
    return tuple(item.rule for item in stated(preset, tables) if item.rule is not None)


def _is_off(table: Mapping[str, object]) -> bool:
    off = table.get("off", False)
    if not isinstance(off, bool):
        raise ValueError(f"found off = {off!r}; off is true or false")  # noqa: TRY004
    if not off:
        return False
    keyword = table.get("rule")
    if keyword not in catalogue():
        make({"rule": keyword})  # raises, with a suggestion
    if keyword in STRUCTURE:
        raise ValueError(f"the rule {keyword!r} cannot be off: no roster is without it")
    if set(table) != {"rule", "off"}:
        more = ", ".join(sorted(set(table) - {"rule", "off"}))
        raise ValueError(f"the rule {keyword!r} is off and still has {more}; leave them out")
    return True


def _without_off(table: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in table.items() if key != "off"}
