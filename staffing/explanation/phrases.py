"""How sentences name rules, people, days and times, in English and Korean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Subject

WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ko": tuple("월화수목금토일")}
NAMES = 6
"""Longer lists are cut."""


def pick(language: str, en: str, ko: str) -> str:
    """Return the text of a language, ``en`` or ``ko``."""
    return {"en": en, "ko": ko}[language]


def day_text(day: dt.date | None, language: str) -> str:
    """Return a date with its weekday: ``Sun 2026-08-09``, ``2026-08-09(일)``."""
    if day is None:
        return "-"
    weekday = WEEKDAYS[language][day.weekday()]
    return f"{weekday} {day}" if language == "en" else f"{day}({weekday})"


def person_text(problem: Problem, who: str) -> str:
    """Return a person's id, and name where there is one."""
    known = problem.center.counselor.get(who)
    return f"{known.name} ({who})" if known is not None and known.name else who


def listed(items: Iterable[str], language: str, most: int = NAMES) -> str:
    """Return a list that is cut where it grows long: ``A, B and 12 more``."""
    names = list(dict.fromkeys(items))
    if len(names) <= most:
        return ", ".join(names)
    rest = len(names) - most + 1
    head = ", ".join(names[: most - 1])
    return pick(language, f"{head} and {rest} more", f"{head} 외 {rest}")


def rule_text(rule: Rule, language: str) -> str:
    """Return a rule's title, and the numbers that the center has set."""
    plain = {"rule", "weight", "source"}
    fields = rule.model_dump(mode="json", exclude=plain, exclude_defaults=True)
    numbers = ", ".join(
        f"{key} = {value}" for key, value in fields.items() if isinstance(value, int | float | str)
    )
    title = rule.title[language]
    return f"{title} ({numbers})" if numbers else title


def slots_text(problem: Problem, slots: Sequence[int], language: str) -> str:
    """Return the times of slots by day, neighbors joined: ``Sun 2026-08-09 12:00-13:00``."""
    grid = problem.grid
    runs: list[list[int]] = []
    for slot in sorted(set(slots)):
        joined = runs and slot == runs[-1][-1] + 1 and grid.day_of[slot] == grid.day_of[slot - 1]
        if joined:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    by_day: dict[dt.date, list[str]] = {}
    for run in runs:
        begin, last = grid.clock_of(run[0]), grid.clock_of(run[-1])
        text = begin if begin == last else f"{begin}-{last}"
        by_day.setdefault(grid.date_of(run[0]), []).append(text)
    days = (f"{day_text(day, language)} {listed(times, language)}" for day, times in by_day.items())
    return listed(days, language)


def subjects_text(problem: Problem, subjects: Sequence[Subject], language: str) -> str:
    """Return whom and when subjects are about; those of the same day are joined."""
    slots = [s.slot for s in subjects if s.slot is not None]
    parts = [slots_text(problem, slots, language)] if slots else []
    by_day: dict[dt.date | None, list[str]] = {}
    for subject in subjects:
        if subject.slot is None:
            who = by_day.setdefault(subject.day, [])
            if subject.counselor is not None:
                who.append(person_text(problem, subject.counselor))
    by_people: dict[tuple[str, ...], list[str]] = {}
    for day, people in by_day.items():
        by_people.setdefault(tuple(people), []).append(day_text(day, language))
    for group, days in by_people.items():
        when = listed(days, language)
        parts.append(f"{listed(group, language)}: {when}" if group else when)
    return "; ".join(parts)


def calls_text(hundredths: float, language: str) -> str:
    """Return a price in calls: ``3.20 calls``."""
    return pick(language, f"{hundredths / 100:,.2f} calls", f"{hundredths / 100:,.2f}호")


def and_text(items: Sequence[str], language: str) -> str:
    """Return items joined as in a sentence: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    head, last = ", ".join(items[:-1]), items[-1]
    return pick(language, f"{head} and {last}", f"{head}, {last}")
