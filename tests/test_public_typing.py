"""The public surface as a type checker and as Python see it."""

import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import staffing

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = Path(__file__).parent / "public_typing"
MARK = re.compile(r"# E: ([\w-]+)$")
FOUND = re.compile(r"^(?P<file>[^:]+):(?P<line>\d+): error: .*\[(?P<code>[\w-]+)\]$")


@pytest.mark.slow
def test_right_use_passes_and_wrong_use_fails(tmp_path):
    """Strict mypy accepts the example program, and finds each planted mistake and no other.

    The programs are checked from another folder, as a user's would be: what mypy knows of
    the library it knows by `py.typed`.
    """
    config = tmp_path / "mypy.ini"
    config.write_text("[mypy]\nstrict = true\nwarn_unused_configs = false\n", encoding="utf-8")
    expected = set()
    for name in ("api.py", "wrong.py"):
        text = (PROGRAMS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text, encoding="utf-8")
        for number, line in enumerate(text.splitlines(), start=1):
            mark = MARK.search(line)
            if mark:
                expected.add((name, number, mark[1]))
    assert expected
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", "mypy.ini", "api.py", "wrong.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [FOUND.match(line) for line in ran.stdout.splitlines()]
    found = {(m["file"], int(m["line"]), m["code"]) for m in lines if m}
    assert found == expected, ran.stdout + ran.stderr


@pytest.mark.parametrize("name", staffing.__all__)
def test_every_public_name_is_there(name):
    """Each public name can be fetched, is documented, and is listed by dir()."""
    assert (getattr(staffing, name).__doc__ or "").strip()
    assert name in dir(staffing)


def test_public_names_hide_no_module():
    """No public name is that of a room or file of the package, which would come in its place."""
    modules = {info.name for info in pkgutil.iter_modules(staffing.__path__)}
    assert modules & set(staffing.__all__) == set()


def test_the_checker_sees_the_names_that_python_does():
    """The imports for the type checker, the public list and the lazy homes name the same."""
    text = Path(staffing.__file__).read_text(encoding="utf-8")
    imports = re.findall(r"^    from staffing\.([\w.]+) import (.+)$", text, re.MULTILINE)
    for_checker = {name: home for home, names in imports for name in names.split(", ")}
    assert for_checker == staffing._HOME
    assert sorted(for_checker) == sorted(staffing.__all__)


def test_an_unknown_name_raises():
    """A name that is not public is an AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="rooster"):
        _ = staffing.rooster


def test_importing_staffing_loads_next_to_nothing():
    """`import staffing` loads neither the engine nor any other package that is not Python's."""
    code = "import sys, staffing; print(*(m.partition('.')[0] for m in sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert "staffing" in loaded
    assert loaded & {"ortools", "pandas", "numpy", "pydantic", "typer", "rich"} == set()
