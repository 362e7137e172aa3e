"""Waiting in a report by intervals: what patience can be estimated from without single calls."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from staffing.errors import InputError
from staffing.io.faults import Faults
from staffing.io.headings import normal, table
from staffing.io.history_csv import NAMES
from staffing.io.history_sheet import Layout, find_layout
from staffing.io.tables import Row, read_sheets
from staffing.io.times import duration, number
from staffing.queueing.estimates import Waits

WAITS = table(
    {
        "asa_s": (
            "ASA, 평균대기시간, 평균응답대기시간, 평균응답속도, avg speed of answer, "
            "average speed of answer, avg answer time, avg answer speed, average queue answer time"
        ),
        "abandon_wait_s": (
            "평균포기시간, 평균포기대기시간, 포기호평균대기시간, avg aban time, avg abandon time, "
            "average abandon time, average queue abandon time, avg abandon wait"
        ),
        "wait_sum_s": "총대기시간, 대기시간합계, total wait, total wait time, total queue time",
    }
)


def read_waits(path: str | Path) -> dict[str, Waits]:
    """Return the waits of each queue of a history, by the queue's name in the file.

    Read are, row by row, ``wait_sum_s``: seconds that all callers waited; or ``asa_s`` and
    ``abandon_wait_s``: mean waits of those answered and of those who hung up, beside
    ``handled`` and ``abandoned``. Rows with a gap in these are left out. Vendors' names of the
    columns are read. Nothing is returned for a file without them.

    Parameters
    ----------
    path
        A CSV or Excel file, or a model folder with a history.

    Raises
    ------
    InputError
        If a cell cannot be read as a duration.
    """
    file = Path(path)
    if file.is_dir():
        there = [file / name for name in NAMES if (file / name).exists()]
        if not there:
            return {}
        file = there[0]
    sheet = read_sheets(file)[0]
    layout = find_layout(sheet)
    head = next(row for row in sheet.rows if row.line == layout.line)
    columns = {WAITS[normal(c)]: i for i, c in enumerate(head.cells) if normal(c) in WAITS}
    by_parts = {"asa_s", "abandon_wait_s"} <= set(columns)
    if "wait_sum_s" not in columns and not by_parts:
        return {}
    faults = Faults()
    found: dict[str, tuple[list[float], list[float]]] = {}
    for row in layout.rows:
        handled, abandoned = _counts(layout, row)
        if "wait_sum_s" in columns:
            waited = _read(layout, row, head, columns["wait_sum_s"], faults)
        else:
            of_answered = _read(layout, row, head, columns["asa_s"], faults)
            of_hung_up = _read(layout, row, head, columns["abandon_wait_s"], faults)
            # A mean of nobody is often an empty cell.
            waited = (handled * of_answered if handled else 0.0) + (
                abandoned * of_hung_up if abandoned else 0.0
            )
        if math.isfinite(waited + abandoned):
            rows = found.setdefault(layout.get(row, "queue"), ([], []))
            rows[0].append(waited)
            rows[1].append(abandoned)
    faults.check()
    return {queue: Waits(np.array(w), np.array(a)) for queue, (w, a) in found.items()}


def _counts(layout: Layout, row: Row) -> tuple[float, float]:
    offered, handled, abandoned = (
        value if (value := number(layout.get(row, name) or "nan")) is not None else math.nan
        for name in ("offered", "handled", "abandoned")
    )
    if math.isnan(abandoned):
        abandoned = max(offered - handled, 0.0)
    return handled, abandoned


def _read(layout: Layout, row: Row, head: Row, column: int, faults: Faults) -> float:
    text = row.cell(column)
    value = duration(text) if text else math.nan
    if value is None or value < 0:
        place = f"{layout.where}, line {row.line}, column {head.cell(column)}"
        faults.add(InputError(place, f"found {text!r}", "seconds (12), m:ss or h:mm:ss"))
        return math.nan
    return value
