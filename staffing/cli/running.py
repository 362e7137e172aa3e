"""Reading a model folder with everything checked that a run needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import UsageError
from staffing.io.counselors_csv import check_leave
from staffing.io.model_folder import read_model
from staffing.pipe import Inputs

if TYPE_CHECKING:
    from staffing.domain.outcome import Plan


def read_and_check(folder: Path, horizon: Horizon) -> Inputs:
    """Return a model's inputs; this week's leave and wishes must lie in the planned days.

    Raises
    ------
    InputError
        For the first files that cannot be read as meant.
    """
    inputs = read_model(folder)
    check_leave(inputs.center, horizon, folder)
    return inputs


def read_plan_of(folder: Path, path: Path) -> Plan:
    """Return the plan of a file, after a look whether it is one of the model's center.

    Raises
    ------
    UsageError
        If it is a plan of another center.
    InputError
        If a file cannot be read as meant.
    """
    from staffing.io.plan_json import read_plan

    known = read_plan(path)
    name = read_and_check(folder, known.problem.horizon).center.name
    if name != known.problem.center.name:
        raise UsageError(
            str(path), f"it is a plan of {known.problem.center.name!r}", f"a plan of {name!r}"
        )
    return known


def told_start(problem: Problem) -> Roster | None:
    """Return what was published for exactly the planned days, if it is still legal.

    Planning again from there never ends with something dearer, changes counted.
    """
    from staffing.evaluation.referee import evaluate

    told = problem.published
    if told is None or told.horizon != problem.horizon or not evaluate(problem, told).legal:
        return None
    return told
