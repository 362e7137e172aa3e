"""The rows of a report as numbers: when, which queue, how many calls, how long."""

from __future__ import annotations

import datetime as dt
import math
import re
import statistics
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from staffing.domain.center import CallCenter
from staffing.errors import InputError
from staffing.io.dates import DateColumn
from staffing.io.faults import Faults, hint
from staffing.io.history_sheet import COUNTS, Layout
from staffing.io.tables import Row
from staffing.io.times import duration, is_plain, number, range_minutes, read_time
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR, SECONDS_PER_HOUR

MS_ABOVE = 10_000
"""A column of bare durations whose median is above this is in milliseconds."""
GAP_SHARE, ODD_SHARE = 0.02, 0.1
"""By how much of offered its parts may differ unsaid: over the file, and in a row."""
LONGEST_AHT_S = 10 * SECONDS_PER_HOUR
_COMBINED = re.compile(
    r"(?P<date>.*?\d[.일]?(?:\s*\([^)]*\))?)[\sT]+(?P<time>\S*\d{1,2}\s*[:시].*)"
)
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*(?:Z|[+-]\d\d:?\d\d)")
NAN = float("nan")
DURATIONS = ("aht_s", "handle_sum", "talk", "talk_sum", "hold", "hold_sum", "acw", "acw_sum")


class Record(NamedTuple):
    """One row: minutes after midnight of its date, calls, and mean seconds; NaN is unknown."""

    row: Row
    queue: str
    date: dt.date
    start: int
    offered: float
    handled: float
    aht_s: float


class Records(NamedTuple):
    """All rows of a file, the length of their slots if the file says it, and notes."""

    items: tuple[Record, ...]
    slot_minutes: int | None
    notes: tuple[str, ...]


def read_records(layout: Layout, center: CallCenter) -> Records:
    """Return the records of a sheet.

    Raises
    ------
    InputError
        For every cell that cannot be read, with its line and column.
    """
    notes: list[str] = []
    rows = layout.rows
    if not rows:
        raise InputError(f"{layout.where}, line {layout.line}", "no row follows the headings")
    faults = Faults()
    dates, starts = _when(layout, center, notes, faults)
    queues = _queues(layout, center, faults)
    counts = {name: _counts(layout, name, faults) for name in COUNTS if name in layout.columns}
    times = {
        name: _durations(layout, name, notes, faults)
        for name in DURATIONS
        if name in layout.columns
    }
    faults.check()
    unknown = [NAN] * len(rows)
    handled = counts.get("handled", unknown)
    if "offered" in counts:
        offered = counts["offered"]
        _compare(layout, offered, handled, counts.get("abandoned"), notes)
    else:
        offered = [h + a for h, a in zip(handled, counts["abandoned"], strict=True)]
        notes.append("no column of calls offered: handled + abandoned is taken for it")
    aht = _aht(layout, times, handled, notes, faults)
    faults.check()
    items = tuple(map(Record, rows, queues, dates, starts, offered, handled, aht))
    return Records(items, _slot(layout), (*layout.notes, *notes))


def _when(
    layout: Layout, center: CallCenter, notes: list[str], faults: Faults
) -> tuple[list[dt.date], list[int]]:
    texts = [_split(layout, row) for row in layout.rows]
    _check_both(layout, texts)
    zoned = {text for text, _ in texts if _ZONED.fullmatch(text)}
    if zoned:
        zone = ZoneInfo(center.timezone)
        texts = [_local(text, time, zone) for text, time in texts]
        notes.append(f"times with an offset were converted to {center.timezone}")
    rows = layout.rows
    name = "date" if "date" in layout.columns else "start"
    column = DateColumn([d for d, _ in texts], lambda i: layout.place(rows[i], name), layout.year)
    # A workbook leaves the time off at midnight.
    combined = len({"date", "start"} & set(layout.columns)) == 1
    hours = [time or ("00:00" if combined else "") for _, time in texts]
    # "8", "9" … with nothing above 24 are hours, not 00:08 and 00:09.
    whole = all(re.fullmatch(r"\d{1,2}", time) and int(time) <= 24 for time in hours)
    if whole:
        notes.append("times of day are whole hours")
    known: dict[str, int | None] = {}
    starts = []
    for row, time in zip(rows, hours, strict=True):
        if time not in known:
            known[time] = int(time) * MINUTES_PER_HOUR if whole else read_time(time)
        start = known[time]
        place = layout.place(row, "start" if "start" in layout.columns else name)
        if start is None:
            faults.add(InputError(place, f"found {time!r}", "a time such as 08:30"))
        elif start >= MINUTES_PER_DAY:
            faults.add(
                InputError(
                    place,
                    f"found {time!r}, which no slot starts at",
                    "the start of the slot",
                    "if these are the ends of slots, write their starts",
                )
            )
        starts.append(start or 0)
    return [column[d] for d, _ in texts], starts


def _split(layout: Layout, row: Row) -> tuple[str, str]:
    date, start = layout.get(row, "date"), layout.get(row, "start")
    if "date" in layout.columns and "start" in layout.columns:
        # "Interval Start" beside "Date" may repeat the date.
        match = _COMBINED.fullmatch(start)
        return date, match["time"] if match else start
    both = date or start
    if _ZONED.fullmatch(both):
        return both, ""
    match = _COMBINED.fullmatch(both)
    if match:
        return match["date"], match["time"]
    return both, ""


def _check_both(layout: Layout, texts: Sequence[tuple[str, str]]) -> None:
    missing = ""
    if "start" not in layout.columns and not any(time for _, time in texts):
        missing = "" if any(_ZONED.fullmatch(text) for text, _ in texts) else "start"
    text, time = texts[0]
    if (
        "date" not in layout.columns
        and not time
        and "-" not in text
        and read_time(text) is not None
    ):
        missing = "date"
    if missing:
        raise InputError(
            f"{layout.where}, line {layout.line}",
            f"column {missing!r} is missing; found: {', '.join(layout.names.values())}",
            "a date and a start in each row, in two columns or in one",
            "export the report by intervals",
        )


def _local(text: str, time: str, zone: ZoneInfo) -> tuple[str, str]:
    try:
        local = dt.datetime.fromisoformat(text).astimezone(zone)
    except ValueError:
        return text, time
    return local.date().isoformat(), local.strftime("%H:%M")


def _slot(layout: Layout) -> int | None:
    row = layout.rows[0]
    length = range_minutes(_split(layout, row)[1])
    if length is None and "end" in layout.columns:
        end = layout.get(row, "end")
        match = _COMBINED.fullmatch(end)
        begin, until = read_time(_split(layout, row)[1]), read_time(match["time"] if match else end)
        if begin is not None and until is not None:
            length = (until - begin) % MINUTES_PER_DAY
    if length is not None and length % 5 == 4:
        length += 1  # 08:30-08:59
    return length or None


def _queues(layout: Layout, center: CallCenter, faults: Faults) -> list[str]:
    codes = {queue.code.casefold(): queue.code for queue in center.queues}
    codes |= {queue.name.casefold(): queue.code for queue in center.queues if queue.name}
    known = ", ".join(queue.code for queue in center.queues)
    if "queue" not in layout.columns:
        if len(center.queues) > 1:
            raise InputError(
                f"{layout.where}, line {layout.line}",
                "there is no column 'queue', and the center has several queues",
                f"queues: {known}",
                "add the column",
            )
        return [center.queues[0].code] * len(layout.rows)
    found, told = [], set[str]()
    for row in layout.rows:
        text = layout.get(row, "queue")
        code = codes.get(text.casefold())
        if code is None and text not in told:
            told.add(text)
            faults.add(
                InputError(
                    layout.place(row, "queue"),
                    f"unknown queue {text!r}",
                    f"queues: {known}",
                    hint(text, list(codes), 0.4)
                    or "remove its rows, or add the queue to center.toml",
                )
            )
        found.append(code or "")
    return found


def _counts(layout: Layout, name: str, faults: Faults) -> list[float]:
    values = []
    for row in layout.rows:
        text = layout.get(row, name)
        value = number(text) if text else NAN
        if value is None or value < 0 or (text and not value.is_integer()):
            allowed = "a whole number of calls, 0 or more; empty where it is not known"
            faults.add(InputError(layout.place(row, name), f"found {text!r}", allowed))
            value = NAN
        values.append(value)
    return values


def _durations(layout: Layout, name: str, notes: list[str], faults: Faults) -> list[float]:
    texts = [layout.get(row, name) for row in layout.rows]
    values = []
    for row, text in zip(layout.rows, texts, strict=True):
        value = duration(text) if text else NAN
        if value is None or value < 0:
            allowed = "seconds (178), m:ss (2:58) or h:mm:ss (0:02:58), not negative"
            faults.add(InputError(layout.place(row, name), f"found {text!r}", allowed))
            value = NAN
        values.append(value)
    bare = [v for v, text in zip(values, texts, strict=True) if v > 0 and is_plain(text)]
    if not bare:
        return values
    # Bare numbers have their unit in their size: days of Excel, seconds, milliseconds.
    above = MS_ABOVE * (1000 if name.endswith("_sum") else 1)
    if max(bare) < 1:
        factor, unit = 24.0 * SECONDS_PER_HOUR, "days, as Excel stores times"
    elif statistics.median(bare) > above:
        factor, unit = 0.001, "milliseconds"
    else:
        return values
    notes.append(f"{layout.names[name]!r} is read as {unit}")
    return [
        value * factor if is_plain(text) else value
        for value, text in zip(values, texts, strict=True)
    ]


def _compare(
    layout: Layout,
    offered: Sequence[float],
    handled: Sequence[float],
    lost: Sequence[float] | None,
    notes: list[str],
) -> None:
    total, seen, odd = 0.0, 0.0, list[int]()
    calls = zip(layout.rows, offered, handled, lost or [0.0] * len(offered), strict=True)
    for row, o, h, a in calls:
        if not math.isnan(o + h + a):
            total, seen = total + o, seen + h + a
            if lost is not None and abs(o - h - a) > max(2, ODD_SHARE * o):
                odd.append(row.line)
    gap = abs(total - seen) / total if total else 0.0
    what = "handled" if lost is None else "handled + abandoned"
    if gap > GAP_SHARE and (lost is not None or seen > total):
        notes.append(f"{what} differs from offered by {gap:.1%}")
    elif odd:
        notes.append(f"{what} is far from offered in {len(odd)} rows, the first in line {odd[0]}")


def _aht(
    layout: Layout,
    times: dict[str, list[float]],
    handled: Sequence[float],
    notes: list[str],
    faults: Faults,
) -> list[float]:
    size = len(layout.rows)
    if "aht_s" in times:
        means = times["aht_s"]
    elif "handle_sum" in times:
        means = _per_call(times["handle_sum"], handled)
        notes.append("mean handle time = total handle time / handled")
    elif {"talk", "talk_sum"} & set(times):
        means, used = [0.0] * size, []
        for part in ("talk", "hold", "acw"):
            name = part if part in times else f"{part}_sum"
            if name not in times:
                continue
            values = times[name] if name == part else _per_call(times[name], handled)
            # Hold or wrap-up that is not given is none; talk that is not given is unknown.
            filled = values if part == "talk" else [0.0 if math.isnan(v) else v for v in values]
            means = [m + v for m, v in zip(means, filled, strict=True)]
            used.append(layout.names[name])
        notes.append(f"mean handle time is added up from {', '.join(used)}")
    elif "unclear" in layout.columns:
        label = layout.names["unclear"]
        raise InputError(
            f"{layout.where}, line {layout.line}",
            f"column {label!r} may be a mean or a total",
            "aht_s, 평균통화시간 (mean) or 총통화시간 (total)",
            "rename the column",
        )
    else:
        notes.append("no handle times: the center's own are used")
        return [NAN] * size
    found = []
    for row, mean, calls in zip(layout.rows, means, handled, strict=True):
        if mean > LONGEST_AHT_S:
            faults.add(
                InputError(
                    layout.place(row, "aht_s"),
                    f"a mean handle time of {mean:.0f} seconds",
                    f"at most {LONGEST_AHT_S}",
                    "check the unit of the column",
                )
            )
        found.append(NAN if mean == 0 or calls == 0 else mean)
    return found


def _per_call(sums: Sequence[float], handled: Sequence[float]) -> list[float]:
    return [s / h if h > 0 else NAN for s, h in zip(sums, handled, strict=True)]
