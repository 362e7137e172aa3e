"""From a forecast to service curves, slot by slot."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.curves import ServiceCurves
from staffing.domain.history import Forecast
from staffing.domain.work import Queue
from staffing.errors import InputError
from staffing.queueing.table import ErlangATable, erlang_a_table
from staffing.units import MINUTES_PER_HOUR, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

Floats = NDArray[np.float64]

HEADROOM = 1.6
"""Curves reach this many times the peak load, so that the required number is always on them."""


def service_curves(
    center: CallCenter, forecast: Forecast, holidays: Holidays | None = None
) -> ServiceCurves:
    """Return what each number of counselors on the phones would achieve in each slot.

    Each slot is taken alone and in equilibrium (Erlang A at the slot's mean rate). Where only
    a share of scheduled time is really available, the curve is read between the two whole
    numbers around ``share * n``.

    Parameters
    ----------
    center
        Queues with patience, target and available share.
    forecast
        Expected calls and handle times.
    holidays
        Tells working days from days off; None knows weekends only.

    Raises
    ------
    InputError
        If the forecast's queues are not the center's.

    References
    ----------
    O. Garnett, A. Mandelbaum and M. Reiman (2002), Designing a call center with impatient
    customers, doi:10.1287/msom.4.3.208.7753.
    """
    codes = tuple(queue.code for queue in center.queues)
    if forecast.queues != codes:
        raise InputError(
            "forecast", f"its queues are {forecast.queues}", f"the center's are {codes}"
        )
    grid = forecast.grid
    working = np.array(
        [(holidays or Holidays()).is_working_day(day) for day in grid.horizon.dates]
    )[grid.day_of]
    per_hour = forecast.offered * (MINUTES_PER_HOUR / grid.slot_minutes)
    most = _most(center, per_hour, forecast.aht_s)
    present = np.stack(
        [np.where(working, q.on_phone_share, q.on_phone_share_day_off) for q in center.queues]
    ).reshape(len(codes), grid.size)
    tables = [
        _between(_table(queue, per_hour[i], forecast.aht_s[i], most), present[i])
        for i, queue in enumerate(center.queues)
    ]
    in_time, answered, wait, occupancy = (
        np.stack([table[field] for table in tables]) for field in range(4)
    )
    seconds = np.arange(most + 1) * present[..., np.newaxis]
    seconds *= grid.slot_minutes * SECONDS_PER_MINUTE
    offered = forecast.offered[..., np.newaxis]
    return ServiceCurves(
        grid=grid,
        queues=codes,
        targets=tuple(queue.target for queue in center.queues),
        offered=forecast.offered,
        aht_s=forecast.aht_s,
        in_time=in_time * offered,
        answered=answered * offered,
        wait_s=wait * offered,
        busy_s=occupancy * seconds,
        present=present,
        required=_required(center, in_time, answered, forecast.offered),
        notes=forecast.notes,
    )


def _most(center: CallCenter, per_hour: Floats, aht_s: Floats) -> int:
    load = float((per_hour * aht_s).max(initial=0.0)) / SECONDS_PER_HOUR
    share = min(min(q.on_phone_share, q.on_phone_share_day_off) for q in center.queues)
    team = int(center.team_size.max())
    return max(team, math.ceil((HEADROOM * load + 10) / share))


def _table(queue: Queue, per_hour: Floats, aht_s: Floats, most: int) -> ErlangATable:
    # Half hours repeat (slots of a half hour share its rate), so each is computed once.
    pairs, back = np.unique(np.stack([per_hour, aht_s]), axis=1, return_inverse=True)
    patience = math.inf if queue.patience_s is None else queue.patience_s
    table = erlang_a_table(pairs[0], pairs[1], patience, queue.target.threshold_s, most)
    back = back.reshape(-1)
    return ErlangATable(
        in_time=table.in_time[back],
        late=table.late[back],
        abandoned=table.abandoned[back],
        asa_s=table.asa_s[back],
        occupancy=table.occupancy[back],
        virtual=table.virtual[back],
    )


def _between(table: ErlangATable, present: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Read shares in time and answered, wait per call, occupancy at ``present * n``."""
    columns = table.in_time.shape[1]
    reach = present[:, np.newaxis] * np.arange(columns)
    low = np.floor(reach + 1e-9).astype(np.int64)
    weight = np.clip(reach - low, 0.0, 1.0)
    high = np.minimum(low + 1, columns - 1)
    answered = 1.0 - table.abandoned
    # Nobody answered has waited nothing. Endless patience meeting too few people leaves an
    # infinite mean wait, which must stay infinite.
    waited = answered * np.where(answered > 0, table.asa_s, 0.0)
    busy = table.occupancy * np.arange(columns)

    def read(values: Floats) -> Floats:
        below = np.take_along_axis(values, low, axis=1)
        above = np.take_along_axis(values, high, axis=1)
        with np.errstate(invalid="ignore"):  # 0 * inf is replaced in the next line
            mixed = np.where(weight > 0, (1 - weight) * below + weight * above, below)
        mixed[np.isnan(mixed)] = np.inf
        return mixed

    occupancy = read(busy) / np.maximum(reach, 1e-12)
    return read(table.in_time), read(answered), read(waited), occupancy


def _required(
    center: CallCenter, in_time: Floats, answered: Floats, offered: Floats
) -> NDArray[np.int64]:
    rows = []
    for index, queue in enumerate(center.queues):
        target = queue.target
        meets = in_time[index] >= target.service_level - 1e-12
        if target.answer_rate is not None:
            meets &= answered[index] >= target.answer_rate - 1e-12
        meets |= (offered[index] <= 0)[:, np.newaxis]
        enough = meets.any(axis=1)
        rows.append(np.where(enough, meets.argmax(axis=1), meets.shape[1]))
    return np.stack(rows)
