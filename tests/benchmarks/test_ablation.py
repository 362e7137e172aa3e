"""Ablation: what is taken away is away, comes back, and changes no optimum."""

import json

import pytest

from benchmarks import ablation, ablation_parts
from benchmarks.ablation_parts import WAYS
from benchmarks.subjects.four_weeks import four_weeks
from benchmarks.subjects.generated import generated
from staffing.formulation.compile import compile_problem
from staffing.formulation.counted import compile_counted
from staffing.formulation.hints import values_of
from staffing.solver import planning
from staffing.solver.settings import SolveSettings

BRIEF = SolveSettings(time_limit_s=20, reproducible=True)


@pytest.fixture(scope="module")
def days():
    """Return two days of six people, with breaks, and people who are alike."""
    return generated(6, days=2)


@pytest.fixture(scope="module")
def optimum(days):
    """Return the proved price of the two days."""
    record = ablation.planned_in(days, "two_days", "as it is", BRIEF)
    assert record["status"] == "optimal"
    return record["objective"]


@pytest.mark.parametrize(
    "way", [name for name, way in WAYS.items() if way.subjects != ("four_weeks",)]
)
def test_every_way_keeps_the_optimum(days, optimum, way):
    """Without any one component the same optimum is proved, and the record is whole."""
    record = ablation.planned_in(days, "two_days", way, BRIEF)
    again = json.loads(json.dumps(record))
    assert again["objective"] == again["bound"] == optimum
    assert again["referee"]["legal"]
    assert again["first_cpu_s"] <= again["best_cpu_s"] <= again["proof_cpu_s"]
    assert WAYS[way].what in ablation.table([again])


def test_people_are_really_apart(days):
    """Each alone, nobody shares a count of days or of shifts, in either model."""
    with WAYS["each alone"].taken():
        known = planning.alike(days)
        drafts = compile_problem(days), compile_counted(days, known)
    for draft in drafts:
        assert [len(team) for team in draft.teams] == [1] * 6
        assert [len(people) for people in draft.classes.values()] == [1] * 6
    together = planning.alike(days)
    assert len(together.groups) < 6


def test_breaks_are_really_handed_out(days):
    """Starts of each person stand in the place of Hall's rows, and hints stay complete."""
    whole, roster = compile_problem(days).model, planning.plan(days, BRIEF).roster
    with WAYS["breaks by person"].taken():
        draft = compile_problem(days)
        hint = values_of(draft, roster)
    assert draft.model.size > 2 * whole.size
    assert draft.model.violated(hint) == []
    assert compile_problem(days).model.size == whole.size


def test_lines_without_their_parts():
    """Whoever sets nobody free ends with the roster that the others go on from."""
    problem = four_weeks(people=6)
    settings = SolveSettings(time_limit_s=2, reproducible=True)
    whole, bare, poor = (
        ablation.planned_in(problem, "few", way, settings)
        for way in ("as it is", "no neighborhoods", "poor dives")
    )
    assert {run["engine"] for run in (whole, bare, poor)} == {"neighborhoods"}
    assert whole["bound"] <= whole["objective"] <= bare["objective"]
    assert whole["bound"] <= poor["objective"]


def test_what_is_taken_away_comes_back():
    """After a block everything is in its place again."""
    before = planning.first_roster
    with WAYS["no start"].taken():
        assert planning.first_roster is ablation_parts.nothing
    assert planning.first_roster is before
