"""Checks that need no solver: too few people for a day or a week, people without any week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import SerializeAsAny

from staffing.domain.base import Frozen
from staffing.domain.rule import Rule, Subject
from staffing.explanation.demands import Demands, Row

Flags = NDArray[np.bool_]


class Fact(Frozen):
    """A plain count that shows that no roster can be.

    Parameters
    ----------
    kind
        ``day``: more people are asked for at one time than can be there. ``week``: the days ask
        for more working days than people may work. ``person``: no choice of days is allowed.
    subject
        Slot and queue, first day of the week, or person and first day.
    need, have
        Heads or working days; 0 for a person.
    away
        Ids of the people who cannot work on the day.
    rules
        The rules that count: who asks first, then who keeps people away.
    """

    kind: Literal["day", "week", "person"]
    subject: Subject
    need: int = 0
    have: int = 0
    away: tuple[str, ...] = ()
    rules: tuple[SerializeAsAny[Rule], ...] = ()


def count(demands: Demands) -> tuple[Fact, ...]:
    """Return what counting alone shows, the plainest first: persons, days, weeks.

    Parameters
    ----------
    demands
        The hard rules as rows.
    """
    problem = demands.problem
    rows = _personal(demands)
    facts: list[Fact] = []
    for week in problem.horizon.weeks:
        capacity, stuck = 0, False
        for counselor in problem.center.counselors:
            mine = [
                r for r in rows.get(counselor.id, []) if _within(demands, r, counselor.id, week)
            ]
            allowed, table = _allowed(demands, mine, counselor.id, week)
            if not allowed.any():
                stuck = True
                numbers = _blamed(mine, table)
                rules = tuple(problem.center.rules[n] for n in numbers)
                facts.append(
                    Fact(kind="person", subject=Subject(counselor.id, week[0]), rules=rules)
                )
                continue
            capacity += int(_patterns(len(week))[allowed].sum(axis=1).max())
        peaks = [fact for day in week if (fact := _peak(demands, rows, day)) is not None]
        facts += [fact for fact in peaks if fact.need > fact.have]
        need = sum(fact.need for fact in peaks)
        if need > capacity and not stuck and not any(f.need > f.have for f in peaks):
            asking = tuple(dict.fromkeys(fact.rules[0].rule for fact in peaks))
            rules = tuple(r for r in problem.center.rules if r.hard and r.rule in asking)
            facts.append(
                Fact(
                    kind="week", subject=Subject(day=week[0]), need=need, have=capacity, rules=rules
                )
            )
    return tuple(sorted(facts, key=lambda fact: ("person", "day", "week").index(fact.kind)))


def _personal(demands: Demands) -> dict[str, list[Row]]:
    """Return the rows about the working days of one person, by person."""
    found: dict[str, list[Row]] = {}
    for row in demands.rows:
        if row.demand.subject.counselor is not None:
            found.setdefault(row.demand.subject.counselor, []).append(row)
    return found


def _variables(demands: Demands, who: str, days: Sequence[dt.date]) -> dict[int, int]:
    """Return the place among the days of each variable for a person's working days."""
    works = (demands.works(who, day) for day in days)
    return {v: place for place, expr in enumerate(works) for v in expr.terms}


def _within(demands: Demands, row: Row, who: str, days: Sequence[dt.date]) -> bool:
    if not row.expr.terms:
        return row.demand.day in days
    return row.expr.terms.keys() <= _variables(demands, who, days).keys()


def _patterns(days: int) -> NDArray[np.int64]:
    """(2^days, days) every choice of working days."""
    return (np.arange(2**days)[:, np.newaxis] >> np.arange(days)) & 1


def _allowed(
    demands: Demands, rows: Sequence[Row], who: str, week: Sequence[dt.date]
) -> tuple[Flags, Flags]:
    """Return which choices of days all rows allow, and which each row allows."""
    places = _variables(demands, who, week)
    patterns = _patterns(len(week))
    table = np.ones((len(rows), len(patterns)), dtype=np.bool_)
    for number, row in enumerate(rows):
        values = np.full(len(patterns), row.expr.constant)
        for variable, coefficient in row.expr.terms.items():
            values = values + coefficient * patterns[:, places[variable]]
        if row.least is not None:
            table[number] &= values >= row.least
        if row.most is not None:
            table[number] &= values <= row.most
    able = np.zeros(len(week), dtype=np.int64)
    able[list(places.values())] = 1
    possible: Flags = np.asarray((patterns <= able).all(axis=1))
    allowed: Flags = np.asarray(possible & table.all(axis=0))
    return allowed, table & possible


def _blamed(rows: Sequence[Row], table: Flags) -> list[int]:
    """Return a minimal set of rules that together leave no choice."""
    kept = sorted({row.demand.rule for row in rows})
    for rule in list(kept):
        rest = [
            n for n, row in enumerate(rows) if row.demand.rule in kept and row.demand.rule != rule
        ]
        if rest and not table[rest].all(axis=0).any():
            kept.remove(rule)
    return kept


def _peak(demands: Demands, rows: dict[str, list[Row]], day: dt.date) -> Fact | None:
    """Return the demand for heads of a day that is furthest from what can be there."""
    problem, found = demands.problem, None
    rules = problem.center.rules
    away = dict(_kept_away(demands, rows, day))
    for row in demands.rows:
        subject = row.demand.subject
        if row.demand.day != day or subject.counselor is not None or row.least is None:
            continue
        have = sum(
            c.id not in away
            and subject.queue in {None, problem.center.queue_of(c)}
            and _reaches(demands, c.id, day, subject.slot)
            for c in problem.center.counselors
        )
        if found is None or row.least - have > found.need - found.have:
            keeping = tuple(rules[n] for n in sorted(set(away.values())))
            found = Fact(
                kind="day",
                subject=Subject(day=day, slot=subject.slot, queue=subject.queue),
                need=row.least,
                have=have,
                away=tuple(away),
                rules=(rules[row.demand.rule], *keeping),
            )
    return found


def _kept_away(
    demands: Demands, rows: dict[str, list[Row]], day: dt.date
) -> Iterator[tuple[str, int]]:
    """Yield the people who cannot work on a day, with the rule that says so."""
    for who, mine in rows.items():
        works = set(demands.works(who, day).terms)
        for row in mine:
            upper = row.expr.constant + sum(row.expr.terms.values())
            if row.expr.terms.keys() == works and row.most is not None and upper > row.most:
                yield who, row.demand.rule
                break


def _reaches(demands: Demands, who: str, day: dt.date, slot: int | None) -> bool:
    problem = demands.problem
    shifts = problem.center.shifts_of(problem.center.counselor[who])
    if slot is None:
        return bool(shifts)
    index = problem.horizon.index(day)
    return any(slot in problem.slots_of[index, shift.code] for shift in shifts)
