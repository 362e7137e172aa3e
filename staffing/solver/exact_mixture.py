"""Exact service expected over busy and quiet days: the same roster on several levels of calls."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from staffing.domain.history import Forecast
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.queueing.cram import Floats
from staffing.queueing.exact_service import exact_service
from staffing.queueing.uncertainty import gamma_nodes

NODES = 8
"""Levels of calls per day."""


class Expected(NamedTuple):
    """Expected calls in time, answered and blocked, seconds waited and of handling; all (Q, T)."""

    in_time: Floats
    answered: Floats
    wait_s: Floats
    busy_s: Floats
    blocked: Floats


def expected_service(
    problem: Problem, roster: Roster, forecast: Forecast, nodes: int = NODES
) -> Expected:
    """Return the exact service of a roster, expected over the day factors of a forecast.

    Each day's rates are the forecast's times one gamma factor with mean 1 and the day's
    coefficient of variation; within a day the queue is exact. What a slot varies by itself
    (``slot_cv``) is not counted.

    Parameters
    ----------
    problem
        Its curves' calls are the mean.
    roster
        Who is on the phones when.
    forecast
        Of the same slots and queues; only its ``day_cv`` is read.
    nodes
        Points of the quadrature, 1 to 64.
    """
    grid, curves = problem.grid, problem.curves
    factors = np.ones((nodes, *forecast.day_cv.shape))
    weights = np.zeros_like(factors)
    for place in np.ndindex(forecast.day_cv.shape):
        at, weight = gamma_nodes(float(forecast.day_cv[place]), nodes)
        factors[(slice(at.size), *place)], weights[(slice(at.size), *place)] = at, weight
    total = np.zeros((len(Expected._fields), *curves.offered.shape))
    for factor, weight in zip(factors, weights, strict=True):
        busier = curves.model_copy(update={"offered": curves.offered * factor[:, grid.day_of]})
        found = exact_service(problem.model_copy(update={"curves": busier}), roster)
        for row, name in enumerate(Expected._fields):
            total[row] += weight[:, grid.day_of] * getattr(found, name)
    return Expected(*total)
