"""Around the expectation: quantiles per slot and whole paths of a day.

A day's factor that all its slots share (gamma) times a slot's own factor (gamma) times
chance (Poisson): busy days are busy all day, which is what staffing suffers from [1]_.

References
----------
.. [1] Avramidis, A. N., Deslauriers, A. and L'Ecuyer, P. (2004). Modeling daily arrivals
   to a telephone call center. Management Science 50(7).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.demand.contract import Floats
from staffing.domain.history import Forecast
from staffing.errors import UsageError

_CHUNK = 256
_EXACT_UP_TO = 20_000.0


def quantiles(forecast: Forecast, queue: str, probs: Sequence[float]) -> Floats:
    """Return the (P, T) quantiles of the calls of each slot.

    Parameters
    ----------
    forecast
        With its expectation and coefficients of variation.
    queue
        Code of the queue.
    probs
        P probabilities in (0, 1).

    Notes
    -----
    The product of two gamma factors is treated as one gamma with the same variance, so
    that the calls are negative binomial.
    """
    row = _index(forecast, queue)
    day = forecast.day_cv[row][forecast.grid.day_of]
    dispersion = total_dispersion(day, forecast.slot_cv[row])
    return negative_binomial_quantiles(forecast.offered[row], dispersion, probs)


def sample_paths(forecast: Forecast, queue: str, n: int, seed: int) -> NDArray[np.int64]:
    """Return (n, T) possible outcomes; slots of a day share its factor.

    Parameters
    ----------
    forecast
        With its expectation and coefficients of variation.
    queue
        Code of the queue.
    n
        How many paths.
    seed
        The same seed gives the same paths.
    """
    row = _index(forecast, queue)
    rng = np.random.default_rng(seed)
    days = _factors(rng, forecast.day_cv[row], n)[:, forecast.grid.day_of]
    slots = _factors(rng, forecast.slot_cv[row], n)
    return np.asarray(rng.poisson(forecast.offered[row] * days * slots), dtype=np.int64)


def total_dispersion(day_cv: Floats, slot_cv: Floats) -> Floats:
    """Return the squared coefficient of variation of the product of both factors."""
    squared: Floats = (1.0 + np.square(day_cv)) * (1.0 + np.square(slot_cv)) - 1.0
    return squared


def day_dispersion(mean: Floats, day_cv: float, slot_cv: float) -> float:
    """Return k of the calls of a day whose slots share one factor and have their own beside it."""
    total = float(np.nansum(mean))
    shared = day_cv**2
    own = float(np.nansum(np.square(mean * slot_cv))) / max(total, 1e-12) ** 2
    return shared + (1.0 + shared) * own


def negative_binomial_quantiles(mean: Floats, dispersion: Floats, probs: Sequence[float]) -> Floats:
    """Return the (P, T) least counts whose cumulative probability reaches each of ``probs``.

    Parameters
    ----------
    mean
        (T,) expected counts.
    dispersion
        (T,) k in variance = mean + k mean squared; 0 is Poisson.
    probs
        P probabilities in (0, 1).
    """
    levels = np.asarray(probs, dtype=np.float64)
    if levels.size and not (levels.min() > 0 and levels.max() < 1):
        raise UsageError("probs", f"found {probs}", "probabilities between 0 and 1")
    order = np.argsort(mean)
    result = np.zeros((len(levels), len(mean)))
    for begin in range(0, len(order), _CHUNK):
        chosen = order[begin : begin + _CHUNK]
        if mean[chosen[-1]] > _EXACT_UP_TO:
            result[:, chosen] = _approximate(mean[chosen], dispersion[chosen], levels)
        else:
            result[:, chosen] = _exact(mean[chosen], dispersion[chosen], levels)
    return result


def _exact(mean: Floats, dispersion: Floats, levels: Floats) -> Floats:
    sd = np.sqrt(mean + dispersion * mean**2)
    top = int(np.ceil(np.max(mean + 12 * sd + 20)))
    k = np.maximum(dispersion, 1e-9)[:, None]
    mu = np.maximum(mean, 1e-12)[:, None]
    counts = np.arange(top)[None, :]
    # p(c + 1) / p(c) = (1 + k c) mu / ((1 + k mu) (c + 1)), summed as logarithms.
    steps = np.log((1 + k * counts) * mu / ((1 + k * mu) * (counts + 1)))
    start = -np.log1p(k * mu) / k
    log_p = np.concatenate([start, start + np.cumsum(steps, axis=1)], axis=1)
    cumulative = np.cumsum(np.exp(log_p), axis=1)
    return np.array([(cumulative < level).sum(axis=1) for level in levels], dtype=np.float64)


def _approximate(mean: Floats, dispersion: Floats, levels: Floats) -> Floats:
    # Wilson and Hilferty (1931): the cube root of a gamma variable is nearly normal.
    from statistics import NormalDist  # noqa: PLC0415 - only huge centers come here

    shape = mean / (1.0 + dispersion * mean)
    z = np.array([NormalDist().inv_cdf(level) for level in levels])[:, None]
    root = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * np.sqrt(shape))
    return np.asarray(np.round(mean * np.maximum(root, 0.0) ** 3), dtype=np.float64)


def _factors(rng: np.random.Generator, cv: Floats, n: int) -> Floats:
    shape = 1.0 / np.square(np.maximum(cv, 1e-6))
    return np.asarray(rng.gamma(shape, 1.0 / shape, size=(n, len(cv))), dtype=np.float64)


def _index(forecast: Forecast, queue: str) -> int:
    if queue not in forecast.queues:
        raise UsageError(
            "queue", f"found {queue!r}", f"queues of the forecast: {', '.join(forecast.queues)}"
        )
    return forecast.queues.index(queue)
