"""Patience, handle times and redials from what a telephone system logs.

Callers who are answered tell only that their patience was longer than their wait: their
patience is censored, and the mean wait of those who hung up says nothing (it is far too
short). The estimates here count both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from staffing.errors import InputError
from staffing.queueing._arguments import read

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Patience:
    """Exponential patience.

    Attributes
    ----------
    mean_s
        Mean time until a waiting caller hangs up, s; infinite if nobody did.
    low_s, high_s
        Confidence interval, s.
    abandoned
        Callers who hung up.
    waited_s
        Seconds that all callers waited together.
    """

    mean_s: float
    low_s: float
    high_s: float
    abandoned: float
    waited_s: float


def estimate_patience(
    wait_s: ArrayLike, abandoned: ArrayLike, *, confidence: float = 0.95
) -> Patience:
    """Return the maximum-likelihood exponential patience: total waiting / number of hang-ups.

    The same formula serves two kinds of data: per call (each wait, and whether it ended in a
    hang-up) and per interval (all waiting in it, hang-ups in it). Sums are pooled first:
    a mean of interval estimates would be far off.

    Parameters
    ----------
    wait_s
        Seconds waited per call, or by all callers of an interval together, including those
        who hung up.
    abandoned
        Whether the call hung up, or how many did.
    confidence
        Of the interval, which is normal for the logarithm, with error 1 / sqrt(hang-ups).

    Raises
    ------
    InputError
        If a number is negative or missing, the shapes differ, or nobody waited.

    References
    ----------
    A. Mandelbaum and S. Zeltyn (2007), Service engineering in action: the Palm/Erlang-A
    queue, with applications to call centers, doi:10.1007/978-3-540-29860-1_2.

    Examples
    --------
    >>> estimate = estimate_patience([10, 300, 40, 250], [True, False, False, True])
    >>> estimate.mean_s
    300.0
    """
    wait, left = _pair("wait_s", wait_s, "abandoned", abandoned)
    z = z_of(confidence)
    total, count = float(wait.sum()), float(left.sum())
    if total <= 0:
        raise InputError(
            "wait_s", "nobody has waited", "at least one call with a wait", "take a longer period"
        )
    if count == 0:
        # Nobody in a total waiting of x: patience is above x / -log(1 - confidence).
        least = total / -math.log1p(-confidence)
        return Patience(math.inf, least, math.inf, 0.0, total)
    mean, reach = total / count, math.exp(z / math.sqrt(count))
    return Patience(mean, mean / reach, mean * reach, count, total)


@dataclass(frozen=True, slots=True)
class Survival:
    """Share of callers whose patience is longer than a time (Kaplan and Meier).

    Attributes
    ----------
    time_s
        Times at which somebody hung up, ascending.
    survival
        Share still waiting just after.
    standard_error
        Of the survival (Greenwood's formula).
    at_risk
        Callers still waiting just before.
    """

    time_s: Floats
    survival: Floats
    standard_error: Floats
    at_risk: NDArray[np.int64]

    def gap(self, mean_s: float, least_at_risk: int = 30) -> float:
        """Return the largest distance to exponential survival with a mean.

        Parameters
        ----------
        mean_s
            Mean patience, s.
        least_at_risk
            Times with fewer callers left to observe are not compared.
        """
        some = self.at_risk >= least_at_risk
        if not some.any():
            return math.nan
        return float(np.abs(self.survival - np.exp(-self.time_s / mean_s))[some].max())


def kaplan_meier(wait_s: ArrayLike, abandoned: ArrayLike) -> Survival:
    """Return the survival curve of patience, with no assumption on its distribution.

    Parameters
    ----------
    wait_s
        Seconds waited per call.
    abandoned
        Whether the call hung up; if not, its patience was longer than the wait.

    References
    ----------
    E. L. Kaplan and P. Meier (1958), Nonparametric estimation from incomplete observations,
    Journal of the American Statistical Association 53(282).
    """
    wait, left = _pair("wait_s", wait_s, "abandoned", abandoned)
    if np.any((left != 0) & (left != 1)):
        raise InputError("abandoned", "found counts", "True or False per call")
    times, back = np.unique(wait, return_inverse=True)
    events = np.bincount(back, left, times.size)
    at_risk = wait.size - np.concatenate([[0], np.cumsum(np.bincount(back))[:-1]])
    some = events > 0
    times, events, at_risk = times[some], events[some], at_risk[some]
    survival = np.cumprod(1.0 - events / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.cumsum(events / (at_risk * (at_risk - events)))
        error = np.where(survival > 0, survival * np.sqrt(spread), 0.0)
    return Survival(times, survival, error, at_risk.astype(np.int64))


@dataclass(frozen=True, slots=True)
class HandleTimes:
    """Handle times by slot, hour, or whatever calls were grouped by.

    Attributes
    ----------
    group
        The groups found, ascending.
    count
        Calls in each.
    mean_s
        Mean, s.
    standard_error
        Of the mean, s; NaN for a single call.
    cv
        Coefficient of variation; NaN for a single call.
    """

    group: NDArray[np.int64]
    count: NDArray[np.int64]
    mean_s: Floats
    standard_error: Floats
    cv: Floats


def handle_times(service_s: ArrayLike, group: ArrayLike | None = None) -> HandleTimes:
    """Return mean handle times with their uncertainty.

    Parameters
    ----------
    service_s
        Seconds per answered call.
    group
        Slot (or hour, or weekday) of each call; one group if left out.

    Raises
    ------
    InputError
        If a time is negative or missing, or the shapes differ.
    """
    service = _column("service_s", service_s)
    labels = np.zeros(service.size, np.int64) if group is None else np.asarray(group)
    if labels.shape != service.shape or labels.dtype.kind not in "iu":
        raise InputError(
            "group", f"found {labels.dtype} of shape {labels.shape}", "one whole number per call"
        )
    found, back = np.unique(labels, return_inverse=True)
    count = np.bincount(back)
    mean = np.bincount(back, service) / count
    squares = np.bincount(back, np.square(service - mean[back]))
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sqrt(np.where(count > 1, squares / (count - 1), np.nan))
        cv = np.where(mean > 0, deviation / mean, np.nan)
    return HandleTimes(found.astype(np.int64), count, mean, deviation / np.sqrt(count), cv)


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A lognormal distribution fitted to handle times.

    Attributes
    ----------
    mu, sigma
        Mean and standard deviation of the logarithm of seconds.
    count
        Calls it was fitted to.
    distance
        Largest distance between the distribution functions (Kolmogorov and Smirnov).
    """

    mu: float
    sigma: float
    count: int
    distance: float

    @property
    def mean_s(self) -> float:
        """Mean, s."""
        return math.exp(self.mu + self.sigma**2 / 2)

    @property
    def median_s(self) -> float:
        """Median, s."""
        return math.exp(self.mu)

    @property
    def cv(self) -> float:
        """Coefficient of variation."""
        return math.sqrt(math.expm1(self.sigma**2))


def fit_lognormal(service_s: ArrayLike) -> Lognormal:
    """Return the maximum-likelihood lognormal distribution of handle times.

    Handle times of people are close to lognormal (Brown et al. 2005). Times of 0 s are no
    handling and must be left out.

    Parameters
    ----------
    service_s
        Seconds per answered call, at least two different ones.

    Raises
    ------
    InputError
        If a time is not positive, or all are alike.
    """
    logs = np.sort(np.log(_column("service_s", service_s, above=0)))
    if logs.size < 2 or logs[0] == logs[-1]:
        raise InputError("service_s", "found no spread", "at least two different handle times")
    mu, sigma = float(logs.mean()), float(logs.std())
    expected = np.array([NormalDist(mu, sigma).cdf(value) for value in logs.tolist()])
    steps = np.arange(logs.size + 1) / logs.size
    distance = max(np.max(steps[1:] - expected), np.max(expected - steps[:-1]))
    return Lognormal(mu, sigma, logs.size, float(distance))


@dataclass(frozen=True, slots=True)
class Redials:
    """Callers who hung up and called again.

    Attributes
    ----------
    abandoned
        Calls of known callers that hung up, early enough to observe the whole window.
    redialed
        Those followed by a call of the same caller within the window.
    delay_s
        Seconds from hanging up to calling again, of the redials, ascending.
    after_answer
        Share of *answered* calls followed by another within the window: what callers do
        anyway; compare it before blaming waits.
    """

    abandoned: int
    redialed: int
    delay_s: Floats
    after_answer: float

    @property
    def share(self) -> float:
        """Share of hang-ups that are followed by a redial; NaN without hang-ups."""
        return self.redialed / self.abandoned if self.abandoned else math.nan


def redials(
    caller: ArrayLike,
    arrival_s: ArrayLike,
    end_s: ArrayLike,
    abandoned: ArrayLike,
    *,
    within_s: float = 1800.0,
) -> Redials:
    """Return how often callers who hang up call again.

    Parameters
    ----------
    caller
        Whole number per call; negative or 0 is unknown and left out.
    arrival_s, end_s
        When the call came and when it ended (hung up or was handled), s on one clock.
    abandoned
        Whether it hung up.
    within_s
        A next call within this many seconds after the end is a redial.

    Raises
    ------
    InputError
        If the columns do not fit together.
    """
    who = np.asarray(caller)
    come, left = _pair("arrival_s", arrival_s, "abandoned", abandoned)
    end = _column("end_s", end_s)
    if who.shape != come.shape or end.shape != come.shape or who.dtype.kind not in "iu":
        raise InputError("caller", f"found {who.dtype} {who.shape}", "one whole number per call")
    if np.any(end < come):
        raise InputError("end_s", "a call ends before it comes", "seconds on one clock")
    if not (math.isfinite(within_s) and within_s > 0):
        raise InputError("within_s", f"found {within_s}", "seconds above 0")
    last = float(come.max(initial=0.0)) - within_s
    known = np.flatnonzero(who > 0)
    order = known[np.lexsort((come[known], who[known]))]
    same = np.append(who[order][1:] == who[order][:-1], False) if order.size else order > 0
    following = np.append(come[order][1:], 0.0) if order.size else np.zeros(0)
    delay = following - end[order]
    again = same & (delay >= 0) & (delay <= within_s)
    seen = end[order] <= last
    hung = seen & (left[order] > 0)
    served = seen & (left[order] == 0)
    return Redials(
        abandoned=int(hung.sum()),
        redialed=int((hung & again).sum()),
        delay_s=np.sort(delay[hung & again]),
        after_answer=float(again[served].mean()) if served.any() else math.nan,
    )


def _column(where: str, values: ArrayLike, *, above: float | None = None) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.ndim != 1:
        raise InputError(where, f"found the shape {array.shape}", "one value per call, in a row")
    return read(where, array, at_least=None if above is not None else 0, above=above)


def _pair(a: str, first: ArrayLike, b: str, second: ArrayLike) -> tuple[Floats, Floats]:
    left, right = _column(a, first), _column(b, second)
    if left.shape != right.shape:
        raise InputError(b, f"found {right.size} values", f"as many as {a}: {left.size}")
    return left, right


def z_of(confidence: float) -> float:
    """Return how many standard errors a two-sided interval reaches to each side."""
    if not 0 < confidence < 1:
        raise InputError("confidence", f"found {confidence}", "a number between 0 and 1")
    return NormalDist().inv_cdf((1 + confidence) / 2)
