"""The referee's arithmetic on examples worked out by hand."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from staffing.domain.roster import Duty
from staffing.domain.rule import Breach, Subject
from staffing.domain.toys import MONDAY, rota, toy
from staffing.evaluation.referee import evaluate
from staffing.presets import resolve
from staffing.rules.leave import LeaveKept
from staffing.rules.minimum_cover import MinimumCover
from staffing.rules.one_shift import OneShift
from staffing.rules.service import CallersService

TUESDAY = MONDAY + dt.timedelta(days=1)


def test_a_tiny_roster_is_judged_as_by_hand() -> None:
    """Two open hours on two days: hard breaches cost nothing, soft ones weight times amount."""
    rules = (
        LeaveKept(),
        MinimumCover(working_day=2, weight=700),
        CallersService(weight=3),
        OneShift(),
    )
    problem = toy("AB", days=2, opening="08:00-10:00", leave={"A": "Tue"}, rules=rules)
    verdict = evaluate(problem, rota(problem, {"A": "EE", "B": "M."}))
    assert verdict.on_phones.tolist() == [[1, 2, 1, 1]]
    assert [item.breach for item in verdict.breaches] == [Breach(Subject("A", TUESDAY), 1)]
    assert verdict.breaches[0].cost == 0
    assert not verdict.legal
    # One of two is missing in three slots; ten calls, of which 2, 0.4, 2 and 2 are late.
    assert verdict.cost_by_rule() == {"minimum_cover": 2100, "service": 3 * 640}
    assert verdict.objective == 2100 + 1920
    assert verdict.paid_minutes == 3 * 480
    assert verdict.service.offered == pytest.approx(40)
    assert verdict.service.in_time == pytest.approx(33.6)
    assert verdict.service.staffed_s == pytest.approx(5 * 3600)
    assert verdict.service.service_level == pytest.approx(0.84)


def test_the_objective_is_the_sum_of_the_costs() -> None:
    """The price of a roster is what its items add up to, rule by rule."""
    rules = resolve("KR_LSA", [{"rule": "floor"}, {"rule": "rest", "hours": 14, "weight": 5}])
    problem = toy("ABC", lunch=True, needs=2, rules=rules)
    verdict = evaluate(problem, rota(problem, {"A": "LELEE..", "B": "MMMMM..", "C": "E.EE.EE"}))
    assert verdict.legal
    assert verdict.objective == sum(verdict.cost_by_rule().values())
    assert all(item.cost == (item.rule.weight or 0) * item.breach.amount for item in verdict.costs)
    assert verdict.cost_by_rule()["rest"] == 10


def test_an_impossible_roster_is_judged_and_not_counted() -> None:
    """Unknown people, shifts and days are reported and add neither hours nor heads."""
    problem = toy("A", days=1, rules=(OneShift(),))
    good = rota(problem, {"A": "E"})
    wrong = [
        Duty(counselor="X", day=MONDAY, shift="E"),
        Duty(counselor="A", day=TUESDAY, shift="E"),
    ]
    verdict = evaluate(problem, good.with_duties([*good.duties, *wrong]))
    assert len(verdict.breaches) == 2
    assert verdict.paid_minutes == 480
    assert verdict.on_phones.tolist() == evaluate(problem, good).on_phones.tolist()


def test_a_second_duty_of_a_day_is_not_paid_twice() -> None:
    """A roster file that names a person twice on a day is illegal, not richer."""
    problem = toy("A", days=1, rules=(OneShift(),))
    good = rota(problem, {"A": "E"})
    twice = good.with_duties([*good.duties, Duty(counselor="A", day=MONDAY, shift="L")])
    assert not evaluate(problem, twice).legal
    assert evaluate(problem, twice).paid_minutes == 480


def test_the_referee_never_loads_a_solver() -> None:
    """Checking a roster must neither pay for a solver nor depend on one."""
    code = (
        "import sys, staffing.evaluation.referee, staffing.evaluation.fairness, staffing.presets; "
        "staffing.presets.resolve('KR_LSA', ()); sys.exit('ortools' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
