"""balance.csv: what each person has had, one line per person and published week.

The newest week stands first. Lines of published weeks are counted anew whenever a roster is
published; a manager may add lines for the time before, which stay. The columns of balances
are for reading only: they say where each person stands now.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from staffing.domain.center import CallCenter
from staffing.errors import InputError
from staffing.evaluation.balance import KINDS, Standing, Tally, joined, left_out, standings, windows
from staffing.io import headings
from staffing.io.columns import read_table
from staffing.io.dates import read_date
from staffing.io.faults import Faults, from_pydantic
from staffing.io.files import write_text

FILE = "balance.csv"
COLUMNS = (
    "counselor", "name", "first", "last", "days",
    "weekend", "holiday", "early", "late", "refused", "overtime_h",
)  # fmt: skip
BALANCES = tuple(f"{kind}_balance" for kind in KINDS)
"""Columns that are written and not read."""
ALIASES = headings.table(
    {
        "counselor": "id, 사번, 상담사ID, counselor id, agent id",
        "name": "성명, 이름",
        "first": "시작일, from",
        "last": "종료일, to",
        "days": "근무일수, days worked",
        "weekend": "주말, weekends",
        "holiday": "공휴일, holidays",
        "early": "조기",
        "late": "마감",
        "refused": "거절, 희망거절, refused wishes",
        "overtime_h": "연장시간, overtime",
        **dict.fromkeys(BALANCES, ""),
    }
)


def read_balance(path: str | Path) -> tuple[Tally, ...]:
    """Return the ledger of a file; people who have left the center may stand in it.

    Raises
    ------
    InputError
        With line and column; several are reported together.
    """
    table = read_table(Path(path), ALIASES, ("counselor", "first", "last", "days"))
    faults = Faults()
    ledger: list[Tally] = []
    for row in table.rows:
        values: dict[str, object] = {"counselor": table.get(row, "counselor")}
        with faults.catching():
            for name in ("first", "last"):
                values[name] = read_date(table.get(row, name), table.place(row, name))
            for name in COLUMNS[4:]:
                values[name.removesuffix("_h")] = table.get(row, name) or "0"
            try:
                ledger.append(Tally.model_validate(values))
            except ValidationError as error:
                for place, *rest in from_pydantic(error):
                    column = str(place[0]) if place else ""
                    column = "overtime_h" if column == "overtime" else column
                    faults.add(InputError(table.place(row, column), *rest))
    faults.check()
    try:
        return joined((), _once(ledger))
    except ValueError as error:
        found, _, allowed = str(error).partition("; ")
        raise InputError(str(path), found, allowed, "correct one of the lines") from None


def _once(ledger: Sequence[Tally]) -> Sequence[Tally]:
    seen: set[tuple[str, object, object]] = set()
    for line in ledger:
        key = line.counselor, line.first, line.last
        if key in seen:
            raise ValueError(f"{line.counselor}: {line.first}..{line.last} stands twice; once")
        seen.add(key)
    return ledger


def write_balance(ledger: Sequence[Tally], path: str | Path, center: CallCenter) -> None:
    """Write a ledger as CSV that Excel opens with its Korean intact.

    Parameters
    ----------
    ledger
        Its lines.
    path
        Where to.
    center
        Knows the names of people.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *BALANCES))
    newest = max((line.last for line in ledger), default=dt.date.min)
    now = _now(ledger, newest + dt.timedelta(days=1), center)
    for line in sorted(ledger, key=lambda line: (-line.last.toordinal(), line.counselor)):
        known = center.counselor.get(line.counselor)
        standing = now.pop(line.counselor, None)
        writer.writerow(
            (
                line.counselor,
                known.name if known is not None else "",
                line.first,
                line.last,
                line.days,
                line.weekend,
                line.holiday,
                line.early,
                line.late,
                line.refused,
                f"{line.overtime:g}",
                *(_said(standing, kind) for kind in KINDS),
            )
        )
    write_text(path, text.getvalue(), encoding="utf-8-sig")


def _now(ledger: Sequence[Tally], before: dt.date, center: CallCenter) -> dict[str, Standing]:
    return standings(ledger, before, windows(center), left_out(center)) if ledger else {}


def _said(standing: Standing | None, kind: str) -> str:
    if standing is None or kind in standing.apart:
        return ""
    return f"{getattr(standing.balance, kind):+g}"
