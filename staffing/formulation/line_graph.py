"""The graph of one person's lines: states from rows about near days, resources from the others.

A state is how far each open row has come; a row that can no longer be broken is forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

MOST_STATES = 600
Term = tuple[int, int, int]
"""Day, place among the choices' variables of that day, coefficient."""


class TooManyLinesError(Exception):
    """The rows of a person are not of a kind, or not few enough, to be drawn as a graph."""


class Choice(NamedTuple):
    """What a person may do on a day: a shift (-1 is off) and auxiliary variables.

    Parameters
    ----------
    shift
        Place of the shift among the person's variables of the day; -1 is off.
    values
        Value of each variable of the day, duties first.
    """

    shift: int
    values: tuple[int, ...]


class Limit(NamedTuple):
    """A row of one person in terms of days and places.

    Parameters
    ----------
    terms
        See `Term`.
    least, most
        Bounds.
    price, slack
        What one unit of breach costs, and how many there may be; no price is hard.
    factor
        How much of a breach one unit heals.
    """

    terms: tuple[Term, ...]
    least: int | None
    most: int | None
    price: int = 0
    slack: int = 0
    factor: int = 1

    def cost(self, value: int) -> int | None:
        """Return what a final value costs, None if it is forbidden."""
        short = 0 if self.least is None else max(0, self.least - value)
        over = 0 if self.most is None else max(0, value - self.most)
        units = -(-max(short, over) // self.factor)
        return None if units > self.slack else units * self.price


class Arcs(NamedTuple):
    """The steps that one choice of a day makes possible.

    Parameters
    ----------
    choice
        Number of the choice.
    steps
        How much of each resource it uses.
    links
        (state before, state after, cost) of each step, by state after.
    """

    choice: int
    steps: tuple[int, ...]
    links: tuple[tuple[int, int, int], ...]


class Graph(NamedTuple):
    """The lines of people whose rows look alike.

    Parameters
    ----------
    sizes
        Number of states before each day, and after the last.
    days
        The steps of each day.
    choices
        What may be done on each day.
    resources
        Levels of each resource, and what each final level costs (None is forbidden).
    """

    sizes: tuple[int, ...]
    days: tuple[tuple[Arcs, ...], ...]
    choices: tuple[tuple[Choice, ...], ...]
    resources: tuple[tuple[int | None, ...], ...]

    @property
    def levels(self) -> tuple[int, ...]:
        """Levels of each resource."""
        return tuple(len(final) for final in self.resources)


def steps_of(limit: Limit, choices: Sequence[Sequence[Choice]]) -> dict[int, list[int]]:
    """Return by day, and by choice, how much of a row is used; other days use nothing."""
    terms: dict[int, list[Term]] = defaultdict(list)
    for term in limit.terms:
        terms[term[0]].append(term)
    return {
        day: [sum([c * choice.values[p] for _, p, c in some]) for choice in choices[day]]
        for day, some in terms.items()
    }


def levels_of(limit: Limit, choices: Sequence[Sequence[Choice]]) -> int:
    """Return how many levels of a resource can matter."""
    total = sum(max(step) for step in steps_of(limit, choices).values())
    if limit.most is None:
        return total + 1
    room = 0 if not limit.slack else limit.slack * limit.factor
    return min(total, limit.most + room) + 1


_State = tuple[int | None, ...]
"""How far each open row has come; None can no longer be broken."""


class _Open(NamedTuple):
    """What a row adds on a day by choice, and what may come after."""

    adds: tuple[int, ...]
    closes: bool
    least: int | None
    most: int | None
    low: int
    high: int
    price: int
    slack: int
    factor: int


class _Timed(NamedTuple):
    """A row about days close together: when it is open, and what may still come."""

    limit: Limit
    steps: dict[int, list[int]]
    rest: dict[int, tuple[int, int]]

    @property
    def last(self) -> int:
        return self.limit.terms[-1][0]

    def opened(self, day: int, nothing: tuple[int, ...]) -> _Open:
        """Return what the row adds on a day."""
        adds = tuple(self.steps[day]) if day in self.steps else nothing
        _, least, most, price, slack, factor = self.limit
        return _Open(adds, self.last == day, least, most, *self.rest[day], price, slack, factor)


def _timed(limit: Limit, choices: Sequence[Sequence[Choice]]) -> _Timed:
    steps = steps_of(limit, choices)
    low = high = 0
    rest = {}
    for day in range(limit.terms[-1][0], limit.terms[0][0] - 1, -1):
        rest[day] = low, high
        if day in steps:
            low, high = low + min(steps[day]), high + max(steps[day])
    return _Timed(limit, steps, rest)


def draw(choices: Sequence[Sequence[Choice]], near: Sequence[Limit], far: Sequence[Limit]) -> Graph:
    """Return the graph of a person's rows: follow every state through every day.

    Parameters
    ----------
    choices
        By day.
    near
        Rows about days close together, by first day.
    far
        Rows that are resources.

    Raises
    ------
    TooManyLinesError
        If there are too many states, or none.
    """
    begins: dict[int, list[_Timed]] = defaultdict(list)
    for limit in near:
        begins[limit.terms[0][0]].append(_timed(limit, choices))
    used = [steps_of(limit, choices) for limit in far]
    moves = _Moves()
    states: dict[_State, int] = {(): 0}
    sizes, days = [1], []
    before: list[_Timed] = []
    for day in range(len(choices)):
        rows = before + begins[day]
        nothing = (0,) * len(choices[day])
        opened = tuple(row.opened(day, nothing) for row in rows)
        following: dict[_State, int] = {}
        links: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for state, number in states.items():
            for index, cost, target in moves.of(opened, state, len(choices[day])):
                place = following.setdefault(target, len(following))
                links[index].append((number, place, cost))
        if not 0 < len(following) <= MOST_STATES:
            raise TooManyLinesError(f"{len(following)} states after day {day}")
        days.append(
            tuple(
                Arcs(
                    index,
                    tuple(resource[day][index] if day in resource else 0 for resource in used),
                    tuple(sorted(some, key=lambda link: link[1])),
                )
                for index, some in links.items()
            )
        )
        states, before = following, [row for row in rows if row.last > day]
        sizes.append(len(states))
    finals = tuple(
        tuple(limit.cost(level) for level in range(levels_of(limit, choices))) for limit in far
    )
    return Graph(tuple(sizes), tuple(days), tuple(map(tuple, choices)), finals)


class _Moves:
    """The moves of one day, remembered: most days of a horizon are alike."""

    def __init__(self) -> None:
        self._kinds: dict[tuple[tuple[_Open, ...], int], int] = {}
        self._known: dict[tuple[int, _State], list[tuple[int, int, _State]]] = {}
        self._last: tuple[tuple[_Open, ...], int] = ((), -1)

    def of(
        self, opened: tuple[_Open, ...], state: _State, choices: int
    ) -> list[tuple[int, int, _State]]:
        """Return choice, cost and next state of each move."""
        if self._last[0] is not opened:
            number = self._kinds.setdefault((opened, choices), len(self._kinds))
            self._last = opened, number
        key = self._last[1], state
        if key not in self._known:
            begun = (*state, *(0 for _ in range(len(opened) - len(state))))
            self._known[key] = list(_moves(opened, begun, choices))
        return self._known[key]


def _moves(rows: Sequence[_Open], state: _State, choices: int) -> Iterator[tuple[int, int, _State]]:
    """Yield choice, cost and next state of each step that breaks no row for sure."""
    for index in range(choices):
        cost = 0
        target: list[int | None] = []
        for row, done in zip(rows, state, strict=True):
            if done is None:
                if not row.closes:
                    target.append(None)
                continue
            value = done + row.adds[index]
            if row.closes:
                short = 0 if row.least is None else max(0, row.least - value)
                over = 0 if row.most is None else max(0, value - row.most)
                units = -(-max(short, over) // row.factor)
                if units > row.slack:
                    break
                cost += units * row.price
                continue
            room = row.slack * row.factor
            if row.least is not None and value + row.high < row.least - room:
                break
            if row.most is not None and value + row.low > row.most + room:
                break
            safe = (row.least is None or value + row.low >= row.least) and (
                row.most is None or value + row.high <= row.most
            )
            target.append(None if safe else value)
        else:
            yield index, cost, tuple(target)
