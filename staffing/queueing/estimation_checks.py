"""Do the data look like the model? Hazards of hanging up, and differences between groups."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.errors import InputError
from staffing.queueing._gamma import chi_square_above
from staffing.queueing.estimation import HandleTimes, z_of
from staffing.units import SECONDS_PER_MINUTE

Floats = NDArray[np.float64]

EDGES_S = (0.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0, 600.0)
"""Waits between which hazards are compared, s; the last is without end."""
_LEAST = 10
"""Hang-ups that a stretch of waits needs to be compared by itself."""


@dataclass(frozen=True, slots=True)
class Hazards:
    """How readily callers hang up after they have waited for some time.

    Attributes
    ----------
    from_s, to_s
        (B,) stretches of waiting; the last one has no end.
    abandoned
        (B,) hang-ups in each.
    waited_s
        (B,) seconds that callers spent in each.
    per_minute
        (B,) hang-ups per minute waited; the same everywhere where patience is exponential.
    low, high
        (B,) confidence interval of it.
    p_value
        Chance of differences as large, were they all the same.
    """

    from_s: Floats
    to_s: Floats
    abandoned: NDArray[np.int64]
    waited_s: Floats
    per_minute: Floats
    low: Floats
    high: Floats
    p_value: float


def hazards(
    wait_s: ArrayLike,
    abandoned: ArrayLike,
    edges_s: tuple[float, ...] = EDGES_S,
    *,
    confidence: float = 0.95,
) -> Hazards:
    """Return the rate of hanging up by time waited, and whether it is one rate.

    Stretches with fewer than ten hang-ups are joined with the one before. The test compares
    the hang-ups of each stretch with those of a single rate by chi-square, which is the score
    test of exponential patience against one that is exponential piece by piece.

    Parameters
    ----------
    wait_s
        Seconds waited per call.
    abandoned
        Whether it hung up; if not, its patience was longer than the wait.
    edges_s
        Ascending times, from 0.
    confidence
        Of the intervals, normal for the logarithm.

    Raises
    ------
    InputError
        If the shapes differ, a wait is negative or missing, or the edges do not ascend.
    """
    wait, left = np.asarray(wait_s, dtype=np.float64), np.asarray(abandoned, dtype=np.bool_)
    edges = np.asarray(edges_s, dtype=np.float64)
    if wait.shape != left.shape or wait.ndim != 1 or not np.all(wait >= 0):
        raise InputError("wait_s", "found no wait per call", "seconds, at least 0, one per call")
    if edges.size == 0 or edges[0] != 0 or np.any(np.diff(edges) <= 0):
        raise InputError("edges_s", f"found {edges_s}", "ascending seconds that begin with 0")
    ends = np.append(edges[1:], np.inf)
    spent = np.clip(wait[:, np.newaxis], edges, ends) - edges
    waited = spent.sum(axis=0)
    place = np.searchsorted(edges, wait[left], side="left") - 1
    count = np.bincount(np.maximum(place, 0), minlength=edges.size)
    begins, have = [0], 0
    for index, here in enumerate(count.tolist()):
        if have >= _LEAST:
            begins.append(index)
            have = 0
        have += here
    if have < _LEAST and len(begins) > 1:
        begins.pop()
    events = np.add.reduceat(count, begins)
    exposure = np.add.reduceat(waited, begins)
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(exposure > 0, events / exposure, np.nan)
        reach = np.exp(z_of(confidence) / np.sqrt(events))
    expected = exposure * (events.sum() / max(float(exposure.sum()), 1e-300))
    some = expected > 0
    distance = float((np.square(events - expected)[some] / expected[some]).sum())
    minute = rate * SECONDS_PER_MINUTE
    return Hazards(
        from_s=edges[begins],
        to_s=np.append(edges[begins][1:], np.inf),
        abandoned=events.astype(np.int64),
        waited_s=exposure,
        per_minute=minute,
        low=minute / reach,
        high=minute * reach,
        p_value=chi_square_above(distance, int(some.sum()) - 1),
    )


def same_means(times: HandleTimes, least: int = 10) -> float:
    """Return the chance of differences as large between groups, had all the same mean.

    The weighted sum of squared distances from the common mean is compared with chi-square
    (W. G. Cochran 1954, The combination of estimates from different experiments, Biometrics
    10(1)).

    Parameters
    ----------
    times
        By group, with standard errors.
    least
        Groups with fewer calls are left out.
    """
    some = (times.count >= least) & (times.standard_error > 0)
    if some.sum() < 2:
        return math.nan
    weight = 1.0 / np.square(times.standard_error[some])
    mean = float((weight * times.mean_s[some]).sum() / weight.sum())
    distance = float((weight * np.square(times.mean_s[some] - mean)).sum())
    return chi_square_above(distance, int(some.sum()) - 1)
