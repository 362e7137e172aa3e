"""Whole lines and neighborhoods: proofs, legal rosters, the same bytes, and Ctrl-C's promise."""

from typing import Any

import pytest

from staffing.domain.outcome import Status
from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.rules.registry import make
from staffing.solver.areas import Area, Areas
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

SHIFTS = {"E": "00:00-08:00", "N": "00:00-12:00"}
RULES: list[dict[str, object]] = [
    {"rule": "one_shift"},
    {"rule": "consecutive_days", "most": 4},
    {"rule": "day_runs", "of": "off", "least": 2},
    {"rule": "successions", "shifts": ["N", "E"]},
    {"rule": "average_hours", "weeks_long": 2, "least": 28, "most": 40},
    {"rule": "shift_counts", "shifts": ["N"], "most": 4},
    {"rule": "shift_cover", "shift": "E", "heads": [2], "weight": 100},
    {"rule": "shift_cover", "shift": "N", "heads": [1, 1, 1, 1, 1, 2, 2], "weight": 100},
    {"rule": "shift_cover", "shift": "E", "heads": [2], "weight": 1, "bound": "most"},
]


def weeks(people: str = "ABCDEF") -> Problem:
    """Return two weeks of shifts without calls or breaks."""
    return toy(people, days=14, shifts=SHIFTS, needs=0, rules=[make(table) for table in RULES])


def test_agrees_with_the_engine_that_proves() -> None:
    """Lines and CP-SAT on day patterns prove the same optimum of the same weeks."""
    problem = weeks()
    settings = SolveSettings(reproducible=True, time_limit_s=30)
    lines = plan(problem, settings.model_copy(update={"engine": "neighborhoods"}))
    other = plan(problem, settings.model_copy(update={"engine": "cp-sat"}))

    assert lines.record.engine == "neighborhoods"
    assert lines.status is Status.OPTIMAL
    assert other.status is Status.OPTIMAL
    assert lines.objective == other.objective


def test_same_seed_same_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reproducible settings give the same roster twice, neighborhoods and all."""
    monkeypatch.setattr("staffing.solver.neighborhoods.FEW_CELLS", 0)
    settings = SolveSettings(reproducible=True, time_limit_s=6, seed=5, engine="neighborhoods")
    problem = weeks("ABCDEFGH")
    first, second = plan(problem, settings), plan(problem, settings)

    assert first.roster == second.roster
    assert first.bound == second.bound
    assert first.verdict.legal


def test_starts_from_a_roster_and_never_gets_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """A roster given as the start is the worst that can come back."""
    monkeypatch.setattr("staffing.solver.neighborhoods.FEW_CELLS", 0)
    problem = weeks()
    settings = SolveSettings(reproducible=True, time_limit_s=2, engine="neighborhoods")
    first = plan(problem, settings)
    again = plan(problem, settings, start=first.roster)

    assert again.record.steps[0].objective == first.objective
    assert again.objective <= first.objective


def test_says_when_there_is_no_roster() -> None:
    """Duties that no line has room for are proved impossible, not searched until time is up."""
    rules = [
        make({"rule": "consecutive_days", "most": 1}),
        make({"rule": "shift_counts", "shifts": ["E", "N"], "least": 9}),
    ]
    problem = toy("AB", days=14, shifts=SHIFTS, needs=0, rules=rules)

    assert plan(problem, SolveSettings(time_limit_s=20)).status is Status.INFEASIBLE


def test_weeks_with_calls_are_lines_too() -> None:
    """Service curves are shared rows like any other: the proof is that of CP-SAT."""
    rules = [make({"rule": "service"}), make({"rule": "successions", "shifts": ["L", "E"]})]
    rules += [make({"rule": "contract_days"}), make({"rule": "consecutive_days", "most": 5})]
    spans = {"E": "08:00-12:00", "L": "11:00-15:00"}
    part = Contract(code="part", days_per_week=4, hours_per_week=16)
    problem = toy("ABC", days=14, shifts=spans, contract=part, opening="08:00-15:00", rules=rules)
    settings = SolveSettings(reproducible=True, time_limit_s=30)
    lines = plan(problem, settings.model_copy(update={"engine": "neighborhoods"}))
    other = plan(problem, settings.model_copy(update={"engine": "cp-sat"}))

    assert lines.objective == other.objective
    assert lines.bound is not None
    assert lines.bound <= other.objective


def test_long_horizons_are_freed_in_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows, also two far apart, better a roster and keep every rule that spans them."""
    monkeypatch.setattr("staffing.solver.neighborhoods.FEW_CELLS", 0)
    seen = []
    area = Areas.choose

    def watched(self: Areas, *given: Any) -> Area:
        seen.append(area(self, *given))
        return seen[-1]

    monkeypatch.setattr(Areas, "choose", watched)
    problem = toy("ABCDEF", days=63, shifts=SHIFTS, needs=0, rules=weeks().center.rules)
    settings = SolveSettings(reproducible=True, time_limit_s=14, engine="neighborhoods")
    found = plan(problem, settings)

    assert {len(a.spans or ()) for a in seen} >= {1, 2}
    assert found.verdict.legal
    assert found.record.steps[-1].objective < found.record.steps[0].objective


def test_with_two_cores_both_searches_feed_one_answer() -> None:
    """CP-SAT alongside changes who finds the roster, never what is proved about it."""
    problem = weeks()
    settings = SolveSettings(time_limit_s=60, engine="neighborhoods")
    alone = plan(problem, settings.model_copy(update={"workers": 1}))
    both = plan(problem, settings.model_copy(update={"workers": 2}))

    assert alone.status is Status.OPTIMAL
    assert both.status is Status.OPTIMAL
    assert both.objective == alone.objective
    assert both.record.found_by in {"lines", "neighborhoods", "cp-sat"}
    assert both.record.proved_by in {"lines", "neighborhoods", "cp-sat"}
