"""The model of an offer of shifts: people without names, and a price on each different shift.

A shift is an arc from its start to its end, so the heads of neighboring slots differ by who
comes less who goes. Such rows have a few terms each, where covering every slot has hundreds.
Where the requirement rises, some shift must start or a head must be missing or have been too
many; the row that says so with the shifts' prices is what makes the bound strong.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence

from staffing.domain.base import IntArray
from staffing.domain.expr import Expr
from staffing.domain.offer import OfferPrices
from staffing.domain.problem import Problem
from staffing.domain.work import Shift
from staffing.formulation.breaks import Family, count_breaks, families, tie_breaks, tied_pairs
from staffing.formulation.model import Model
from staffing.units import MINUTES_PER_DAY


class OfferModel:
    """The variables of an offer.

    Parameters
    ----------
    problem
        Its shifts, breaks, open slots and days.
    required
        (T,) heads.
    prices
        What is minimized.
    cyclic
        Whether what reaches beyond the last day serves the first.
    """

    def __init__(
        self, problem: Problem, required: IntArray, prices: OfferPrices, *, cyclic: bool
    ) -> None:
        self.problem, self.model = problem, Model()
        self.families: tuple[Family, ...] = families(problem.center)
        self.people: dict[tuple[dt.date, str], Expr] = {}
        self.started: dict[tuple[int, dt.date], Mapping[int, Expr]] = {}
        self._cycle = problem.horizon.days * MINUTES_PER_DAY if cyclic else None
        self._slot = {int(start): slot for slot, start in enumerate(problem.grid.starts)}
        self._need = [int(number) for number in required]
        most = max(self._need, default=0)
        self._over = [self.model.expr(0, most, prices.surplus) for _ in self._need]
        self._under = [self.model.expr(0, need, prices.missing) for need in self._need]
        self._used = {
            shift.code: self.model.expr(0, 1, prices.kind) for shift in problem.center.shifts
        }
        self._come: dict[int, list[Expr]] = defaultdict(list)
        self._go: dict[int, list[Expr]] = defaultdict(list)
        self._kinds_come: dict[int, dict[str, Expr]] = defaultdict(dict)
        self._kinds_go: dict[int, dict[str, Expr]] = defaultdict(dict)
        self._there: list[list[Expr]] = [[] for _ in self._need]
        for index, day in enumerate(problem.horizon.dates):
            self._staff(index, day, most)
            self._take_breaks(index, day)
        for slot in range(len(self._need)):
            self._balance(slot)

    def _at(self, minute: int) -> int:
        return minute if self._cycle is None else minute % self._cycle

    def _slots(self, index: int, begin: int, end: int) -> list[int]:
        """Return the open slots that lie wholly in [begin, end) of a day."""
        step, midnight = self.problem.grid.slot_minutes, index * MINUTES_PER_DAY
        first = begin + -(midnight + begin) % step
        minutes = range(midnight + first, midnight + end - step + 1, step)
        return [self._slot[at] for at in map(self._at, minutes) if at in self._slot]

    def _staff(self, index: int, day: dt.date, most: int) -> None:
        for shift in self.problem.center.shifts:
            slots = self._slots(index, shift.start, shift.end)
            if not slots:
                continue
            people = self.model.expr(0, most)
            self.people[day, shift.code] = people
            used = self._used[shift.code]
            self.model.row(used * most - people, at_least=0)
            if not shift.breaks:
                # All of them are there in every slot: the one that needs fewest says most.
                least = min(slots, key=lambda slot: self._need[slot])
                room = used * self._need[least] + self._over[least]
                self.model.row(room - people, at_least=0)
            self._move(index, shift, people, used, slots)

    def _move(
        self, index: int, shift: Shift, people: Expr, used: Expr, slots: Sequence[int]
    ) -> None:
        step = self.problem.grid.slot_minutes
        midnight = index * MINUTES_PER_DAY
        first = midnight + shift.start + -(midnight + shift.start) % step
        last = midnight + shift.end - (midnight + shift.end) % step
        for minute, moves, kinds in (
            (self._at(first), self._come, self._kinds_come),
            (self._at(last), self._go, self._kinds_go),
        ):
            moves[minute].append(people)
            kinds[minute][shift.code] = used
        for slot in slots:
            self._there[slot].append(people)

    def _take_breaks(self, index: int, day: dt.date) -> None:
        heads = {code: expr for (on, code), expr in self.people.items() if on == day}
        for number, family in enumerate(self.families):
            started = count_breaks(self.model, family, heads)
            self.started[number, day] = started
            length = self.problem.center.pause[family.code].minutes
            for begin, expr in started.items():
                slots = self._slots(index, begin, begin + length)
                for slot in slots:
                    minute = int(self.problem.grid.starts[slot])
                    self._there[slot].append(-expr)
                    self._go[minute].append(expr)
                    self._come[self._at(minute + self.problem.grid.slot_minutes)].append(expr)
        for before, number in tied_pairs(self.families, range(len(self.families))):
            counts = (self.started[n, day] for n in (before, number))
            tie_breaks(self.model, self.families[number], *counts)

    def _balance(self, slot: int) -> None:
        """Relate a slot to the one before, or to all who are there if none is."""
        step = self.problem.grid.slot_minutes
        minute = int(self.problem.grid.starts[slot])
        before = self._slot.get(self._at(minute - step))
        off = self._over[slot] - self._under[slot]
        if before is None or slot == 0:
            self.model.equal(Expr.sum(self._there[slot]) - off, self._need[slot])
        if before is None:
            return
        rise = self._need[slot] - self._need[before]
        change = Expr.sum(self._come[minute]) - Expr.sum(self._go[minute])
        self.model.equal(change - off + self._over[before] - self._under[before], rise)
        if self.families or rise == 0:
            return
        kinds = self._kinds_come[minute] if rise > 0 else self._kinds_go[minute]
        early, late = (self._over[before], self._under[slot])
        if rise < 0:
            early, late = (self._under[before], self._over[slot])
        self.model.row(Expr.sum((*kinds.values(), early, late)), at_least=1)
