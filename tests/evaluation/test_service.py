"""Sums of expected service, by interval and by day."""

from __future__ import annotations

import pytest

from staffing.domain.toys import rota, toy
from staffing.evaluation.service import by_day, by_interval, service_of

PROBLEM = toy("AB", days=2, opening="08:30-10:30", slot_minutes=30, needs=[0, 1, 1, 2, 1, 1, 1, 1])
HEADS = PROBLEM.on_phones(rota(PROBLEM, {"A": "EM", "B": "M."}))


def test_the_parts_add_up_to_the_whole() -> None:
    """Intervals and days are cut from the same cake: calls and seconds are never lost."""
    whole = service_of(PROBLEM.curves, HEADS)
    hours = by_interval(PROBLEM, HEADS, 60)
    for rows in (by_interval(PROBLEM, HEADS), hours, by_day(PROBLEM, HEADS)):
        for name in ("offered", "in_time", "answered", "wait_s", "busy_s", "staffed_s"):
            total = sum(getattr(row.service, name) for row in rows)
            assert total == pytest.approx(getattr(whole, name))


def test_intervals_follow_the_clock() -> None:
    """An hourly report of lines that open at 08:30 begins with half an hour."""
    rows = by_interval(PROBLEM, HEADS, 60)
    assert [(row.day.day, row.begin, row.end) for row in rows] == [
        (3, 510, 540),
        (3, 540, 600),
        (3, 600, 630),
        (4, 510, 540),
        (4, 540, 600),
        (4, 600, 630),
    ]
    nine = rows[1]
    assert (nine.on_phones_mean, nine.on_phones_least) == (2, 2)
    assert (nine.required, nine.required_mean) == (1, 1)
    assert nine.offered == pytest.approx(20)
    assert rows[3].on_phones_least == 0


def test_rates_of_a_day_are_ratios_of_sums() -> None:
    """A quiet slot does not count as much as a busy one."""
    monday, tuesday = by_day(PROBLEM, HEADS)
    # Monday: 10 calls with 2, 10 with 2, 20 with 2 of 2 needed.
    assert monday.service.service_level == pytest.approx((9.6 + 9.6 + 16) / 40)
    assert tuesday.service.in_time == pytest.approx(3 * 8)


def test_a_queue_is_reported_alone() -> None:
    """Two queues together are the sum of each."""
    problem = toy("AB", days=1, queues=("calls", "tax"), skills={"B": ["tax"]})
    heads = problem.on_phones(rota(problem, {"A": "E", "B": "L"}))
    each = [service_of(problem.curves, heads, queue=q) for q in (0, 1)]
    both = service_of(problem.curves, heads)
    assert both.in_time == pytest.approx(each[0].in_time + each[1].in_time)
    rows = by_interval(problem, heads, 60, queue=1)
    assert rows[0].on_phones_least == 0
    assert rows[-1].on_phones_least == 1


def test_intervals_of_half_a_slot_raise() -> None:
    """An interval that the curves cannot tell is refused."""
    with pytest.raises(ValueError, match="multiple of the slot length, 30 minutes"):
        by_interval(PROBLEM, HEADS, 45)
