"""Mistakes that rostering programs are known for, each kept out by a test."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from staffing.domain.center import CallCenter
from staffing.domain.people import Contract
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.domain.toys import rota, toy
from staffing.domain.work import Break
from staffing.evaluation.referee import evaluate
from staffing.presets import resolve
from staffing.rules.registry import catalogue, make
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

NIGHTS = {"E": "06:00-14:00", "L": "14:00-22:00", "N": "22:00-30:00"}
QUICK = SolveSettings(reproducible=True, time_limit_s=10)


def breaches(rules: list[dict[str, object]], problem: Problem, roster: Roster) -> int:
    """Return how many breaches some rules find."""
    return sum(len(list(make(rule).check(problem, roster))) for rule in rules)


def test_a_ban_of_mornings_after_nights_allows_nights_after_nights() -> None:
    """Night then morning is forbidden, night then night is not; nor do two bans end the night."""
    problem = toy("A", days=4, shifts=NIGHTS, opening="00:00-24:00")
    bans: list[dict[str, object]] = [
        {"rule": "successions", "shifts": ["N", "E"]},
        {"rule": "successions", "shifts": ["N", "L"]},
    ]
    assert breaches(bans, problem, rota(problem, {"A": "NNNN"})) == 0
    assert breaches(bans, problem, rota(problem, {"A": "NEN."})) == 1
    assert breaches(bans, problem, rota(problem, {"A": "NLNE"})) == 2


def test_two_bans_leave_the_night_to_the_solver() -> None:
    """A center that only calls at night is still staffed when nights end in days off."""
    bans = [make({"rule": "successions", "shifts": ["N", code]}) for code in "EL"]
    rules = (*resolve(None, [{"rule": "contract_days", "off": True}]), *bans)
    problem = toy("AB", days=3, shifts=NIGHTS, opening="22:00-30:00", rules=rules)
    roster = plan(problem, QUICK).roster
    assert {duty.shift for duty in roster.duties} == {"N"}
    assert len(roster.duties) == 6


def test_breaks_of_an_overnight_shift_lie_inside_it() -> None:
    """A meal at 02:00 is on the second day of the shift, not the first."""
    meal = Break(code="meal", minutes=60, earliest=120, latest=180)
    problem = toy("A", days=2, shifts={"N": "22:00-31:00"}, breaks=[meal], opening="22:00-31:00")
    shift = problem.center.shift["N"]
    starts = shift.starts_of(meal, problem.center.slot_minutes)
    assert [start // 60 for start in starts] == [26, 27]
    assert not list(make({"rule": "breaks"}).check(problem, rota(problem, {"A": "NN"})))


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ({"rule": "consecutive_days", "most": 3}, "EEE.EEEE"),
        ({"rule": "day_runs", "of": "off", "most": 2}, "EEEEE..."),
        ({"rule": "days_in_window", "most": 3, "window": 4}, "....EEEE"),
        ({"rule": "hours_in_window", "most": 24, "window": 4}, "....EEEE"),
        ({"rule": "successions", "shifts": ["E", "E", "L"]}, ".....EEL"),
        ({"rule": "same_start"}, "......EL"),
    ],
)
def test_the_last_window_of_the_horizon_counts(rule: dict[str, object], row: str) -> None:
    """A window that ends with the last planned day is looked at like any other."""
    problem = toy("A", days=len(row))
    found = list(make(rule).check(problem, rota(problem, {"A": row})))
    assert [breach.subject.day for breach in found] == [problem.horizon.last]


def test_part_timers_and_full_timers_are_planned_in_one_call() -> None:
    """One pool, two contracts, one answer; each works the days of the own contract."""
    part = Contract(code="part", days_per_week=3, hours_per_week=Decimal(24))
    rules = resolve("KR_LSA", [{"rule": "contract_hours"}, {"rule": "law_breaks", "off": True}])
    problem = toy("ABC", contract={"C": part}, needs=1, rules=rules)
    found = plan(problem, QUICK)
    days = {who: len(duties) for who, duties in found.roster.by_counselor.items()}
    assert days == {"A": 5, "B": 5, "C": 3}


@pytest.mark.parametrize("preset", ["KR_LSA", "KR_LSA_FLEX6M", "EU_WTD"])
def test_nobody_gets_seven_days(preset: str) -> None:
    """However many callers there are, the law leaves everyone a day off."""
    six = Contract(code="six", days_per_week=6, hours_per_week=Decimal(48))
    rules = resolve(preset, [{"rule": "law_breaks", "off": True}])
    problem = toy("A", contract=six, needs=9, past={"A": "EEE.EEE"}, rules=rules)
    seven = rota(problem, {"A": "EEEEEEE"})
    assert not evaluate(problem, seven).legal


def test_unknown_codes_in_rules_raise_when_a_center_is_read() -> None:
    """A misspelt person, contract, shift or skill in a rule is named, with the nearest one."""
    center = toy(["Ann", "Bob"], groups={"Ann": ["lead"]}).center
    for table, message in (
        ({"rule": "rest", "counselors": ["An"]}, "did you mean 'Ann'"),
        ({"rule": "rest", "contracts": ["fall"]}, "did you mean 'full'"),
        ({"rule": "rest", "groups": ["leads"]}, "did you mean 'lead'"),
        ({"rule": "successions", "shifts": ["E", "X"]}, "unknown shift in rule 'successions'"),
        ({"rule": "rotation", "shifts": ["X"]}, "unknown shift in rule 'rotation'"),
        ({"rule": "pins", "shift": "X"}, "unknown shift in rule 'pins'"),
        ({"rule": "group_cover", "skill": "tx"}, "unknown skill in rule 'group_cover'"),
        ({"rule": "pairs", "first": "Ann", "second": "Bop"}, "did you mean 'Bob'"),
        ({"rule": "overtime", "consented": ["Cid"]}, "unknown counselor in rule 'overtime'"),
        ({"rule": "holiday_consent", "consented": ["Cid"]}, "unknown counselor"),
        ({"rule": "night_consent", "consented": ["Cid"]}, "unknown counselor"),
    ):
        data = {**center.model_dump(), "rules": (make(table),)}
        with pytest.raises(ValueError, match=message):
            CallCenter.model_validate(data)


CONTRADICTIONS: list[dict[str, object]] = [
    {"rule": "rest", "valid_from": dt.date(2026, 8, 5), "valid_until": dt.date(2026, 8, 4)},
    {"rule": "group_cover", "least": 2, "most": 1},
    {"rule": "days_per_week", "least": 3, "most": 2},
    {"rule": "day_runs", "least": 3, "most": 2},
    {"rule": "average_hours", "least": 41},
    {"rule": "hours_in_window"},
    {"rule": "hours_in_window", "least": 41, "most": 40},
    {"rule": "wages", "premiums": [{"days": "Sun", "percent": 0.5}]},
    {"rule": "wages", "premiums": [{"begin": "22:00", "end": "22:00", "percent": 50}]},
    {"rule": "wages", "premiums": [{"begin": "22:00", "end": "46:01", "percent": 50}]},
    {"rule": "wages", "premiums": [{"begin": "24:00", "end": "30:00", "percent": 50}]},
    {"rule": "wages", "premiums": [{"begin": "22:00", "end": "06:00", "percent": 50}]},
    {"rule": "pairs", "first": "A", "second": "A"},
    {"rule": "pairs", "first": "A", "second": "B", "counselors": ["A"]},
    {"rule": "pairs", "first": "A", "second": "B", "contracts": ["full"]},
    {"rule": "pairs", "first": "A", "second": "B", "groups": ["lead"]},
    {"rule": "pins", "kind": "off", "shift": "E"},
    {"rule": "pins", "kind": "shift"},
    {"rule": "fair_share", "weight": "hard"},
    {"rule": "fair_shifts", "weight": "hard"},
    {"rule": "fair_wishes", "weight": "hard"},
    {"rule": "successions", "shifts": ["E"]},
    {"rule": "few_shifts", "weight": "hard"},
    {"rule": "shift_cover", "shift": "E"},
    {"rule": "shift_cover", "shift": "E", "heads": [1, 1]},
    {"rule": "shift_cover", "shift": "E", "heads": [-1]},
    {"rule": "shift_cover", "shift": "E", "heads": [5], "dates": {"2026-08-03": -1}},
    {"rule": "cover_target", "begin": "08:00"},
    {"rule": "cover_target", "minutes": 60},
    {"rule": "cover_target", "missing": 0},
]
"""Parameters that can mean nothing."""


@pytest.mark.parametrize("table", CONTRADICTIONS)
def test_contradictory_parameters_raise(table: dict[str, object]) -> None:
    """A rule that can mean nothing is refused."""
    with pytest.raises(ValueError, match=r"."):
        make(table)


def test_every_rule_about_people_can_be_restricted() -> None:
    """One shared way; only what a roster is, and what knows no people, has none."""
    free = {key for key, cls in catalogue().items() if "counselors" not in cls.model_fields}
    assert free == {
        "availability", "breaks", "breaks_at_once", "cover_target", "few_shifts", "floor", "leave",
        "meetings", "minimum_cover", "no_overlap", "one_shift", "seats", "service", "shift_cover",
    }  # fmt: skip
    assert all(issubclass(cls, Rule) for cls in catalogue().values())
