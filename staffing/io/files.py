"""Writing files: whole or not at all, and never over somebody else's."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from staffing.errors import OutputError

MANIFEST = ".staffing-files.json"
"""In an output folder: the SHA-256 of each file this library wrote there."""

ANY = "*"
"""In place of a digest: the file may be overwritten whatever it holds."""


def safe_folder(path: str | Path, overwrite: bool = False) -> Path:
    """Return an output folder, created if need be, in which no foreign file is overwritten.

    Files that were there before, and files that somebody changed after this library wrote
    them, stay as they are: writing over them raises.

    Parameters
    ----------
    path
        The folder.
    overwrite
        Whether the files that are there now may be overwritten all the same.

    Raises
    ------
    OutputError
        If it cannot be created or written to.
    """
    folder = Path(path)
    if folder.exists() and not folder.is_dir():
        raise OutputError(str(folder), "it is a file", "a folder", "name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = [file.name for file in folder.iterdir() if file.is_file()]
    except OSError as error:
        raise _cannot(folder, error) from None
    known = {name: digest for name, digest in _manifest(folder).items() if digest != ANY}
    if overwrite:
        known |= {name: ANY for name in names if name != MANIFEST}
    _write_manifest(folder, known)
    return folder


def write_text(path: str | Path, text: str, encoding: str = "utf-8") -> None:
    """Write a text file atomically, its line ends as they are in the text."""
    write_bytes(path, text.encode(encoding))


def write_bytes(path: str | Path, data: bytes) -> None:
    """Write a file atomically.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there before still stands.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to; it takes the real one's place when all went well.

    Parameters
    ----------
    path
        Where the file shall stand; its folder must exist.

    Raises
    ------
    OutputError
        If the file cannot be written, or is a foreign one in an output folder. Nothing is
        left behind.
    """
    path = Path(path)
    folder = path.parent
    if not folder.is_dir():
        what = "is a file" if folder.exists() else "does not exist"
        raise OutputError(str(path), f"the folder {what}", todo="create the folder")
    if path.is_dir():
        raise OutputError(str(path), "it is a folder", "a file", "name a file in it")
    managed = (folder / MANIFEST).exists()
    if managed:
        check_ours(path)
    temporary = folder / f".{path.stem}.{uuid.uuid4().hex}{path.suffix}"
    try:
        yield temporary
        digest = _digest(temporary)
        os.replace(temporary, path)  # noqa: PTH105 - the name tests look for
    except OSError as error:
        raise _cannot(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    if managed:
        _write_manifest(folder, {**_manifest(folder), path.name: digest})


def check_ours(path: Path) -> None:
    """Raise OutputError if a file stands in an output folder and this library did not write it."""
    if not path.exists():
        return
    known = _manifest(path.parent).get(path.name)
    if known != ANY and known != _digest(path):
        what = "was changed since it was written" if known else "was there before"
        raise OutputError(
            str(path),
            f"the file {what}, so it is not overwritten",
            todo="move it away, name another folder, or allow overwriting",
        )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _manifest(folder: Path) -> dict[str, str]:
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {str(name): str(digest) for name, digest in known.items()}


def _write_manifest(folder: Path, known: dict[str, str]) -> None:
    text = json.dumps(known, indent=0, sort_keys=True, ensure_ascii=False)
    try:
        (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise _cannot(folder, error) from None


def _cannot(path: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(
        str(path),
        f"it cannot be written: {reason}",
        todo="name another place, or close the file where it is open",
    )


def file_name(text: str) -> str:
    """Return a text as part of a file name that every system takes.

    Examples
    --------
    >>> file_name("../C01"), file_name("홍 길동")
    ('.._C01', '홍_길동')
    """
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in text)
