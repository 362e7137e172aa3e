"""Toys: centers small enough to judge by eye, for cases, tests and documentation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from staffing.domain.base import FloatArray
from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.curves import ServiceCurves
from staffing.domain.days import ALL_DAYS, parse_days
from staffing.domain.grid import Grid, SlotMinutes
from staffing.domain.horizon import Horizon
from staffing.domain.meetings import Meeting
from staffing.domain.people import Contract, Counselor, Leave, Window, Wish
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.rule import Rule
from staffing.domain.ties import first_placing
from staffing.domain.work import Break, Queue, Shift
from staffing.units import parse_clock

MONDAY = dt.date(2026, 8, 3)
"""The first day of every toy unless told otherwise."""

SHIFTS = {"E": "08:00-16:00", "M": "09:00-17:00", "L": "11:00-19:00"}
SHIFTS_WITH_LUNCH = {"E": "08:00-17:00", "M": "09:00-18:00", "L": "10:00-19:00"}
LUNCH = Break(code="lunch", minutes=60, earliest=parse_clock("11:00"), latest=parse_clock("13:00"))
CONTRACT = Contract(code="full")
CALLS_PER_HEAD = 10
"""Calls a slot in which one counselor is needed."""
AHT_S = 180.0
OFF = frozenset(".-")


def toy(
    people: str | Sequence[str] = "AB",
    *,
    days: int = 7,
    first: dt.date = MONDAY,
    shifts: Mapping[str, str] | None = None,
    lunch: bool = False,
    breaks: Sequence[Break] = (),
    meetings: Sequence[Meeting] = (),
    contract: Contract | Mapping[str, Contract] = CONTRACT,
    needs: float | Sequence[float] = 1,
    queues: Sequence[str] = ("calls",),
    skills: Mapping[str, Sequence[str]] | None = None,
    opening: str = "08:00-19:00",
    closed: str | None = None,
    slot_minutes: SlotMinutes = 60,
    most: int | None = None,
    holidays: Iterable[dt.date] | Holidays = (),
    past: Mapping[str, str] | None = None,
    leave: Mapping[str, str] | None = None,
    wishes: Mapping[str, Sequence[Wish]] | None = None,
    available: Mapping[str, Sequence[Window]] | None = None,
    since: Mapping[str, dt.date] | None = None,
    groups: Mapping[str, Sequence[str]] | None = None,
    rules: Sequence[Rule] = (),
) -> Problem:
    """Return a small problem; every part has a default.

    Parameters
    ----------
    people
        Ids; a text names one person per character.
    days, first
        The horizon.
    shifts
        Span by code, ``{"N": "22:00-30:00"}``; E, M and L of 8 paid hours if left out.
    lunch
        Whether each shift has an unpaid lunch of an hour, starting at 11:00, 12:00 or 13:00.
    breaks
        Breaks of every shift instead of, or beside, the lunch; in the order of the day.
    meetings
        The center's meetings.
    contract
        One for all, or by person; who is not named has five days and 40 hours.
    needs
        Counselors that a queue needs: for all slots, by day or by slot. See `toy_curves`.
    queues, skills
        Codes, and the queues of each person (all queues, if not named).
    opening, closed
        Hours of every day, and the days that are closed.
    slot_minutes
        Length of a slot.
    most
        Largest number on the phones that the curves know; the number of people if left out.
    holidays
        Dates that are holidays for callers and staff, or both calendars.
    past
        The published days just before the horizon, as in `rota`; the last character is the
        day before the first. None knows nothing of them.
    leave
        Days of each person as a file writes them: ``{"A": "Mon,Wed"}``.
    wishes, available, since, groups
        Of each person.
    rules
        The center's rules.
    """
    ids = tuple(people)
    spans = shifts if shifts is not None else SHIFTS_WITH_LUNCH if lunch else SHIFTS
    pauses = (*((LUNCH,) if lunch else ()), *breaks)
    contracts = contract if isinstance(contract, Mapping) else dict.fromkeys(ids, contract)
    of = {who: contracts.get(who, CONTRACT) for who in ids}
    opens, closes = (parse_clock(part) for part in opening.split("-"))
    hours = [OpeningRule(days=ALL_DAYS, opens=opens, closes=closes)]
    if closed is not None:
        hours.append(OpeningRule(days=parse_days(closed)))
    center = CallCenter(
        name="Toy",
        slot_minutes=slot_minutes,
        opening=tuple(hours),
        queues=tuple(Queue(code=code, aht_s=AHT_S) for code in queues),
        shifts=tuple(
            Shift(code=code, start=begin, end=end, breaks=tuple(p.code for p in pauses))
            for code, (begin, end) in _spans(spans).items()
        ),
        breaks=pauses,
        meetings=tuple(meetings),
        contracts=tuple({c.code: c for c in of.values()}.values()),
        counselors=tuple(
            Counselor(
                id=who,
                contract=of[who].code,
                skills=tuple((skills or {}).get(who, ())),
                leave=tuple(Leave(days=parse_days(t)) for t in _texts(leave, who)),
                wishes=tuple((wishes or {}).get(who, ())),
                available=tuple((available or {}).get(who, ())),
                since=(since or {}).get(who),
                groups=tuple((groups or {}).get(who, ())),
            )
            for who in ids
        ),
        rules=tuple(rules),
    )
    grid = center.grid(Horizon(first=first, days=days))
    problem = Problem(
        center=center,
        curves=toy_curves(center, grid, needs, len(ids) if most is None else most),
        holidays=_holidays(holidays),
    )
    return problem if past is None else problem.model_copy(update={"past": _past(problem, past)})


def toy_curves(
    center: CallCenter, grid: Grid, needs: float | Sequence[float], most: int
) -> ServiceCurves:
    """Return made-up curves, smooth and increasing, that need given numbers of counselors.

    With the number needed, 80 % of the calls are answered in time and 95 % at all; each
    further counselor gains less.

    Parameters
    ----------
    center, grid
        Queues and slots.
    needs
        Counselors needed: one number, one per day, or one per slot.
    most
        Largest number on the phones.
    """
    wanted = np.asarray(needs, dtype=np.float64)
    if wanted.shape == (grid.horizon.days,):
        wanted = wanted[grid.day_of]
    elif wanted.shape not in {(), (grid.size,)}:
        raise ValueError(
            f"found {wanted.size} needs; give one, {grid.horizon.days} (days) or "
            f"{grid.size} (slots)"
        )
    shape = (len(center.queues), grid.size)
    need = np.broadcast_to(wanted, shape)
    offered = CALLS_PER_HEAD * need
    calls = offered[..., np.newaxis]
    heads = np.arange(most + 1) / np.maximum(need, 1e-9)[..., np.newaxis]
    answered: FloatArray = calls * (1 - 0.05**heads)
    return ServiceCurves(
        grid=grid,
        queues=tuple(queue.code for queue in center.queues),
        targets=tuple(queue.target for queue in center.queues),
        offered=offered,
        aht_s=np.full(shape, AHT_S),
        in_time=calls * (1 - 0.2**heads),
        answered=answered,
        wait_s=answered * AHT_S * 0.2**heads,
        busy_s=answered * AHT_S,
        present=np.ones(shape),
        required=np.ceil(need),
        method="made up",
    )


def rota(
    problem: Problem,
    rows: Mapping[str, str],
    breaks: Mapping[tuple[str, int], Mapping[str, str]] | None = None,
) -> Roster:
    """Return a roster drawn as text, one character (or word) per person and day.

    Parameters
    ----------
    problem
        The problem whose horizon it fills.
    rows
        Shift codes by person, ``.`` or ``-`` for a day off: ``{"A": "EE.ML..", "B": "E1 . E2"}``.
        Codes and people that the center does not know are kept.
    breaks
        Start by break code, of a person on the day with an index:
        ``{("A", 0): {"lunch": "12:00"}}``; every other break starts as early as it may.

    Raises
    ------
    ValueError
        If a row has not one entry per day.

    Examples
    --------
    >>> problem = toy("A", lunch=True)
    >>> duty = rota(problem, {"A": "E......"}).duties[0]
    >>> duty.shift, duty.breaks[0].start
    ('E', 660)
    """
    return _draw(problem, problem.horizon, rows, breaks or {})


def _draw(
    problem: Problem,
    horizon: Horizon,
    rows: Mapping[str, str],
    given: Mapping[tuple[str, int], Mapping[str, str]],
) -> Roster:
    duties = []
    for who, row in rows.items():
        codes = _codes(row)
        if len(codes) != horizon.days:
            raise ValueError(f"{who}: {len(codes)} entries for {horizon.days} days in {row!r}")
        for index, (day, code) in enumerate(zip(horizon.dates, codes, strict=True)):
            if code in OFF:
                continue
            pauses = dict(_first_breaks(problem.center, code))
            for name, start in given.get((who, index), {}).items():
                pauses[name] = parse_clock(start)
            named = tuple(Pause(code=name, start=start) for name, start in pauses.items())
            duties.append(Duty(counselor=who, day=day, shift=code, breaks=named))
    return Roster(horizon=horizon, duties=tuple(duties))


def _codes(row: str) -> list[str]:
    return row.split() if " " in row.strip() else list(row.strip())


def _first_breaks(center: CallCenter, code: str) -> Iterable[tuple[str, int]]:
    if code not in center.shift:
        return
    pauses = center.breaks_of(center.shift[code])
    starts = first_placing(pauses, list(center.starts_in[code].values()))
    yield from ((pause.code, start) for pause, start in zip(pauses, starts, strict=True))


def _past(problem: Problem, rows: Mapping[str, str]) -> Roster:
    count = max(len(_codes(row)) for row in rows.values())
    begin = problem.horizon.first - dt.timedelta(days=count)
    return _draw(problem, Horizon(first=begin, days=count), rows, {})


def _spans(shifts: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    cut = {code: span.split("-") for code, span in shifts.items()}
    return {code: (parse_clock(begin), parse_clock(end)) for code, (begin, end) in cut.items()}


def _texts(texts: Mapping[str, str] | None, who: str) -> tuple[str, ...]:
    return (texts[who],) if texts is not None and who in texts else ()


def _holidays(given: Iterable[dt.date] | Holidays) -> Holidays:
    if isinstance(given, Holidays):
        return given
    named = dict.fromkeys(given, "holiday")
    return Holidays(demand=named, labor=named)
