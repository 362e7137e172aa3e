"""A log of single calls, one row each: when, how long it waited, what became of it.

Telephone systems name the columns in many ways; the headings read are in `CALLS`.
"""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from staffing.errors import InputError
from staffing.io.dates import DateColumn
from staffing.io.faults import Faults, hint
from staffing.io.headings import normal, table
from staffing.io.history_rows import MS_ABOVE
from staffing.io.tables import Row, read_sheets
from staffing.io.times import duration, is_plain, read_time
from staffing.queueing.call_log import CallLog
from staffing.units import MINUTES_PER_DAY, SECONDS_PER_HOUR, SECONDS_PER_MINUTE

CALLS = table(
    {
        "date": "일자, 날짜, 통화일자, 인입일자, 기준일, call date, row_date",
        "time": (
            "시각, 시간, 인입시각, 인입시간, 인입일시, 일시, 통화일시, 대기시작, arrival, "
            "arrival time, call time, call start, start time, start, datetime, timestamp, "
            "queue start, queued at, enqueued, vru_exit"
        ),
        "wait_s": (
            "대기시간, 대기초, 큐대기시간, wait, wait time, waiting time, queue time, q_time, "
            "time in queue, wait seconds"
        ),
        "handle_s": (
            "처리시간, 상담시간, 통화처리시간, handle, handle time, handle seconds, service time, "
            "ser_time"
        ),
        "talk": "통화시간, talk, talk time, talk seconds",
        "hold": "보류시간, hold, hold time",
        "acw": "후처리시간, 후처리, acw, acw time, after call work, wrap up, wrapup",
        "outcome": (
            "결과, 통화결과, 처리결과, 상태, 응대여부, disposition, result, status, call status, "
            "answered"
        ),
        "caller": (
            "발신번호, 고객번호, 전화번호, customer_id, caller id, ani, cli, phone, customer, "
            "phone number"
        ),
        "queue": "큐, 서비스명, 스킬, 그룹, 업무구분, 큐명, queue name, split, skill, csq name",
    }
)
_ANSWERED = {
    normal(word)
    for word in (
        *("agent", "answered", "answer", "handled", "connected", "success", "yes", "y", "1"),
        *("true", "응대", "응답", "연결", "통화", "완료", "상담완료", "정상"),
    )
}
_HUNG_UP = {
    normal(word)
    for word in (
        *("hang", "hangup", "hung up", "abandoned", "abandon", "aban", "lost", "no", "n", "0"),
        *("false", "포기", "포기호", "미응대", "이탈", "끊음", "미연결", "no answer"),
    )
}
_NOBODY = {normal(word) for word in ("", "0", "0.0", "anonymous", "unknown", "private", "제한")}
_SEARCHED = 10
_MOST_UNKNOWN = 0.1
"""Share of rows with an outcome that nobody knows above which the file is refused."""
_BOTH = re.compile(r"(?P<date>.*?\d[.일]?(?:\s*\([^)]*\))?)[\sT]+(?P<time>\S*\d{1,2}\s*[:시].*)")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d+)?))?")
NO_WAIT = "hung up without waiting"
"""What calls are counted under that left before they waited for anybody."""


class _Sheet(NamedTuple):
    where: str
    columns: dict[str, int]
    names: dict[str, str]
    rows: tuple[Row, ...]

    def get(self, row: Row, name: str) -> str:
        return row.cell(self.columns.get(name))

    def place(self, row: Row, name: str) -> str:
        return f"{self.where}, line {row.line}, column {self.names.get(name, name)}"


def is_call_log(path: str | Path) -> bool:
    """Return whether a file has the columns of a log of calls, not those of a history."""
    first = read_sheets(Path(path))[0]
    found = [_columns(row) for row in first.rows[:_SEARCHED]]
    return any("wait_s" in c and {"outcome", "handle_s", "talk"} & set(c) for c in found)


def read_calls(path: str | Path, queues: Sequence[str] = ()) -> dict[str, CallLog]:
    """Return the calls of each queue of a log.

    Parameters
    ----------
    path
        A CSV (also .csv.gz) or Excel file with a row per call: ``date`` and ``time`` (or both
        in one column), ``wait_s``, ``outcome`` (answered or hung up) and ``handle_s``; better
        with ``caller`` and ``queue``. Vendors' names of these are read.
    queues
        Codes that the column of queues may hold; any, if left out. Without that column all
        calls are of the only queue, or of one named ``all``.

    Raises
    ------
    InputError
        With file and line; several are reported together.
    """
    file = Path(path)
    sheet = _find(file)
    faults, notes = Faults(), list[str]()
    arrival = _arrivals(sheet, faults)
    wait = _seconds(sheet, "wait_s", faults, notes)
    handle = _handled(sheet, faults, notes)
    queue = _queues(sheet, queues, faults)
    faults.check()
    outcome = _outcomes(sheet, handle, notes)
    caller = _callers(sheet)
    found = {}
    for name in sorted(set(queue)):
        mine = np.array([q == name for q in queue])
        left = Counter(word for word, here in zip(outcome, mine, strict=True) if here)
        answered = np.array([word == "answered" for word in outcome])
        hung = np.array([word == "hung up" for word in outcome])
        no_wait = hung & (np.nan_to_num(wait) <= 0)
        keep = mine & (answered | hung) & ~no_wait
        out = {word: n for word, n in left.items() if word not in {"answered", "hung up"}}
        if (no_wait & mine).any():
            out[NO_WAIT] = int((no_wait & mine).sum())
        if not keep.any():
            raise InputError(str(file), f"queue {name!r} has no call answered or hung up")
        found[name] = CallLog(
            arrival_s=arrival[keep],
            wait_s=np.nan_to_num(wait[keep]),
            answered=answered[keep],
            handle_s=np.where(answered, handle, np.nan)[keep],
            caller=None if caller is None else caller[keep],
            left_out=out,
            notes=tuple(notes),
        )
    return found


def _columns(row: Row) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        name = CALLS.get(normal(cell))
        if name is not None and name not in found:
            found[name] = column
    return found


def _find(file: Path) -> _Sheet:
    first = read_sheets(file)[0]
    heads = [(len(_columns(row)), -i) for i, row in enumerate(first.rows[:_SEARCHED])]
    index = -max(heads)[1]
    head = first.rows[index]
    columns = _columns(head)
    where = f"{first.where}, line {head.line}"
    needed = [name for name in ("time", "wait_s") if name not in columns]
    if not {"outcome", "handle_s", "talk"} & set(columns):
        needed.append("outcome")
    if needed:
        near = (hint(cell.casefold(), [needed[0]]) for cell in head.cells)
        raise InputError(
            where,
            f"column {needed[0]!r} is missing; found: {', '.join(filter(None, head.cells))}",
            "needed: date, time, wait_s, outcome; also read: handle_s, caller, queue",
            next(filter(None, near), "name the column as listed"),
        )
    twice = [cell for cell, n in Counter(filter(None, head.cells)).items() if n > 1]
    if twice:
        raise InputError(where, f"column {twice[0]!r} stands twice", "one", "delete one of them")
    rows = first.rows[index + 1 :]
    if not rows:
        raise InputError(where, "no row follows the headings")
    names = {name: head.cells[column] for name, column in columns.items()}
    return _Sheet(first.where, columns, names, rows)


def _arrivals(sheet: _Sheet, faults: Faults) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return seconds from midnight of the first day."""
    pairs = []
    for row in sheet.rows:
        date, time = sheet.get(row, "date"), sheet.get(row, "time")
        if match := _BOTH.fullmatch(time):
            date, time = date or match["date"], match["time"]
        pairs.append((date, time))
    where = "date" if "date" in sheet.columns else "time"
    dates = DateColumn([d for d, _ in pairs], lambda i: sheet.place(sheet.rows[i], where))
    first = min((dates[d] for d, _ in pairs), default=dt.date.min)
    arrival = np.zeros(len(pairs))
    for index, (date, time) in enumerate(pairs):
        second = _clock_s(time)
        if second is None:
            place = sheet.place(sheet.rows[index], "time")
            faults.add(InputError(place, f"found {time!r}", "a time such as 08:30:15"))
            continue
        day = (dates[date] - first).days * MINUTES_PER_DAY * SECONDS_PER_MINUTE
        arrival[index] = day + second
    return arrival


def _clock_s(text: str) -> float | None:
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        minutes = read_time(text)
        return None if minutes is None else float(minutes * SECONDS_PER_MINUTE)
    hour, minute, second = (float(part or 0) for part in match.groups())
    total = hour * SECONDS_PER_HOUR + minute * SECONDS_PER_MINUTE + second
    inside = minute < SECONDS_PER_MINUTE and second < SECONDS_PER_MINUTE
    return total if inside and total <= MINUTES_PER_DAY * SECONDS_PER_MINUTE else None


def _seconds(
    sheet: _Sheet, name: str, faults: Faults, notes: list[str]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return durations; NaN where the cell is empty."""
    values, plain = np.full(len(sheet.rows), np.nan), []
    for index, row in enumerate(sheet.rows):
        text = sheet.get(row, name)
        if not text:
            continue
        value = duration(text)
        if value is None or value < 0:
            allowed = "seconds (178), m:ss (2:58) or h:mm:ss, not negative"
            faults.add(InputError(sheet.place(row, name), f"found {text!r}", allowed))
            continue
        values[index] = value
        if value > 0 and is_plain(text):
            plain.append(value)
    if plain and statistics.median(plain) > MS_ABOVE:
        notes.append(f"{sheet.names[name]!r} is read as milliseconds")
        values /= 1000.0
    return values


def _handled(
    sheet: _Sheet, faults: Faults, notes: list[str]
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    if "handle_s" in sheet.columns:
        return _seconds(sheet, "handle_s", faults, notes)
    parts = [name for name in ("talk", "hold", "acw") if name in sheet.columns]
    if "talk" not in parts:
        return np.full(len(sheet.rows), np.nan)
    total = _seconds(sheet, "talk", faults, notes)
    for name in parts[1:]:
        total = total + np.nan_to_num(_seconds(sheet, name, faults, notes))
    used = ", ".join(sheet.names[name] for name in parts)
    notes.append(f"handle time is added up from {used}")
    return total


def _outcomes(
    sheet: _Sheet, handle: np.ndarray[tuple[int], np.dtype[np.float64]], notes: list[str]
) -> list[str]:
    """Return "answered", "hung up", or the file's own word."""
    if "outcome" not in sheet.columns:
        notes.append("no column of outcomes: calls with a handle time were answered")
        return ["answered" if value > 0 else "hung up" for value in np.nan_to_num(handle)]
    found = []
    for row in sheet.rows:
        text = sheet.get(row, "outcome")
        word = normal(text)
        known = "answered" if word in _ANSWERED else "hung up" if word in _HUNG_UP else None
        found.append(known or text or "no outcome")
    others = Counter(word for word in found if word not in {"answered", "hung up"})
    if others.total() > _MOST_UNKNOWN * len(found):
        words = ", ".join(f"{word!r} ({n:,})" for word, n in others.most_common(5))
        raise InputError(
            f"{sheet.where}, column {sheet.names['outcome']}",
            f"found {words}",
            "answered or abandoned (agent, hang, 응대, 포기 ...)",
            "rename the outcomes, or remove calls that wanted nobody",
        )
    return found


def _callers(sheet: _Sheet) -> np.ndarray[tuple[int], np.dtype[np.int64]] | None:
    if "caller" not in sheet.columns:
        return None
    number: dict[str, int] = {}
    found = []
    for row in sheet.rows:
        text = sheet.get(row, "caller")
        same = normal(text.removesuffix(".0"))
        found.append(0 if same in _NOBODY else number.setdefault(same, len(number) + 1))
    return np.array(found, dtype=np.int64)


def _queues(sheet: _Sheet, queues: Sequence[str], faults: Faults) -> list[str]:
    if "queue" not in sheet.columns:
        if len(queues) > 1:
            raise InputError(
                sheet.where,
                "there is no column 'queue', and the center has several queues",
                f"queues: {', '.join(queues)}",
                "add the column",
            )
        return [queues[0] if queues else "all"] * len(sheet.rows)
    known = {queue.casefold(): queue for queue in queues}
    found, told = [], set[str]()
    for row in sheet.rows:
        text = sheet.get(row, "queue")
        code = known.get(text.casefold()) if queues else text or "all"
        if code is None and text not in told:
            told.add(text)
            allowed = f"queues: {', '.join(queues)}"
            faults.add(InputError(sheet.place(row, "queue"), f"unknown queue {text!r}", allowed))
        found.append(code or "")
    return found
