"""Borders, closing and routing, by days small enough to follow with a finger."""

import numpy as np
import pytest

from staffing.domain.toys import rota, toy
from staffing.evaluation.simulation import simulate
from staffing.evaluation.simulation_block import NEVER, attendance
from staffing.evaluation.simulation_calls import Calls, Draws
from staffing.evaluation.simulation_pool import run_pool
from staffing.evaluation.simulation_routing import run_named
from staffing.queueing import erlang_a

SLOT = 100.0


def draws(on, calls, lots=None):
    """Return one replication; calls are (arrival, patience, service) or with a queue at the end."""
    columns = [np.array(column, dtype=float)[:, None] for column in zip(*calls, strict=True)]
    queue = columns[3].astype(np.int64) if len(columns) > 3 else np.zeros((len(calls), 1), int)
    on = np.array([[mark == "x" for mark in row] for row in on])
    return Draws(Calls(*columns[:3], queue), on[np.newaxis], lots)


def starts(course):
    """Return when each call was answered, None where it was not."""
    return [
        float(s) if a else None
        for s, a in zip(course.start[:, 0], course.answered[:, 0], strict=True)
    ]


def pool(on, calls, border="idle_first"):
    """Run a pool of one replication."""
    return run_pool(draws(on, calls), SLOT, border)


def named(on, calls, can=None, *, drain=True):
    """Run named counselors of one replication."""
    skills = np.ones((len(on), 1), bool) if can is None else np.array(can, dtype=bool)
    return run_named(draws(on, calls), skills, SLOT, drain=drain)


def test_a_leaver_finishes_the_call_and_the_next_one_waits_for_others():
    """Two leave one: the idle one goes; with both busy, the leaver's call goes with him."""
    # A busy until 150, B idle: B leaves at 100, so the call at 110 waits for A.
    idle = pool(["xx", "x."], [(90, 999, 60), (110, 999, 10)])
    assert starts(idle) == [90, 150]
    assert idle.overtime_s[0] == 0
    # Both busy: seat 0 leaves at 100 with its call until 190, seat 1 is free at 120.
    busy = pool(["xx", "x."], [(50, 999, 140), (60, 999, 60), (105, 999, 10)])
    assert starts(busy) == [50, 60, 120]
    assert busy.overtime_s[0] == 90


def test_named_people_leave_even_when_somebody_else_is_idle():
    """By name, B goes on a break with his call, and A, who was idle, stays."""
    # A takes the first call until 60, so B takes the second; at 100 B leaves with it.
    course = named(["xx", "x."], [(10, 999, 50), (20, 999, 100), (101, 999, 5)])
    assert starts(course) == [10, 20, 101]
    assert course.seat[:, 0].tolist() == [0, 1, 0]
    assert course.overtime_s[0] == 20


def test_a_waiting_call_is_answered_by_who_comes_at_the_border():
    """Who joins at a border takes who waits, in order, and only those with patience left."""
    calls = [(0, 999, 500), (20, 999, 10), (30, 50, 10), (40, 999, 10)]
    for course in (pool(["xxx", ".xx"], calls), named(["xxx", ".xx"], calls)):
        assert starts(course) == [0, 100, None, 110]


def test_breaks_send_people_away_and_back():
    """A single counselor's break stops the queue until the break ends."""
    calls = [(95, 999, 10), (101, 999, 10), (102, 50, 10), (250, 999, 10)]
    for course in (pool(["x.x"], calls), named(["x.x"], calls)):
        assert starts(course) == [95, 200, None, 250]
        assert course.overtime_s[0] == 5


def test_going_and_coming_at_once_counts_by_pair_or_by_head():
    """One goes and one comes: as a pair the new one is fresh, by head count nothing changes."""
    on, calls = ["x.", ".x"], [(50, 999, 100), (60, 999, 10)]
    assert starts(pool(on, calls, "idle_first")) == [50, 100]
    assert starts(named(on, calls)) == [50, 100]
    assert starts(pool(on, calls, "net")) == [50, 150]


def test_a_handover_replaces_the_whole_team():
    """Everybody leaves and a new team starts at once, whoever was busy."""
    course = pool(["x.", "xx", ".x"], [(50, 999, 100), (60, 999, 100), (70, 999, 5)], "handover")
    assert starts(course) == [50, 60, 100]
    assert course.overtime_s[0] == 50 + 60
    none = pool(["xx", "xx"], [(50, 999, 100), (60, 999, 100), (70, 999, 5)], "handover")
    assert starts(none) == [50, 60, 150]


def test_after_closing_the_last_team_serves_who_waits():
    """Callers who wait at closing are served, unless the center does not drain."""
    calls = [(150, 999, 100), (160, 999, 10)]
    for course in (pool(["xx"], calls), named(["xx"], calls)):
        assert starts(course) == [150, 250]
        # 50 s of the first call and 10 s of the second, after closing at 200 (the pool counts
        # the stretch to the end of the last call).
        assert course.overtime_s[0] == 60
    assert starts(named(["xx"], calls, drain=False)) == [150, None]


def test_a_pool_drawing_lots_lets_the_busy_go_too():
    """With lots, the busy counselor may be the one who leaves though another is idle."""
    on, calls = ["xx", "x."], [(90, 999, 60), (110, 999, 10)]
    for lot, second in (([0.1, 0.9], 110), ([0.9, 0.1], 150)):
        lots = np.array(lot)[np.newaxis, :, np.newaxis] * np.ones((1, 2, 2))
        assert starts(run_pool(draws(on, calls, lots), SLOT, "any")) == [90, second]


def test_the_specialist_goes_first_then_the_longest_idle():
    """A call takes the idle counselor with the fewest skills, then the longest idle."""
    can = [[1, 1], [1, 0], [1, 0]]
    calls = [(0, 9, 5, 0), (1, 9, 2, 0), (10, 9, 1, 0), (11, 9, 9, 1), (12, 9, 9, 1)]
    course = named(["x", "x", "x"], calls, can)
    assert course.seat[:3, 0].tolist() == [1, 2, 2]
    assert starts(course)[3:] == [11, 20]
    assert course.seat[3:, 0].tolist() == [0, 0]


def test_who_can_take_both_takes_the_longest_waiting():
    """The generalist takes the longest-waiting call, whatever its queue."""
    can = [[1, 1]]
    calls = [(0, 9, 10, 0), (1, 99, 10, 1), (2, 99, 10, 0), (3, 99, 10, 1)]
    assert starts(named(["xxx"], calls, can)) == [0, 10, 20, 30]


def test_a_call_that_nobody_can_take_waits_in_vain():
    """A queue without a skilled counselor is not answered by others."""
    course = named(["x", "x"], [(0, 50, 10, 1), (1, 50, 10, 0)], [[1, 0], [1, 0]])
    assert starts(course) == [None, 1]
    assert course.start[0, 0] == NEVER


def two_queues(skills):
    """Return a long day of two equal queues and its roster."""
    problem = toy(
        "ABCDEFGH", days=1, shifts={"N": "08:00-28:00"}, opening="08:00-28:00",
        queues=("a", "b"), skills=skills,
    )  # fmt: skip
    calls = {"offered": np.full((2, 20), 60.0), "aht_s": np.full((2, 20), 180.0)}
    problem = problem.model_copy(
        update={"curves": problem.curves.model_copy(update=calls)}
    )  # fmt: skip
    return problem, rota(problem, dict.fromkeys("ABCDEFGH", "N"))


def test_few_generalists_lie_between_separate_and_pooled():
    """Two skills: none shared is two Erlang A, all shared is one, some shared lie between."""
    one, two, both = ("a",), ("b",), ("a", "b")
    teams = {
        "separate": [one] * 4 + [two] * 4,
        "some": [one] * 3 + [both] * 2 + [two] * 3,
        "pooled": [both] * 8,
    }
    levels = {}
    for name, skills in teams.items():
        problem, roster = two_queues(dict(zip("ABCDEFGH", skills, strict=True)))
        found = simulate(problem, roster, 250, 6, records=False)
        warm = found.slots.mean[:, :, 4:].sum(axis=(1, 2))
        levels[name] = warm[1] / warm[0]
    separate = float(erlang_a(60, 180, 4, 300, 20).in_time)
    pooled = float(erlang_a(120, 180, 8, 300, 20).in_time)
    assert levels["separate"] == pytest.approx(separate, abs=0.008)
    assert levels["pooled"] == pytest.approx(pooled, abs=0.008)
    assert separate + 0.01 < levels["some"] < pooled - 0.003


def test_attendance_is_the_roster_with_its_breaks():
    """Shifts less breaks give the same numbers on the phones as the problem's own count."""
    problem = toy("ABC", lunch=True)
    roster = rota(
        problem, {"A": "EEM..L.", "B": "LLLLL..", "C": "E.E.E.E"}, {("A", 0): {"lunch": "13:00"}}
    )  # fmt: skip
    on = attendance(problem, roster)
    assert np.array_equal(on.sum(axis=0), problem.on_phones(roster)[0])


def test_days_that_touch_are_one_block_and_others_are_not():
    """A center that never closes carries its callers over midnight."""
    night = toy("A", days=2, shifts={"N": "00:00-24:00"}, opening="00:00-24:00")
    calls = {"offered": np.full((1, 48), 1.0), "aht_s": np.full((1, 48), 180.0)}
    night = night.model_copy(update={"curves": night.curves.model_copy(update=calls)})
    found = simulate(night, rota(night, {"A": "NN"}), 200, 4)
    assert set(np.unique(found.records["day"])) == {0, 1}
    assert found.overtime_s.value[1] == 0
    assert found.overtime_s.value[0] > 0
