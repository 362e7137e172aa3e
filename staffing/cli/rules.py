"""``staffing rules``: the catalogue of rules, and what a center or a preset has in force."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from staffing.cli.options import Lang
from staffing.errors import UsageError

if TYPE_CHECKING:
    from staffing.presets import Stated


def rules(
    keyword: Annotated[
        str | None, typer.Argument(help="Show one rule with its parameters.", show_default=False)
    ] = None,
    model: Annotated[
        Path | None,
        typer.Option(
            "--model",
            help="Folder of a center: its rules in force, where each comes from, and what it "
            "stands in the place of.",
            show_default=False,
        ),
    ] = None,
    preset: Annotated[
        str | None,
        typer.Option("--preset", help="The rules of a preset, such as KR_LSA.", show_default=False),
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="en or ko.")] = "en",
) -> None:
    """List the rules that a center.toml can state, or those that it does state.

    Example: staffing rules --model models/cheonan
    """
    from staffing.cli.catalogue import in_force, one_rule, rule_table
    from staffing.cli.options import console

    if model is not None and preset is not None:
        raise UsageError("staffing rules", "found --model and --preset", "one of them")
    if model is None and preset is None:
        console().print(rule_table(lang) if keyword is None else one_rule(keyword, lang))
        return
    taken, found = _of_preset(preset or "") if model is None else _of_model(model)
    shown = [item for item in found if keyword is None or item.keyword == keyword]
    if not shown:
        known = ", ".join(dict.fromkeys(item.keyword for item in found))
        raise UsageError("staffing rules", f"{keyword!r} is not among them", f"they are: {known}")
    console().print(in_force(shown, taken, lang))


def _of_model(folder: Path) -> tuple[str | None, list[Stated]]:
    from staffing.io.center_toml import read_center, read_source, rule_tables
    from staffing.presets import stated

    read_center(folder)  # says what is wrong with it, with its place
    preset, tables = rule_tables(read_source(folder))
    return preset, list(stated(preset, tables))


def _of_preset(name: str) -> tuple[str, list[Stated]]:
    from staffing.presets import stated

    try:
        found = stated(name, ())
    except ValueError as error:
        raise UsageError("--preset", str(error)) from None
    return name.upper(), [item for item in found if item.origin == "preset"]
