"""The three service level definitions agree between single queries, tables and rosters."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from staffing.domain.history import Forecast
from staffing.domain.outcome import Service
from staffing.domain.toys import rota, toy
from staffing.domain.work import ServiceTarget
from staffing.evaluation.service import service_of
from staffing.queueing import Targets, erlang_a, erlang_a_table, required_agents
from staffing.queueing.curves import service_curves
from staffing.queueing.exact_service import exact_service

DEFINITIONS = ("offered", "answered", "virtual")


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("patience", [120.0, np.inf])
def test_the_table_reads_as_single_queries(definition, patience):
    """Every column of a table is the single query of its agents, in every definition."""
    table = erlang_a_table(200, 180, patience, 20, 30)
    single = erlang_a(200, 180, np.arange(31), patience, 20)
    found = table.service_level(definition)[0]
    assert np.allclose(found, single.service_level(definition), rtol=0, atol=1e-14)


def test_a_roster_has_three_service_levels():
    """They are ratios of sums, in their known order, and "offered" is the printed one."""
    problem = toy("ABC", needs=2)
    found = exact_service(problem, rota(problem, {"A": "EEEEE..", "B": "LLLLL..", "C": "EELLEEL"}))
    offered, answered, virtual = (found.service_level(name) for name in DEFINITIONS)
    assert offered == pytest.approx(found.total.service_level, rel=1e-14)
    assert offered < virtual
    assert offered < answered
    assert answered == pytest.approx(found.in_time.sum() / found.answered.sum())
    day = list(problem.grid.of_day(2))
    assert found.service_level("offered", day, 0) == pytest.approx(found.of(day, 0).service_level)


def planned(definition, *, lines=None, patience=120.0):
    """Return a toy problem on real curves whose target has a definition."""
    problem = toy("ABCDEFGHIJKL", needs=2, days=2, opening="08:00-13:00", most=12)
    queue = problem.center.queues[0].model_copy(
        update={
            "target": ServiceTarget(service_level=0.8, definition=definition, answer_rate=None),
            "patience_s": patience,
            "lines": lines,
        }
    )
    center = problem.center.model_copy(update={"queues": (queue,)})
    offered = np.resize([60.0, 90, 40, 0, 75], problem.grid.size)[np.newaxis]
    expected = Forecast(
        grid=problem.grid, queues=("calls",), offered=offered,
        aht_s=np.full(offered.shape, 180.0), day_cv=np.zeros((1, 2)),
        slot_cv=np.zeros(offered.shape),
    )  # fmt: skip
    curves = service_curves(center, expected)
    return problem.model_copy(update={"center": center, "curves": curves})


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_required_number_keeps_the_promise_as_defined(definition):
    """A slot's required number is that of the minimal-agents search in the same definition."""
    curves = planned(definition).curves
    calls = curves.offered[0] * 60 / curves.grid.slot_minutes
    targets = Targets(service_level=0.8, threshold_s=20, definition=definition)
    single = required_agents(calls, 180, targets, patience_s=120)
    assert curves.required[0].tolist() == np.where(calls > 0, single, 0).tolist()
    assert curves.heads_for(0, 0.8).tolist() == curves.required[0].tolist()


def test_definitions_ask_for_different_numbers():
    """Were a definition dropped on the way, all three would ask for the same heads."""
    required = {name: int(planned(name).curves.required.sum()) for name in DEFINITIONS}
    assert required["offered"] > required["virtual"] > required["answered"]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_service_level_is_a_ratio_of_sums(definition):
    """The level of a day, by slots alone and exactly, is what the definition says of its sums."""
    problem = planned(definition)
    roster = rota(problem, {"A": "EE", "B": "EE", "C": "EE", "D": "EE", "E": "EE", "F": "MM"})
    heads = problem.on_phones(roster)[0]
    calls = problem.curves.offered[0]
    slot = erlang_a(calls * 60 / problem.grid.slot_minutes, 180, heads, 120, 20)
    part = slot.virtual if definition == "virtual" else slot.in_time
    whole = 1 - slot.abandoned if definition == "answered" else np.ones_like(calls)
    service = service_of(problem.curves, problem.on_phones(roster))
    assert service.service_level == pytest.approx(calls @ part / (calls @ whole), rel=1e-12)
    exact = exact_service(problem, roster)
    assert exact.total.service_level == pytest.approx(exact.service_level(definition), rel=1e-12)
    joined = Service.total(exact.by_day().values())
    assert joined.service_level == pytest.approx(exact.total.service_level, rel=1e-12)


@pytest.mark.parametrize("patience", [20.0, 120.0, None])
@pytest.mark.parametrize("lines", [None, 8])
@pytest.mark.parametrize("definition", DEFINITIONS)
def test_more_heads_never_break_a_promise(definition, lines, patience):
    """Floors and requirements ask for at least so many: levels must rise with the heads."""
    curves = planned(definition, lines=lines, patience=patience).curves
    level = curves.in_time[0] / np.maximum(curves.counted(0), 1e-12)
    assert np.diff(level[:, 1:], axis=1).min() >= -1e-12


def test_nobody_answered_keeps_no_promise():
    """No calls in time among no calls answered is no service level of 100 %."""
    problem = planned("answered")
    nobody = service_of(problem.curves, problem.on_phones(rota(problem, {})))
    assert nobody.service_level == 0.0
    assert problem.curves.heads_for(0, 0.01)[0] == 1


def test_queues_of_different_definitions_add_up():
    """The level of all queues together is in time over counted, each as its target says."""
    offered = Service(offered=10, in_time=8, answered=9, wait_s=0, busy_s=0, staffed_s=0)
    answered = Service(
        offered=10, in_time=6, answered=8, wait_s=0, busy_s=0, staffed_s=0, counted=8, blocked=1
    )
    both = Service.total((offered, answered))
    assert both.service_level == pytest.approx(14 / 18)
    assert both.blocked == 1


def test_an_unknown_definition_is_refused():
    """The message names what may stand there."""
    with pytest.raises(ValidationError, match="'offered', 'answered' or 'virtual'"):
        ServiceTarget(definition="gross")
