"""Fewest paid hours with 80/20 in every half hour: the exact queue beside the usual chain.

    OMP_NUM_THREADS=1 python benchmarks/exact_shifts.py [--runs 5] [--no-record]

Ten hours from 08:30, full-time people (nine hours with an hour of lunch, three starts, five
lunches), handle time 185 s, 1,306 calls. The profile of the study that set the target is not
published, only its facts: rates by five minutes, smooth, about 182 calls/h at 10:30, 69 at
closing, and what the usual chain pays for it. This one is ours, two bell-shaped humps; the
chain needs the same hours on it (98.0 counselor-hours of requirements, covered by 128 paid).

The usual chain takes Erlang's heads for the mean rate of each half hour (or the largest) and
covers them with shifts, proved least. Ours is `fewest_hours` on slots of five minutes. CPU and
wall seconds are of `fewest_hours`, medians, with one worker; nothing is kept between runs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.measure import PROTOCOL, Record, code_version, cpu
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import ALL_DAYS
from staffing.domain.history import Forecast
from staffing.domain.horizon import Horizon
from staffing.domain.people import Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.work import Break, Queue, ServiceTarget, Shift
from staffing.queueing.curves import service_curves
from staffing.solver.exact_shifts import fewest_hours
from staffing.solver.settings import SolveSettings
from staffing.units import hours

DAY = dt.date(2026, 11, 30)
OPENS, CLOSES = 510, 1110
AHT, CALLS = 185.0, 1306.0
ONE = SolveSettings(workers=1)
RESULTS = Path(__file__).parent / "results"


def profile() -> np.ndarray:
    """Return 120 rates in calls/h, one per five minutes."""
    clock = OPENS / 60 + (np.arange(120) + 0.5) / 12
    humps = np.exp(-((clock - 10.5) ** 2) / (2 * 1.3**2))
    humps += 0.75 * np.exp(-((clock - 15) ** 2) / (2 * 2.0**2))
    rates = 50 + 132 * humps / humps.max()
    return rates * (CALLS / 10 / rates.mean())


def problem(patience_s: float | None, part_time: Sequence[int], slot: int, how: str) -> Problem:
    """Return the case; optional part-timers work so many hours without a break."""
    full = [
        Shift(code=f"F{start}", start=start, end=start + 540, breaks=("lunch",))
        for start in (510, 540, 570)
    ]
    part = [
        Shift(code=f"{length}h{start}", start=start, end=start + 60 * length)
        for length in part_time
        for start in range(OPENS, CLOSES - 60 * length + 1, 30)
    ]
    target = ServiceTarget(service_level=0.8, threshold_s=20, answer_rate=None)
    center = CallCenter(
        name="Case",
        slot_minutes=slot,  # type: ignore[arg-type]
        opening=(OpeningRule(days=ALL_DAYS, opens=OPENS, closes=CLOSES),),
        queues=(Queue(code="calls", aht_s=AHT, patience_s=patience_s, target=target),),
        shifts=(*full, *part),
        breaks=(Break(code="lunch", minutes=60, after_start=180, before_end=180, step=30),),
        contracts=(Contract(code="FT"),),
        counselors=(Counselor(id="A", contract="FT"),),
    )
    rates = profile().reshape(-1, slot // 5)
    offered = (rates.mean(axis=1) if how == "mean" else rates.max(axis=1))[None] * slot / 60
    forecast = Forecast(
        grid=center.grid(Horizon(first=DAY, days=1)),
        queues=("calls",),
        offered=offered,
        aht_s=np.full(offered.shape, AHT),
        day_cv=np.zeros((1, 1)),
        slot_cv=np.zeros(offered.shape),
    )
    return Problem(center=center, curves=service_curves(center, forecast))


def chain(patience_s: float | None, part_time: Sequence[int], how: str) -> float | None:
    """Return the paid hours of the usual chain."""
    found = fewest_hours(problem(patience_s, part_time, 30, how), DAY, settings=ONE)
    return None if found.slotwise_minutes is None else hours(found.slotwise_minutes)


def measured(patience_s: float | None, part_time: Sequence[int], runs: int) -> Record:
    """Return the record of one case."""
    task = problem(patience_s, part_time, 5, "mean")
    cpu_s, wall_s = [], []
    for _ in range(runs):
        begun, clock = time.process_time(), time.perf_counter()
        found = fewest_hours(task, DAY, settings=ONE)
        cpu_s.append(time.process_time() - begun)
        wall_s.append(time.perf_counter() - clock)
    return {
        "patience_s": patience_s,
        "part_time": list(part_time),
        "chain_hours": chain(patience_s, part_time, "mean"),
        "chain_max_hours": chain(patience_s, part_time, "max"),
        "hours": hours(found.paid_minutes),
        "bound_hours": hours(found.bound_minutes),
        "proof": found.status.value,
        "guard": found.guard,
        "lowest": round(min(found.levels, default=0.0), 6),
        "rounds": found.rounds,
        "cuts": found.cuts,
        "excluded": found.excluded,
        "evaluations": found.evaluations,
        "cpu_s": round(median(cpu_s), 2),
        "wall_s": round(median(wall_s), 2),
    }


def main() -> None:
    """Run every case, print it and record it."""
    parser = argparse.ArgumentParser(description="Fewest paid hours, exactly.")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-record", action="store_true")
    options = parser.parse_args()
    fewest_hours(problem(None, (), 30, "mean"), DAY, settings=ONE)  # loads what is loaded late
    path = RESULTS / f"{dt.datetime.now(dt.UTC).date()}-exact_shifts.jsonl"
    for patience_s in (None, 180.0):
        for part_time in ((), (4,), (4, 5)):
            case = measured(patience_s, part_time, options.runs)
            print(" ".join(f"{key} {value}" for key, value in case.items()), flush=True)
            at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            common: Record = {"subject": "exact_shifts", "protocol": PROTOCOL, "at": at}
            record = {**common, **code_version(), "cpu": cpu(), **case}
            if not options.no_record:
                with path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(record) + "\n")


if __name__ == "__main__":
    main()
