"""Random calls: when each comes, how long it can wait, how long it takes to handle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from staffing.evaluation.simulation_block import NEVER, Block, Bools, Floats, Ints

HandleTime = Literal["exponential", "lognormal"]
Absence = Literal["slot", "day", "none"]


@dataclass(frozen=True, slots=True)
class Chance:
    """What is random, and how.

    Attributes
    ----------
    seed
        Of everything.
    handle_time
        Distribution of handle times around the mean of the slot in which the call comes.
    cv
        Coefficient of variation of lognormal handle times.
    day_cv
        (Q, D) coefficient of variation of the gamma factor that a queue's day shares.
    absence
        What ``on_phone_share`` does: each scheduled counselor is away for whole slots, for
        the whole day, or never, with probability 1 - share and independently.
    lots
        Whether counselors draw lots at each border who leaves.
    """

    seed: int
    handle_time: HandleTime
    cv: float
    day_cv: Floats
    absence: Absence
    lots: bool


class Calls(NamedTuple):
    """Calls of R replications in order of arrival, filled up to the longest, each (N, R).

    ``time`` is `NEVER` and ``patience`` negative where a replication has no further call.
    """

    time: Floats
    patience: Floats
    service: Floats
    queue: Ints


class Draws(NamedTuple):
    """The calls; (R, C, K) or (1, C, K) who is really on the phones; (R, C, K) lots to leave."""

    calls: Calls
    on: Bools
    lots: Floats | None


def draw(block: Block, chance: Chance, replications: range) -> Draws:
    """Draw replications of a block, each from its own stream.

    A replication's numbers depend on the seed, its own number and the block's first day, not
    on what else is drawn: batches of any size, and longer runs, agree.
    """
    days = np.unique(block.day)
    key = int(days[0])
    rows, present, lots = [], [], []
    away = chance.absence != "none" and bool(np.any(block.share < 1))
    for number in replications:
        sequence = np.random.SeedSequence(chance.seed, spawn_key=(number, key))
        rng = np.random.Generator(np.random.PCG64(sequence))
        rows.append(_replication(rng, block, chance, days))
        if away:
            present.append(block.on & _present(rng, block, chance.absence))
        if chance.lots:
            lots.append(rng.random(block.on.shape))
    most = max(row[0].size for row in rows)
    count = len(rows)
    time = np.full((count, most), NEVER)
    patience = np.full((count, most), -1.0)
    service = np.zeros((count, most))
    queue = np.zeros((count, most), dtype=np.int64)
    targets = (time, patience, service, queue)[: 4 if len(block.calls) > 1 else 3]
    for index, row in enumerate(rows):
        for target, values in zip(targets, row, strict=False):
            target[index, : row[0].size] = values
    by_call = [np.ascontiguousarray(values.T) for values in (time, patience, service)]
    calls = Calls(by_call[0], by_call[1], by_call[2], np.ascontiguousarray(queue.T))
    on = np.stack(present) if away else block.on[np.newaxis]
    return Draws(calls, on, np.stack(lots) if lots else None)


def _present(rng: np.random.Generator, block: Block, absence: Absence) -> Bools:
    if absence == "slot":
        return rng.random(block.on.shape) < block.share
    # One number per person and day, read through the day of each slot.
    first = int(block.day[0])
    draws = rng.random((len(block.people), int(block.day[-1]) - first + 1))
    present: Bools = draws[:, block.day - first] < block.share
    return present


def _replication(
    rng: np.random.Generator, block: Block, chance: Chance, days: Ints
) -> tuple[Floats, Floats, Floats, Ints]:
    slots = len(block.slots)
    edges = np.arange(slots + 1) * block.slot_s
    parts = []
    for queue, expected in enumerate(block.calls):
        factors = _factors(rng, chance.day_cv[queue, days])
        rates = expected * factors[block.day - days[0]]
        reached = np.concatenate([[0.0], np.cumsum(rates)])
        count = int(rng.poisson(reached[-1])) if reached[-1] > 0 else 0
        # Exponential gaps, scaled to the count, are uniform order statistics: no sorting.
        gaps = np.cumsum(rng.standard_exponential(count + 1))
        time = np.interp(gaps[:count] * (reached[-1] / gaps[count]), reached, edges)
        patience = np.full(count, np.inf)
        if math.isfinite(block.patience_s[queue]):
            patience = rng.standard_exponential(count) * block.patience_s[queue]
        service = _unit_times(rng, chance, count)
        mean = block.aht_s[queue]
        if np.all(mean == mean[0]):
            service *= mean[0]
        else:
            service *= mean[np.minimum((time / block.slot_s).astype(np.int64), slots - 1)]
        parts.append((time, patience, service))
    if len(parts) == 1:
        return (*parts[0], np.zeros(0, dtype=np.int64))
    time, patience, service = (np.concatenate([part[i] for part in parts]) for i in range(3))
    queues = np.repeat(np.arange(len(parts)), [part[0].size for part in parts])
    order = np.argsort(time, kind="stable")
    return time[order], patience[order], service[order], queues[order]


def _factors(rng: np.random.Generator, cv: Floats) -> Floats:
    factors = np.ones(cv.size)
    for index in np.flatnonzero(cv > 0):
        shape = 1.0 / cv[index] ** 2
        factors[index] = rng.gamma(shape) / shape
    return factors


def _unit_times(rng: np.random.Generator, chance: Chance, count: int) -> Floats:
    if chance.handle_time == "exponential":
        return rng.standard_exponential(count)
    variance = math.log1p(chance.cv**2)
    normal = rng.standard_normal(count)
    return np.exp(math.sqrt(variance) * normal - variance / 2)
