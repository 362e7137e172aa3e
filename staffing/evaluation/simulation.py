"""Discrete-event simulation of a roster: what callers would live through, call by call.

It holds what no formula here does: several queues with skills, handle times that are not
exponential, people who are away by chance, and the whole distribution of a day.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import InputError
from staffing.evaluation.simulation_block import NEVER, Block, Bools, Floats, blocks_of
from staffing.evaluation.simulation_calls import Absence, Calls, Chance, Draws, HandleTime, draw
from staffing.evaluation.simulation_pool import Border, Course, run_pool
from staffing.evaluation.simulation_records import (
    MEASURES,
    RECORD,
    Estimate,
    Simulation,
    Tally,
    share_estimate,
)
from staffing.evaluation.simulation_routing import run_named

_CALLS_AT_ONCE = 2_000_000
_CELLS_AT_ONCE = 2_000_000
_MOST_RECORDS = 20_000_000
BLOCKED = MEASURES.index("blocked")
_BORDERS = ("idle_first", "net", "any", "handover", "named")


def simulate(
    problem: Problem,
    roster: Roster,
    replications: int,
    seed: int,
    *,
    handle_time: HandleTime = "exponential",
    cv: float = 1.0,
    day_cv: float | NDArray[np.float64] = 0.0,
    absence: Absence = "slot",
    border: Border = "named",
    drain: bool = True,
    records: bool = True,
) -> Simulation:
    """Live through the horizon many times.

    Calls come as a Poisson process at the expected rate of each slot and queue, wait in order
    of arrival, and hang up when an exponential patience with the queue's mean is over.
    A counselor who becomes free takes the longest-waiting call that he can take; a call finds,
    among idle counselors, the one with the fewest skills, then the longest idle. A counselor
    whose time on the phones ends finishes the call and leaves [1]_. Where a queue has lines, a
    call holds one from its arrival to its end, and who finds none is blocked.

    Parameters
    ----------
    problem
        Center and expected calls and handle times.
    roster
        Who works which shift, with breaks.
    replications
        How often the horizon is lived through.
    seed
        The same seed gives the same calls. Replication r has its own stream: it does not
        depend on how many others there are.
    handle_time
        ``"exponential"`` or ``"lognormal"``.
    cv
        Coefficient of variation of lognormal handle times.
    day_cv
        Coefficient of variation of a gamma factor that all slots of a queue's day share: one
        number or (Q, D), for example `Forecast.day_cv`.
    absence
        What the on-phone share of a queue means: a scheduled counselor is away with
        probability 1 - share for a whole ``"slot"`` (each anew), for the whole ``"day"``, or
        ``"none"``: everybody is there all the time.
    border
        Who goes when people go on a break or home. ``"named"``: the very people of the
        roster, busy or not. The others take one queue's counselors as a pool of equals:
        ``"any"`` draws lots among idle and busy, which is what the exact time-varying queue
        assumes; ``"idle_first"`` lets idle counselors go first; ``"net"`` does so by head
        count alone, where one who goes and one who comes cancel; ``"handover"`` replaces the
        whole team at each change. On a day with staggered breaks, named people are within
        0.03 points of lots (the error measured); idle first costs 0.6 points of service
        level (and 6 in one quarter of an hour): fewer calls leave with those who go.
    drain
        Whether the last team stays until nobody waits; if not, callers who still wait at
        closing are lost.
    records
        Whether to return each call.

    Raises
    ------
    InputError
        If a number is out of range, a pool is asked for with several queues, or the records
        would not fit in memory.

    References
    ----------
    .. [1] Ingolfsson, A., Akhmetshina, E., Budge, S., Li, Y. and Wu, X. (2007). A survey and
       experimental comparison of service-level-approximation methods for nonstationary
       M(t)/M/s(t) queueing systems with exhaustive discipline. INFORMS Journal on
       Computing 19(2).
    """
    queues, days = len(problem.curves.queues), problem.horizon.days
    chance = Chance(
        seed=_whole("seed", seed, 0),
        handle_time=handle_time,
        cv=cv,
        day_cv=_day_cv(day_cv, queues, days),
        absence=absence,
        lots=border == "any",
    )
    count = _whole("replications", replications, 1)
    _check(chance, border, queues)
    expected = float(problem.curves.offered.sum())
    if records and expected * count > _MOST_RECORDS:
        raise InputError(
            "records",
            f"about {expected * count:,.0f} calls",
            f"at most {_MOST_RECORDS:,} are kept in memory",
            "give records=False, or fewer replications",
        )
    book = _Book(problem, records=records, drain=drain)
    blocks = blocks_of(problem, roster)
    for batch in _batches(blocks, count, queues * problem.grid.size):
        book.begin(len(batch))
        for block in blocks:
            draws = draw(block, chance, batch)
            if not drain:
                draws = _cut(draws, block)
            if border == "named":
                course = run_named(draws, block.can, block.slot_s, block.lines, drain=drain)
            else:
                course = run_pool(draws, block.slot_s, border, block.lines[0])
            book.enter(block, draws.calls, course, batch, named=border == "named")
        book.end()
    return book.simulation(chance.seed)


def _cut(draws: Draws, block: Block) -> Draws:
    """End all patience at closing."""
    calls = draws.calls
    left = block.close_s - calls.time
    patience = np.where(calls.patience < 0, -1.0, np.minimum(calls.patience, left))
    return draws._replace(calls=calls._replace(patience=patience))


class _Book:
    """Adds up what happened, batch by batch."""

    def __init__(self, problem: Problem, *, records: bool, drain: bool) -> None:
        self.problem = problem
        self.drain = drain
        curves = problem.curves
        self.threshold = np.array([target.threshold_s for target in curves.targets])
        kinds = [target.definition for target in curves.targets]
        self.virtual = np.array([kind == "virtual" for kind in kinds])
        self.by_answered = np.array([kind == "answered" for kind in kinds])
        self.shape = len(curves.queues), problem.grid.size
        self.cells, self.days, self.all, self.total = Tally(), Tally(), Tally(), Tally()
        self.overtime = Tally()
        self.met = np.zeros((self.shape[0], problem.horizon.days))
        self.records: list[NDArray[np.void]] | None = [] if records else None
        self.now: Floats = np.zeros(0)
        self.over: Floats = np.zeros(0)
        self.rows: list[NDArray[np.void]] = []

    def begin(self, count: int) -> None:
        """Open an empty page for a batch of replications."""
        self.now = np.zeros((len(MEASURES), *self.shape, count))
        self.over = np.zeros((1, self.problem.horizon.days, count))
        self.rows = []

    def enter(
        self, block: Block, calls: Calls, course: Course, batch: range, *, named: bool
    ) -> None:
        """Enter the calls of a block."""
        reps, slots = len(batch), len(block.slots)
        # What only fills up the table falls into a slot after the last, which is dropped.
        slot = np.minimum(calls.time / block.slot_s, slots).astype(np.int64)
        limit = calls.patience
        if not np.isfinite(block.patience_s).all():
            # Who would wait for ever and is not answered has waited until closing.
            left = np.maximum(block.close_s - calls.time, 0.0)
            limit = np.where(np.isfinite(limit), limit, left)
        wait = np.where(course.answered, course.start - calls.time, limit)
        service = np.where(course.answered, calls.service, 0.0)
        queues = self.shape[0]
        blocked = None if course.blocked is None else course.blocked.astype(np.float64)
        if course.blocked is not None:
            wait = np.where(course.blocked, 0.0, wait)
        cell = slot * reps + np.arange(reps)
        if queues > 1:
            cell += calls.queue * ((slots + 1) * reps)
        threshold = self.threshold[calls.queue] if queues > 1 else self.threshold[0]
        in_time = course.answered & (wait <= threshold)
        if self.virtual.any():
            # Who hangs up would have been answered when the next counselor was free for him.
            last = NEVER if self.drain else block.close_s
            virtual = (course.start - calls.time <= threshold) & (course.start < last)
            if course.blocked is not None:
                virtual &= ~course.blocked
            in_time = np.where(self.virtual[calls.queue] if queues > 1 else True, virtual, in_time)
        counted = None
        if self.by_answered.any():
            by_answered = self.by_answered[calls.queue] if queues > 1 else True
            counted = np.where(by_answered, course.answered, 1.0)
        weights = (
            *(None, in_time, course.answered, wait * course.answered, wait, service),
            *(counted, blocked),
        )
        flat = cell.reshape(-1)
        for row, weight in enumerate(weights):
            if row == BLOCKED and blocked is None:
                continue
            given = None if weight is None else weight.reshape(-1)
            sums = np.bincount(flat, given, queues * (slots + 1) * reps)
            table = sums.reshape(queues, slots + 1, reps)[:, :-1]
            self.now[row][:, block.slots.start : block.slots.stop] = table
        self.over[0, block.day[0]] += course.overtime_s
        if self.records is not None:
            real = np.flatnonzero(slot.reshape(-1) < slots)
            at = slot.reshape(-1)[real]
            answered, seat = course.answered.reshape(-1)[real], course.seat.reshape(-1)[real]
            found = np.empty(real.size, dtype=RECORD)
            found["replication"] = batch.start + real % reps
            found["day"], found["queue"] = block.day[at], calls.queue.reshape(-1)[real]
            found["arrival_s"] = block.begin_s + calls.time.reshape(-1)[real]
            found["wait_s"], found["service_s"] = wait.reshape(-1)[real], service.reshape(-1)[real]
            found["answered"] = answered
            known = block.people[seat] if named and block.people.size else -1
            found["counselor"] = np.where(answered, known, -1)
            self.rows.append(found)

    def end(self) -> None:
        """Add the page to the sums."""
        grid = self.problem.grid
        per_day = np.zeros((*self.now.shape[:2], grid.horizon.days, self.now.shape[-1]))
        for day in range(grid.horizon.days):
            slots = grid.of_day(day)
            per_day[:, :, day] = self.now[:, :, slots.start : slots.stop].sum(axis=2)
        self.cells.add(self.now)
        self.days.add(per_day)
        self.all.add(per_day.sum(axis=1))
        self.total.add(per_day.sum(axis=2))
        self.overtime.add(self.over)
        self.met += self._kept(per_day).sum(axis=-1)
        if self.records is not None:
            rows = np.concatenate([*self.rows, np.empty(0, dtype=RECORD)])
            self.records.append(rows[np.lexsort((rows["arrival_s"], rows["replication"]))])

    def _kept(self, per_day: Floats) -> Bools:
        offered, in_time, answered = per_day[:3]
        counted = per_day[MEASURES.index("counted")]
        kept = np.ones(offered.shape, dtype=np.bool_)
        for queue, target in enumerate(self.problem.curves.targets):
            least = target.service_level * counted[queue] - 1e-9
            kept[queue] &= in_time[queue] >= least
            # Where nobody is answered, nobody is answered in time.
            kept[queue] &= (counted[queue] > 0) | (offered[queue] <= 0)
            if target.answer_rate is not None:
                kept[queue] &= answered[queue] >= target.answer_rate * offered[queue] - 1e-9
        return kept

    def simulation(self, seed: int) -> Simulation:
        """Return what was found."""
        count, overtime = self.cells.count, self.overtime.sums()
        error = np.sqrt(overtime.covariance[0, 0] / count)
        return Simulation(
            grid=self.problem.grid,
            queues=self.problem.curves.queues,
            seed=seed,
            replications=count,
            slots=self.cells.sums(),
            days=self.days.sums(),
            all_queues=self.all.sums(),
            total=self.total.sums(),
            overtime_s=Estimate(overtime.mean[0], error if count > 1 else error * np.nan),
            meets=share_estimate(self.met, count),
            records=None if self.records is None else np.concatenate(self.records),
        )


def _batches(blocks: list[Block], count: int, cells: int) -> Iterator[range]:
    most = max((float(block.calls.sum()) for block in blocks), default=1.0)
    people = max((block.on.size for block in blocks), default=1)
    size = min(_CALLS_AT_ONCE / max(most, 1.0), _CELLS_AT_ONCE / max(cells, people, 1))
    step = int(min(max(size, 1), 4096))
    for begin in range(0, count, step):
        yield range(begin, min(begin + step, count))


def _day_cv(given: float | NDArray[np.float64], queues: int, days: int) -> Floats:
    values = np.asarray(given, dtype=np.float64)
    if values.shape not in {(), (queues, days)}:
        raise InputError(
            "day_cv", f"found the shape {values.shape}", f"one number, or {(queues, days)}"
        )
    if not np.all(np.isfinite(values) & (values >= 0)):
        raise InputError("day_cv", f"found {given}", "finite numbers, at least 0")
    return np.broadcast_to(values, (queues, days))


def _whole(where: str, value: int, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < least:
        raise InputError(where, f"found {value!r}", f"a whole number, at least {least}")
    return int(value)


def _check(chance: Chance, border: str, queues: int) -> None:
    for where, value, allowed in (
        ("handle_time", chance.handle_time, ("exponential", "lognormal")),
        ("absence", chance.absence, ("slot", "day", "none")),
        ("border", border, _BORDERS),
    ):
        if value not in allowed:
            raise InputError(where, f"found {value!r}", f"one of {', '.join(allowed)}")
    if not (np.isfinite(chance.cv) and chance.cv >= 0):
        raise InputError("cv", f"found {chance.cv}", "a finite number, at least 0")
    if chance.handle_time == "exponential" and chance.cv != 1:
        raise InputError(
            "cv", f"found {chance.cv}", "exponential times have 1", 'give handle_time="lognormal"'
        )
    if border != "named" and queues > 1:
        raise InputError(
            "border",
            f"found {border!r} for {queues} queues",
            "several queues are answered by people, not by a pool",
            'give "named"',
        )
