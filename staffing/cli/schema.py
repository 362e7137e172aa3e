"""``staffing schema``: the JSON Schema of center.toml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def schema(
    out: Annotated[
        Path | None,
        typer.Option("--out", help="File to write. Default: print.", show_default=False),
    ] = None,
) -> None:
    """Print the JSON Schema of center.toml, with which editors complete and check it."""
    from staffing.io.schema import center_schema

    text = json.dumps(center_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
    else:
        from staffing.io.files import write_text

        write_text(out, text)
        typer.echo(f"wrote {out}")
