"""The catalogue of rules as tables."""

from __future__ import annotations

import inspect
from typing import Any

from rich.table import Table

from staffing.cli.options import Lang
from staffing.domain.links import known
from staffing.domain.rule import Rule
from staffing.errors import UsageError
from staffing.rules.registry import catalogue

_COMMON = {"rule", "weight", "source"}


def rule_table(lang: Lang) -> Table:
    """Return every rule: keyword, title, parameters with defaults, hard or soft."""
    table = Table("rule", "title", "parameters", "by default", title="Rules", title_justify="left")
    for keyword, cls in catalogue().items():
        parameters = ", ".join(
            name if field.is_required() else f"{name} = {_written(field.default)}"
            for name, field in cls.model_fields.items()
            if name not in _COMMON
        )
        table.add_row(keyword, cls.title[lang], parameters, _force(cls))
    return table


def one_rule(keyword: str, lang: Lang) -> Table:
    """Return one rule: what it says, and each parameter with its meaning.

    Raises
    ------
    UsageError
        If there is no such rule.
    """
    try:
        cls = catalogue()[known("rule", keyword, catalogue())]
    except ValueError as error:
        raise UsageError("staffing rules", str(error)) from None
    table = Table("parameter", "default", title=f"{keyword}: {cls.title[lang]}")
    for name, field in cls.model_fields.items():
        if name != "rule":
            table.add_row(name, "needed" if field.is_required() else _written(field.default))
    table.caption = inspect.getdoc(cls)
    table.caption_justify = "left"
    return table


def _force(cls: type[Rule]) -> str:
    weight = cls.model_fields["weight"].default
    return "hard" if weight is None else f"soft, {weight} per unit"


def _written(value: Any) -> str:  # a default of any type
    return "none" if value is None else str(value)
