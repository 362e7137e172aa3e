"""``staffing rules``: the catalogue of rules."""

from __future__ import annotations

from typing import Annotated

import typer

from staffing.cli.options import Lang


def rules(
    keyword: Annotated[
        str | None, typer.Argument(help="Show one rule with its parameters.", show_default=False)
    ] = None,
    lang: Annotated[Lang, typer.Option("--lang", help="en or ko.")] = "en",
) -> None:
    """List the rules that a center.toml can state, with their parameters."""
    from staffing.cli.catalogue import one_rule, rule_table
    from staffing.cli.options import console

    console().print(rule_table(lang) if keyword is None else one_rule(keyword, lang))
