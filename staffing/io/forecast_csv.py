"""Forecasts and required head counts as CSV and JSON, one line per queue and slot."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.demand.distribution import negative_binomial_quantiles, quantiles
from staffing.domain.curves import ServiceCurves
from staffing.domain.grid import Grid
from staffing.domain.history import Forecast
from staffing.units import SECONDS_PER_MINUTE

Floats = NDArray[np.float64]
Cell = str | int | float | None

FORECAST_COLUMNS = ("date", "start", "queue", "offered", "aht_s", "low_80", "high_80")
REQUIRE_COLUMNS = (
    "date",
    "start",
    "queue",
    "offered",
    "aht_s",
    "erlangs",
    "required",
    "service_level",
    "answer_rate",
)
_DECILES = (0.1, 0.9)
_NO_CALLS = 1e-12


def forecast_csv(forecast: Forecast) -> str:
    """Return a forecast as CSV text.

    ``offered`` is the expected number of calls of a slot, ``aht_s`` the handle time in
    seconds; on at least 8 of 10 such days the calls counted in the slot are ``low_80`` to
    ``high_80``.
    """
    return _csv(FORECAST_COLUMNS, forecast_rows(forecast))


def forecast_json(forecast: Forecast) -> str:
    """Return a forecast as JSON text: its method, notes and slots."""
    data = {
        "method": forecast.method,
        "notes": list(forecast.notes),
        "slot_minutes": forecast.grid.slot_minutes,
        "slots": _named(FORECAST_COLUMNS, forecast_rows(forecast)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def forecast_rows(forecast: Forecast) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of `FORECAST_COLUMNS`, slot by slot."""
    low, high = slot_band(forecast)
    for queue, slot, place in _places(forecast.grid, forecast.queues):
        yield (
            *place,
            round(float(forecast.offered[queue, slot]), 3),
            round(float(forecast.aht_s[queue, slot]), 1),
            int(low[queue, slot]),
            int(high[queue, slot]),
        )


def require_csv(curves: ServiceCurves) -> str:
    """Return required head counts as CSV text.

    ``erlangs`` is the load; ``required`` counts counselors scheduled on the phones, and the
    service level (of the target's definition) and answer rate are those with so many. Where the
    target is out of reach of even the largest number known, ``required`` reads ``>57`` and the
    rates are empty.
    """
    head = REQUIRE_COLUMNS.index("required")
    rows = (
        row if row[head] is not None else (*row[:head], f">{curves.most}", *row[head + 1 :])
        for row in require_rows(curves)
    )
    return _csv(REQUIRE_COLUMNS, rows)


def require_json(curves: ServiceCurves) -> str:
    """Return required head counts as JSON text: the method, targets, notes and slots.

    ``required`` is null where even ``most`` counselors miss the target.
    """
    data = {
        "method": curves.method,
        "notes": list(curves.notes),
        "slot_minutes": curves.grid.slot_minutes,
        "most": curves.most,
        "targets": {
            queue: target.model_dump(mode="json")
            for queue, target in zip(curves.queues, curves.targets, strict=True)
        },
        "slots": _named(REQUIRE_COLUMNS, require_rows(curves)),
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def require_rows(curves: ServiceCurves) -> Iterator[tuple[Cell, ...]]:
    """Yield the cells of `REQUIRE_COLUMNS`, slot by slot; None where the target is unreached."""
    seconds = curves.grid.slot_minutes * SECONDS_PER_MINUTE
    in_time = curves.at(curves.in_time, curves.required)
    answered = curves.at(curves.answered, curves.required)
    by_answered = [target.definition == "answered" for target in curves.targets]
    for queue, slot, place in _places(curves.grid, curves.queues):
        offered = float(curves.offered[queue, slot])
        aht_s = float(curves.aht_s[queue, slot])
        required = int(curves.required[queue, slot])
        figures: tuple[Cell, ...] = (None, None, None)
        if required <= curves.most:
            counted = float(answered[queue, slot]) if by_answered[queue] else offered
            level, rate = (
                round(float(table[queue, slot]) / calls, 4) if calls > 0 else None
                for table, calls in ((in_time, counted), (answered, offered))
            )
            figures = (required, level, rate)
        erlangs = round(offered * aht_s / seconds, 3)
        yield (*place, round(offered, 3), round(aht_s, 1), erlangs, *figures)


def slot_band(forecast: Forecast) -> tuple[Floats, Floats]:
    """Return two (Q, T) counts: a slot's calls lie from one to the other on 8 of 10 days.

    Counts are whole, so the band holds at least as much, for a few calls clearly more.
    """
    rows = [quantiles(forecast, queue, _DECILES) for queue in forecast.queues]
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def day_band(forecast: Forecast) -> tuple[Floats, Floats]:
    """Return two (Q, D) counts: a day's calls lie from one to the other on 8 of 10 days."""
    grid = forecast.grid
    days = [slice(of.start, of.stop) for of in map(grid.of_day, range(grid.horizon.days))]
    mean = _sums(forecast.offered, days)
    shared = np.square(forecast.day_cv)
    own = _sums(np.square(forecast.offered * forecast.slot_cv), days)
    # The day's factor is shared by its slots; what is a slot's own evens out over the day.
    dispersion = shared + (1 + shared) * own / np.maximum(np.square(mean), _NO_CALLS)
    rows = [
        negative_binomial_quantiles(m, k, _DECILES) for m, k in zip(mean, dispersion, strict=True)
    ]
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


def _sums(values: Floats, days: Sequence[slice]) -> Floats:
    return np.stack([values[:, day].sum(axis=1) for day in days], axis=1)


def _places(grid: Grid, queues: Sequence[str]) -> Iterator[tuple[int, int, tuple[str, str, str]]]:
    for slot in range(grid.size):
        for queue, code in enumerate(queues):
            yield queue, slot, (f"{grid.date_of(slot)}", grid.clock_of(slot), code)


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()


def _named(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[dict[str, Cell]]:
    return [dict(zip(columns, row, strict=True)) for row in rows]
