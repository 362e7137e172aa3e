"""The geometry of a chart of calls: expectation, bands, what came; templates draw it.

Imports nothing but numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEFT, RIGHT = 40.0, 604.0
TOP, BASE = 12.0, 148.0
_MOST_TICKS = 4


@dataclass(frozen=True)
class Point:
    """Something that came, or a place for the mouse.

    Parameters
    ----------
    x, y
        Where.
    outside
        Whether it lies outside the wide band.
    title
        Shown while the mouse rests on it.
    """

    x: float
    y: float
    outside: bool
    title: str


@dataclass(frozen=True)
class BandChart:
    """A chart.

    Parameters
    ----------
    name, summary
        Its caption.
    wide, narrow, line
        Paths: 95 % band, 80 % band, expectation.
    points
        What came; empty for a forecast.
    hovers
        A place for the mouse at each value.
    step
        Width of such a place.
    rows, columns
        Ticks: position and text.
    """

    name: str
    summary: str
    wide: str
    narrow: str
    line: str
    points: tuple[Point, ...]
    hovers: tuple[Point, ...]
    step: float
    rows: tuple[tuple[float, str], ...]
    columns: tuple[tuple[float, str], ...]


@dataclass(frozen=True, eq=False)
class Series:
    """Values at places.

    Parameters
    ----------
    at
        (N,) ascending places on the axis.
    mean
        (N,) expected.
    bounds
        (4, N) quantiles: 2.5, 10, 90 and 97.5 %.
    came
        (N,) measured, NaN where it is not; None for a forecast.
    titles
        (N,) texts for the mouse.
    """

    at: Floats
    mean: Floats
    bounds: Floats
    came: Floats | None
    titles: Sequence[str]


def band_chart(
    name: str,
    summary: str,
    series: Series,
    columns: Sequence[tuple[float, str]],
    span: tuple[float, float],
    most: float,
) -> BandChart:
    """Return a chart.

    Parameters
    ----------
    name, summary
        Its caption.
    series
        What is drawn.
    columns
        Ticks of the axis: place and text.
    span
        Ends of the axis.
    most
        The largest value to be drawn, so that several charts share one scale.
    """
    ticks = round_ticks(most)
    first, last = span

    def x(at: float) -> float:
        return round(LEFT + (at - first) / max(last - first, 1e-9) * (RIGHT - LEFT), 1)

    def y(value: float) -> float:
        return round(BASE - min(value, ticks[-1] * 1.04) / ticks[-1] * (BASE - TOP), 1)

    xs = [x(float(at)) for at in series.at]
    low95, low80, high80, high95 = series.bounds
    came = series.came if series.came is not None else np.full(len(xs), np.nan)
    points = [
        Point(xs[i], y(float(value)), bool(value < low95[i] or value > high95[i]), series.titles[i])
        for i, value in enumerate(came)
        if not np.isnan(value)
    ]
    hovers = [Point(at, TOP, False, title) for at, title in zip(xs, series.titles, strict=True)]
    return BandChart(
        name=name,
        summary=summary,
        wide=_band(xs, low95, high95, y),
        narrow=_band(xs, low80, high80, y),
        line=_line(xs, series.mean, y),
        points=tuple(points),
        hovers=tuple(hovers),
        step=round((RIGHT - LEFT) / max(len(xs), 1), 1),
        rows=tuple((y(tick), f"{tick:,g}") for tick in ticks),
        columns=tuple((x(at), text) for at, text in columns),
    )


def round_ticks(most: float) -> tuple[float, ...]:
    """Return round numbers from 0 to at least ``most``.

    Examples
    --------
    >>> round_ticks(130)
    (0, 50, 100, 150)
    """
    for unit in (10**power * step for power in range(9) for step in (1, 2, 5)):
        count = math.ceil(most / unit - 1e-9)
        if count <= _MOST_TICKS:
            return tuple(unit * i for i in range(max(2, count) + 1))
    return (0, most / 2, most)


def _line(xs: Sequence[float], values: Floats, y: Callable[[float], float]) -> str:
    return "M" + " L".join(f"{x} {y(float(v))}" for x, v in zip(xs, values, strict=True))


def _band(xs: Sequence[float], low: Floats, high: Floats, y: Callable[[float], float]) -> str:
    above = _line(xs, high, y)
    below = _line(xs[::-1], low[::-1], y)
    return f"{above} L{below[1:]} Z"
