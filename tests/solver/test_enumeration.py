"""All lines that can be in a better roster, and the choice among them."""

import math

import numpy as np
import pytest

from staffing.domain.days import parse_days
from staffing.domain.outcome import Plan, Status
from staffing.domain.people import Wish
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.formulation.lines import lines_of
from staffing.formulation.person_days import PersonDaysDraft, compile_person_days
from staffing.rules.registry import make
from staffing.solver.columns import Floats, LineModel
from staffing.solver.dives import generate
from staffing.solver.enumeration import Choosing, better_lines
from staffing.solver.incumbent import Incumbent, Rows, columns_of
from staffing.solver.master import Master
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from tests.solver.test_neighborhoods import RULES, SHIFTS


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Return two weeks of six people, of whom three want the same weekday off."""
    saturday = [Wish(kind="off", days=parse_days("Sat")), Wish(kind="not", shift="N")]
    monday = [Wish(kind="off", days=parse_days("Mon")), Wish(kind="not", shift="E")]
    rules = [*RULES, {"rule": "shift_wishes", "weight": 1}, {"rule": "day_wishes", "weight": 2}]
    return toy(
        "ABCDEF",
        days=14,
        shifts=SHIFTS,
        needs=0,
        wishes={**dict.fromkeys("ABC", saturday), **dict.fromkeys("DEF", monday)},
        rules=[make(table) for table in rules],
    )


@pytest.fixture(scope="module")
def optimal(problem: Problem) -> Plan:
    """Return the best roster, proved by an engine that knows no lines."""
    made = plan(problem, SolveSettings(reproducible=True, time_limit_s=30, engine="cp-sat"))
    assert made.status is Status.OPTIMAL
    return made


@pytest.fixture(scope="module")
def draft(problem: Problem) -> PersonDaysDraft:
    """Return the model of named people."""
    return compile_person_days(problem)


@pytest.fixture(scope="module")
def lines(draft: PersonDaysDraft) -> LineModel:
    """Return its lines."""
    return LineModel(draft.model, lines_of(draft))


@pytest.fixture(scope="module")
def prices(lines: LineModel) -> Floats:
    """Return the prices of the best bound."""
    nothing = np.zeros(lines.rows, dtype=np.int64)
    return generate(Master(lines, list(lines.people), nothing, 10_000), lambda: False).prices


def incumbent(draft: PersonDaysDraft, lines: LineModel, made: Plan) -> Incumbent:
    """Return the roster of a plan as lines."""
    values = draft.values_of(made.roster)
    assert values is not None
    columns = columns_of(lines, values)
    assert columns is not None
    return Incumbent(draft, lines, Rows(draft.model), columns)


@pytest.fixture(scope="module")
def worse(problem: Problem, draft: PersonDaysDraft, lines: LineModel, optimal: Plan) -> Incumbent:
    """Return a legal roster that is not the best."""
    settings = SolveSettings(reproducible=True, time_limit_s=30, engine="cp-sat", gap=0.1)
    made = plan(problem, settings)
    found = incumbent(draft, lines, made)
    assert found.objective > optimal.objective
    return found


def test_no_line_of_a_better_roster_is_missing(
    draft: PersonDaysDraft, lines: LineModel, prices: Floats, optimal: Plan, worse: Incumbent
) -> None:
    """Every line of the best roster is among those that can be in a better one."""
    columns = better_lines(lines, prices, worse, math.inf)

    assert columns is not None
    known = {(column.person, column.choices) for column in columns}
    best = incumbent(draft, lines, optimal)
    assert {(column.person, column.choices) for column in best.columns} <= known


def test_the_choice_is_the_best_roster_and_its_proof(
    draft: PersonDaysDraft,
    lines: LineModel,
    prices: Floats,
    optimal: Plan,
    worse: Incumbent,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a worse roster HiGHS finds one that costs what CP-SAT has proved, and proves it."""
    monkeypatch.setattr("staffing.solver.enumeration.NEAR_GAP", 1.0)
    choosing = Choosing(lines, seed=0)

    assert choosing.begin(worse, prices, 0, math.inf)
    assert not choosing.begin(worse, prices, 0, math.inf)
    choosing.wait(lambda: False)
    columns = choosing.better_than(worse.objective)
    assert columns is not None
    found = Incumbent(draft, lines, Rows(draft.model), columns)
    assert found.legal
    assert found.objective == choosing.bound == optimal.objective


def test_from_the_best_roster_only_the_proof_is_left(
    draft: PersonDaysDraft,
    lines: LineModel,
    prices: Floats,
    optimal: Plan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The bound is never more than the roster it began with: what costs as much was left out."""
    monkeypatch.setattr("staffing.solver.enumeration.NEAR_GAP", 1.0)
    best = incumbent(draft, lines, optimal)
    choosing = Choosing(lines, seed=0)

    assert choosing.begin(best, prices, 0, math.inf)
    choosing.wait(lambda: False)
    assert choosing.better_than(best.objective) is None
    assert choosing.bound == best.objective


def test_too_many_lines_are_left_alone(
    lines: LineModel, prices: Floats, worse: Incumbent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more lines than can be chosen among, or a wide gap, nothing begins."""
    assert not Choosing(lines, seed=0).begin(worse, prices, worse.objective // 2, math.inf)
    assert better_lines(lines, prices, worse, 0) is None  # the time was up long ago
    monkeypatch.setattr("staffing.solver.enumeration.NEAR_GAP", 1.0)
    monkeypatch.setattr("staffing.solver.enumeration.MOST", 100)
    assert better_lines(lines, prices, worse, math.inf) is None
    choosing = Choosing(lines, seed=0)
    assert not choosing.begin(worse, prices, 0, math.inf)
    choosing.wait(lambda: False)
    assert choosing.bound is None
    assert choosing.better_than(0) is None
