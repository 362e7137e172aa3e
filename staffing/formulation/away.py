"""Who is away from the phones when, counted: breaks, and the meetings that displace them.

A meeting held together is a Boolean per day and time: when it is held, all on a shift that
contains it attend, and start no break meanwhile. People on a shift are counted by the meetings
of their own that they attend, and their breaks by what these leave of the windows.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from staffing.domain.expr import Expr
from staffing.domain.horizon import week_of
from staffing.domain.meetings import Attended, Meeting, own_meeting
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty
from staffing.formulation.breaks import Family, count_breaks, tie_breaks, tied_pairs
from staffing.formulation.model import Model
from staffing.formulation.pools import Agenda, Pools, sessions_within
from staffing.units import MINUTES_PER_DAY


class Group(NamedTuple):
    """People of one queue and day who have the same meetings.

    Parameters
    ----------
    agenda
        Their meetings of the day.
    people
        Their ids.
    heads
        How many work each shift, by code.
    """

    agenda: Agenda
    people: tuple[str, ...]
    heads: Mapping[str, Expr]


class Place(NamedTuple):
    """A shift of a day, worked by people of one queue who have the same meetings."""

    queue: int
    day: dt.date
    agenda: Agenda
    shift: str


def agenda_of(problem: Problem, counselor: str, day: dt.date) -> Agenda:
    """Return the meetings that may take place on a day for a person."""
    mine = problem.center.meetings_of[counselor]
    return tuple(meeting.code for meeting in mine if day in meeting.days)


def place_of(problem: Problem, duty: Duty) -> tuple[Place, Attended, Attended]:
    """Return where a duty is counted, and its meetings: those of one's own, those together."""
    center = problem.center
    queue = center.queue_of(center.counselor[duty.counselor])
    place = Place(queue, duty.day, agenda_of(problem, duty.counselor, duty.day), duty.shift)
    meetings = sorted((p.start, p.code) for p in duty.breaks if p.code in center.meeting)
    return (
        place,
        tuple(m for m in meetings if not center.meeting[m[1]].together),
        tuple(m for m in meetings if center.meeting[m[1]].together),
    )


class Away:
    """The variables of breaks and meetings of a model, and the numbers on the phones.

    Parameters
    ----------
    model
        Gets the variables and rows.
    problem
        Whose breaks and meetings.
    groups
        The people of a queue on a day, apart where their meetings differ.
    works
        1 if a person works on a day (in a shift), asked for meetings of their own only.

    Attributes
    ----------
    families
        Break families, those without a meeting first.
    started
        Numbers of people who start a break, by queue, number of the family and day.
    ways
        How many attend which meetings of their own.
    held
        Whether a meeting is held together, by code and day, then by start.
    sessions
        Each meeting that is held together once among some moments.
    own
        Whether a person attends the meeting of their own, by id, day and shift.
    derived
        Auxiliary variables, each with how it follows from the others.
    phones
        Numbers on the phones, by queue and slot.
    """

    def __init__(
        self,
        model: Model,
        problem: Problem,
        groups: Callable[[int, dt.date], Sequence[Group]],
        works: Callable[[str, dt.date, str | None], Expr],
    ) -> None:
        self.model, self.problem, self._works = model, problem, works
        self.families: list[Family] = []
        self.started: dict[tuple[int, int, dt.date], dict[int, Expr]] = {}
        self.ways: dict[Place, dict[Attended, Expr]] = {}
        self.held: dict[tuple[str, dt.date], dict[int, Expr]] = {}
        self.sessions: list[tuple[Meeting, list[tuple[dt.date, int]]]] = []
        self.own: dict[tuple[str, dt.date, str], Expr] = {}
        self.derived: list[tuple[int, Callable[[Callable[[Expr], int]], int]]] = []
        self.phones: dict[tuple[int, int], Expr] = {}
        self._pools = Pools(problem.center, self.families)
        for meeting in problem.center.meetings:
            if meeting.together:
                self._hold(meeting)
        self._parts: dict[tuple[int, int], list[Expr]] = defaultdict(list)
        self._there: dict[tuple[str, dt.date, int], list[Expr]] = defaultdict(list)
        for day in problem.horizon.dates:
            for queue in range(len(problem.center.queues)):
                self._count(queue, day, groups(queue, day))
        self._enough()
        self._once_a_week()
        for queue in range(len(problem.center.queues)):
            for slot in range(problem.grid.size):
                self.phones[queue, slot] = Expr.sum(self._parts[queue, slot])

    def families_of(self, place: Place, own: Attended) -> tuple[int, ...]:
        """Return the numbers of the break families of people who attend meetings of their own."""
        return self._pools.of(place.agenda, place.shift, own)

    # -- when meetings are held ------------------------------------------------------------

    def _hold(self, meeting: Meeting) -> None:
        starts = self.problem.center.starts_of_meeting[meeting.code]
        for week in self.problem.horizon.weeks:
            days = [day for day in week if day in meeting.days]
            before = meeting.once and self._held_before(meeting, week[0])
            parts = [days] if meeting.once and days else [[day] for day in days]
            for part in parts:
                moments = [(day, start) for day in part for start in starts]
                least, most = int(len(moments) == 1 and not before), int(not before)
                for day, start in moments:
                    self.held.setdefault((meeting.code, day), {})[start] = self.model.expr(
                        least, most
                    )
                if not before:
                    chosen = (self.held[meeting.code, day][start] for day, start in moments)
                    self.model.equal(Expr.sum(chosen), 1)
                    self.sessions.append((meeting, moments))

    def _held_before(self, meeting: Meeting, day: dt.date, person: str | None = None) -> bool:
        past, week = self.problem.past, set(week_of(day))
        return any(
            duty.day in week
            and person in {None, duty.counselor}
            and any(pause.code == meeting.code for pause in duty.breaks)
            for duty in (past.duties if past is not None else ())
        )

    def _enough(self) -> None:
        for (code, day), starts in self.held.items():
            least = self.problem.center.meeting[code].least
            for start, held in starts.items() if least else ():
                there = Expr.sum(self._there[code, day, start])
                self.model.row(there - held * least, at_least=0)

    # -- who is away -----------------------------------------------------------------------

    def _count(self, queue: int, day: dt.date, groups: Sequence[Group]) -> None:
        index = self.problem.horizon.index(day)
        resting: dict[int, dict[str, list[Expr]]] = {}
        tied: dict[tuple[int, int], None] = {}
        present: dict[tuple[int, str], list[Expr]] = defaultdict(list)
        for place, heads, people in _places(queue, day, groups):
            for slot in self.problem.slots_of[index, place.shift]:
                self._parts[queue, slot].append(heads)
            for session in sessions_within(self.problem.center, place.agenda, place.shift):
                present[session].append(heads)
            for own, count in self._split(place, heads, people).items():
                for start, code in own:
                    self._leave(queue, index, code, start, count)
                numbers = self.families_of(place, own)
                tied |= dict.fromkeys(tied_pairs(self.families, numbers))
                for number in numbers:
                    resting.setdefault(number, {}).setdefault(place.shift, []).append(count)
        for (start, code), parts in present.items():
            there = self._product(self.held[code, day][start], Expr.sum(parts))
            self._there[code, day, start].append(there)
            self._leave(queue, index, code, start, there)
        for number, by_shift in sorted(resting.items()):
            counted = {code: Expr.sum(exprs) for code, exprs in by_shift.items()}
            self._rest(queue, day, number, counted)
        for before, number in tied:
            counts = (self.started[queue, n, day] for n in (before, number))
            tie_breaks(self.model, self.families[number], *counts)

    def _rest(self, queue: int, day: dt.date, number: int, heads: Mapping[str, Expr]) -> None:
        family, index = self.families[number], self.problem.horizon.index(day)
        started = count_breaks(self.model, family, heads)
        self.started[queue, number, day] = started
        for start, expr in started.items():
            self._leave(queue, index, family.code, start, expr)
            for session in family.during.get(start, ()):
                self._unless([self.held[session[1], day][session[0]]], expr)

    def _leave(self, queue: int, index: int, code: str, start: int, count: Expr) -> None:
        """Take people off the phones while a break or meeting lasts."""
        begin = index * MINUTES_PER_DAY + start
        end = begin + self.problem.center.pause[code].minutes
        for slot in self.problem.grid.between(begin, end):
            self._parts[queue, slot].append(-count)

    def _unless(self, held: Sequence[Expr], count: Expr) -> None:
        """Let nobody be counted when some meetings are all held."""
        most = self.model.bounds(count)[1]
        self.model.row((len(held) - Expr.sum(held)) * most - count, at_least=0)

    def _product(self, flag: Expr, number: Expr) -> Expr:
        """Return a number where a flag is 1, else 0."""
        if not flag.terms:
            return number * flag.constant
        most = self.model.bounds(number)[1]
        product = self.model.expr(0, most)
        self.derived.extend((v, lambda value: value(flag) * value(number)) for v in product.terms)
        self.model.row(flag * most - product, at_least=0)
        self.model.row(number - product, at_least=0)
        self.model.row(product - number - flag * most, at_least=-most)
        return product

    # -- meetings of one's own -------------------------------------------------------------

    def _split(self, place: Place, heads: Expr, people: Sequence[str]) -> dict[Attended, Expr]:
        """Return how many of the people on a shift attend which meetings of their own."""
        ways = self._pools.ways(place.agenda, place.shift)
        if len(ways) == 1:
            self.ways[place] = {ways[0]: heads}
        else:
            most = self.model.bounds(heads)[1]
            self.ways[place] = {own: self.model.expr(0, most) for own in ways}
            self.model.equal(Expr.sum((*self.ways[place].values(), -heads)))
        for own, count in self.ways[place].items():
            for clash in self._pools.clashes(place.agenda, place.shift, own):
                self._unless([self.held[code, place.day][start] for start, code in clash], count)
        for code in place.agenda:
            meeting = self.problem.center.meeting[code]
            if meeting.once and not meeting.together:
                attends = (e for a, e in self.ways[place].items() if code in {c for _, c in a})
                own_flags = (self._attends(person, place) for person in people)
                self.model.equal(Expr.sum(attends) - Expr.sum(own_flags))
        return self.ways[place]

    def _attends(self, person: str, place: Place) -> Expr:
        key = person, place.day, place.shift
        if key not in self.own:
            works = self._works(*key)
            self.own[key] = self.model.expr(0, 1) if works.terms or works.constant else Expr()
            self.model.row(works - self.own[key], at_least=0)
        return self.own[key]

    def _once_a_week(self) -> None:
        """Let each person attend the own meeting once in a week in which they work."""
        for person, meeting, days in self._own_weeks():
            attended = Expr.sum(
                self.own.get((person, day, shift.code), Expr())
                for day in days
                for shift in self.problem.center.shifts_of(self.problem.center.counselor[person])
            )
            before = self._held_before(meeting, days[0], person)
            self.model.row(attended, at_most=0 if before else 1)
            for day in () if before else days:
                self.model.row(attended - self._works(person, day, None), at_least=0)

    def _own_weeks(self) -> Iterator[tuple[str, Meeting, list[dt.date]]]:
        for counselor in self.problem.center.counselors:
            meeting = own_meeting(self.problem.center, counselor.id)
            for week in self.problem.horizon.weeks if meeting is not None else ():
                days = [day for day in week if meeting is not None and day in meeting.days]
                if meeting is not None and days:
                    yield counselor.id, meeting, days


def _places(
    queue: int, day: dt.date, groups: Sequence[Group]
) -> Iterator[tuple[Place, Expr, tuple[str, ...]]]:
    """Yield each shift that somebody may work, how many do, and of whom."""
    for group in groups:
        for code, heads in group.heads.items():
            if heads.terms or heads.constant:
                yield Place(queue, day, group.agenda, code), heads, group.people
