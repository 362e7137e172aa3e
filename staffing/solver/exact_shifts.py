"""The fewest paid hours that keep a service level in every interval, by the exact queue.

The usual chain takes the heads that each slot needs alone and covers them with shifts. Here
the covering problem begins with what is certainly necessary; its answer is evaluated by the
exact time-varying queue, and an interval that is found short becomes a row that cuts off the
answer and everything of no more strength, until an answer keeps every interval.

Such a row is valid where more strength never harms a later interval. Where waiting callers hang
up no faster than calls end, more on the phones empty the system sooner, and in all cases tried
nothing was harmed beyond `SLACK`. Where callers are less patient than calls are long, more
heads can harm a little: those who would have hung up are still on the phone. Rows are then made
only where an interval is short by more than a guard, and answers that are short by less are
excluded one by one.
"""

from __future__ import annotations

import datetime as dt
import time
from bisect import bisect_left
from math import lcm
from typing import NamedTuple

import numpy as np

from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.shift_plan import Crew, ShiftPlan
from staffing.errors import InputError
from staffing.queueing.cram import Floats
from staffing.solver.exact_cover import Covering, Stretches, patterns_of
from staffing.solver.exact_intervals import Bools, Intervals, Ints
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Values

ROUNDING = 1e-9
"""A service level may miss its target by so much."""
SLACK = 1e-6
"""No row is made for an interval that is short by less than this share."""
HALF_HOUR = 30
TRIES = 100
"""How often heads are added to what slots need alone, for a first answer."""


def fewest_hours(
    problem: Problem,
    day: dt.date,
    *,
    queue: str | None = None,
    service_level: float | None = None,
    interval_minutes: int | None = None,
    guard: float = 0.005,
    settings: SolveSettings | None = None,
) -> ShiftPlan:
    """Return how many people each shift needs so that every interval keeps a service level.

    People have no names: any number of them can work any shift. The center's rules are not
    asked. The opening begins without calls, and who waits at closing is still answered.

    Parameters
    ----------
    problem
        Its center's shifts and breaks, and the demand, handle times and available share of its
        curves.
    day
        An open day of its horizon.
    queue
        Code; the first if left out.
    service_level
        Share of the calls offered in an interval that are answered within the queue's
        threshold; the queue's target if left out.
    interval_minutes
        Length of an interval, a multiple of the slots; intervals start at midnight plus whole
        multiples of it. If left out, half an hour, or its
        least multiple that is whole slots.
    guard
        See `ShiftPlan`; a share. Not used where callers are as patient as calls are long.
    settings
        Limits of the search; the time limit holds for the whole.

    Raises
    ------
    InputError
        If an argument is out of range, or shifts reach from one opening into another.

    References
    ----------
    J. Atlason, M. Epelman and S. Henderson (2008), Optimizing call center staffing using
    simulation and analytic center cutting-plane methods, doi:10.1287/mnsc.1070.0774.
    A. Ingolfsson, F. Campello, X. Wu and E. Cabral (2010), Combining integer programming and
    the randomization method to schedule employees, doi:10.1016/j.ejor.2009.04.026.
    """
    if not 0 <= guard < 1:
        raise InputError("guard", f"found {guard:g}", "a share, at least 0 and below 1")
    if day not in problem.horizon or not problem.grid.of_day(problem.horizon.index(day)):
        raise InputError("day", f"found {day}", f"an open day of {problem.horizon}")
    minutes = interval_minutes or lcm(HALF_HOUR, problem.grid.slot_minutes)
    return _Hunt(
        problem, day, queue, service_level, minutes, guard, settings or SolveSettings()
    ).run()


class _Answer(NamedTuple):
    """People on each pattern, their strength and pay, and the service level of each interval."""

    people: Ints
    strength: Ints
    paid: int
    levels: Floats


class _Hunt:
    """The rounds of covering, evaluating and cutting."""

    def __init__(
        self,
        problem: Problem,
        day: dt.date,
        queue: str | None,
        service_level: float | None,
        minutes: int,
        guard: float,
        settings: SolveSettings,
    ) -> None:
        self.begun = time.monotonic()
        self.day, self.settings = day, settings
        index = problem.horizon.index(day)
        self.patterns = patterns_of(problem, index)
        slots = len(problem.grid.of_day(index))
        there = np.array([p.there for p in self.patterns], dtype=np.bool_).reshape(-1, slots)
        staffed: Bools = there.sum(axis=0) > 0
        self.intervals = Intervals(problem, day, queue, service_level, minutes, staffed)
        self.stretches = Stretches(there)
        self.guard = 0.0 if self.intervals.patient else guard
        self.kept = self.intervals.target - ROUNDING
        self.broken = self.kept - max(self.guard, SLACK)
        self.most = self.stretches.most(self.intervals.plenty)
        self.best: _Answer | None = None
        self.slotwise: _Answer | None = None
        self.rounds = self.cuts = self.excluded = self.bound = 0
        self.interrupted = False

    def run(self) -> ShiftPlan:
        """Return the answer."""
        if (self._quick(self.most) < self.broken).any():
            return self._plan(Status.INFEASIBLE)
        self._begin()
        if self.best is None:
            return self._plan(Status.UNKNOWN)
        if not self.best.paid:
            return self._plan(Status.OPTIMAL)
        people = self.best.paid // min(pattern.paid_minutes for pattern in self.patterns)
        self.most = self.stretches.most(people)
        covering = Covering(self.patterns, self.stretches, self._necessary(), people)
        covering.cheaper_than(self.best.paid)
        return self._plan(self._rounds(covering, self.best))

    def _begin(self) -> None:
        """Find a first answer: the heads that slots need alone, and more where that is short."""
        wanted = self.intervals.alone
        for _ in range(TRIES):
            least = np.zeros_like(self.most)
            np.maximum.at(least, self.stretches.of_slot, wanted)
            covering = Covering(self.patterns, self.stretches, least, int(least.sum()))
            found = self._search(covering)
            if found.values is None or found.interrupted:
                return
            answer = self._answer(covering, found.values)
            if self.slotwise is None and found.status is Status.OPTIMAL:
                self.slotwise = answer
            short = (answer.levels < self.kept)[self.intervals.of_slot]
            if not short.any():
                self.best = answer
                return
            heads = self.stretches.by_slot(answer.strength)[0]
            more = np.maximum(wanted, heads) + 1
            wanted = np.where(short & (self.intervals.alone > 0), more, wanted)

    def _necessary(self) -> Ints:
        """Return (K,) the fewest heads with which each stretch can do, all else at most."""
        least = np.zeros_like(self.most)
        for part, top in enumerate(self.most[: self.stretches.count].tolist()):

            def enough(heads: int, part: int = part) -> bool:
                return bool((self._quick(_with(self.most, part, heads)) >= self.broken).all())

            heads = min(int(self.intervals.alone[self.stretches.of_slot == part].min()), top)
            while heads < top and not enough(heads):
                heads += 1
            while heads > 0 and enough(heads - 1):
                heads -= 1
            least[part] = heads
        return least

    def _rounds(self, covering: Covering, known: _Answer) -> Status:
        while True:
            self.rounds += 1
            found = self._search(covering)
            if found.status is Status.INFEASIBLE:  # nothing is cheaper than what is known
                self.bound = known.paid
                return Status.OPTIMAL
            self.bound = max(self.bound, found.bound or 0)
            if found.values is None:
                return Status.FEASIBLE
            answer = self._answer(covering, found.values)
            if (answer.levels >= self.kept).all():
                self.best = answer
                return found.status
            if found.status is not Status.OPTIMAL or found.interrupted:
                return Status.FEASIBLE
            broken = np.flatnonzero(self._quick(answer.strength) < self.broken).tolist()
            for interval in broken:
                covering.cut(self._raised(answer.strength, interval), self.most)
            if not broken:
                # What begins later than one slot after an interval cannot be felt in it.
                short = int(np.flatnonzero(answer.levels < self.kept)[0])
                last = int(np.flatnonzero(self.intervals.of_slot == short)[-1])
                felt = np.flatnonzero(self.stretches.starts <= last + 1).tolist()
                covering.exclude(answer.strength, felt)
            self.cuts += len(broken)
            self.excluded += not broken

    def _raised(self, strength: Ints, interval: int) -> Ints:
        """Return a strength raised, the furthest parts first, while an interval stays short."""

        def short(tried: Ints) -> bool:
            return bool(self._quick(tried)[interval] < self.broken)

        middle = np.flatnonzero(self.intervals.of_slot == interval).mean()
        order = np.argsort(-np.abs(self.stretches.starts - middle), kind="stable")

        def far(count: int) -> Ints:
            tried = strength.copy()
            tried[order[:count]] = self.most[order[:count]]
            return tried

        many = range(1, order.size + 1)
        count = bisect_left(many, True, key=lambda number: not short(far(number)))
        now = far(count)
        for part in order[count:].tolist():
            full = _with(now, part, int(self.most[part]))
            if short(full):
                now = full
            while now[part] < self.most[part] and short(_with(now, part, now[part] + 1)):
                now[part] += 1
        return now

    def _quick(self, strength: Ints) -> Floats:
        return self.intervals.quick(*self.stretches.by_slot(strength))

    def _search(self, covering: Covering) -> Found:
        left = self.settings.time_limit_s - (time.monotonic() - self.begun)
        limited = self.settings.model_copy(update={"time_limit_s": max(left, 0.01)})
        found = search(covering.model, limited)
        self.interrupted |= found.interrupted
        return found

    def _answer(self, covering: Covering, values: Values) -> _Answer:
        people = covering.people(values)
        strength = self.stretches.strength(people)
        paid = covering.model.objective(values.tolist())
        return _Answer(
            people, strength, paid, self.intervals.sure(*self.stretches.by_slot(strength))
        )

    def _plan(self, status: Status) -> ShiftPlan:
        best, first = self.best, self.slotwise
        people = [0] * len(self.patterns) if best is None else best.people.tolist()
        return ShiftPlan(
            day=self.day,
            queue=self.intervals.queue.code,
            status=status,
            crews=tuple(
                Crew(shift=pattern.shift, breaks=pattern.breaks, people=number)
                for pattern, number in zip(self.patterns, people, strict=True)
                if number
            ),
            service_level=self.intervals.target,
            interval_minutes=self.intervals.minutes,
            begins=self.intervals.begins,
            levels=() if best is None else tuple(best.levels.tolist()),
            paid_minutes=0 if best is None else best.paid,
            bound_minutes=self.bound,
            slotwise_minutes=None if first is None else first.paid,
            slotwise_lowest=None if first is None else float(first.levels.min()),
            guard=self.guard,
            rounds=self.rounds,
            cuts=self.cuts,
            excluded=self.excluded,
            evaluations=self.intervals.evaluations,
            seconds=round(time.monotonic() - self.begun, 3),
            interrupted=self.interrupted,
        )


def _with(strength: Ints, part: int, number: int) -> Ints:
    changed = strength.copy()
    changed[part] = number
    return changed
