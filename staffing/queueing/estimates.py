"""What a queue's data say of patience, handle times and redials, with checks of the model."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.queueing.call_log import CallLog
from staffing.queueing.estimation import (
    HandleTimes,
    Lognormal,
    Patience,
    Redials,
    Survival,
    estimate_patience,
    fit_lognormal,
    handle_times,
    kaplan_meier,
    redials,
)
from staffing.queueing.estimation_checks import Hazards, hazards, same_means
from staffing.units import MINUTES_PER_DAY, SECONDS_PER_MINUTE

Floats = NDArray[np.float64]

_WIDTHS_S, _BARS, _SHOWN = (1.0, 2.0, 5.0, 10.0, 15.0, 20.0, 30.0, 60.0, 120.0, 300.0), 40, 0.97
_SHORT_S = 10.0
_LEAST_HANG_UPS = 20
"""Hang-ups from which the shape of patience can be judged at all."""


@dataclass(frozen=True, slots=True, eq=False)
class Waits:
    """Waiting as a report by intervals has it; arrays (N,) over its rows.

    Attributes
    ----------
    waited_s
        Seconds that all callers of the interval waited together, hung up or not.
    abandoned
        How many hung up.
    """

    waited_s: Floats
    abandoned: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Lengths:
    """How many calls took how long to handle.

    Attributes
    ----------
    edges_s
        (B + 1,) ends of the bars.
    count
        (B,) calls in each; the few longer ones are in none.
    total
        All calls.
    short_share
        Share of calls below ten seconds.
    """

    edges_s: Floats
    count: NDArray[np.int64]
    total: int
    short_share: float


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What the data of one queue say.

    Attributes
    ----------
    calls, answered, abandoned
        How many; answered and abandoned are NaN where the data do not tell.
    days
        From the first to the last.
    handle
        Handle times of all calls, one group; empty where the data have none.
    by_slot
        Handle times by slot of the day; groups are minutes after midnight.
    slot_minutes
        Length of such a slot.
    handle_differs
        Chance of differences as large between slots, were all alike; NaN for fewer than two.
    lengths
        How long single calls were; None without them.
    lognormal
        Fitted to the handle times of single calls; None without them.
    patience
        Exponential patience; None where the data do not tell waits.
    survival, hazards
        Patience with no assumption, and whether it is exponential; None without single
        calls, or with fewer than twenty hang-ups.
    redials
        None where callers are not known.
    """

    calls: int
    answered: float
    abandoned: float
    days: int
    handle: HandleTimes
    by_slot: HandleTimes
    slot_minutes: int
    handle_differs: float
    lengths: Lengths | None = None
    lognormal: Lognormal | None = None
    patience: Patience | None = None
    survival: Survival | None = None
    hazards: Hazards | None = None
    redials: Redials | None = None

    @property
    def patience_gap(self) -> float:
        """Largest distance of survival from exponential patience, a share; NaN if not known."""
        if self.survival is None or self.patience is None:
            return math.nan
        return self.survival.gap(self.patience.mean_s)


def estimate_log(
    log: CallLog, *, slot_minutes: int = 60, redial_within_s: float = 1800.0
) -> Estimates:
    """Return what a log of single calls says.

    Parameters
    ----------
    log
        The calls.
    slot_minutes
        Length of the slots of the day by which handle times are compared, a divisor of a day.
    redial_within_s
        A next call within so many seconds is a redial.

    Raises
    ------
    InputError
        If there is no call, or the slots do not divide a day.
    """
    _check_slot(slot_minutes)
    if not log.size:
        raise InputError("calls", "there is no call to estimate from", "at least one call")
    gone = ~log.answered
    day_s = MINUTES_PER_DAY * SECONDS_PER_MINUTE
    handled = log.answered & (log.handle_s > 0)
    slot = (log.arrival_s % day_s / (slot_minutes * SECONDS_PER_MINUTE)).astype(np.int64)
    times = log.handle_s[handled]
    by_slot = handle_times(times, slot[handled] * slot_minutes)
    waited = log.wait_s > 0
    many = int(gone.sum()) >= _LEAST_HANG_UPS
    known = log.caller is not None and bool((log.caller > 0).any())
    end = log.arrival_s + log.wait_s + np.nan_to_num(log.handle_s)
    return Estimates(
        calls=log.size,
        answered=float(log.answered.sum()),
        abandoned=float(gone.sum()),
        days=int(log.arrival_s.max() // day_s - log.arrival_s.min() // day_s) + 1,
        handle=handle_times(times),
        by_slot=by_slot,
        slot_minutes=slot_minutes,
        handle_differs=same_means(by_slot),
        lengths=_lengths(times) if times.size else None,
        lognormal=fit_lognormal(times) if np.unique(times).size > 1 else None,
        patience=estimate_patience(log.wait_s, gone) if waited.any() else None,
        survival=kaplan_meier(log.wait_s[waited], gone[waited]) if many else None,
        hazards=hazards(log.wait_s[waited], gone[waited]) if many else None,
        redials=redials(log.caller, log.arrival_s, end, gone, within_s=redial_within_s)
        if known and log.caller is not None
        else None,
    )


def estimate_history(
    history: CallHistory, waits: Waits | None = None, *, slot_minutes: int = 60
) -> Estimates:
    """Return what a report by intervals says: handle times, and patience where it has waits.

    Errors of handle times are those between days, for single calls are not known.

    Parameters
    ----------
    history
        Calls and mean handle times.
    waits
        Waiting in the intervals; None where the report has none.
    slot_minutes
        As for `estimate_log`, at least the history's own.

    Raises
    ------
    InputError
        If the slots do not divide a day or do not hold whole slots of the history.
    """
    _check_slot(slot_minutes)
    if slot_minutes % history.slot_minutes:
        raise InputError(
            "slot", f"found {slot_minutes} minutes", f"a multiple of {history.slot_minutes}"
        )
    count = np.where(np.isnan(history.handled), history.offered, history.handled)
    known = ~np.isnan(history.aht_s) & (count > 0)
    weight = np.where(known, count, 0.0)
    busy = weight * np.where(known, history.aht_s, 0.0)
    slot = np.asarray(history.starts) // slot_minutes * slot_minutes
    groups = np.unique(slot)
    member = (slot[:, np.newaxis] == groups).astype(np.float64)
    by_slot = _between_days(weight @ member, busy @ member, groups)
    whole = np.zeros(1, dtype=np.int64)
    handle = _between_days(
        weight.sum(axis=1, keepdims=True), busy.sum(axis=1, keepdims=True), whole
    )
    both = ~np.isnan(history.offered) & ~np.isnan(history.handled)
    answered = float(history.handled[both].sum()) if both.any() else math.nan
    offered = float(history.offered[both].sum())
    has_waits = waits is not None and float(waits.waited_s.sum()) > 0
    return Estimates(
        calls=int(np.nansum(history.offered)),
        answered=answered,
        abandoned=max(offered - answered, 0.0) if both.any() else math.nan,
        days=history.days,
        handle=handle,
        by_slot=by_slot,
        slot_minutes=slot_minutes,
        handle_differs=same_means(by_slot),
        patience=estimate_patience(waits.waited_s, waits.abandoned)
        if waits is not None and has_waits
        else None,
    )


def _lengths(times: Floats) -> Lengths:
    most = float(np.quantile(times, _SHOWN))
    width = next((w for w in _WIDTHS_S if w * _BARS >= most), most / _BARS)
    edges: Floats = np.arange(_BARS + 1.0) * width
    edges = edges[: int(np.searchsorted(edges, most)) + 1]
    count = np.histogram(times, edges)[0]
    return Lengths(edges, count.astype(np.int64), times.size, float(np.mean(times < _SHORT_S)))


def _between_days(weight: Floats, busy: Floats, groups: NDArray[np.int64]) -> HandleTimes:
    """Return means weighted by calls, their errors from the days' own means."""
    total = weight.sum(axis=0)
    some = total > 0
    weight, busy, total = weight[:, some], busy[:, some], total[some]
    mean = busy.sum(axis=0) / total
    days = (weight > 0).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.square(busy - weight * mean).sum(axis=0) * days / (days - 1)
        error = np.where(days > 1, np.sqrt(apart) / total, np.nan)
    return HandleTimes(
        groups[some].astype(np.int64), np.rint(total).astype(np.int64), mean, error,
        np.full(mean.size, np.nan),
    )  # fmt: skip


def _check_slot(minutes: int) -> None:
    if minutes < 1 or MINUTES_PER_DAY % minutes:
        raise InputError("slot", f"found {minutes} minutes", "a divisor of a day: 15, 30, 60 ...")
