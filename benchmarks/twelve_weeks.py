"""Plan twelve weeks of a center one after another, and see whether fairness remembers.

Each week's roster is the next one's past, and its tally goes to the ledger. Run with
``python benchmarks/twelve_weeks.py``; prints a line per week and one per person, and fails if
a hard rule is broken across any border or someone works seven days on end.
"""

from __future__ import annotations

import argparse
import datetime as dt
import time
from collections import Counter
from pathlib import Path

from staffing.domain.horizon import Horizon
from staffing.domain.roster import Roster
from staffing.evaluation.balance import Tally, balances, joined, tally, with_balances
from staffing.evaluation.referee import evaluate
from staffing.io.model_folder import read_model
from staffing.pipe import Inputs, prepare
from staffing.rules.registry import make
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

MODELS = Path(__file__).resolve().parents[1] / "models"
FIRST = dt.date(2026, 11, 30)
WEEKS = 12


def run(
    folder: Path, weeks: int, fair: bool, seconds: float, late: bool
) -> tuple[Inputs, Roster, tuple[Tally, ...]]:
    """Plan the weeks and return the inputs, the joined roster and the ledger."""
    inputs = read_model(folder)
    rules = [{"rule": "fair_share"}, {"rule": "fair_share", "kind": "holiday"}] if fair else []
    rules += [{"rule": "fair_shifts", "kind": "late"}] if fair and late else []
    center = inputs.center.model_copy(
        update={"rules": (*inputs.center.rules, *(make(rule) for rule in rules))}
    )
    published: Roster | None = None
    ledger: tuple[Tally, ...] = ()
    for number in range(weeks):
        horizon = Horizon(first=FIRST + dt.timedelta(weeks=number))
        carried = with_balances(center, ledger, horizon.first) if fair else center
        given = inputs.model_copy(update={"center": carried, "published": published})
        begun = time.monotonic()
        problem = prepare(given, horizon).problem
        found = plan(problem, SolveSettings(time_limit_s=seconds, workers=1))
        ledger = joined(ledger, tally(problem, found.roster))
        days = found.roster.duties if published is None else published.duties + found.roster.duties
        published = Roster(horizon=Horizon(first=FIRST, days=7 * (number + 1)), duties=days)
        level = found.verdict.service.service_level
        print(
            f"{horizon.first}  {found.status.value:9} gap {found.gap_share:.2%}  "
            f"SL {level:.1%}  {time.monotonic() - begun:5.1f} s  "
            f"{_spread(ledger, horizon.last + dt.timedelta(days=1))}",
            flush=True,
        )
    assert published is not None
    return inputs, published, ledger


def _spread(ledger: tuple[Tally, ...], before: dt.date) -> str:
    known = balances(ledger, before, WEEKS).values()
    ends = {k: [getattr(b, k) for b in known] for k in ("weekend", "holiday", "late")}
    return "  ".join(f"{k} {min(v):+.1f}..{max(v):+.1f}" for k, v in ends.items())


def check_borders(inputs: Inputs, roster: Roster) -> tuple[int, int]:
    """Return hard breaches of all weeks judged as one horizon, and the longest run of days."""
    problem = prepare(inputs, roster.horizon).problem
    longest = 0
    for counselor in inputs.center.counselors:
        run = 0
        for day in roster.horizon.dates:
            run = run + 1 if roster.works(counselor.id, day) else 0
            longest = max(longest, run)
    return len(evaluate(problem, roster).breaches), longest


def main() -> None:
    """Plan with and without the rules of fair shares, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="cheonan")
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--late", action="store_true", help="share out late shifts too")
    options = parser.parse_args()
    totals: dict[bool, dict[str, Counter[str]]] = {}
    for fair in (False, True):
        print(f"\n{'with' if fair else 'without'} fair shares")
        inputs, roster, ledger = run(
            MODELS / options.model, options.weeks, fair, options.seconds, options.late
        )
        breaches, longest = check_borders(inputs, roster)
        print(f"hard breaches over all borders: {breaches}; longest run of days: {longest}")
        assert breaches == 0
        assert longest < 7
        totals[fair] = {k: Counter() for k in ("days", "weekend", "holiday", "late")}
        for line in ledger:
            for kind, counts in totals[fair].items():
                counts[line.counselor] += getattr(line, kind)
    print("\nperson   days  weekend  holiday  late   (without -> with fair shares)")
    for who in sorted(totals[True]["days"]):
        cells = [f"{totals[False][k][who]:3}->{totals[True][k][who]:<3}" for k in totals[True]]
        print(f"{who:8} " + " ".join(cells))


if __name__ == "__main__":
    main()
