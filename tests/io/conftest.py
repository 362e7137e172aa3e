"""Small model folders, written to disk as users write them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing.domain.center import CallCenter
from staffing.domain.curves import ServiceCurves
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.io.center_toml import read_center

CENTER = """\
name = "Test"
timezone = "Asia/Seoul"
slot_minutes = 30

[[opening]]
days = "Mon-Fri"
opens = "09:00"
closes = "18:00"

[[queues]]
code = "calls"
name = "전화"

[[shifts]]
code = "E"
name = "조기"
start = "09:00"
end = "17:00"
breaks = ["lunch"]

[[shifts]]
code = "L"
start = "10:00"
end = "18:00"
breaks = ["lunch"]

[[breaks]]
code = "lunch"
name = "점심"
minutes = 60
earliest = "12:00"
latest = "13:00"

[[contracts]]
code = "FT"
hours_per_week = 35
"""
COUNSELORS = "id,name,contract\nC01,홍길동,FT\nC02,,FT\n"
MONDAY = dt.date(2026, 11, 30)
WEEK = Horizon(first=MONDAY)

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a model folder and returns its path."""

    def write(
        center: str = CENTER,
        counselors: str | bytes = COUNSELORS,
        **files: str | bytes,
    ) -> Path:
        folder = tmp_path / "model"
        folder.mkdir(exist_ok=True)
        texts = {"center.toml": center, "counselors.csv": counselors}
        texts |= {f"{name}.csv": text for name, text in files.items()}
        for name, text in texts.items():
            data = text if isinstance(text, bytes) else text.encode()
            (folder / name).write_bytes(data)
        return folder

    return write


@pytest.fixture
def center(write: Write) -> CallCenter:
    """Return the center of the small folder."""
    return read_center(write())


@pytest.fixture
def problem(center: CallCenter) -> Problem:
    """Return a week of the small center in which nobody calls."""
    return Problem(center=center, curves=ServiceCurves.silent(center.grid(WEEK), ("calls",)))


@pytest.fixture
def roster() -> Roster:
    """Return three duties of the week, with lunch."""
    lunch = (Pause(code="lunch", start=720),)
    tuesday = MONDAY + dt.timedelta(days=1)
    return Roster(
        horizon=WEEK,
        duties=(
            Duty(counselor="C01", day=MONDAY, shift="E", breaks=lunch),
            Duty(counselor="C02", day=MONDAY, shift="L", breaks=lunch),
            Duty(counselor="C01", day=tuesday, shift="L"),
        ),
    )
