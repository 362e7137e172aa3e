"""The command line before it does anything: help, speed of start, wrong usage."""

import subprocess
import sys
import time

import pytest

HEAVY = {"ortools", "pandas", "numpy", "scipy", "pydantic", "holidays", "openpyxl", "jinja2"}
COMMANDS = (
    "new",
    "roster",
    "check",
    "publish",
    "balance",
    "forecast",
    "backtest",
    "require",
    "design",
    "whatif",
    "rules",
    "schema",
)
HELP = [sys.executable, "-m", "staffing", "--help"]


def test_help_loads_no_room():
    """`staffing --help` loads neither the engine nor any other heavy package."""
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", *HELP[1:]], capture_output=True, text=True, check=True
    )
    modules = {line.rpartition("|")[2].strip() for line in ran.stderr.splitlines() if "|" in line}
    assert "staffing.cli.app" in modules
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()


def test_the_time_help_takes_is_shown():
    """The time `staffing --help` takes is printed (see it with -rP); no clock decides a test."""
    seconds = []
    for _ in range(5):
        begun = time.perf_counter()
        subprocess.run(HELP, capture_output=True, check=True)
        seconds.append(time.perf_counter() - begun)
    print(f"staffing --help: {min(seconds):.2f} s, best of {len(seconds)}")  # noqa: T201


def test_help_names_every_command(run):
    """The help lists the commands, and every command has help of its own."""
    listed = run("--help").stdout
    for command in COMMANDS:
        assert command in listed
        own = run(command, "--help")
        assert own.exit_code == 0
        assert "Usage:" in own.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("rooster",),
        ("roster",),
        ("roster", "tiny", "--frm", "2026-11-30"),
        ("roster", "tiny", "--days", "none"),
        ("roster", "tiny", "--days", "0"),
        ("roster", "tiny", "--from", "30.11.2026"),
        ("roster", "tiny", "--lang", "fr"),
        ("roster", "tiny", "--engine", "diesel"),
        ("rules", "no_such_rule"),
        (),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_exit_code_2(run, tiny, arguments):
    """A command that is typed wrong ends with 2, with a word on what is wrong."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout + result.stderr


def test_a_missing_model_is_exit_code_3(run):
    """A folder that is not there ends with 3 and no traceback."""
    result = run("roster", "nowhere")
    assert result.exit_code == 3
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_module_runs_like_the_command(tmp_path):
    """`python -m staffing --version` names the version, from any folder."""
    ran = subprocess.run(
        [sys.executable, "-m", "staffing", "--version"],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    assert ran.stdout.startswith("staffing ")
