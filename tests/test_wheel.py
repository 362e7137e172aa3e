"""What users install: the wheel's contents, and a first roster from it in another folder."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODELS = ("cheonan", "cheonan-calendar", "tiny")

pytestmark = pytest.mark.slow


def call(*command, cwd):
    """Run a command and return its standard output; fail with what it said."""
    ran = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel as pip does, with the build backend that is installed here."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ("--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", folder)
    call(sys.executable, "-m", "pip", "wheel", *options, ROOT, cwd=folder)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel):
    """Return the names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the scripts of a new environment with the wheel, the rest borrowed from ours."""
    folder = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    options = ("--quiet", "--no-deps", "--no-index")
    call(*(sys.executable, "-m", "pip", "--python", python, "install", *options, wheel), cwd=folder)
    site = Path(
        call(
            python, "-c", "import sysconfig as s; print(s.get_path('purelib'))", cwd=folder
        ).strip()
    )
    # A plain path: ours is searched after theirs, and its own .pth files (the editable
    # installation of this tree) are not read.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return scripts


def test_the_wheel_holds_the_package_only(names):
    """Nothing but `staffing/` and its metadata is installed."""
    tops = {name.partition("/")[0] for name in names}
    assert "staffing" in tops
    assert [t for t in tops if t != "staffing" and not t.endswith(".dist-info")] == []


def test_the_wheel_is_whole(names):
    """Every tracked file of the package is in it: sources, types, presets, templates."""
    tracked = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "staffing").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert tracked - names == set()
    assert "staffing/py.typed" in names


def test_the_wheel_brings_the_models(names):
    """The models and the schema travel as data, without what a run has left among them."""
    for model in MODELS:
        assert f"staffing/_models/{model}/center.toml" in names
        assert f"staffing/_models/{model}/counselors.csv" in names
        assert f"staffing/_models/{model}/README.md" in names
    assert "staffing/_models/schema/center.schema.json" in names
    assert [name for name in names if "/_models/" in name and "/roster-" in name] == []


def test_it_is_the_wheel_that_runs(installed, tmp_path):
    """The new environment imports the installed package and not this tree."""
    where = call(
        installed / "python", "-c", "import staffing; print(staffing.__file__)", cwd=tmp_path
    )
    assert Path(where.strip()).is_relative_to(installed.parent)


@pytest.mark.parametrize("model", ["tiny", "cheonan"])
def test_new_and_roster_from_the_wheel(installed, tmp_path, model):
    """`staffing new` and `staffing roster` work in another folder, from the wheel alone."""
    staffing = installed / "staffing"
    call(staffing, "new", "mycenter", "--like", model, cwd=tmp_path)
    assert (tmp_path / "mycenter" / "center.toml").is_file()
    dates = ("--from", "2026-11-30", "--days", "1" if model == "tiny" else "7")
    said = call(staffing, "roster", "mycenter", *dates, "--time-limit", "10", cwd=tmp_path)
    assert "2026-11-30" in said
    written = {path.suffix for path in (tmp_path / "roster-2026-11-30").rglob("*")}
    assert {".csv", ".xlsx", ".html", ".ics"} <= written
