"""The pattern book: patterns priced by the rules' own checks, shared only where that is safe."""

from __future__ import annotations

from staffing.domain.days import parse_days
from staffing.domain.people import Wish
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule, Scope
from staffing.domain.toys import toy
from staffing.formulation.patterns import PatternBook, duties_of
from staffing.presets import resolve
from staffing.rules.day_wishes import DayWishes
from staffing.rules.days_per_week import DaysPerWeek

WISHES = {
    "A": [Wish(kind="off", days=parse_days("Sat"), strength=2)],
    "B": [Wish(kind="off", days=parse_days("Mon,Tue"))],
    "C": [Wish(kind="work", days=parse_days("Sun"))],
}


def test_patterns_cost_what_the_rules_charge_one_person() -> None:
    """Sharing judgements between people must not change what any of them is charged."""
    rules = resolve("KR_LSA", [{"rule": "day_wishes"}, {"rule": "days_off_together"}])
    problem = toy("ABCD", days=7, wishes=WISHES, leave={"D": "Wed"}, rules=rules)
    about_days = [rule for rule in problem.center.rules if rule.scope is Scope.DAYS]
    book = PatternBook(problem)
    for counselor in problem.center.counselors:
        (patterns,) = book.of(counselor)
        alone = toy(
            counselor.id,
            days=7,
            wishes={counselor.id: list(counselor.wishes)},
            leave={"D": "Wed"} if counselor.id == "D" else {},
            rules=rules,
        )
        for pattern in patterns:
            duties = duties_of(alone, problem.horizon.weeks[0], pattern.days)
            roster = Roster(horizon=alone.horizon, duties=duties)
            assert pattern.cost == charged(about_days, alone, roster)
    costs = {c.id: tuple(p.cost for p in book.of(c)[0]) for c in problem.center.counselors}
    assert len(set(costs.values())) == len(costs)


def test_people_of_different_groups_share_no_judgement() -> None:
    """A rule about days that holds for a group alone."""
    rule = DaysPerWeek(least=0, most=2, groups=("new",))
    book = PatternBook(problem := toy("AB", groups={"B": ["new"]}, rules=[rule]))
    most = [max(sum(p.days) for p in book.of(c)[0]) for c in problem.center.counselors]
    assert most == [7, 2]


def charged(rules: list[Rule], problem: object, roster: Roster) -> int:
    """Return the price of a roster under soft rules."""
    return sum(
        (rule.weight or 0) * breach.amount
        for rule in rules
        for breach in rule.check(problem, roster)  # type: ignore[arg-type]
    )


class CountingWishes(DayWishes, frozen=True):
    """Day wishes that count how often they are asked."""

    def check(self, problem, roster):  # type: ignore[no-untyped-def]
        """Count, then answer."""
        ASKED.append(1)
        return super().check(problem, roster)


ASKED: list[int] = []


def test_people_alike_for_a_rule_are_asked_about_once() -> None:
    """Sixty people with three different wishes take no longer than three."""
    ids = [f"P{number}" for number in range(60)]
    kinds = list(WISHES.values())
    wishes = {who: kinds[number % 3] for number, who in enumerate(ids)}
    problem = toy(ids, days=7, wishes=wishes, rules=(CountingWishes(),))
    book = PatternBook(problem)
    for counselor in problem.center.counselors:
        book.of(counselor)

    assert len(ASKED) <= (3 + 1) * 2**7
