"""A log of single calls, as a telephone system writes it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from staffing.errors import InputError
from staffing.queueing._arguments import read

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class CallLog:
    """Calls of one queue that wanted a counselor, in any order; arrays (N,).

    Parameters
    ----------
    arrival_s
        When each began to wait (or was answered at once): seconds from midnight of the first
        day.
    wait_s
        Seconds it waited, until it was answered or hung up.
    answered
        Whether it was answered.
    handle_s
        Seconds of handling; NaN where the call was not answered, or it is unknown.
    caller
        Whole number per caller; 0 is unknown. None knows none.
    left_out
        Rows of the file that are no such calls, counted by what the file says of them.
    notes
        What reading it had to assume, in sentences.

    Raises
    ------
    InputError
        If a number is negative or missing, or the lengths differ.
    """

    arrival_s: Floats
    wait_s: Floats
    answered: NDArray[np.bool_]
    handle_s: Floats
    caller: NDArray[np.int64] | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        size = np.shape(self.arrival_s)
        for name in ("arrival_s", "wait_s", "answered", "handle_s", "caller"):
            column = getattr(self, name)
            if column is not None and (np.shape(column) != size or len(size) != 1):
                raise InputError(
                    name, f"found the shape {np.shape(column)}", f"one value per call, {size}"
                )
        read("arrival_s", self.arrival_s, at_least=0)
        read("wait_s", self.wait_s, at_least=0)
        read("handle_s", np.where(np.isnan(self.handle_s), 0.0, self.handle_s), at_least=0)

    @property
    def size(self) -> int:
        """N."""
        return int(self.arrival_s.size)
