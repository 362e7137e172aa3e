"""How good a forecast was: errors, loss of quantiles, coverage, and the floor nobody beats."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from staffing.demand.contract import Floats
from staffing.demand.distribution import negative_binomial_quantiles

PROBS = tuple(round(0.05 * i, 2) for i in range(1, 20))
BOUNDS = (0.025, 0.10, 0.90, 0.975)


@dataclass(frozen=True, eq=False)
class Scored:
    """Measured counts beside what was forecast for them, one row per day and origin.

    Parameters
    ----------
    counts, means, dispersion
        (N, S) calls, NaN where missing, the expectation, and k of the negative binomial.
    total
        (N,) k of the calls of the whole day.
    lead
        (N,) days from the origin.
    kinds
        (N,) class of each day.
    days
        (N,) the days.
    """

    counts: Floats
    means: Floats
    dispersion: Floats
    total: Floats
    lead: np.ndarray[tuple[int], np.dtype[np.int64]]
    kinds: np.ndarray[tuple[int], np.dtype[np.str_]]
    days: tuple[dt.date, ...]

    def where(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Scored:
        """Return the chosen rows."""
        return Scored(
            self.counts[rows],
            self.means[rows],
            self.dispersion[rows],
            self.total[rows],
            self.lead[rows],
            self.kinds[rows],
            tuple(self.days[i] for i in np.flatnonzero(rows)),
        )


@dataclass(frozen=True)
class Scores:
    """Scores of many slots together.

    Parameters
    ----------
    days, slots
        How many were scored.
    wape, day_wape
        Sum of absolute errors over the sum of calls, per slot and per day.
    bias
        Sum of forecasts over sum of calls, minus 1.
    rmse, mase
        Per slot; MASE over the seasonal naive error inside the first training window.
    floor
        WAPE of someone who knows each slot's true rate, were calls Poisson.
    pinball
        Mean loss of the quantiles 0.05 ... 0.95; NaN without a distribution.
    coverage80, coverage95
        Share of slots inside the central intervals.
    """

    days: int
    slots: int
    wape: float
    day_wape: float
    bias: float
    rmse: float
    mase: float
    floor: float
    pinball: float
    coverage80: float
    coverage95: float


def score(scored: Scored, scale: float) -> Scores:
    """Return the scores of the given rows.

    Parameters
    ----------
    scored
        At least one row with a number.
    scale
        Mean absolute difference from the same slot a week earlier, for MASE.
    """
    known = ~np.isnan(scored.counts) & ~np.isnan(scored.means)
    y, mean, k = scored.counts[known], scored.means[known], scored.dispersion[known]
    error = np.abs(y - mean)
    per_day = np.where(known, scored.counts, 0).sum(axis=1)
    per_day_mean = np.where(known, scored.means, 0).sum(axis=1)
    quantile = negative_binomial_quantiles(mean, k, (*PROBS, *BOUNDS))
    over = [y - quantile[i] for i in range(len(PROBS))]
    loss = [np.maximum(p * d, (p - 1) * d).mean() for p, d in zip(PROBS, over, strict=True)]
    low95, low80, high80, high95 = quantile[len(PROBS) :]
    total = max(float(y.sum()), 1e-9)
    return Scores(
        days=len(scored.lead),
        slots=len(y),
        wape=float(error.sum()) / total,
        day_wape=float(np.abs(per_day - per_day_mean).sum()) / total,
        bias=float(mean.sum()) / total - 1.0,
        rmse=float(np.sqrt(np.mean(error**2))),
        mase=float(error.mean()) / scale,
        floor=poisson_floor(y),
        pinball=float(np.mean(loss)),
        coverage80=float(np.mean((y >= low80) & (y <= high80))),
        coverage95=float(np.mean((y >= low95) & (y <= high95))),
    )


def poisson_floor(rates: Floats) -> float:
    """Return the WAPE of Poisson counts around known rates, for which counts stand in.

    Notes
    -----
    The mean absolute deviation of a Poisson variable is 2 m^(m+1) e^-rate / m! with m the
    whole part of the rate (De Moivre).
    """
    rate = np.maximum(np.asarray(rates, dtype=np.float64), 1e-9)
    whole = np.floor(rate)
    # Stirling's series beyond the first terms; exact to seven digits from 0 on.
    shifted = whole + 8.0
    steps = np.log(whole[:, None] + np.arange(1.0, 8.0)).sum(axis=1)
    log_factorial = (
        (shifted - 0.5) * np.log(shifted) - shifted + 0.5 * np.log(2 * np.pi) + 1 / (12 * shifted)
    ) - steps
    deviation = 2.0 * np.exp((whole + 1.0) * np.log(rate) - rate - log_factorial)
    return float(deviation.sum() / max(float(rate.sum()), 1e-9))


def seasonal_scale(counts: Floats, lag: int = 7) -> float:
    """Return the mean absolute difference from the same slot ``lag`` days earlier."""
    if len(counts) <= lag:
        return float("nan")
    change = np.abs(counts[lag:] - counts[:-lag])
    return float(np.nanmean(change)) if (~np.isnan(change)).any() else float("nan")
