"""A user's mistake: a message with file and place, exit code 3, nothing written."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from staffing.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
RUN = CliRunner()
WEEK = ["--from", "2026-11-30"]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a copy of the Cheonan model."""
    copy = tmp_path / "center"
    shutil.copytree(ROOT / "models" / "cheonan", copy)
    return copy


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    """Return a change of the first occurrence of a text in a file."""

    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def line(name: str, number: int, new: str | None) -> Callable[[Path], None]:
    """Return a change of one line of a file (1 is the first); None takes it out."""

    def change(folder: Path) -> None:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        lines[number - 1 : number] = [] if new is None else [new]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def empty(name: str) -> Callable[[Path], None]:
    """Return a change that empties a file."""
    return lambda folder: ((folder / name).write_text("") and None) or None


BAD = {
    "unknown key": (
        replace("center.toml", "slot_minutes", "slot_minuts"),
        ["center.toml", "slot_minutes"],
    ),
    "unknown key deep": (
        replace("center.toml", "threshold_s", "treshold_s"),
        ["center.toml", "threshold_s"],
    ),
    "unknown rule": (
        replace("center.toml", 'rule = "floor"', 'rule = "flor"'),
        ["center.toml", "floor"],
    ),
    "unknown preset": (replace("center.toml", "KR_LSA", "KR_LAS"), ["center.toml", "KR_LSA"]),
    "toml syntax": (
        replace("center.toml", "slot_minutes = 15", "slot_minutes = = 15"),
        ["center.toml", "line"],
    ),
    "shift code in a wish": (
        replace("counselors.csv", "shift:E", "shift:EE"),
        ["counselors.csv", "EE", "line 3"],
    ),
    "id twice": (replace("counselors.csv", "C03,", "C02,"), ["counselors.csv", "C02"]),
    "unknown contract": (
        replace("counselors.csv", "C03,,FT", "C03,,FX"),
        ["counselors.csv", "FX", "FT"],
    ),
    "negative aht": (
        line("history.csv", 5, "2024-11-25,10:00,89,85,4,-3.0"),
        ["history.csv", "-3"],
    ),
    "text in a number": (
        line("history.csv", 5, "2024-11-25,10:00,many,85,4,180.0"),
        ["history.csv", "many", "5"],
    ),
    "missing column": (replace("history.csv", "start", "begun"), ["history.csv", "start"]),
    "gap": (line("history.csv", 12, None), ["history.csv", "2024-11-25"]),
    "duplicate": (
        replace("history.csv", "2024-11-25,09:00", "2024-11-25,08:30"),
        ["history.csv", "08:30"],
    ),
    "leave outside": (
        replace("counselors.csv", "C05,,FT,,Wed", "C05,,FT,,2026-12-25"),
        ["counselors.csv", "2026-12-25", "leave.csv"],
    ),
    "leave misspelt": (
        replace("counselors.csv", "C05,,FT,,Wed", "C05,,FT,,Wedn+"),
        ["counselors.csv", "Wedn+"],
    ),
    "hours no shifts can meet": (
        replace("center.toml", "hours_per_week = 40", "hours_per_week = 44"),
        ["center.toml", "44"],
    ),
    "empty center": (empty("center.toml"), ["center.toml", "empty"]),
    "empty counselors": (empty("counselors.csv"), ["counselors.csv", "empty"]),
    "empty history": (empty("history.csv"), ["history.csv", "empty"]),
    "break that fits nowhere": (
        replace("center.toml", 'latest = "10:45"', 'latest = "08:45"'),
        ["center.toml", "am"],
    ),
    "time that is none": (
        replace("center.toml", 'opens = "08:30"', 'opens = "8.30"'),
        ["center.toml", "8.30", "HH:MM"],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_mistake_is_named(name: str, model: Path, tmp_path: Path) -> None:
    """Each mistake ends with code 3 and a message that names file, place and way out."""
    change, words = BAD[name]
    change(model)
    out = tmp_path / "out"
    ran = RUN.invoke(app, ["roster", str(model), *WEEK, "--out", str(out), "--time-limit", "5"])

    assert ran.exit_code == 3, ran.output
    assert "Traceback" not in ran.output
    assert not out.exists()
    for word in words:
        assert word in ran.output


def test_no_model_folder(tmp_path: Path) -> None:
    """A folder that is no model is named, with the command that makes one."""
    ran = RUN.invoke(app, ["roster", str(tmp_path)])

    assert ran.exit_code == 3
    assert "center.toml" in ran.output
    assert "staffing new" in ran.output


def test_output_folder_that_cannot_be_written(model: Path, tmp_path: Path) -> None:
    """An output folder that cannot be made is found before the search begins."""
    (tmp_path / "file").write_text("mine")
    out = tmp_path / "file" / "out"
    ran = RUN.invoke(app, ["roster", str(model), *WEEK, "--out", str(out)])

    assert ran.exit_code == 3
    assert "file" in ran.output
    assert (tmp_path / "file").read_text() == "mine"


def test_edited_roster_is_not_overwritten(model: Path, tmp_path: Path) -> None:
    """A roster that a manager edited survives a second run, until she allows otherwise."""
    tiny = ROOT / "models" / "tiny"
    call = [
        "roster",
        str(tiny),
        "--from",
        "2026-11-30",
        "--days",
        "1",
        "--out",
        str(tmp_path / "out"),
    ]
    first = RUN.invoke(app, call)
    assert first.exit_code == 0, first.output
    again = RUN.invoke(app, call)
    assert again.exit_code == 0, again.output
    (tmp_path / "out" / "roster.csv").write_text("my own")
    third = RUN.invoke(app, call)

    assert third.exit_code == 3
    assert "--overwrite" in third.output
    assert (tmp_path / "out" / "roster.csv").read_text() == "my own"
    assert RUN.invoke(app, [*call, "--overwrite"]).exit_code == 0


@pytest.mark.parametrize("encoding", ["cp949", "utf-8-sig"])
def test_korean_encodings_are_accepted(encoding: str, model: Path) -> None:
    """History and people saved by Excel on Korean Windows are read as they are."""
    text = (model / "history.csv").read_text(encoding="utf-8")
    korean = text.replace(
        "date,start,offered,handled,abandoned,aht_s",
        "일자,시간대,인입호,응대호,포기호,평균처리시간",
        1,
    )
    (model / "history.csv").write_bytes(korean.encode(encoding))
    ran = RUN.invoke(app, ["forecast", str(model), *WEEK])

    assert ran.exit_code == 0, ran.output


def test_impossible_is_exit_4(model: Path, tmp_path: Path) -> None:
    """A week that no roster can serve ends with code 4, not with an empty roster."""
    replace("center.toml", "working_day = 2", 'weight = "hard"\nworking_day = 14')(model)
    ran = RUN.invoke(app, ["roster", str(model), *WEEK, "--out", str(tmp_path / "out")])

    assert ran.exit_code == 4, ran.output
    assert "proved" in ran.output
    assert "staffing explain" in ran.output


def test_wrong_date_is_exit_2(model: Path) -> None:
    """A first day that is no date is wrong usage."""
    assert RUN.invoke(app, ["roster", str(model), "--from", "tomorrow"]).exit_code == 2
