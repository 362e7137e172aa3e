"""Named counselors with skills: who takes which call, all replications in step.

A counselor who is free takes the longest-waiting call among those that he can take. An earlier
call thus never yields to a later one that wants the same counselor, so that calls can be placed
one by one in the order of arrival: each takes the counselor with the skill who is free first,
and among those who are idle already the one with the fewest skills, then the longest idle.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.evaluation.simulation_block import NEVER, Bools, Floats, Ints
from staffing.evaluation.simulation_calls import Draws
from staffing.evaluation.simulation_lines import lines_of
from staffing.evaluation.simulation_pool import Course

# Large against any time of a block, small enough that microseconds survive beside them.
_PER_SKILL = 1e7
_IDLE = 1e10


def run_named(
    draws: Draws,
    can: Bools,
    slot_s: float,
    line_counts: Sequence[int | None] = (None,),
    *,
    drain: bool,
) -> Course:
    """Answer calls by named counselors.

    Parameters
    ----------
    draws
        Calls of Q queues, and who is on the phones.
    can
        (C, Q) who takes which calls.
    slot_s
        Length of a slot, s.
    line_counts
        (Q,) calls of each queue that can be in the center at once; None is without limit.
    drain
        Whether the last team stays until nobody waits.
    """
    calls, on = draws.calls, draws.on
    shape = calls.time.shape
    windows = _Windows(on, shape[1], slot_s, drain=drain)
    lines = lines_of(line_counts, shape[1])
    course = Course(
        np.empty(shape), np.empty(shape, np.bool_), np.empty(shape, np.int64), np.zeros(shape[1]),
        None if lines is None else np.zeros(shape, np.bool_),
    )  # fmt: skip
    if not on.shape[1]:
        course.start[:], course.answered[:], course.seat[:] = NEVER, False, 0
        return course
    rows = np.arange(shape[1])
    base = rows * on.shape[1]
    free, until = windows.free.reshape(-1), windows.until.reshape(-1)
    skilled = None if can.all() else _Skills(can)
    for n in range(shape[0]):
        time, service = calls.time[n], calls.service[n]
        windows.wake(time)
        if skilled is None:
            seat = windows.free.argmin(axis=1)
        else:
            seat = skilled.pick(windows.free, time, calls.queue[n])
        index = base + seat
        start = np.maximum(free[index], time)
        able = True if skilled is None else skilled.can[seat, calls.queue[n]]
        answered = (start - time <= calls.patience[n]) & (start < NEVER) & able
        if lines is not None and course.blocked is not None:
            queue = calls.queue[n] if len(line_counts) > 1 else 0
            blocked = course.blocked[n] = lines.take(time, queue)
            answered &= ~blocked
            gone = np.where(answered, start + service, time + calls.patience[n])
            lines.hold(gone, queue, blocked)
        course.start[n] = np.where(able, start, NEVER)
        course.answered[n], course.seat[n] = answered, seat
        taken = np.flatnonzero(answered)
        end, index = start[taken] + service[taken], index[taken]
        due = np.maximum(start[taken], np.minimum(until[index], windows.close))
        course.overtime_s[taken] += np.maximum(end - due, 0.0)
        free[index], until[index] = windows.after(taken, seat[taken], end)
    return course


class _Skills:
    def __init__(self, can: Bools) -> None:
        self.can = can
        self.of_queue = np.ascontiguousarray(can.T)
        self.bonus = can.sum(axis=1) * _PER_SKILL - _IDLE

    def pick(self, free: Floats, time: Floats, queue: Ints) -> Ints:
        key = free + np.where(free <= time[:, np.newaxis], self.bonus, 0.0)
        key[~self.of_queue[queue]] = 2 * NEVER
        chosen: Ints = key.argmin(axis=1)
        return chosen


class _Windows:
    """When each counselor is on the phones, and since when each is free for the next call."""

    def __init__(self, on: Bools, count: int, slot_s: float, *, drain: bool) -> None:
        many, people, slots = on.shape
        self.slot_s, self.slots, self.people = slot_s, slots, people
        self.close = slots * slot_s
        # Start and end of the run of slots that holds slot k, or of the next run after it.
        begin = np.full((many, people, slots + 1), NEVER)
        end = np.full((many, people, slots + 1), np.inf)
        if drain:
            begin[on[:, :, -1], -1] = self.close
        for k in range(slots - 1, -1, -1):
            here = on[:, :, k]
            goes_on = on[:, :, k + 1] if k + 1 < slots else np.zeros_like(here)
            last = np.where(goes_on, end[:, :, k + 1], (k + 1) * slot_s)
            if drain and k == slots - 1:
                last = np.full_like(last, np.inf)
            begin[:, :, k] = np.where(here, k * slot_s, begin[:, :, k + 1])
            end[:, :, k] = np.where(here, last, end[:, :, k + 1])
        for k in range(1, slots):
            both = on[:, :, k] & on[:, :, k - 1]
            begin[:, :, k] = np.where(both, begin[:, :, k - 1], begin[:, :, k])
        self._begin, self._end = begin.reshape(-1), end.reshape(-1)
        self._alike = many == 1
        self.free = np.broadcast_to(begin[:, :, 0], (count, people)).copy(order="C")
        self.until = np.broadcast_to(end[:, :, 0], (count, people)).copy(order="C")

    def wake(self, time: Floats) -> None:
        """Move those who stayed idle to the end of their run on to the next one."""
        stale = self.until <= time[:, np.newaxis]
        if stale.any():
            row, seat = np.nonzero(stale)
            at = self._at(row, seat, time[row])
            self.free[row, seat], self.until[row, seat] = self._begin[at], self._end[at]

    def after(self, row: Ints, seat: Ints, end: Floats) -> tuple[Floats, Floats]:
        """Return when counselors who finish a call are free again, and until when."""
        at = self._at(row, seat, end)
        return np.maximum(end, self._begin[at]), self._end[at]

    def _at(self, row: Ints, seat: Ints, time: Floats) -> Ints:
        slot = (np.minimum(time, self.close) / self.slot_s).astype(np.int64)
        person = seat if self._alike else row * self.people + seat
        at: Ints = person * (self.slots + 1) + slot
        return at
