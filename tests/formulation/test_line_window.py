"""Windows of lines: the small graph knows exactly the lines that agree outside the windows."""

from itertools import product

import numpy as np
import pytest

from staffing.domain.toys import toy
from staffing.formulation.line_graph import TooManyLinesError
from staffing.formulation.line_pricing import LinePricer
from staffing.formulation.line_window import Spans, Walks
from staffing.formulation.lines import Lines, lines_of
from staffing.formulation.person_days import compile_person_days
from staffing.rules.registry import make

RULES: list[dict[str, object]] = [
    {"rule": "consecutive_days", "most": 3},
    {"rule": "day_runs", "of": "off", "least": 2},
    {"rule": "successions", "shifts": ["N", "E"]},
    {"rule": "shift_counts", "shifts": ["N"], "least": 2, "most": 3, "weight": 5},
    {"rule": "average_hours", "weeks_long": 2, "least": 24, "most": 32},
]
SHIFTS = {"E": "00:00-08:00", "N": "00:00-12:00"}


@pytest.mark.parametrize("spans", [((3, 7),), ((1, 3), (9, 12)), ((0, 2), (4, 6), (13, 14))])
def test_the_cheapest_line_of_windows_is_the_cheapest_that_agrees_outside(spans: Spans) -> None:
    """Whatever the prices, one window or several, trying every line finds nothing cheaper."""
    rules = [make(table) for table in RULES]
    draft = compile_person_days(toy("A", days=14, shifts=SHIFTS, needs=0, rules=rules))
    lines = lines_of(draft)
    (graph,), (worker,) = lines.graphs, lines.workers
    walks, rng = Walks(graph), np.random.default_rng(11)
    free = [day for first, last in spans for day in range(first, last)]
    behind = np.cumsum([last - first + 1 for first, last in spans]) - 1
    tried = 0
    while tried < 4:
        extra = rng.integers(-9, 9, size=(14, 3))
        known = LinePricer(lines).best([0], [list(extra)], 1)[0]
        assert known is not None
        cut = walks.cut(known.choices, spans)
        extra[free] = rng.integers(-9, 9, size=(len(free), 3))
        small = Lines((cut,), (worker._replace(graph=0),), (), ())
        weights = [extra[day] for day in free]
        for place in behind.tolist():
            weights.insert(place, np.zeros(1, dtype=np.int64))
        (best,) = LinePricer(small).best([0], [weights], 1)

        assert best is not None
        mine = tuple(c for day, c in enumerate(best.choices) if day not in behind)
        prices = {}
        for some in product(range(3), repeat=len(free)):
            cost = walks.cost(whole(known.choices, free, some))
            if cost is not None:
                prices[some] = cost + sum(int(extra[d][c]) for d, c in zip(free, some, strict=True))
        assert prices[mine] == min(prices.values())
        tried += len(prices) > 1


def whole(choices: tuple[int, ...], free: list[int], some: tuple[int, ...]) -> list[int]:
    """Return a line with other choices on some days."""
    line = list(choices)
    for day, choice in zip(free, some, strict=True):
        line[day] = choice
    return line


def test_a_line_that_is_none_has_no_window() -> None:
    """A line that its own rows forbid is refused, not made legal in silence."""
    rules = [make({"rule": "consecutive_days", "most": 3})]
    draft = compile_person_days(toy("A", days=14, shifts=SHIFTS, needs=0, rules=rules))
    (graph,) = lines_of(draft).graphs
    works = next(n for n, choice in enumerate(graph.choices[0]) if choice.shift == 0)

    with pytest.raises(TooManyLinesError):
        Walks(graph).cut([works] * 14, ((5, 6),))
