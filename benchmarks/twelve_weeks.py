"""Twelve weeks of Cheonan, one after another: balances converge and no border breaks.

Each week is planned from the files of the model folder, published into them, and is the next
one's past. Run with ``python benchmarks/twelve_weeks.py``: once with the center's rules on fair
shares, once without them. Prints the table of the README, appends one record per way to
``results/twelve_weeks``, and fails if a hard rule is broken when all weeks are judged as one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from staffing.domain.horizon import Horizon
from staffing.domain.rule import Rule
from staffing.evaluation.balance import FairRule, fair_rules, standings
from staffing.evaluation.referee import evaluate
from staffing.io.model_folder import read_model
from staffing.io.publishing import ledger_now, publish_roster
from staffing.pipe import Inputs, prepare
from staffing.rules.registry import make
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "twelve_weeks"
FIRST = dt.date(2026, 11, 30)
WEEKS = 12
KINDS = ("weekend", "holiday", "early", "late", "refused")


class Week(NamedTuple):
    """One planned week, and how far apart people lie after it (range and sd of balances).

    People whom the center's rule on a kind leaves out are left out of that kind.
    """

    first: str
    status: str
    gap: float
    service_level: float
    answered: float
    cpu_s: float
    spread: dict[str, tuple[float, float]]
    balances: dict[str, dict[str, float]]


def run(
    model: str,
    weeks: int,
    rules: Sequence[Rule] | None,
    seconds: float,
    folder: Path,
    left_out: Mapping[str, Collection[str]],
) -> tuple[list[Week], int, int]:
    """Plan and publish the weeks in a copy of a model.

    Parameters
    ----------
    model
        Name of a shipped model.
    weeks
        How many.
    rules
        The rules on fair shares, in place of the model's; None keeps the model's.
    seconds
        Time limit of each search.
    folder
        Where the copy goes.
    left_out
        Ids of the people who are not compared, by kind.

    Returns
    -------
    tuple
        The weeks; hard breaches of all of them judged as one horizon; the longest run of days.
    """
    shutil.copytree(ROOT / "models" / model, folder)
    found = []
    for number in range(weeks):
        horizon = Horizon(first=FIRST + dt.timedelta(weeks=number))
        inputs = _ruled(read_model(folder), rules)
        begun = time.process_time()
        problem = prepare(inputs, horizon).problem
        made = plan(problem, SolveSettings(time_limit_s=seconds))
        used = time.process_time() - begun
        publish_roster(folder, problem, made.roster)
        service = made.verdict.service
        week = Week(
            str(horizon.first),
            made.status.value,
            made.gap_share,
            service.service_level,
            service.answer_rate,
            used,
            *_spread(read_model(folder), horizon.last + dt.timedelta(days=1), left_out),
        )
        _tell(week)
        found.append(week)
    return found, *_borders(_ruled(read_model(folder), rules))


def _ruled(inputs: Inputs, rules: Sequence[Rule] | None) -> Inputs:
    if rules is None:
        return inputs
    kept = [rule for rule in inputs.center.rules if not isinstance(rule, FairRule)]
    center = inputs.center.model_copy(update={"rules": (*kept, *rules)})
    return inputs.model_copy(update={"center": center})


def _spread(
    inputs: Inputs, before: dt.date, left_out: Mapping[str, Collection[str]]
) -> tuple[dict[str, tuple[float, float]], dict[str, dict[str, float]]]:
    ledger = ledger_now(inputs)
    balances: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        lines = [line for line in ledger if line.counselor not in left_out.get(kind, ())]
        known = standings(lines, before, WEEKS + 1)
        balances[kind] = {who: getattr(known[who].balance, kind) for who in sorted(known)}
    spread = {
        kind: (max(v.values()) - min(v.values()), statistics.pstdev(v.values()))
        for kind, v in balances.items()
    }
    return spread, balances


def _borders(inputs: Inputs) -> tuple[int, int]:
    roster = inputs.published
    assert roster is not None
    roster = roster.with_duties(roster.duties)
    problem = prepare(inputs.model_copy(update={"published": None}), roster.horizon).problem
    longest = 0
    for counselor in inputs.center.counselors:
        length = 0
        for day in roster.horizon.dates:
            length = length + 1 if roster.works(counselor.id, day) else 0
            longest = max(longest, length)
    return len(evaluate(problem, roster).breaches), longest


def _tell(week: Week) -> None:
    of = {kind: week.balances[kind].values() for kind in KINDS}
    ends = "  ".join(f"{k} {min(v):+.1f}..{max(v):+.1f}" for k, v in of.items())
    print(
        f"{week.first} {week.status:9} gap {week.gap:5.1%} SL {week.service_level:.1%} "
        f"{week.cpu_s:5.1f} s  {ends}",
        file=sys.stderr,
        flush=True,
    )


def table(without: Sequence[Week], fair: Sequence[Week]) -> str:
    """Return both ways week by week as Markdown: range and standard deviation of balances."""
    heads = ["week of", "in time", *KINDS]
    lines = ["| " + " | ".join(heads) + " |", "| --- " * len(heads) + "|"]
    for a, b in zip(without, fair, strict=True):
        level = f"{a.service_level:.1%} → {b.service_level:.1%}"
        cells = [_cell(a.spread[kind], b.spread[kind]) for kind in KINDS]
        lines.append("| " + " | ".join([a.first, level, *cells]) + " |")
    return "\n".join(lines)


def _cell(a: tuple[float, float], b: tuple[float, float]) -> str:
    return f"{a[0]:.1f} ({a[1]:.1f}) → {b[0]:.1f} ({b[1]:.1f})"


def _record(
    way: str,
    model: str,
    weeks: Sequence[Week],
    breaches: int,
    longest: int,
    code: str,
    rules: Sequence[Rule] | None,
) -> None:
    record = {
        "subject": "twelve_weeks",
        "model": model,
        "way": way,
        "rules": "model" if rules is None else [rule.model_dump(mode="json") for rule in rules],
        "date": str(dt.datetime.now(dt.UTC).date()),
        "code": code,
        "hard_breaches": breaches,
        "longest_run_of_days": longest,
        "weeks": [week._asdict() for week in weeks],
    }
    path = RESULTS / f"{record['date']}.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")


def _code() -> str:
    found = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return found.stdout.strip()


def main() -> None:
    """Plan with and without the rules on fair shares, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="cheonan")
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--fair", help="rules to try, as JSON, in place of the model's")
    parser.add_argument("--more", help="rules to try, as JSON, beside the model's")
    parser.add_argument("--only-fair", action="store_true")
    parser.add_argument("--record", action="store_true", help="append to the results")
    options = parser.parse_args()
    center = read_model(ROOT / "models" / options.model).center
    tried = None if options.fair is None else [make(rule) for rule in json.loads(options.fair)]
    if options.more is not None:
        more = [make(rule) for rule in json.loads(options.more)]
        tried = [*(fair_rules(center) if tried is None else tried), *more]
    ways: dict[str, Sequence[Rule] | None] = {"with": tried}
    if not options.only_fair:
        ways = {"without": [], **ways}
    shared = tried or fair_rules(center)
    left_out = {rule.kind: rule.volunteers for rule in shared if isinstance(rule, FairRule)}
    results, code = {}, _code()
    for way, rules in ways.items():
        print(f"{way} rules on fair shares", file=sys.stderr)
        with tempfile.TemporaryDirectory() as parent:
            found, breaches, longest = run(
                options.model,
                options.weeks,
                rules,
                options.seconds,
                Path(parent) / "model",
                left_out,
            )
        print(f"hard breaches {breaches}, longest run of days {longest}", file=sys.stderr)
        assert breaches == 0
        if options.record:
            _record(way, options.model, found, breaches, longest, code, rules)
        results[way] = found
    if len(results) > 1:
        print(table(results["without"], results["with"]))


if __name__ == "__main__":
    main()
