"""history.csv: calls per interval, from this library or from a vendor's report."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import numpy as np
from pydantic import ValidationError

from staffing.domain.center import CallCenter
from staffing.domain.grid import Opening, SlotMinutes
from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.io.faults import Faults
from staffing.io.history_rows import Record, read_records
from staffing.io.history_sheet import Layout, find_layout
from staffing.io.tables import Sheet, read_sheets
from staffing.units import MINUTES_PER_DAY, clock

NAMES = ("history.csv", "history.xlsx")
LENGTHS = get_args(SlotMinutes)
LONGEST_GAP = 400
"""Days without any row that a history may have; more is a slip in a date."""


def read_history(path: str | Path, center: CallCenter) -> dict[str, CallHistory]:
    """Return the call history of each queue, by code.

    Parameters
    ----------
    path
        A CSV or Excel file, or a model folder with a history.csv or history.xlsx.
    center
        Says which queues there are, and when the lines are open.

    Returns
    -------
    dict
        Empty for a folder without a history; a queue without rows is left out.

    Raises
    ------
    InputError
        With file and line; several are reported together.
    """
    file = Path(path)
    if file.is_dir():
        there = [file / name for name in NAMES if (file / name).exists()]
        if not there:
            return {}
        if len(there) > 1:
            raise InputError(str(file), f"holds both {' and '.join(NAMES)}", "one", "delete one")
        file = there[0]
    sheets = read_sheets(file)
    layout = _first_layout(sheets)
    records = read_records(layout, center)
    queues: dict[str, list[Record]] = defaultdict(list)
    for record in records.items:
        queues[record.queue].append(record)
    faults = Faults()
    found: dict[str, CallHistory] = {}
    for queue in center.queues:
        if queue.code in queues:
            with faults.catching():
                found[queue.code] = _history(
                    layout, center, queues[queue.code], records.slot_minutes, records.notes
                )
    faults.check()
    return found


def _first_layout(sheets: Sequence[Sheet]) -> Layout:
    first: InputError | None = None
    for sheet in sheets:
        try:
            return find_layout(sheet)
        except InputError as error:
            first = first or error
    assert first is not None  # noqa: S101 - there is at least one sheet
    raise first


def _history(
    layout: Layout,
    center: CallCenter,
    records: Sequence[Record],
    said: int | None,
    notes: tuple[str, ...],
) -> CallHistory:
    _check_order(layout, records)
    slot = _slot_minutes(layout, records, said)
    openings = _Openings(center)
    placed = [_place(record, openings) for record in records]
    first = min(day for day, _ in placed)
    days = (max(day for day, _ in placed) - first).days + 1
    earliest = min(start for _, start in placed)
    latest = max(start for _, start in placed)
    starts = np.arange(earliest, latest + 1, slot)
    offered, handled, aht = (np.full((days, len(starts)), np.nan) for _ in range(3))
    seen = np.zeros(offered.shape, dtype=bool)
    for record, (day, start) in zip(records, placed, strict=True):
        cell = (day - first).days, (start - earliest) // slot
        offered[cell], handled[cell], aht[cell] = record.offered, record.handled, record.aht_s
        seen[cell] = True
    missing = _check_gaps(layout, first, starts, slot, seen, openings)
    more = list(notes)
    if missing:
        more.append(f"{len(missing)} open days have no rows, the first {missing[0]}")
    unknown = int(np.isnan(offered[seen]).sum())
    if unknown:
        more.append(f"{unknown} rows do not say how many calls were offered")
    try:
        return CallHistory(
            queue=records[0].queue,
            slot_minutes=slot,
            first=first,
            starts=starts,
            offered=offered,
            handled=handled,
            aht_s=aht,
            notes=tuple(more),
        )
    except ValidationError as error:  # pragma: no cover - every fault is found before
        raise InputError(layout.where, str(error)) from None


class _Openings:
    """The opening of any date, remembered."""

    def __init__(self, center: CallCenter) -> None:
        self._rules = center.opening
        self._zone = ZoneInfo(center.timezone)
        self._known: dict[dt.date, Opening | None] = {}

    def __getitem__(self, day: dt.date) -> Opening | None:
        if day not in self._known:
            named = [rule for rule in self._rules if day in rule.days]
            self._known[day] = named[-1].opening() if named else None
        return self._known[day]

    def exists(self, day: dt.date, start: int) -> bool:
        """Return whether the clock shows a time that day; summer time skips an hour."""
        naive = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=start)
        utc = naive.replace(tzinfo=self._zone).astimezone(dt.UTC)
        return utc.astimezone(self._zone).replace(tzinfo=None) == naive


def _place(record: Record, openings: _Openings) -> tuple[dt.date, int]:
    # 01:00 belongs to the evening before where that day's opening reaches past midnight.
    before = openings[eve] if (eve := record.date - dt.timedelta(days=1)) else None
    own = openings[record.date]
    late = record.start + MINUTES_PER_DAY
    if before is not None and late < before.closes and not (own and own.opens <= record.start):
        return eve, late
    return record.date, record.start


def _check_order(layout: Layout, records: Sequence[Record]) -> None:
    faults = Faults()
    lines: dict[tuple[dt.date, int], int] = {}
    last = (dt.date.min, 0)
    for record in records:
        now = (record.date, record.start)
        when = f"{record.date} {clock(record.start)}"
        place = f"{layout.where}, line {record.row.line}"
        if now in lines:
            faults.add(
                InputError(
                    place,
                    f"{when} of queue {record.queue!r} stands twice, first in line {lines[now]}",
                    "each slot once",
                    "delete one of the lines, or add a column 'queue' if they are of two queues",
                )
            )
        elif now < last:
            faults.add(
                InputError(
                    place,
                    f"{when} comes after {last[0]} {clock(last[1])}",
                    "rows in the order of time",
                    "sort the rows by date and time",
                )
            )
        elif lines and (record.date - last[0]).days > LONGEST_GAP:
            faults.add(
                InputError(
                    place,
                    f"{record.date} follows {last[0]}, with no row between",
                    f"at most {LONGEST_GAP} days without rows",
                    "correct the date, or begin the file after the gap",
                )
            )
        lines.setdefault(now, record.row.line)
        last = max(last, now)
    faults.check()


def _slot_minutes(layout: Layout, records: Sequence[Record], said: int | None) -> SlotMinutes:
    steps: dict[dt.date, list[tuple[int, Record]]] = defaultdict(list)
    for one, two in itertools.pairwise(records):
        if one.date == two.date:
            steps[one.date].append((two.start - one.start, two))
    least = Counter(min(step for step, _ in day) for day in steps.values())
    slot = said or (least.most_common(1)[0][0] if least else 0)
    if slot not in LENGTHS:
        allowed = f"slots of {', '.join(map(str, LENGTHS))} minutes"
        found = f"the slots are {slot} minutes long" if slot else "one row a day shows no slots"
        raise InputError(layout.where, found, allowed, "export the report by shorter intervals")
    for day in steps.values():
        lengths = {step for step, _ in day}
        odd = next(((step, r) for step, r in day if step % slot), None)
        if odd is None and len(day) > 1 and len(lengths) == 1 and slot not in lengths:
            odd = day[0]
        if odd is not None:
            raise InputError(
                f"{layout.where}, line {odd[1].row.line}",
                f"the slots change from {slot} to {odd[0]} minutes",
                "one length in the whole file",
                "split the file, or export it again by one interval",
            )
    for record in records:
        if (record.start - records[0].start) % slot:
            raise InputError(
                f"{layout.where}, line {record.row.line}",
                f"{clock(record.start)} is not on the slots of {slot} minutes of the other rows",
            )
    return slot  # type: ignore[return-value]


def _check_gaps(
    layout: Layout,
    first: dt.date,
    starts: np.ndarray[tuple[int], np.dtype[np.int64]],
    slot: int,
    seen: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    openings: _Openings,
) -> list[dt.date]:
    """Return the open days without any row; raise for a day that has only some of its rows."""
    absent: list[dt.date] = []
    gaps: list[tuple[dt.date, int]] = []
    origin = int(starts[0])
    for index in range(seen.shape[0]):
        day = first + dt.timedelta(days=index)
        opening = openings[day]
        if opening is None:
            continue
        if not seen[index].any():
            absent.append(day)
            continue
        begin = opening.opens + (origin - opening.opens) % slot
        there = set(starts[seen[index]].tolist())
        wanted = range(begin, opening.closes - slot + 1, slot)
        gone = (start for start in wanted if start not in there)
        gaps += [(day, start) for start in gone if openings.exists(day, start)]
    if gaps:
        day, start = gaps[0]
        several = f", and {len(gaps) - 1} more slots" if len(gaps) > 1 else ""
        raise InputError(
            layout.where,
            f"{day} {clock(start)} is missing{several}, though the center is open then",
            "a row for every slot of an open day",
            "add the rows, with 0 where nobody called and empty where it is not known; or give "
            "those dates their own [[opening]] in center.toml",
        )
    return absent
