"""plan(): statuses, the referee, reproducibility, limits."""

import datetime as dt
import time

import pytest

from staffing.domain.outcome import Status
from staffing.domain.people import Contract, Wish
from staffing.domain.problem import Problem
from staffing.domain.toys import toy
from staffing.errors import InfeasibleError, NoRosterError, RefereeError
from staffing.evaluation.referee import evaluate
from staffing.formulation.counted import CountedDraft
from staffing.presets import resolve
from staffing.rules.service import CallersService
from staffing.solver import answers, planning
from staffing.solver.planning import plan
from staffing.solver.progress import Moment
from staffing.solver.settings import SolveSettings

QUICK = SolveSettings(reproducible=True, time_limit_s=30)


def week(people: int = 6, days: int = 7, **more: object) -> Problem:
    """Return a toy week with lunch, wishes and the Korean preset."""
    ids = tuple(f"P{i}" for i in range(people))
    return toy(
        ids,
        days=days,
        lunch=True,
        needs=[people * 0.6] * 5 * (days // 7) + [1.0] * 2 * (days // 7) if days % 7 == 0 else 2,
        wishes={ids[0]: [Wish(kind="off", strength=3)], ids[1]: [Wish(kind="shift", shift="L")]},
        leave={ids[2]: "Tue"},
        rules=resolve(
            "KR_LSA", [{"rule": "floor"}, {"rule": "day_wishes"}, {"rule": "shift_wishes"}]
        ),
        **more,  # type: ignore[arg-type]
    )


def test_optimal_plan_is_refereed_and_repriced() -> None:
    """A proved plan is legal, and its objective is the referee's own price, equal to the bound."""
    answer = plan(week(), QUICK)

    assert answer.status is Status.OPTIMAL
    again = evaluate(answer.problem, answer.roster)
    assert answer.verdict.model_dump_json() == again.model_dump_json()
    assert answer.verdict.legal
    assert answer.objective == answer.bound
    assert answer.gap == 0


def test_same_seed_same_bytes() -> None:
    """In reproducible mode the same problem and seed give the same roster, byte for byte."""
    first, second = (plan(week(), QUICK).roster.model_dump_json() for _ in range(2))

    assert first == second


def test_impossible_is_proved_and_said() -> None:
    """Hard rules that contradict each other give a proof, never an empty roster."""
    rules = resolve(
        None, [{"rule": "minimum_cover", "working_day": 3, "day_off": 3, "weight": None}]
    )
    answer = plan(toy("AB", rules=rules), QUICK)

    assert answer.status is Status.INFEASIBLE
    with pytest.raises(InfeasibleError, match="proved"):
        _ = answer.roster


def test_no_pattern_for_a_person_is_impossible() -> None:
    """A person for whom no day pattern is legal is found before any search."""
    problem = toy(
        "A",
        contract=Contract(code="six", days_per_week=6),
        rules=resolve(None, [{"rule": "weekly_rest_day", "days": 2}]),
    )

    assert plan(problem, QUICK).status is Status.INFEASIBLE


def test_unknown_is_not_infeasible(monkeypatch: pytest.MonkeyPatch) -> None:
    """Running out of time without a roster is its own status and its own error."""
    monkeypatch.setattr(planning, "values_of", lambda *_: None)
    hopeless = SolveSettings(reproducible=True, time_limit_s=1e-9)
    answer = plan(week(people=12), hopeless)

    assert answer.status is Status.UNKNOWN
    with pytest.raises(NoRosterError, match="none was proved impossible"):
        _ = answer.roster


def test_time_limit_keeps_the_greedy_roster() -> None:
    """Even with almost no time the first roster is returned, legal, with an honest gap."""
    answer = plan(week(people=12, days=28), SolveSettings(reproducible=True, time_limit_s=1e-3))

    assert answer.status in {Status.FEASIBLE, Status.OPTIMAL}
    assert answer.verdict.legal
    assert answer.bound is not None
    assert answer.bound <= answer.objective


def test_progress_improves() -> None:
    """Moments tell falling prices, rising bounds and a service level between 0 and 1."""
    moments: list[Moment] = []
    answer = plan(week(), QUICK, moments.append)

    prices = [m.objective for m in moments if m.objective is not None]
    bounds = [m.bound for m in moments if m.bound is not None]
    assert prices == sorted(prices, reverse=True)
    assert bounds == sorted(bounds)
    assert prices[-1] == answer.objective
    assert all(m.service_level is None or 0 <= m.service_level <= 1 for m in moments)


def test_horizon_of_ten_days_with_a_past() -> None:
    """A horizon that starts midweek obeys its rules across both week borders."""
    past = {f"P{i}": "EEE" for i in range(6)}
    problem = week(days=10, first=dt.date(2026, 8, 6), past=past)
    answer = plan(problem, QUICK)

    assert answer.status is Status.OPTIMAL
    assert answer.verdict.legal


def test_start_from_a_given_roster() -> None:
    """A roster given as start is used: the search never returns a worse one."""
    best = plan(week(), QUICK)
    again = plan(week(), SolveSettings(reproducible=True, time_limit_s=1e-3), start=best.roster)

    assert again.objective <= best.objective


def test_a_wrong_roster_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """If naming were to break a rule, plan would raise instead of returning the roster."""
    real = answers.name_roster

    def spoiled(*args: object) -> object:
        roster = real(*args)  # type: ignore[arg-type]
        return roster.with_duties(roster.duties[1:])

    monkeypatch.setattr(answers, "name_roster", spoiled)

    with pytest.raises(RefereeError, match="defect"):
        plan(week(), QUICK)


def test_a_wrong_price_never_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """If referee and solver priced differently, plan would raise."""
    problem = week()

    def generous(self: CallersService, problem: Problem, roster: object) -> object:
        return iter(())

    monkeypatch.setattr(CallersService, "check", generous)

    with pytest.raises(RefereeError, match="prices"):
        plan(problem, QUICK)


def interrupt(monkeypatch: pytest.MonkeyPatch, where: str, call: int) -> None:
    """Let Ctrl-C be pressed while planning calls a function for the nth time."""
    real, calls = getattr(planning, where), []

    def pressed(*args: object) -> object:
        calls.append(where)
        if len(calls) == call:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(planning, where, pressed)


@pytest.mark.parametrize(("where", "call"), [("compile_counted", 2), ("better", 1), ("better", 2)])
def test_ctrl_c_between_searches_loses_no_roster(
    monkeypatch: pytest.MonkeyPatch, where: str, call: int
) -> None:
    """Also while a model is written or a roster judged, Ctrl-C keeps the best roster."""
    # As in a large center, a second round follows because prices were too low.
    loose = {(0, 0): frozenset({1})}
    monkeypatch.setattr(CountedDraft, "underpriced", lambda *_: loose)
    monkeypatch.setattr(planning._Run, "_another", lambda run, *_: not run.found.interrupted)
    interrupt(monkeypatch, where, call)
    answer = plan(week(), SolveSettings(engine="days", time_limit_s=30))

    assert answer.interrupted
    assert answer.verdict.legal


def test_the_limit_holds_with_the_judgment_of_the_roster() -> None:
    """No round is begun that would end after the limit: its roster must be named and judged."""
    run = planning._Run(week(), SolveSettings(time_limit_s=1000), None, time.monotonic())
    assert not run._over()
    assert run._left(kept_s=900).time_limit_s < 100
    run._judged_s = 1000
    assert run._over()
