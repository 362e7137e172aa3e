"""How well each method would have forecast the past: rolling origins, nothing from after them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from staffing.demand.calibration import calibrate
from staffing.demand.contract import Floats, Forecaster
from staffing.demand.distribution import day_dispersion, total_dispersion
from staffing.demand.events import Event
from staffing.demand.exposure import known_exposure
from staffing.demand.prepare import Prepared, prepare
from staffing.demand.registry import forecaster
from staffing.demand.scores import Scored, Scores, score, seasonal_scale
from staffing.domain.calendar import Holidays
from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.units import DAYS_PER_WEEK

REFERENCE = "mean8"
LEAST_TRAINING_DAYS = 56


@dataclass(frozen=True, eq=False)
class BacktestReport:
    """Scores of each method on the same days.

    Parameters
    ----------
    origins
        The last day known to each forecast.
    methods
        Names, the reference last.
    by_week
        By method: scores of the first, second ... week ahead.
    by_class
        By method, then by class of day (weekday0 is Monday; holiday, eve, bridge, after,
        between), over all weeks ahead.
    scored
        By method: every day of every origin, for plots and further questions.
    """

    origins: tuple[dt.date, ...]
    methods: tuple[str, ...]
    by_week: dict[str, tuple[Scores, ...]]
    by_class: dict[str, dict[str, Scores]]
    scored: dict[str, Scored]

    def best(self, week: int) -> str:
        """Return the method with the least WAPE so many weeks ahead; 0 is the first week."""
        return min(self.methods, key=lambda name: self.by_week[name][week].wape)

    def best_of_class(self, kind: str) -> str:
        """Return the method with the least WAPE on a class of day."""
        return min(self.methods, key=lambda name: self.by_class[name][kind].wape)

    def table(self) -> str:
        """Return a plain text table, the reference and the Poisson floor always in it."""
        head = "method        week   WAPE  floor  day WAPE   bias   MASE  pinball   80 %   95 %"
        lines = [head]
        for method in self.methods:
            for week, one in enumerate(self.by_week[method], start=1):
                lines.append(
                    f"{method:12s} {week:5d} {one.wape:6.1%} {one.floor:6.1%} {one.day_wape:9.1%} "
                    f"{one.bias:+6.1%} {one.mase:6.3f} {one.pinball:8.2f} "
                    f"{one.coverage80:6.1%} {one.coverage95:6.1%}"
                )
        return "\n".join(lines)


def backtest(
    history: CallHistory,
    holidays: Holidays,
    methods: Sequence[str] = ("auto",),
    origins: Sequence[dt.date] | None = None,
    days_ahead: int = 14,
    events: Sequence[Event] = (),
    tell: Callable[[int, int], None] | None = None,
) -> BacktestReport:
    """Return how each method would have forecast the past.

    Parameters
    ----------
    history
        Of one queue.
    holidays
        From the first day of the history to the last, and three weeks around.
    methods
        Names; the reference ``mean8`` is added if it is not among them.
    origins
        Last known days; left out, the last measured day of each calendar week from the
        eighth week on that leaves ``days_ahead`` days to compare with.
    days_ahead
        How far each origin forecasts.
    events
        Those that were known ahead, with their factors or to be learned from before
        each origin.
    tell
        Called with the number of origins done and of all.

    Raises
    ------
    InputError
        If the history is too short for one origin, or a method is unknown.
    """
    chosen = weekly_origins(history, days_ahead) if origins is None else tuple(origins)
    chosen = tuple(day for day in chosen if history.first <= day < history.last)
    if not chosen:
        raise InputError(
            f"history of {history.queue!r}",
            f"{history.days} days",
            f"at least {LEAST_TRAINING_DAYS + days_ahead} days for a backtest",
        )
    names = tuple(dict.fromkeys((*(m for m in methods if m != REFERENCE), REFERENCE)))
    counts = np.asarray(history.offered)
    first_window = (chosen[0] - history.first).days + 1
    scale = seasonal_scale(counts[:first_window])
    scored = _run(history, holidays, names, chosen, days_ahead, events, tell)
    if not len(scored[REFERENCE].days):
        raise InputError(
            f"history of {history.queue!r}", "no day after an origin is measured", "days to compare"
        )
    weeks = -(-days_ahead // DAYS_PER_WEEK)
    by_week = {
        name: tuple(
            score(one.where((one.lead - 1) // DAYS_PER_WEEK == week), scale)
            for week in range(weeks)
            if ((one.lead - 1) // DAYS_PER_WEEK == week).any()
        )
        for name, one in scored.items()
    }
    by_class = {
        name: {
            kind: score(one.where(one.kinds == kind), scale)
            for kind in sorted({str(kind) for kind in one.kinds})
        }
        for name, one in scored.items()
    }
    return BacktestReport(chosen, names, by_week, by_class, scored)


def weekly_origins(history: CallHistory, days_ahead: int = 14) -> tuple[dt.date, ...]:
    """Return the last measured day of each calendar week that can serve as an origin."""
    seen = np.asarray((~np.isnan(history.offered)).any(axis=1), dtype=bool)
    last: dict[tuple[int, int], dt.date] = {}
    for index, day in enumerate(history.dates):
        if seen[index]:
            last[day.isocalendar()[:2]] = day
    return tuple(
        day
        for day in last.values()
        if (day - history.first).days + 1 >= LEAST_TRAINING_DAYS
        and (history.last - day).days >= days_ahead
    )


def latest_origins(origins: Sequence[dt.date], count: int) -> tuple[dt.date, ...]:
    """Return the last ``count`` of some origins."""
    return tuple(sorted(origins)[-count:])


class _Collected:
    """The rows of one method, as they come."""

    def __init__(self) -> None:
        self.counts: list[Floats] = []
        self.means: list[Floats] = []
        self.dispersions: list[Floats] = []
        self.totals: list[float] = []
        self.leads: list[int] = []
        self.kinds: list[str] = []
        self.days: list[dt.date] = []

    def scored(self) -> Scored:
        """Return them as arrays."""
        return Scored(
            np.array(self.counts),
            np.array(self.means),
            np.array(self.dispersions),
            np.array(self.totals),
            np.array(self.leads),
            np.array(self.kinds),
            tuple(self.days),
        )


def _run(
    history: CallHistory,
    holidays: Holidays,
    names: Sequence[str],
    origins: Sequence[dt.date],
    days_ahead: int,
    events: Sequence[Event],
    tell: Callable[[int, int], None] | None,
) -> dict[str, Scored]:
    methods = {name: forecaster(name, "methods") for name in names}
    rows = {name: _Collected() for name in names}
    for done, origin in enumerate(origins):
        if tell is not None:
            tell(done, len(origins))
        known = history.until(origin + dt.timedelta(days=1))
        ready = prepare(known, holidays.demand, events)
        for name in names:
            _one(history, ready, methods[name], origin, days_ahead, rows[name])
    if tell is not None:
        tell(len(origins), len(origins))
    return {name: rows[name].scored() for name in names}


def _one(
    history: CallHistory,
    ready: Prepared,
    method: Forecaster,
    origin: dt.date,
    days_ahead: int,
    rows: _Collected,
) -> None:
    starts, minutes = np.asarray(history.starts), history.slot_minutes
    ahead = [origin + dt.timedelta(days=lead) for lead in range(1, days_ahead + 1)]
    mean = method.expect(ready.past, ahead)
    mean = mean * known_exposure(ready.events, ahead, starts, minutes)
    spread = calibrate(ready.past, method)
    for lead, (day, expected) in enumerate(zip(ahead, mean, strict=True), start=1):
        row = (day - history.first).days
        if row >= history.days or np.isnan(history.offered[row]).all():
            continue
        day_cv, slot_cv = spread.day_cv(day), spread.slot_cv(day)
        measured = history.offered[row]
        rows.counts.append(measured)
        rows.means.append(expected)
        rows.dispersions.append(_dispersion(day_cv, slot_cv, history))
        rows.totals.append(day_dispersion(expected[~np.isnan(measured)], day_cv, slot_cv))
        rows.leads.append(lead)
        rows.days.append(day)
        rows.kinds.append(spread.classes.kind(day))


def _dispersion(day_cv: float, slot_cv: float, history: CallHistory) -> Floats:
    slots = len(history.starts)
    return total_dispersion(np.full(slots, day_cv), np.full(slots, slot_cv))
