"""The three service level definitions agree between single queries, tables and rosters."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from staffing.domain.toys import rota, toy
from staffing.domain.work import ServiceTarget
from staffing.queueing import erlang_a, erlang_a_table
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


@pytest.mark.parametrize("definition", ["answered", "virtual", "gross"])
def test_a_promise_that_reports_would_not_print_is_refused(definition):
    """Planning promises "offered" only, because that is what every report prints."""
    with pytest.raises(ValidationError):
        ServiceTarget(definition=definition)
