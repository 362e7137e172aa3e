"""From a measured history to a past that methods can learn from, with what was assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from staffing.demand.anomalies import find_unusual
from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import YEARLY_FROM_DAYS, under_a_week
from staffing.demand.events import Event
from staffing.demand.exposure import known_exposure
from staffing.demand.learning import learn_factors
from staffing.demand.notes import note
from staffing.domain.days import WEEKDAYS
from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.units import DAYS_PER_WEEK, clock

SHORT_DAYS = 4 * DAYS_PER_WEEK
YEAR_DAYS = 365
HOLIDAY = 7
SILENT_DAYS = 5


@dataclass(frozen=True, eq=False)
class Prepared:
    """A past ready for any method.

    Parameters
    ----------
    past
        With the events in its exposure and less weight on unusual days.
    events
        Each with a factor.
    notes
        What was assumed, in sentences.
    """

    past: Past
    events: tuple[Event, ...]
    notes: tuple[str, ...]


def prepare(
    history: CallHistory,
    holidays: Mapping[date, str],
    events: Sequence[Event] = (),
    factors: tuple[float, ...] | None = None,
) -> Prepared:
    """Return what the methods learn from.

    Parameters
    ----------
    history
        Of one queue, ending before the days to forecast.
    holidays
        Of the callers, from three weeks before the history to three weeks after the
        days to forecast.
    events
        Past and future.
    factors
        Day factors for kinds of day that the history does not show.

    Raises
    ------
    InputError
        If there is not a single call, slots overlap, or events of a kind overlap.
    """
    _check(history, events)
    starts, minutes = np.asarray(history.starts), history.slot_minutes
    counts = np.array(history.offered)
    past = Past(
        first=history.first,
        counts=counts,
        exposure=known_exposure(events, history.dates, starts, minutes),
        weight=np.ones(history.days),
        holidays=holidays,
        factors=factors,
    )
    filled, learned = learn_factors(past, events, starts, minutes)
    if any(event.learn for event in events):
        past = replace(past, exposure=known_exposure(filled, history.dates, starts, minutes))
    unusual = find_unusual(past)
    notes = [*history.notes, *_length_notes(history, past), *_missing_notes(history, past)]
    return Prepared(unusual.past, tuple(filled), (*notes, *learned, *unusual.notes()))


def _check(history: CallHistory, events: Sequence[Event]) -> None:
    where = f"history of {history.queue!r}"
    if history.days == 0 or not np.nansum(history.offered) > 0:
        raise InputError(
            where,
            "no call at all before the days to forecast",
            "days with calls",
            "leave the history out to forecast from the center's own figures",
        )
    endless = np.argwhere(np.isinf(history.offered))
    if len(endless):
        day, slot = (int(place) for place in endless[0])
        raise InputError(
            where,
            f"{history.dates[day]} {clock(int(history.starts[slot]))} holds an infinite count",
            "numbers, or NaN where nothing is known",
        )
    if len(history.starts) > 1 and int(np.diff(history.starts).min()) < history.slot_minutes:
        raise InputError(
            where,
            f"slots overlap: starts {int(np.diff(history.starts).min())} minutes apart",
            f"starts at least {history.slot_minutes} minutes apart",
            "split the history where the slot length changed",
        )
    for index, one in enumerate(events):
        for other in events[:index]:
            if one.overlaps(other):
                raise InputError(
                    f"event {one.kind!r}",
                    f"{one.first}..{one.last} and {other.first}..{other.last} overlap",
                    "events of one kind that do not overlap",
                )


def _length_notes(history: CallHistory, past: Past) -> list[str]:
    days = int((~np.isnan(history.offered)).any(axis=1).sum())
    if under_a_week(past) and past.factors is not None:
        seen = {
            day.weekday()
            for day, row in zip(history.dates, history.offered, strict=True)
            if not np.isnan(row).all()
        }
        return [note("under_week", names=", ".join(WEEKDAYS[day] for day in sorted(seen)))]
    if days < SHORT_DAYS:
        return [note("few_days", days=days)]
    if history.days < YEAR_DAYS:
        return [note("under_year", days=history.days)]
    if history.days < YEARLY_FROM_DAYS:
        return [note("one_year", days=history.days, needed=YEARLY_FROM_DAYS)]
    return []


def _missing_notes(history: CallHistory, past: Past) -> list[str]:
    """Return a sentence about days without a number on weekdays that usually have some."""
    seen = np.asarray((~np.isnan(history.offered)).any(axis=1), dtype=bool)
    weekdays = (history.first.weekday() + np.arange(history.days)) % DAYS_PER_WEEK
    usual = np.array([seen[weekdays == k].mean() if (weekdays == k).any() else 0 for k in range(7)])
    plain = np.array([day not in past.holidays for day in history.dates], dtype=bool)
    lost = int((~seen & (usual[weekdays] > 0.5) & plain).sum())
    notes = []
    if lost:
        notes.append(note("lost", count=lost))
    total = np.nansum(history.offered, axis=1)
    silent = _silent_days(total[seen])
    if silent >= SILENT_DAYS:
        notes.append(note("silent", count=silent))
    return notes


def _silent_days(total: Floats) -> int:
    with_calls = np.flatnonzero(total > 0)
    return len(total) - 1 - int(with_calls[-1]) if len(with_calls) else len(total)


def unseen_notes(past: Past, days: Sequence[date]) -> list[str]:
    """Return sentences about kinds of wanted days that the past does not show."""
    seen = np.asarray((~np.isnan(past.counts)).any(axis=1), dtype=bool)
    kinds = {_kind(past, day) for day, known in zip(past.dates, seen, strict=True) if known}
    notes = []
    for kind in sorted({_kind(past, day) for day in days} - kinds):
        if kind == HOLIDAY and past.closed_holidays:
            notes.append(note("closed_holidays"))
        else:
            notes.append(note("unseen", kind="holiday" if kind == HOLIDAY else WEEKDAYS[kind]))
    return notes


def ever_measured(past: Past, ahead: Sequence[date]) -> NDArray[np.bool_]:
    """Return (N, S) whether the past shows a slot on that weekday, or at all if it shows none."""
    known = ~np.isnan(past.counts)
    weekdays = (past.first.weekday() + np.arange(past.days)) % DAYS_PER_WEEK
    anywhere = known.any(axis=0)
    rows = []
    for day in ahead:
        shown = known[weekdays == day.weekday()].any(axis=0)
        rows.append(shown if shown.any() else anywhere)
    return np.array(rows, dtype=bool).reshape(len(ahead), past.slots)


def _kind(past: Past, day: date) -> int:
    return HOLIDAY if day in past.holidays else day.weekday()
