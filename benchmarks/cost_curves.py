"""How time and memory grow with people, days, slots and shifts.

    python benchmarks/cost_curves.py [AXIS ...] [--seconds 40] [--seed 0] [--threads N] [--record]

Generated centers, each axis varied alone around 100 people, a week, 15-minute slots and eleven
shifts (`benchmarks/subjects/generated.py`). Each point has a process of its own; seconds are
processor seconds of all its threads, its limit counts wall seconds. Prints a table per axis in
Markdown and the exponents: slopes of a line through the points in log-log, by least squares.
Memory is the peak beyond what the process held before the center was made. Points that did not
come within 1 % of their bound have no part in the exponent of the search. With ``--record`` each
run is a line of `results/cost_curves/DATE.jsonl`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from benchmarks.clocked import clocked, cpu_seconds, markdown, remember, seconds
from benchmarks.measure import Record, alone, circumstances, peak_mb, planned, sha256
from benchmarks.subjects.generated import generated
from staffing.domain.problem import Problem
from staffing.solver.settings import SolveSettings

PEOPLE = 100
NEAR = 0.01
"""A roster is good when it is proved to be within this share of the best."""
HOURLY = partial(generated, opens=9 * 60, steps=(60, 60), rests=False)
"""Whole hours throughout, so that every length of slots fits the same shifts and breaks."""


class Point(NamedTuple):
    """A center on an axis: how far along it lies, and what makes it."""

    size: int
    problem: partial[Problem]


def people(numbers: Sequence[int] = (100, 200, 400, 800, 1600)) -> list[Point]:
    """Return centers of more and more people."""
    return [Point(number, partial(generated, number)) for number in numbers]


def days(numbers: Sequence[int] = (3, 5, 7, 14, 28), staff: int = PEOPLE) -> list[Point]:
    """Return longer and longer horizons."""
    return [Point(number, partial(generated, staff, days=number)) for number in numbers]


def slots(staff: int = PEOPLE) -> list[Point]:
    """Return finer and finer slots, counted a day, of centers in which all is whole hours."""
    return [
        Point(600 // 60, partial(HOURLY, staff, slot=60)),
        Point(600 // 30, partial(HOURLY, staff, slot=30)),
        Point(600 // 15, partial(HOURLY, staff, slot=15)),
        Point(600 // 10, partial(HOURLY, staff, slot=10)),
        Point(600 // 5, partial(HOURLY, staff, slot=5)),
    ]


def shifts(staff: int = PEOPLE) -> list[Point]:
    """Return centers with starts on a finer and finer lattice."""
    lattices = ((60, 150), (30, 60), (15, 60), (15, 30), (15, 15))
    return [
        Point(60 // full + 300 // part + 2, partial(generated, staff, steps=(full, part)))
        for full, part in lattices
    ]


AXES = {
    "people": people(),
    "days": days(),
    "days, 15 people": days(staff=15),
    "slots a day": slots(),
    "shifts": shifts(),
}
CURVES = {"compile": "compile_s", "search": "near_s", "memory": "more_mb"}


def measured(axis: str, point: Point, settings: SolveSettings) -> Record:
    """Return the record of one point; its process should have run nothing else.

    Parameters
    ----------
    axis, point
        What is varied, and the center.
    settings
        Of the search.
    """
    before = peak_mb() or 0
    begun = cpu_seconds()
    problem = point.problem()
    build_s = cpu_seconds() - begun
    run = clocked(problem, settings)
    near_s = run.within_s(NEAR)
    peak = peak_mb() or 0
    return {
        **circumstances("cost_curves", settings),
        "data_sha256": sha256(problem.model_dump_json().encode()),
        "axis": axis,
        "size": point.size,
        "engine": run.plan.record.engine,
        "build_s": round(build_s, 3),
        "compile_s": round(run.compile_s, 3),
        "near_s": None if near_s is None else round(near_s, 3),
        "cpu_s": round(run.marks[-1].cpu_s, 3),
        **planned(run.plan),
        "peak_mb": peak,
        "more_mb": peak - before,
    }


def exponent(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the slope of the least-squares line in log-log; None for fewer than two points."""
    known = [(at, value) for at, value in points if at > 0 and value > 0]
    if len({at for at, _ in known}) < 2:
        return None
    x, y = np.log(np.array(known)).T
    return float(np.polyfit(x, y, 1)[0])


def exponents(records: Sequence[Record]) -> dict[str, float | None]:
    """Return the exponent of each curve over the points of one axis."""
    return {name: exponent(_curve(records, key)) for name, key in CURVES.items()}


def _curve(records: Sequence[Record], key: str) -> list[tuple[float, float]]:
    pairs = ((record["size"], record[key]) for record in records)
    return [
        (float(at), float(value))
        for at, value in pairs
        if isinstance(at, int | float) and isinstance(value, int | float)
    ]


def points_table(axis: str, records: Sequence[Record], limit_s: float) -> str:
    """Return the points of an axis as Markdown."""
    heads = [axis, "compile s", "within 1 % s", "gap", "peak MB", "variables", "rows", "engine"]
    return markdown(
        heads,
        [
            [
                str(record["size"]),
                seconds(_number(record["compile_s"])),
                _near(record, limit_s),
                _gap(record),
                str(record["peak_mb"]),
                str(record["variables"]),
                str(record["rows"]),
                str(record["engine"]),
            ]
            for record in records
        ],
    )


def exponents_table(axes: Mapping[str, Sequence[Record]]) -> str:
    """Return the exponents of all axes as Markdown; in brackets how many points they rest on."""
    rows = []
    for axis, records in axes.items():
        cells = [f"{axis} {records[0]['size']}-{records[-1]['size']}"]
        for name, found in exponents(records).items():
            count = len(_curve(records, CURVES[name]))
            cells.append("-" if found is None else f"{found:.2f} ({count})")
        rows.append(cells)
    return markdown(["axis", *CURVES], rows)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _near(record: Record, limit_s: float) -> str:
    near_s = _number(record["near_s"])
    return f"not within {limit_s:g} s" if near_s is None else seconds(near_s)


def _gap(record: Record) -> str:
    objective, bound = _number(record["objective"]), _number(record["bound"])
    if objective is None or bound is None:
        return "no roster"
    return f"{max(0.0, objective - bound) / max(1.0, abs(objective)):.2%}"


def main(arguments: list[str] | None = None) -> int:
    """Measure the axes that are asked for and print their tables; 1 if a roster is not legal."""
    parser = argparse.ArgumentParser(description="How time and memory grow.")
    parser.add_argument("axes", nargs="*", metavar="AXIS", help=f"of {', '.join(AXES)}")
    parser.add_argument("--seconds", type=float, default=40, help="wall seconds of a point")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, help="search strategies at once")
    parser.add_argument("--record", action="store_true", help="append to the results")
    options = parser.parse_args(arguments)
    unknown = [axis for axis in options.axes if axis not in AXES]
    if unknown:
        print(f"no axis {', '.join(unknown)}; there are {', '.join(AXES)}", file=sys.stderr)
        return 2
    settings = SolveSettings(
        time_limit_s=options.seconds, gap=NEAR, seed=options.seed, workers=options.threads
    )
    found: dict[str, list[Record]] = {}
    for axis in options.axes or AXES:
        found[axis] = []
        for point in AXES[axis]:
            record = alone(measured, axis, point, settings)
            found[axis].append(record)
            if options.record:
                remember("cost_curves", record)
        print(points_table(axis, found[axis], options.seconds), end="\n\n", flush=True)
    print(exponents_table(found))
    return 1 if any(_illegal(record) for of in found.values() for record in of) else 0


def _illegal(record: Record) -> bool:
    referee = record["referee"]
    return isinstance(referee, dict) and not referee["legal"]


if __name__ == "__main__":
    sys.exit(main())
