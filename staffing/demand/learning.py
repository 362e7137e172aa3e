"""The factors of events that nobody knows yet, learned from how the same kind went before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import HALF_LIFE_DAYS, fit_days
from staffing.demand.events import Event
from staffing.demand.exposure import hours_share
from staffing.demand.notes import note

PRIOR_SD = 0.4  # of the log factor of a kind before it was ever seen
NEAR_DAYS = 21
LARGEST = 10.0


def learn_factors(
    past: Past, events: Sequence[Event], starts: NDArray[np.int64], minutes: int
) -> tuple[list[Event], list[str]]:
    """Return the events with every factor filled in, and what to tell the planner.

    Parameters
    ----------
    past
        What was measured; its exposure holds the events whose factor is known.
    events
        Past and future, with and without a factor.
    starts, minutes
        The slots of the past.

    Notes
    -----
    The calendar is fitted without the hours of these events; the log ratio of what came
    to what was expected, at the level of the weeks around, is averaged over the
    occurrences of a kind and shrunk towards no effect: one occurrence is believed as far
    as an ordinary day's own deviation allows.
    """
    kinds = sorted({event.kind for event in events if event.learn})
    if not kinds:
        return list(events), []
    seen: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.learn and event.first <= past.dates[-1] and event.last >= past.first:
            seen[event.kind].append(event)
    factors = dict.fromkeys(kinds, 1.0)
    happened = [event for of_kind in seen.values() for event in of_kind]
    ratios = _log_ratios(past, happened, starts, minutes) if happened else {}
    notes = []
    for kind in kinds:
        found = [ratios[id(event)] for event in seen[kind] if id(event) in ratios]
        if not found:
            notes.append(note("unknown_event", kind=repr(kind)))
            continue
        precision = sum(1.0 / variance for _, variance in found)
        mean = sum(ratio / variance for ratio, variance in found)
        factors[kind] = float(np.exp(mean / (precision + 1.0 / PRIOR_SD**2)))
        code = "event_once" if len(found) == 1 else "event_times"
        factor = f"{factors[kind]:.2f}"
        notes.append(note(code, kind=repr(kind), factor=factor, times=len(found)))
    filled = [
        event.model_copy(update={"factor": factors[event.kind]}) if event.learn else event
        for event in events
    ]
    return filled, notes


def _log_ratios(
    past: Past, events: Sequence[Event], starts: NDArray[np.int64], minutes: int
) -> dict[int, tuple[float, float]]:
    counts = past.counts.copy()
    shares = {id(event): hours_share(starts, minutes, event.begin, event.end) for event in events}
    rows = {id(event): [i for i, day in enumerate(past.dates) if day in event] for event in events}
    for event in events:
        for row in rows[id(event)]:
            counts[row, shares[id(event)] > 0] = np.nan
    days = sorted({row for chosen in rows.values() for row in chosen})
    dates: list[dt.date] = [past.dates[row] for row in days]
    masked = replace(past, counts=counts)
    if not np.nansum(counts) > 0:
        return {}
    model = fit_days(masked, dates)
    profile = model.profile(masked, HALF_LIFE_DAYS).rows(*model.shapes(dates))
    expected = dict(zip(days, model.ahead[:, None] * profile, strict=True))
    found: dict[int, tuple[float, float]] = {}
    for event in events:
        came, mean = _sums(past, expected, rows[id(event)], shares[id(event)])
        if mean <= 0:
            continue
        level = _nearby(model.measured, model.fitted, model.open, rows[id(event)])
        ratio = np.clip(came / (mean * level), 1 / LARGEST, LARGEST)
        length = max(len(rows[id(event)]), 1)
        variance = model.fit.dispersion * (0.5 + 0.5 / length) + 1.0 / mean
        found[id(event)] = (float(np.log(ratio)), float(variance))
    return found


def _sums(
    past: Past, expected: dict[int, Floats], rows: Sequence[int], share: Floats
) -> tuple[float, float]:
    came = mean = 0.0
    for row in rows:
        known = ~np.isnan(past.counts[row])
        weight = share * known
        came += float(np.nansum(past.counts[row] * weight))
        mean += float((expected[row] * past.exposure[row] * weight).sum())
    return came, mean


def _nearby(
    measured: Floats, fitted: Floats, opened: NDArray[np.bool_], rows: Sequence[int]
) -> float:
    """Return the level of the weeks around an event over the regression's."""
    near = np.zeros(len(measured), dtype=bool)
    near[max(rows[0] - NEAR_DAYS, 0) : rows[-1] + NEAR_DAYS + 1] = True
    near &= opened
    total = float(fitted[near].sum())
    return float(measured[near].sum()) / total if total > 0 else 1.0
