"""Why there is no roster, where meetings are the reason."""

from staffing.domain.meetings import Meeting
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.explanation.answers import answer_text
from staffing.explanation.conflict import why_no_roster
from staffing.explanation.why import why_short
from staffing.explanation.words import no_roster_text
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

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
    assert "- the meeting as it is: Team" in text
    assert "Without any one of them" in text
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


def test_meetings_that_only_together_ask_too_much_are_named_together() -> None:
    """Each alone takes one away; and one that has nothing to do with it is not named."""
    first = Meeting(code="first", minutes=60, at=600, counselors=("A",))
    second = Meeting(code="second", minutes=60, at=600, counselors=("B",))
    cover = resolve(None, [OFF, {"rule": "minimum_cover", "working_day": 1}])
    problem = toy("AB", days=1, lunch=True, meetings=[first, second], rules=cover)
    assert why_no_roster(problem).meetings == (("first",), ("second",))
    more = resolve(None, [OFF, {"rule": "minimum_cover", "working_day": 2}])
    both = toy("AB", days=1, meetings=[first, second], opening="10:00-11:00", rules=more)
    assert why_no_roster(both).meetings == (("first", "second"),)
    assert "the meetings as they are: first, second" in said(both)
    assert "현재의 회의: first, second" in said(both, "ko")
    off = resolve(None, [OFF, {"rule": "minimum_cover", "working_day": 3}])
    assert why_no_roster(toy("AB", days=1, meetings=[first], rules=off)).meetings == ()


def test_a_question_that_a_meeting_forbids_names_the_meeting() -> None:
    """One more on the phones while everybody meets."""
    problem = toy("AB", days=1, meetings=[TEAM], rules=resolve(None, [OFF]))
    made = plan(problem, SolveSettings(reproducible=True, time_limit_s=10))
    answer = why_short(made, problem.horizon.first, 600)
    assert "the meeting as it is: Team" in answer_text(answer)
