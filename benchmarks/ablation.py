"""What each component of the search buys: plans without it, beside plans as they are.

    python benchmarks/ablation.py [SUBJECT ...] [--seconds 30] [--seeds 1] [--threads N] [--record]

Components are taken away one at a time, inside this program only (`ablation_parts.py`): the start
hint, counting people who are alike, counting breaks, the MIP bound, lines and neighborhoods.
Subjects are Cheonan's week, a generated center of 100, and four weeks without breaks; a component
is left out where it has no part in the search. Each run has a process of its own; seconds are
processor seconds of all its threads, its limit counts wall seconds. Prints a table of each subject
in Markdown, medians over the seeds. With ``--record`` each run is a line of
`results/ablation/DATE.jsonl`.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Sequence

from benchmarks.ablation_parts import ALL, WAYS
from benchmarks.clocked import clocked, markdown, remember, seconds
from benchmarks.measure import Record, alone, circumstances, peak_mb, planned, sha256
from benchmarks.registry import discover
from staffing.domain.problem import Problem
from staffing.solver.settings import SolveSettings

HEADS = (
    "component",
    "way",
    "first s",
    "best s",
    "objective",
    "bound",
    "gap",
    "proof s",
    "variables",
)


def measured(subject: str, way: str, settings: SolveSettings) -> Record:
    """Return the record of one subject planned in one way.

    Parameters
    ----------
    subject
        Name of a subject of `benchmarks/subjects`.
    way
        Name of a way of `ablation_parts.WAYS`.
    settings
        Of the search; the way may force another engine.
    """
    problem = discover()[subject].build(None)
    if not isinstance(problem, Problem):
        raise TypeError(f"{subject} is not planned, it runs itself")
    return planned_in(problem, subject, way, settings)


def planned_in(problem: Problem, subject: str, way: str, settings: SolveSettings) -> Record:
    """Return the record of a problem planned in one way."""
    taken = WAYS[way]
    settings = settings.model_copy(update={"engine": taken.engine})
    with taken.taken():
        run = clocked(problem, settings)
    return {
        **circumstances("ablation", settings),
        "data_sha256": sha256(problem.model_dump_json().encode()),
        "of": subject,
        "component": taken.component,
        "way": way,
        "engine": run.plan.record.engine,
        "compile_cpu_s": round(run.compile_s, 3),
        "first_cpu_s": _rounded(run.first_s),
        "best_cpu_s": _rounded(run.best_s),
        "proof_cpu_s": _rounded(run.proof_s),
        "total_cpu_s": round(run.marks[-1].cpu_s, 3),
        **planned(run.plan),
        "peak_mb": peak_mb(),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def table(records: Sequence[Record]) -> str:
    """Return the ways of one subject as Markdown; medians over the seeds."""
    ways: dict[str, list[Record]] = {}
    for record in records:
        ways.setdefault(str(record["way"]), []).append(record)
    return markdown(HEADS, [_row(way, runs) for way, runs in ways.items()])


def _row(way: str, runs: Sequence[Record]) -> list[str]:
    first, best, proof = (
        seconds(_median(runs, f"{key}_cpu_s")) for key in ("first", "best", "proof")
    )
    objective, bound = _median(runs, "objective"), _median(runs, "bound")
    gap = "-"
    if objective is not None and bound is not None:
        gap = f"{max(0.0, objective - bound) / max(1.0, abs(objective)):.2%}"
    return [
        str(runs[0]["component"]) or "-",
        WAYS[way].what,
        first,
        best,
        "no roster" if objective is None else f"{objective:.0f}",
        "-" if bound is None else f"{bound:.0f}",
        gap,
        proof,
        str(runs[0]["variables"]),
    ]


def _median(runs: Sequence[Record], key: str) -> float | None:
    """Return the median over the runs; None if a run has no such value."""
    known = [float(v) for v in (run[key] for run in runs) if isinstance(v, int | float)]
    return statistics.median(known) if len(known) == len(runs) else None


def main(arguments: list[str] | None = None) -> int:
    """Plan in every way and print the tables; return 1 if a roster is not legal."""
    parser = argparse.ArgumentParser(description="What each component of the search buys.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(ALL)}")
    parser.add_argument("--seconds", type=float, default=30, help="wall seconds of a run")
    parser.add_argument("--seeds", type=int, default=1, help="runs of each, seeds 0, 1, 2 ...")
    parser.add_argument("--threads", type=int, help="search strategies at once")
    parser.add_argument("--record", action="store_true", help="append to the results")
    options = parser.parse_args(arguments)
    unknown = [name for name in options.subjects if name not in ALL]
    if unknown:
        print(f"no subject {', '.join(unknown)}; there are {', '.join(ALL)}", file=sys.stderr)
        return 2
    illegal = 0
    for subject in options.subjects or ALL:
        records = []
        for way in (name for name, way in WAYS.items() if subject in way.subjects):
            for seed in range(options.seeds):
                settings = SolveSettings(
                    time_limit_s=options.seconds, seed=seed, workers=options.threads
                )
                record = alone(measured, subject, way, settings)
                records.append(record)
                referee = record["referee"]
                illegal += isinstance(referee, dict) and not referee["legal"]
                if options.record:
                    remember("ablation", record)
        print(f"{subject}, {options.seconds:g} s\n\n{table(records)}\n", flush=True)
    return 1 if illegal else 0


if __name__ == "__main__":
    sys.exit(main())
