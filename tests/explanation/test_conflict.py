"""Why there is no roster: the true reason, proved minimal, and what would have to give."""

from functools import cache

import pytest

from staffing.domain.outcome import Status
from staffing.domain.toys import toy
from staffing.errors import NoRosterError, UsageError
from staffing.evaluation.referee import evaluate
from staffing.explanation.conflict import why_no_roster
from staffing.explanation.demands import Demands
from staffing.explanation.probe import Probe
from staffing.explanation.words import no_roster_text
from staffing.presets import resolve
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from tests.explanation.kit import kit

WEEKS = kit()
QUICK = SolveSettings(time_limit_s=60)
PLAN = SolveSettings(reproducible=True, time_limit_s=60, gap=0.9, engine="cp-sat")


@cache
def explained(name):
    """Return the conflict of a week of the kit, without a roster."""
    (week,) = (week for week in WEEKS if week.name == name)
    return why_no_roster(week.problem, QUICK, roster=False)


def with_rules(problem, rules):
    """Return a problem with other rules."""
    center = problem.center.model_copy(update={"rules": tuple(rules)})
    return problem.model_copy(update={"center": center})


def test_the_kit_is_large_and_varied():
    """At least 25 weeks, all with different names, and more than 15 different sets of rules."""
    assert len({week.name for week in WEEKS}) == len(WEEKS) >= 25
    assert len({week.rules for week in WEEKS}) > 15


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_the_true_reason_is_named(week):
    """The conflict has exactly the rules that the week was built to break, its people and days."""
    conflict = explained(week.name)
    subjects = [subject for member in conflict.members for subject in member.subjects]
    grid = week.problem.grid
    days = {s.day if s.slot is None else grid.date_of(s.slot) for s in subjects}

    assert {member.rule.rule for member in conflict.members} == week.rules
    assert week.who <= {subject.counselor for subject in subjects}
    assert week.days <= days
    assert conflict.minimal


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_the_conflict_is_minimal(week):
    """The members alone are impossible, and without any one of them the others are possible."""
    conflict = explained(week.name)
    rules = week.problem.center.rules
    demands = Demands(week.problem)
    of = {(row.demand.rule, row.demand.subject): row.demand for row in demands.rows}
    members = [
        [of[rules.index(member.rule), subject] for subject in member.subjects]
        for member in conflict.members
    ]
    probe = Probe(demands, QUICK)

    assert probe.possible([demand for member in members for demand in member]) is False
    for left_out in members:
        rest = [demand for member in members if member is not left_out for demand in member]
        assert probe.possible(rest) is True


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_the_planner_agrees(week):
    """Planned with the named rules alone there is no roster; without any one of them there is."""
    structure = [r for r in week.problem.center.rules if r.scope == "structure"]
    named = [r for r in week.problem.center.rules if r.hard and r.rule in week.rules]

    assert plan(with_rules(week.problem, structure + named), PLAN).status is Status.INFEASIBLE
    for rule in named:
        others = [r for r in named if r is not rule]
        assert plan(with_rules(week.problem, structure + others), PLAN).found is not None


@pytest.mark.parametrize("week", WEEKS, ids=lambda week: week.name)
def test_a_repair_is_enough(week):
    """The cheapest repair is proved, and a roster breaks no rule but those that it gives up."""
    conflict = why_no_roster(week.problem, QUICK.model_copy(update={"gap": 0.05}))
    repair = conflict.repairs[0]

    assert repair.proved
    assert [r.price for r in conflict.repairs] == sorted(r.price for r in conflict.repairs)
    assert conflict.roster is not None
    again = evaluate(week.problem, conflict.roster)
    assert conflict.verdict.model_dump_json() == again.model_dump_json()
    assert not conflict.verdict.legal
    assert {item.rule.rule for item in conflict.verdict.breaches} <= set(repair.rules)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("week", WEEKS[:30], ids=lambda week: week.name)
def test_the_text_is_short_and_names_every_rule(week, language):
    """The text names the title of every rule of the conflict, in at most 40 lines."""
    conflict = explained(week.name)
    text = no_roster_text(conflict, language)

    for member in conflict.members:
        assert member.rule.title[language] in text
    assert len(text.splitlines()) <= 40


def test_a_possible_week_is_refused():
    """Asking why there is no roster, where there is one, is an error of the call."""
    with pytest.raises(UsageError, match="there is a roster"):
        why_no_roster(toy("AB", rules=resolve(None, [])))


def test_no_time_is_said():
    """Without time nothing is claimed."""
    with pytest.raises(NoRosterError, match="time"):
        why_no_roster(WEEKS[-1].problem, SolveSettings(time_limit_s=1e-9))
