"""Why there is no roster, where meetings are the reason."""

from staffing.domain.meetings import Meeting
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.explanation.conflict import why_no_roster
from staffing.explanation.words import no_roster_text
from staffing.presets import resolve

OFF = {"rule": "contract_days", "off": True}
TEAM = Meeting(code="team", name="Team", minutes=60, at=600, least=2)


def said(problem: Problem, language: str = "en") -> str:
    """Return why a problem has no roster."""
    return no_roster_text(why_no_roster(problem), language)


def test_a_rule_that_a_meeting_contradicts_is_named() -> None:
    """With everybody in the meeting nobody can be on the phones, and leave takes one away."""
    cover = resolve(None, [OFF, {"rule": "minimum_cover", "working_day": 1}])
    text = said(toy("AB", days=1, lunch=True, meetings=[TEAM], rules=cover))
    assert "least number on the phones" in text
    assert "10:00" in text
    leave = {"A": "Mon"}
    text = said(
        toy("AB", days=1, lunch=True, meetings=[TEAM], leave=leave, rules=resolve(None, [OFF]))
    )
    assert "leave - A" in text


def test_meetings_that_contradict_each_other_are_named() -> None:
    """Two meetings in shifts that nobody can both work are the reason, in both languages."""
    early, late = (
        Meeting(code=code, minutes=60, at=at, least=least)
        for code, at, least in (("early", 480, 2), ("late", 780, 1))
    )
    spans = {"E": "08:00-12:00", "L": "13:00-17:00"}
    problem = toy("AB", days=1, shifts=spans, meetings=[early, late], rules=resolve(None, [OFF]))
    assert "the shifts and meetings (early, late) as they are" in said(problem)
    assert "회의(early, late)" in said(problem, "ko")
