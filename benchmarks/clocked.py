"""A plan with a clock beside it that counts processor seconds, so that a busy machine says little.

Stand-alone benchmarks plan through `clocked`; `alone` gives each run a process of its own.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from benchmarks.measure import Record
from staffing.domain.outcome import Plan, Status
from staffing.domain.problem import Problem
from staffing.formulation.draft import ModelDraft
from staffing.solver import planning
from staffing.solver.progress import Moment
from staffing.solver.settings import SolveSettings

RESULTS = Path(__file__).parent / "results"


class Mark(NamedTuple):
    """Processor seconds since planning began, and what was known then."""

    cpu_s: float
    objective: int | None
    bound: int | None

    def within(self, share: float) -> bool:
        """Return whether the roster was proved to be that near to the best."""
        if self.objective is None or self.bound is None:
            return False
        return self.objective - self.bound <= share * max(1, abs(self.objective))


class Clocked(NamedTuple):
    """A plan and the processor seconds of all threads that it took.

    Parameters
    ----------
    plan
        What came out.
    compile_s
        Until the model was built.
    marks
        Every better roster or bound, and the end.
    """

    plan: Plan
    compile_s: float
    marks: tuple[Mark, ...]

    @property
    def first_s(self) -> float | None:
        """Seconds to the first roster."""
        return next((m.cpu_s for m in self.marks if m.objective is not None), None)

    @property
    def best_s(self) -> float | None:
        """Seconds to the best roster."""
        found = [mark for mark in self.marks if mark.objective is not None]
        best = min((m.objective for m in found if m.objective is not None), default=None)
        return next((mark.cpu_s for mark in found if mark.objective == best), None)

    @property
    def proof_s(self) -> float | None:
        """Seconds until the roster was proved best; None if it never was."""
        return self.within_s(0) if self.plan.status is Status.OPTIMAL else None

    def within_s(self, share: float) -> float | None:
        """Return the seconds after which the gap stayed within a share; None if it did not."""
        since = None
        for mark in self.marks:
            if not mark.within(share):
                since = None
            elif since is None:
                since = mark.cpu_s
        return since


def clocked(problem: Problem, settings: SolveSettings) -> Clocked:
    """Plan a problem beside a clock.

    Parameters
    ----------
    problem
        What is planned.
    settings
        Of the search; its limit counts wall seconds.
    """
    begun = cpu_seconds()
    marks: list[Mark] = []

    def tell(moment: Moment) -> None:
        marks.append(Mark(cpu_seconds() - begun, moment.objective, moment.bound))

    with _compiling() as spent:
        plan = planning.plan(problem, settings, tell)
    objective = None if plan.judged is None else plan.objective
    marks.append(Mark(cpu_seconds() - begun, objective, plan.bound))
    return Clocked(plan, spent[0], tuple(marks))


@contextmanager
def _compiling() -> Iterator[list[float]]:
    """Give the processor seconds of each time that planning compiles its model."""
    spent: list[float] = []
    compiled = planning._Run._compile

    def timed(run: planning._Run) -> ModelDraft:
        begun = cpu_seconds()
        draft = compiled(run)
        spent.append(cpu_seconds() - begun)
        return draft

    with patch.object(planning._Run, "_compile", timed):
        yield spent


def cpu_seconds() -> float:
    """Return the processor seconds of this process, its threads and its ended children."""
    times = os.times()
    return time.process_time() + times.children_user + times.children_system


def remember(name: str, record: Record, folder: Path = RESULTS) -> None:
    """Append a record to the file of its day in the folder of a benchmark."""
    path = folder / name / f"{datetime.now(UTC).date()}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(record, ensure_ascii=False) + "\n")


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def seconds(value: float | None) -> str:
    """Return seconds as a cell, a dash for none."""
    return "-" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"
