"""Lines and definitions in the simulation, against the exact queue, which shares no line of it."""

import numpy as np
import pytest

from staffing.domain.toys import rota, toy
from staffing.domain.work import ServiceTarget
from staffing.evaluation.simulation import simulate
from staffing.queueing.exact_service import exact_service


def steady(definition="offered", lines=None, *, skills=None, queues=("calls",)):
    """Return a few busy hours with nobody coming or going, and their roster."""
    problem = toy(
        "ABCDEF", days=1, opening="08:00-12:00", slot_minutes=30, shifts={"E": "08:00-12:00"},
        queues=queues, skills=skills,
    )  # fmt: skip
    shape = problem.curves.offered.shape
    calls = np.broadcast_to(np.array([30, 44, 50, 52, 50, 44, 40, 34.0]), shape) / shape[0]
    target = ServiceTarget(definition=definition, threshold_s=30)
    changed = tuple(
        queue.model_copy(update={"patience_s": 150.0, "lines": lines, "target": target})
        for queue in problem.center.queues
    )
    update = {"offered": calls, "aht_s": np.full(shape, 180.0), "targets": (target,) * len(queues)}
    problem = problem.model_copy(
        update={
            "center": problem.center.model_copy(update={"queues": changed}),
            "curves": problem.curves.model_copy(update=update),
        }
    )
    return problem, rota(problem, dict.fromkeys("ABCDEF", "E"))


@pytest.mark.parametrize("border", ["any", "named"])
@pytest.mark.parametrize("lines", [None, 8])
@pytest.mark.parametrize("definition", ["offered", "answered", "virtual"])
def test_levels_and_blocked_calls_agree_with_the_exact_queue(definition, lines, border):
    """The day's level as defined, and its blocked calls, lie within 4 standard errors."""
    problem, roster = steady(definition, lines)
    found = simulate(problem, roster, 250, 5, border=border, records=False).total
    truth = exact_service(problem, roster)
    assert abs(found.service_level.deviations(truth.total.service_level)[0]) < 4
    if lines is None:
        assert found.total("blocked").value[0] == truth.total.blocked == 0
    else:
        assert truth.total.blocked > 10
        assert abs(found.total("blocked").deviations(truth.total.blocked)[0]) < 4


def test_queues_have_lines_of_their_own():
    """Two queues with their own people and lines are two centers."""
    skills = {who: ("a",) if who in "ABC" else ("b",) for who in "ABCDEF"}
    problem, roster = steady(lines=4, skills=skills, queues=("a", "b"))
    found = simulate(problem, roster, 200, 7, records=False).total.total("blocked")
    truth = exact_service(problem, roster).blocked.sum(axis=1)
    assert np.abs(found.deviations(truth)).max() < 4


def test_a_day_without_answers_keeps_no_promise():
    """Of calls answered, none is no share: a day on which nobody works is missed."""
    problem, _ = steady("answered")
    found = simulate(problem, rota(problem, {}), 2, 0, records=False)
    assert found.meets.value.max() == 0.0
