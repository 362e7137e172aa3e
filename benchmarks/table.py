"""Turn the records of all campaigns into the README's table.

    python benchmarks/table.py [--into README.md]

One row per subject, code version, settings and machine; rows of earlier versions stay, for
their records stay in `results/`. A row measured by an older protocol has a footnote.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measure import PROTOCOL, Record

RESULTS = Path(__file__).parent / "results"
BEGIN, END = "<!-- benchmarks: python benchmarks/table.py -->", "<!-- end of benchmarks -->"

PROTOCOLS: dict[int, str] = {
    1: "The seconds count from the call of plan(); reading, forecast and curves come before.",
}
"""What the numbers mean under each protocol; the newest needs no footnote."""

HEAD = (
    *("subject", "date", "code", "threads", "runs", "first s", "best s", "proof s"),
    *("objective", "gap", "service level", "answered", "legal"),
)


def read(folder: Path = RESULTS) -> list[Record]:
    """Return the records of every campaign, the oldest first.

    Raises
    ------
    ValueError
        If a record was made by a protocol that this file doesn't know.
    """
    records = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    strange = {record["protocol"] for record in records} - set(PROTOCOLS)
    if strange:
        raise ValueError(f"{folder}: no protocol {strange}; known: {sorted(PROTOCOLS)}")
    return sorted(records, key=lambda record: (record["subject"], record["at"]))


def table(records: Iterable[Record]) -> str:
    """Return the table as Markdown, with a footnote for each older protocol it has rows of."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        if "status" in record:
            groups.setdefault(same(record), []).append(record)
    rows = [row(group) for group in groups.values()]
    old = sorted({int(g[0]["protocol"]) for g in groups.values()} - {PROTOCOL})
    lines = [markdown(HEAD), markdown("---" for _ in HEAD), *map(markdown, rows)]
    if old:
        lines += ["", *(f"[^protocol-{number}]: {PROTOCOLS[number]}" for number in old)]
    return "\n".join(lines) + "\n"


def same(record: Record) -> str:
    """Return what runs of one row have in common: all but time and seed."""
    settings = {**_mapping(record["settings"]), "seed": None}
    keys = ("subject", "protocol", "commit", "dirty", "source_sha256", "data_sha256", "threads")
    return json.dumps([settings, *(record.get(key) for key in (*keys, "cpu", "cores"))])


def row(runs: Sequence[dict[str, Any]]) -> list[str]:
    """Return one row: medians of times, the best roster, and how many runs proved it."""
    first = runs[0]
    old = f"[^protocol-{first['protocol']}]" if first["protocol"] != PROTOCOL else ""
    solved = [run for run in runs if run["objective"] is not None]
    proved = [run["proof_s"] for run in runs if run["proof_s"] is not None]
    limit = first["settings"]["time_limit_s"]
    proof = f"{median(proved):.1f}" if proved else f"none in {limit:g}"
    if len(proved) < len(runs):
        proof += f" ({len(proved)} of {len(runs)})"
    code = (first["commit"] or "?")[:7] + ("+" if first["dirty"] else "")
    cells = [f"{first['subject']}{old}", first["at"][:10], code, str(first["threads"])]
    cells.append(str(len(runs)))
    if not solved:
        return [*cells, "none", "none", proof, "", "", "", "", ""]
    best = min(solved, key=lambda run: run["objective"])
    bound = max((run["bound"] for run in runs if run["bound"] is not None), default=0)
    gap = (best["objective"] - bound) / best["objective"] if best["objective"] else 0.0
    legal = sum(run["referee"]["legal"] for run in solved)
    return [
        *cells,
        f"{median(run['first_s'] for run in solved):.1f}",
        f"{median(run['best_s'] for run in solved):.1f}",
        proof,
        f"{best['objective'] / 100:.2f}",
        f"{max(0.0, gap):.1%}",
        f"{best['referee']['service_level']:.1%}",
        f"{best['referee']['answer_rate']:.1%}",
        f"{legal} of {len(runs)}",
    ]


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def markdown(cells: Iterable[str]) -> str:
    """Return a row of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def insert(text: str, made: str) -> str:
    """Return a text with the table between its two marks.

    Raises
    ------
    ValueError
        If the text has not both marks.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the text needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{made}\n{END}{after}"


def main() -> int:
    """Print the table, or put it into a file."""
    parser = argparse.ArgumentParser(description="Make the README's table of benchmarks.")
    parser.add_argument("--into", type=Path, help="file with the two marks")
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    made = table(read(options.results))
    if options.into is None:
        print(made, end="")
    else:
        text = options.into.read_text(encoding="utf-8")
        options.into.write_text(insert(text, made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
