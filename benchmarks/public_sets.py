"""Plan public instance sets through the public interface and remember the results.

    python benchmarks/public_sets.py SET FOLDER [--instances 1,2,4] [--seconds 600]

FOLDER holds the set's files; it is not part of this repository. Every instance becomes a
problem of ours and is planned by `staffing.plan`; the referee confirms the roster, and the
set's own evaluator prices it from the file alone. A price that differs from ours ends the run.
Each run has a process of its own, prints a line and appends a record to
`results/public/DATE-SET.jsonl`.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import staffing
from benchmarks.measure import (
    PROTOCOL,
    Record,
    alone,
    code_version,
    cpu,
    peak_mb,
    planned,
    sha256,
)
from benchmarks.public import callcenter, curtois, matsp
from benchmarks.run import RESULTS, append
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster

HEAD = (
    f"{'instance':<12} {'seed':>4} {'first s':>8} {'best s':>8} {'proof s':>8} {'total s':>8} "
    f"{'cost':>8} {'bound':>8} {'known':>8} {'status':>9} {'MB':>6}"
)


class Read(NamedTuple):
    """An instance: the problem, and the set's own price of a roster (raises where illegal)."""

    problem: Problem
    price: Callable[[Roster], int]


@dataclass(frozen=True)
class PublicSet:
    """A set of instances.

    Parameters
    ----------
    pattern
        Of its file names; the group is the instance's number.
    read
        Makes an instance of a file.
    """

    pattern: str
    read: Callable[[Path], Read]


def _curtois(path: Path) -> Read:
    instance = curtois.read(path)
    return Read(
        curtois.problem_of(instance),
        lambda roster: curtois.cost_of(instance, curtois.rows_of(instance, roster)),
    )


def _callcenter(path: Path) -> Read:
    return Read(callcenter.read(path), lambda roster: callcenter.cost(path, roster))


def _matsp(path: Path) -> Read:
    return Read(matsp.read(path), lambda roster: matsp.cost(path, roster))


SETS = {
    "callcenter": PublicSet(r"inst_(\d+)\.json", _callcenter),
    "curtois": PublicSet(r"Instance(\d+)\.txt", _curtois),
    "matsp": PublicSet(r"(\d+)_\d+_\d+_1\.txt", _matsp),
}


def main(arguments: list[str] | None = None) -> int:
    """Run what is asked for; return 0, 1 if a roster is rejected, 2 for a wrong call."""
    options = parse(arguments)
    files = find(options.set, options.folder)
    asked = [int(n) for n in options.instances.split(",")] if options.instances else sorted(files)
    if not files or any(number not in files for number in asked):
        print(f"{options.folder} holds {sorted(files) or 'no instance'}", file=sys.stderr)
        return 2
    known = best_known(options.folder)
    print(HEAD)
    rejected = 0
    for number in asked:
        for seed in range(options.seeds):
            settings = staffing.SolveSettings(
                time_limit_s=options.seconds,
                seed=seed,
                workers=options.threads,
                engine=options.engine,
            )
            record = apart(options.set, files[number], settings)
            record["best_known"] = known.get(number)
            append(options.results, record)
            print(line(record), flush=True)
            rejected += record["own_cost"] != record["objective"]
    return 1 if rejected else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description="Plan public instance sets.")
    parser.add_argument("set", choices=sorted(SETS))
    parser.add_argument("folder", type=Path, help="where the set's files are")
    parser.add_argument("--instances", help="numbers, as 1,2,4; default: all")
    parser.add_argument("--seconds", type=float, default=600, help="time limit of each")
    parser.add_argument("--seeds", type=int, default=1, help="runs of each, seeds 0, 1, 2 ...")
    parser.add_argument("--threads", type=int, help="search strategies at once")
    parser.add_argument("--engine", default="auto", help="as of staffing roster")
    parser.add_argument(
        "--results", type=Path, default=RESULTS / "public", help="folder of the records"
    )
    return parser.parse_args(arguments)


def find(name: str, folder: Path) -> dict[int, Path]:
    """Return the files of a set by number."""
    found = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        match = re.fullmatch(SETS[name].pattern, path.name)
        if match is not None:
            found[int(match[1])] = path
    return found


def best_known(folder: Path) -> Mapping[int, int]:
    """Return the best known costs, if the folder has a table of them."""
    path = folder / "best_known.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {int(row["instance"]): int(row["best_known"]) for row in csv.DictReader(file)}


def apart(name: str, path: Path, settings: staffing.SolveSettings) -> Record:
    """Return the record of a run in a new process, so that memory and caches are its own."""
    return alone(one, name, path, settings)


def one(name: str, path: Path, settings: staffing.SolveSettings) -> Record:
    """Plan an instance once."""
    begun = time.perf_counter()
    problem, price = SETS[name].read(path)
    build_s = round(time.perf_counter() - begun, 3)
    begun_cpu = time.process_time()
    result = staffing.plan(problem, settings)
    record: Record = {
        "subject": name,
        "instance": path.stem,
        "protocol": PROTOCOL,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        **code_version(),
        "data_sha256": sha256(path.read_bytes().replace(b"\r\n", b"\n")),
        "settings": settings.model_dump(mode="json"),
        "seed": settings.seed,
        "threads": settings.strategies,
        "cpu": cpu(),
        "build_s": build_s,
        **planned(result),
        "cpu_s": round(time.process_time() - begun_cpu, 1),
        "own_cost": None if result.found is None else price(result.found),
        "peak_mb": peak_mb(),
    }
    return record


def line(record: Record) -> str:
    """Return a run in one line of the printed table."""
    keys = ("first_s", "best_s", "proof_s", "total_s", "own_cost", "bound", "best_known")
    cells = [f"{_short(record.get(key)):>8}" for key in keys]
    name = str(record["instance"])
    return (
        f"{name:<12} {record['seed']:>4} {' '.join(cells)} {record['status']:>9} "
        f"{_short(record.get('peak_mb')):>6}"
    )


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}"
    return "-" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main())
