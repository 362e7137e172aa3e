"""The exact day against a plain event simulation: explicit agents, explicit callers."""

from __future__ import annotations

import heapq
import math

import numpy as np

from staffing.queueing.exact_day import exact_day

RATES = np.array([60.0, 150.0, 190.0, 170.0, 90.0, 160.0, 180.0, 140.0, 80.0, 50.0])
HEADS = np.array([4, 8, 11, 9, 4, 9, 9, 8, 5, 3])
LEAVE = np.array([0, 0, 1, 4, 5, 0, 2, 1, 4, 2])
JOIN = np.array([0, 4, 4, 2, 0, 5, 2, 0, 1, 0])
TAU, AHT, PATIENCE, THRESHOLD = 900.0, 180.0, 240.0, 20.0


class SimulatedDay:
    """One day, event by event."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng
        self.busy: list[tuple[float, int]] = []
        self.leaving: set[int] = set()
        self.queue: list[tuple[float, float]] = []
        self.free, self.number = int(HEADS[0]), 0
        self.in_time = self.answered = self.abandoned = 0
        self.waited = self.overtime = 0.0

    def run(self) -> list[float]:
        """Play the day and return in time, answered, abandoned, waited, overtime."""
        arrivals = [
            (time, 2, 0)
            for slot, rate in enumerate(RATES)
            for time in (slot + self.rng.random(self.rng.poisson(rate / 4))) * TAU
        ]
        events = sorted(arrivals + [(slot * TAU, 1, slot) for slot in range(1, len(RATES))])
        for time, kind, slot in events:
            self.finish_until(time)
            if kind == 1:
                self.border(time, slot)
            else:
                self.queue.append((time, time + self.rng.exponential(PATIENCE)))
            self.answer(time)
        self.finish_until(math.inf)
        self.abandoned += len(self.queue)
        return [self.in_time, self.answered, self.abandoned, self.waited, self.overtime]

    def finish_until(self, until: float) -> None:
        """End calls up to a time; whoever is free takes the next caller."""
        while self.busy and self.busy[0][0] <= until:
            time, who = heapq.heappop(self.busy)
            if who in self.leaving:
                self.leaving.discard(who)
            else:
                self.free += 1
            self.answer(time)

    def answer(self, now: float) -> None:
        """Take waiting callers while somebody is free; those who hung up are skipped."""
        while self.free and self.queue:
            came, until = self.queue.pop(0)
            if until < now:
                self.abandoned += 1
                continue
            self.free -= 1
            self.number += 1
            self.answered += 1
            self.waited += now - came
            self.in_time += now - came <= THRESHOLD
            heapq.heappush(self.busy, (now + self.rng.exponential(AHT), self.number))

    def border(self, now: float, slot: int) -> None:
        """Let agents drawn at random leave, idle or after their call, and others join."""
        here = [(end, who) for end, who in self.busy if who not in self.leaving]
        for index in self.rng.permutation(len(here) + self.free)[: LEAVE[slot]].tolist():
            if index < len(here):
                self.leaving.add(here[index][1])
                self.overtime += here[index][0] - now
            else:
                self.free -= 1
        self.free += int(JOIN[slot])


def test_a_plain_simulation_agrees() -> None:
    """Means of 400 days lie within four standard errors."""
    rng = np.random.default_rng(5)
    rows = np.array([SimulatedDay(rng).run() for _ in range(400)])
    found = exact_day(RATES, AHT, HEADS, PATIENCE, THRESHOLD, TAU / 60, leavers=LEAVE, joiners=JOIN)
    mean, error = rows.mean(axis=0), rows.std(axis=0) / math.sqrt(len(rows))
    truth = [
        found.in_time.sum(),
        found.answered.sum(),
        found.abandoned.sum(),
        found.wait_s.sum(),
        found.overtime_s[:-1].sum(),
    ]
    assert np.all(np.abs(mean - truth) < 4 * error), (mean, truth, error)
