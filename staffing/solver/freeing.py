"""Some people, or some days, set free again and again: for named people with very many shifts.

The first roster comes person by person, each planned as well as those before allow. Then a few
people, or everybody on a few days, may change while all else stays; of each person's hundreds
of shifts only those on a grid, and those near the shift at hand. HiGHS solves each such part to
its end in seconds. What wins most per second is tried most. (Shaw 1998,
doi:10.1007/3-540-49481-2_30; Pisinger and Ropke 2010, doi:10.1007/978-1-4419-1665-5_13.)
"""

from __future__ import annotations

import random
import threading
import time

import highspy
import numpy as np
from numpy.typing import NDArray

from staffing.formulation.arrays import Arrays
from staffing.formulation.cells import Cells, Flags
from staffing.formulation.draft import ModelDraft
from staffing.solver.arms import Arm, next_arm
from staffing.solver.highs import ROUNDING, run
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Trace

Floats = NDArray[np.float64]

NAME = "freeing"
STEP_S = 10.0
"""Seconds for one part at most."""
WAIT_S = 0.1
FIRST_S = 60.0
"""Seconds for one person at most, while there is no roster."""
FIRST_GRIDS = (60, 15)
"""Minutes between the lines of the grid of somebody's first shifts, and if that is too coarse."""
FIRST_SLACK = 0.1
"""Of the dearest unit: so near to the best is near enough in the first roster."""
NEAR = 30
"""A shift is near another if neither its start nor its length differs by more minutes."""
MOST = 12_000
"""Duties that are free at once, at most."""


class Shape(Arm):
    """A part of a roster.

    Parameters
    ----------
    people
        How many are free.
    days
        On how many days in a row.
    step
        Minutes between the lines of the grid of their shifts; None is only shifts near theirs.
    """

    def __init__(self, people: int, days: int, step: int | None) -> None:
        super().__init__()
        self.people, self.days, self.step = people, days, step


class Freeing:
    """A search that several threads may run at once.

    Parameters
    ----------
    draft
        A finished draft of named people.
    settings
        The seed.
    trace
        Of the draft's model.
    until
        ``time.monotonic()`` at which it ends.
    """

    def __init__(
        self, draft: ModelDraft, settings: SolveSettings, trace: Trace, until: float
    ) -> None:
        self._trace, self._until, self._seed = trace, until, settings.seed
        self._arrays = Arrays(draft.model)
        self._cells = Cells(draft, self._arrays)
        self._arms = shapes(self._cells.people, self._cells.days)
        self._lock = threading.Lock()

    def run(self) -> None:
        """Plan person by person, then free part after part until the time is up."""
        self.begin()
        self.work(0)

    @property
    def _over(self) -> bool:
        return self._trace.stop.is_set() or time.monotonic() >= self._until

    def begin(self) -> bool:
        """Plan person by person unless there is a roster; return whether there is one then."""
        if self._trace.values is not None:
            return True
        cells = self._cells
        chance = random.Random(self._seed)  # noqa: S311 - a repeatable search
        values = np.maximum(self._arrays.lower, 0.0)
        slack = max(ROUNDING, FIRST_SLACK * float(self._arrays.cost.max(initial=0.0)))
        grids = [~cells.duty | self._on_grid(step, 0, 0) for step in FIRST_GRIDS]
        for person in chance.sample(range(cells.people), cells.people):
            mine = cells.of(np.arange(cells.people) == person, np.ones(cells.days, np.bool_))
            for allowed in grids:
                left = min(FIRST_S, self._until - time.monotonic())
                found = self._solve(mine & allowed, values, left, known=False, slack=slack)
                if found is not None:
                    break
            else:
                return False
            values = found
        self._take(values, None)
        return self._trace.values is not None

    def work(self, number: int) -> None:
        """Free part after part until the time is up or the trace stops."""
        chance = random.Random(f"{self._seed}-{number}")  # noqa: S311 - as above
        while not self._over:
            known = self._trace.values
            if known is None:  # somebody else may find one
                time.sleep(WAIT_S)
                continue
            arm = next_arm(self._arms, chance)
            begun, values = time.monotonic(), known.astype(np.float64)
            free = self._part(arm, values, chance)
            if np.count_nonzero(free & self._cells.duty) > MOST:
                arm.note(0.0, STEP_S)
                continue
            left = min(STEP_S, self._until - time.monotonic())
            found = self._solve(free, values, left, known=True)
            before = self._cost(values)
            gain = 0.0 if found is None else before - self._cost(found)
            with self._lock:
                won = found is not None and gain >= 0 and self._take(found, values)
            arm.note(gain if won else 0.0, time.monotonic() - begun)

    def _cost(self, values: Floats) -> float:
        return float(self._arrays.cost @ values)

    def _take(self, values: Floats, base: Floats | None) -> bool:
        """Keep a solution, or what it changes of another one; return whether that is one."""
        now = self._trace.values
        if base is not None and now is not None and (now != base).any():
            values = now + values - base  # somebody else has found a better one meanwhile
        if not self._arrays.kept(values):
            return False
        whole = np.rint(values).astype(np.int64)
        return self._trace.solution(whole, NAME) or self._trace.swap(whole)

    def _part(self, shape: Shape, values: Floats, chance: random.Random) -> Flags:
        """Return (size,) which variables are free."""
        cells = self._cells
        people, days = np.zeros(cells.people, np.bool_), np.zeros(cells.days, np.bool_)
        people[chance.sample(range(cells.people), shape.people)] = True
        first = chance.randint(0, cells.days - shape.days)
        days[first : first + shape.days] = True
        allowed = ~cells.duty | (values > 0) | self._near(values)
        if shape.step is not None:
            shifts = (chance.randrange(0, shape.step, 5) for _ in range(2))
            allowed |= self._on_grid(shape.step, *shifts)
        return np.asarray(cells.of(people, days) & allowed)

    def _on_grid(self, step: int, start: int, minutes: int) -> Flags:
        """Return (size,) which duties start, and last, a number of steps after the first ones."""
        cells = self._cells
        starts, lengths = cells.start[cells.duty], cells.minutes[cells.duty]
        if not len(starts):
            return cells.duty  # nobody is named
        first, shortest = int(starts.min()), int(lengths.min())
        grain = int(np.gcd.reduce(np.concatenate((starts - first, lengths - shortest)))) or 1
        begin, least = first + start // grain * grain, shortest + minutes // grain * grain
        on = ((cells.start - begin) % step == 0) & ((cells.minutes - least) % step == 0)
        return np.asarray(cells.duty & on)

    def _near(self, values: Floats) -> Flags:
        """Return (size,) which duties are near the one that somebody has on that day."""
        cells = self._cells
        far = -10 * NEAR
        mine = np.full((2, cells.people, cells.days), far)
        now = np.flatnonzero(cells.duty & (values > 0))
        mine[:, cells.person[now], cells.first[now]] = cells.start[now], cells.minutes[now]
        found = np.zeros(len(values), dtype=np.bool_)
        duty = np.flatnonzero(cells.duty)
        start, minutes = mine[:, cells.person[duty], cells.first[duty]]
        found[duty] = (np.abs(cells.start[duty] - start) <= NEAR) & (
            np.abs(cells.minutes[duty] - minutes) <= NEAR
        )
        return found

    def _solve(
        self,
        free: Flags,
        values: Floats,
        seconds: float,
        *,
        known: bool,
        slack: float = ROUNDING,
    ) -> Floats | None:
        """Return the best values of what is free, all else as it is."""
        arrays = self._arrays
        columns = np.flatnonzero(free)
        rows = np.unique(arrays.entries(columns)[0])
        others = np.where(free, 0.0, values)
        program = arrays.program(columns, rows, arrays.activity(others))
        program.integrality_ = [highspy.HighsVarType.kInteger] * len(columns)
        start = values[columns].astype(np.int64) if known else None
        answer = run(
            program,
            seconds,
            self._trace,
            slack=slack,
            seed=self._seed,
            start=start,
            heuristics=not known,  # its own small searches hear no stop
        )
        if answer.values is None:
            return None
        new = values.copy()
        new[columns] = np.rint(answer.values)
        return new


def shapes(people: int, days: int) -> list[Shape]:
    """Return the parts to choose from.

    Parameters
    ----------
    people, days
        How many there are.
    """
    some = [(size, days, step) for size in (2, 3, 4, 6) for step in (60, 120)]
    some += [(2, days, 30), (4, (days + 1) // 2, 60), (8, (days + 3) // 4, 60)]
    all_of = [(people, size, step) for size in (1, 2, 3) for step in (30, 60)]
    near = [(people, size, None) for size in (2, 4, 7, days)]
    return [
        Shape(min(people, who), min(days, size), step)
        for who, size, step in (*some, *all_of, *near)
    ]
