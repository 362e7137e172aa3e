"""The paper draft refuses what no solver's draft could understand."""

from __future__ import annotations

import datetime as dt

import pytest

from staffing.domain.paper import PaperDraft
from staffing.domain.rule import Breach, Subject
from staffing.domain.toys import MONDAY, rota, toy

PROBLEM = toy("AB", days=2, lunch=True)
PAPER = PaperDraft(PROBLEM, rota(PROBLEM, {"A": "E.", "B": "EL"}))
LAST = PROBLEM.horizon.last
WHOM = Subject("A", MONDAY)


def test_expressions_have_the_values_of_the_roster() -> None:
    """Works, crowd, phones and both are read off the roster as a planner would."""
    works = PAPER.works("A", MONDAY)
    values = [
        works,
        PAPER.works("A", MONDAY, "L"),
        PAPER.crowd(MONDAY),
        PAPER.crowd(LAST, "L", queue=0),
        PAPER.on_phones(0, 0),
        PAPER.on_phones(0, 3),
        PAPER.both(works, 1 - PAPER.works("A", LAST)),
        3 * works - 1,
    ]
    assert [PAPER.value(expr) for expr in values] == [1, 0, 2, 1, 2, 0, 1, 2]


def test_limits_and_prices_record_amounts() -> None:
    """A miss on either side counts by its size, and a price by its line."""
    paper = PaperDraft(PROBLEM, PAPER.roster)
    crowd = paper.crowd(MONDAY)
    paper.limit(crowd, WHOM, at_least=2, at_most=2)
    paper.limit(crowd, WHOM, at_least=5)
    paper.limit(crowd, WHOM, at_most=1)
    paper.price(crowd, [9, 8, 7], WHOM)
    assert paper.breaches == (Breach(WHOM, 3), Breach(WHOM, 1), Breach(WHOM, 7))
    assert paper.rows == 4


@pytest.mark.parametrize(
    "slip",
    [
        lambda: PAPER.works("C", MONDAY),
        lambda: PAPER.works("A", MONDAY - dt.timedelta(days=1)),
        lambda: PAPER.works("A", MONDAY, "X"),
        lambda: PAPER.crowd(LAST + dt.timedelta(days=1)),
        lambda: PAPER.on_phones(1, 0),
        lambda: PAPER.on_phones(0, PROBLEM.grid.size),
        lambda: PAPER.both(PAPER.crowd(MONDAY), PAPER.works("A", MONDAY)),
        lambda: PAPER.limit(PAPER.crowd(MONDAY), WHOM),
        lambda: PAPER.limit(PAPER.crowd(MONDAY), WHOM, at_least=2, at_most=1),
        lambda: PAPER.price(PAPER.crowd(MONDAY), [0, 1], WHOM),
        lambda: PAPER.price(PAPER.works("A", MONDAY) - 1, [0, 1], WHOM),
    ],
)
def test_slips_raise(slip: object) -> None:
    """Unknown names, days outside the horizon and short price lists are noticed at once."""
    assert callable(slip)
    with pytest.raises(ValueError, match=r"."):
        slip()
