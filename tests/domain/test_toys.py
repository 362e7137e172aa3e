"""Toys are what other tests stand on, so their own meaning is pinned here."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest

from staffing.domain.calendar import Holidays
from staffing.domain.people import Contract
from staffing.domain.toys import MONDAY, rota, toy


def test_a_plain_toy_is_a_week_of_two_people() -> None:
    """The default is small, begins on a Monday and is open every day."""
    problem = toy()
    assert [c.id for c in problem.center.counselors] == ["A", "B"]
    assert MONDAY.weekday() == 0
    assert problem.horizon.days == 7
    assert problem.grid.size == 7 * 11
    assert {problem.center.paid_minutes(s) for s in problem.center.shifts} == {480}


def test_a_lunch_keeps_the_paid_hours() -> None:
    """With a lunch, shifts are an hour longer and as much work."""
    problem = toy(lunch=True)
    assert {problem.center.paid_minutes(s) for s in problem.center.shifts} == {480}
    assert {s.minutes for s in problem.center.shifts} == {540}


@pytest.mark.parametrize("need", [1, 2, 3])
def test_the_needed_number_reaches_the_target_exactly(need: int) -> None:
    """Bounds on the service level can be met exactly: n needed give 80 %, n - 1 do not."""
    curves = toy("ABC", needs=need).curves
    assert set(curves.heads_for(0, 0.8).tolist()) == {need}
    assert curves.in_time[0, 0, need] == pytest.approx(0.8 * curves.offered[0, 0])
    assert set(curves.required[0].tolist()) == {need}


def test_the_curves_rise_with_falling_gains() -> None:
    """More counselors never answer fewer calls, and each further one gains less."""
    curves = toy("ABCDE", needs=2).curves
    for table in (curves.in_time, curves.answered):
        gains = np.diff(table, axis=-1)
        assert np.all(gains > 0)
        assert np.all(np.diff(gains, axis=-1) < 0)
    assert np.all(curves.in_time <= curves.answered)


def test_needs_are_given_for_all_by_day_or_by_slot() -> None:
    """A list that fits neither days nor slots raises instead of being stretched."""
    by_day = toy(days=2, opening="08:00-10:00", needs=[1, 0])
    assert by_day.curves.required[0].tolist() == [1, 1, 0, 0]
    by_slot = toy(days=2, opening="08:00-10:00", needs=[0, 1, 2, 0])
    assert by_slot.curves.required[0].tolist() == [0, 1, 2, 0]
    with pytest.raises(ValueError, match=r"found 3 needs; give one, 2 \(days\) or 4 \(slots\)"):
        toy(days=2, opening="08:00-10:00", needs=[1, 1, 1])


def test_rota_reads_characters_and_words() -> None:
    """A row is one entry per day, single characters or words; a wrong length raises."""
    problem = toy("A", days=3, shifts={"E1": "08:00-16:00", "E": "08:00-16:00"})
    assert [d.shift for d in rota(problem, {"A": "E1 . E"}).duties] == ["E1", "E"]
    assert [d.day.day for d in rota(problem, {"A": "E-E"}).duties] == [3, 5]
    with pytest.raises(ValueError, match="2 entries for 3 days"):
        rota(problem, {"A": "EE"})


def test_breaks_start_early_unless_given() -> None:
    """Rosters drawn as text have the breaks that their shifts want."""
    problem = toy("A", days=2, lunch=True)
    duties = rota(problem, {"A": "EL"}, {("A", 1): {"lunch": "13:00"}}).duties
    assert [d.breaks[0].start for d in duties] == [660, 780]


def test_the_past_ends_the_day_before() -> None:
    """The last character of a past row is the day before the horizon."""
    problem = toy("AB", past={"A": "E.L"})
    eve = MONDAY - dt.timedelta(days=1)
    duty = problem.duty_before("A", eve)
    assert duty is not None
    assert duty.shift == "L"
    assert problem.past is not None
    assert problem.past.horizon.days == 3
    assert not problem.worked_before("A", eve - dt.timedelta(days=1))
    assert not problem.worked_before("B", eve)


def test_people_differ_where_told() -> None:
    """Contracts, leave, skills and first days reach the person they are written for."""
    part = Contract(code="part", days_per_week=3, hours_per_week=Decimal(24))
    problem = toy(
        "AB",
        contract={"B": part},
        queues=("calls", "tax"),
        skills={"B": ["tax"]},
        leave={"A": "Tue"},
        since={"B": MONDAY},
        closed="Sun",
        holidays=Holidays(labor={MONDAY: "a day"}),
    )
    a, b = problem.center.counselors
    assert (a.contract, b.contract) == ("full", "part")
    assert problem.center.queue_of(b) == 1
    assert a.on_leave(MONDAY + dt.timedelta(days=1))
    assert not b.leave
    assert b.since == MONDAY
    assert len(problem.grid.of_day(6)) == 0
    assert problem.credited(b, MONDAY)
    assert problem.holidays.is_working_day(MONDAY)
