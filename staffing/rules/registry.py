"""Finding rules: every module of this room, and entry points of other packages.

A rule is registered by existing: nothing here is edited when one is added.
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType

import staffing.rules as room
from staffing.domain.rule import Rule

ENTRY_POINTS = "staffing.rules"


@cache
def catalogue() -> Mapping[str, type[Rule]]:
    """Return every known rule class by its keyword.

    Raises
    ------
    ValueError
        If two classes claim the same keyword.
    """
    found: dict[str, type[Rule]] = {}
    modules = [
        importlib.import_module(f"{room.__name__}.{info.name}")
        for info in pkgutil.iter_modules(room.__path__)
        if info.name != "registry"
    ]
    classes = [
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    ]
    classes += [point.load() for point in entry_points(group=ENTRY_POINTS)]
    for cls in classes:
        if issubclass(cls, Rule) and not getattr(cls, "__abstractmethods__", None):
            keyword = cls.model_fields["rule"].default
            if keyword in found:
                raise ValueError(
                    f"two rules claim the keyword {keyword!r}: {found[keyword]}, {cls}"
                )
            found[keyword] = cls
    return MappingProxyType(dict(sorted(found.items())))


def make(table: Mapping[str, object]) -> Rule:
    """Return the rule that a table such as ``{"rule": "rest", "hours": 11}`` describes.

    Raises
    ------
    ValueError
        If the keyword is missing or unknown, or a parameter is wrong (pydantic's error).
    """
    keyword = str(table.get("rule", ""))
    known = catalogue()
    if keyword not in known:
        near = difflib.get_close_matches(keyword, known, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise ValueError(f"unknown rule {keyword!r}; {hint}known: {', '.join(known)}")
    return known[keyword].model_validate(dict(table))
