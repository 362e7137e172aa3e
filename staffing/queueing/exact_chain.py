"""From rates, heads and the available share to a chain, and from its passage to numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from staffing.queueing import transient_cram, uniformization
from staffing.queueing.cram import Floats
from staffing.queueing.transient import Chain, Ints, Passage
from staffing.queueing.transient_size import states_needed
from staffing.queueing.transient_waits import Promise, Tagged, nodes_of, served_share

Route = Literal["cram", "uniformization"]
Bools = NDArray[np.bool_]

_ENOUGH = 1e-11
"""Expected calls turned away per call, above which the chain is made longer."""


@dataclass(frozen=True, slots=True)
class Days:
    """Checked input: D days of T slots side by side.

    Attributes
    ----------
    arrive, aht_s, present
        (T, D) calls per second, seconds, and available share of heads.
    agents, leavers, joiners
        (T, D) scheduled heads; who leaves and joins at the start of each slot.
    seconds
        Length of a slot.
    abandon
        1 / patience in 1/s.
    threshold_s
        Acceptable wait.
    initial
        Calls waiting at opening.
    drain
        Whether the last team answers what waits at closing.
    lines
        Calls that can be in system; None is without limit.
    """

    arrive: Floats
    aht_s: Floats
    present: Floats
    agents: Ints
    leavers: Ints
    joiners: Ints
    seconds: float
    abandon: float
    threshold_s: float
    initial: int
    drain: bool
    lines: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Results (T, D) per slot, as in ExactDay; `queue` is (T, D, N), `left` and the rest (D,)."""

    offered: Floats
    in_time: Floats
    in_time_virtual: Floats
    answered: Floats
    abandoned: Floats
    wait_s: Floats
    busy_s: Floats
    staffed_s: Floats
    overtime_s: Floats
    queue: Floats
    left: Floats
    error: Floats
    blocked: Floats


def chain_of(days: Days, states: int, branches: int = 1) -> Chain:
    """Return the chain, with two branches where the available heads are no whole number.

    The available number is one of the two whole numbers around ``present * agents``, with
    the mean right. From slot to slot it changes as little as these shares allow (the same
    person stays away rather than another one every quarter of an hour).

    Parameters
    ----------
    days
        The input.
    states
        N.
    branches
        At least so many branches, 1 or 2.
    """
    reach = days.present * days.agents
    low = np.floor(reach + 1e-9).astype(np.int64)
    high = np.clip(reach - low, 0.0, 1.0)
    high[high < 1e-12] = 0.0
    branches = 2 if high.any() else branches
    slots, count = low.shape
    heads = np.stack([low, low + (high > 0)][:branches], axis=2)
    weight = np.ones((slots, branches, branches, count))
    if branches == 2:
        before, after = np.concatenate([high[:1], high[:-1]]), high
        stays_high = _part(np.minimum(before, after), before)
        from_low = _part(np.maximum(after - before, 0.0), 1.0 - before)
        weight[:, 1, 1], weight[:, 1, 0] = stays_high, 1.0 - stays_high
        weight[:, 0, 1], weight[:, 0, 0] = from_low, 1.0 - from_low
    swaps = np.rint(days.present * np.minimum(days.leavers, days.joiners)).astype(np.int64)
    leave = np.zeros((slots, branches, branches, count), dtype=np.int64)
    join = np.zeros_like(leave)
    for b in range(branches):
        for c in range(branches):
            change = heads[1:, :, c] - heads[:-1, :, b]
            fewer, more = np.maximum(-change, 0), np.maximum(change, 0)
            both = np.minimum(swaps[1:], heads[:-1, :, b] - fewer)
            leave[1:, b, c], join[1:, b, c] = fewer + both, more + both
    start = np.zeros((count, branches, states))
    start[:, 0, days.initial] = 1.0 - (high[0] if branches == 2 else 0.0)
    if branches == 2:
        start[:, 1, days.initial] = high[0]
    return Chain(
        days.seconds, days.abandon, days.arrive, 1.0 / days.aht_s, heads, weight, leave, join, start
    )


def _part(some: Floats, whole: Floats) -> Floats:
    part: Floats = np.divide(some, whole, out=np.zeros_like(some), where=whole > 0)
    return part


def run(days: Days, route: Route, states: int | None = None) -> Found:
    """Return the exact results; the chain is made longer until its end hardly matters.

    Where lines limit the calls in system, the chain ends with the last line at the latest, and
    who is turned away there is blocked.
    """
    most = math.inf if days.lines is None else days.lines + 1
    heads = np.ceil(days.present * days.agents - 1e-9).astype(np.int64)
    if states is None:
        low = np.floor(days.present * days.agents + 1e-9).astype(np.int64)
        both = [low] if (low == heads).all() else [low, heads]
        states = states_needed(
            np.concatenate([days.arrive] * len(both), axis=1),
            np.concatenate([1.0 / days.aht_s] * len(both), axis=1),
            np.concatenate(both, axis=1),
            days.abandon, days.seconds, days.initial,
        )  # fmt: skip
    while True:
        states = int(min(states, most))
        found, turned_away = _once(days, chain_of(days, states), route, full=states == most)
        if turned_away <= _ENOUGH or states > 200_000:
            return found
        states = int(states * 1.3) + 16


def _once(days: Days, chain: Chain, route: Route, *, full: bool) -> tuple[Found, float]:
    pieces = nodes_of(
        days.threshold_s, days.seconds, float((days.agents / days.aht_s).max()), days.abandon
    )
    tagged = Tagged(chain, days.threshold_s, drain=days.drain)
    crossed = tagged.crossed()
    if not crossed.any():
        pieces = []
    shares = tuple(share for share, _ in pieces)
    if route == "cram":
        passage = transient_cram.travel(chain, shares, np.any(crossed, axis=1))
    else:
        passage = uniformization.travel(chain, shares)
    blocked = np.zeros(chain.arrive.shape)
    if full:
        # What the last state turns away is blocked: neither found waiting nor an error.
        refused = chain.lanes(chain.arrive) * passage.spent[..., -1]
        blocked = refused.reshape(*chain.heads.shape).sum(axis=2)
    in_time = _in_time(chain, tagged, passage, pieces, full=full)
    return _read(days, chain, passage, in_time, blocked, full=full)


def _in_time(
    chain: Chain,
    tagged: Tagged,
    passage: Passage,
    pieces: list[tuple[float, float]],
    *,
    full: bool,
) -> Floats:
    """Return (2, T, L) seconds' worth of arrivals served in time: offered, virtual."""
    alone = tagged.alone(tagged.threshold_s)
    steady = np.stack([alone.served[:-1], alone.virtual[:-1]])
    enters = chain.states - 1 if full else chain.states
    free, found = _by_place(chain, passage.spent[..., :enters], None, tagged.places)
    total: Floats = free + np.einsum("vtlj,tlj->vtl", steady, found)
    crossed = tagged.crossed()
    if not pieces or not crossed.any():
        return total
    whole = tagged.threshold_s > chain.seconds
    here, add = steady[:, crossed], np.zeros((2, int(crossed.sum())))
    for index, (share, width) in enumerate(pieces):
        promise = ahead(tagged, (1.0 - share) * chain.seconds, crossed)
        value = np.stack([promise.served, promise.virtual])
        nodes = passage.nodes[:, index, :, :enters]
        free, found = _by_place(chain, nodes, crossed, tagged.places)
        part = np.einsum("vxj,xj->vx", value if whole else value - here, found)
        add += width * chain.seconds * (part + free if whole else part)
    if whole:
        add -= total[:, crossed]
    total[:, crossed] += add
    return total


def _by_place(
    chain: Chain, values: Floats, where: Bools | None, places: int
) -> tuple[Floats, Floats]:
    """Return sums (...) over states with a free agent, and values (..., J) by calls ahead."""
    heads = chain.lane_heads()
    if where is not None:
        heads, values = heads[where], values[where]
    states = values.shape[-1]
    n = np.arange(states)
    free: Floats = np.where(n < heads[..., np.newaxis], values, 0.0).sum(axis=-1)
    index = heads[..., np.newaxis] + np.arange(places)
    found = np.take_along_axis(values, np.minimum(index, states - 1), axis=-1)
    found[index >= states] = 0.0
    return free, found


def ahead(tagged: Tagged, to_border: float, crossed: Bools) -> Promise:
    """Return the promise to a call that arrives some seconds before the border."""
    return tagged.through(tagged.within(tagged.threshold_s - to_border), to_border, crossed)


def by_state(chain: Chain, promise: Promise, where: Bools | None) -> Floats:
    """Return (2, ..., N): promises by the number of calls in system that an arrival finds."""
    heads = chain.lane_heads()
    heads = heads if where is None else heads[where]
    ahead_of = np.arange(chain.states) - heads[..., np.newaxis]
    places = promise.served.shape[-1]
    index = np.clip(ahead_of, 0, places - 1)
    values = np.stack(
        [
            np.take_along_axis(promise.served, index, axis=-1),
            np.take_along_axis(promise.virtual, index, axis=-1),
        ]
    )
    values[:, ahead_of >= places] = 0.0
    values[:, ahead_of < 0] = 1.0
    return values


def _read(
    days: Days, chain: Chain, passage: Passage, in_time: Floats, blocked: Floats, *, full: bool
) -> tuple[Found, float]:
    slots, count, branches = chain.heads.shape
    n = np.arange(chain.states)
    heads = chain.lane_heads()[..., np.newaxis]
    rate = chain.lanes(chain.finish)
    spent = passage.spent
    waiting = np.maximum(n - heads, 0)

    def by_day(values: Floats) -> Floats:
        total: Floats = values.reshape(slots, count, branches, *values.shape[2:]).sum(axis=2)
        return total

    free = np.where((n < heads) & (n < chain.states - full), spent, 0.0).sum(axis=2)
    queued = np.where(n > heads, spent, 0.0).sum(axis=2)
    serve = rate * heads[..., 0]
    arrive = chain.lanes(chain.arrive)
    answered = by_day(arrive * free + serve * queued) + passage.answered
    # What the last state turns away was offered, and is in nobody's queue.
    turned = np.zeros_like(blocked) if full else by_day(arrive * spent[..., -1])
    waited = by_day(serve * passage.head_age) + passage.waited
    abandoned = by_day(chain.abandon * np.einsum("tln,tln->tl", waiting, spent))
    busy = by_day(np.einsum("tln,tln->tl", np.minimum(n, heads), spent))
    overtime = np.zeros((slots, count))
    overtime[:-1] = passage.taken[1:] * days.aht_s[:-1]
    at_once = chain.start.sum(axis=2) * np.minimum(days.initial, chain.heads[0])
    answered[0] += at_once.sum(axis=1)
    in_time = in_time.reshape(2, slots, count, branches).sum(axis=3) * chain.arrive
    # Row j: more than j calls wait. Shifted to the heads, the branches can be added.
    places = max(chain.states - int(chain.heads.min()), 1)
    tail = np.cumsum(spent[..., ::-1], axis=2)[..., ::-1]
    index = np.arange(places) + heads + 1
    queue = np.take_along_axis(tail, np.minimum(index, chain.states - 1), axis=2)
    queue = by_day(np.where(index < chain.states, queue, 0.0)) / days.seconds
    after = closing(days, chain, passage.end, passage.age)
    answered[-1] += after[0]
    abandoned[-1] += after[1]
    waited[-1] += after[2]
    overtime[-1] += after[3]
    error = np.cumsum(turned, axis=0) + passage.lost
    offered = chain.arrive * days.seconds
    found = Found(
        offered, in_time[0], in_time[1], answered, abandoned, waited, busy,
        days.agents * days.present * days.seconds, overtime, queue, after[4],
        np.minimum(error, 1.0), blocked,
    )  # fmt: skip
    return found, float((turned.sum(axis=0) / np.maximum(offered.sum(axis=0), 1.0)).max())


def closing(days: Days, chain: Chain, end: Floats, age: Floats) -> Floats:
    """Return (5, D): answered, abandoned, waited, overtime, and left, after closing."""
    n = np.arange(chain.states)
    heads = chain.lane_heads()[-1][:, np.newaxis]
    rate = (chain.lanes(chain.finish)[-1] * heads[:, 0]) if days.drain else np.zeros(len(heads))
    places = chain.states
    tail = np.cumsum(end[:, ::-1], axis=1)[:, ::-1]
    index = np.arange(places) + heads + 1
    inside = index < places
    index = np.minimum(index, places - 1)
    queued = np.where(inside, np.take_along_axis(tail, index, axis=1), 0.0)
    ages = np.where(inside, np.take_along_axis(age, index, axis=1), 0.0)
    share = served_share(rate, chain.abandon, places)
    ladder = rate[:, np.newaxis] + np.arange(1, places + 1) * chain.abandon
    rest = np.cumsum(np.divide(1.0, ladder, out=np.zeros_like(ladder), where=ladder > 0), axis=1)
    served = (queued * share).sum(axis=1)
    waited = (share * (ages + queued * rest)).sum(axis=1)
    unserved = queued.sum(axis=1) - served
    stays = chain.abandon == 0.0 or not days.drain
    busy = (end * np.minimum(n, heads)).sum(axis=1)
    aht = np.repeat(days.aht_s[-1], chain.branches)
    over = (busy + served) * aht
    none = np.zeros_like(served)
    rows = np.stack(
        [served, none if stays else unserved, waited, over, unserved if stays else none]
    )
    total: Floats = rows.reshape(5, -1, chain.branches).sum(axis=2)
    return total


def trimmed(found: Found, day: int) -> Found:
    """Return the results of one day, (T,) each, with queues hardly ever seen cut off."""
    queue = found.queue[:, day]
    seen = np.flatnonzero(queue.max(axis=0) > 1e-12)
    length = int(seen[-1]) + 1 if seen.size else 1
    values = {
        name: getattr(found, name)[:, day]
        for name in Found.__dataclass_fields__
        if name not in {"queue", "left"}
    }
    return replace(found, **values, queue=queue[:, :length], left=found.left[day])
