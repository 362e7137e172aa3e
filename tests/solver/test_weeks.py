"""Several weeks one after another: legal as a whole, with an honest bound."""

import datetime as dt
from collections.abc import Sequence

import pytest

from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.domain.toys import MONDAY, toy
from staffing.presets import resolve
from staffing.rules.registry import make
from staffing.solver import highs, weeks
from staffing.solver.planning import plan
from staffing.solver.progress import Moment
from staffing.solver.settings import SolveSettings

BY_WEEKS = SolveSettings(engine="weeks", time_limit_s=20, workers=2)
LUNCH = resolve("KR_LSA", [{"rule": "floor"}])


def two_weeks(rules: Sequence[Rule] = LUNCH, people: int = 6) -> Problem:
    """Return two weeks with lunches."""
    ids = tuple(f"P{i}" for i in range(people))
    needs = [people * share for share in (0.62, 0.55, 0.55, 0.5, 0.5, 0.2, 0.15)] * 2
    return toy(ids, days=14, lunch=True, needs=needs, rules=rules)


@pytest.mark.parametrize("workers", [1, 2])
def test_bound_and_roster_enclose_the_optimum(workers: int) -> None:
    """The proved optimum lies between the bound and the roster, with one core and with two."""
    problem = two_weeks()
    best = plan(problem, SolveSettings(engine="cp-sat", time_limit_s=60, gap=0.005))
    answer = plan(problem, BY_WEEKS.model_copy(update={"workers": workers}))

    assert answer.record.engine == "weeks"
    assert answer.verdict.legal
    assert answer.bound is not None
    assert best.bound is not None
    assert answer.bound <= best.objective
    assert best.bound <= answer.objective
    assert answer.gap_share <= 0.03


def test_a_run_of_days_is_kept_across_the_border() -> None:
    """Without its past, the second week would begin as if nobody had worked before."""
    rules = [*LUNCH, make({"rule": "consecutive_days", "most": 4})]
    answer = plan(two_weeks(rules), BY_WEEKS)

    assert answer.record.engine == "weeks"
    assert answer.verdict.legal


def test_what_was_published_stays_where_it_was() -> None:
    """Changes are priced in the week in which they are, not in every week."""
    rules = [*LUNCH, make({"rule": "changes", "weight": 100_000})]
    told = plan(two_weeks(), BY_WEEKS).roster
    again = plan(two_weeks(rules).model_copy(update={"published": told}), BY_WEEKS)

    assert {(d.counselor, d.day, d.shift) for d in again.roster.duties} == {
        (d.counselor, d.day, d.shift) for d in told.duties
    }


def test_weeks_that_cannot_stand_alone_are_planned_as_a_whole() -> None:
    """Hours that only all weeks together reach leave the last week without a roster."""
    hours = make({"rule": "hours_in_window", "window": 14, "most": 60})
    cover = {"rule": "minimum_cover", "working_day": 1, "day_off": 1}
    loose = {"rule": "contract_days", "off": True}
    rules = [*resolve(None, [{"rule": "service"}, cover, loose]), hours]
    answer = plan(two_weeks(rules), BY_WEEKS)

    assert answer.record.engine == "weeks+cp-sat"
    assert answer.verdict.legal


def test_a_start_is_kept_and_progress_is_told() -> None:
    """A search that betters nothing returns what it was given; bounds and rosters are told."""
    problem = two_weeks()
    moments: list[Moment] = []
    first = plan(problem, BY_WEEKS, moments.append)
    short = BY_WEEKS.model_copy(update={"time_limit_s": 0.3})
    again = plan(problem, short, start=first.roster)

    assert again.objective <= first.objective
    assert any(m.service_level is not None and m.objective is not None for m in moments)
    assert any(m.bound for m in moments)


def test_many_people_and_weeks_are_planned_week_by_week() -> None:
    """The size alone decides; a single week, or few people, are not cut up."""
    many = toy(tuple(f"P{i}" for i in range(80)), days=14)

    assert weeks.worth_weeks(many)
    assert not weeks.worth_weeks(toy("ABC", days=14))
    assert not weeks.worth_weeks(toy(tuple(f"P{i}" for i in range(200)), days=7))


def test_a_part_knows_the_days_before_it() -> None:
    """The second week's past is what was known before the horizon and the first week's duties."""
    problem = toy("A", days=14, past={"A": "EE"})
    first = Roster(horizon=problem.part(MONDAY, 7, ()).horizon)
    after = MONDAY + dt.timedelta(days=7)
    part = problem.part(after, 7, first.duties)

    assert problem.part(MONDAY, 7, ()).past == problem.past
    assert part.past is not None
    assert problem.past is not None
    assert part.past.horizon.first == problem.past.horizon.first
    assert part.past.horizon.last == after - dt.timedelta(days=1)
    assert part.past.duties == problem.past.duties
    assert part.grid.size == problem.grid.size // 2
    assert (part.curves.offered == problem.curves.offered[:, : part.grid.size]).all()


def test_infeasible_weeks_are_called_so() -> None:
    """When no roster exists, planning week by week ends in a proof like every other engine."""
    rules = [*LUNCH, make({"rule": "minimum_cover", "working_day": 9, "day_off": 1})]

    assert plan(two_weeks(rules), BY_WEEKS).status is Status.INFEASIBLE


def test_the_same_seed_gives_the_same_bytes() -> None:
    """In reproducible mode a second run is the first, roster and bound."""
    settings = SolveSettings(engine="weeks", reproducible=True, time_limit_s=20, seed=3)
    first, again = (plan(two_weeks(), settings) for _ in range(2))

    assert first.roster == again.roster
    assert first.bound == again.bound


def test_few_people_begin_week_by_week() -> None:
    """Four weeks of few people are proved from the roster of weeks one after another."""
    answer = plan(two_weeks(), SolveSettings(time_limit_s=30, workers=2))

    assert answer.record.engine == "highs"
    assert answer.status is Status.OPTIMAL


def test_a_start_that_breaks_a_rule_is_left_to_cp_sat() -> None:
    """HiGHS from nothing finds little: where the weeks do not fit together CP-SAT searches."""
    hours = make({"rule": "hours_in_window", "window": 14, "most": 60})
    cover = {"rule": "minimum_cover", "working_day": 1, "day_off": 1}
    loose = {"rule": "contract_days", "off": True}
    rules = [*resolve(None, [{"rule": "service"}, cover, loose]), hours]
    answer = plan(two_weeks(rules), SolveSettings(time_limit_s=10, workers=2))

    assert answer.record.engine == "cp-sat"
    assert answer.verdict.legal


def test_the_search_ends_at_the_gap_that_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the first roster is near enough to the bound, nobody goes on proving."""
    solved: list[object] = []

    def solve(*arguments: object, **named: object) -> object:
        solved.append(named["integer"])
        return highs.solve(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(weeks, "solve", solve)
    answer = plan(two_weeks(), BY_WEEKS.model_copy(update={"gap": 0.5}))

    assert answer.gap_share <= 0.5
    assert solved
    assert all(integer == () for integer in solved)
