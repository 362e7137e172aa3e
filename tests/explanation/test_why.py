"""Counterfactuals, the price of rules, candidates: every number by planning again."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest

from staffing.domain.days import Days
from staffing.domain.outcome import Status
from staffing.domain.people import Wish
from staffing.domain.roster import Roster
from staffing.domain.toys import MONDAY, rota, toy
from staffing.errors import UsageError
from staffing.evaluation.referee import evaluate
from staffing.explanation.answers import answer_text, candidate_text, how_good, rule_cost_text
from staffing.explanation.candidates import candidates, without_duty
from staffing.explanation.costs import rule_costs
from staffing.explanation.why import why_not, why_not_off, why_short, why_works
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

QUICK = SolveSettings(reproducible=True, time_limit_s=60)
SATURDAY = MONDAY + dt.timedelta(days=5)
RULES = [
    {"rule": "minimum_cover", "working_day": 1, "day_off": 1},
    {"rule": "day_wishes"},
    {"rule": "floor"},
]


@pytest.fixture(scope="module")
def planned():
    """Return a proved plan of five people, one of whom is refused a day off."""
    problem = toy(
        "ABCDE",
        needs=[3, 3, 3, 3, 3, 1, 1],
        lunch=True,
        opening="08:00-19:00",
        leave={"E": "Tue"},
        wishes={"A": [Wish(kind="off", days=Days(weekdays=(0,)), strength=2)]},
        rules=resolve("KR_LSA", RULES),
    )
    answer = plan(problem, QUICK)
    assert answer.status is Status.OPTIMAL
    return answer


def first_duty(planned, day):
    """Return who works first on a day."""
    return next(d for d in planned.roster.duties if d.day == day)


@pytest.mark.parametrize("day", [0, 2, 5])
def test_a_day_off_costs_what_the_best_roster_with_it_costs(planned, day):
    """The answer's roster has the day off, is legal, and its price is proved by its bound."""
    date = MONDAY + dt.timedelta(days=day)
    who = first_duty(planned, date).counselor
    answer = why_works(planned, who, date, settings=QUICK)

    assert answer.after.status is Status.OPTIMAL
    assert not answer.after.roster.works(who, date)
    again = evaluate(planned.problem, answer.after.roster)
    assert again.legal
    assert answer.cost == answer.least == again.objective - planned.objective >= 0
    assert sum(change.cost for change in answer.changes) == answer.cost


@pytest.mark.parametrize("who", ["A", "B", "C"])
@pytest.mark.parametrize("day", [0, 1, 5])
def test_answers_are_what_the_center_would_get(planned, who, day):
    """Had the center itself settled the day otherwise, its best roster would cost just that."""
    date = MONDAY + dt.timedelta(days=day)
    works = planned.roster.works(who, date)
    ask = why_works if works else why_not
    answer = ask(planned, who, date, settings=QUICK)

    kind, name = ("off" if works else "work"), ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat")[day]
    settled = {"rule": "pins", "kind": kind, "days": name, "counselors": [who]}
    rules = resolve("KR_LSA", [*RULES, settled])
    center = planned.problem.center.model_copy(update={"rules": rules})
    best = plan(planned.problem.model_copy(update={"center": center}), QUICK)
    if answer.conflict is not None:
        assert best.status is Status.INFEASIBLE
    else:
        assert best.status is Status.OPTIMAL
        assert answer.cost == best.objective - planned.objective


def test_both_ways_of_asking_for_a_day_off_are_one(planned):
    """Why someone works, and why they are not off, have the same answer."""
    who = first_duty(planned, MONDAY).counselor
    works = why_works(planned, who, MONDAY, settings=QUICK)
    off = why_not_off(planned, who, MONDAY, settings=QUICK)

    assert answer_text(works) == answer_text(off)
    assert who in answer_text(works)
    assert "2026-08-03(월)" in answer_text(works, "ko")


def test_what_the_rules_forbid_is_explained(planned):
    """Work on leave is impossible, and the leave of that person and day is the only reason."""
    tuesday = MONDAY + dt.timedelta(days=1)
    answer = why_not(planned, "E", tuesday, settings=QUICK)
    (member,) = answer.conflict.members

    assert member.rule.rule == "leave"
    assert [(s.counselor, s.day) for s in member.subjects] == [("E", tuesday)]
    assert answer.conflict.minimal
    assert answer_text(answer).startswith("No roster has E at work on Tue 2026-08-04")
    assert "휴가" in answer_text(answer, "ko")


def test_another_shift(planned):
    """Asking for another shift that day gives a roster in which it is another."""
    duty = first_duty(planned, MONDAY)
    answer = why_works(planned, duty.counselor, MONDAY, duty.shift, settings=QUICK)
    other = answer.after.roster.of.get((duty.counselor, MONDAY))

    assert other is None or other.shift != duty.shift
    assert duty.shift in answer_text(answer)


def test_what_is_so_already_is_said(planned):
    """A question whose wish the plan grants needs no search."""
    duty = first_duty(planned, MONDAY)
    answer = why_not(planned, duty.counselor, MONDAY, settings=QUICK)

    assert answer.held
    assert answer.after is None
    assert "already" in answer_text(answer)


def test_one_more_in_a_slot(planned):
    """One more on the phones at noon: the other roster has it, and its price is told."""
    answer = why_short(planned, MONDAY, 720, settings=QUICK)
    slot = answer.asked.slot

    assert planned.problem.grid.clock_of(slot) == "12:00"
    assert answer.conflict or answer.after.verdict.on_phones[0, slot] >= answer.asked.heads
    assert "12:00" in answer_text(answer)


@pytest.mark.parametrize(
    ("who", "day", "shift", "found"),
    [
        ("X", MONDAY, "", "no such person"),
        ("A", MONDAY - dt.timedelta(days=1), "", "not planned"),
        ("A", MONDAY, "Z", "no such shift"),
    ],
)
def test_questions_about_nobody_are_refused(planned, who, day, shift, found):
    """Unknown people, days and shifts are errors that name what is known."""
    with pytest.raises(UsageError, match=found):
        why_works(planned, who, day, shift)


def test_a_closed_time_is_refused(planned):
    """A time at which the lines are closed cannot be short."""
    with pytest.raises(UsageError, match="closed"):
        why_short(planned, MONDAY, 0)


def test_rule_costs_are_those_of_planning_without_the_rule(planned):
    """Each saving is what planning without the rule saves for the other rules; zero is proved."""
    costs = rule_costs(planned, settings=QUICK)

    assert [c.saved for c in costs] == sorted((c.saved for c in costs), reverse=True)
    assert {c.rule.rule for c in costs}.isdisjoint({"service", "leave", "one_shift"})
    for item in costs:
        others = tuple(r for r in planned.problem.center.rules if r is not item.rule)
        center = planned.problem.center.model_copy(update={"rules": others})
        free = planned.problem.model_copy(update={"center": center})
        best = plan(free, QUICK)
        assert item.proved
        assert item.saved == evaluate(free, planned.roster).objective - best.objective
        assert item.rule.title["en"] in rule_cost_text(item)
        assert item.rule.title["ko"] in rule_cost_text(item, "ko")


def test_rule_costs_side_by_side(planned):
    """An executor gives the same costs as one after the other."""
    with ThreadPoolExecutor(2) as pool:
        beside = rule_costs(planned, pool, QUICK)
    alone = rule_costs(planned, settings=QUICK)

    assert [(c.rule.rule, c.saved) for c in beside] == [(c.rule.rule, c.saved) for c in alone]


def test_how_good_speaks_of_calls(planned):
    """A proved plan says that no roster is better; an unproved one how many calls at most."""
    assert how_good(planned).startswith("No roster is better")
    worse = planned.model_copy(update={"bound": planned.objective - 301})
    assert how_good(worse).startswith("At most 4 more of")
    assert "최대 4호" in how_good(worse, "ko")
    assert "not known" in how_good(planned.model_copy(update={"bound": None}))


def test_how_good_is_never_less_than_the_truth(planned):
    """The calls that a worse plan says could be won are at least those that the best plan wins."""
    rough = plan(planned.problem, QUICK.model_copy(update={"gap": 0.9}))
    said = how_good(rough)
    most = int(said.split()[2].replace(",", "")) if said.startswith("At most") else 0

    assert rough.bound <= planned.objective <= rough.objective
    assert 100 * most >= rough.objective - planned.objective


def test_candidates_are_ranked_and_refereed():
    """Who is free and legal comes first, cheapest first; whoever breaks a rule is told which."""
    problem = toy(
        "ABC",
        days=2,
        needs=1,
        leave={"C": "Mon"},
        wishes={"A": [Wish(kind="off", days=Days(weekdays=(0,)))]},
        rules=resolve(None, [{"rule": "contract_days", "off": True}, {"rule": "day_wishes"}]),
    )
    found = candidates(problem, Roster(horizon=problem.horizon), MONDAY, "M")

    assert [c.counselor for c in found] == ["B", "A", "C"]
    assert [c.legal for c in found] == [True, True, False]
    assert found[1].cost - found[0].cost == 150
    assert [b.rule.rule for b in found[2].breaches] == ["leave"]
    for item in found:
        verdict = evaluate(problem, Roster(horizon=problem.horizon, duties=(item.duty,)))
        assert verdict.legal == item.legal
    assert "legal" in candidate_text(problem, found[0])
    assert "휴가" in candidate_text(problem, found[2], "ko")


def test_who_falls_out_leaves_the_shift_open():
    """Candidates are judged beside a roster without that duty, and only an own shift is left."""
    problem = toy("AB", days=1, needs=2, rules=resolve(None, []))
    roster = rota(problem, {"A": "M"})
    open_roster = without_duty(roster, "A", MONDAY, "M")
    assert not open_roster.duties
    beside, instead = (candidates(problem, r, MONDAY, "M") for r in (roster, open_roster))
    assert next(c for c in instead if c.counselor == "B").cost < beside[0].cost
    for who, shift, found in (("A", "E", "has shift M"), ("B", "M", "is off")):
        with pytest.raises(UsageError, match=found):
            without_duty(roster, who, MONDAY, shift)


def test_candidates_take_breaks_where_they_cost_least():
    """The new duty's lunch avoids the hour in which the only other person is away."""
    problem = toy("AB", days=1, lunch=True, rules=resolve(None, []))
    roster = rota(problem, {"A": "M"}, {("A", 0): {"lunch": "12:00"}})
    (best,) = candidates(problem, roster, MONDAY, "M")

    assert best.counselor == "B"
    assert problem.center.pause["lunch"].code == best.duty.breaks[0].code
    assert best.duty.breaks[0].start != 720


def test_only_those_who_are_off_are_candidates(planned):
    """Only those who are off are candidates, and unknown shifts are refused."""
    working = {d.counselor for d in planned.roster.duties if d.day == SATURDAY}
    found = candidates(planned.problem, planned.roster, SATURDAY, "E")

    assert working.isdisjoint(c.counselor for c in found)
    with pytest.raises(UsageError, match="no such shift"):
        candidates(planned.problem, planned.roster, SATURDAY, "Z")
