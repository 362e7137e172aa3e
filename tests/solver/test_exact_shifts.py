"""The fewest hours by the exact queue: proved least, true levels, honest refusals."""

import datetime as dt
from itertools import combinations_with_replacement

import numpy as np
import pytest

from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import ALL_DAYS
from staffing.domain.history import Forecast
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Status
from staffing.domain.people import Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.work import Break, Queue, ServiceTarget, Shift
from staffing.errors import InputError
from staffing.formulation.model import Model
from staffing.queueing.curves import service_curves
from staffing.queueing.exact_service import exact_service
from staffing.solver.exact_cover import patterns_of
from staffing.solver.exact_intervals import Intervals
from staffing.solver.exact_shifts import fewest_hours
from staffing.solver.search import Found, search
from staffing.solver.settings import SolveSettings

DAY = dt.date(2026, 11, 30)
ONE = SolveSettings(workers=1)
SHIFTS = (
    Shift(code="A", start=480, end=570),
    Shift(code="B", start=510, end=600),
    Shift(code="C", start=570, end=660),
    Shift(code="L", start=480, end=660, breaks=("rest",)),
)


def problem(
    calls: list[float],
    patience: float | None = None,
    shifts: tuple[Shift, ...] = SHIFTS,
    present: float = 1.0,
    opens: int = 480,
) -> Problem:
    """Return a morning from 08:00 with so many calls in each half hour."""
    center = CallCenter(
        name="Morning",
        slot_minutes=30,
        opening=(OpeningRule(days=ALL_DAYS, opens=opens, closes=opens + 30 * len(calls)),),
        queues=(
            Queue(
                code="calls",
                aht_s=180,
                patience_s=patience,
                target=ServiceTarget(service_level=0.8, answer_rate=None),
                on_phone_share=present,
            ),
        ),
        shifts=shifts,
        breaks=(Break(code="rest", minutes=30, after_start=60, before_end=60),),
        contracts=(Contract(code="FT"),),
        counselors=tuple(Counselor(id=f"P{n:02d}", contract="FT") for n in range(1, 13)),
    )
    grid = center.grid(Horizon(first=DAY, days=1))
    offered = np.array([calls])
    forecast = Forecast(
        grid=grid,
        queues=("calls",),
        offered=offered,
        aht_s=np.full(offered.shape, 180.0),
        day_cv=np.zeros((1, 1)),
        slot_cv=np.zeros(offered.shape),
    )
    return Problem(center=center, curves=service_curves(center, forecast))


def levels_of(of: Problem, roster: Roster) -> np.ndarray:
    """Return the exact service level of each half hour, by the judge of named rosters."""
    exact = exact_service(of, roster)
    return exact.in_time[0] / exact.offered[0]


@pytest.mark.parametrize("patience", [None, 180.0])
def test_nothing_cheaper_keeps_every_interval(patience: float | None) -> None:
    """Of all ways to staff a small morning, none that pays less keeps every half hour."""
    of = problem([4, 12, 14, 6, 9, 5], patience)
    found = fewest_hours(of, DAY, settings=ONE)
    patterns = patterns_of(of, 0)
    kept = []
    for people in range(1, found.paid_minutes // 90 + 1):
        for crew in combinations_with_replacement(patterns, people):
            paid = sum(pattern.paid_minutes for pattern in crew)
            heads = sum(pattern.there.astype(int) for pattern in crew)
            if paid > found.paid_minutes or not np.all(heads):
                continue
            duties = [
                Duty(counselor=f"P{n:02d}", day=DAY, shift=p.shift, breaks=p.breaks)
                for n, p in enumerate(crew, start=1)
            ]
            roster = Roster(horizon=of.horizon, duties=tuple(duties))
            if np.all(levels_of(of, roster) >= 0.8 - 1e-9):
                kept.append(paid)

    assert found.status is Status.OPTIMAL
    assert min(kept) == found.paid_minutes == found.bound_minutes
    assert found.slotwise_minutes is not None
    assert found.slotwise_minutes >= found.paid_minutes


def test_cuts_are_needed_and_made() -> None:
    """Where what slots need alone costs too much, rows from the exact queue prove less."""
    of = problem([4, 12, 14, 6, 9, 5])
    found = fewest_hours(of, DAY, settings=ONE)

    assert found.cuts > 0
    assert found.guard == 0


@pytest.mark.parametrize("present", [1.0, 0.9])
def test_levels_are_those_of_the_judge(present: float) -> None:
    """The service levels of an answer are those that `exact_service` gives its roster."""
    of = problem([4, 12, 14, 6, 9, 5], 120.0, present=present)
    found = fewest_hours(of, DAY, settings=ONE)

    assert found.roster.horizon == of.horizon
    assert sum(found.by_shift.values()) == len(found.roster.duties)
    assert np.array(found.levels) == pytest.approx(levels_of(of, found.roster), abs=1e-9)
    assert min(found.levels) >= 0.8 - 1e-9


@pytest.mark.parametrize(("patience", "harm"), [(None, 1e-9), (200.0, 1e-9), (60.0, 0.005)])
def test_more_people_harm_no_more_than_the_guard(patience: float | None, harm: float) -> None:
    """People added to an answer lower no half hour by more than the proof assumes."""
    rng = np.random.default_rng(5)
    of = problem([20, 40, 30, 25, 45, 30], patience)
    intervals = Intervals(of, DAY, None, None, 30, np.ones(6, dtype=np.bool_))
    tried, worst = 0, 0.0
    while tried < 12:
        heads = intervals.alone + rng.integers(-1, 2, 6)
        more, swaps = heads + rng.integers(0, 3, 6), rng.integers(0, 2, 6)
        low, high = (
            intervals.quick(h, np.maximum(-change, 0) + s, np.maximum(change, 0) + s)
            for h, s in ((heads, swaps * 0), (more, swaps))
            for change in (np.diff(h, prepend=h[:1]),)
        )
        if min(low) >= 0.8:
            tried += 1
            worst = max(worst, float((low - high).max()))

    assert intervals.patient == (patience != 60)
    assert worst <= harm


def test_exchanges_count() -> None:
    """Whoever comes as another goes is free at once, so half an hour later fewer wait."""
    of = problem([10, 10, 10, 10, 10, 10])
    there = np.ones(6, dtype=np.bool_)
    intervals = Intervals(of, DAY, None, None, 30, there)
    heads, swaps = np.full(6, 2), np.array([0, 0, 2, 0, 0, 0])
    alike, changed = (
        intervals.quick(heads, swaps * 0, swaps * 0),
        intervals.quick(heads, swaps, swaps),
    )

    assert changed[2] > alike[2] + 0.01
    assert intervals.sure(heads, swaps, swaps) == pytest.approx(changed, abs=1e-6)


def test_no_shift_where_calls_come_is_proved_impossible() -> None:
    """If no shift reaches a half hour with calls, the answer is a proof, not a roster."""
    found = fewest_hours(problem([4, 6, 5, 4, 5, 5], shifts=SHIFTS[:2]), DAY, settings=ONE)

    assert found.status is Status.INFEASIBLE
    assert found.crews == ()


def test_the_queue_that_is_asked_for() -> None:
    """Of two queues the named one is staffed, the first if none is named."""
    one = problem([4, 12, 14, 6, 9, 5])
    queues = (one.center.queues[0], one.center.queues[0].model_copy(update={"code": "quiet"}))
    center = one.center.model_copy(update={"queues": queues})
    offered = np.array([[4, 12, 14, 6, 9, 5], [2, 2, 2, 2, 2, 2]], dtype=float)
    forecast = Forecast(
        grid=one.grid,
        queues=("calls", "quiet"),
        offered=offered,
        aht_s=np.full(offered.shape, 180.0),
        day_cv=np.zeros((2, 1)),
        slot_cv=np.zeros(offered.shape),
    )
    both = one.model_copy(update={"center": center, "curves": service_curves(center, forecast)})
    alone = fewest_hours(problem([2, 2, 2, 2, 2, 2]), DAY, settings=ONE)
    quiet = fewest_hours(both, DAY, queue="quiet", settings=ONE)

    assert (quiet.queue, quiet.levels) == ("quiet", pytest.approx(alone.levels))
    assert fewest_hours(both, DAY, settings=ONE).queue == "calls"


def test_no_calls_need_nobody() -> None:
    """Without calls nobody is paid."""
    found = fewest_hours(problem([0, 0, 0, 0, 0, 0]), DAY, settings=ONE)

    assert (found.status, found.paid_minutes, found.levels) == (Status.OPTIMAL, 0, (1.0,) * 6)


@pytest.mark.parametrize(("searches", "status"), [(0, Status.UNKNOWN), (1, Status.FEASIBLE)])
def test_without_time_nothing_is_proved(
    searches: int, status: Status, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When time is out, an answer is kept if there is one, and nothing is said to be proved."""
    done = []

    def hurried(model: Model, settings: SolveSettings) -> Found:
        done.append(1)
        if len(done) > searches:
            return Found(Status.UNKNOWN, None, None, interrupted=False, steps=())
        return search(model, settings)

    monkeypatch.setattr("staffing.solver.exact_shifts.search", hurried)
    found = fewest_hours(problem([4, 12, 14, 6, 9, 5]), DAY, settings=ONE)

    assert found.status is status
    assert bool(found.crews) == (status is Status.FEASIBLE)
    assert found.bound_minutes == 0


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"guard": 1.0}, "guard"),
        ({"service_level": 1.0}, "service_level"),
        ({"interval_minutes": 45}, "interval_minutes"),
        ({"queue": "other"}, "queue"),
    ],
)
def test_wrong_arguments_are_refused(options: dict[str, object], place: str) -> None:
    """A number out of range, an unknown queue and half a slot are refused by name."""
    with pytest.raises(InputError, match=place):
        fewest_hours(problem([4, 6, 5, 4, 5, 5]), DAY, **options)


@pytest.mark.parametrize(
    ("queue", "target"), [({"lines": 4}, {}), ({}, {"definition": "answered"})]
)
def test_what_it_does_not_count_is_refused(
    queue: dict[str, object], target: dict[str, object]
) -> None:
    """Lines and other service levels are not computed here, so no level is given for them."""
    of = problem([4, 6, 5, 4, 5, 5])
    calls = of.center.queues[0]
    update = {"target": calls.target.model_copy(update=target), **queue}
    center = of.center.model_copy(update={"queues": (calls.model_copy(update=update),)})
    with pytest.raises(InputError, match="queue calls"):
        fewest_hours(of.model_copy(update={"center": center}), DAY)


def test_a_day_outside_is_refused() -> None:
    """A day that is not planned is no open day."""
    with pytest.raises(InputError, match="open day"):
        fewest_hours(problem([4, 6, 5, 4, 5, 5]), DAY + dt.timedelta(days=1))


def test_shifts_into_another_opening_are_refused() -> None:
    """Around the clock a shift reaches into the next day's opening: a roster plans that."""
    night = Shift(code="N", start=1320, end=1800)
    of = problem([2.0] * 48, shifts=(night,), opens=0)
    week = of.center.grid(Horizon(first=DAY, days=2))
    offered = np.full((1, 96), 2.0)
    forecast = Forecast(
        grid=week,
        queues=("calls",),
        offered=offered,
        aht_s=np.full(offered.shape, 180.0),
        day_cv=np.zeros((1, 2)),
        slot_cv=np.zeros(offered.shape),
    )
    both = of.model_copy(update={"curves": service_curves(of.center, forecast)})
    with pytest.raises(InputError, match="another day"):
        fewest_hours(both, DAY)
