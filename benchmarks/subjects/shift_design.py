"""Minimum shift design on public examples: `staffing.solver.design` to the proof.

Needs ``--data FOLDER`` with the set's files (``RandomExample1.dzn`` …).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.public.shift_design import cost, known, solve
from benchmarks.registry import BenchSpec, Task
from staffing.domain.outcome import Status
from staffing.solver.settings import SolveSettings


def _task(name: str, data: Path | None) -> Task:
    if data is None:
        raise ValueError("give --data FOLDER, where the set's files are")
    return partial(_run, data / f"{name}.dzn")


def _run(path: Path, settings: SolveSettings) -> Mapping[str, object]:
    offer = solve(path, settings)
    priced = [step for step in offer.steps if step.objective is not None]
    best = [step.seconds for step in priced if step.objective == offer.objective]
    return {
        "proved": offer.status is Status.OPTIMAL,
        "first_s": priced[0].seconds if priced else None,
        "best_s": best[0] if best else None,
        "proof_s": offer.seconds if offer.status is Status.OPTIMAL else None,
        "total_s": offer.seconds,
        "objective": offer.objective,
        "own_cost": None if offer.objective is None else cost(path, offer),
        "bound": offer.bound,
        "best_known": known.get(path.stem),
        "missing": offer.missing,
        "surplus": offer.surplus,
        "kinds": len(offer.people),
        "trajectory": [[step.seconds, step.objective, step.bound] for step in offer.steps],
    }


SPECS = tuple(
    BenchSpec(
        name=f"shift_design_{name.removeprefix('RandomExample')}",
        description=f"minimum shift design, {name}: anonymous people, a cyclic week",
        build=partial(_task, name),
        settings=SolveSettings(time_limit_s=60),
        needs_data=True,
        reference=f"best known here before: {best} (other model, 2 threads, 40 to 60 s)",
    )
    for name, best in known.items()
)
