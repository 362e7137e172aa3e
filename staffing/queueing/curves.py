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
from staffing.queueing.finite_lines import ErlangALines, erlang_a_lines
from staffing.queueing.table import ErlangATable, erlang_a_table
from staffing.queueing.transient_size import calls_in_equilibrium
from staffing.units import MINUTES_PER_HOUR, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

Floats = NDArray[np.float64]

BUSY = 3
"""Row of `shares_of` with busy agents."""
HEADROOM = 1.6
"""Curves reach this many times the peak load, so that the required number is always on them."""


def service_curves(
    center: CallCenter, forecast: Forecast, holidays: Holidays | None = None
) -> ServiceCurves:
    """Return what each number of counselors on the phones would achieve in each slot.

    Each slot is taken alone and in equilibrium (Erlang A at the slot's mean rate; with a limit
    of lines where the queue has one). Where only a share of scheduled time is really available,
    the curve is read between the two whole numbers around ``share * n``.

    Calls in time are those of the target's definition: for "virtual", offered calls times the
    probability that an endlessly patient caller waits no longer than the threshold. A ratio
    cannot be summed over slots, so for "answered" they are the calls answered in time, and only
    the required numbers, floors and reported levels divide them by the calls answered.

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
    read = np.stack(
        [
            between(shares_of(queue, per_hour[i], forecast.aht_s[i], most), present[i])
            for i, queue in enumerate(center.queues)
        ],
        axis=1,
    )
    return assembled(center, forecast, present, read)


def assembled(
    center: CallCenter,
    forecast: Forecast,
    present: Floats,
    read: Floats,
    method: str = "Erlang A per slot",
) -> ServiceCurves:
    """Return curves from shares.

    Parameters
    ----------
    center, forecast
        As for `service_curves`.
    present
        (Q, T) share of scheduled time really available.
    read
        (5, Q, T, N+1) from `between`.
    method
        How the shares were computed.
    """
    grid = forecast.grid
    in_time, answered, wait, occupancy, blocked = read
    seconds = np.arange(in_time.shape[-1]) * present[..., np.newaxis]
    seconds *= grid.slot_minutes * SECONDS_PER_MINUTE
    offered = forecast.offered[..., np.newaxis]
    limited = any(queue.lines is not None for queue in center.queues)
    curves = ServiceCurves(
        grid=grid,
        queues=tuple(queue.code for queue in center.queues),
        targets=tuple(queue.target for queue in center.queues),
        offered=forecast.offered,
        aht_s=forecast.aht_s,
        in_time=in_time * offered,
        answered=answered * offered,
        wait_s=wait * offered,
        busy_s=occupancy * seconds,
        present=present,
        required=np.zeros(grid.size * len(center.queues)).reshape(forecast.offered.shape),
        blocked=blocked * offered if limited else None,
        method=method,
        notes=forecast.notes,
    )
    required = np.stack(
        [
            curves.heads_for(index, target.service_level, target.answer_rate)
            for index, target in enumerate(curves.targets)
        ]
    )
    required.setflags(write=False)
    return curves.model_copy(update={"required": required})


def _most(center: CallCenter, per_hour: Floats, aht_s: Floats) -> int:
    load = float((per_hour * aht_s).max(initial=0.0)) / SECONDS_PER_HOUR
    share = min(min(q.on_phone_share, q.on_phone_share_day_off) for q in center.queues)
    team = int(center.team_size.max())
    return max(team, math.ceil((HEADROOM * load + 10) / share))


def shares_of(queue: Queue, per_hour: Floats, aht_s: Floats, most: int) -> Floats:
    """Return what 0 ... N agents on the phones do for the calls of a queue.

    Parameters
    ----------
    queue
        Patience, lines, threshold and definition.
    per_hour, aht_s
        (T,) calls per hour and handle times.
    most
        N.

    Returns
    -------
    (5, T, N+1) shares of calls in time (as the target counts them) and answered, seconds waited
    per call by the answered, busy agents, share of calls blocked.
    """
    # Half hours repeat (slots of a half hour share its rate), so each is computed once.
    pairs, back = np.unique(np.stack([per_hour, aht_s]), axis=1, return_inverse=True)
    patience = math.inf if queue.patience_s is None else queue.patience_s
    threshold = queue.target.threshold_s
    found = _read(
        erlang_a_table(pairs[0], pairs[1], patience, threshold, most), queue, np.arange(most + 1)
    )
    if queue.lines is not None:
        calls, aht, agents = np.broadcast_arrays(*pairs[..., np.newaxis], np.arange(most + 1))
        # Elsewhere nobody meets the last line, and the shorter sums will do.
        met = queue.lines < calls_in_equilibrium(
            calls / SECONDS_PER_HOUR,
            1.0 / aht,
            agents,
            0.0 if math.isinf(patience) else 1 / patience,
        )
        limited = erlang_a_lines(
            calls[met], aht[met], agents[met], float(queue.lines), patience, threshold
        )
        found[:, met] = _read(limited, queue, agents[met])
    return found[:, back.reshape(-1)]


def _read(table: ErlangATable | ErlangALines, queue: Queue, agents: NDArray[np.int64]) -> Floats:
    if isinstance(table, ErlangATable):
        blocked, answered = np.zeros_like(table.in_time), 1.0 - table.abandoned
    else:
        blocked, answered = table.blocked, table.in_time + table.late
    in_time = table.virtual if queue.target.definition == "virtual" else table.in_time
    # Nobody answered has waited nothing. Endless patience meeting too few people leaves an
    # infinite mean wait, which must stay infinite.
    waited = answered * np.where(answered > 0, table.asa_s, 0.0)
    return np.stack([in_time, answered, waited, table.occupancy * agents, blocked])


def between(shares: Floats, present: Floats) -> Floats:
    """Return (5, T, N+1) shares read at ``present * n``, occupancy in place of busy agents.

    Parameters
    ----------
    shares
        From `shares_of`.
    present
        (T,) share of scheduled time really available.
    """
    columns = shares.shape[-1]
    reach = present[:, np.newaxis] * np.arange(columns)
    low = np.floor(reach + 1e-9).astype(np.int64)
    weight = np.clip(reach - low, 0.0, 1.0)
    high = np.minimum(low + 1, columns - 1)
    mixed: Floats = np.empty((len(shares), *reach.shape))
    # One after the other: of a large center each is many megabytes.
    for table, out in zip(shares, mixed, strict=True):
        below = np.take_along_axis(table, low, axis=1)
        with np.errstate(invalid="ignore"):  # 0 * inf is replaced below
            out[:] = (1 - weight) * below + weight * np.take_along_axis(table, high, axis=1)
        np.copyto(out, below, where=weight <= 0)
        out[np.isnan(out)] = np.inf
    mixed[BUSY] /= np.maximum(reach, 1e-12)
    return mixed
