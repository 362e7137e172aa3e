"""The estimates as one self-contained page with plots of the data beside the model.

Imports queueing, domain and this room.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from staffing.domain.center import Language
from staffing.queueing.estimates import Estimates
from staffing.reports.demand_charts import BandChart, Series, band_chart
from staffing.reports.demand_page import hours_of
from staffing.reports.estimation import Found, lead, lines_of, said_of, stretch, toml_of
from staffing.reports.estimation_texts import say
from staffing.reports.pages import render
from staffing.reports.words import Words
from staffing.units import clock

Floats = NDArray[np.float64]

_Z = np.array(
    [[-1.959963984540054], [-1.2815515655446004], [1.2815515655446004], [1.959963984540054]]
)
_POINTS = 60
_TICKS = (15.0, 30.0, 60.0, 120.0, 300.0, 600.0)
_LEAST_AT_RISK, _LEAST_CALLS = 30, 10


def estimates_page(found: Sequence[Found], name: str, language: Language = "en") -> str:
    """Return the page.

    Parameters
    ----------
    found
        By queue.
    name
        Of the center or the file.
    language
        ``en`` or ``ko``.
    """
    words = Words(language)
    return render(
        "estimate.html",
        words=words,
        say=lambda key, **values: say(words, key, **values),
        name=name,
        several=len(found) > 1,
        queues=[
            {
                "code": one.queue,
                "known": one.now is not None,
                "lead": " ".join(lead(one, words)),
                "lines": list(lines_of(one, words)),
                "interval": say(words, "interval" if one.single else "interval.days"),
                "hazards": _hazards(one, words),
                "said": list(said_of(one, words)),
                "charts": [chart for chart in _charts(one.estimates, words) if chart is not None],
                "toml": toml_of(one, words),
            }
            for one in found
        ],
    )


def _hazards(found: Found, words: Words) -> list[tuple[str, ...]]:
    one = found.estimates.hazards
    if one is None:
        return []
    return [
        (
            stretch(found, index, words),
            words.number(count),
            f"{one.per_minute[index]:.3f}",
            f"{one.low[index]:.3f}–{one.high[index]:.3f}",
        )
        for index, count in enumerate(one.abandoned.tolist())
    ]


def _charts(one: Estimates, words: Words) -> tuple[BandChart | None, ...]:
    return _survival(one, words), _by_slot(one, words), _lengths(one, words)


def _survival(one: Estimates, words: Words) -> BandChart | None:
    if one.survival is None or one.patience is None:
        return None
    curve = one.survival
    seen = np.flatnonzero(curve.at_risk >= _LEAST_AT_RISK)
    if not seen.size:
        return None
    last = float(curve.time_s[seen[-1]])
    at = np.linspace(0.0, last, _POINTS)
    place = np.searchsorted(curve.time_s, at, side="right") - 1
    data = np.where(place >= 0, curve.survival[np.maximum(place, 0)], 1.0)
    error = np.where(place >= 0, curve.standard_error[np.maximum(place, 0)], 0.0)
    model = np.exp(-at / one.patience.mean_s)
    titles = [
        say(
            words,
            "tip.survival",
            seconds=f"{second:.0f}",
            data=words.percent(share),
            model=words.percent(expected),
        )
        for second, share, expected in zip(at.tolist(), data.tolist(), model.tolist(), strict=True)
    ]
    came = np.where(np.arange(_POINTS) % 5 == 0, 100 * data, np.nan)
    bounds = 100 * np.clip(data + _Z * error, 0.0, 1.0)
    step = next((tick for tick in _TICKS if last / tick <= 8), last / 8)
    ticks = [(float(tick), f"{tick:g} s") for tick in np.arange(0.0, last + 1e-9, step)]
    mean, count = words.seconds(one.patience.mean_s), words.number(one.patience.abandoned)
    return band_chart(
        say(words, "chart.survival"),
        say(words, "chart.survival.sum", count=count, mean=mean),
        Series(at, 100 * model, bounds, came, titles),
        ticks,
        (0.0, last),
        100.0,
    )


def _by_slot(one: Estimates, words: Words) -> BandChart | None:
    times = one.by_slot
    some = np.flatnonzero((times.count >= _LEAST_CALLS) & np.isfinite(times.standard_error))
    if some.size < 2:
        return None
    begins, mean, error = (
        values[some].astype(np.float64)
        for values in (times.group, times.mean_s, times.standard_error)
    )
    titles = [
        say(
            words,
            "tip.handle",
            when=clock(int(begins[i])),
            mean=f"{mean[i]:.1f}",
            error=f"{error[i]:.1f}",
            calls=words.number(times.count[some[i]]),
        )
        for i in range(some.size)
    ]
    bounds = np.maximum(mean + _Z * error, 0.0)
    span = float(begins[0]), float(begins[-1] + one.slot_minutes)
    count = words.number(times.count.sum())
    return band_chart(
        say(words, "chart.handle"),
        say(words, "chart.handle.sum", count=count),
        Series(begins + one.slot_minutes / 2, mean, bounds, None, titles),
        hours_of(span),
        span,
        float(bounds.max()),
    )


def _lengths(one: Estimates, words: Words) -> BandChart | None:
    bars, fit = one.lengths, one.lognormal
    if bars is None or fit is None or bars.count.size < 2:
        return None
    law = NormalDist(fit.mu, fit.sigma)
    below = np.array([law.cdf(math.log(edge)) if edge > 0 else 0.0 for edge in bars.edges_s])
    model, data = np.diff(below), bars.count / bars.total
    error = np.sqrt(model * (1 - model) / bars.total)
    bounds = 100 * np.maximum(model + _Z * error, 0.0)
    edges = bars.edges_s.tolist()
    titles = [
        say(
            words,
            "tip.lengths",
            low=f"{edges[i]:g}",
            high=f"{edges[i + 1]:g}",
            data=words.percent(float(data[i])),
            model=words.percent(float(model[i])),
        )
        for i in range(data.size)
    ]
    every = max(1, len(edges) // 8)
    ticks = [(edge, f"{edge:g} s") for edge in edges[::every]]
    return band_chart(
        say(words, "chart.lengths", width=f"{edges[1]:g}"),
        say(words, "chart.lengths.sum", cv=words.percent(float(one.handle.cv[0]), 0)),
        Series((bars.edges_s[:-1] + bars.edges_s[1:]) / 2, 100 * model, bounds, 100 * data, titles),
        ticks,
        (edges[0], edges[-1]),
        float(100 * max(data.max(), model.max())),
    )
