"""Run benchmarks and remember them.

    python benchmarks/run.py [SUBJECT ...] [--seeds 3] [--threads N] [--data FOLDER]

Each run has a process of its own. It prints a line and appends a record to
`results/DATE-SUBJECT.jsonl`; `table.py` turns the records into the README's table.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import Record, alone, measure
from benchmarks.registry import discover
from staffing.solver.settings import SolveSettings

RESULTS = Path(__file__).parent / "results"
HEAD = (
    f"{'subject':<20} {'seed':>4} {'build s':>8} {'first s':>8} {'best s':>8} {'proof s':>8} "
    f"{'objective':>10} {'bound':>10} {'SL':>7} {'answered':>8} {'referee':>8} {'MB':>6}"
)


def main(arguments: list[str] | None = None) -> int:
    """Run the subjects that are asked for; return 0, or 1 if the referee rejects a roster."""
    options = parse(arguments)
    subjects = discover()
    unknown = [name for name in options.subjects if name not in subjects]
    if unknown:
        print(f"no subject {', '.join(unknown)}; there are {', '.join(subjects)}", file=sys.stderr)
        return 2
    print(HEAD)
    rejected = 0
    for name in options.subjects or subjects:
        spec = subjects[name]
        if spec.needs_data and options.data is None:
            print(f"{name:<20} passed over: it reads a public collection, give --data FOLDER")
            continue
        for seed in range(options.seeds):
            settings = settings_of(spec.settings, seed, options.threads, options.time_limit)
            record = apart(name, settings, options.data)
            append(options.results, record)
            print(line(record), flush=True)
            referee = record.get("referee")
            rejected += isinstance(referee, dict) and not referee["legal"]
        if spec.reference:
            print(f"{'':<20} beside: {spec.reference}")
    return 1 if rejected else 0


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description="Run benchmarks and remember them.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help="default: all")
    parser.add_argument("--seeds", type=int, default=3, help="runs of each, seeds 0, 1, 2 ...")
    parser.add_argument("--threads", type=int, help="search strategies at once")
    parser.add_argument("--time-limit", type=float, help="seconds, instead of the subject's")
    parser.add_argument("--data", type=Path, help="folder of public collections")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of the records")
    return parser.parse_args(arguments)


def settings_of(
    settings: SolveSettings, seed: int, threads: int | None, time_limit_s: float | None
) -> SolveSettings:
    """Return a subject's settings with what the command line replaces."""
    changed: dict[str, object] = {"seed": seed}
    if threads is not None:
        changed["workers"] = threads
    if time_limit_s is not None:
        changed["time_limit_s"] = time_limit_s
    return settings.model_copy(update=changed)


def apart(name: str, settings: SolveSettings, data: Path | None) -> Record:
    """Return the record of a run in a new process, so that memory and caches are its own."""
    return alone(one, name, settings, data)


def one(name: str, settings: SolveSettings, data: Path | None) -> Record:
    """Run a subject once."""
    return measure(discover()[name], settings, data)


def append(folder: Path, record: Record) -> None:
    """Append a record to the file of its day and subject."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC).date()}-{record['subject']}.jsonl"
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def line(record: Record) -> str:
    """Return a run in one line of the printed table."""
    raw = record.get("referee")
    referee: dict[str, object] = raw if isinstance(raw, dict) else {}
    seconds = (cell(record.get(key), "8.2f") for key in ("build_s", "first_s", "best_s", "proof_s"))
    prices = (cell(record.get(key), "10.2f", 100) for key in ("objective", "bound"))
    shares = (
        cell(referee.get("service_level"), "7.1%"),
        cell(referee.get("answer_rate"), "8.1%"),
        f"{'legal' if referee.get('legal') else 'ILLEGAL' if referee else '-':>8}",
    )
    return " ".join(
        (
            f"{record['subject']:<20} {record['seed']:>4}",
            *seconds,
            *prices,
            *shares,
            cell(record.get("peak_mb"), "6.0f"),
        )
    )


def cell(value: object, form: str, divisor: float = 1) -> str:
    """Return a number in a form, a dash of the same width for none."""
    if isinstance(value, int | float):
        return format(value / divisor, form)
    return f"{'-':>{int(form.partition('.')[0])}}"


if __name__ == "__main__":
    sys.exit(main())
