"""The rows of explanations say of a roster what the rules' own checks say."""

import pytest

from staffing.domain.rule import Scope
from staffing.explanation.demands import Demands
from staffing.explanation.minimal import TooManyQuestions, shrink
from staffing.explanation.probe import Probe
from staffing.rules.registry import catalogue
from staffing.solver.settings import SolveSettings


def can_be_hard(cls):
    """Return whether a rule may be hard; a rule that is only a price may not."""
    try:
        cls.model_validate({"weight": "hard"})
    except ValueError as error:
        return "cannot be hard" not in str(error)
    return True


CASES = [
    case
    for cls in catalogue().values()
    if cls.scope in {Scope.DAYS, Scope.SHIFTS, Scope.CROWD} and can_be_hard(cls)
    for case in cls.cases()
]


def fixed(case):
    """Return the demands of a case's rule alone, made hard, with its roster fixed."""
    rule = case.rule.model_copy(update={"weight": None})
    center = case.problem.center.model_copy(update={"rules": (rule,)})
    demands = Demands(case.problem.model_copy(update={"center": center}))
    for counselor in center.counselors:
        for day in case.problem.horizon.dates:
            duty = case.roster.of.get((counselor.id, day))
            demands.model.equal(demands.works(counselor.id, day), int(duty is not None))
            for shift in center.shifts_of(counselor):
                works = demands.works(counselor.id, day, shift.code)
                here = duty is not None and duty.shift == shift.code
                demands.model.equal(works, int(here))
    for day in case.problem.horizon.dates:
        for shift in center.shifts:
            heads = sum(d.day == day and d.shift == shift.code for d in case.roster.duties)
            demands.model.equal(demands.crowd(day, shift.code), heads)
    return demands


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule.rule}: {case.name}")
def test_rows_agree_with_check(case):
    """A roster meets all rows of a rule exactly if the rule's check finds no breach."""
    demands = fixed(case)
    every = {row.demand for row in demands.rows}
    possible = Probe(demands, SolveSettings(time_limit_s=30)).possible(every)

    assert possible == (not case.breaches)


def test_shrink_finds_a_minimal_part():
    """Every item of the result is needed, and all of them together are impossible."""
    for bad in ({3}, {0, 9}, {1, 4, 7}, set(range(10))):
        found = shrink(list(range(10)), bad.issubset)
        assert set(found) == bad


def test_shrink_gives_up_at_its_limit():
    """More questions than allowed end the search."""
    with pytest.raises(TooManyQuestions):
        shrink(list(range(50)), set(range(50)).issubset, limit=20)


def test_nothing_is_needed_where_all_is_impossible():
    """Where even the empty part is impossible, no item is to blame."""
    assert shrink([1, 2], lambda part: True) == []
