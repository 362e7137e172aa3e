"""Mistakes that a type checker must catch in a user's program; each names mypy's code.

Never run: `test_public_typing.py` hands it to mypy.
"""

from pathlib import Path

import staffing
from staffing import Inputs, Plan, Problem, SolveSettings


def mistakes(inputs: Inputs, problem: Problem, plan: Plan) -> None:
    """Misuse the public surface, once per line."""
    SolveSettings(time_limit_s="ten")  # E: arg-type
    SolveSettings(time_limit=10)  # E: call-arg
    staffing.read_model(7)  # E: arg-type
    staffing.plan(inputs)  # E: arg-type
    staffing.planner(problem)  # E: attr-defined
    staffing.prepare(inputs)  # E: call-arg
    staffing.evaluate(problem, plan)  # E: arg-type
    plan.objective = 0  # E: misc
    hours: str = plan.verdict.paid_minutes  # E: assignment
    folder: Path = staffing.read_roster("roster.csv", inputs.center)  # E: assignment
    print(hours, folder, plan.rooster)  # noqa: T201  # E: attr-defined
