"""The ledger is counted from published rosters, and keeps what they cannot tell."""

from __future__ import annotations

import datetime as dt

import pytest

from staffing.domain.calendar import Holidays
from staffing.domain.days import Days
from staffing.domain.horizon import Horizon
from staffing.domain.people import Wish
from staffing.domain.roster import Roster
from staffing.domain.toys import MONDAY, rota, toy
from staffing.errors import InputError
from staffing.evaluation.balance import Tally
from staffing.evaluation.ledger import ledger_of, published_weeks

SUNDAY = MONDAY + dt.timedelta(days=6)
NONE = Holidays()
SATURDAY = Wish(kind="off", days=Days(weekdays=(5,)))


def kept(who: str = "A", first: dt.date = MONDAY, last: dt.date = SUNDAY, **had: float) -> Tally:
    """Return a line of balance.csv; five days worked unless told otherwise."""
    values = {"counselor": who, "first": first, "last": last, "days": 5, **had}
    return Tally.model_validate(values)


def test_weeks_without_a_duty_were_not_published() -> None:
    """A gap between two published weeks is not a week off for everybody."""
    problem = toy("A", days=21)
    weeks = published_weeks(rota(problem, {"A": "EEE....".ljust(14, ".") + "E....E."}))
    assert [week.first for week in weeks] == [MONDAY, MONDAY + dt.timedelta(weeks=2)]


def test_published_weeks_are_counted_anew_but_for_refused_wishes() -> None:
    """A line that a roster contradicts is corrected; wishes of then are not known any more."""
    problem = toy("AB", wishes={"A": [SATURDAY]})
    roster = rota(problem, {"A": "EEEE.E.", "B": "EEEEE.."})
    old = [kept(weekend=2, refused=3), kept("B", days=4)]
    found = ledger_of(problem.center, roster, NONE, old)
    assert [(x.counselor, x.days, x.weekend, x.refused) for x in found] == [
        ("A", 5, 1, 3),
        ("B", 5, 0, 0),
    ]
    told = ledger_of(problem.center, roster, NONE, old, Horizon(first=MONDAY))
    assert [x.refused for x in told] == [1, 0]


def test_counting_twice_gives_the_same() -> None:
    """The ledger is reproducible: its own lines, kept, change nothing."""
    problem = toy("AB", days=14)
    roster = rota(problem, {"A": "EEEE.E.EEEEE..", "B": "LLLLL..EEEE..E"})
    once = ledger_of(problem.center, roster, NONE, [kept("Z", days=3, weekend=1)])
    assert len(once) == 5
    assert ledger_of(problem.center, roster, NONE, once) == once


def test_a_starting_balance_of_before_stays() -> None:
    """What a manager writes for the time before the first roster is not lost."""
    start = kept(
        first=MONDAY - dt.timedelta(weeks=9), last=MONDAY - dt.timedelta(days=1), weekend=4
    )
    problem = toy("A")
    found = ledger_of(problem.center, rota(problem, {"A": "EEEEE.."}), NONE, [start])
    assert found[0] == start
    assert len(found) == 2


def test_a_start_that_reaches_into_a_published_week_is_an_error() -> None:
    """Days would count twice; the message names the file, the person and the days."""
    start = kept(first=MONDAY - dt.timedelta(weeks=1), last=MONDAY, weekend=1)
    problem = toy("A")
    with pytest.raises(InputError, match=r"balance.csv: A: .* overlaps") as caught:
        ledger_of(problem.center, rota(problem, {"A": "EEEEE.."}), NONE, [start])
    assert caught.value.todo


def test_who_has_left_and_shifts_that_are_gone_stay_as_they_were() -> None:
    """What the center can no longer judge keeps its line; the mean does not change."""
    problem = toy("AB")
    duties = rota(toy("ABZ"), {"A": "EEEE.X.", "B": "EEEEE..", "Z": "....LLL"}).duties
    roster = Roster(horizon=problem.horizon, duties=duties)
    old = [kept(days=5, weekend=1, late=1), kept("Z", days=3, weekend=2, late=3)]
    found = {x.counselor: x for x in ledger_of(problem.center, roster, NONE, old)}
    assert found["A"] == old[0]
    assert found["Z"] == old[1]
    assert found["B"].days == 5
    fresh = {x.counselor: x for x in ledger_of(problem.center, roster, NONE)}
    assert (fresh["Z"].days, fresh["Z"].weekend, fresh["Z"].overtime) == (3, 2, 0)
