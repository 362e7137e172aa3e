"""The main job: next week of the shipped model `cheonan`, as `staffing roster` plans it.

Beside it four other weeks, and four weeks at once.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path

from benchmarks.registry import BenchSpec
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.io.model_folder import read_model
from staffing.pipe import prepare
from staffing.solver.settings import SolveSettings

MODEL = Path(__file__).resolve().parents[2] / "models" / "cheonan"
MONDAY = dt.date(2026, 11, 30)


WEEKS = {
    "december": dt.date(2026, 12, 7),
    "january": dt.date(2027, 1, 4),
    "march": dt.date(2027, 3, 8),
    "may": dt.date(2027, 5, 10),
}
WHAT = "15 counselors, {} days, 15-minute slots, three breaks a shift, from history"


def build(data: Path | None, first: dt.date = MONDAY, days: int = 7) -> Problem:  # noqa: ARG001
    """Return the problem of some days; the model is in this repository."""
    return prepare(read_model(MODEL), Horizon(first=first, days=days)).problem


SPECS = (
    BenchSpec(name="cheonan_week", description=WHAT.format(7), build=build),
    *(
        BenchSpec(
            name=f"cheonan_{month}",
            description=WHAT.format(7),
            build=partial(build, first=first),
            large=True,
        )
        for month, first in WEEKS.items()
    ),
    BenchSpec(
        name="cheonan_28_days",
        description=WHAT.format(28),
        build=partial(build, days=28),
        settings=SolveSettings(time_limit_s=120),
        large=True,
    ),
)
