"""Whole lines of one person: the graph knows exactly the lines that the rows allow."""

from itertools import product

import numpy as np
import pytest

from staffing.domain.days import parse_days
from staffing.domain.people import Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.rule import Rule
from staffing.domain.toys import toy
from staffing.formulation.line_arrays import NEVER
from staffing.formulation.line_listing import lines_within
from staffing.formulation.line_pricing import LinePricer
from staffing.formulation.lines import lines_of
from staffing.formulation.person_days import compile_person_days
from staffing.rules.registry import make
from staffing.solver.columns import LineModel

SHIFTS = {"E": "00:00-08:00", "N": "00:00-12:00"}
SETS: dict[str, list[dict[str, object]]] = {
    "runs": [
        {"rule": "consecutive_days", "most": 3},
        {"rule": "day_runs", "of": "off", "least": 2},
        {"rule": "day_runs", "of": "work", "least": 2},
    ],
    "successions": [{"rule": "successions", "shifts": ["N", "E"]}],
    "soft": [
        {"rule": "day_runs", "of": "work", "least": 2, "weight": 7},
        {"rule": "shift_counts", "shifts": ["N"], "least": 1, "most": 2, "weight": 5},
        {"rule": "shift_wishes", "weight": 3},
        {"rule": "day_wishes", "weight": 2},
    ],
    "totals": [
        {"rule": "average_hours", "weeks_long": 1, "least": 16, "most": 32},
        {"rule": "max_weekends", "most": 1, "weeks_long": 1},
        {"rule": "pins", "kind": "off", "days": "Tue"},
    ],
}


def week(rules: list[Rule], days: int = 7) -> Problem:
    """Return one person with two shifts and two wishes, in a center that nobody calls."""
    wishes = [
        Wish(kind="not", shift="N", days=parse_days("Mon")),
        Wish(kind="work", days=parse_days("Sat"), strength=2),
    ]
    return toy("A", days=days, shifts=SHIFTS, needs=0, wishes={"A": wishes}, rules=rules)


@pytest.mark.parametrize(
    ("name", "far"),
    [("runs", False), ("successions", False), ("soft", False), ("soft", True), ("totals", True)],
)
def test_the_cheapest_line_is_the_cheapest_of_all(
    name: str, far: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under random prices the graph finds what trying every line finds, rows near or far.

    And it finds all lines that cost little more.
    """
    if far:
        monkeypatch.setattr("staffing.formulation.lines.NEAR", 2)
    rules = [make(table) for table in SETS[name]]
    problem = week(rules)
    draft = compile_person_days(problem)
    lines = lines_of(draft)
    assert not lines.shared
    pricer, rng = LinePricer(lines), np.random.default_rng(7)
    codes = (None, *SHIFTS)
    places = {None: -1, "E": 0, "N": 1}
    own = {}
    for row in product(codes, repeat=7):
        duties = tuple(
            Duty(counselor="A", day=day, shift=code)
            for day, code in zip(problem.horizon.dates, row, strict=True)
            if code is not None
        )
        roster = Roster.model_construct(horizon=problem.horizon, duties=duties)
        breaches = [(r.weight, b.amount) for r in rules for b in r.check(problem, roster)]
        if all(weight is not None for weight, _ in breaches):
            own[row] = sum((weight or 0) * amount for weight, amount in breaches)
    for _ in range(3):
        extra = rng.integers(-9, 9, size=(7, 3))
        costs = {
            row: cost + sum(int(extra[d][places[c] + 1]) for d, c in enumerate(row))
            for row, cost in own.items()
        }
        graph, worker = lines.graphs[0], lines.workers[0]
        weights = [
            np.array(
                [
                    NEVER if base is None else base + int(extra[day][choice.shift + 1])
                    for base, choice in zip(worker.costs[day], graph.choices[day], strict=True)
                ],
                dtype=np.int64,
            )
            for day in range(7)
        ]
        (best,) = pricer.best([0], [weights], 1)

        assert best is not None
        assert best.cost == min(costs.values())
        near = lines_within(pricer, 0, weights, 1, best.cost + 6, 10_000)

        assert near is not None
        assert lines_within(pricer, 0, weights, 1, best.cost + 6, len(near) - 1) is None
        first, *rows = [
            tuple(codes[graph.choices[day][n].shift + 1] for day, n in enumerate(choices))
            for choices in (best.choices, *near.tolist())
        ]
        assert costs[first] == best.cost
        assert len(set(rows)) == len(near)
        # What is not counted may cost more or break a rule, so there may be more; none is missing.
        cheap = {row for row, cost in costs.items() if cost <= best.cost + 6}
        assert cheap == {row for row in rows if costs.get(row, NEVER) <= best.cost + 6}


def test_a_bound_holds_at_any_prices() -> None:
    """Whatever prices are tried, no legal roster costs less than the bound."""
    rules = [make(table) for table in SETS["runs"]]
    rules += [
        make({"rule": "shift_cover", "shift": "E", "heads": [1], "weight": 10}),
        make({"rule": "shift_cover", "shift": "N", "heads": [2], "weight": 4, "bound": "exactly"}),
    ]
    problem = toy("AB", shifts=SHIFTS, needs=0, rules=rules)
    draft = compile_person_days(problem)
    lines = LineModel(draft.model, lines_of(draft))
    nothing = np.zeros(lines.rows, dtype=np.int64)
    rng = np.random.default_rng(3)
    bounds, objectives = [], []
    for _ in range(20):
        prices = lines.whole(rng.uniform(-4, 10, lines.rows))
        found, columns = lines.cheapest(prices, list(lines.people))
        bound = lines.bound(prices, found, nothing)
        assert bound is not None
        bounds.append(bound)
        values = np.zeros(draft.model.size, dtype=np.int64)
        for column in columns:
            assert column is not None
            for variable, value in lines.values(column.person, column.choices).items():
                values[variable] = value
        draft.derive(values)
        assert not draft.model.violated(values)
        objectives.append(draft.model.objective(values.tolist()))
    assert max(bounds) <= min(objectives)
    assert max(bounds) > min(bounds)
