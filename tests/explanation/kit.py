"""Infeasible weeks, each for another reason; the reason is known by construction."""

import datetime as dt
from decimal import Decimal
from typing import NamedTuple

from staffing.domain.days import Days
from staffing.domain.people import Contract, Window, Wish
from staffing.domain.problem import Problem
from staffing.domain.toys import LUNCH, MONDAY, toy
from staffing.presets import resolve
from staffing.units import parse_clock

MON, TUE, WED, SAT, SUN = (Days(weekdays=(n,)) for n in (0, 1, 2, 5, 6))
SIX = Contract(code="six", days_per_week=6, hours_per_week=Decimal(48))
SHORT = {"E": "08:00-14:00", "L": "13:00-19:00"}
ONE = {"E": "08:00-16:00"}
MORNING = "08:00-16:00"
FREE = {"rule": "contract_days", "off": True}


class Week(NamedTuple):
    """A week without roster.

    Parameters
    ----------
    name
        Why there is none.
    problem
        The week.
    rules
        Keywords of the rules that contradict each other: all of them, and no other.
    who
        People that the explanation must name.
    days
        Days that it must name.
    """

    name: str
    problem: Problem
    rules: frozenset[str]
    who: frozenset[str] = frozenset()
    days: frozenset[dt.date] = frozenset()


def week(name, rules, *tables, who="", days=(), people="AB", **more):
    """Return a week: a toy with the rules of its tables."""
    problem = toy(people, rules=resolve(None, tables), **more)
    dates = frozenset(MONDAY + dt.timedelta(days=n) for n in days)
    names = frozenset(who)
    return Week(name, problem, frozenset(rules.split()), names, dates)


def cover(number, days="Mon-Sun", **more):
    """Return a table for a least number on the phones."""
    return {
        "rule": "minimum_cover",
        "working_day": number,
        "day_off": number,
        "days": days,
        **more,
    }


def crowd(number):
    """Return ids of many people."""
    return [f"P{n:03}" for n in range(number)]


def hard(rule, **fields):
    """Return a table of a rule that must be kept."""
    return {"rule": rule, "weight": "hard", **fields}


def kit():
    """Return every week."""
    return [*_heads(), *_days(), *_hours(), *_shifts(), *_team(), *_large()]


def _heads():
    at_noon = LUNCH.model_copy(update={"earliest": 720, "latest": 720})
    late = {"A": [Window(begin=parse_clock("09:00"))], "B": [Window(begin=parse_clock("10:00"))]}
    yield week("more people wanted than there are", "minimum_cover", cover(3))
    yield week(
        "two of four on leave on Saturday",
        "minimum_cover leave",
        cover(3, "Sat"),
        people="ABCD",
        shifts=ONE,
        opening=MORNING,
        leave={"A": "Sat", "B": "Sat"},
        who="AB",
        days=[5],
    )
    yield week(
        "more working days wanted than the contracts have",
        "minimum_cover contract_days",
        cover(2),
        shifts=ONE,
        opening=MORNING,
    )
    yield week(
        "a service level that the team cannot reach",
        "floor",
        hard("floor", service_level=0.8, on="all"),
        needs=4,
    )
    yield week(
        "everyone at lunch at noon",
        "minimum_cover",
        cover(1, "Mon"),
        breaks=[at_noon],
        shifts={"E": "08:00-17:00", "M": "09:00-18:00"},
        opening="09:00-17:00",
        days=[0],
    )
    yield week(
        "nobody can come early",
        "minimum_cover availability",
        cover(1, "Mon"),
        available=late,
        who="AB",
        days=[0],
    )
    yield week(
        "nobody has the skill",
        "floor",
        hard("floor", service_level=0.5, on="all"),
        queues=["calls", "mail"],
        skills={"A": ["calls"], "B": ["calls"]},
        needs=0.1,
    )
    yield week(
        "a beginner is not there yet",
        "minimum_cover leave",
        cover(2, "Mon"),
        shifts=ONE,
        opening=MORNING,
        since={"B": MONDAY + dt.timedelta(days=2)},
        who="B",
        days=[0],
    )
    yield week(
        "contracts with late shifts only",
        "minimum_cover",
        cover(1, "Tue"),
        contract=Contract(code="late", shifts=("L",)),
        days=[1],
    )
    yield week("open longer than any shift", "minimum_cover", cover(1), opening="08:00-21:00")
    yield week(
        "the whole team wishes Saturday off",
        "minimum_cover day_wishes",
        cover(1, "Sat"),
        hard("day_wishes"),
        wishes={who: [Wish(kind="off", days=SAT)] for who in "AB"},
        who="AB",
        days=[5],
    )


def _days():
    holidays = [MONDAY + dt.timedelta(days=n) for n in range(5)]
    yield week(
        "six days of work and two of rest",
        "contract_days weekly_rest_day",
        {"rule": "weekly_rest_day", "days": 2},
        contract={"A": SIX},
        who="A",
    )
    yield week(
        "can only come on three days",
        "contract_days availability",
        available={"B": [Window(days=Days(weekdays=(0, 1, 2)))]},
        who="B",
    )
    yield week(
        "every second day at most",
        "contract_days consecutive_days",
        {"rule": "consecutive_days", "most": 1},
        people="A",
        who="A",
    )
    yield week(
        "days off wished apart, and wanted together",
        "contract_days day_wishes days_off_together",
        hard("day_wishes"),
        hard("days_off_together"),
        wishes={"A": [Wish(kind="off", days=Days(weekdays=(0, 2)))]},
        who="A",
    )
    yield week(
        "a seventh day in a row",
        "consecutive_days day_wishes",
        {"rule": "consecutive_days", "most": 6},
        hard("day_wishes"),
        past={"A": "EEEEEE"},
        wishes={"A": [Wish(kind="work", days=MON)]},
        who="A",
        days=[0],
    )
    yield _last_day()
    yield week(
        "holidays count as worked",
        "minimum_cover contract_days",
        cover(1, "Sat"),
        holidays=holidays,
        days=[0, 5],
    )
    yield week(
        "off and at work on the same day",
        "day_wishes",
        hard("day_wishes"),
        wishes={"A": [Wish(kind="off", days=WED), Wish(kind="work", days=WED)]},
        who="A",
        days=[2],
    )
    yield week(
        "no shift in the contract",
        "contract_days",
        contract={"B": Contract(code="none", shifts=())},
        who="B",
    )


def _last_day():
    problem = toy(
        "A",
        days=1,
        first=MONDAY + dt.timedelta(days=6),
        past={"A": "EEEEEE"},
        wishes={"A": [Wish(kind="work")]},
        rules=resolve(None, [FREE, {"rule": "weekly_rest_day"}, hard("day_wishes")]),
    )
    return Week(
        "the last day of a week that is full",
        problem,
        frozenset({"weekly_rest_day", "day_wishes"}),
        frozenset("A"),
        frozenset(problem.horizon.dates),
    )


def _hours():
    yield week(
        "fewer hours than the contract's days",
        "contract_days weekly_hours",
        {"rule": "weekly_hours", "hours": 32},
        people="A",
    )
    yield week(
        "shifts longer than a day may be",
        "contract_days daily_hours",
        {"rule": "daily_hours", "hours": 7},
        people="A",
    )
    yield week(
        "shifts without the breaks of the law",
        "contract_days law_breaks",
        {"rule": "law_breaks", "breaks": [[360, 30]]},
        people="A",
    )
    yield week(
        "hours that need seven short shifts",
        "contract_days contract_hours",
        {"rule": "contract_hours"},
        people="A",
        shifts=SHORT,
        contract=Contract(code="part", hours_per_week=Decimal(42)),
    )
    yield week(
        "hours that no number of shifts gives",
        "contract_hours",
        FREE,
        {"rule": "contract_hours"},
        people="AB",
        shifts=SHORT,
        contract={
            "A": Contract(code="odd"),
            "B": Contract(code="even", hours_per_week=Decimal(30)),
        },
        who="A",
    )


def _shifts():
    night = {"E": "08:00-16:00", "N": "22:00-33:00"}
    turn = [Wish(kind="shift", shift="L", days=MON), Wish(kind="shift", shift="E", days=TUE)]
    both = Wish(kind="work", days=Days(weekdays=(0, 1)))
    yield week(
        "late, then early",
        "rest shift_wishes day_wishes",
        {"rule": "rest", "hours": 14},
        hard("shift_wishes"),
        hard("day_wishes"),
        wishes={"A": [*turn, both]},
        who="A",
    )
    yield week(
        "a night shift into the next morning",
        "no_overlap shift_wishes day_wishes",
        hard("shift_wishes"),
        hard("day_wishes"),
        shifts=night,
        wishes={
            "A": [
                Wish(kind="shift", shift="N", days=MON),
                Wish(kind="shift", shift="E", days=TUE),
                both,
            ]
        },
        who="A",
    )
    yield week(
        "wishes that leave no shift",
        "shift_wishes day_wishes",
        hard("shift_wishes"),
        hard("day_wishes"),
        wishes={
            "B": [
                *(Wish(kind="not", shift=code, days=SUN) for code in "EML"),
                Wish(kind="work", days=SUN),
            ]
        },
        who="B",
        days=[6],
    )


def _team():
    team = [f"C{n:02}" for n in range(1, 16)]
    desk = {"people": team, "lunch": True, "slot_minutes": 30, "opening": "08:00-19:00"}
    paid = Contract(code="paid", hourly_wage=Decimal(10000))
    yield week(
        "two of three team leads on leave, and two wanted",
        "group_cover leave",
        {"rule": "group_cover", "counselors": team[:3], "least": 2, "per": "day", "days": "Mon"},
        leave={"C01": "Mon", "C02": "Mon-Tue"},
        who=team[:2],
        days=[0],
        **desk,
    )
    yield week(
        "a budget for fourteen of fifteen people",
        "contract_days wages",
        hard("wages", pays="all", budget=14 * 400),
        contract=paid,
        **desk,
    )
    yield week(
        "a pair that must share a shift, of two contracts that share none",
        "pairs contract_days",
        {"rule": "pairs", "first": "C01", "second": "C02", "be": "together", "same": "shift"},
        contract={
            "C01": Contract(code="early", shifts=("E",)),
            "C02": Contract(code="late", shifts=("L",)),
        },
        **desk,
    )
    yield week(
        "every weekend off for those who have worked two, and four wanted on Sunday",
        "max_weekends minimum_cover",
        {"rule": "max_weekends", "most": 1, "weeks_long": 2},
        cover(4, "Sun"),
        past=dict.fromkeys(team[:12], "EEEE..E"),
        days=[6],
        **desk,
    )


def _large():
    many = crowd(200)
    yield week(
        "200 people, sixty on leave on Sunday",
        "minimum_cover leave",
        cover(150, "Sun"),
        people=many,
        shifts=ONE,
        opening=MORNING,
        leave=dict.fromkeys(many[:60], "Sun"),
        days=[6],
    )
    yield week(
        "200 people, 1,120 working days wanted of 1,000",
        "minimum_cover contract_days",
        cover(160),
        people=many,
        shifts=ONE,
        opening=MORNING,
    )
    yield week(
        "one of 100 people can never come",
        "availability contract_days",
        people=many[:100],
        available={"P057": [Window(begin=parse_clock("20:00"))]},
        who=["P057"],
    )
    yield week(
        "100 people with lunch, too many wanted at noon",
        "minimum_cover",
        cover(80, "Fri"),
        people=many[:100],
        lunch=True,
        slot_minutes=30,
        opening="08:00-17:00",
        days=[4],
    )
    leads = many[:6]
    yield week(
        "200 people with lunch, three of six leads wanted and four away",
        "group_cover leave",
        {"rule": "group_cover", "counselors": leads, "least": 3, "per": "day", "days": "Wed"},
        people=many,
        lunch=True,
        slot_minutes=30,
        opening="08:00-19:00",
        leave=dict.fromkeys(leads[:4], "Wed"),
        who=leads[:4],
        days=[2],
    )
