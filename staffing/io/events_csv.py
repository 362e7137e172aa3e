"""events.csv: days, or hours of them, on which more or fewer people call than usual."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from staffing.demand.events import Event
from staffing.errors import InputError
from staffing.io.columns import Table, read_table
from staffing.io.dates import read_date
from staffing.io.faults import Faults, from_pydantic
from staffing.io.headings import EVENTS, table
from staffing.io.tables import Row
from staffing.io.times import number, read_time
from staffing.units import parse_clock

LEARN = frozenset({"", "learn", "학습"})
"""Cells of ``factor`` that leave it to the past."""

_COLUMNS = {"begin": "from", "end": "to"}
_HEADINGS = {
    **EVENTS,
    **table(
        {
            "first": "시작일, 첫날, 일자, 날짜, date",
            "last": "종료일, 마지막날",
            "from": "시작시각, 시작시간, 시작",
            "to": "종료시각, 종료시간, 종료",
            "kind": "종류, 구분, 유형",
            "factor": "배수, 계수, 배율",
            "note": "비고, 메모, 내용",
        }
    ),
}

Value = TypeVar("Value")


def read_events(path: str | Path) -> tuple[Event, ...]:
    """Return the events of a table ``first,last,from,to,kind,factor,note``.

    ``from`` and ``to`` left empty is the whole day; ``last`` left empty is ``first``; a
    ``factor`` left empty, or ``learn``, is learned from the past.

    Raises
    ------
    InputError
        With line and column; several are reported together.
    """
    rows = read_table(Path(path), _HEADINGS, ("first", "kind"))
    faults = Faults()
    events = [event for row in rows.rows if (event := _event(rows, row, faults)) is not None]
    faults.check()
    return tuple(events)


def _event(rows: Table, row: Row, faults: Faults) -> Event | None:
    before = Faults()

    def part(column: str, read: Callable[[str, str], Value]) -> Value | None:
        with before.catching():
            return read(rows.get(row, column), rows.place(row, column))
        return None

    first = part("first", _date)
    last = part("last", _date) if rows.get(row, "last") else first
    data = {
        "first": first,
        "last": last,
        "begin": part("from", _time),
        "end": part("to", _time),
        "kind": rows.get(row, "kind"),
        "factor": part("factor", _factor),
        "note": rows.get(row, "note"),
    }
    with faults.catching():
        before.check()
        try:
            return Event.model_validate(data)
        except ValidationError as error:
            for place, *rest in from_pydantic(error):
                name = str(place[0]) if place else ""
                before.add(InputError(rows.place(row, _COLUMNS.get(name, name)), *rest))
        before.check()
    return None


def _date(text: str, where: str) -> dt.date:
    if not text:
        raise InputError(where, "it is empty", "a date such as 2026-12-24")
    return read_date(text, where)


def _time(text: str, where: str) -> int | None:
    if not text:
        return None
    minutes = read_time(text)
    return parse_clock(text, where) if minutes is None else minutes


def _factor(text: str, where: str) -> float | None:
    if text.casefold() in LEARN:
        return None
    factor = number(text)
    if factor is None:
        raise InputError(
            where,
            f"found {text!r}",
            "a number such as 1.2 for a fifth more calls",
            "leave it empty to learn it from the past",
        )
    return factor
