"""Agents that keep every promise (sizing), for Erlang C and A alike."""

from __future__ import annotations

import math
from typing import overload

import numpy as np
from numpy.typing import NDArray

from staffing.errors import InputError
from staffing.queueing._arguments import Numbers, read, spread
from staffing.queueing._search import smallest
from staffing.queueing._stepping import SMALL_LOAD, step_up
from staffing.queueing.erlang_a import evaluate
from staffing.queueing.targets import Promises, Targets
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]


@overload
def required_agents(  # type: ignore[overload-overlap]
    calls_per_hour: float,
    aht_s: float,
    targets: Targets,
    *,
    patience_s: float = math.inf,
    max_agents: int | None = None,
) -> int: ...
@overload
def required_agents(
    calls_per_hour: Numbers,
    aht_s: Numbers,
    targets: Targets,
    *,
    patience_s: Numbers = math.inf,
    max_agents: int | None = None,
) -> NDArray[np.int64]: ...
def required_agents(
    calls_per_hour: Numbers,
    aht_s: Numbers,
    targets: Targets,
    *,
    patience_s: Numbers = math.inf,
    max_agents: int | None = None,
) -> int | NDArray[np.int64]:
    """Return the fewest agents on the phones that keep every promise of the targets.

    Minimal by construction: every promise is monotone in the agents, the number returned
    was seen to keep all of them, and one agent fewer was seen to break one. With one more
    agent the offered wait becomes smaller in likelihood ratio, so service levels of all
    definitions, the answer rate and the ASA only improve.

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate, calls/h, >= 0.
    aht_s
        Mean handling time, s, > 0.
    targets
        What is promised; its numbers broadcast with the other arguments.
    patience_s
        Mean time until a waiting caller hangs up, s, > 0; ``inf`` is Erlang C, which also
        needs more agents than load.
    max_agents
        Agents there are; None sets no limit.

    Returns
    -------
    Whole agents in the broadcast shape (an int if every argument is one number); 0 where
    no call is offered.

    Raises
    ------
    InputError
        If a number is out of range or NaN, or max_agents cannot keep the promises; the
        message names the first such interval and the agents it needs.

    References
    ----------
    A. K. Erlang (1917); O. Garnett, A. Mandelbaum and M. Reiman (2002), Designing a call
    center with impatient customers, doi:10.1287/msom.4.3.208.7753.

    Examples
    --------
    >>> required_agents(200, 180, Targets(service_level=0.8, threshold_s=20))
    14
    >>> required_agents(
    ...     200, 180, Targets(service_level=0.8, threshold_s=20), patience_s=300
    ... )
    13
    """
    shape, (calls, aht, patience), promises = spread_targets(
        targets,
        read("calls_per_hour", calls_per_hour, at_least=0),
        read("aht_s", aht_s, above=0),
        read("patience_s", patience_s, above=0, infinite=True),
    )
    agents = np.zeros(calls.size, dtype=np.int64)
    load = calls * aht / SECONDS_PER_HOUR
    quick = np.isinf(patience) & (load <= SMALL_LOAD)
    slow = ~quick & (load > 0)
    some = np.flatnonzero(quick & (load > 0))
    if some.size:
        agents[some], slow[some] = step_up(calls[some], aht[some], promises.at(some))
    some = np.flatnonzero(slow)
    if some.size:
        agents[some] = _search(calls[some], aht[some], patience[some], promises.at(some))
    if max_agents is not None and np.any(agents > max_agents):
        first = int(np.argmax(agents > max_agents))
        place = np.unravel_index(first, shape) if shape else ()
        raise InputError(
            "max_agents" + (f" in interval {[int(i) for i in place]}" if shape else ""),
            f"found {max_agents} agents for {calls[first]:g} calls/h of {aht[first]:g} s",
            f"the targets cannot be kept with fewer than {agents[first]}",
            "raise max_agents or promise less",
        )
    return agents.reshape(shape) if shape else int(agents[0])


def spread_targets(
    targets: Targets, *arrays: Floats
) -> tuple[tuple[int, ...], list[Floats], Promises]:
    """Return the common shape, the arrays and the targets, all flat of one length."""
    nothing = np.zeros(())
    wanted = (
        targets.service_level,
        targets.threshold_s,
        targets.answer_rate,
        targets.asa_s,
        targets.occupancy,
    )
    numbers = [nothing if v is None else np.asarray(v, dtype=np.float64) for v in wanted]
    shape, flat = spread(*arrays, *numbers)
    level, threshold, answer, asa, busy = flat[len(arrays) :]
    promises = Promises(
        targets.definition,
        None if targets.service_level is None else level,
        threshold,
        None if targets.answer_rate is None else answer,
        None if targets.asa_s is None else asa,
        None if targets.occupancy is None else busy,
    )
    return shape, flat[: len(arrays)], promises


def _search(calls: Floats, aht: Floats, patience: Floats, promises: Promises) -> NDArray[np.int64]:
    load = calls * aht / SECONDS_PER_HOUR
    endless = np.isinf(patience)

    def kept(index: NDArray[np.intp], agents: Floats) -> NDArray[np.bool_]:
        chosen = promises.at(index)
        rows = evaluate(calls[index], aht[index], agents, patience[index], chosen.threshold_s)
        # Endless patience meeting too few agents keeps no promise, whatever it says.
        stable = ~endless[index] | (agents > load[index])
        return stable & (chosen.slack(rows) >= 0)

    first = np.ones_like(load)
    guess = load + np.where(endless, 1.0, 0.0) + 0.5 * np.sqrt(load)
    return smallest(kept, first, np.sqrt(load) / 2, guess)
