r"""The README runs: its Python, its commands, and the output it shows.

The whole file is one session, top to bottom, in an empty folder that holds a copy of
``models/``:

- Each ```` ```python ```` block runs; all share one namespace. What a block prints is not
  compared.
- In each ```` ```console ```` block a line that begins with ``$ `` is a command (a ``\`` at
  its end continues it). Only ``$ staffing …`` runs, and must end with exit code 0, or with the
  code of a comment ``# exit 4`` at its end. A search without ``--time-limit`` gets one here.
- Lines below a command are its output. Each must occur in what was really printed, in this
  order; lines may be left out. Numbers, runs of spaces and lengths of rules don't count, as
  they change from machine to machine. A line that ends with ``...`` needs only what stands
  before the dots; a line that is only ``...`` says nothing.
"""

import os
import re
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SCRIPTS = Path(sysconfig.get_path("scripts"))

FENCE = re.compile(r"^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
EXIT = re.compile(r"\s+# exit (?P<code>\d+)\s*$")
SEARCHES = ("roster", "whatif", "repair")
SECONDS = "15"


class Block(NamedTuple):
    """A fenced block: its language, its text, and the line it begins on."""

    language: str
    text: str
    line: int


class Command(NamedTuple):
    """A command that is shown, the exit code it should have, and the output shown for it."""

    text: str
    code: int
    shown: list[str]


def blocks(markdown):
    """Return the fenced blocks of a text."""
    return [
        Block(m["language"], m["text"], markdown.count("\n", 0, m.start("text")) + 1)
        for m in FENCE.finditer(markdown)
    ]


def commands(block):
    """Return the commands of a console block."""
    found = []
    lines = iter(block.text.splitlines())
    for line in lines:
        if line.startswith("$ "):
            typed = line[2:]
            while typed.endswith("\\"):
                typed = typed[:-1] + next(lines).strip()
            code = EXIT.search(typed)
            found.append(Command(EXIT.sub("", typed), int(code["code"]) if code else 0, []))
        elif found and line.strip():
            found[-1].shown.append(line)
    return found


def loose(line):
    """Return a line without what changes from machine to machine."""
    line = re.sub(r"[-+]?\d[\d,.]*", "0", line)
    line = re.sub(r"([─━═=_-])\1+", r"\1", line)
    return " ".join(line.split())


def missing(shown, printed):
    """Return the first shown line that was not printed in its turn, None if all were."""
    rest = iter([loose(line) for line in printed.splitlines()])
    for line in shown:
        start, dots, _ = line.rstrip().rpartition("...")
        whole = not (dots and line.rstrip().endswith("..."))
        wanted = loose(line if whole else start)
        if not any(got == wanted if whole else got.startswith(wanted) for got in rest):
            return line
    return None


def run_command(command, folder):
    """Run one `staffing` command in a folder and compare its output with what is shown."""
    words = shlex.split(command.text)
    if words[:1] != ["staffing"]:
        return
    if words[1] in SEARCHES and not {"--time-limit", "--help"} & set(words):
        words += ["--time-limit", SECONDS]
    ran = subprocess.run(
        [SCRIPTS / words[0], *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    printed = ran.stdout + ran.stderr
    assert ran.returncode == command.code, f"$ {command.text}\n{printed}"
    line = missing(command.shown, printed)
    assert line is None, f"$ {command.text}\nnot printed in its turn: {line}\n\n{printed}"


def run_readme(markdown, folder, name="README.md"):
    """Run every block of a text from top to bottom in a folder."""
    namespace = {"__name__": "readme"}
    for block in blocks(markdown):
        if block.language == "python":
            # Padded, so that a traceback names the line of the README.
            code = compile("\n" * (block.line - 1) + block.text, name, "exec")
            exec(code, namespace)  # noqa: S102 - our own README
        elif block.language == "console":
            for command in commands(block):
                run_command(command, folder)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """Return an empty folder with a copy of the models, as current folder."""
    shutil.copytree(ROOT / "models", tmp_path / "models")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.mark.slow
def test_the_readme_runs(desk):
    """Every Python block and every `staffing` command of the README does what it shows."""
    run_readme(README.read_text(encoding="utf-8"), desk)


def test_the_readme_has_the_two_set_up_commands():
    """One line installs and plans next week; one installs and checks everything."""
    text = "\n".join(b.text for b in blocks(README.read_text(encoding="utf-8")))
    lines = [line for line in text.splitlines() if line.startswith("$ ")]
    assert sum("pip install" in line and "roster models/cheonan" in line for line in lines) == 1
    assert sum("pip install" in line and "tests/gate.py" in line for line in lines) == 1


SAMPLE = """# A sample

```python
numbers = [1, 2]
```

```console
$ python3 -m venv .venv && launch --the missiles
$ staffing --version
staffing 99.1.2
$ staffing --help \\
    -h
Usage: staffing [OPTIONS] ...
...
Commands:
$ staffing rooster  # exit 2
Error: No such command 'rooster' ...
```

```python
assert sum(numbers) == 3
assert __import__("pathlib").Path("models/tiny/center.toml").exists()
```

```text
nothing that runs
```
"""


def test_a_sample_runs(desk):
    """Blocks share a namespace; foreign commands don't run; output may vary in numbers."""
    run_readme(SAMPLE, desk)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("sum(numbers) == 3", "sum(numbers) == 4"),
        ("staffing 99.1.2", "staffing ninety-nine"),
        ("Commands:", "Chores:"),
        ("# exit 2", "# exit 3"),
        ("$ staffing --version", "$ staffing --versoin"),
        ("tiny/center.toml", "tiny/centre.toml"),
    ],
)
def test_a_wrong_sample_fails(desk, right, wrong):
    """A README that shows what is not so is found out."""
    assert right in SAMPLE
    with pytest.raises(AssertionError):
        run_readme(SAMPLE.replace(right, wrong), desk)


@pytest.mark.parametrize(
    ("shown", "printed", "first_missing"),
    [
        (["gap 1.25 %"], "gap 0.3 %", None),
        (["a", "c"], "a\nb\nc", None),
        (["c", "a"], "a\nb\nc", "a"),
        (["Mon  E E L ..."], "Mon E E L M M", None),
        (["Mon  E E M ..."], "Mon E E L M M", "Mon  E E M ..."),
        (["Mon  E E L"], "Mon E E L M M", "Mon  E E L"),
        (["..."], "anything", None),
        (["───── week ─────"], "── week ──────────", None),
    ],
)
def test_what_matches(shown, printed, first_missing):
    """Numbers and widths may differ, words and their order may not."""
    assert missing(shown, printed) == first_missing
