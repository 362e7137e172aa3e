"""A first roster, built greedily in a moment: the search starts from it instead of from nothing.

Days are chosen person by person where another head is worth most, then shifts and breaks
duty by duty on the prices of the slots; a few passes mend what came early.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from staffing.domain.meetings import starts_beside
from staffing.domain.people import Counselor
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.ties import is_tied, span_of
from staffing.domain.work import Break, Shift
from staffing.formulation.curve import lower_hull
from staffing.formulation.draft import ModelDraft
from staffing.formulation.patterns import legal_after
from staffing.solver.start_meetings import FirstMeetings, mended
from staffing.units import MINUTES_PER_DAY

_Choice = tuple[str, Sequence[int], NDArray[np.int64], NDArray[np.int64]]
"""Code of a break, its possible starts, and first slot away and slot back for each."""

PASSES = 3
MANY = 200
"""Above so many people nothing is mended: the search itself does that faster."""
ON_PHONES = 0.85
"""Rough share of a working day's people on the phones, to price days before breaks exist."""


def first_roster(draft: ModelDraft) -> Roster:
    """Return a roster that fills every person's week; rules that tie shifts may be broken.

    Parameters
    ----------
    draft
        A finished draft.
    """
    prices = _prices(draft)
    duties = _choose_days(draft, prices)
    placer = _Placer(draft, prices, FirstMeetings(draft, set(duties)))
    for number in range(PASSES if len(draft.team_of) <= MANY else 1):
        for key in duties:
            placer.place(*key, again=number > 0)
    roster = Roster(horizon=draft.problem.horizon, duties=tuple(placer.duties.values()))
    return mended(draft, roster) if draft.problem.center.meetings else roster


def _prices(draft: ModelDraft) -> NDArray[np.float64]:
    """(Q, T, N+2) price of each number on the phones, made convex so that greed works."""
    queues = len(draft.problem.center.queues)
    most = 1 + max((len(table) for table in draft.tables.values()), default=1)
    prices = np.zeros((queues, draft.problem.grid.size, most + 1))
    for (queue, slot), table in draft.tables.items():
        prices[queue, slot] = _convex(
            np.array([*table, *[table[-1]] * (most + 1 - len(table))], dtype=np.float64)
        )
    return prices


def _convex(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the largest convex function below a table."""
    hull = lower_hull(values)
    return np.interp(np.arange(len(values)), hull, values[hull])


def _choose_days(draft: ModelDraft, prices: NDArray[np.float64]) -> list[tuple[str, dt.date]]:
    """Choose each person's pattern where another head saves most; two rounds."""
    problem = draft.problem
    days = problem.horizon.days
    most = prices.shape[-1] - 1
    heads_worth = np.zeros((len(problem.center.queues), days, most + 1))
    phones = np.minimum(np.arange(most + 1) * ON_PHONES, most)
    for queue in range(prices.shape[0]):
        for day in range(days):
            slots = problem.grid.of_day(day)
            total = prices[queue, slots.start : slots.stop].sum(axis=0)
            heads_worth[queue, day] = np.interp(phones, np.arange(most + 1), total)
    heads = np.zeros((len(problem.center.queues), days), dtype=np.int64)
    chosen: dict[tuple[str, int], tuple[bool, ...]] = {}
    order = sorted(
        ((who, number) for who in draft.team_of for number in range(len(problem.horizon.weeks))),
        key=lambda key: (key[1], len(draft.patterns[draft.team_of[key[0]], key[1]]), key[0]),
    )
    several = len(problem.horizon.weeks) > 1
    for _ in range(1 if several else 2):
        for who, number in order:
            queue = problem.center.queue_of(problem.center.counselor[who])
            indexes = [problem.horizon.index(day) for day in problem.horizon.weeks[number]]
            if (who, number) in chosen:
                heads[queue, indexes] -= np.array(chosen[who, number], dtype=np.int64)
            now = np.minimum(heads[queue, indexes], most - 1)
            gain = heads_worth[queue, indexes, now + 1] - heads_worth[queue, indexes, now]
            options = [pattern for pattern, _ in draft.patterns[draft.team_of[who], number]]
            if not options:
                continue
            flags = np.array([pattern.days for pattern in options], dtype=np.int64)
            cost = np.array([pattern.cost for pattern in options]) + flags @ gain
            ranked = np.argsort(cost, kind="stable").tolist()
            best = _legal(draft, who, number, ranked, chosen) if several else ranked[0]
            chosen[who, number] = options[best].days
            heads[queue, indexes] += flags[best]
    return [
        (who, day)
        for (who, number), flags_ in sorted(chosen.items(), key=lambda item: item[0][1])
        for day, worked in zip(problem.horizon.weeks[number], flags_, strict=True)
        if worked
    ]


def _legal(
    draft: ModelDraft,
    who: str,
    number: int,
    ranked: list[int],
    chosen: dict[tuple[str, int], tuple[bool, ...]],
) -> int:
    """Return the first pattern that may follow the weeks chosen so far, else the first."""
    problem = draft.problem
    counselor = problem.center.counselor[who]
    shifts = problem.center.shifts_of(counselor)
    before = [
        Duty(counselor=who, day=day, shift=shifts[0].code)
        for earlier in range(number)
        for day, worked in zip(
            problem.horizon.weeks[earlier], chosen.get((who, earlier), ()), strict=False
        )
        if worked
    ]
    week = problem.horizon.weeks[number]
    for index in ranked:
        days = draft.patterns[draft.team_of[who], number][index][0].days
        if legal_after(problem, counselor, week, days, before):
            return index
    return ranked[0]


class _Placer:
    """Places duties one at a time on the prices left by the others."""

    def __init__(
        self, draft: ModelDraft, prices: NDArray[np.float64], meetings: FirstMeetings
    ) -> None:
        self.problem = draft.problem
        self.meetings = meetings
        self.prices = prices
        self._steps = np.diff(prices, axis=2)
        self.heads = np.zeros(prices.shape[:2], dtype=np.int64)
        self.duties: dict[tuple[str, dt.date], Duty] = {}
        self._known: dict[tuple[object, ...], list[_Choice]] = {}

    def place(self, who: str, day: dt.date, *, again: bool) -> None:
        """Give a duty the shift and breaks that cost least; ``again`` takes the old ones back."""
        counselor = self.problem.center.counselor[who]
        queue = self.problem.center.queue_of(counselor)
        if again and (old := self.duties.get((who, day))) is not None:
            self._add(queue, old, -1)
        worth = self._worth(queue)
        options = [self._best(who, shift, day, worth) for shift in self._shifts(counselor, day)]
        if not options:
            return
        _, shift, chosen = min(options, key=lambda option: option[0])
        pauses = tuple(Pause(code=code, start=start) for start, code in sorted(chosen))
        duty = Duty(counselor=who, day=day, shift=shift.code, breaks=pauses)
        self.duties[who, day] = duty
        self._add(queue, duty, 1)

    def _worth(self, queue: int) -> NDArray[np.float64]:
        """(T+1,) what one more head changes in all slots before each border."""
        slots = np.arange(self.prices.shape[1])
        now = np.minimum(self.heads[queue], self.prices.shape[2] - 2)
        return np.concatenate(([0.0], np.cumsum(self._steps[queue][slots, now])))

    def _shifts(self, counselor: Counselor, day: dt.date) -> list[Shift]:
        shifts = self.problem.center.shifts_of(counselor)
        return [s for s in shifts if counselor.can_attend(day, s.start, s.end)] or list(shifts)

    def _best(
        self, who: str, shift: Shift, day: dt.date, worth: NDArray[np.float64]
    ) -> tuple[float, Shift, list[tuple[int, str]]]:
        """Return the price of a shift, and when its meetings and breaks begin at best."""
        slots = self.problem.slots_of[self.problem.horizon.index(day), shift.code]
        total = float(worth[slots.stop] - worth[slots.start])
        attended = self.meetings.attended(who, day, shift, worth)
        chosen = list(attended)
        for start, code in attended:
            away = self._away(day, self.problem.center.pause[code], start)
            total -= float(worth[away.stop] - worth[away.start])
        choices = self._choices(shift, day, tuple(attended))
        prices = [worth[begins] - worth[ends] for _, _, begins, ends in choices]
        best = self._cheapest(shift, [starts for _, starts, _, _ in choices], prices)
        for (code, starts, _, _), price, place in zip(choices, prices, best, strict=True):
            total += float(price[place])
            chosen.append((starts[place], code))
        return total, shift, chosen

    def _cheapest(
        self, shift: Shift, starts: list[Sequence[int]], prices: list[NDArray[np.float64]]
    ) -> list[int]:
        """Return the place of the start to take of each break, ties kept, the cheapest in all."""
        pauses = self.problem.center.breaks_of(shift)
        if not any(map(is_tied, pauses[1:])):
            return [int(price.argmin()) for price in prices]
        after: list[NDArray[np.int64]] = []
        total = prices[-1]
        for one, other, begun, then, price in zip(
            pauses[-2::-1],
            pauses[:0:-1],
            starts[-2::-1],
            starts[:0:-1],
            prices[-2::-1],
            strict=True,
        ):
            least, most = span_of(one, other)
            wait = np.asarray(then) - np.asarray(begun)[:, np.newaxis]
            fits = (wait >= least) & (wait <= (np.inf if most is None else most))
            costs = np.where(fits | (not is_tied(other)), total, np.inf)
            after.append(costs.argmin(axis=1))
            total = price + costs.min(axis=1)
        best = [int(total.argmin())]
        for follow in reversed(after):
            best.append(int(follow[best[-1]]))
        return best

    def _choices(
        self, shift: Shift, day: dt.date, attended: tuple[tuple[int, str], ...]
    ) -> list[_Choice]:
        """Return the breaks of a shift with their possible starts and the slots away."""
        key = shift.code, day, attended
        if key not in self._known:
            center = self.problem.center
            self._known[key] = []
            free = starts_beside(center, shift, attended)
            for pause, beside in zip(center.breaks_of(shift), free, strict=True):
                starts = beside or center.starts_in[shift.code][pause.code]
                away = [self._away(day, pause, start) for start in starts]
                self._known[key].append(
                    (
                        pause.code,
                        starts,
                        np.array([slots.start for slots in away]),
                        np.array([slots.stop for slots in away]),
                    )
                )
        return self._known[key]

    def _away(self, day: dt.date, pause: Break, start: int) -> range:
        begin = self.problem.horizon.index(day) * MINUTES_PER_DAY + start
        return self.problem.grid.between(begin, begin + pause.minutes)

    def _add(self, queue: int, duty: Duty, sign: int) -> None:
        slots = self.problem.slots_of[self.problem.horizon.index(duty.day), duty.shift]
        self.heads[queue, slots.start : slots.stop] += sign
        for pause in duty.breaks:
            away = self._away(duty.day, self.problem.center.pause[pause.code], pause.start)
            self.heads[queue, away.start : away.stop] -= sign
