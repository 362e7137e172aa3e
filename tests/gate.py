"""Everything that must hold before a change lands: lint, format, types, then all tests.

    .venv/bin/python tests/gate.py [arguments of pytest]

Runs the checks from the quick to the slow and stops at the first that fails. The import
contracts are among the tests (test_architecture.py).
"""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

CHECKS = {
    "lint": ["ruff", "check", "--quiet", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "types": ["mypy"],
    "tests": ["pytest", "-n", "auto"],
}


def main() -> int:
    """Run the checks; return 0, or the exit code of the first that fails."""
    for name, command in CHECKS.items():
        extra = sys.argv[1:] if name == "tests" else []
        say(f"gate: {name} ({' '.join(command)})")
        begun = time.monotonic()
        code = subprocess.run(
            [sys.executable, "-m", *command, *extra], cwd=ROOT, check=False
        ).returncode
        if code:
            say(f"gate: {name} failed after {time.monotonic() - begun:.0f} s")
            return code
    return 0


def say(line: str) -> None:
    """Print a line at once, before what the next check prints."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
