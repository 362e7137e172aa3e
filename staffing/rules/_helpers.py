"""What several rules share: weeks with what is known around them, minutes, and wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from staffing.domain.expr import Expr
from staffing.domain.horizon import week_of
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.domain.rule import Breach, Draft, Subject
from staffing.domain.work import Shift
from staffing.units import MINUTES_PER_DAY, MINUTES_PER_HOUR

REACH = 2
"""Shifts further apart than two days have 24 hours between them, however long they are."""

FEW, MANY = "few", "many"
"""``other`` of a subject whose number is bounded on both sides: on which side it is missed."""

WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "ko": ("월", "화", "수", "목", "금", "토", "일"),
}


class Week(NamedTuple):
    """One person's calendar week, as far as the horizon reaches into it.

    Parameters
    ----------
    planned
        Its planned days.
    past
        Published duties of its days before the horizon.
    credited
        Days of the whole week that count as worked without work, and days before the first
        day of employment; at most the contract's days.
    room
        Days outside the horizon of which nothing is known and which may still be worked.
    free
        Planned days that are neither leave nor before the first day of employment.
    """

    planned: tuple[dt.date, ...]
    past: tuple[Duty, ...]
    credited: int
    room: int
    free: int


def weeks(problem: Problem, counselor: Counselor) -> Iterator[Week]:
    """Yield the calendar weeks that the horizon touches."""
    contract = problem.center.contract[counselor.contract]
    plain = not (counselor.leave or counselor.since or problem.holidays.labor)
    for planned in problem.horizon.weeks:
        past, credited, room, free = [], 0, 0, 0
        for day in week_of(planned[0]):
            early = counselor.since is not None and day < counselor.since
            away = not plain and (early or counselor.on_leave(day))
            credited += not plain and (early or problem.credited(counselor, day))
            if planned[0] <= day <= planned[-1]:
                free += not away
                continue
            duty = problem.duty_before(counselor.id, day)
            if duty is not None:
                past.append(duty)
            elif problem.past is None or day not in problem.past.horizon:
                room += not away
        credited = min(credited, contract.days_per_week)
        yield Week(planned, tuple(past), credited, room, free)


def days_worked(draft: Draft, counselor: str, days: Iterable[dt.date]) -> Expr:
    """Return how many of some planned days a counselor works."""
    return Expr.sum(draft.works(counselor, day) for day in days)


def works_one_of(
    problem: Problem, draft: Draft, counselor: Counselor, day: dt.date, codes: Collection[str]
) -> Expr:
    """Return 1 if a counselor works one of some shifts; names no shift if it can be any."""
    allowed = [s.code for s in problem.center.shifts_of(counselor) if s.code in codes]
    if len(allowed) == len(problem.center.shifts_of(counselor)):
        return draft.works(counselor.id, day)
    return Expr.sum([draft.works(counselor.id, day, code) for code in allowed])


def paid_minutes(problem: Problem) -> dict[str, int]:
    """Return the paid minutes of each shift by code."""
    return {shift.code: problem.center.paid_minutes(shift) for shift in problem.center.shifts}


def minutes_worked(
    problem: Problem, draft: Draft, counselor: Counselor, days: Sequence[dt.date]
) -> Expr:
    """Return the paid minutes of some planned days; names no shift if all are equally long."""
    paid = {s.code: problem.center.paid_minutes(s) for s in problem.center.shifts_of(counselor)}
    if len(set(paid.values())) == 1:
        return days_worked(draft, counselor.id, days) * min(paid.values())
    return Expr.sum(
        draft.works(counselor.id, day, code) * minutes
        for day in days
        for code, minutes in paid.items()
    )


def longest(problem: Problem, counselor: Counselor) -> int:
    """Return the most paid minutes that a day of a counselor can have."""
    return max(
        (problem.center.paid_minutes(s) for s in problem.center.shifts_of(counselor)), default=0
    )


def past_minutes(
    problem: Problem, counselor: Counselor, week: Week, paid: Mapping[str, int]
) -> int:
    """Return the paid minutes of a week's published days.

    A shift that the center no longer has counts like a credited day.
    """
    credit = problem.credit_minutes(counselor)
    return sum(paid.get(duty.shift, credit) for duty in week.past)


def planned_minutes(
    roster: Roster, counselor: str, days: Iterable[dt.date], paid: Mapping[str, int]
) -> int:
    """Return the paid minutes of some planned days; shifts that are unknown count nothing."""
    duties = (roster.of.get((counselor, day)) for day in days)
    return sum(paid.get(duty.shift, 0) for duty in duties if duty is not None)


def _clashes(
    problem: Problem, counselor: Counselor, days: int, minutes: int
) -> dict[frozenset[str], list[str]]:
    """Return later shifts grouped by the shifts, so many days before, that they are close to."""
    shifts = problem.center.shifts_of(counselor)
    groups: dict[frozenset[str], list[str]] = {}
    for later in shifts:
        close = frozenset(s.code for s in shifts if _gap(s, later, days) < minutes)
        if close:
            groups.setdefault(close, []).append(later.code)
    return groups


def _gap(earlier: Shift, later: Shift, days: int) -> int:
    return days * MINUTES_PER_DAY + later.start - earlier.end


def _border(problem: Problem, counselor: str) -> Iterator[tuple[dt.date, dt.date, Shift]]:
    """Yield the day and shift of published duties with each planned day that they can reach."""
    for back in range(1, REACH + 1):
        before = problem.horizon.first - dt.timedelta(days=back)
        duty = problem.duty_before(counselor, before)
        shift = None if duty is None else problem.center.shift.get(duty.shift)
        for days in range(back, REACH + 1):
            after = before + dt.timedelta(days=days)
            if shift is not None and after in problem.horizon:
                yield before, after, shift


def always(day: dt.date) -> bool:  # noqa: ARG001 - as a rule's `in_force`
    """Return that every day counts."""
    return True


def forbid_close_pairs(
    problem: Problem,
    draft: Draft,
    minutes: int,
    people: Sequence[Counselor],
    in_force: Callable[[dt.date], bool] = always,
) -> None:
    """Forbid two shifts of a person with less than so many minutes between them.

    Says nothing of shifts that are always further apart. `close_pairs` is the same for check.
    """
    known: dict[tuple[str, int], dict[frozenset[str], list[str]]] = {}
    dates = problem.horizon.dates
    for counselor in people:
        for days in range(1, REACH + 1):
            key = counselor.contract, days
            if key not in known:
                known[key] = _clashes(problem, counselor, days, minutes)
            for early, late in known[key].items():
                for before, after in zip(dates, dates[days:], strict=False):
                    if not in_force(after):
                        continue
                    pair = works_one_of(problem, draft, counselor, before, early)
                    pair += works_one_of(problem, draft, counselor, after, late)
                    draft.limit(pair, Subject(counselor.id, after), at_most=1)
        for before, after, earlier in _border(problem, counselor.id):
            shifts = problem.center.shifts_of(counselor)
            late = [s.code for s in shifts if _gap(earlier, s, (after - before).days) < minutes]
            if late and in_force(after):
                works = works_one_of(problem, draft, counselor, after, late)
                draft.limit(works, Subject(counselor.id, after), at_most=0)


def close_pairs(
    problem: Problem,
    roster: Roster,
    minutes: int,
    people: Sequence[Counselor],
    in_force: Callable[[dt.date], bool] = always,
) -> Iterator[Breach]:
    """Yield each two shifts of a person with less than so many minutes between them."""
    shifts, reach = problem.center.shifts, range(1, REACH + 1)
    close = {
        (earlier.code, later.code, days)
        for days in reach
        for earlier in shifts
        for later in shifts
        if _gap(earlier, later, days) < minutes
    }
    for counselor in people if close else ():
        for duty in roster.by_counselor.get(counselor.id, ()):
            if roster.of[counselor.id, duty.day] is not duty or not in_force(duty.day):
                continue
            for days in reach:
                key = counselor.id, duty.day - dt.timedelta(days=days)
                earlier = roster.of.get(key) or problem.duty_before(*key)
                if earlier is not None and (earlier.shift, duty.shift, days) in close:
                    yield Breach(Subject(counselor.id, duty.day), 1)


def who(problem: Problem, counselor: str | None) -> str:
    """Return how a sentence names a person: id, and name where there is one."""
    known = problem.center.counselor.get(counselor or "")
    return f"{known.name} ({known.id})" if known is not None and known.name else f"{counselor}"


def on(day: dt.date | None, language: str) -> str:
    """Return how a sentence writes a date."""
    if day is None:
        return "-"
    weekday = WEEKDAYS[language][day.weekday()]
    return f"{weekday} {day}" if language == "en" else f"{day}({weekday})"


def week_from(day: dt.date | None, language: str) -> str:
    """Return how a sentence names the calendar week of a day."""
    monday = week_of(day)[0] if day is not None else None
    return {"en": f"week of {on(monday, 'en')}", "ko": f"{on(monday, 'ko')} 주"}[language]


def weeks_to(day: dt.date | None, weeks: int, language: str) -> str:
    """Return how a sentence names so many calendar weeks, of which that of a day is the last."""
    if weeks == 1 or day is None:
        return week_from(day, language)
    sunday = on(week_of(day)[-1], language)
    return either(language, f"the {weeks} weeks to {sunday}", f"{sunday}까지 {weeks}주")


def at(problem: Problem, slot: int | None, queue: int | None, language: str) -> str:
    """Return how a sentence names a slot, and its queue where there are several."""
    place = slot or 0
    text = f"{on(problem.grid.date_of(place), language)} {problem.grid.clock_of(place)}"
    queues = problem.center.queues
    return text if queue is None or len(queues) == 1 else f"{text} [{queues[queue].code}]"


def span(minutes: int, language: str) -> str:
    """Return how a sentence writes a length of time.

    Examples
    --------
    >>> span(90, "en"), span(480, "ko")
    ('1 h 30 min', '8시간')
    """
    hours, rest = divmod(minutes, MINUTES_PER_HOUR)
    units = {"en": (" h", " min"), "ko": ("시간", "분")}[language]
    parts = [f"{n}{unit}" for n, unit in zip((hours, rest), units, strict=True) if n]
    return " ".join(parts) or f"0{units[1]}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its English noun.

    Examples
    --------
    >>> count(1, "day"), count(2, "day")
    ('1 day', '2 days')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def either(language: str, en: str, ko: str) -> str:
    """Return the sentence of a language, ``en`` or ``ko``."""
    return {"en": en, "ko": ko}[language]


def limit_both(draft: Draft, expr: Expr, subject: Subject, least: int, most: int | None) -> None:
    """Bound an expression on both sides; `missed` is the same for check."""
    if least > 0:
        draft.limit(expr, subject._replace(other=FEW), at_least=least)
    if most is not None:
        draft.limit(expr, subject._replace(other=MANY), at_most=most)


def missed(number: int, subject: Subject, least: int, most: int | None) -> Iterator[Breach]:
    """Yield the breach of a number that is bounded on both sides, if there is one."""
    if number < least:
        yield Breach(subject._replace(other=FEW), least - number)
    if most is not None and number > most:
        yield Breach(subject._replace(other=MANY), number - most)


def whom(problem: Problem, subject: Subject, language: str) -> str:
    """Return how a sentence begins that is about one person on one day."""
    return f"{who(problem, subject.counselor)}, {on(subject.day, language)}"


def worked(problem: Problem, draft: Draft, counselor: str, day: dt.date) -> Expr:
    """Return 1 if a counselor works on a day; a constant for a published day."""
    if day < problem.horizon.first:
        return Expr(constant=int(problem.worked_before(counselor, day)))
    return draft.works(counselor, day)


def works_at(problem: Problem, roster: Roster, counselor: str, day: dt.date) -> bool:
    """Return whether a counselor works on a planned or a published day."""
    if day < problem.horizon.first:
        return problem.worked_before(counselor, day)
    return roster.works(counselor, day)


def shift_at(problem: Problem, roster: Roster, counselor: str, day: dt.date) -> str | None:
    """Return the shift of a planned or a published day, None for a day off."""
    duty = roster.of.get((counselor, day)) if day >= problem.horizon.first else None
    duty = duty or problem.duty_before(counselor, day)
    return None if duty is None else duty.shift


def is_known(problem: Problem, day: dt.date) -> bool:
    """Return whether a day is planned or published."""
    published = problem.past is not None and day in problem.past.horizon
    return published or day in problem.horizon
