"""The ledger of published rosters: who had what, week by week, recomputed whenever it is asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

from staffing.domain.calendar import Holidays
from staffing.domain.center import CallCenter
from staffing.domain.curves import ServiceCurves
from staffing.domain.grid import Grid
from staffing.domain.horizon import Horizon, week_of
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.errors import InputError
from staffing.evaluation.balance import Tally, joined, tally


def published_weeks(published: Roster | None) -> tuple[Horizon, ...]:
    """Return the calendar weeks of published rosters in which anybody works, in order.

    A week without a duty was not published: nothing is known of it.
    """
    if published is None:
        return ()
    mondays = sorted({_monday(duty.day) for duty in published.duties})
    first, last = published.horizon.first, published.horizon.last
    spans = ((max(monday, first), min(week_of(monday)[-1], last)) for monday in mondays)
    return tuple(Horizon(first=a, days=(b - a).days + 1) for a, b in spans)


def ledger_of(
    center: CallCenter,
    published: Roster | None,
    holidays: Holidays,
    kept: Iterable[Tally] = (),
    told: Horizon | None = None,
) -> tuple[Tally, ...]:
    """Return who had what in published rosters, beside the lines that were kept.

    Parameters
    ----------
    center
        Its people, shifts and wishes.
    published
        Everything published; people whom the center no longer has are counted, too.
    holidays
        Of all published days.
    kept
        Lines of before. Those of published weeks are counted anew but for the refused wishes,
        for wishes are not kept from week to week; all others (of before the first roster, or
        typed by the manager as a start) stay as they are.
    told
        The days whose refused wishes are counted by the wishes that the center has now.

    Raises
    ------
    InputError
        If a kept line reaches into a published week and beyond it.
    """
    weeks = {_monday(week.first): week for week in published_weeks(published)}
    duties: dict[dt.date, list[Duty]] = {monday: [] for monday in weeks}
    for duty in published.duties if published is not None else ():
        duties[_monday(duty.day)].append(duty)
    inside: dict[dt.date, list[Tally]] = {monday: [] for monday in weeks}
    outside: list[Tally] = []
    for line in kept:
        monday = _monday(line.first)
        known = monday in weeks and _monday(line.last) == monday
        (inside[monday] if known else outside).append(line)
    fresh: list[Tally] = []
    for monday, week in weeks.items():
        roster = Roster(horizon=week, duties=tuple(duties[monday]))
        fresh += _week(center, roster, holidays, inside[monday], told)
    try:
        return joined(outside, fresh)
    except ValueError as error:
        found, _, _ = str(error).partition(";")
        raise InputError(
            "balance.csv",
            found,
            "days that no published roster holds, or the week of one",
            "shorten the line, or delete it",
        ) from None


def _week(
    center: CallCenter,
    roster: Roster,
    holidays: Holidays,
    inside: Sequence[Tally],
    told: Horizon | None,
) -> list[Tally]:
    week = roster.horizon
    strange = {d.counselor for d in roster.duties if d.shift not in center.shift}
    gone = {d.counselor for d in roster.duties} | {line.counselor for line in inside}
    gone -= set(center.counselor)
    # What the center can no longer judge stays as it was judged then.
    stay = [line for line in inside if line.counselor in gone | strange]
    done = {line.counselor for line in stay}
    refused = Counter({line.counselor: line.refused for line in inside})
    now = told is not None and week.first <= told.last and week.last >= told.first
    lines = (
        line if now else line.model_copy(update={"refused": refused[line.counselor]})
        for line in tally(_silent(_with_former(center, gone), week, holidays), roster)
        if line.counselor not in done
    )
    return [*stay, *(line for line in lines if line.days or line.refused)]


def _with_former(center: CallCenter, gone: Iterable[str]) -> CallCenter:
    """Return the center with people who have left it; their contract is not known any more."""
    contract = max(center.contracts, key=lambda known: known.hours_per_week).code
    former = tuple(Counselor(id=who, contract=contract) for who in sorted(gone))
    return center.model_copy(update={"counselors": (*center.counselors, *former)})


def _silent(center: CallCenter, week: Horizon, holidays: Holidays) -> Problem:
    """Return a problem without demand: counting duties asks for none."""
    grid = Grid.model_construct(
        slot_minutes=center.slot_minutes, horizon=week, openings=(None,) * week.days
    )
    codes = tuple(queue.code for queue in center.queues)
    return Problem.model_construct(
        center=center,
        curves=ServiceCurves.silent(grid, codes),
        holidays=holidays,
        past=None,
        published=None,
    )


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())
