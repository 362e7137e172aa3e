"""The catalogue of rules, and the rules that a center or a preset has in force."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.cli.options import Lang
from staffing.domain.links import known
from staffing.domain.rule import Rule
from staffing.errors import UsageError
from staffing.explanation.phrases import pick
from staffing.presets import Stated
from staffing.rules._personal import PersonalRule
from staffing.rules.registry import catalogue

_COMMON = frozenset(Rule.model_fields)
_WHOM = tuple(name for name in PersonalRule.model_fields if name not in _COMMON)
_ORIGINS = {
    "always": {"en": "always", "ko": "항상"},
    "default": {"en": "default", "ko": "기본"},
    "center": {"en": "center.toml", "ko": "center.toml"},
}


def rule_table(lang: Lang) -> RenderableType:
    """Return every rule: keyword, hard or its price, title and parameters with defaults."""
    heads = pick(lang, "rule|by default|what", "규칙|기본값|내용").split("|")
    table = _table(*heads)
    for keyword, cls in catalogue().items():
        own = [
            _parameter(name, cls)
            for name in cls.model_fields
            if name not in _COMMON and not (issubclass(cls, PersonalRule) and name in _WHOM)
        ]
        mark = " *" if issubclass(cls, PersonalRule) else ""
        text = Text(cls.title[lang] + mark)
        text.append(f"\n{', '.join(own)}" if own else "", style="dim")
        table.add_row(keyword, force_text(cls.model_fields["weight"].default, lang), text)
    names = ", ".join(_WHOM)
    told = pick(
        lang,
        f"* for some people or some time only, by {names}.",
        f"* 일부 사람이나 일부 기간에만 적용할 수 있습니다: {names}.",
    )
    return Group(table, Text(f"\n{told}"))


def one_rule(keyword: str, lang: Lang) -> RenderableType:
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
    said, meanings = _parts_of(inspect.getdoc(cls) or "")
    table = _table(*pick(lang, "parameter|by default|meaning", "항목|기본값|뜻").split("|"))
    for name, field in cls.model_fields.items():
        if name == "rule":
            continue
        default = pick(lang, "needed", "필수 입력") if field.is_required() else field.default
        shown = force_text(field.default, lang) if name == "weight" else _written(default)
        table.add_row(name, shown, meanings.get(name) or field.description or "")
    return Group(Text(f"{keyword}: {cls.title[lang]}\n", style="bold"), Text(f"{said}\n"), table)


def in_force(stated: Iterable[Stated], preset: str | None, lang: Lang) -> RenderableType:
    """Return rules with where each comes from, and what it stands in the place of."""
    table = _table(*pick(lang, "from|rule|force|what", "출처|규칙|강도|내용").split("|"))
    for item in stated:
        origin = _ORIGINS.get(item.origin, {}).get(lang, preset or "")
        off = item.rule is None
        weight = None if item.rule is None else item.rule.weight
        force = pick(lang, "off", "해제") if off else force_text(weight, lang)
        lines = [] if item.rule is None else [_stated_text(item.rule, lang), item.rule.source]
        lines += _replaced(item, lang)
        table.add_row(origin, item.keyword, force, "\n".join(line for line in lines if line))
    return table


def _replaced(item: Stated, lang: Lang) -> Iterator[str]:
    for rule in item.replaced:
        was = f"{_stated_text(rule, lang)}, {force_text(rule.weight, lang)}"
        was += f"; {rule.source}" if rule.source else ""
        yield pick(lang, f"in place of: {was}", f"대체된 규칙: {was}")


def _stated_text(rule: Rule, lang: Lang) -> str:
    """Return a rule's title with every value that is not empty, its defaults among them."""
    fields = rule.model_dump(mode="json", exclude=set(_COMMON)).items()
    values = [f"{name} = {_written(value)}" for name, value in fields if value or value == 0]
    title = rule.title[lang]
    return f"{title} ({', '.join(values)})" if values else title


def force_text(weight: int | None, lang: Lang) -> str:
    """Return whether a rule must be kept, or its price for one unit."""
    if weight is None:
        return pick(lang, "hard", "필수")
    return pick(lang, f"price {weight}", f"가중치 {weight}")


def _table(*heads: str) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for head in heads:
        table.add_column(head, overflow="fold", no_wrap=head is not heads[-1])
    return table


def _parameter(name: str, cls: type[Rule]) -> str:
    field = cls.model_fields[name]
    return name if field.is_required() else f"{name} = {_written(field.default)}"


def _parts_of(doc: str) -> tuple[str, dict[str, str]]:
    """Return what a docstring says of a rule, and of each of its parameters."""
    said, _, rest = doc.partition("\nParameters\n----------\n")
    meanings: dict[str, str] = {}
    names: list[str] = []
    for line in rest.splitlines():
        if line and not line.startswith(" "):
            names = line.split(", ")
        for name in names if line.startswith(" ") else ():
            meanings[name] = f"{meanings.get(name, '')} {line.strip()}".strip()
    paragraphs = (" ".join(part.split()) for part in said.split("\n\n"))
    return "\n".join(p for p in paragraphs if p).replace("`", ""), {
        name: text.replace("`", "") for name, text in meanings.items()
    }


def _written(value: Any) -> str:  # a default of any type
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple | list):
        return f"[{', '.join(_written(part) for part in value)}]"
    return str(value)
