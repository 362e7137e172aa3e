"""Workforce scheduling for call centers: from a call history to a proved roster.

The names below are the public surface. Each is loaded when it is first used, so that
``import staffing`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from staffing.demand.forecast import forecast
    from staffing.domain.horizon import Horizon, next_week
    from staffing.domain.outcome import Plan, Status, Verdict
    from staffing.domain.problem import Problem
    from staffing.domain.roster import Roster
    from staffing.errors import StaffingError
    from staffing.evaluation.referee import evaluate
    from staffing.evaluation.simulation import simulate
    from staffing.io.center_toml import read_center
    from staffing.io.history_csv import read_history
    from staffing.io.model_folder import read_model
    from staffing.io.roster_files import read_roster
    from staffing.pipe import Inputs, prepare
    from staffing.queueing.curves import service_curves
    from staffing.queueing.exact_service import exact_service
    from staffing.reports.outputs import write_outputs
    from staffing.solver.exact_planning import plan_exact
    from staffing.solver.planning import plan
    from staffing.solver.settings import SolveSettings
    from staffing.solver.tiers import plan_in_tiers
    from staffing.whatif.scenario import Scenario
    from staffing.whatif.sweep import sweep

__all__ = [
    "Horizon",
    "Inputs",
    "Plan",
    "Problem",
    "Roster",
    "Scenario",
    "SolveSettings",
    "StaffingError",
    "Status",
    "Verdict",
    "evaluate",
    "exact_service",
    "forecast",
    "next_week",
    "plan",
    "plan_exact",
    "plan_in_tiers",
    "prepare",
    "read_center",
    "read_history",
    "read_model",
    "read_roster",
    "service_curves",
    "simulate",
    "sweep",
    "write_outputs",
]

_HOME = {
    "Horizon": "domain.horizon",
    "Inputs": "pipe",
    "Plan": "domain.outcome",
    "Problem": "domain.problem",
    "Roster": "domain.roster",
    "Scenario": "whatif.scenario",
    "SolveSettings": "solver.settings",
    "StaffingError": "errors",
    "Status": "domain.outcome",
    "Verdict": "domain.outcome",
    "evaluate": "evaluation.referee",
    "simulate": "evaluation.simulation",
    "plan_exact": "solver.exact_planning",
    "plan_in_tiers": "solver.tiers",
    "exact_service": "queueing.exact_service",
    "forecast": "demand.forecast",
    "next_week": "domain.horizon",
    "plan": "solver.planning",
    "prepare": "pipe",
    "read_center": "io.center_toml",
    "read_history": "io.history_csv",
    "read_model": "io.model_folder",
    "read_roster": "io.roster_files",
    "service_curves": "queueing.curves",
    "sweep": "whatif.sweep",
    "write_outputs": "reports.outputs",
}


if not TYPE_CHECKING:  # a type checker would take this function for leave to use any name

    def __getattr__(name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module 'staffing' has no attribute {name!r}")
        value = getattr(import_module(f"staffing.{_HOME[name]}"), name)
        globals()[name] = value  # found without this function from now on
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
