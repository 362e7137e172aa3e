"""The lines that one person may work over the whole horizon, as a graph of days.

The rows that only concern one person are read day by day. Rows about days close together
become the states of an automaton: a state is how far each open row has come, and a row that can
no longer be broken is forgotten, so that runs, rests and successions come out as the few states
one would draw by hand. Rows about the whole horizon (hours, weekends, numbers of shifts) are
resources that a line uses up. (Resource-constrained paths as in Desrosiers and Lübbecke 2005,
doi:10.1007/0-387-25486-2_1; here the graph is derived from the rows instead of drawn.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import product
from math import gcd, prod
from typing import NamedTuple

from staffing.domain.problem import Problem
from staffing.domain.rule import Scope
from staffing.formulation.line_graph import (
    Choice,
    Graph,
    Limit,
    Term,
    TooManyLinesError,
    draw,
    levels_of,
    steps_of,
)
from staffing.formulation.ownership import ownership_of
from staffing.formulation.person_days import PersonDaysDraft

NEAR = 13
"""Rows over more days than this are resources, not states."""
MOST_LEVELS = 500_000_000
"""Levels of all resources together, times days; further rows are left to the master."""
MOST_CHOICES = 64


class Worker(NamedTuple):
    """One person: the graph of the lines, and the variables it speaks of.

    Parameters
    ----------
    graph
        Number of the graph.
    variables
        For each day the numbers of the variables in the places of the choices.
    costs
        For each day what each choice costs this person; None is not possible.
    slacks
        Numbers of the variables that only soften a row of this person.
    """

    graph: int
    variables: tuple[tuple[int, ...], ...]
    costs: tuple[tuple[int | None, ...], ...]
    slacks: tuple[int, ...]


class Lines(NamedTuple):
    """All lines of a model.

    Parameters
    ----------
    graphs, workers
        The graphs, and each person's.
    shared
        Numbers of the rows that tie lines together.
    common
        Numbers of the variables that belong to no person.
    """

    graphs: tuple[Graph, ...]
    workers: tuple[Worker, ...]
    shared: tuple[int, ...]
    common: tuple[int, ...]


def worth_lines(problem: Problem) -> bool:
    """Return whether a problem is about whole lines of named people.

    Several weeks are planned, no breaks are to be placed, rules look at people's shifts, and
    nobody has more of them than a graph of lines can show.
    """
    center = problem.center
    breaks = any(shift.breaks for shift in center.shifts) or bool(center.meetings)
    named = any(rule.scope is Scope.SHIFTS for rule in center.rules)
    many = any(len(center.shifts_of(counselor)) >= MOST_CHOICES for counselor in center.counselors)
    return len(problem.horizon.weeks) > 1 and named and not breaks and not many


def lines_of(draft: PersonDaysDraft) -> Lines:
    """Return the lines of every person.

    Parameters
    ----------
    draft
        A finished draft.

    Raises
    ------
    TooManyLinesError
        If somebody's rules cannot be drawn as a graph of reasonable size.
    """
    model = draft.model
    person_of = {variable: duty.person for variable, duty in draft.duty_of.items()}
    owned = ownership_of(model, person_of)
    shared, freed = list(owned.shared), list[int]()
    days = draft.problem.horizon.days
    graphs: dict[tuple[object, ...], int] = {}
    drawn: list[Graph] = []
    workers = []
    mine: dict[int, list[int]] = defaultdict(list)
    for variable, person in owned.owner.items():
        mine[person].append(variable)
    for person in range(len(draft.problem.center.counselors)):
        reader = _Reader(draft, mine[person], owned.own.get(person, []), days)
        shared += reader.left
        freed += reader.freed
        if reader.key not in graphs:
            graphs[reader.key] = len(drawn)
            drawn.append(draw(reader.choices, reader.near, reader.far))
        workers.append(Worker(graphs[reader.key], reader.variables, reader.costs, reader.slacks))
    common = (*(v for v in range(model.size) if v not in owned.owner), *freed)
    return Lines(tuple(drawn), tuple(workers), tuple(sorted(shared)), common)


class _Reader:
    """Reads one person's rows; equal keys are equal graphs."""

    def __init__(
        self, draft: PersonDaysDraft, mine: Sequence[int], rows: Sequence[int], days: int
    ) -> None:
        self.model = draft.model
        self.days = days
        duty = {v: draft.duty_of[v] for v in mine if v in draft.duty_of}
        single, slack_of = self._slacks(mine, rows, duty.keys())
        day_of = {v: d.day for v, d in duty.items()}
        others = [v for v in mine if v not in duty and v not in single]
        self._place_others(others, rows, day_of)
        by_day: list[list[int]] = [[] for _ in range(days)]
        for variable in sorted(duty, key=lambda v: duty[v].shift):
            by_day[duty[variable].day].append(variable)
        self.shifts = tuple(len(some) for some in by_day)
        self.codes = tuple(tuple(duty[v].shift for v in some) for some in by_day)
        for variable in sorted(others):
            by_day[day_of[variable]].append(variable)
        self.variables = tuple(tuple(some) for some in by_day)
        place = {v: p for some in by_day for p, v in enumerate(some)}
        self.near: list[Limit] = []
        self.far: list[Limit] = []
        self.left: list[int] = []
        self.daily: dict[int, list[Limit]] = defaultdict(list)
        far_rows = []
        for number in rows:
            variables, coefficients, least, most = self.model.rows[number]
            terms = tuple(
                sorted(
                    (day_of[v], place[v], c)
                    for v, c in zip(variables, coefficients, strict=True)
                    if v not in single
                )
            )
            limit = Limit(terms, least, most, *slack_of.get(number, ()))
            if len(terms) > 1 and self._at_most_one(terms, limit):
                continue
            if terms[-1][0] == terms[0][0]:
                self.daily[terms[0][0]].append(limit)
            elif terms[-1][0] - terms[0][0] <= NEAR:
                self.near.append(limit)
            else:
                far_rows.append((number, limit))
        self.near.sort(key=lambda limit: (limit.terms[0][0], repr(limit)))
        self.choices = tuple(tuple(self._choices(day)) for day in range(days))
        self.costs = tuple(
            tuple(self._cost(day, choice) for choice in some)
            for day, some in enumerate(self.choices)
        )
        self._choose_resources(far_rows)
        # A row that is left to the master takes the variable that softens it along.
        taken = {v for number in self.left for v in self.model.rows[number][0] if v in single}
        self.freed = sorted(taken)
        self.slacks = tuple(sorted(single - taken))
        self.key = (self.choices, tuple(self.near), tuple(self.far))

    def _slacks(
        self, mine: Sequence[int], rows: Sequence[int], known: Collection[int]
    ) -> tuple[set[int], dict[int, tuple[int, int, int]]]:
        """Return the variables that only soften one row, and price, units, factor of such rows."""
        met: dict[int, list[int]] = defaultdict(list)
        for number in rows:
            for variable in self.model.rows[number][0]:
                met[variable].append(number)
        single: set[int] = set()
        soft: dict[int, tuple[int, int, int]] = {}
        for variable in mine:
            if variable in known or len(met[variable]) != 1 or met[variable][0] in soft:
                continue
            number = met[variable][0]
            variables, coefficients, least, most = self.model.rows[number]
            factor = coefficients[variables.index(variable)]
            heals = (factor > 0 and most is None) or (factor < 0 and least is None)
            if heals and self.model.cost[variable] >= 0 and self.model.lower[variable] == 0:
                single.add(variable)
                soft[number] = self.model.cost[variable], self.model.upper[variable], abs(factor)
        return single, soft

    def _place_others(
        self, others: Sequence[int], rows: Sequence[int], day_of: dict[int, int]
    ) -> None:
        """Give each auxiliary variable the last day of the short rows that it is in."""
        spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        waiting = set(others)
        for number in rows if others else ():
            variables = self.model.rows[number][0]
            met = waiting.intersection(variables)
            days = [day_of[v] for v in variables if v in day_of] if met else []
            for variable in met if days else ():
                spans[variable].append((max(days) - min(days), max(days)))
        for variable in others:
            if not spans[variable]:
                raise TooManyLinesError("an auxiliary variable that meets no duty")
            short = [last for span, last in spans[variable] if span <= NEAR]
            day_of[variable] = max(short, default=max(last for _, last in spans[variable]))

    def _at_most_one(self, terms: Sequence[Term], limit: Limit) -> bool:
        """Return whether a row says that there is one shift a day: the choices know."""
        day = terms[0][0]
        return (
            limit.most == 1
            and limit.least is None
            and not limit.price
            and all(d == day and p < self.shifts[day] and c == 1 for d, p, c in terms)
        )

    def _choices(self, day: int) -> Iterator[Choice]:
        variables, daily = self.variables[day], self.daily[day]
        others = variables[self.shifts[day] :]
        domains = [range(self.model.lower[v], self.model.upper[v] + 1) for v in others]
        if prod(map(len, domains)) * (self.shifts[day] + 1) > MOST_CHOICES:
            raise TooManyLinesError(f"too many choices on day {day}")
        for shift in range(-1, self.shifts[day]):
            duties = tuple(int(place == shift) for place in range(self.shifts[day]))
            for values in product(*domains):
                choice = Choice(shift, duties + values)
                if all(limit.price or self._of(limit, choice) is not None for limit in daily):
                    yield choice

    def _cost(self, day: int, choice: Choice) -> int | None:
        """Return what a choice costs this person, None if it is not possible."""
        model, total = self.model, 0
        for variable, value in zip(self.variables[day], choice.values, strict=True):
            if not model.lower[variable] <= value <= model.upper[variable]:
                return None
            total += model.cost[variable] * value
        for limit in self.daily[day]:
            cost = self._of(limit, choice)
            if cost is None:
                return None
            total += cost
        return total

    @staticmethod
    def _of(limit: Limit, choice: Choice) -> int | None:
        return limit.cost(sum(c * choice.values[p] for _, p, c in limit.terms))

    def _choose_resources(self, rows: Sequence[tuple[int, Limit]]) -> None:
        """Keep the rows over the whole horizon as resources while their levels are few enough."""
        sized = []
        for number, limit in rows:
            made = self._resource(limit)
            if made is None:
                self.left.append(number)
            elif made.terms:
                sized.append((levels_of(made, self.choices), number, made))
        levels = 1
        # A row with two bounds is tight and goes first: few lines keep it by chance.
        for size, number, limit in sorted(
            sized, key=lambda item: (not item[2].least, item[0], item[1])
        ):
            if levels * size * self.days > MOST_LEVELS:
                self.left.append(number)
            else:
                levels *= size
                self.far.append(limit)

    def _resource(self, limit: Limit) -> Limit | None:
        """Return a row over many days in its smallest unit; None if it can go down."""
        unit = gcd(*(c for _, _, c in limit.terms))
        terms = tuple((d, p, c // unit) for d, p, c in limit.terms)
        least = None if limit.least is None else -(-limit.least // unit)
        most = None if limit.most is None else limit.most // unit
        if limit.price and unit > 1:
            return None
        small = limit._replace(terms=terms, least=least, most=most)
        if all(c < 0 for _, _, c in terms):
            small = limit._replace(
                terms=tuple((d, p, -c) for d, p, c in terms),
                least=None if most is None else -most,
                most=None if least is None else -least,
            )
            least, most = small.least, small.most
        used = steps_of(small, self.choices)
        if any(min(step) < 0 for step in used.values()):
            return None
        total = sum(map(max, used.values()))
        if (most is None or total <= most) and (least is None or least <= 0):
            return small._replace(terms=())
        return small
