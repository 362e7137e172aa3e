"""Labor-law presets as data, and how a center's own rules override them.

Imports rules, domain, errors and units only.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources

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
    own = [table for table in tables if not _is_off(table)]
    replaced = {table.get("rule") for table in tables}
    standing: list[Mapping[str, object]] = [{"rule": name} for name in (*STRUCTURE, *DEFAULTS)]
    given = [*standing, *(load(preset) if preset is not None else [])]
    kept = [table for table in given if table["rule"] not in replaced]
    return tuple(make(_without_off(table)) for table in [*kept, *own])


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
