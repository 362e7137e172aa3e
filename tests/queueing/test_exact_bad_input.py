"""Wrong days are refused with their place."""

from __future__ import annotations

import math

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.queueing.exact_day import exact_day
from staffing.queueing.exact_loop import ExactLoop

GOOD = {
    "rates_per_hour": [100.0, 120.0],
    "aht_s": 180.0,
    "agents": [6, 7],
    "patience_s": 300.0,
    "threshold_s": 20.0,
    "slot_minutes": 15.0,
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rates_per_hour", [100.0, -1.0]),
        ("rates_per_hour", [100.0, math.nan]),
        ("rates_per_hour", [100.0, 100.0, 100.0]),
        ("rates_per_hour", ["a", "b"]),
        ("aht_s", 0.0),
        ("agents", [6, 7.5]),
        ("agents", [6, -1]),
        ("agents", 6),
        ("agents", []),
        ("patience_s", 0.0),
        ("patience_s", -3.0),
        ("threshold_s", -1.0),
        ("threshold_s", math.inf),
        ("slot_minutes", 0.0),
        ("present", 1.2),
        ("present", -0.1),
        ("initial", -1),
        ("initial", 1.5),
        ("leavers", [0, 7]),
        ("joiners", [0, 0]),
        ("route", "magic"),
    ],
)
def test_a_wrong_day_is_refused(name: str, value: object) -> None:
    """Each argument by its own name."""
    with pytest.raises(InputError):
        exact_day(**(GOOD | {name: value}))  # type: ignore[arg-type]


def test_borders_must_add_up() -> None:
    """After is before less leavers plus joiners."""
    with pytest.raises(InputError, match="slot 1"):
        exact_day(**GOOD, leavers=[0, 1], joiners=[0, 1])  # type: ignore[arg-type]


def test_borders_as_arrays() -> None:
    """Who joins is read from an array as from a list, and who leaves follows from it."""
    come = np.array([0, 2])
    alone = exact_day(**GOOD, joiners=come)  # type: ignore[arg-type]
    both = exact_day(**GOOD, joiners=come, leavers=come - [0, 1])  # type: ignore[arg-type]
    assert alone.in_time.tolist() == both.in_time.tolist()


def test_the_loop_wants_short_thresholds_and_the_same_slots() -> None:
    """What the loop cannot do is said."""
    with pytest.raises(InputError, match="threshold_s"):
        ExactLoop(**(GOOD | {"threshold_s": 1000.0}))  # type: ignore[arg-type]
    loop = ExactLoop(**GOOD)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="slots"):
        loop.evaluate([6, 7, 8])


def test_empty_centers_are_answered() -> None:
    """No calls, or nobody there, are no errors."""
    silent = exact_day([0.0, 0.0], 180.0, [2, 1], 300.0, 20.0, 15.0)
    assert silent.service_level == 1.0
    assert silent.answered.sum() == 0.0
    empty = exact_day([60.0, 60.0], 180.0, [0, 0], 300.0, 20.0, 15.0)
    assert empty.service_level == 0.0
    assert empty.abandoned.sum() == pytest.approx(30.0)
    endless = exact_day([60.0, 60.0], 180.0, [0, 0], None, 20.0, 15.0)
    assert endless.left == pytest.approx(30.0)
