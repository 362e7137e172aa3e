"""What a simulation found: every call, and sums with their errors."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffing.domain.grid import Grid
from staffing.errors import InputError

Floats = NDArray[np.float64]

RECORD = np.dtype(
    [
        ("replication", np.int64),
        ("day", np.int64),
        ("queue", np.int64),
        ("arrival_s", np.float64),
        ("wait_s", np.float64),
        ("service_s", np.float64),
        ("answered", np.bool_),
        ("counselor", np.int64),
    ]
)
"""One call: index of the day its opening belongs to, of its queue and of its counselor in the
center (-1 where it was not answered, or the pool is anonymous); seconds of arrival count from
midnight of the horizon's first day."""

Measure = Literal[
    "offered", "in_time", "answered", "answered_wait_s", "wait_s", "busy_s", "counted", "blocked"
]
MEASURES: tuple[Measure, ...] = (
    "offered", "in_time", "answered", "answered_wait_s", "wait_s", "busy_s", "counted", "blocked",
)  # fmt: skip
"""In time as each queue's target counts them, and counted the calls of which they are a share."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Values with their standard errors, of one shape.

    Attributes
    ----------
    value
        The estimates; NaN where there was nothing to estimate from.
    standard_error
        Of the estimates, over replications.
    """

    value: Floats
    standard_error: Floats

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Return the bounds of normal confidence intervals.

        Raises
        ------
        InputError
            If the confidence is not between 0 and 1.
        """
        if not 0 < confidence < 1:
            raise InputError("confidence", f"found {confidence}", "a number between 0 and 1")
        reach = NormalDist().inv_cdf((1 + confidence) / 2) * self.standard_error
        return self.value - reach, self.value + reach

    def deviations(self, expected: Floats) -> Floats:
        """Return how many standard errors the estimates lie above expected values."""
        with np.errstate(divide="ignore", invalid="ignore"):
            scores: Floats = (self.value - expected) / self.standard_error
        return scores


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over the calls of cells (slots, days, queues) per replication: means and covariances.

    A call counts for the cell in which it arrives.

    Attributes
    ----------
    replications
        R, how many.
    mean
        (M, ...) mean per replication of each of `MEASURES`.
    covariance
        (M, M, ...) of the measures of one replication.
    """

    replications: int
    mean: Floats
    covariance: Floats

    def total(self, measure: Measure) -> Estimate:
        """Return the expectation of a measure."""
        at = MEASURES.index(measure)
        return Estimate(self.mean[at], self._error(self.covariance[at, at]))

    def ratio(self, above: Measure, below: Measure) -> Estimate:
        """Return a ratio of expectations, its error by the delta method."""
        a, b = MEASURES.index(above), MEASURES.index(below)
        with np.errstate(divide="ignore", invalid="ignore"):
            value = np.where(self.mean[b] > 0, self.mean[a] / self.mean[b], np.nan)
            spread = (
                self.covariance[a, a]
                - 2 * value * self.covariance[a, b]
                + value**2 * self.covariance[b, b]
            )
            error = self._error(np.maximum(spread, 0.0)) / self.mean[b]
        return Estimate(value, np.where(np.isnan(value), np.nan, error))

    @property
    def service_level(self) -> Estimate:
        """In time / counted, as each queue's target defines it."""
        return self.ratio("in_time", "counted")

    @property
    def answer_rate(self) -> Estimate:
        """Answered / offered."""
        return self.ratio("answered", "offered")

    @property
    def asa_s(self) -> Estimate:
        """Mean wait of the answered calls, s."""
        return self.ratio("answered_wait_s", "answered")

    @property
    def mean_wait_s(self) -> Estimate:
        """Mean wait of all calls, s, those that hung up included."""
        return self.ratio("wait_s", "offered")

    def _error(self, variance: Floats) -> Floats:
        if self.replications < 2:
            return np.full_like(variance, np.nan)
        return np.sqrt(variance / self.replications)


class Tally:
    """Collects sums batch by batch, exactly as if all replications had been one batch."""

    def __init__(self) -> None:
        self.count = 0
        self._origin: Floats | None = None
        self._sum: Floats = np.zeros(0)
        self._square: Floats = np.zeros(0)

    def add(self, values: Floats) -> None:
        """Take (M, ..., R) sums of R more replications."""
        if self._origin is None:
            # Squares around a typical value lose no digits.
            self._origin = np.round(values.mean(axis=-1))
            self._sum = np.zeros(values.shape[:-1])
            self._square = np.zeros((values.shape[0], *values.shape[:-1]))
        moved = values - self._origin[..., np.newaxis]
        self.count += values.shape[-1]
        self._sum += moved.sum(axis=-1)
        self._square += np.einsum("a...r,b...r->ab...", moved, moved)

    def sums(self) -> Sums:
        """Return means and covariances of what was taken."""
        assert self._origin is not None  # noqa: S101 - a simulation has a replication
        mean = self._sum / self.count
        spread = self._square - self._sum[:, np.newaxis] * mean[np.newaxis]
        return Sums(self.count, self._origin + mean, spread / max(self.count - 1, 1))


@dataclass(frozen=True, slots=True)
class Simulation:
    """Simulated service of a roster.

    Attributes
    ----------
    grid
        The slots.
    queues
        Codes.
    seed
        What it was simulated from.
    replications
        R, how many times the horizon was lived through.
    slots
        Sums per queue and slot, cells (Q, T).
    days
        Sums per queue and day, cells (Q, D).
    all_queues
        Sums per day over all queues, cells (D,).
    total
        Sums over the horizon per queue, cells (Q,).
    overtime_s
        (D,) seconds per day on calls after the end of a counselor's time on the phones; a day
        that closes as the next one opens counts for the first of them.
    meets
        (Q, D) share of replications in which the day kept the queue's whole promise: service
        level and, where promised, answer rate; a day without calls keeps it.
    records
        Every call as `RECORD`, by replication and arrival; None where not asked for.
    """

    grid: Grid
    queues: tuple[str, ...]
    seed: int
    replications: int
    slots: Sums
    days: Sums
    all_queues: Sums
    total: Sums
    overtime_s: Estimate
    meets: Estimate
    records: NDArray[np.void] | None


def share_estimate(hits: Floats, count: int) -> Estimate:
    """Return shares from counts; with no hit or no miss, the error is that of one half."""
    share = hits / count
    kept = np.clip(share, 0.5 / count, 1 - 0.5 / count)
    return Estimate(share, np.sqrt(kept * (1 - kept)) / math.sqrt(count))
