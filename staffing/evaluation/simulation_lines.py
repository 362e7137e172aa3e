"""Lines: how many calls can be in a center at once, in service and waiting."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from staffing.evaluation.simulation_block import NEVER, Bools, Floats, Ints


class Lines:
    """When each line of each queue is free again, in R replications.

    Parameters
    ----------
    lines
        (Q,) lines of each queue; None where there is no limit.
    count
        R.
    """

    def __init__(self, lines: Sequence[int | None], count: int) -> None:
        most = max([1, *(number for number in lines if number is not None)])
        many = np.array([0 if number is None else number for number in lines], dtype=np.int64)
        self.limited = many > 0
        # Lines that a queue does not have never become free.
        there = np.arange(most) < np.where(self.limited, many, most)[:, np.newaxis]
        self.free = np.where(there, -NEVER, NEVER) + np.zeros((count, 1, 1))
        self.rows = np.arange(count)
        self.line = np.zeros(count, dtype=np.int64)

    def take(self, time: Floats, queue: Ints | int) -> Bools:
        """Return (R,) which of the next calls find every line taken.

        Parameters
        ----------
        time, queue
            (R,) when they come, and for what.
        """
        mine = self.free[self.rows, queue]
        self.line = mine.argmin(axis=1)
        blocked: Bools = mine[self.rows, self.line] > time
        blocked &= self.limited[queue]
        return blocked

    def hold(self, until: Floats, queue: Ints | int, blocked: Bools) -> None:
        """Keep the lines just taken until the calls have left; those blocked take none."""
        mine = self.rows[~blocked & self.limited[queue]]
        of = queue if isinstance(queue, int) else queue[mine]
        self.free[mine, of, self.line[mine]] = until[mine]


def lines_of(lines: Sequence[int | None], count: int) -> Lines | None:
    """Return the lines of R replications, or None where no queue has a limit."""
    return Lines(lines, count) if any(number is not None for number in lines) else None
