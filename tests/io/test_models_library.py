"""Shipped models, and copies of them."""

from pathlib import Path

import pytest

from staffing.errors import InputError, OutputError
from staffing.io import models_library
from staffing.io.center_toml import read_center
from staffing.io.models_library import copy_model, shipped_models


def test_the_shipped_models_are_known() -> None:
    """The models of the repository are found in a checkout."""
    assert {"cheonan", "cheonan-calendar", "tiny"} <= set(shipped_models())


def test_a_copy_is_a_model(tmp_path: Path) -> None:
    """A copy can be read, and its schema lies beside it."""
    target = copy_model("tiny", tmp_path / "deep" / "mine")
    assert read_center(target).name == "Tiny"
    first = (target / "center.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "#:schema ./center.schema.json"
    assert (target / "center.schema.json").exists()


def test_an_unknown_model(tmp_path: Path) -> None:
    """A model that is not shipped is named with the nearest."""
    with pytest.raises(InputError, match=r"did you mean 'cheonan'\?"):
        copy_model("cheonam", tmp_path / "mine")


def test_an_existing_folder_stays(tmp_path: Path) -> None:
    """Nothing is copied over what is there, and nothing is left where copying fails."""
    with pytest.raises(OutputError, match="it exists already"):
        copy_model("tiny", tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="it cannot be written"):
        copy_model("tiny", tmp_path / "file" / "mine")


def test_the_models_of_an_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a wheel the models lie inside the package."""
    inside = tmp_path / "_models"
    inside.mkdir()
    monkeypatch.setattr(models_library, "__file__", str(tmp_path / "io" / "models_library.py"))
    assert models_library.library() == inside
    assert shipped_models() == []
