"""The main job: next week of the shipped model `cheonan`, as `staffing roster` plans it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from benchmarks.registry import BenchSpec
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.io.model_folder import read_model
from staffing.pipe import prepare

MODEL = Path(__file__).resolve().parents[2] / "models" / "cheonan"
MONDAY = dt.date(2026, 11, 30)


def build(data: Path | None) -> Problem:  # noqa: ARG001 - the model is in this repository
    """Return the problem of one week: 15 counselors, 280 slots of 15 minutes."""
    return prepare(read_model(MODEL), Horizon(first=MONDAY)).problem


SPECS = (
    BenchSpec(
        name="cheonan_week",
        description="15 counselors, 7 days, 15-minute slots, three breaks a shift, from history",
        build=build,
    ),
)
