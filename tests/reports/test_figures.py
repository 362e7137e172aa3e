"""What is said of a roster, and with which numbers."""

import random

import pytest

from staffing.domain.outcome import Status
from staffing.domain.toys import rota
from staffing.evaluation.referee import evaluate
from staffing.reports.facts import Report
from staffing.reports.figures import badge, breach_lines, definitions, figures, status
from staffing.reports.words import Words

EN, KO = Words("en"), Words("ko")


def state(plan, words=EN, **changes):
    """Return the sentences on a plan."""
    return " ".join(status(Report.of(plan.model_copy(update=changes)), words))


def test_the_gap_is_said_in_words_and_numbers(plan):
    """412 hundredths of a call are at most 5 calls."""
    said = state(plan)
    assert "at most 5 more of 4,620 calls" in said
    assert f"{100 * 412 / plan.objective:.2f}%" in said
    assert "최대 5호" in state(plan, KO)


def test_optimal_is_said_only_when_proved(plan):
    """A feasible roster is never called the best."""
    assert "Proved optimal" in state(plan, status=Status.OPTIMAL, bound=plan.objective)
    assert "optimal" not in state(plan).lower()
    assert "not known" in state(plan, bound=None)
    assert "stopped by hand" in state(plan, interrupted=True)


def test_broken_rules_come_first(broken):
    """Whatever else is known of the roster."""
    assert state(broken).startswith("NOT LEGAL")
    assert badge(Report.of(broken)) == "broken"


def test_a_given_roster_is_not_called_planned(plan):
    """A roster typed by hand is checked, not optimized."""
    report = Report(plan.problem, plan.roster, plan.verdict)
    assert badge(report) == "given"
    assert "not optimized" in " ".join(status(report, EN))
    assert report.gap is None


def test_a_given_roster_beside_a_plan_lies_at_most_the_gap_above_the_best(plan):
    """Against the price of the plan and the bound that it proved."""
    beside = {"bound": plan.objective - 412, "plan_price": plan.objective - 100}
    report = Report(plan.problem, plan.roster, plan.verdict, **beside)
    said = " ".join(status(report, EN))
    assert "1.00 more than the plan" in said
    assert "at most 4.12 calls" in said
    dear = Report(plan.problem, plan.roster, plan.verdict, plan_price=plan.objective + 30)
    assert "0.30 less than the plan" in " ".join(status(dear, EN))
    assert "0.30호 덜" in " ".join(status(dear, KO))


def test_a_rule_that_is_broken_everywhere_hides_no_other(broken):
    """Rules that are broken least come first, and long lists say how many are left out."""
    report = Report.of(broken)
    count = len(report.verdict.breaches)
    everything = list(breach_lines(report, EN, count))
    assert len(everything) == count
    first = list(breach_lines(report, EN, 1))
    by_rule = {}
    for item in report.verdict.breaches:
        by_rule.setdefault(item.rule.rule, []).append(item)
    sizes = [len(items) for items in by_rule.values()]
    assert len(first) == sum(min(size, 2) for size in sizes)
    more = [line for line in first if "more" in line]
    assert len(more) == sum(size > 2 for size in sizes)


def test_a_roster_without_any_break_says_what_its_figures_mean(plan):
    """Everybody on the phones at noon: the service is none that callers will get."""
    bare = plan.roster.with_duties(
        [d.model_copy(update={"breaks": ()}) for d in plan.roster.duties]
    )
    report = Report(plan.problem, bare, evaluate(plan.problem, bare))
    due = sum(len(plan.problem.center.shift[duty.shift].breaks) for duty in bare.duties)
    assert f"all {due} are missing" in " ".join(status(report, EN))
    assert f"휴게 {due}건" in " ".join(status(report, KO))
    assert "names no breaks" not in state(plan)
    nothing = Report(plan.problem, plan.roster.with_duties([]), plan.verdict)
    assert "names no breaks" not in " ".join(status(nothing, EN))


def test_figures_are_the_referees(plan):
    """Ratios of sums, in the units that are named."""
    found = {figure.key: figure for figure in figures(Report.of(plan), EN)}
    service = plan.verdict.service
    assert found["service_level"].value == service.service_level
    assert found["answer_rate"].value == service.answered / service.offered
    assert found["paid_hours"].value * 60 == plan.verdict.paid_minutes
    assert found["phone_hours"].value == plan.verdict.on_phones.sum() / 4
    assert found["answer_rate"].good == (service.answer_rate >= 0.95)


@pytest.mark.parametrize(("words", "needed"), [(EN, "within 20 s"), (KO, "Σ응대호 / Σ인입호")])
def test_definitions_are_printed(plan, words, needed):
    """With the threshold, and what the answer rate divides."""
    assert needed in " ".join(definitions(Report.of(plan), words))


def test_days_and_intervals_add_up(plan):
    """Days are sums of intervals, the week is a sum of days."""
    report = Report.of(plan)
    assert sum(day.service.offered for day in report.days) == pytest.approx(
        plan.verdict.service.offered
    )
    assert sum(day.phone_minutes for day in report.days) == pytest.approx(report.phone_minutes)
    assert sum(day.short for day in report.days) == report.short
    assert sum(person.minutes for person in report.people) == plan.verdict.paid_minutes
    assert sum(row.cost for row in report.costs) == plan.objective


def test_wishes_are_counted_as_the_referee_counts_them(plan):
    """The wishes that reports name are those that fairness counts, on any roster."""
    given = plan.problem
    draw = random.Random(1)
    for _ in range(50):
        rows = {who: "".join(draw.choice("EML..?") for _ in range(7)) for who in "ABCDE"}
        roster = rota(given, rows)
        for person in Report(given, roster, evaluate(given, roster)).people:
            granted = sum(outcome.granted for outcome in person.wishes)
            assert granted == person.share.granted
            assert len(person.wishes) == person.share.granted + person.share.refused


def test_the_floor_follows_its_rule(plan):
    """The line of the chart is the rule's number, on its days only."""
    assert {Report.of(plan).floor(day) for day in plan.problem.horizon.dates} == {0.5}
