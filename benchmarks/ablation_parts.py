"""Ways to plan without one component of the search, without adding a knob to it.

Each way replaces a function of the search while it lasts, or forces an engine. Nothing that it
takes away changes what a roster costs or which rosters are legal: the referee judges as ever.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple
from unittest.mock import patch

from staffing.domain.expr import Expr
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.formulation import away as away_room
from staffing.formulation import compile as compile_room
from staffing.formulation.alike import Alike, Group, alike
from staffing.formulation.away import Away
from staffing.formulation.breaks import Family, count_breaks
from staffing.formulation.draft import ModelDraft, ShiftClass
from staffing.formulation.line_pricing import TimeIsUpError
from staffing.formulation.model import Model
from staffing.solver import neighborhoods, planning
from staffing.solver.dives import dive
from staffing.solver.settings import Engine

Value = Callable[[Expr], int]


class Change(NamedTuple):
    """A name of a module or class, and what stands there meanwhile."""

    where: object
    name: str
    instead: object


class Way(NamedTuple):
    """A way to plan.

    Parameters
    ----------
    component
        What is taken away, or done otherwise; empty for the search as it is.
    what
        In what way.
    subjects
        Where that makes a difference.
    changes
        What is replaced meanwhile.
    engine
        That is forced.
    """

    component: str
    what: str
    subjects: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    engine: Engine = "auto"

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Plan in this way inside the block."""
        with ExitStack() as stack:
            for change in self.changes:
                stack.enter_context(patch.object(change.where, change.name, change.instead))
            yield


def nothing(*_: object) -> None:
    """Return no roster."""


def never(*_: object) -> bool:
    """Return that no price was too low."""
    return False


# -- people who are alike, each alone ------------------------------------------------------------


def each_alone(problem: Problem) -> Alike:
    """Return what the rules say, with nobody counted together with anybody."""
    known, center = alike(problem), problem.center
    return known._replace(
        groups={
            Group(center.queue_of(who), tuple(s.code for s in center.shifts_of(who)), number): [who]
            for number, who in enumerate(center.counselors)
        },
        teams=tuple((who.id,) for who in center.counselors),
    )


def everybody(problem: Problem, rules: object) -> frozenset[str]:  # noqa: ARG001 - as it is called
    """Return all ids: everybody is named."""
    return frozenset(counselor.id for counselor in problem.center.counselors)


def own_class(draft: ModelDraft) -> dict[ShiftClass, list[Counselor]]:
    """Return a class of shifts for each person."""
    center = draft.problem.center
    return {
        (center.queue_of(who), tuple(s.code for s in center.shifts_of(who)), number): [who]
        for number, who in enumerate(center.counselors)
    }


ALONE = (
    Change(planning, "alike", each_alone),
    Change(compile_room, "asked_by_name", everybody),
    Change(ModelDraft, "_classes", own_class),
)


# -- breaks without Hall's condition -------------------------------------------------------------


def without_hall(model: Model, family: Family, heads: Mapping[str, Expr]) -> dict[int, Expr]:
    """Count starts as the search does, without the rows that say they can be handed out."""
    before = len(model.rows)
    counts = count_breaks(model, family, heads)
    model.rows[before:] = [row for row in model.rows[before:] if row[2] == row[3]]
    return counts


_REST = Away._rest


def handed_out(
    away: Away,
    queue: int,
    day: dt.date,
    number: int,
    heads: Mapping[str, Expr],
    *,
    one_by_one: bool,
) -> None:
    """Give each shift, or each count of people on it, its own starts, which add up to the counts.

    Parameters
    ----------
    away, queue, day, number, heads
        As `Away` counts a break of a day.
    one_by_one
        Whether each count on a shift has its own starts, which is each person if nobody is
        counted with others; otherwise all on a shift share theirs.
    """
    _REST(away, queue, day, number, heads)
    family, counts, model = away.families[number], away.started[queue, number, day], away.model
    units: list[tuple[str, Expr]] = []
    for code, on_shift in heads.items():
        if code in family.windows:
            parts = [Expr({v: c}) for v, c in on_shift.terms.items()]
            rest = [Expr(constant=on_shift.constant)] if on_shift.constant else []
            units += [(code, part) for part in ([*parts, *rest] if one_by_one else [on_shift])]
    units.sort(key=lambda unit: family.windows[unit[0]][1])
    shares: dict[int, list[Expr]] = defaultdict(list)
    hands = _Hands(family, units, counts)
    for place, (code, part) in enumerate(units):
        low, high = family.windows[code]
        starts = [start for start in counts if low <= start <= high]
        own = {start: model.expr(0, model.bounds(part)[1]) for start in starts}
        model.equal(Expr.sum((*own.values(), -part)))
        for start, expr in own.items():
            shares[start].append(expr)
            for variable in expr.terms:
                away.derived.append((variable, hands.rule(place, start)))
    for start, count in counts.items():
        model.equal(Expr.sum((*shares[start], -count)))


class _Hands:
    """Hands counted starts out to units, earliest end of the window first, so that hints are whole.

    Parameters
    ----------
    family
        The break.
    units
        Shift and number of people, in the order in which their windows end.
    counts
        How many start at each time.
    """

    def __init__(
        self, family: Family, units: Sequence[tuple[str, Expr]], counts: Mapping[int, Expr]
    ) -> None:
        self._windows = [family.windows[code] for code, _ in units]
        self._parts = [part for _, part in units]
        self._counts = counts
        self._given: dict[tuple[int, int], int] = {}
        self._first: tuple[int, int] | None = None

    def rule(self, place: int, start: int) -> Callable[[Value], int]:
        """Return how many of a unit start at a time, as a function of a solution.

        The rule that was asked for first reckons for all: a draft applies rules in their order.
        """
        self._first = self._first or (place, start)

        def given(value: Value) -> int:
            if (place, start) == self._first:
                self._hand_out(value)
            return self._given.get((place, start), 0)

        return given

    def _hand_out(self, value: Value) -> None:
        self._given.clear()
        waiting = [value(part) for part in self._parts]
        for start in sorted(self._counts):
            left = value(self._counts[start])
            for place, (low, high) in enumerate(self._windows):
                if left and waiting[place] and low <= start <= high:
                    self._given[place, start] = number = min(left, waiting[place])
                    waiting[place] -= number
                    left -= number


def _breaks(*, one_by_one: bool) -> tuple[Change, ...]:
    def rest(away: Away, queue: int, day: dt.date, number: int, heads: Mapping[str, Expr]) -> None:
        handed_out(away, queue, day, number, heads, one_by_one=one_by_one)

    return Change(away_room, "count_breaks", without_hall), Change(Away, "_rest", rest)


# -- lines and neighborhoods ---------------------------------------------------------------------


def no_turn(run: object) -> None:  # noqa: ARG001 - in the place of a method
    """End the search instead of setting people free."""
    raise TimeIsUpError


def poor_dive(*arguments: object, **options: object) -> object:
    """Dive among the lines that are known, without looking for new ones."""
    return dive(*arguments, **{**options, "rounds": 0})  # type: ignore[arg-type]


# -- all of them ---------------------------------------------------------------------------------

WEEKS = ("cheonan_week", "generated_100")
ALL = (*WEEKS, "four_weeks")
WAYS = {
    "as it is": Way("", "as it is", ALL),
    "no start": Way(
        "start hint",
        "begins with no roster",
        ALL,
        (
            Change(planning, "first_roster", nothing),
            Change(neighborhoods, "greedy_lines", nothing),
        ),
    ),
    "each alone": Way("aggregation", "each person alone", WEEKS, ALONE),
    "breaks by shift": Way(
        "break formulation", "starts per shift, no Hall rows", WEEKS, _breaks(one_by_one=False)
    ),
    "breaks by person": Way(
        "break formulation",
        "starts per person and duty, each person alone",
        WEEKS,
        (*ALONE, *_breaks(one_by_one=True)),
    ),
    "cp-sat": Way("MIP bound", "CP-SAT alone", ("generated_100",), engine="cp-sat"),
    "race": Way("MIP bound", "HiGHS beside CP-SAT", WEEKS, engine="race"),
    "highs": Way("MIP bound", "HiGHS alone", ("cheonan_week",), engine="highs"),
    "days only": Way(
        "MIP bound",
        "no HiGHS on the whole after the days",
        ("generated_100",),
        (Change(planning, "WHOLE", 0),),
    ),
    "coarse curves": Way(
        "exact rounds",
        "long curves stay priced from below",
        ("generated_100",),
        (Change(planning._Run, "_refine", never),),
    ),
    "no neighborhoods": Way(
        "large neighborhoods",
        "lines and one dive, nobody set free",
        ("four_weeks",),
        (Change(neighborhoods._Run, "_turn", no_turn),),
    ),
    "poor dives": Way(
        "large neighborhoods",
        "dives look for no new lines",
        ("four_weeks",),
        (Change(neighborhoods, "dive", poor_dive),),
    ),
    "not alongside": Way(
        "large neighborhoods",
        "no CP-SAT alongside",
        ("four_weeks",),
        (Change(neighborhoods, "Alongside", nothing),),
    ),
    "no lines": Way("large neighborhoods", "CP-SAT alone", ("four_weeks",), engine="cp-sat"),
}
