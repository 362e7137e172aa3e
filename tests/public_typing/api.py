"""A user's program that uses the whole public surface, as a type checker reads it.

Never run: `test_public_typing.py` hands it to mypy.
"""

import datetime as dt
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import assert_type

import staffing
from staffing import (
    Horizon,
    Inputs,
    Plan,
    Problem,
    Roster,
    Scenario,
    SolveSettings,
    Status,
    Verdict,
)
from staffing.domain.center import CallCenter
from staffing.domain.curves import ServiceCurves
from staffing.domain.history import CallHistory, Forecast


def week(folder: Path) -> Roster:
    """Plan a week and write its files."""
    inputs = assert_type(staffing.read_model(folder), Inputs)
    horizon = assert_type(staffing.next_week(dt.date(2026, 11, 23)), Horizon)
    problem = assert_type(staffing.prepare(inputs, horizon).problem, Problem)
    settings = SolveSettings(time_limit_s=10, seed=1)
    plan = assert_type(staffing.plan(problem, settings), Plan)
    if plan.status is Status.OPTIMAL:
        assert_type(plan.objective, int)
    assert_type(staffing.write_outputs(plan, folder / "out", "en"), list[Path])
    return assert_type(plan.roster, Roster)


def judge(folder: Path, file: Path) -> float:
    """Judge a roster that a person made, step by step."""
    center = assert_type(staffing.read_center(folder), CallCenter)
    history = assert_type(
        staffing.read_history(folder / "history.csv", center), dict[str, CallHistory]
    )
    roster = assert_type(staffing.read_roster(file, center), Roster)
    expected = assert_type(staffing.forecast(center, history, roster.horizon), Forecast)
    curves = assert_type(staffing.service_curves(center, expected), ServiceCurves)
    verdict = assert_type(staffing.evaluate(Problem(center=center, curves=curves), roster), Verdict)
    assert_type(verdict.legal, bool)
    return assert_type(verdict.service.service_level, float)


def compare(inputs: Inputs, horizon: Horizon) -> list[float]:
    """Plan several futures side by side, catching what can go wrong on purpose."""
    try:
        with ProcessPoolExecutor() as pool:
            outcomes = staffing.sweep(inputs, horizon, [Scenario(), Scenario(volume=1.1)], pool)
    except staffing.StaffingError as error:
        assert_type(error.exit_code, int)
        return []
    return [outcome.service.service_level for outcome in outcomes if outcome.service]
