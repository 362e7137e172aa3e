"""counselors.csv: who answers calls, on which contract, with this week's leave and wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from staffing.domain.center import CallCenter
from staffing.domain.days import Days
from staffing.domain.horizon import Horizon
from staffing.domain.links import LISTED
from staffing.domain.people import Consent, Counselor, Leave, Window, Wish
from staffing.errors import InputError
from staffing.io import cells, headings
from staffing.io.columns import Table, read_table
from staffing.io.faults import Faults, from_pydantic, hint
from staffing.io.tables import Row

FILE = "counselors.csv"
LEAVE_FILE = "leave.csv"
CONSENTS: dict[str, Consent] = {
    "holiday": "holiday",
    "night": "night",
    "overtime": "overtime",
    "휴일": "holiday",
    "야간": "night",
    "연장": "overtime",
    "휴일근로": "holiday",
    "야간근로": "night",
    "연장근로": "overtime",
}

Value = TypeVar("Value")


class Codes(NamedTuple):
    """The codes that a center defines, which counselors.csv may name."""

    contracts: frozenset[str]
    queues: frozenset[str]
    shifts: frozenset[str]


def read_counselors(folder: Path, codes: Codes) -> tuple[Counselor, ...]:
    """Return the counselors of a model folder, with the leave of leave.csv if it is there.

    Raises
    ------
    InputError
        With file, line and column; several are reported together.
    """
    table = read_table(folder / FILE, headings.PEOPLE, ("id", "contract"))
    faults = Faults()
    found: dict[str, tuple[int, Counselor]] = {}
    for row in table.rows:
        counselor = _counselor(table, row, codes, faults)
        if counselor is None:
            continue
        if counselor.id in found:
            faults.add(
                InputError(
                    table.place(row, "id"),
                    f"{counselor.id!r} stands twice, first in line {found[counselor.id][0]}",
                    "each id once",
                )
            )
        else:
            found[counselor.id] = (row.line, counselor)
    if not table.rows:
        faults.add(InputError(table.where, "there is no counselor", "one line for each"))
    calendar: dict[str, list[Leave]] = {}
    if (folder / LEAVE_FILE).exists():
        with faults.catching():
            # With faulty rows above, an id that is missing here says nothing.
            calendar = read_leave(folder / LEAVE_FILE, None if faults else list(found))
    faults.check()
    return tuple(
        c.model_copy(update={"leave": (*c.leave, *calendar.get(c.id, ()))})
        for _, c in found.values()
    )


def _counselor(table: Table, row: Row, codes: Codes, faults: Faults) -> Counselor | None:
    before = Faults()

    def part(column: str, read: Callable[[str, str], Value], empty: Value) -> Value:
        with before.catching():
            return read(table.get(row, column), table.place(row, column))
        return empty

    contract = part("contract", _one_of(codes.contracts, "contract"), "")
    skill = _one_of(codes.queues, "queue")
    no_skills: tuple[str, ...] = ()
    no_leave: tuple[Leave, ...] = ()
    no_wishes: tuple[Wish, ...] = ()
    no_windows: tuple[Window, ...] = ()
    skills = part("skills", lambda t, w: tuple(skill(s, w) for s in cells.parts(t)), no_skills)
    leave = part("leave", lambda t, w: cells.read_leave(t, w, row.line), no_leave)
    wishes = part("wishes", lambda t, w: _wishes(t, w, codes), no_wishes)
    windows = part("available", cells.read_windows, no_windows)
    since = part("since", _date, None)
    no_consents: tuple[Consent, ...] = ()
    consents = part("consents", _consents, no_consents)
    groups = tuple(dict.fromkeys(cells.parts(table.get(row, "groups"))))
    try:
        counselor = Counselor(
            id=table.get(row, "id"),
            name=table.get(row, "name"),
            contract=contract,
            skills=skills,
            leave=leave,
            wishes=wishes,
            available=windows,
            since=since,
            consents=consents,
            groups=groups,
        )
    except ValidationError as error:
        for place, found, allowed, todo in from_pydantic(error):
            column = str(place[0]) if place else ""
            before.add(InputError(table.place(row, column), found, allowed, todo))
    with faults.catching():
        before.check()
        return counselor
    return None


def _one_of(codes: frozenset[str], what: str) -> Callable[[str, str], str]:
    def read(text: str, where: str) -> str:
        if text in codes:
            return text
        near = hint(text, sorted(codes), 0.3)
        more = ", …" if len(codes) > LISTED else ""
        known = f"known: {', '.join(sorted(codes)[:LISTED]) or 'none'}{more}"
        raise InputError(
            where, f"unknown {what} {text!r}" if text else f"no {what} is named", known, near
        )

    return read


def _wishes(text: str, where: str, codes: Codes) -> tuple[Wish, ...]:
    wishes = cells.read_wishes(text, where)
    for wish in wishes:
        if wish.shift is not None:
            _one_of(codes.shifts, "shift")(wish.shift, where)
    return wishes


def _consents(text: str, where: str) -> tuple[Consent, ...]:
    found: list[Consent] = []
    for word in cells.parts(text):
        if word.casefold() not in CONSENTS:
            raise InputError(
                where,
                f"found {word!r}",
                "holiday, night, overtime (휴일, 야간, 연장), with semicolons between them",
            )
        found.append(CONSENTS[word.casefold()])
    return tuple(dict.fromkeys(found))


def _date(text: str, where: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(where, f"found {text!r}", "a date such as 2026-12-24") from None


def read_leave(path: Path, known: list[str] | None) -> dict[str, list[Leave]]:
    """Return the leave of a calendar of all leave, by counselor id.

    Parameters
    ----------
    path
        A table ``id,days,kind``.
    known
        Ids that exist; None checks no ids.
    """
    table = read_table(path, headings.LEAVE, ("id", "days"))
    found: dict[str, list[Leave]] = {}
    faults = Faults()
    for row in table.rows:
        who = table.get(row, "id")
        if known is not None and who not in known:
            faults.add(
                InputError(
                    table.place(row, "id"),
                    f"unknown counselor {who!r}",
                    f"the ids of {FILE}",
                    hint(who, known),
                )
            )
        with faults.catching():
            days = table.get(row, "days").replace(";", ",")
            found.setdefault(who, []).append(
                Leave(
                    days=cells.read_days(days, table.place(row, "days")),
                    kind=table.get(row, "kind") or "annual",
                    line=row.line,
                    calendar=True,
                )
            )
    faults.check()
    return found


def check_leave(center: CallCenter, horizon: Horizon, folder: str | Path) -> None:
    """Raise for leave or wishes of this week's list that name a date of another week.

    Leave of leave.csv may lie anywhere.

    Parameters
    ----------
    center
        As read from the folder.
    horizon
        The planned days.
    folder
        For the place that errors name.

    Raises
    ------
    InputError
        Naming file, line and date.
    """
    path = Path(folder) / FILE
    faults = Faults()
    for counselor in center.counselors:
        for leave in counselor.leave:
            date = None if leave.calendar else _outside(leave.days, horizon)
            if date is not None:
                where = f"{path}, line {leave.line}, column leave"
                _outside_fault(faults, where, date, horizon, f"move it to {LEAVE_FILE}, or")
        for wish in counselor.wishes:
            date = _outside(wish.days, horizon)
            if date is not None:
                where = f"{path}, line {_line(path, counselor.id)}, column wishes"
                _outside_fault(faults, where, date, horizon, "remove the wish, or")
    faults.check()


def _outside(days: Days, horizon: Horizon) -> dt.date | None:
    for first, last in days.ranges:
        for date in (first, last):
            if date not in horizon:
                return date
    return None


def _outside_fault(faults: Faults, where: str, date: dt.date, horizon: Horizon, todo: str) -> None:
    faults.add(
        InputError(
            where,
            f"{date} is not one of the planned days",
            f"{horizon.first} to {horizon.last}",
            f"{todo} correct the date",
        )
    )


def _line(path: Path, who: str) -> int | str:
    # Wishes do not remember their line; this is read again only to say where.
    try:
        table = read_table(path, headings.PEOPLE, ("id",))
    except InputError:
        return "?"
    return next((row.line for row in table.rows if table.get(row, "id") == who), "?")
