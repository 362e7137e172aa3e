"""The models that come with the library, and starting a new one from them."""

from __future__ import annotations

import shutil
from pathlib import Path

from staffing.errors import InputError, OutputError
from staffing.io.center_toml import FILE
from staffing.io.faults import hint

SCHEMA = "center.schema.json"
_LINE = "#:schema "


def library() -> Path:
    """Return the folder of the shipped models: inside the package, or in a checkout beside it."""
    package = Path(__file__).parents[1]
    inside = package / "_models"
    return inside if inside.is_dir() else package.parent / "models"


def shipped_models() -> list[str]:
    """Return the names of the shipped models."""
    return sorted(path.parent.name for path in library().glob(f"*/{FILE}"))


def copy_model(name: str, target: str | Path) -> Path:
    """Copy a shipped model to a new folder, its schema beside it.

    Parameters
    ----------
    name
        One of `shipped_models`.
    target
        A folder that does not exist yet.

    Raises
    ------
    InputError
        If there is no such model.
    OutputError
        If the folder exists or cannot be written; nothing is left behind.
    """
    names = shipped_models()
    if name not in names:
        raise InputError(
            f"model {name!r}",
            "there is no such model",
            f"one of {', '.join(names)}",
            hint(name, names),
        )
    target = Path(target)
    if target.exists():
        raise OutputError(str(target), "it exists already", "a new folder", "choose another name")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(library() / name, target)
        schema = library() / "schema" / SCHEMA
        if schema.exists():
            shutil.copyfile(schema, target / SCHEMA)
        path = target / FILE
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        lines = [f"{_LINE}./{SCHEMA}\n" if line.startswith(_LINE) else line for line in lines]
        path.write_text("".join(lines), encoding="utf-8", newline="\n")
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        raise OutputError(
            str(target), f"it cannot be written: {error.strerror}", todo="name another folder"
        ) from None
    return target
