"""How sentences name rules, people, days and times, in English and Korean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from staffing.domain.horizon import week_of
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Subject
from staffing.rules._cover import spans
from staffing.units import MINUTES_PER_DAY, clock

WEEKDAYS = {"en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), "ko": tuple("월화수목금토일")}
NAMES = 6
"""Longer lists of names are cut."""
TIMES = 3
"""Longer lists of times of a day are cut."""
DAYS = 4
"""Longer lists of days are cut."""
SLOTS = {60: "hour", 30: "half hour", 15: "quarter hour"}


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


def number_text(number: int, one: str, many: str = "") -> str:
    """Return a number with its English noun: ``1 day``, ``2 days``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(items: Iterable[str], language: str, most: int = NAMES) -> str:
    """Return a list that is cut where it grows long: ``A, B and 12 more``."""
    names = list(dict.fromkeys(items))
    if len(names) <= most:
        return ", ".join(names)
    rest = len(names) - most + 1
    head = ", ".join(names[: most - 1])
    return pick(language, f"{head} and {rest} more", f"{head} 외 {rest}건")


def people_text(problem: Problem, people: Iterable[str], language: str) -> str:
    """Return names, cut where there are many: ``A, B and 12 more people``."""
    names = [person_text(problem, who) for who in dict.fromkeys(people)]
    if len(names) <= NAMES:
        return ", ".join(names)
    rest, head = len(names) - NAMES + 1, ", ".join(names[: NAMES - 1])
    return pick(language, f"{head} and {rest} more people", f"{head} 외 {rest}명")


def days_text(days: Iterable[dt.date], language: str) -> str:
    """Return days, three or more in a row as a span: ``Mon 2026-08-03 to Sun 2026-08-09``."""
    runs: list[list[dt.date]] = []
    for day in sorted(set(days)):
        if runs and day - runs[-1][-1] == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[tuple[str, int]] = []
    for run in runs:
        if len(run) > 2:
            first, last = day_text(run[0], language), day_text(run[-1], language)
            parts.append((pick(language, f"{first} to {last}", f"{first}~{last}"), len(run)))
        else:
            parts += [(day_text(day, language), 1) for day in run]
    if len(parts) <= DAYS:
        return ", ".join(text for text, _ in parts)
    rest = sum(count for _, count in parts[DAYS - 1 :])
    head = ", ".join(text for text, _ in parts[: DAYS - 1])
    return pick(language, f"{head} and {number_text(rest, 'more day')}", f"{head} 외 {rest}일")


def week_text(day: dt.date | None, language: str, weeks: int = 1) -> str:
    """Return the calendar week of a day: ``the week of Mon 2026-08-03``.

    Of several weeks, that of the day is the last: ``the 4 weeks to Sun 2026-08-09``.
    """
    if weeks > 1:
        sunday = day_text(None if day is None else week_of(day)[-1], language)
        return pick(language, f"the {weeks} weeks to {sunday}", f"{sunday}까지 {weeks}주")
    monday = day_text(None if day is None else week_of(day)[0], language)
    return pick(language, f"the week of {monday}", f"{monday} 주")


def rule_text(rule: Rule, language: str) -> str:
    """Return a rule's title, and what the center has set, as it stands in its file."""
    plain = {"rule", "weight", "source"}
    fields = rule.model_dump(mode="json", exclude=plain, exclude_defaults=True)
    values = ((key, _value_text(value, language)) for key, value in fields.items())
    numbers = ", ".join(f"{key} = {value}" for key, value in values if value)
    title = rule.title[language]
    return f"{title} ({numbers})" if numbers else title


def _value_text(value: object, language: str) -> str:
    """Return a number, a text or some codes; nothing of what is longer than that."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        codes = [item for item in value if isinstance(item, str)]
        return listed(codes, language) if len(codes) == len(value) else ""
    return str(value) if isinstance(value, int | float | str) else ""


def moment_text(problem: Problem, slot: int, language: str) -> str:
    """Return when a slot begins: ``Sun 2026-08-09 12:00``."""
    grid = problem.grid
    return f"{day_text(grid.date_of(slot), language)} {grid.clock_of(slot)}"


def slots_name(problem: Problem, count: int, language: str) -> str:
    """Return a number of slots as people say it: ``2 half hours``."""
    minutes = problem.grid.slot_minutes
    one = SLOTS.get(minutes, f"{minutes}-minute interval")
    return pick(language, number_text(count, one), f"{minutes}분 시간대 {count:,}개")


def slots_text(problem: Problem, slots: Sequence[int], language: str) -> str:
    """Return when slots begin and end, by day: ``Sun 2026-08-09 12:00-13:00, 15:30-16:00``.

    Days in a row with the same times are one: ``Mon 2026-08-03 to Sun 2026-08-09 12:00-13:00``.
    """
    grid = problem.grid
    runs: dict[dt.date, list[list[int]]] = {}
    for slot in sorted(set(slots)):
        of_day = runs.setdefault(grid.date_of(slot), [])
        if of_day and slot == of_day[-1][-1] + 1:
            of_day[-1].append(slot)
        else:
            of_day.append([slot])
    by_times: dict[str, list[dt.date]] = {}
    for day, of_day in runs.items():
        by_times.setdefault(_times_text(problem, of_day, language), []).append(day)
    groups = list(by_times.items())
    if len(groups) > DAYS:
        rest = sum(len(days) for _, days in groups[DAYS - 1 :])
        more = [pick(language, number_text(rest, "more day"), f"그 밖의 {rest}일")]
    else:
        rest, more = 0, []
    shown = groups[: DAYS - 1] if more else groups
    parts = [f"{days_text(days, language)} {times}" for times, days in shown]
    return "; ".join([*parts, *more])


def _times_text(problem: Problem, runs: Sequence[Sequence[int]], language: str) -> str:
    """Return from when to when runs of slots of one day last."""
    grid = problem.grid
    spans = []
    for run in runs[: TIMES if len(runs) <= TIMES else TIMES - 1]:
        midnight = int(grid.day_of[run[-1]]) * MINUTES_PER_DAY
        end = int(grid.starts[run[-1]]) - midnight + grid.slot_minutes
        spans.append(f"{grid.clock_of(run[0])}-{clock(end)}")
    text = ", ".join(spans)
    rest = sum(len(run) for run in runs[len(spans) :])
    if not rest:
        return text
    more = slots_name(problem, rest, language)
    return pick(language, f"{text} and {more.replace(' ', ' more ', 1)}", f"{text} 외 {more}")


def slots_of(problem: Problem, rule: Rule, subjects: Iterable[Subject]) -> list[int]:
    """Return the slots that subjects of a rule are about, in order."""
    starts = {subject.slot for subject in subjects if subject.slot is not None}
    if not rule.by_span:
        return sorted(starts)
    begins = [span.subject.slot or 0 for span in spans(problem)]
    ends = [*begins[1:], problem.grid.size]
    long = zip(begins, ends, strict=True)
    return [slot for begin, end in long if begin in starts for slot in range(begin, end)]


def subjects_text(problem: Problem, rule: Rule, subjects: Sequence[Subject], language: str) -> str:
    """Return whom and when subjects of a rule are about; those of the same day are joined."""
    queues = problem.center.queues
    of_queues: dict[int | None, list[Subject]] = {}
    for subject in subjects:
        if subject.slot is not None:
            queue = subject.queue if len(queues) > 1 else None
            of_queues.setdefault(queue, []).append(subject)
    parts = [
        slots_text(problem, slots_of(problem, rule, of_queue), language)
        + ("" if queue is None else f" [{queues[queue].code}]")
        for queue, of_queue in of_queues.items()
    ]
    by_day: dict[dt.date | None, list[str]] = {}
    for subject in subjects:
        if subject.slot is None:
            who = by_day.setdefault(subject.day, [])
            if subject.counselor is not None:
                who.append(subject.counselor)
    by_people: dict[tuple[str, ...], list[dt.date]] = {}
    for day, people in by_day.items():
        by_people.setdefault(tuple(dict.fromkeys(people)), []).extend(() if day is None else [day])
    for group, days in by_people.items():
        when = days_text(days, language)
        if rule.by_week:
            weeks = rule.weeks_meant
            when = listed((week_text(day, language, weeks) for day in days), language)
        names = people_text(problem, group, language)
        parts.append(f"{names}: {when}" if names and when else names or when)
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
