"""The service of a roster over a whole horizon, by the exact time-varying queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from staffing.domain.grid import Grid
from staffing.domain.outcome import Service
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.work import ServiceLevelDefinition
from staffing.queueing.cram import Floats
from staffing.queueing.exact_chain import Days, Found, Route, run
from staffing.queueing.transient import Ints
from staffing.units import MINUTES_PER_DAY, SECONDS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class ExactService:
    """Exact service per queue and slot; arrays are (Q, T), as in `ExactDay`.

    Attributes
    ----------
    grid
        The slots.
    queues
        Codes, the order of the first axis.
    in_time
        Expected calls in time as the queue's target counts them: `in_time_virtual` by the
        definition "virtual", `in_time_offered` by the others.
    counted
        Expected calls that a queue's service level is a share of: those answered by the
        definition "answered", those offered by the others.
    offered, in_time_offered, in_time_virtual, answered, abandoned, blocked
        Calls, as in `ExactDay`, where `in_time_offered` is `in_time`.
    wait_s, busy_s, staffed_s, overtime_s
        Seconds, as in `ExactDay`.
    waiting
        Share of the slot in which anybody waits.
    left
        (Q,) expected calls that nobody answers and that have not hung up.
    error
        Of every probability in the slot, as in `ExactDay`.
    """

    grid: Grid
    queues: tuple[str, ...]
    in_time: Floats
    counted: Floats
    offered: Floats
    in_time_offered: Floats
    in_time_virtual: Floats
    answered: Floats
    abandoned: Floats
    blocked: Floats
    wait_s: Floats
    busy_s: Floats
    staffed_s: Floats
    overtime_s: Floats
    waiting: Floats
    left: Floats
    error: Floats

    def of(self, slots: Sequence[int] | None = None, queue: int | None = None) -> Service:
        """Return the service of some slots (all) and one queue (all).

        Parameters
        ----------
        slots
            Indices.
        queue
            Index.
        """
        of = slice(None) if queue is None else slice(queue, queue + 1)
        during = slice(None) if slots is None else np.asarray(slots, dtype=np.int64)
        names = (
            *("offered", "in_time", "answered", "wait_s", "busy_s", "staffed_s"),
            *("counted", "blocked"),
        )
        return Service(**{n: float(getattr(self, n)[of][:, during].sum()) for n in names})

    def service_level(
        self,
        definition: ServiceLevelDefinition = "offered",
        slots: Sequence[int] | None = None,
        queue: int | None = None,
    ) -> float:
        """Return the service level by its name; 1 where no call is expected (or answered).

        Calls in time are counted where they arrive and answered calls where their wait ends,
        so "answered" is meant for days and longer; in one slot it can exceed 1.

        Parameters
        ----------
        definition
            Share of the offered calls, of the answered calls, or "virtual": of callers if they
            never hung up.
        slots, queue
            As in `of`.
        """
        part = "in_time_virtual" if definition == "virtual" else "in_time_offered"
        whole = "answered" if definition == "answered" else "offered"
        of = slice(None) if queue is None else slice(queue, queue + 1)
        during = slice(None) if slots is None else np.asarray(slots, dtype=np.int64)
        calls = float(getattr(self, whole)[of][:, during].sum())
        return float(getattr(self, part)[of][:, during].sum()) / calls if calls > 0 else 1.0

    @property
    def total(self) -> Service:
        """The service of the whole horizon."""
        return self.of()

    def by_slot(self, queue: int | None = None) -> tuple[Service, ...]:
        """Return the service of each slot."""
        return tuple(self.of([slot], queue) for slot in range(self.grid.size))

    def by_day(self, queue: int | None = None) -> dict[dt.date, Service]:
        """Return the service of each open day."""
        days = enumerate(self.grid.horizon.dates)
        open_days = ((date, self.grid.of_day(index)) for index, date in days)
        return {date: self.of(slots, queue) for date, slots in open_days if slots}

    def by_week(self, queue: int | None = None) -> dict[dt.date, Service]:
        """Return the service of each calendar week, by its Monday."""
        weeks: dict[dt.date, list[int]] = {}
        for index, date in enumerate(self.grid.horizon.dates):
            monday = date - dt.timedelta(days=date.weekday())
            weeks.setdefault(monday, []).extend(self.grid.of_day(index))
        return {monday: self.of(slots, queue) for monday, slots in weeks.items() if slots}


def borders(problem: Problem, roster: Roster) -> tuple[Ints, Ints]:
    """Return (Q, T) how many counselors leave and join the phones at the start of each slot.

    When one comes back from a break as another goes, one leaves and one joins although their
    number stays the same. In the first slot after closed hours everybody joins.

    Parameters
    ----------
    problem, roster
        As for `Problem.on_phones`, which counts the same people.
    """
    center, horizon, grid = problem.center, problem.horizon, problem.grid
    queue_of = {c.id: center.queue_of(c) for c in center.counselors}
    number = {c.id: row for row, c in enumerate(center.counselors)}
    there = np.zeros((len(number), grid.size), dtype=np.int64)
    for duty in roster.duties:
        index = horizon.index(duty.day)
        if duty.counselor not in number or not 0 <= index < horizon.days:
            continue
        if duty.shift not in center.shift:
            continue
        slots = problem.slots_of[index, duty.shift]
        present = np.zeros(grid.size, dtype=np.int64)
        present[slots.start : slots.stop] = 1
        for pause in duty.breaks:
            if pause.code in center.pause:
                begin = index * MINUTES_PER_DAY + pause.start
                away = grid.between(begin, begin + center.pause[pause.code].minutes)
                present[away.start : away.stop] = 0
        there[number[duty.counselor]] += present
    change = np.diff(there, axis=1, prepend=0)
    fresh = np.array([run_.start for run_ in _runs(grid)], dtype=np.int64)
    change[:, fresh] = there[:, fresh]
    leavers = np.zeros((len(center.queues), grid.size), dtype=np.int64)
    joiners = np.zeros_like(leavers)
    rows = [queue_of[code] for code in number]
    np.add.at(leavers, rows, np.maximum(-change, 0))
    np.add.at(joiners, rows, np.maximum(change, 0))
    return leavers, joiners


def _runs(grid: Grid) -> list[range]:
    """Return the stretches of slots without a closed minute between them."""
    if not grid.size:
        return []
    gaps = np.flatnonzero(np.diff(grid.starts) != grid.slot_minutes) + 1
    ends = [0, *gaps.tolist(), grid.size]
    return [range(a, b) for a, b in pairwise(ends)]


def exact_service(
    problem: Problem, roster: Roster, *, drain: bool = True, route: Route = "cram"
) -> ExactService:
    """Evaluate a roster by the exact time-varying queue, day after day and queue by queue.

    Every opening begins with an empty queue; openings that follow each other without a gap
    (around the clock) are carried through. Each queue is served by its own counselors.

    Parameters
    ----------
    problem
        Demand, patience, thresholds and the available share come from its curves and center.
    roster
        Who is on the phones when; see `borders`.
    drain, route
        As in `exact_day`.
    """
    grid, curves = problem.grid, problem.curves
    heads = problem.on_phones(roster)
    leavers, joiners = borders(problem, roster)
    shape = heads.shape
    results = {name: np.zeros(shape) for name in (*_NAMES, "in_time_offered")}
    waiting, left = np.zeros(shape), np.zeros(shape[0])
    seconds = grid.slot_minutes * SECONDS_PER_MINUTE
    runs = sorted(_runs(grid), key=len)
    for q, queue in enumerate(problem.center.queues):
        aht = np.where(curves.aht_s[q] > 0, curves.aht_s[q], queue.aht_s)
        for _, same in groupby(runs, key=len):
            index = np.array(list(same)).T
            days = Days(
                arrive=curves.offered[q][index] / seconds,
                aht_s=aht[index],
                present=curves.present[q][index],
                agents=heads[q][index],
                leavers=leavers[q][index],
                joiners=joiners[q][index],
                seconds=float(seconds),
                abandon=0.0 if queue.patience_s is None else 1.0 / queue.patience_s,
                threshold_s=queue.target.threshold_s,
                initial=0,
                drain=drain,
                lines=queue.lines,
            )
            found: Found = run(days, route)
            for name in _NAMES:
                results[name][q][index] = getattr(found, name)
            results["in_time_offered"][q][index] = found.in_time
            waiting[q][index] = found.queue[..., 0]
            left[q] += found.left.sum()
    definitions = [target.definition for target in curves.targets]
    in_time = [
        results["in_time_virtual" if name == "virtual" else "in_time_offered"][q]
        for q, name in enumerate(definitions)
    ]
    counted = [
        results["answered" if name == "answered" else "offered"][q]
        for q, name in enumerate(definitions)
    ]
    return ExactService(
        grid=grid, queues=curves.queues, waiting=waiting, left=left, in_time=np.stack(in_time),
        counted=np.stack(counted), **results,
    )  # fmt: skip


_NAMES = (
    "offered", "in_time_virtual", "answered", "abandoned", "blocked", "wait_s", "busy_s",
    "staffed_s", "overtime_s", "error",
)  # fmt: skip
