"""The pipe up to the solver: inputs, forecast, service curves, problem.

Sits above demand and queueing; loads no solver and no files.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
from pydantic import Field

from staffing.demand.events import Event, Override
from staffing.demand.forecast import forecast
from staffing.demand.holidays import holidays_for
from staffing.demand.overrides import apply_overrides
from staffing.domain.base import Frozen
from staffing.domain.center import CallCenter
from staffing.domain.history import CallHistory, Forecast
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.queueing.curves import service_curves
from staffing.queueing.uncertainty import uncertain_curves

MEMORY = dt.timedelta(weeks=5)
"""How far before a horizon published rosters are read."""
AROUND = dt.timedelta(weeks=5)
"""How far around a horizon holidays are known to rules."""


class Inputs(Frozen):
    """Everything that planning starts from; what-ifs are changes to it.

    Parameters
    ----------
    center
        The call center.
    history
        Measured calls by queue; may be empty when the center describes its demand.
    events
        Known disturbances of demand, past and future.
    overrides
        Factors by hand, applied after everything else; a note of the forecast names each.
    published
        Duties published so far, in any number of weeks; None knows none.
    volume
        Multiplies every forecast volume.
    aht_s
        Replaces the forecast's call-weighted mean handle time in seconds; its shape over the
        day stays.
    """

    center: CallCenter
    history: dict[str, CallHistory] = Field(default_factory=dict)
    events: tuple[Event, ...] = ()
    overrides: tuple[Override, ...] = ()
    published: Roster | None = None
    volume: float = Field(default=1.0, gt=0)
    aht_s: float | None = Field(default=None, gt=0)


class Prepared(NamedTuple):
    """A problem ready to be solved or judged, with the forecast it stands on."""

    problem: Problem
    forecast: Forecast


def prepare(
    inputs: Inputs,
    horizon: Horizon,
    method: str | None = None,
    *,
    uncertain: bool | None = None,
) -> Prepared:
    """Return the problem of a horizon.

    Parameters
    ----------
    inputs
        Center, history, events, published rosters.
    horizon
        The days to plan.
    method
        Name of a forecaster; the center's own when left out.
    uncertain
        Whether the service curves are expectations over the forecast's distribution, busy and
        quiet days included, or those of its mean; ``demand.uncertainty`` when left out.

    Raises
    ------
    InputError
        If the demand cannot be forecast.
    """
    center = inputs.center
    spread = center.demand.uncertainty if uncertain is None else uncertain
    expected = forecast(center, inputs.history, horizon, method, inputs.events)
    ratio = 1.0
    if inputs.aht_s is not None and expected.offered.sum() > 0:
        busy = float((expected.offered * expected.aht_s).sum())
        ratio = inputs.aht_s * float(expected.offered.sum()) / busy
    expected = expected.scaled(inputs.volume, ratio)
    if inputs.volume != 1.0:
        parts = {
            queue: {**named, "volume": np.full(expected.grid.size, inputs.volume)}
            for queue, named in expected.parts.items()
        }
        expected = expected.model_copy(update={"parts": parts})
    expected = apply_overrides(expected, inputs.overrides)
    holidays = holidays_for(center.calendar, horizon.first - AROUND, horizon.last + AROUND)
    problem = Problem(
        center=center,
        curves=(uncertain_curves if spread else service_curves)(center, expected, holidays),
        holidays=holidays,
        past=_before(inputs.published, horizon),
    )
    return Prepared(problem, expected)


def _before(published: Roster | None, horizon: Horizon) -> Roster | None:
    if published is None:
        return None
    first = max(published.horizon.first, horizon.first - MEMORY)
    days = (horizon.first - first).days
    if days < 1:
        return None
    span = Horizon(first=first, days=days)
    return Roster(horizon=span, duties=tuple(d for d in published.duties if d.day in span))
