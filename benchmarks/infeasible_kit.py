"""How long explanations take: every week of the tests' kit.

    python -m benchmarks.infeasible_kit [--repeat 3]

Prints, for each week, people, processor seconds until the reason is told (the first explanation),
until the ways out of it are known, and until there is a best-effort roster; and whether the true
reason was named and proved minimal. Processor seconds of all threads: they hardly depend on what
else the machine does.
"""

from __future__ import annotations

import argparse
import sys
import time
from typing import NamedTuple

from staffing.domain.problem import Problem
from staffing.explanation.conflict import Conflict, why_no_roster
from staffing.solver.settings import SolveSettings
from tests.explanation.kit import kit

HEAD = f"{'week':<70} {'people':>6} {'first s':>8} {'ways s':>8} {'roster s':>8} reason"
PATIENT = SolveSettings(time_limit_s=60, gap=0.02)
"""So that a busy machine changes no answer."""


class Timed(NamedTuple):
    """Processor seconds until the reason, and until everything, was known."""

    first: float
    all: float
    found: Conflict


def timed(problem: Problem, *, roster: bool) -> Timed:
    """Explain a week once."""
    begun, told = time.process_time(), []
    found = why_no_roster(
        problem, PATIENT, roster=roster, told=lambda _: told.append(time.process_time() - begun)
    )
    return Timed(told[0], time.process_time() - begun, found)


def main(arguments: list[str] | None = None) -> int:
    """Explain every week; return 0, or 1 if a reason is wrong or not proved minimal."""
    parser = argparse.ArgumentParser(description="Time the explanations of infeasible weeks.")
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    options = parser.parse_args(arguments)
    print(HEAD)
    wrong = 0
    for week in kit():
        people = len(week.problem.center.counselors)
        runs = [timed(week.problem, roster=False) for _ in range(options.repeat)]
        first, ways = min(run.first for run in runs), min(run.all for run in runs)
        whole = timed(week.problem, roster=True).all
        named = {member.rule.rule for member in runs[0].found.members}
        right = named == week.rules and runs[0].found.minimal
        wrong += not right
        reason = " + ".join(sorted(week.rules)) if right else "WRONG"
        numbers = f"{first:>8.2f} {ways:>8.2f} {whole:>8.2f}"
        print(f"{week.name:<70} {people:>6} {numbers} {reason}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
