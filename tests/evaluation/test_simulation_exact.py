"""The simulation against the exact time-varying queue, with which it shares no line."""

import numpy as np
import pytest

from staffing.domain.toys import rota, toy
from staffing.domain.work import Break
from staffing.evaluation.simulation import simulate
from staffing.evaluation.simulation_block import attendance
from staffing.queueing.exact_day import exact_day
from staffing.units import parse_clock

LUNCH = Break(code="lunch", minutes=30, earliest=parse_clock("09:00"), latest=parse_clock("10:30"))


def morning():
    """Return four hours with a peak, breaks one after the other, and early and late people."""
    problem = toy(
        "ABCDEF", days=1, opening="08:00-12:00", slot_minutes=30, breaks=(LUNCH,),
        shifts={"E": "08:00-11:30", "L": "08:30-12:00"},
    )  # fmt: skip
    shape = problem.curves.offered.shape
    calls = np.array([[24, 40, 46, 50, 48, 42, 40, 30.0]])
    queue = problem.center.queues[0].model_copy(update={"patience_s": 200.0})
    problem = problem.model_copy(
        update={
            "center": problem.center.model_copy(update={"queues": (queue,)}),
            "curves": problem.curves.model_copy(
                update={"offered": calls, "aht_s": np.full(shape, 180.0)}
            ),
        }
    )
    starts = ["09:00", "09:30", "10:00", "10:30", "10:00", "09:30"]
    breaks = {(who, 0): {"lunch": at} for who, at in zip("ABCDEF", starts, strict=True)}
    return problem, rota(problem, dict(zip("ABCDEF", "EEELLL", strict=True)), breaks)


@pytest.mark.parametrize("border", ["any", "handover", "named"])
def test_every_slot_agrees_with_the_exact_queue(border):
    """Service by slot, answers, waits and overtime of a day lie within 4 standard errors."""
    problem, roster = morning()
    on = attendance(problem, roster)
    before = np.concatenate([np.zeros_like(on[:, :1]), on[:, :-1]], axis=1)
    leave, join = (before & ~on).sum(axis=0), (on & ~before).sum(axis=0)
    heads = on.sum(axis=0)
    if border == "handover":
        changes = leave + join > 0
        leave, join = np.where(changes, before.sum(axis=0), 0), np.where(changes, heads, 0)
    calls = problem.curves.offered[0]
    truth = exact_day(2 * calls, 180.0, heads, 200.0, 20.0, 30, leavers=leave, joiners=join)
    found = simulate(problem, roster, 2500, 17, border=border, records=False)
    assert found.slots.mean[0, 0] == pytest.approx(calls, rel=0.02)
    # Named people are not quite equals: who has just come back is idle longest last.
    level = found.slots.service_level
    allowed = 4 * level.standard_error[0] + (0.006 if border == "named" else 0.0)
    assert np.all(np.abs(level.value[0] - truth.in_time / calls) < allowed)
    if border != "named":
        day = found.all_queues
        for estimate, value in (
            (day.total("answered"), truth.answered.sum()),
            (day.total("answered_wait_s"), truth.wait_s.sum()),
            (found.overtime_s, truth.overtime_s.sum()),
        ):
            assert abs(estimate.deviations(value)[0]) < 4
