"""Writing files whole or not at all."""

import os
from pathlib import Path

import pytest

from staffing.errors import OutputError
from staffing.io.files import MANIFEST, file_name, replacing, safe_folder, write_bytes, write_text


def test_a_file_is_replaced(tmp_path: Path) -> None:
    """The new content stands in place of the old, and nothing else is left."""
    path = tmp_path / "a.txt"
    write_text(path, "한글\n")
    write_text(path, "둘\r\n", "utf-8-sig")
    assert path.read_bytes() == "\ufeff둘\r\n".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    """An error on the way leaves the old file, and no temporary one."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def fail() -> None:
        with replacing(path) as temporary:
            temporary.write_text("half")
            raise KeyError("half way")

    with pytest.raises(KeyError, match="half way"):
        fail()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_when_replacing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is open elsewhere stays, and the error says what to do."""
    path = tmp_path / "a.txt"
    path.write_text("old")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(
        OutputError, match=r"a\.txt: it cannot be written: Permission denied; .*close"
    ):
        write_bytes(path, b"new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    """A missing folder, a file in its place and a folder in the file's place are told."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="the folder does not exist"):
        write_bytes(tmp_path / "no" / "a.txt", b"")
    with pytest.raises(OutputError, match="the folder is a file"):
        write_bytes(tmp_path / "file" / "a.txt", b"")
    with pytest.raises(OutputError, match="it is a folder"):
        write_bytes(tmp_path, b"")
    with pytest.raises(OutputError, match="it is a file; a folder"):
        safe_folder(tmp_path / "file")
    with pytest.raises(OutputError, match="it cannot be written"):
        safe_folder(tmp_path / "file" / "below")


def test_own_files_are_overwritten(tmp_path: Path) -> None:
    """A second run into the same folder replaces what the first wrote."""
    for text in ("1", "2"):
        folder = safe_folder(tmp_path / "out" / "deep")
        write_text(folder / "a.txt", text)
    assert (folder / "a.txt").read_text() == "2"
    assert sorted(path.name for path in folder.iterdir()) == [MANIFEST, "a.txt"]


def test_foreign_files_stay(tmp_path: Path) -> None:
    """A file that was there before is not overwritten unless that is asked for."""
    (tmp_path / "a.txt").write_text("mine")
    folder = safe_folder(tmp_path)
    with pytest.raises(OutputError, match="was there before, so it is not overwritten"):
        write_text(folder / "a.txt", "ours")
    assert (tmp_path / "a.txt").read_text() == "mine"
    write_text(safe_folder(tmp_path, overwrite=True) / "a.txt", "ours")
    assert (tmp_path / "a.txt").read_text() == "ours"
    write_text(safe_folder(tmp_path) / "a.txt", "again")


def test_edits_stay(tmp_path: Path) -> None:
    """A file that somebody changed since is not overwritten."""
    folder = safe_folder(tmp_path / "out")
    write_text(folder / "a.txt", "ours")
    (folder / "a.txt").write_text("edited")
    with pytest.raises(OutputError, match="was changed since it was written"):
        write_text(safe_folder(folder) / "a.txt", "ours")
    assert (folder / "a.txt").read_text() == "edited"


def test_a_damaged_manifest_trusts_nothing(tmp_path: Path) -> None:
    """If the list of own files is unreadable, every file is foreign."""
    folder = safe_folder(tmp_path / "out")
    write_text(folder / "a.txt", "ours")
    (folder / MANIFEST).write_text("[")
    with pytest.raises(OutputError, match="was there before"):
        write_text(safe_folder(folder) / "a.txt", "new")


def test_file_names() -> None:
    """Signs that lead out of a folder become underscores."""
    assert file_name("../a\\b:c") == ".._a_b_c"
