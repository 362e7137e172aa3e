"""One queue, one pool: calls in order of arrival, all replications in step.

The call that comes next takes the counselor who is free first, unless its patience ends
before; that is the recursion of Kiefer and Wolfowitz [1]_ with hang-ups, exact for first come,
first served. Where the staff changes, a replication pauses: every call that starts before the
border is known as soon as one would start after it, for starts are in the order of arrival.

References
----------
.. [1] Kiefer, J. and Wolfowitz, J. (1955). On the theory of queues with many servers.
   Transactions of the American Mathematical Society 78(1).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from staffing.evaluation.simulation_block import NEVER, Bools, Floats, Ints
from staffing.evaluation.simulation_calls import Draws
from staffing.evaluation.simulation_lines import lines_of

Border = Literal["idle_first", "net", "any", "handover", "named"]


class Course(NamedTuple):
    """What became of the calls.

    Attributes
    ----------
    start
        (N, R) when each call was or would have been answered, s.
    answered
        (N, R) whether its caller waited for that.
    seat
        (N, R) the counselor (or seat) that was free first.
    overtime_s
        (R,) seconds on calls after the end of a counselor's time on the phones.
    blocked
        (N, R) whether every line was taken when the call came; None where lines limit nobody.
    """

    start: Floats
    answered: Bools
    seat: Ints
    overtime_s: Floats
    blocked: Bools | None = None


class _Teams(NamedTuple):
    """At the start of slot k, ``leave`` go before ``join`` come; (R or 1, K) each."""

    size: Ints
    leave: Ints
    join: Ints


def run_pool(draws: Draws, slot_s: float, border: Border, line_count: int | None = None) -> Course:
    """Answer calls from one pool whose members are alike.

    Parameters
    ----------
    draws
        Calls of one queue, and who is on the phones.
    slot_s
        Length of a slot, s.
    border
        Who leaves when people leave: see `simulate`.
    line_count
        Calls that can be in the center at once; None is without limit.
    """
    calls = draws.calls
    state = _Pool(draws, slot_s, border)
    shape = calls.time.shape
    lines = lines_of((line_count,), shape[1])
    course = Course(
        np.empty(shape), np.empty(shape, np.bool_), np.empty(shape, np.int64), state.overtime,
        None if lines is None else np.empty(shape, np.bool_),
    )  # fmt: skip
    base = np.arange(shape[1]) * state.seats
    flat = state.free.reshape(-1)
    for n, (time, patience, service) in enumerate(
        zip(calls.time, calls.patience, calls.service, strict=True)
    ):
        seat = state.free.argmin(axis=1)
        index = base + seat
        start = np.maximum(flat[index], time)
        late = np.flatnonzero(start >= state.upcoming)
        while late.size:
            state.cross(late)
            seat[late] = state.free[late].argmin(axis=1)
            index[late] = base[late] + seat[late]
            start[late] = np.maximum(flat[index[late]], time[late])
            late = late[start[late] >= state.upcoming[late]]
        answered = np.less_equal(start - time, patience, out=course.answered[n])
        answered &= start < NEVER
        if lines is not None and course.blocked is not None:
            blocked = course.blocked[n] = lines.take(time, 0)
            answered &= ~blocked
            lines.hold(np.where(answered, start + service, time + patience), 0, blocked)
        flat[index] = np.where(answered, start + service, flat[index])
        course.start[n], course.seat[n] = start, seat
    state.close()
    return course


class _Pool:
    def __init__(self, draws: Draws, slot_s: float, border: Border) -> None:
        on, count = draws.on, draws.calls.time.shape[1]
        self.border, self.lots = border, draws.lots
        self.slot_s, self.slots = slot_s, on.shape[2]
        self.teams = _teams(on, border)
        self.alike = on.shape[0] == 1
        self.seats = max(1, int(self.teams.size.max(initial=0)))
        changes = np.flatnonzero((self.teams.leave + self.teams.join).any(axis=0))
        self.changes = changes[changes > 0]
        self.times = np.append(self.changes * slot_s, np.inf)
        self.at = np.zeros(count, dtype=np.int64)
        self.upcoming = np.full(count, self.times[0])
        self.overtime = np.zeros(count)
        first = np.broadcast_to(self.teams.size[:, :1], (count, 1))
        self.free = np.where(np.arange(self.seats) < first, 0.0, NEVER)

    def cross(self, rows: Ints) -> None:
        """Let replications pass their next border."""
        slot = self.changes[self.at[rows]]
        border = self.times[self.at[rows], np.newaxis]
        of = 0 if self.alike else rows
        size, leave, join = (team[of, slot][:, np.newaxis] for team in self.teams)
        free = self.free[rows]
        active = free < NEVER
        if self.border == "handover":
            go = active & (leave + join > 0)
        elif leave.any():
            key = self._order(free, border, rows, slot)
            last = np.maximum(leave[:, 0] - 1, 0)
            go = key <= np.sort(key, axis=1)[np.arange(len(key)), last][:, np.newaxis]
            go &= (leave > 0) & active
        else:
            go = np.zeros_like(active)
        self.overtime[rows] += np.where(go, np.maximum(free - border, 0.0), 0.0).sum(axis=1)
        free[go] = NEVER
        empty = free >= NEVER
        wanted = size - (self.seats - empty.sum(axis=1, keepdims=True))
        free = np.where(empty & (np.cumsum(empty, axis=1) <= wanted), border, free)
        self.free[rows] = free
        self.at[rows] += 1
        self.upcoming[rows] = self.times[self.at[rows]]

    def _order(self, free: Floats, border: Floats, rows: Ints, slot: Ints) -> Floats:
        if self.lots is not None:
            key = self.lots[rows, : self.seats, slot]
        else:
            # Among the busy the seat decides, which knows nothing of what is left of a call.
            seat = np.arange(free.shape[1], dtype=np.float64)
            key = np.where(free <= border, seat - self.seats, seat)
        return np.where(free < NEVER, key, NEVER)

    def close(self) -> None:
        """Let all replications pass what is left of the day."""
        for _ in range(len(self.changes)):
            left = np.flatnonzero(np.isfinite(self.upcoming))
            if not left.size:
                break
            self.cross(left)
        over = np.where(self.free < NEVER, self.free - self.slots * self.slot_s, 0.0)
        self.overtime += np.maximum(over, 0.0).sum(axis=1)


def _teams(on: Bools, border: Border) -> _Teams:
    before = np.concatenate([np.zeros_like(on[..., :1]), on[..., :-1]], axis=2)
    size = on.sum(axis=1)
    leave, join = (before & ~on).sum(axis=1), (on & ~before).sum(axis=1)
    if border == "net":
        both = np.minimum(leave, join)
        leave, join = leave - both, join - both
    return _Teams(size, leave, join)
