"""The exact service of rosters: who comes and goes, and sums over slots, days and weeks."""

from __future__ import annotations

import numpy as np
import pytest

from staffing.domain.toys import rota, toy
from staffing.queueing.exact_day import exact_day
from staffing.queueing.exact_service import borders, exact_service


def test_borders_follow_the_people() -> None:
    """One goes to lunch as another comes back: one leaves, one joins."""
    problem = toy("ABC", lunch=True, needs=2)
    rows = {"A": "EEEEE..", "B": "EEEEE..", "C": "LLLLL.."}
    given = {("A", 0): {"lunch": "12:00"}, ("B", 0): {"lunch": "13:00"}}
    roster = rota(problem, rows, given)
    leavers, joiners = borders(problem, roster)
    heads = problem.on_phones(roster)
    first = problem.grid.of_day(0)
    for slot in list(first)[1:]:
        step = heads[0, slot - 1] - leavers[0, slot] + joiners[0, slot]
        assert step == heads[0, slot]
    at_one = next(s for s in first if problem.grid.clock_of(s) == "13:00")
    assert (leavers[0, at_one], joiners[0, at_one]) == (1, 1)
    assert leavers[0, first.start] == 0
    assert joiners[0, first.start] == heads[0, first.start]


def test_a_roster_is_its_days() -> None:
    """Each opening stands alone; sums run over slots."""
    problem = toy("ABC", needs=2)
    roster = rota(problem, {"A": "EEEEE..", "B": "LLLLL..", "C": "EELLEEL"})
    found = exact_service(problem, roster)
    leavers, joiners = borders(problem, roster)
    heads, curves, queue = problem.on_phones(roster), problem.curves, problem.center.queues[0]
    for index, date in enumerate(problem.horizon.dates):
        slots = problem.grid.of_day(index)
        here = slice(slots.start, slots.stop)
        alone = exact_day(
            curves.offered[0, here], curves.aht_s[0, here], heads[0, here], queue.patience_s,
            queue.target.threshold_s, 60, leavers=leavers[0, here], joiners=joiners[0, here],
            present=curves.present[0, here],
        )  # fmt: skip
        service = found.by_day()[date]
        assert service.in_time == pytest.approx(alone.in_time.sum(), abs=1e-8)
        assert service.wait_s == pytest.approx(alone.wait_s.sum(), abs=1e-6)
        assert service.staffed_s == pytest.approx(heads[0, here].sum() * 3600.0)
    assert found.total.offered == pytest.approx(curves.offered.sum())
    assert sum(s.in_time for s in found.by_week().values()) == pytest.approx(found.total.in_time)
    assert sum(s.answered for s in found.by_slot()) == pytest.approx(found.total.answered)
    assert found.error.max() < 1e-9


def test_openings_around_the_clock_are_one_run() -> None:
    """At midnight the queue goes on."""
    problem = toy(
        "AB", opening="00:00-24:00", days=2, shifts={"E": "00:00-12:00", "L": "12:00-24:00"}
    )
    roster = rota(problem, {"A": "EE", "B": "LL"})
    found = exact_service(problem, roster)
    assert np.all(found.overtime_s[0, [11, 23, 35, 47]] > 0)
    leavers, joiners = borders(problem, roster)
    assert (leavers[0, 24], joiners[0, 24]) == (1, 1)
