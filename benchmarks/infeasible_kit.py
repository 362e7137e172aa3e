"""How long explanations take: every week of the tests' kit.

    python -m benchmarks.infeasible_kit [--repeat 3]

Prints, for each week, people, seconds until the conflict and its repairs are known (the first
explanation), seconds with the best-effort roster, and whether the true reason was named.
"""

from __future__ import annotations

import argparse
import sys
import time

from staffing.explanation.conflict import why_no_roster
from tests.explanation.kit import kit

HEAD = f"{'week':<52} {'people':>6} {'first s':>8} {'roster s':>8} reason"


def main(arguments: list[str] | None = None) -> int:
    """Explain every week; return 0, or 1 if a reason is wrong or not proved minimal."""
    parser = argparse.ArgumentParser(description="Time the explanations of infeasible weeks.")
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    options = parser.parse_args(arguments)
    print(HEAD)
    wrong = 0
    for week in kit():
        people = len(week.problem.center.counselors)
        first, found = float("inf"), None
        for _ in range(options.repeat):
            begun = time.perf_counter()
            found = why_no_roster(week.problem, roster=False)
            first = min(first, time.perf_counter() - begun)
        begun = time.perf_counter()
        why_no_roster(week.problem)
        whole = time.perf_counter() - begun
        assert found is not None
        right = {member.rule.rule for member in found.members} == week.rules and found.minimal
        wrong += not right
        reason = " + ".join(sorted(week.rules)) if right else "WRONG"
        print(f"{week.name:<52} {people:>6} {first:>8.2f} {whole:>8.2f} {reason}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
