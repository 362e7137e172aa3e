"""Speed and accuracy of the stationary kernel (Erlang B, C, A), in one thread.

    OMP_NUM_THREADS=1 python benchmarks/erlang_speed.py [--queries 1000000] [--record FILE]

CPU times, medians. Accuracy is measured against sums with 50 digits; required agents are
compared with brute force on random queries. With --record, a line of JSON is appended.
"""

from __future__ import annotations

import argparse
import json
import math
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import mpmath
import numpy as np

from staffing.queueing import (
    Targets,
    blocking,
    erlang_a,
    erlang_a_table,
    erlang_c,
    required_agents,
)

mpf = mpmath.mpf
PROMISE = Targets(service_level=0.8, threshold_s=20)
SIZES = (1, 2, 5, 14, 50, 171, 500, 1000, 3000, 10_000)
USES = (0.3, 0.7, 0.9, 0.99, 0.999)
CENTERS = (
    (100, 180, 6, 180, 20), (260, 200, 15, 240, 30), (1000, 180, 50, 120, 20),
    (4000, 180, 200, 180, 20), (620, 60, 10, 600, 3600), (1250, 180, 60, 120, 1200),
    (20_000, 180, 1000, 180, 20), (30, 180, 3, 5, 20), (3000, 180, 100, 60, 10),
)  # fmt: skip


def cpu_s(work: Callable[[], object], times: int = 9) -> float:
    """Return the median CPU time of a call in seconds."""
    work()
    taken = []
    for _ in range(times):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return float(np.median(taken))


def speed() -> dict[str, float]:
    """Return queries per second and microseconds per query."""
    random = np.random.default_rng(1)
    found = {}
    for load, count in ((10, 200_000), (100, 100_000), (1000, 50_000), (9990, 20_000)):
        calls = load * 20 * random.uniform(0.8, 1.0, count)
        taken = cpu_s(lambda c=calls: required_agents(c, 180.0, PROMISE), 5)  # type: ignore[misc]
        found[f"required agents, Erlang C, to {load} Erlang, queries/s"] = count / taken
    for load, count in ((10, 20_000), (1000, 10_000)):
        calls = load * 20 * random.uniform(0.8, 1.0, count)
        taken = cpu_s(
            lambda c=calls: required_agents(c, 180.0, PROMISE, patience_s=180.0),  # type: ignore[misc]
            3,
        )
        found[f"required agents, Erlang A, to {load} Erlang, queries/s"] = count / taken
    calls = 10_000 * 20 * random.uniform(0.9, 1.02, 20_000)
    taken = cpu_s(lambda: erlang_a(calls, 180.0, 10_000, 180.0, 20.0), 5)
    found["Erlang A at 10,000 agents, us per query in bulk"] = taken / calls.size * 1e6
    taken = cpu_s(lambda: erlang_a(200_000.0, 180.0, 10_000, 180.0, 20.0), 101)
    found["Erlang A at 10,000 agents, us for one call of the function"] = taken * 1e6
    week = random.uniform(20, 200, 280)
    taken = cpu_s(lambda: erlang_a_table(week, 180.0, 300.0, 20.0, 30))
    found["table of a week, 280 slots x 31 agents, ms"] = taken * 1e3
    return found


def accuracy() -> dict[str, float]:
    """Return the worst errors against 50 digits."""
    worst = {"Erlang B": 0.0, "Erlang C": 0.0, "Erlang A shares": 0.0, "Erlang A abandoned": 0.0}
    with mpmath.workdps(50):
        for agents in SIZES:
            for use in USES:
                a, term, inverse = mpf(agents * use), mpf(1), mpf(1)
                for k in range(agents):
                    term *= (agents - k) / a
                    inverse += term
                if inverse > 1e290:
                    continue
                wait = agents / ((agents - a) * inverse + a)
                # Deep in the tail a digit goes with every power of e of the result.
                deep = 1 + float(mpmath.log(inverse))
                error = float(abs(blocking(agents, agents * use) * inverse - 1)) / deep
                worst["Erlang B"] = max(worst["Erlang B"], error)
                error = float(abs(erlang_c(agents, agents * use) / wait - 1)) / deep
                worst["Erlang C"] = max(worst["Erlang C"], error)
        for center in CENTERS:
            truth, found = impatient(*center), erlang_a(*center)
            for name in ("virtual", "in_time", "answered"):
                error = float(abs(getattr(found, name) - truth[name]))
                worst["Erlang A shares"] = max(worst["Erlang A shares"], error)
            error = float(abs(found.abandoned / truth["abandoned"] - 1))
            worst["Erlang A abandoned"] = max(worst["Erlang A abandoned"], error)
    return worst


def impatient(
    calls: float, aht: float, agents: int, patience: float, threshold: float
) -> dict[str, mpmath.mpf]:
    """Return Erlang A by the sum over states; a wait with j ahead has a Beta distribution."""
    load = mpf(calls) * aht / 3600
    m, x = agents * mpf(patience) / aht, load * patience / aht
    z = mpmath.exp(-mpf(threshold) / patience)
    free, term = mpf(0), mpf(1)
    for k in range(agents):
        term *= (agents - k) / load
        free += term
    q = mpf(1)
    step_v, step_s = z**m, z ** (m + 1)
    tail_v, tail_s = step_v, step_s
    wait = left = virtual = soon = served = mpf(0)
    j = 0
    while True:
        stay = m / (m + j + 1)
        wait, left, served = wait + q, left + q * (1 - stay), served + q * stay
        virtual += q * (1 - tail_v)
        soon += q * stay * (1 - tail_s)
        if x < m + j + 1 and q * (j + 1) < wait * mpf(10) ** -35:
            break
        j += 1
        q *= x / (m + j)
        step_v *= (1 - z) * (m + j - 1) / j
        step_s *= (1 - z) * (m + j) / j
        tail_v, tail_s = tail_v + step_v, tail_s + step_s
    total = free + wait
    return {
        "virtual": (free + virtual) / total, "in_time": (free + soon) / total,
        "answered": (free + soon) / (free + served), "abandoned": left / total,
    }  # fmt: skip


def brute_force(queries: int) -> dict[str, float]:
    """Return how many random queries differ from the plain recursion, agent by agent."""
    random = np.random.default_rng(2)
    wrong = close = 0
    for start in range(0, queries, 100_000):
        size = min(100_000, queries - start)
        aht = np.rint(10 ** random.uniform(1.5, 3.2, size))
        load = 10 ** random.uniform(-1, 2.3, size)
        calls = np.rint(load * 3600 / aht * 2) / 2
        level = np.rint(random.uniform(0.5, 0.99, size) * 100) / 100
        threshold = random.choice([0.0, 10.0, 20.0, 30.0, 60.0, 120.0], size)
        found = required_agents(calls, aht, Targets(service_level=level, threshold_s=threshold))
        truth, near = plain(calls * aht / 3600, level, threshold / aht)
        wrong += int(np.count_nonzero((found != truth) & ~near))
        close += int(np.count_nonzero(near))
    return {"queries": queries, "mismatches": wrong, "decided by rounding, left out": close}


def plain(
    load: np.ndarray, level: np.ndarray, threshold: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the fewest agents from Erlang's recursion, and where rounding decides."""
    answer = np.zeros(load.size, dtype=np.int64)
    near = np.zeros(load.size, dtype=bool)
    open_ = np.flatnonzero(load > 0)
    blocked = np.ones(load.size)
    n = 0
    while open_.size:
        n += 1
        a = load[open_]
        blocked[open_] = b = a * blocked[open_] / (n + a * blocked[open_])
        spare = np.maximum(n - a, 0.0)
        wait = np.where(spare > 0, n * b / (n - a * (1 - b)), 1.0)
        reached = np.where(spare > 0, 1 - wait * np.exp(-spare * threshold[open_]), 0.0)
        near[open_] |= np.abs(reached - level[open_]) < 1e-12
        met = reached >= level[open_]
        answer[open_[met]] = n
        open_ = open_[~met]
    return answer, near


def main() -> None:
    """Measure, print, and record where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--record", type=Path)
    given = parser.parse_args()
    tables = {
        "speed": speed(), "worst relative or absolute error": accuracy(),
        "required agents against brute force": brute_force(given.queries),
    }  # fmt: skip
    for title, rows in tables.items():
        print(title)
        for name, value in rows.items():
            written = f"{value:,.0f}" if value == 0 or abs(value) >= 100 else f"{value:.3g}"
            print(f"    {name:62} {written:>12}")
    if given.record is not None:
        record = {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "python": platform.python_version(), "numpy": np.__version__,
            "machine": platform.machine(), **tables,
        }  # fmt: skip
        with given.record.open("a", encoding="utf-8") as file:
            file.write(json.dumps(record) + "\n")
    assert math.isfinite(sum(tables["speed"].values()))


if __name__ == "__main__":
    main()
