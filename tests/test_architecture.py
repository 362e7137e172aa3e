"""The laws of the house that a machine can check."""

import ast
import subprocess
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "staffing"
SOURCES = sorted(HOUSE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))

PAGE = 400
LONGER: dict[str, str] = {}
"""Files of more than a page, each with its reason."""

TIME = {60, 1440, 3600, 86_400}
"""Numbers that convert units of time; units.py has names for them."""

NO_ROOM = {"benchmarks", "public_typing"}
"""Folders of tests that belong to no room of staffing."""

LOGGING_SETUP = {"basicConfig", "dictConfig", "fileConfig", "addHandler", "setLevel"}


def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def place(path: Path, node: ast.AST | None = None) -> str:
    """Return where something stands, from the root."""
    line = f":{getattr(node, 'lineno', 1)}" if node is not None else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def test_imports_keep_the_contracts():
    """Imports go down only, and the engine is loaded in its own rooms only."""
    # Apart, for it takes hold of standard output.
    command = [Path(sysconfig.get_path("scripts")) / "lint-imports", "--no-cache", "--no-logo"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_file_is_a_page():
    """No file is longer than a page unless it is listed with its reason, and the list is true."""
    lengths = {place(p): len(p.read_text(encoding="utf-8").splitlines()) for p in SOURCES}
    long = {name: lines for name, lines in lengths.items() if lines > PAGE}
    assert set(long) == set(LONGER), long


def test_only_units_converts_time():
    """Outside units.py nothing is multiplied, divided or compared by 60, 1440, 3600, 86400.

    A limit of 60 seconds or a break of 60 minutes is a value and may be written; 1440 and
    86400 mean nothing but a day, so they may not be written anywhere.
    """
    found = []
    for path in SOURCES:
        if path == HOUSE / "units.py":
            continue
        for node in ast.walk(tree_of(path)):
            parts: list[ast.expr] = []
            if isinstance(node, ast.BinOp):
                parts = [node.left, node.right]
            elif isinstance(node, ast.AugAssign):
                parts = [node.value]
            elif isinstance(node, ast.Compare):
                parts = [node.left, *node.comparators]
            found += [place(path, p) for p in parts if number(p) in TIME]
            if number(node) in {1440, 86_400}:
                found.append(place(path, node))
    assert sorted(set(found)) == []


def number(node: ast.AST) -> object:
    """Return the value of a number that is written out."""
    plain = isinstance(node, ast.Constant) and type(node.value) in {int, float}
    return node.value if plain else None


def test_the_library_neither_prints_nor_configures_logging():
    """Only the command line speaks; nobody sets up logging for the user."""
    found = []
    for path in SOURCES:
        for node in ast.walk(tree_of(path)):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            speaks = isinstance(called, ast.Name) and called.id == "print"
            sets_up = isinstance(called, ast.Attribute) and called.attr in LOGGING_SETUP
            if sets_up or (speaks and HOUSE / "cli" not in path.parents):
                found.append(place(path, node))
    assert found == []


def test_every_test_says_what_it_proves():
    """Every test has a docstring that begins with one sentence on one line."""
    silent = []
    for path in TESTS:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                first = (ast.get_docstring(node) or "").partition("\n")[0]
                if not first.endswith((".", "?", "!")):
                    silent.append(place(path, node))
    assert silent == []


ROOMS = sorted(p.parent.name for p in HOUSE.glob("*/__init__.py"))


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_tested(room):
    """Each room of the house has its folder of tests."""
    assert list((ROOT / "tests" / room).glob("test_*.py")), f"tests/{room}/ holds no test"


def test_tests_mirror_the_rooms():
    """A folder of tests is named after what it tests, and is no package."""
    folders = {
        p.parent.relative_to(ROOT / "tests").parts[0] for p in TESTS if p.parent.name != "tests"
    }
    assert folders - NO_ROOM <= set(ROOMS)
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_models_hold_data_only():
    """A planner's folder holds no Python: an importable ``models`` would break users' own."""
    assert list((ROOT / "models").rglob("*.py")) == []


def test_every_source_is_a_module_of_a_room():
    """Each folder with Python in it is a package, so that contracts and wheels see it."""
    folders = {path.parent for path in SOURCES}
    assert [
        place(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()
    ] == []
