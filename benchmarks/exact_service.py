"""Time and accuracy of the exact time-varying queue, in one thread.

    OMP_NUM_THREADS=1 python benchmarks/exact_service.py [--certify] [--arrays] [--all-states]
        [--record FILE]

CPU time, median and best of several runs. With --record, a line of JSON is appended, which says
how busy the machine was besides. With --certify, the large day is also computed by
uniformization (about 20 s) and the difference is printed. With --arrays, scipy is not used
even if it is installed; with --all-states, long chains are solved without windows.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import numpy as np

from staffing.queueing import transient_cram, transient_part, transient_window
from staffing.queueing.exact_chain import Days, run
from staffing.queueing.exact_day import exact_day
from staffing.queueing.exact_loop import ExactLoop

T = TypeVar("T")
FOUND: dict[str, dict[str, float]] = {}

# Percent of the day's calls per half hour from 08:30, as in models/cheonan.
PROFILE = np.array(
    [2.60, 4.55, 6.15, 6.70, 6.55, 6.25, 5.74, 2.50, 2.33, 4.90,
     5.85, 6.15, 6.17, 6.10, 5.95, 5.65, 5.35, 4.70, 3.75, 2.06]
)  # fmt: skip
HEADS = np.array(
    [5, 5, 8, 8, 12, 12, 11, 11, 12, 12, 10, 10, 8, 8, 7, 7, 7, 7, 9, 9,
     11, 11, 12, 12, 11, 11, 12, 12, 12, 12, 12, 12, 11, 11, 10, 10, 8, 8, 6, 6]
)  # fmt: skip
AHT, SLOT = 180.0, 15.0


def rates(calls: float) -> np.ndarray:
    """Return calls per hour in 40 quarters of an hour."""
    return np.repeat(PROFILE / PROFILE.sum() * calls * 2, 2)


def timed(label: str, target_ms: float, times: int, work: Callable[[], T]) -> T:
    """Print the median CPU time beside the target; return the last result."""
    result = work()
    taken = []
    for _ in range(times):
        begun = time.process_time()
        result = work()
        taken.append((time.process_time() - begun) * 1000)
    print(f"{label:58} {np.median(taken):8.2f} ms  best {min(taken):8.2f}  target {target_ms:g}")
    figures = {"median_ms": float(np.median(taken)), "best_ms": min(taken), "asked_ms": target_ms}
    FOUND[label] = {name: round(value, 3) for name, value in figures.items()}
    return result


def week(present: float) -> Days:
    """Return five working days and two calm ones side by side, as one roster's week."""
    volume = np.array([1.15, 1.0, 0.975, 0.945, 0.93, 0.097, 0.05]) * 1306
    heads = np.stack([HEADS] * 5 + [np.full(40, 2)] * 2, axis=1)
    change = np.diff(heads, axis=0, prepend=heads[:1])
    return Days(
        arrive=rates(1.0)[:, None] * volume / 3600, aht_s=np.full((40, 7), AHT),
        present=np.full((40, 7), present), agents=heads, leavers=np.maximum(-change, 0),
        joiners=np.maximum(change, 0), seconds=SLOT * 60, abandon=1 / 300, threshold_s=20.0,
        initial=0, drain=True,
    )  # fmt: skip


def main() -> None:
    """Run everything."""
    if "--arrays" in sys.argv:
        transient_part.lapack = lambda: None
    if "--all-states" in sys.argv:
        transient_cram.likely = transient_window.everything
    print("with", "LAPACK" if transient_part.lapack() else "plain numpy")
    for patience in (300.0, None):
        for present in (1.0, 0.97):
            name = f"patience {patience or 'endless'}, {present:.0%} present"
            day = timed(
                f"day of 1,306 calls, {name}", 25, 15,
                lambda p=patience, a=present: exact_day(  # type: ignore[misc]
                    rates(1306), AHT, HEADS, p, 20, SLOT, present=a
                ),
            )  # fmt: skip
            print(f"    service level {day.service_level:.12f}, error {day.error.max():.1e}")
    for present in (1.0, 0.97):
        timed(f"week, {present:.0%} present", 180, 7, lambda a=present: run(week(a), "cram"))  # type: ignore[misc]
        loop = ExactLoop(rates(1306), AHT, HEADS, 300.0, 20.0, SLOT, present=present)
        timed(
            f"the day again from kept matrices, {present:.0%}",
            1,
            100,
            lambda k=loop: k.evaluate(HEADS),
        )  # type: ignore[misc]
    calls = rates(130_600)
    load = calls * AHT / 3600
    heads = np.minimum.reduceat(np.ceil(load + 0.3 * np.sqrt(load)), np.arange(0, 40, 2))
    large = heads.repeat(2).astype(np.int64)
    day = timed(
        f"day of 130,600 calls, {large.max()} agents", 100, 15,
        lambda: exact_day(calls, AHT, large, 180.0, 20, SLOT),
    )  # fmt: skip
    print(f"    service level {day.service_level:.12f}, error {day.error.max():.1e}")
    if "--certify" in sys.argv:
        sure = exact_day(calls, AHT, large, 180.0, 20, SLOT, route="uniformization")
        apart = np.abs(sure.in_time - day.in_time) / sure.offered
        print(f"    routes differ by {apart.max():.1e} in a slot, bound {sure.error.max():.1e}")
        FOUND["largest difference of the routes in a slot"] = {"share": float(apart.max())}
    if "--record" in sys.argv:
        record(Path(sys.argv[sys.argv.index("--record") + 1]))


def record(path: Path) -> None:
    """Append what was found as a line of JSON."""
    data = {
        "subject": "exact_service",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": "LAPACK" if transient_part.lapack() else "numpy",
        "load": [round(value, 1) for value in os.getloadavg()],
        "python": platform.python_version(),
        "numpy": np.__version__,
        "found": FOUND,
    }
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(data) + "\n")


if __name__ == "__main__":
    main()
