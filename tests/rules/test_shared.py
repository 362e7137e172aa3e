"""What rules share and no case of a rule shows; benchmarks/mutate_rules.py runs these, too.

Each test imports what it is about when it runs, so that a changed module is the one tested.
"""

from __future__ import annotations

from staffing.domain.toys import toy


def test_the_past_is_as_long_as_the_rule_that_looks_back_furthest_needs() -> None:
    """A short rule beside a long one does not cut the published days that the long one reads."""
    from staffing.rules._personal import DAYS_BACK, past_days
    from staffing.rules.days_in_window import DaysInWindow
    from staffing.rules.few_shifts import FewShifts
    from staffing.rules.rest import Rest

    assert past_days([FewShifts()]) == 0
    assert past_days([Rest(), FewShifts()]) == DAYS_BACK
    assert past_days([Rest(), DaysInWindow(window=90), Rest()]) == 90


def test_fair_shares_are_compared_among_those_who_take_part() -> None:
    """A balance is a mean over everybody only if nobody is left out, in whichever way."""
    from staffing.rules.fair_share import FairShare

    alice, bob = toy("AB").center.counselors
    assert FairShare().everybody
    for rule in (
        FairShare(counselors=("A",)),
        FairShare(contracts=("part",), volunteers=("B",)),
        FairShare(volunteers=("B",)),
        FairShare(groups=("lead",)),
    ):
        assert not rule.everybody
    some = FairShare(volunteers=("B",))
    assert some.holds_for(alice)
    assert not some.holds_for(bob)
    assert not FairShare(counselors=("B",)).holds_for(alice)


def test_a_rule_about_a_group_holds_for_who_is_in_it() -> None:
    """In any of the groups that it names, and of the contract that it names as well."""
    from staffing.rules.rest import Rest

    problem = toy("ABC", groups={"A": ["lead"], "B": ["new", "late"]})

    def who(**named: tuple[str, ...]) -> str:
        return "".join(c.id for c in Rest.model_validate(named).people(problem))

    assert who() == "ABC"
    assert who(groups=("lead",)) == "A"
    assert who(groups=("lead", "late")) == "AB"
    assert who(groups=("lead", "new"), counselors=("B", "C")) == "B"
    assert who(groups=("new",), contracts=("part",)) == ""
