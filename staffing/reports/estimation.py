"""What data say of patience, handle times and redials: a table, JSON, and lines to paste.

Imports rich, queueing, domain and this room. Nothing here prints.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass

import numpy as np
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from staffing.domain.center import Language
from staffing.domain.work import Queue
from staffing.io.calls_csv import NO_WAIT
from staffing.queueing.estimates import Estimates
from staffing.reports.estimation_texts import say
from staffing.reports.words import Words
from staffing.units import clock

_LEAST = 10
"""Calls that a slot needs to be shown."""
_CLOSE, _FAIR = 0.03, 0.10
"""Largest distances of survival curves that are called close, and fair."""
_PATIENT_S = 600.0
"""Callers sure to be more patient than this may be planned as endlessly patient."""
_MANY_SHORT = 0.03
"""Share of very short calls that is worth a word."""
_Z = 1.959963984540054


@dataclass(frozen=True)
class Found:
    """What is known of one queue.

    Parameters
    ----------
    queue
        Its code, or a name where there is no model.
    estimates
        From its data.
    single
        Whether these are single calls, not intervals.
    now
        The queue as the model has it; None without a model.
    left_out, notes
        What was not counted, and what reading assumed.
    """

    queue: str
    estimates: Estimates
    single: bool
    now: Queue | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Line:
    """A figure with its confidence interval, as texts."""

    key: str
    value: str
    low: str
    high: str
    basis: str
    now: str


def lines_of(found: Found, words: Words) -> Iterator[Line]:
    """Yield the figures of a queue."""
    one, now = found.estimates, found.now
    if one.patience is not None and one.patience.abandoned:
        p = one.patience
        basis = say(words, "basis.hang_ups", count=words.number(p.abandoned))
        before = "" if now is None else _patience(now.patience_s, words)
        yield Line(
            "patience", words.seconds(p.mean_s), words.seconds(p.low_s), words.seconds(p.high_s),
            basis, before,
        )  # fmt: skip
    if one.handle.count.size:
        mean, error = float(one.handle.mean_s[0]), float(one.handle.standard_error[0])
        count = words.number(one.handle.count[0])
        low, high = (
            words.seconds(max(mean + z * error, 0.0)) if math.isfinite(error) else "–"
            for z in (-_Z, _Z)
        )
        basis = say(words, "basis.calls", count=count)
        before = "" if now is None else words.seconds(now.aht_s)
        yield Line("aht", words.seconds(mean), low, high, basis, before)
    if one.redials is not None and one.redials.abandoned:
        share, many = one.redials.share, one.redials.abandoned
        low, high = (words.percent(edge) for edge in _wilson(share, many))
        basis = say(words, "basis.hang_ups", count=words.number(many))
        yield Line("redial", words.percent(share), low, high, basis, "")
        if math.isfinite(one.redials.after_answer):
            yield Line("redial.answered", words.percent(one.redials.after_answer), "", "", "", "")


def said_of(found: Found, words: Words) -> Iterator[str]:
    """Yield the sentences on fit, in the order of the figures."""
    one = found.estimates
    yield from _patience_said(found, words)
    if one.lognormal is not None:
        yield say(
            words,
            "fit.handle",
            cv=words.percent(float(one.handle.cv[0]), 0),
            distance=f"{100 * one.lognormal.distance:.1f}",
        )
    if one.lengths is not None and one.lengths.short_share >= _MANY_SHORT:
        yield say(words, "fit.short", share=words.percent(one.lengths.short_share))
    if math.isfinite(one.handle_differs):
        p = "< 0.001" if one.handle_differs < 0.001 else f"{one.handle_differs:.3f}"
        yield say(words, "handle.differs" if one.handle_differs < 0.01 else "handle.same", p=p)
    if one.redials is not None and one.redials.abandoned:
        yield say(words, "redial.note")


def _patience_said(found: Found, words: Words) -> Iterator[str]:
    one = found.estimates
    if one.patience is None:
        yield say(words, "nobody_waited" if found.single else "no_waits")
        return
    if not one.patience.abandoned:
        yield say(words, "nobody", least=words.seconds(one.patience.low_s))
        return
    if one.hazards is None or math.isnan(one.patience_gap):
        if found.single:
            yield say(words, "few")
        return
    gap, rate = one.patience_gap, one.hazards.per_minute
    kind = "close" if gap <= _CLOSE else "fair" if gap <= _FAIR else "poor"
    fast, slow = int(np.nanargmax(rate)), int(np.nanargmin(rate))
    yield say(
        words,
        f"fit.{kind}",
        gap=f"{100 * gap:.1f}",
        most=f"{rate[fast]:.2f}",
        least=f"{rate[slow]:.2f}",
        fast=stretch(found, fast, words),
        slow=stretch(found, slow, words),
    )


def stretch(found: Found, index: int, words: Words) -> str:
    """Return a stretch of waiting as text."""
    hazards = found.estimates.hazards
    if hazards is None:
        return ""
    low, high = hazards.from_s[index], hazards.to_s[index]
    if math.isinf(high):
        return say(words, "stretch.last", low=f"{low:g}")
    return say(words, "stretch", low=f"{low:g}", high=f"{high:g}")


def toml_of(found: Found, words: Words) -> str:
    """Return the lines for center.toml, each with where it comes from."""
    lines = []
    for line in lines_of(found, words):
        if line.key not in {"patience", "aht"}:
            continue
        comment = say(words, "paste.value", low=line.low, high=line.high, basis=line.basis)
        one = found.estimates
        value = float(one.handle.mean_s[0])
        if line.key == "patience" and one.patience is not None:
            value = one.patience.mean_s
        name = f"{line.key}_s" if line.key == "aht" else "patience_s"
        lines.append(f"{f'{name} = {_rounded(value)}':<20} # {comment}")
    patience = found.estimates.patience
    if patience is not None and not patience.abandoned and patience.low_s >= _PATIENT_S:
        endless = 'patience_s = "none"'
        lines.append(f"{endless:<20} # {say(words, 'paste.none')}")
    return "\n".join(lines)


def _rounded(value: float) -> str:
    return f"{value:.0f}" if value >= 30 else f"{value:.1f}"


def estimates_view(found: Sequence[Found], name: str, language: Language = "en") -> RenderableType:
    """Return the estimates for the terminal, 80 columns wide.

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
    parts: list[RenderableType] = [
        Text(say(words, "title"), style="bold").append(f"  {name}", style="not bold")
    ]
    for one in found:
        if len(found) > 1:
            parts.append(Text("\n" + say(words, "queue", queue=one.queue), style="bold"))
        parts += [Text(sentence) for sentence in lead(one, words)]
        parts += [Text(), _figures(one, words)]
        parts.append(Text(say(words, "interval" if one.single else "interval.days"), style="dim"))
        if one.estimates.hazards is not None:
            parts += [Text("\n" + say(words, "check.patience"), style="bold"), _hazards(one, words)]
        if one.estimates.by_slot.count.size > 1:
            parts += [Text("\n" + say(words, "handle.title"), style="bold"), _slots(one, words)]
        parts.append(Text())
        for sentence in said_of(one, words):
            parts.append(_note(sentence))
        pasted = toml_of(one, words)
        if pasted:
            known = say(words, "paste", queue=one.queue)
            head = known if one.now is not None else say(words, "paste.any")
            parts += [Text("\n" + head, style="bold"), Text(pasted, no_wrap=True)]
    return Group(*parts)


def lead(found: Found, words: Words) -> Iterator[str]:
    """Yield what was counted, and what was left out."""
    one = found.estimates
    key = "lead.calls" if math.isfinite(one.answered) else "lead.intervals"
    yield say(
        words,
        key,
        calls=words.number(one.calls),
        days=words.number(one.days),
        answered=words.number(one.answered),
        abandoned=words.number(one.abandoned),
    )
    if found.left_out:
        what = ", ".join(
            say(words, "left_out.no_wait", count=words.number(count))
            if word == NO_WAIT
            else say(words, "left_out.word", count=words.number(count), word=word)
            for word, count in found.left_out.items()
        )
        yield say(words, "left_out", what=what)
    for note in found.notes:
        yield words.note(note)


def _figures(found: Found, words: Words) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    heads = ["estimate", "from", "to", *(["now"] if found.now is not None else [])]
    for key in heads:
        table.add_column(say(words, key), justify="right", no_wrap=True)
    table.add_column(say(words, "basis"), no_wrap=True)
    for line in lines_of(found, words):
        cells: list[RenderableType] = [Text(line.value, style="bold"), line.low, line.high]
        if found.now is not None:
            cells.append(line.now)
        table.add_row(say(words, line.key), *cells, line.basis)
    return table


def _hazards(found: Found, words: Words) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say(words, "waited"), no_wrap=True)
    for key in ("hang_ups", "per_minute", "from", "to"):
        table.add_column(say(words, key), justify="right", no_wrap=True)
    one = found.estimates.hazards
    if one is not None:
        for index, count in enumerate(one.abandoned.tolist()):
            rates = (one.per_minute[index], one.low[index], one.high[index])
            cells = (f"{rate:.3f}" for rate in rates)
            table.add_row(stretch(found, index, words), words.number(count), *cells)
    return table


def _slots(found: Found, words: Words) -> RenderableType:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(say(words, "slot"), no_wrap=True)
    keys = ("calls", "mean", "error", *(("cv",) if found.single else ()))
    for key in keys:
        table.add_column(say(words, key), justify="right", no_wrap=True)
    times = found.estimates.by_slot
    for index in np.flatnonzero(times.count >= _LEAST).tolist():
        error, cv = float(times.standard_error[index]), float(times.cv[index])
        cells = [
            words.number(times.count[index]),
            f"{times.mean_s[index]:.1f}",
            f"{error:.1f}" if math.isfinite(error) else "–",
        ]
        if found.single:
            cells.append(words.percent(cv, 0) if math.isfinite(cv) else "–")
        table.add_row(clock(int(times.group[index])), *cells)
    return Group(table, Text(say(words, "slots.few"), style="dim"))


def _note(text: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row("·", text)
    return grid


def _patience(value: float | None, words: Words) -> str:
    return "∞" if value is None else words.seconds(value)


def _wilson(share: float, count: int) -> tuple[float, float]:
    """Return a 95 % interval of a share (E. B. Wilson 1927)."""
    center = share + _Z**2 / (2 * count)
    reach = _Z * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    whole = 1 + _Z**2 / count
    return max((center - reach) / whole, 0.0), min((center + reach) / whole, 1.0)


def estimates_json(found: Sequence[Found]) -> str:
    """Return the estimates as JSON text, by queue; what is not known is null."""
    data = {}
    for one in found:
        plain = {
            name: _plain(getattr(one.estimates, name))
            for name in one.estimates.__dataclass_fields__
            if name != "survival"
        }
        redials = one.estimates.redials
        if redials is not None:
            plain["redials"] = {
                "abandoned": redials.abandoned,
                "redialed": redials.redialed,
                "share": _plain(redials.share),
                "after_answer": _plain(redials.after_answer),
            }
        plain["patience_gap"] = _plain(one.estimates.patience_gap)
        plain["left_out"] = dict(one.left_out)
        plain["notes"] = list(one.notes)
        plain["toml"] = toml_of(one, Words("en"))
        data[one.queue] = plain
    return json.dumps(data, ensure_ascii=False, indent=2, allow_nan=False)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(part) for name, part in asdict(value).items()}
    if isinstance(value, np.ndarray):
        return [_plain(part) for part in value.tolist()]
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None
    return value
