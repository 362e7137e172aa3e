"""What every report shows, computed once: terminal, page and workbook read the same numbers.

Imports evaluation, rules and domain; never the solver.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from staffing.domain.outcome import Judgement, Plan, Service, Status, Tier, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.work import Shift
from staffing.evaluation.balance import KINDS, fair_rules
from staffing.evaluation.service import Interval, by_day, by_interval, service_of
from staffing.reports.people import SATURDAY, Person, WishOutcome, is_holiday, people_of
from staffing.rules.floor import ServiceFloor

HALF_HOUR = 30
CALLS_RULE = "service"
SHOWN_RULES = frozenset(
    (CALLS_RULE, "day_wishes", "shift_wishes", "fair_share", "fair_shifts", "fair_wishes")
)
"""Rules whose misses need no sentence: coverage, wishes and balances show each of them."""
_TINY = 0.05

Tint = Literal["plain", "saturday", "red"]


@dataclass(frozen=True)
class Day:
    """One day's column.

    Parameters
    ----------
    date
        The day.
    tint
        ``saturday``, ``red`` for Sundays and holidays, else ``plain``.
    holiday
        Its name, if it is one.
    heads
        Counselors at work by shift code.
    service
        Expected service of all queues.
    required_minutes, phone_minutes
        Sums over the day's slots and all queues; required and on the phones.
    short
        Intervals with fewer on the phones than required.
    broken
        Whether a hard rule is broken on this day, by nobody in particular.
    """

    date: dt.date
    tint: Tint
    holiday: str
    heads: Mapping[str, int]
    service: Service
    required_minutes: float
    phone_minutes: float
    short: int
    broken: bool

    @property
    def total(self) -> int:
        """Counselors at work."""
        return sum(self.heads.values())

    @property
    def gap_minutes(self) -> float:
        """On the phones more than required; negative is short."""
        return self.phone_minutes - self.required_minutes


@dataclass(frozen=True)
class Coverage:
    """The intervals of one queue, by day.

    Parameters
    ----------
    queue
        Index of the queue.
    name
        Its name; empty where the center has only one.
    target
        Service level that is promised.
    days
        The intervals of each planned day; none on a closed day.
    """

    queue: int
    name: str
    target: float
    days: tuple[tuple[Interval, ...], ...]


@dataclass(frozen=True)
class RuleCost:
    """What one soft rule costs: an example, how often it is missed, hundredths of a call."""

    example: Judgement
    times: int
    cost: int


def gap_of(interval: Interval) -> float:
    """Return how many more are on the phones than required, a mean over the interval."""
    return interval.on_phones_mean - interval.required_mean


def is_short(interval: Interval) -> bool:
    """Return whether fewer are on the phones than required."""
    return gap_of(interval) < -_TINY


@dataclass(frozen=True)
class Report:
    """Everything that a report says of a roster.

    Parameters
    ----------
    problem, roster, verdict
        What was asked, who works, and the referee's judgement.
    status
        What the solver proved; None for a roster that was given, not planned.
    bound
        No roster costs less, in hundredths of a call.
    interrupted
        Whether a person stopped the search.
    notes
        Sentences about the forecast.
    tiers
        What each tier came to, where rules were kept in order of importance.
    plan_price
        What the plan costs beside which a given roster is laid; None where there is none. The
        bound is then that of the plan.
    """

    problem: Problem
    roster: Roster
    verdict: Verdict
    status: Status | None = None
    bound: int | None = None
    interrupted: bool = False
    notes: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    plan_price: int | None = None

    @classmethod
    def of(cls, source: Plan | Report, notes: Sequence[str] = ()) -> Report:
        """Return the report of a plan; a report is returned as it is.

        Parameters
        ----------
        source
            A plan with a roster.
        notes
            Sentences about the forecast, beside those that the service curves carry.

        Raises
        ------
        NoRosterError, InfeasibleError
            If the plan has no roster.
        """
        if isinstance(source, Report):
            return replace(source, notes=(*source.notes, *notes)) if notes else source
        return cls(
            problem=source.problem,
            roster=source.roster,
            verdict=source.verdict,
            status=source.status,
            bound=source.bound,
            interrupted=source.interrupted,
            notes=tuple(dict.fromkeys((*source.problem.curves.notes, *notes))),
            tiers=source.tiers,
        )

    @property
    def gap(self) -> int | None:
        """How much less another roster could cost at most; None where no bound is known."""
        return None if self.bound is None else max(0, self.verdict.objective - self.bound)

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The rows."""
        return people_of(self.problem, self.roster, self.verdict)

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The shifts worth naming: all that are written out, and the designed ones in use."""
        center, used = self.problem.center, {duty.shift for duty in self.roster.duties}
        idle = center.designed - used
        return tuple(shift for shift in center.shifts if shift.code not in idle)

    @property
    def minutes(self) -> int:
        """Length of an interval: half an hour, or a slot where slots are longer."""
        return max(HALF_HOUR, self.problem.grid.slot_minutes)

    @cached_property
    def coverage(self) -> tuple[Coverage, ...]:
        """The intervals of each queue."""
        queues = self.problem.center.queues
        found = []
        for index, queue in enumerate(queues):
            rows = by_interval(self.problem, self.verdict.on_phones, self.minutes, index)
            days = tuple(
                tuple(row for row in rows if row.day == day) for day in self.problem.horizon.dates
            )
            name = (queue.name or queue.code) if len(queues) > 1 else ""
            found.append(Coverage(index, name, queue.target.service_level, days))
        return tuple(found)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The columns."""
        open_days = {row.day: row for row in by_day(self.problem, self.verdict.on_phones)}
        broken = {
            item.breach.subject.day
            for item in self.verdict.breaches
            if item.breach.subject.counselor is None
        }
        nothing = service_of(self.problem.curves, self.verdict.on_phones, slots=())
        return tuple(
            self._day(index, day, open_days.get(day), nothing, day in broken)
            for index, day in enumerate(self.problem.horizon.dates)
        )

    def _day(
        self,
        index: int,
        day: dt.date,
        row: Interval | None,
        nothing: Service,
        broken: bool,
    ) -> Day:
        problem = self.problem
        slots = problem.grid.of_day(index)
        length = len(slots) * problem.grid.slot_minutes
        holiday = is_holiday(problem, day)
        names = problem.holidays.demand | problem.holidays.labor
        red = holiday or day.weekday() > SATURDAY
        return Day(
            date=day,
            tint="red" if red else "saturday" if day.weekday() == SATURDAY else "plain",
            holiday=names.get(day, ""),
            heads=self._heads[day],
            service=row.service if row else nothing,
            required_minutes=row.required_mean * length if row else 0,
            phone_minutes=row.on_phones_mean * length if row else 0,
            short=sum(is_short(i) for cover in self.coverage for i in cover.days[index]),
            broken=broken,
        )

    @cached_property
    def _heads(self) -> dict[dt.date, Counter[str]]:
        heads: dict[dt.date, Counter[str]] = {day: Counter() for day in self.problem.horizon.dates}
        for person in self.people:
            for cell in person.cells:
                if person.counselor is not None and cell.shift is not None:
                    heads[cell.day][cell.shift.code] += 1
        return heads

    @cached_property
    def intervals(self) -> tuple[tuple[Coverage, Interval], ...]:
        """Every interval with the queue it belongs to."""
        return tuple((c, i) for c in self.coverage for day in c.days for i in day)

    @property
    def short(self) -> int:
        """How many intervals have fewer on the phones than required."""
        return sum(is_short(interval) for _, interval in self.intervals)

    @property
    def worst(self) -> Interval | None:
        """The interval with the lowest service level among those in which calls are expected."""
        rows = [i for _, i in self.intervals if i.service.offered > 0]
        return min(rows, key=lambda i: i.service.service_level, default=None)

    @property
    def phone_minutes(self) -> float:
        """Minutes scheduled on the phones, all queues."""
        return float(self.verdict.on_phones.sum()) * self.problem.grid.slot_minutes

    @cached_property
    def costs(self) -> tuple[RuleCost, ...]:
        """What each soft rule costs, the dearest first."""
        total = self.verdict.cost_by_rule()
        times = Counter(item.rule.rule for item in self.verdict.costs)
        example = {item.rule.rule: item for item in reversed(self.verdict.costs)}
        return tuple(
            RuleCost(example[rule], times[rule], cost)
            for rule, cost in sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
        )

    @property
    def breakless(self) -> int:
        """How many breaks are due, where the roster has not a single one; else 0."""
        shifts = self.problem.center.shift
        duties = [duty for duty in self.roster.duties if duty.shift in shifts]
        due = sum(len(shifts[duty.shift].breaks) for duty in duties)
        taken = any(p.code in shifts[duty.shift].breaks for duty in duties for p in duty.breaks)
        return 0 if taken else due

    @cached_property
    def told(self) -> tuple[Judgement, ...]:
        """The misses of soft rules that nothing else shows, the dearest first."""
        rows = [item for item in self.verdict.costs if item.rule.rule not in SHOWN_RULES]
        return tuple(sorted(rows, key=lambda item: -item.cost))

    @cached_property
    def carried(self) -> tuple[str, ...]:
        """The kinds of which people bring a balance along and a rule evens it out."""
        if all(c.balance is None for c in self.problem.center.counselors):
            return ()
        kinds = {rule.kind for rule in fair_rules(self.problem.center)}
        return tuple(kind for kind in KINDS if kind in kinds)

    @cached_property
    def refused(self) -> tuple[tuple[Person, WishOutcome], ...]:
        """The wishes that the roster refuses, with those who made them, the strongest first."""
        rows = [(p, o) for p in self.people for o in p.wishes if not o.granted]
        return tuple(sorted(rows, key=lambda row: -row[1].wish.strength))

    def floor(self, day: dt.date) -> float | None:
        """Return the least service level that a rule asks of every slot of a day."""
        kind = "working-days" if self.problem.holidays.is_working_day(day) else "days-off"
        floors = [
            rule.service_level
            for rule in self.problem.center.rules
            if isinstance(rule, ServiceFloor) and day in rule.days and rule.on in {"all", kind}
        ]
        return max(floors, default=None)
