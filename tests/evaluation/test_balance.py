"""Balances remember who had what, and let the next roster even it out."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staffing.domain.people import Balance, Contract
from staffing.domain.toys import MONDAY, rota, toy
from staffing.evaluation.balance import (
    Tally,
    balances,
    joined,
    left_out,
    standings,
    tally,
    with_balances,
)
from staffing.evaluation.referee import evaluate
from staffing.rules.registry import make

NEXT = MONDAY + dt.timedelta(weeks=1)


def line(who: str, week: int = 0, **counts: float) -> Tally:
    """Return a line of a week; five days worked unless told otherwise."""
    first = MONDAY + dt.timedelta(weeks=week)
    values = {"days": 5, **counts}
    return Tally.model_validate(
        {"counselor": who, "first": first, "last": first + dt.timedelta(days=6), **values}
    )


def test_a_roster_is_tallied_as_by_hand() -> None:
    """Days, weekends, holidays, edges of the day and overtime, for one week of two people."""
    part = Contract(code="part", days_per_week=3, hours_per_week=Decimal(24))
    problem = toy("AB", contract={"B": part}, holidays=[MONDAY])
    a, b = tally(problem, rota(problem, {"A": "EEL..L.", "B": "MMMM..."}))
    assert a == line("A", days=4, weekend=1, holiday=1, early=2, late=2)
    assert b == line("B", days=4, holiday=1, overtime=8)


def test_the_excess_is_weighed_by_days_present() -> None:
    """Who was away half the time is due half the weekends, not as many as the others."""
    ledger = [line("A", weekend=2), line("B", weekend=1, days=5), line("C", days=2)]
    found = balances(ledger, NEXT)
    # 3 weekend days in 12 days worked: a quarter of a weekend day per day.
    assert [found[who].weekend for who in "ABC"] == [0.75, -0.25, -0.5]


def test_the_window_forgets() -> None:
    """The manager decides how many weeks count; later periods never do."""
    ledger = [line("A", 0, weekend=2), line("B", 0), line("A", 1), line("B", 1, weekend=2)]
    third = MONDAY + dt.timedelta(weeks=2)
    assert balances(ledger, third)["A"].weekend == 0
    assert balances(ledger, third, weeks=1)["A"].weekend == -1
    assert balances(ledger, NEXT)["A"].weekend == 1
    assert balances(ledger, MONDAY) == {}


def test_a_newcomer_starts_at_the_mean() -> None:
    """Somebody without a line is neither due all weekends nor none."""
    rules = [make({"rule": "fair_share"})]
    problem = toy("ABC", past={"A": ".....EE", "B": "EEEEE.."}, rules=rules)
    center = with_balances(problem.center, [line("A", weekend=2), line("B")], NEXT)
    assert [c.balance and c.balance.weekend for c in center.counselors] == [1, -1, 0]
    assert center.counselor["C"].balance == Balance()


def test_the_balance_decides_who_is_next() -> None:
    """The roster that gives the weekend to whoever had least is the cheaper one."""
    rule = make({"rule": "fair_share"})
    problem = toy("AB", rules=[rule])
    center = with_balances(problem.center, [line("A", weekend=1), line("B")], NEXT)
    problem = problem.model_copy(update={"center": center})
    again, fair = (
        {"A": row, "B": other} for row, other in ((".....E.", "." * 7), ("." * 7, ".....E."))
    )
    costs = [evaluate(problem, rota(problem, rows)).objective for rows in (again, fair)]
    assert costs[0] > costs[1]


def test_each_rule_asks_for_its_own_weeks_and_people() -> None:
    """Weekends over a week among two of three, late shifts over a quarter among all."""
    rules = [
        make({"rule": "fair_share", "weeks_long": 1, "counselors": ["A", "B"]}),
        make({"rule": "fair_shifts", "kind": "late"}),
    ]
    ledger = [
        *(line(who, 0, weekend=2, late=n) for who, n in zip("ABC", (3, 0, 0), strict=True)),
        *(line(who, 1, weekend=n) for who, n in zip("ABC", (1, 0, 2), strict=True)),
    ]
    center = with_balances(toy("ABC", rules=rules).center, ledger, MONDAY + dt.timedelta(weeks=2))
    found = {c.id: c.balance for c in center.counselors}
    assert found == {
        "A": Balance(weekend=0.5, late=2),
        "B": Balance(weekend=-0.5, late=-1),
        "C": Balance(late=-1),
    }


def test_volunteers_are_neither_compared_nor_in_the_mean() -> None:
    """Somebody who likes late shifts may have them all; the others are compared alone."""
    rule = make({"rule": "fair_shifts", "kind": "late", "volunteers": ["C"]})
    center = toy("ABC", rules=[rule]).center
    ledger = [line(who, late=n) for who, n in zip("ABC", (1, 0, 5), strict=True)]
    found = standings(ledger, NEXT, apart=left_out(center))
    assert [found[who].balance.late for who in "ABC"] == [0.5, -0.5, 0]
    assert found["C"].apart == ("late",)
    assert found["C"].had["late"] == 5
    carried = with_balances(center, ledger, NEXT).counselor
    assert [carried[who].balance for who in "AC"] == [Balance(late=0.5), None]
    with pytest.raises(ValueError, match="'D'"):
        rule.model_copy(update={"volunteers": ("D",)}).check_links(center)


def test_a_balance_given_by_hand_stays() -> None:
    """What a caller of the library sets is not counted away."""
    given = toy("AB", rules=[make({"rule": "fair_share"})]).center
    people = (given.counselors[0].model_copy(update={"balance": Balance(weekend=4)}),)
    center = given.model_copy(update={"counselors": (*people, *given.counselors[1:])})
    found = with_balances(center, [line("A"), line("B", weekend=1)], NEXT).counselors
    assert [c.balance for c in found] == [Balance(weekend=4), Balance(weekend=0.5)]


def test_lines_join_once() -> None:
    """A period published anew replaces its line; overlapping periods raise."""
    old, new = line("A", weekend=1), line("A", weekend=2)
    assert joined([old], [new, line("B")]) == (new, line("B"))
    shifted = new.model_copy(update={"first": MONDAY + dt.timedelta(days=1)})
    with pytest.raises(ValueError, match="count twice"):
        joined([old], [shifted])


@pytest.mark.parametrize(
    ("counts", "message"),
    [
        ({"days": 8}, "8 days of 7"),
        ({"days": 1, "weekend": 2}, "2 days of 7, 1 of them"),
        ({"refused": -1}, "greater than or equal to 0"),
    ],
)
def test_impossible_lines_raise(counts: dict[str, float], message: str) -> None:
    """More weekends than days worked cannot be."""
    with pytest.raises(ValueError, match=message):
        line("A", **counts)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2)), min_size=1, max_size=6))
def test_excess_sums_to_nothing(rows: list[tuple[int, int]]) -> None:
    """What some have had too much of, others have had too little of."""
    ledger = [line(f"P{i}", days=max(d, w), weekend=w) for i, (d, w) in enumerate(rows)]
    total = sum(balance.weekend for balance in balances(ledger, NEXT).values())
    assert abs(total) <= 0.01 * len(rows)
