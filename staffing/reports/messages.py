"""A person's duties as text, for a messenger or a calendar entry.

Imports domain, units and this room.
"""

from __future__ import annotations

from staffing.domain.center import Language
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.reports.words import Words
from staffing.units import clock


def person_text(
    problem: Problem, roster: Roster, counselor: Counselor, language: Language | None = None
) -> str:
    """Return a person's days, one a line: ``8/7(Fri) E 08:30-17:30, lunch 12:00``.

    Parameters
    ----------
    problem, roster
        What was planned.
    counselor
        Whose days.
    language
        The center's if left out.
    """
    words = Words(language or problem.center.language)
    horizon = problem.horizon
    lines = [
        words(
            "person.head",
            name=words.person(counselor),
            span=f"{words.message_day(horizon.first)} – {words.message_day(horizon.last)}",
        )
    ]
    worked = minutes = 0
    for day in horizon.dates:
        duty = roster.of.get((counselor.id, day))
        said = words.message_day(day)
        if duty is not None:
            worked += 1
            shift = problem.center.shift.get(duty.shift)
            minutes += problem.center.paid_minutes(shift) if shift is not None else 0
            lines.append(f"{said} {duty_text(problem, duty, words)}")
            continue
        kinds = [leave.kind for leave in counselor.leave if day in leave.days]
        if kinds:
            reason = words.leave(kinds[0], long=True)
        else:
            credited = problem.credited(counselor, day)
            reason = words("holiday.long" if credited else "off.long")
        lines.append(f"{said} {reason}")
    hours = words("hours.value", value=words.hours(minutes))
    key = "person.sum.one" if worked == 1 else "person.sum"
    lines.append(words(key, days=worked, hours=hours))
    return "\n".join(lines)


def duty_text(problem: Problem, duty: Duty, words: Words) -> str:
    """Return a duty without its day: ``E 08:30-17:30, lunch 12:00``.

    Parameters
    ----------
    problem
        Whose shifts and breaks.
    duty, words
        The duty, in which language.
    """
    center = problem.center
    shift = center.shift.get(duty.shift)
    if shift is None:
        return f"{duty.shift} ({words('unknown.shift')})"
    name = f"{shift.name} " if shift.name and shift.name != shift.code else ""
    parts = [f"{shift.code} {name}{clock(shift.start)}-{clock(shift.end)}"]
    for pause in duty.breaks:
        known = center.pause.get(pause.code)
        label = words.pause(known) if known is not None else pause.code
        parts.append(f"{label} {clock(pause.start)}")
    return ", ".join(parts)
