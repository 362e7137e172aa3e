"""Erlang C: waiting without hanging up. Probability to wait, service level, ASA."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import NDArray

from staffing.queueing._arguments import Numbers, read, shaped, spread, traffic
from staffing.queueing._servers import server_side

Floats = NDArray[np.float64]


@np.errstate(under="ignore", over="ignore")
def waiting(agents: Floats, load: Floats, spare: Floats) -> Floats:
    """Return the probability to wait for checked flat arrays; 1 in overload."""
    area, peak = server_side(agents, load, spare)
    share = np.exp(-peak)
    share = share / (share + np.maximum(spare, 0.0) * area)
    return np.where(spare > 0, share, 1.0)


@overload
def erlang_c(agents: float, load: float) -> float: ...  # type: ignore[overload-overlap]
@overload
def erlang_c(agents: Numbers, load: Numbers) -> Floats: ...
def erlang_c(agents: Numbers, load: Numbers) -> float | Floats:
    """Return the probability that a call has to wait in M/M/n.

    ``C = n B / (n - A (1 - B))`` with Erlang B's B, for any real n > A; 1 if n <= A
    (nobody ever gets through a queue that grows without end), and 0 if agents meet no load.

    Parameters
    ----------
    agents
        Agents, >= 0, fractions allowed; any shape that broadcasts with load.
    load
        Offered load in Erlang, >= 0.

    Returns
    -------
    Probability, 0 to 1, in the broadcast shape (a float for two floats).
    Relative error about 1e-15 times (1 - log C).

    Raises
    ------
    InputError
        If agents or load is negative, infinite or NaN.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities.

    Examples
    --------
    >>> round(erlang_c(14, 10.0), 7)
    0.1741319
    """
    shape, (n, a) = spread(read("agents", agents, at_least=0), read("load", load, at_least=0))
    return shaped(waiting(n, a, n - a), shape)


def _read_traffic(
    calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers, *others: Floats
) -> tuple[tuple[int, ...], list[Floats]]:
    return spread(
        read("calls_per_hour", calls_per_hour, at_least=0),
        read("aht_s", aht_s, above=0),
        read("agents", agents, at_least=0),
        *others,
    )


@overload
def service_level(  # type: ignore[overload-overlap]
    calls_per_hour: float, aht_s: float, agents: float, threshold_s: float
) -> float: ...
@overload
def service_level(
    calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers, threshold_s: Numbers
) -> Floats: ...
def service_level(
    calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers, threshold_s: Numbers
) -> float | Floats:
    """Return the share of calls answered within the threshold when nobody hangs up.

    ``SL = 1 - C(n, A) exp(-(n - A) threshold / AHT)``; 0 if n <= A. As every call is
    answered, the definitions "virtual", "offered" and "answered" are the same here.

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate, calls/h, >= 0.
    aht_s
        Mean handling time, s, > 0.
    agents
        Agents on the phones, >= 0, fractions allowed.
    threshold_s
        Acceptable wait, s, >= 0.

    Returns
    -------
    Share of offered calls, 0 to 1, in the broadcast shape (a float for floats).
    With no agents it is 0, also when no call is offered.

    Raises
    ------
    InputError
        If a rate, a time or the agents are out of range or NaN.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities.

    Examples
    --------
    >>> round(service_level(200, 180, 14, 20), 4)
    0.8884
    """
    shape, (calls, aht, n, threshold) = _read_traffic(
        calls_per_hour, aht_s, agents, read("threshold_s", threshold_s, at_least=0)
    )
    load, spare = traffic(calls, aht, n)
    return shaped(within(n, load, spare, threshold / aht), shape)


@np.errstate(under="ignore", over="ignore")
def within(agents: Floats, load: Floats, spare: Floats, threshold: Floats) -> Floats:
    """Return the service level for checked flat arrays, threshold in handling times."""
    wait = waiting(agents, load, spare)
    late = wait * np.exp(-np.maximum(spare, 0.0) * threshold)
    return np.where(spare > 0, 1.0 - late, 0.0)


@overload
def asa(calls_per_hour: float, aht_s: float, agents: float) -> float: ...  # type: ignore[overload-overlap]
@overload
def asa(calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers) -> Floats: ...
def asa(calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers) -> float | Floats:
    """Return the average speed of answer when nobody hangs up.

    ``ASA = C(n, A) AHT / (n - A)``; infinite if n <= A.

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate, calls/h, >= 0.
    aht_s
        Mean handling time, s, > 0.
    agents
        Agents on the phones, >= 0, fractions allowed.

    Returns
    -------
    Mean wait in s over all calls, in the broadcast shape (a float for floats).

    Raises
    ------
    InputError
        If a rate, a time or the agents are out of range or NaN.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities.

    Examples
    --------
    >>> round(asa(200, 180, 14), 3)
    7.836
    """
    shape, (calls, aht, n) = _read_traffic(calls_per_hour, aht_s, agents)
    load, spare = traffic(calls, aht, n)
    return shaped(mean_wait(n, load, spare) * aht, shape)


@np.errstate(under="ignore", over="ignore")
def mean_wait(agents: Floats, load: Floats, spare: Floats) -> Floats:
    """Return the ASA in handling times for checked flat arrays."""
    wait = waiting(agents, load, spare)
    return np.where(spare > 0, wait / np.where(spare > 0, spare, 1.0), np.inf)


@overload
def occupancy(calls_per_hour: float, aht_s: float, agents: float) -> float: ...  # type: ignore[overload-overlap]
@overload
def occupancy(calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers) -> Floats: ...
def occupancy(calls_per_hour: Numbers, aht_s: Numbers, agents: Numbers) -> float | Floats:
    """Return the share of staffed time that agents spend on calls: ``A / n``, at most 1.

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate, calls/h, >= 0.
    aht_s
        Mean handling time, s, > 0.
    agents
        Agents on the phones, >= 0, fractions allowed.

    Returns
    -------
    Share, 0 to 1, in the broadcast shape (a float for floats); 0 without calls.

    Raises
    ------
    InputError
        If a rate, a time or the agents are out of range or NaN.

    Examples
    --------
    >>> round(occupancy(200, 180, 14), 4)
    0.7143
    """
    shape, (calls, aht, n) = _read_traffic(calls_per_hour, aht_s, agents)
    return shaped(busy_share(n, *traffic(calls, aht, n)), shape)


def busy_share(agents: Floats, load: Floats, spare: Floats) -> Floats:
    """Return the occupancy for checked flat arrays."""
    free = spare > 0
    return np.where(free, load / np.where(free, agents, 1.0), np.where(load > 0, 1.0, 0.0))
