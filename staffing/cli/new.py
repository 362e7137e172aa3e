"""``staffing new``: a model folder of one's own, copied from a shipped one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def new(
    folder: Annotated[
        Path, typer.Argument(help="Folder to create; must not exist.", show_default=False)
    ],
    like: Annotated[
        str, typer.Option("--like", help="Shipped model to start from: cheonan, tiny ...")
    ] = "cheonan",
) -> None:
    """Create a model folder to edit, copied from a shipped model."""
    from staffing.io.models_library import copy_model

    copy_model(like, folder)
    typer.echo(f"{folder} is ready, a copy of {like!r}. Edit center.toml and counselors.csv,")
    typer.echo(f"put your calls into history.csv, then: staffing roster {folder}")
