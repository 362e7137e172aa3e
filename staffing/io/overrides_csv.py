"""overrides.csv: a planner's own factors on the forecast, each with who says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from staffing.demand.events import Override
from staffing.errors import InputError
from staffing.io.cells import read_days
from staffing.io.columns import Table, read_table
from staffing.io.faults import Faults, from_pydantic
from staffing.io.headings import table
from staffing.io.tables import Row
from staffing.io.times import number, read_time
from staffing.units import parse_clock

_COLUMNS = {"begin": "from", "end": "to"}
_HEADINGS = table(
    {
        "days": "일자, 날짜, 기간, 요일, date, dates, day",
        "from": "시작시각, 시작시간, 시작",
        "to": "종료시각, 종료시간, 종료",
        "factor": "배수, 계수, 배율",
        "who": "담당자, 작성자, 결정자, 이름, name, by",
        "note": "비고, 메모, 내용, 사유",
    }
)

Value = TypeVar("Value")


def read_overrides(path: str | Path) -> tuple[Override, ...]:
    """Return the overrides of a table ``days,from,to,factor,who,note``.

    ``days`` are weekdays, dates and ranges, several joined with semicolons; ``from`` and
    ``to`` left empty is the whole day. The rows are applied in the order of the file.

    Raises
    ------
    InputError
        With line and column; several are reported together.
    """
    rows = read_table(Path(path), _HEADINGS, ("days", "factor", "who"))
    faults = Faults()
    found = [one for row in rows.rows if (one := _override(rows, row, faults)) is not None]
    faults.check()
    return tuple(found)


def _override(rows: Table, row: Row, faults: Faults) -> Override | None:
    before = Faults()

    def part(column: str, read: Callable[[str, str], Value]) -> Value | None:
        with before.catching():
            return read(rows.get(row, column), rows.place(row, column))
        return None

    data = {
        "days": part("days", lambda text, where: read_days(text.replace(";", ","), where)),
        "begin": part("from", _time),
        "end": part("to", _time),
        "factor": part("factor", _factor),
        "who": part("who", _who),
        "note": rows.get(row, "note"),
    }
    with faults.catching():
        before.check()
        try:
            return Override.model_validate(data)
        except ValidationError as error:
            for place, *rest in from_pydantic(error):
                name = str(place[0]) if place else ""
                before.add(InputError(rows.place(row, _COLUMNS.get(name, name)), *rest))
        before.check()
    return None


def _time(text: str, where: str) -> int | None:
    if not text:
        return None
    minutes = read_time(text)
    return parse_clock(text, where) if minutes is None else minutes


def _factor(text: str, where: str) -> float:
    factor = number(text)
    if factor is None:
        raise InputError(
            where,
            f"found {text!r}" if text else "it is empty",
            "a number such as 1.2 for a fifth more calls, 0 for none",
        )
    return factor


def _who(text: str, where: str) -> str:
    if not text:
        raise InputError(where, "it is empty", "the name of whoever decided it")
    return text
