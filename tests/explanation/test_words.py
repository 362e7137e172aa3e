"""Explanations in a manager's words: short lists, true times, no nonsense."""

import datetime as dt

import pytest

from staffing.domain.rule import Breach, Subject
from staffing.domain.toys import MONDAY, toy
from staffing.explanation.conflict import why_no_roster
from staffing.explanation.phrases import (
    days_text,
    people_text,
    rule_text,
    slots_text,
    subjects_text,
)
from staffing.explanation.words import no_roster_text, reason_text, ways_out_text
from staffing.rules.registry import make
from staffing.solver.settings import SolveSettings
from tests.explanation.kit import kit

HALF = toy("AB", slot_minutes=30)
TWO = toy("AB", queues=["calls", "mail"], days=1)
QUICK = SolveSettings(time_limit_s=60)


def of_week(name):
    """Return a week of the kit."""
    return next(week.problem for week in kit() if week.name == name)


def days(*numbers):
    """Return days of the first week by their number."""
    return [MONDAY + dt.timedelta(days=n) for n in numbers]


@pytest.mark.parametrize(
    ("slots", "en", "ko"),
    [
        ([0], "Mon 2026-08-03 08:00-08:30", "2026-08-03(월) 08:00-08:30"),
        (
            [7, 8, 9, 11, 13, 15],
            "Mon 2026-08-03 11:30-13:00, 13:30-14:00 and 2 more half hours",
            "2026-08-03(월) 11:30-13:00, 13:30-14:00 외 30분 시간대 2개",
        ),
        (
            [0, 22, 44],
            "Mon 2026-08-03 to Wed 2026-08-05 08:00-08:30",
            "2026-08-03(월)~2026-08-05(수) 08:00-08:30",
        ),
    ],
)
def test_slots_say_when_they_end_and_lists_are_cut(slots, en, ko):
    """A manager reads 11:30-13:00 where the last slot begins at 12:30, and no list of forty."""
    assert slots_text(HALF, slots, "en") == en
    assert slots_text(HALF, slots, "ko") == ko


def test_days_in_a_row_are_a_span_and_many_are_cut():
    """Three days in a row are one span; more than four spans are counted."""
    assert days_text(days(2, 0, 1), "en") == "Mon 2026-08-03 to Wed 2026-08-05"
    assert days_text(days(0, 1), "ko") == "2026-08-03(월), 2026-08-04(화)"
    assert days_text(days(0, 2, 4, 6, 8, 9, 10), "en").endswith("Fri 2026-08-07 and 4 more days")
    assert days_text(days(0, 2, 4, 6, 8, 9, 10), "ko").endswith("2026-08-07(금) 외 4일")


def test_many_people_are_counted():
    """Two hundred ids are not a sentence."""
    crowd = toy([f"P{n:03}" for n in range(20)], days=1)
    assert people_text(crowd, crowd.center.counselor, "en").endswith("P004 and 15 more people")
    assert people_text(crowd, crowd.center.counselor, "ko").endswith("P004 외 15명")


def test_a_span_is_as_long_as_its_shifts_are_at_work():
    """A lead missing from 17:00 to 19:00 is two hours, though the breach names one slot."""
    lead = make({"rule": "group_cover", "counselors": ["A"]})
    one = toy("AB", days=1)
    text = subjects_text(one, lead, [Subject(slot=9)], "en")
    assert text == "Mon 2026-08-03 17:00-19:00"


def test_weeks_and_queues_are_named():
    """A rule about weeks speaks of the week, and of several queues it says which."""
    week = make({"rule": "weekly_hours"})
    assert subjects_text(TWO, week, [Subject("A", MONDAY)], "en") == "A: the week of Mon 2026-08-03"
    floor = make({"rule": "floor"})
    assert subjects_text(TWO, floor, [Subject(slot=0, queue=1)], "en").endswith("09:00 [mail]")


def test_a_mean_over_weeks_is_about_all_of_them():
    """Four weeks averaged are four weeks to a manager, not the Monday by which a breach is named.

    The sentence of the rule and the explanation speak of the same weeks.
    """
    four = make({"rule": "average_hours", "weeks_long": 4, "most": 40})
    subject = Subject("A", MONDAY, "many")
    said = {"en": "the 4 weeks to Sun 2026-08-09", "ko": "2026-08-09(일)까지 4주"}
    for language, weeks in said.items():
        assert subjects_text(TWO, four, [subject], language) == f"A: {weeks}"
        assert four.say(TWO, Breach(subject, 60), language).startswith(f"A, {weeks}: ")
    one = make({"rule": "average_hours", "weeks_long": 1})
    assert subjects_text(TWO, one, [subject], "en") == "A: the week of Mon 2026-08-03"


def test_the_reason_is_told_before_the_ways_out():
    """Whoever waits reads the conflict as soon as it is known; together they are the text."""
    told = []
    conflict = why_no_roster(of_week("more people wanted than there are"), QUICK, told=told.append)
    (first,) = told
    assert not first.repairs
    assert first.roster is None
    assert ways_out_text(first) == ""
    whole = f"{reason_text(first)}\n{ways_out_text(conflict)}"
    assert whole == no_roster_text(conflict)


def test_nobody_is_asked_to_be_in_two_places():
    """Overlapping shifts are named in a conflict, and are no way out of it."""
    conflict = why_no_roster(of_week("a night shift into the next morning"), QUICK, roster=False)
    assert "no_overlap" in {member.rule.rule for member in conflict.members}
    assert conflict.repairs
    assert not any("no_overlap" in repair.rules for repair in conflict.repairs)


def test_no_way_out_is_another_with_more():
    """A repair that gives up all that a cheaper one gives up, and more, is no choice."""
    for week in kit():
        if len(week.problem.center.counselors) <= 15:
            repairs = why_no_roster(week.problem, QUICK, roster=False).repairs
            for place, repair in enumerate(repairs):
                assert not any(set(r.rules) <= set(repair.rules) for r in repairs[:place])


@pytest.mark.parametrize("name", [week.name for week in kit()[:30]])
def test_no_sentence_is_long_or_odd(name):
    """No line is longer than a screen or two, nor says "1 days", 48:00 or the name of a slot."""
    conflict = why_no_roster(of_week(name), QUICK, roster=False)
    for language in ("en", "ko"):
        for line in no_roster_text(conflict, language).splitlines():
            assert len(line) <= 240
            for odd in (" 1 days", " 1 times", " 1 counselors", "48:00", "None", "을(를)", "(s)"):
                assert odd not in line


def test_rules_are_named_with_what_the_center_wrote():
    """Codes, days and switches as they stand in its file; long tables are left out."""
    lead = {"rule": "group_cover", "least": 2, "days": "Mon-Fri", "counselors": ["A", "B"]}
    assert rule_text(make(lead), "en") == (
        "cover by a group (counselors = A, B, least = 2, days = Mon-Fri)"
    )
    asked = make({"rule": "overtime", "consent": True})
    assert rule_text(asked, "ko") == "연장근로 (consent = true)"
    assert rule_text(make({"rule": "law_breaks", "breaks": [[241, 30]]}), "en") == "legal breaks"


@pytest.mark.parametrize(("language", "words"), [("en", "found this way"), ("ko", "이 방법으로")])
def test_each_way_out_says_what_roster_it_gives(language, words):
    """One that misses the rules of that way and no other."""
    conflict = why_no_roster(of_week("a night shift into the next morning"), QUICK)
    assert len(conflict.repairs) > 1
    for repair in conflict.repairs:
        assert repair.verdict is not None
        assert {item.rule.rule for item in repair.verdict.breaches} <= set(repair.rules)
    assert ways_out_text(conflict, language).count(words) == len(conflict.repairs) - 1
