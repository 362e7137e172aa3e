"""Engset: Erlang B for few callers, who do not call while they are on the phone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.errors import InputError
from staffing.queueing._arguments import Numbers, read, spread
from staffing.queueing._ladder import ladder
from staffing.queueing.finite_lines import MOST_LINES, whole

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Engset:
    """What a finite number of callers meets; every array has the same shape.

    Attributes
    ----------
    blocking
        Share of calls that find every agent busy and are lost (call congestion).
    busy
        Share of time in which every agent is busy (time congestion). A caller never calls
        during an own call, so this is more than `blocking`.
    offered, carried
        Load in Erlang of all calls made, and of those not lost.
    """

    blocking: Floats
    busy: Floats
    offered: Floats
    carried: Floats


def engset(agents: Numbers, sources: Numbers, load_per_source: Numbers) -> Engset:
    """Return the loss where a finite number of callers meets agents and nobody can wait.

    The chance that k of S callers are on the phone is proportional to ``binom(S, k) a**k``,
    k = 0 ... n; an arriving call sees the same with S - 1 callers. With many callers of the
    same load in all, S a = A, this is Erlang B.

    Parameters
    ----------
    agents
        Agents or trunks, whole numbers >= 0; every argument broadcasts with the others.
    sources
        S, callers, whole numbers >= 1.
    load_per_source
        a, calls made by a caller who is not on the phone, per mean handling time, >= 0.

    Raises
    ------
    InputError
        If a number is out of range or NaN, or agents or sources are no whole numbers.

    References
    ----------
    T. Engset (1918), Die Wahrscheinlichkeitsrechnung zur Bestimmung der Waehlerzahl in
    automatischen Fernsprechaemtern.

    Examples
    --------
    >>> found = engset(5, 10, 0.5)
    >>> round(float(found.blocking), 4), round(float(found.busy), 4)
    (0.107, 0.1479)
    """
    callers = whole("sources", sources)
    read("sources", callers, at_least=1)
    shape, (n, s, a) = spread(
        whole("agents", agents), callers, read("load_per_source", load_per_source, at_least=0)
    )
    reach = np.minimum(n, s)
    if reach.max(initial=0.0) > MOST_LINES:
        raise InputError(
            "agents", f"found {reach.max():g}", f"at most {MOST_LINES:,}", "use blocking"
        )
    rows = np.empty((4, n.size))
    for column in range(n.size):
        one = slice(column, column + 1)
        rows[:, one] = _one(n[one], s[one], a[one])
    return Engset(*(np.reshape(row, shape) for row in rows))


def _one(agents: Floats, sources: Floats, load: Floats) -> Floats:
    last = int(min(agents[0], sources[0]))
    k = np.arange(1, last + 1)
    ratio = (sources - k + 1) * (load / k)
    p = ladder(ratio[None, :])[0]
    full = float(agents[0]) == last
    # What an arriving call sees: the time shares, weighted by the callers who can call.
    seen = p * (sources - np.arange(last + 1))
    calls = float(seen.sum())
    busy = p[-1] if full else 0.0
    blocked = seen[-1] / calls if full and calls > 0 else 0.0
    carried = float(p @ np.arange(last + 1))
    offered = float(load[0]) * calls
    return np.array([[blocked], [busy], [offered], [carried]])
