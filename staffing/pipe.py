"""The pipe up to the solver: inputs, forecast, service curves, history, problem.

Sits above demand, queueing and evaluation; loads no solver and no files.
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
from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.history import CallHistory, Forecast
from staffing.domain.horizon import Horizon, week_of
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.evaluation.balance import Tally, fair_rules, with_balances
from staffing.evaluation.ledger import ledger_of, published_weeks
from staffing.queueing.curves import service_curves
from staffing.queueing.uncertainty import uncertain_curves
from staffing.rules._personal import past_days

AROUND = dt.timedelta(weeks=5)
"""How far around a horizon holidays are known to rules, at least."""


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
        Duties published so far, in any number of weeks; None knows none. A calendar week in
        which nobody works was not published.
    ledger
        What people had before the first published roster, and the wishes that were refused
        since; see `staffing.evaluation.ledger`.
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
    ledger: tuple[Tally, ...] = ()
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

    What was published before the horizon is its past, as far back as the center's rules look,
    and tells what each person has had so far; what was published of the planned days
    themselves is what people were told.

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
        If the demand cannot be forecast, or the ledger contradicts the published rosters.
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
    back = dt.timedelta(days=past_days(center.rules))
    evened = dt.timedelta(weeks=max((r.weeks_long for r in fair_rules(center)), default=0))
    begin = week_of(horizon.first - max(AROUND, back, evened))[0]
    holidays = holidays_for(center.calendar, begin, horizon.last + AROUND)
    problem = Problem(
        center=_remembering(inputs, horizon, evened, holidays),
        curves=(uncertain_curves if spread else service_curves)(center, expected, holidays),
        holidays=holidays,
        past=_before(inputs.published, horizon, back),
        published=_cut(inputs.published, horizon.first, horizon.last),
    )
    return Prepared(problem, expected)


def _remembering(
    inputs: Inputs, horizon: Horizon, evened: dt.timedelta, holidays: Holidays
) -> CallCenter:
    """Return the center whose people carry what they have had in the weeks that are evened out."""
    known = inputs.published is not None or inputs.ledger
    if not known or not evened:
        return inputs.center
    day = dt.timedelta(days=1)
    begin = week_of(horizon.first - evened)[0]
    published = _cut(inputs.published, begin, horizon.first - day)
    ledger = ledger_of(inputs.center, published, holidays, inputs.ledger)
    return with_balances(inputs.center, ledger, horizon.first)


def _before(published: Roster | None, horizon: Horizon, back: dt.timedelta) -> Roster | None:
    """Return the published weeks before a horizon, as far as no week between is missing."""
    day = dt.timedelta(days=1)
    found = _cut(published, horizon.first - back, horizon.first - day)
    if found is None:
        return None
    begin = horizon.first
    for week in reversed(published_weeks(found)):
        if (begin - week.last).days > 1:
            break
        begin = week.first
    return _cut(found, begin, horizon.first - day)


def _cut(roster: Roster | None, first: dt.date, last: dt.date) -> Roster | None:
    """Return the days of a roster that lie in a span; None if nobody works in them."""
    if roster is None:
        return None
    first, last = max(first, roster.horizon.first), min(last, roster.horizon.last)
    duties = tuple(duty for duty in roster.duties if first <= duty.day <= last)
    if not duties:
        return None
    return Roster(horizon=Horizon(first=first, days=(last - first).days + 1), duties=duties)
