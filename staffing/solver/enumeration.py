"""Every line that can be in a better roster, and HiGHS to choose among them: the last few units.

Prices say how much a line costs beyond the cheapest of its person. In a roster better than the
best, all of that together is less than the gap; so once the gap is small, few lines are left. A
program over those few holds every better roster: what it proves is proved.
(Baldacci, Christofides and Mingozzi 2008, doi:10.1007/s10107-007-0178-5.)
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import numpy as np

from staffing.formulation.line_arrays import Ints
from staffing.formulation.model import Model
from staffing.solver.columns import FINE, Column, Floats, LineModel
from staffing.solver.dives import Over
from staffing.solver.highs import NAME, solve
from staffing.solver.incumbent import Incumbent
from staffing.solver.trace import Trace

MOST = 30_000_000
"""Lines that are chosen among, times the rows that people share, at most."""
WAIT_S = 0.05
GIVE_S = 1.0
"""Seconds that whoever ends it waits for HiGHS to hear."""
NEAR_GAP = 0.02
"""With a larger gap too many lines can be in a better roster."""


def better_lines(
    lines: LineModel, prices: Floats, best: Incumbent, until: float
) -> list[Column] | None:
    """Return all lines that can be in a roster better than the best.

    Parameters
    ----------
    lines
        The lines of a model.
    prices
        (rows,) any prices; the better the bound that they give, the fewer lines are left.
    best
        The best roster.
    until
        ``time.monotonic()`` at which it gives up.

    Returns
    -------
    list or None
        None if there are too many, or the time is up.
    """
    whole, worth = lines.whole(prices), _worth(lines, prices)
    if worth is None:
        return []
    slack = FINE * (best.objective - 1 - lines.model.constant) - worth
    choices: list[Ints] = []
    for person in lines.people if slack >= 0 else ():
        left = MOST // lines.rows - sum(map(len, choices))
        some = lines.within(whole, person, slack, left)
        if some is None:
            return None
        choices.append(some)
    columns = []
    for person, some in enumerate(choices):
        for line in some.tolist():
            if time.monotonic() >= until:
                return None
            column = lines.line(person, tuple(line))
            if column is not None:
                columns.append(column)
    return columns


def sharpest(lines: LineModel, candidates: Sequence[Floats]) -> Floats:
    """Return the (rows,) prices that give the best bound.

    Parameters
    ----------
    lines
        The lines of a model.
    candidates
        Prices.
    """
    return max(
        candidates,
        key=lambda prices: -np.inf if (worth := _worth(lines, prices)) is None else worth,
    )


def _worth(lines: LineModel, prices: Floats) -> int | None:
    """Return the least cost under prices, None if somebody has no line."""
    whole = lines.whole(prices)
    found, _ = lines.cheapest(whole, list(lines.people))
    return lines.worth(whole, found, np.zeros(lines.rows, dtype=np.int64))


class Choosing:
    """HiGHS choosing one line of each person, in a thread of its own.

    Parameters
    ----------
    lines
        The lines of a model.
    seed
        Of HiGHS's random choices.
    """

    def __init__(self, lines: LineModel, seed: int) -> None:
        self._lines, self._seed = lines, seed
        self._tried: int | None = None
        self._columns: list[Column] = []
        self._trace: Trace | None = None
        self._thread: threading.Thread | None = None

    def begin(self, best: Incumbent, prices: Floats, bound: int, until: float) -> bool:
        """Begin unless it is running, or too many lines can be in a better roster.

        Parameters
        ----------
        best, prices
            As for `better_lines`.
        bound
            No roster costs less.
        until
            ``time.monotonic()`` at which it ends.

        Returns
        -------
        bool
            Whether it has begun.
        """
        near = best.objective - bound <= NEAR_GAP * abs(best.objective)
        if self.running or best.objective == self._tried or not near or not prices.any():
            return False
        self._tried = best.objective
        columns = better_lines(self._lines, prices, best, until)
        if columns is None:
            return False
        # The best roster is no start: with it HiGHS looks less for others. Its lines are there, so
        # that there is a choice whatever the case.
        known = {(c.person, c.choices): c for c in (*columns, *best.columns)}
        self._columns = list(known.values())
        model = program(self._lines, self._columns)
        self._trace = trace = Trace(model, 0.0, time.monotonic())

        def work() -> None:
            seconds = until - time.monotonic()
            answer = solve(model, seconds, trace, seed=self._seed, probing=False)
            trace.lower(answer.bound, NAME)

        # Python waits for it at the very end: HiGHS must not ask an interpreter that is gone.
        self._thread = threading.Thread(target=work)
        self._thread.start()
        return True

    @property
    def running(self) -> bool:
        """Whether it is still looking."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def bound(self) -> int | None:
        """No roster costs less; None if nothing is known.

        Those no better than the best at the beginning were not looked at.
        """
        trace = self._trace
        return None if trace is None or self._tried is None else min(self._tried, trace.bound)

    def better_than(self, objective: int) -> list[Column] | None:
        """Return the line of everybody in its best roster if that costs less."""
        values = None if self._trace is None else self._trace.better_than(objective)
        if values is None:
            return None
        chosen = [column for column, taken in zip(self._columns, values, strict=False) if taken]
        return sorted(chosen, key=lambda column: column.person)

    def wait(self, over: Over) -> None:
        """Let it look until it ends, or the time is over."""
        while self.running and not over():
            time.sleep(WAIT_S)

    def end(self) -> None:
        """Stop it, and wait a moment: deep in its own searches HiGHS may not hear at once."""
        if self._trace is not None and self._thread is not None:
            self._trace.stop.set()
            self._thread.join(GIVE_S)


def program(lines: LineModel, columns: list[Column]) -> Model:
    """Return the model of choosing one of some lines for each person.

    Its variables are the lines, then those that belong to no person.

    Parameters
    ----------
    lines
        What the lines are of.
    columns
        The lines.
    """
    whole, model = lines.model, Model()
    model.constant = whole.constant
    rows: list[tuple[list[int], list[int]]] = [([], []) for _ in range(lines.rows)]
    mine: list[list[int]] = [[] for _ in lines.people]
    for column in columns:
        number = model.variable(0, 1, column.cost)
        mine[column.person].append(number)
        for row in np.flatnonzero(column.activity).tolist():
            rows[row][0].append(number)
            rows[row][1].append(int(column.activity[row]))
    place = {
        variable: model.variable(whole.lower[variable], whole.upper[variable], whole.cost[variable])
        for variable in lines.lines.common
    }
    for row, variable, coefficient in lines.common.tolist():
        rows[row][0].append(place[variable])
        rows[row][1].append(coefficient)
    for (numbers, coefficients), least, most in zip(rows, lines.least, lines.most, strict=True):
        model.rows.append((numbers, coefficients, least, most))
    for some in mine:
        model.rows.append((some, [1] * len(some), 1, 1))
    return model
