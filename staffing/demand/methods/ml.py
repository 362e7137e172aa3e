"""Gradient boosted trees, where the optional package is installed and asked for by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import HALF_LIFE_DAYS, DayModel, fit_days, recency
from staffing.demand.methods.auto import Auto
from staffing.demand.methods.slow import slow
from staffing.demand.notes import note
from staffing.errors import InputError
from staffing.units import DAYS_PER_WEEK

LEAST_DAYS = 270
SHORTEST_LAG = 14
ROUNDS = 200
SETTINGS = {
    "objective": "poisson",
    "learning_rate": 0.02,
    "num_leaves": 15,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.6,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    # The same bytes on every run, however many cores there are.
    "seed": 1,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}


class Ml:
    """Boosted trees with a Poisson loss [1]_ on the calendar and counts of two weeks before.

    One model serves all leads ("direct"): it looks at no count that would not be known on
    the last day wanted. It starts from the calendar regression, so that it learns what that
    one missed. Needs `LEAST_DAYS` days; on less, the default method takes its place.

    References
    ----------
    .. [1] Ke, G. et al. (2017). LightGBM: a highly efficient gradient boosting decision
       tree. Advances in Neural Information Processing Systems 30.
    """

    name = "ml"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return what the trees expect.

        Raises
        ------
        InputError
            If the package is not installed.
        """
        return boosted(past, ahead) if enough(past, ahead) else Auto().expect(past, ahead)

    def notes(self, past: Past) -> list[str]:
        """Return what to tell the planner about this past."""
        return short_note(past)


def enough(past: Past, ahead: Sequence[dt.date]) -> bool:
    """Return whether there is enough to learn from.

    Raises
    ------
    InputError
        If the package is not installed.
    """
    if find_spec("lightgbm") is None:
        raise InputError(
            "demand.method",
            "this method needs a package that is not installed",
            "auto, which needs none",
            "pip install 'staffing[ml]'",
        )
    return past.days >= LEAST_DAYS and len(ahead) > 0


def short_note(past: Past) -> list[str]:
    """Return the sentence about a past that is too short for the trees."""
    if past.days >= LEAST_DAYS:
        return []
    return [note("ml_short", needed=LEAST_DAYS, days=past.days)]


def boosted(past: Past, ahead: Sequence[dt.date]) -> Floats:
    """Return the (N, S) calls that trees expect, with the package at hand."""
    # Imported late: it is optional, and it loads scipy.
    import lightgbm  # type: ignore[import-not-found,unused-ignore] # noqa: PLC0415

    dates = [*past.dates, *ahead]
    model = fit_days(past, dates)
    base = np.log(np.maximum(slow(model, past, dates), 1e-3))
    farthest = (max(ahead) - past.dates[-1]).days
    lag = max(SHORTEST_LAG, -(-farthest // DAYS_PER_WEEK) * DAYS_PER_WEEK)
    table = _features(past, dates, base, model, lag)
    counts = past.counts / np.where(past.exposure > 0, past.exposure, np.nan)
    rows = np.arange(past.days)
    usable = ~np.isnan(counts) & (rows >= lag)[:, None] & (past.weight > 0)[:, None]
    weight = (past.weight * recency(past.days, HALF_LIFE_DAYS))[:, None] * np.ones(past.slots)
    trained = lightgbm.train(
        SETTINGS,
        lightgbm.Dataset(
            table[: past.days][usable],
            label=counts[usable],
            weight=weight[usable],
            init_score=base[: past.days][usable],
        ),
        num_boost_round=ROUNDS,
    )
    places = past.days + np.arange(len(ahead))
    flat = table[places].reshape(-1, table.shape[2])
    raw = np.asarray(trained.predict(flat, raw_score=True), dtype=np.float64)
    log_mean = raw.reshape(len(ahead), past.slots) + base[places]
    return np.asarray(np.exp(np.clip(log_mean, -12, 18)), dtype=np.float64)


def _features(
    past: Past, dates: Sequence[dt.date], base: Floats, model: DayModel, lag: int
) -> Floats:
    """Return (N, S, F) numbers of each day and slot."""
    rows = np.array([(day - past.first).days for day in dates])
    ratio = np.where(past.exposure > 0, past.counts / np.maximum(past.exposure, 1e-9), np.nan)
    expected = np.exp(base[: past.days])
    classes = model.classes
    effects = [classes.row(day) for day in dates]
    names = (
        *("backlog", "outlook", "after", "eve", "second", "bridge", "between", "holiday"),
        *("month_start", "month_end"),
    )
    daily = [np.array([row.get(name, 0.0) for row in effects]) for name in names]
    daily.append(np.array([float(day.weekday()) for day in dates]))
    daily.append(np.array([float(day.day) for day in dates]))
    daily.append(np.array([float(classes.is_off(day)) for day in dates]))
    total, fitted = np.nansum(ratio, axis=1), np.where(np.isnan(ratio), 0.0, expected).sum(axis=1)
    daily += [_window(total, fitted, rows, lag, days) for days in (7, 14, 28, 56)]
    same = [_window_weekday(total, fitted, rows, lag, weeks) for weeks in (2, 4, 8)]
    per_day = np.stack([*daily, *same], axis=1)
    slots = np.arange(past.slots, dtype=np.float64)
    known = np.where(np.isnan(ratio), 0.0, 1.0)
    filled = np.nan_to_num(ratio)
    cells = [base, np.broadcast_to(slots, base.shape)]
    for weeks in (1, 2, 4, 8):
        up = np.zeros(base.shape)
        down = np.zeros(base.shape)
        for week in range(weeks):
            at = rows - lag - week * DAYS_PER_WEEK
            ok = (at >= 0) & (at < past.days)
            up[ok] += filled[at[ok]]
            down[ok] += (known * expected)[at[ok]]
        cells.append(np.log((up + 2.0) / (down + 2.0)))
    wide = np.broadcast_to(per_day[:, None, :], (*base.shape, per_day.shape[1]))
    return np.concatenate([np.stack(cells, axis=2), wide], axis=2)


def _window(total: Floats, fitted: Floats, rows: NDArray[np.int64], lag: int, days: int) -> Floats:
    """Return the log ratio of calls to the calendar in a window that ends ``lag`` before."""
    up, down = (np.concatenate([[0.0], np.cumsum(values)]) for values in (total, fitted))
    end = np.clip(rows - lag + 1, 0, len(total))
    begin = np.clip(end - days, 0, len(total))
    return np.asarray(
        np.log((up[end] - up[begin] + 20.0) / (down[end] - down[begin] + 20.0)), dtype=np.float64
    )


def _window_weekday(
    total: Floats, fitted: Floats, rows: NDArray[np.int64], lag: int, weeks: int
) -> Floats:
    up, down = np.full(len(rows), 20.0), np.full(len(rows), 20.0)
    first = -(-lag // DAYS_PER_WEEK) * DAYS_PER_WEEK
    for week in range(weeks):
        at = rows - first - week * DAYS_PER_WEEK
        ok = (at >= 0) & (at < len(total))
        up[ok] += total[at[ok]]
        down[ok] += fitted[at[ok]]
    return np.asarray(np.log(up / down), dtype=np.float64)
