"""One report that shows everything: names that bite, leave, wishes, a holiday, a broken rule."""

import datetime as dt

import pytest

from staffing.domain.calendar import Holidays
from staffing.domain.days import Days
from staffing.domain.outcome import Plan, RunRecord, Status
from staffing.domain.people import Wish
from staffing.domain.toys import MONDAY, rota, toy
from staffing.domain.work import Break
from staffing.evaluation.referee import evaluate
from staffing.rules.registry import make

NAMES = {"A": "홍길동", "B": '<b>"&B</b>', "C": "=1+1", "D": "@D", "E": ""}
TEA = Break(code="tea", name="오후 휴게", minutes=15, paid=True, earliest=14 * 60, latest=15 * 60)
ROWS = {"A": "EEEEE..", "B": "LLLM.EL", "C": "MM.MMM.", "D": "E..LLLM", "E": ".MMM.ME"}
TUESDAY = MONDAY + dt.timedelta(days=1)
RULES = (
    {"rule": "service"},
    {"rule": "floor", "service_level": 0.5, "on": "all"},
    {"rule": "day_wishes"},
    {"rule": "shift_wishes"},
)


def weekdays(*numbers):
    """Return these weekdays, Monday is 0."""
    return Days(weekdays=numbers)


def problem(rules=RULES, people="ABCDE", days=7, **changes):
    """Return the problem of the report."""
    found = toy(
        people,
        days=days,
        lunch=True,
        breaks=(TEA,),
        slot_minutes=15,
        needs=1.5,
        opening="08:00-19:00",
        closed="2026-08-16",
        leave={"C": "Wed"},
        wishes={
            "A": [Wish(kind="off", days=weekdays(5)), Wish(kind="shift", shift="E")],
            "B": [Wish(kind="off", days=weekdays(0), strength=3)],
            "D": [Wish(kind="not", shift="L", days=weekdays(4))],
        },
        holidays=Holidays(demand={TUESDAY: "Day of <Trees>"}, labor={}),
        rules=[make(rule) for rule in rules],
        **changes,
    )
    counselors = tuple(
        c.model_copy(update={"name": NAMES.get(c.id, "")}) for c in found.center.counselors
    )
    center = found.center.model_copy(update={"counselors": counselors, "name": "Toy <Center>"})
    return found.model_copy(update={"center": center})


def planned(given, rows=ROWS, status=Status.FEASIBLE, gap=412, **changes):
    """Return a plan whose roster is drawn."""
    roster = rota(given, rows)
    verdict = evaluate(given, roster)
    return Plan(
        problem=given,
        status=status,
        found=roster,
        judged=verdict,
        bound=verdict.objective - gap,
        record=RunRecord(seconds=1),
        **changes,
    )


@pytest.fixture(scope="session")
def plan():
    """Return a legal plan with a gap."""
    return planned(problem())


@pytest.fixture(scope="session")
def broken():
    """Return a plan whose roster breaks rules: rest, and the number of working days."""
    hard = ({"rule": "rest", "hours": 14}, {"rule": "contract_days"})
    return planned(problem((*RULES, *hard)))


@pytest.fixture(scope="session")
def fortnight():
    """Return a plan of two weeks, with a closed day."""
    rows = {who: row + row for who, row in ROWS.items()}
    return planned(problem(days=14), rows)
