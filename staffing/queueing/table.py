"""The service curves of many intervals: what 0, 1, ... N agents would do for callers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.domain.work import ServiceLevelDefinition
from staffing.errors import InputError
from staffing.queueing._arguments import Numbers, read, spread
from staffing.queueing.erlang_a import evaluate
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]

# States evaluated at once, which bounds the memory at about 50 MB for any table.
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class ErlangATable:
    """Service per interval (rows) and agents on the phones 0..N (columns).

    Attributes
    ----------
    in_time
        Share of offered calls answered within the threshold (definition "offered"),
        shape (T, N + 1); 0 without agents.
    late
        Share of offered calls answered after the threshold, shape (T, N + 1).
    abandoned
        Share of offered calls that hang up or are lost, shape (T, N + 1); 1 without
        agents. In time, late and abandoned add up to 1.
    asa_s
        Mean wait of the answered calls, s, shape (T, N + 1); infinite where no call is
        answered, or where endless patience meets too few agents.
    occupancy
        Share of staffed time spent on calls, shape (T, N + 1).
    virtual
        Share of callers who would be answered within the threshold if they never hung up,
        shape (T, N + 1).
    """

    in_time: Floats
    late: Floats
    abandoned: Floats
    asa_s: Floats
    occupancy: Floats
    virtual: Floats

    def service_level(self, definition: ServiceLevelDefinition) -> Floats:
        """Return the service level (T, N + 1) by its name, as in `ErlangA`."""
        if definition == "answered":
            answered = self.in_time + self.late
            none = np.zeros_like(answered)
            return np.divide(self.in_time, answered, out=none, where=answered > 0)
        return {"offered": self.in_time, "virtual": self.virtual}[definition]


def erlang_a_table(
    calls_per_hour: Numbers,
    aht_s: Numbers,
    patience_s: Numbers,
    threshold_s: Numbers,
    max_agents: int,
) -> ErlangATable:
    """Evaluate Erlang A (or C, where patience is infinite) for 0..N agents at once.

    The same formulas as `erlang_a`; the free-agents side of all head counts comes from
    the recursion ``1/B(n) = 1 + (n/A) / B(n-1)`` of A. K. Erlang (1917).

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate per interval, calls/h, >= 0, shape (T,) or a number.
    aht_s
        Mean handling time, s, > 0, shape (T,) or a number.
    patience_s
        Mean time until a waiting caller hangs up, s, > 0, ``inf`` allowed, shape (T,) or
        a number.
    threshold_s
        Acceptable wait, s, >= 0, shape (T,) or a number.
    max_agents
        N, the largest number of agents, >= 0.

    Returns
    -------
    ErlangATable, each array of shape (T, N + 1).

    Raises
    ------
    InputError
        If a number is out of range or NaN, or an argument has more than one dimension.

    References
    ----------
    O. Garnett, A. Mandelbaum and M. Reiman (2002), Designing a call center with impatient
    customers, doi:10.1287/msom.4.3.208.7753.

    Examples
    --------
    >>> table = erlang_a_table(200, 180, 300, 20, 13)
    >>> table.in_time.shape, round(float(table.in_time[0, 13]), 4)
    ((1, 14), 0.8582)
    """
    shape, slots = spread(
        read("calls_per_hour", calls_per_hour, at_least=0),
        read("aht_s", aht_s, above=0),
        read("patience_s", patience_s, above=0, infinite=True),
        read("threshold_s", threshold_s, at_least=0),
        read("max_agents", max_agents, at_least=0),
    )
    if len(shape) > 1:
        raise InputError(
            "arguments", f"found the shape {shape}", "one value per interval, shape (T,)"
        )
    columns = int(max_agents) + 1
    fields = np.empty((6, slots[0].size, columns))
    step = max(_CHUNK // columns, 1)
    for start in range(0, slots[0].size, step):
        part = slice(start, start + step)
        calls, aht, patience, threshold = (values[part] for values in slots[:4])
        fields[:, part] = _rows(calls, aht, patience, threshold, columns)
    return ErlangATable(*fields)


def _rows(calls: Floats, aht: Floats, patience: Floats, threshold: Floats, columns: int) -> Floats:
    inverse = np.empty((columns, calls.size))
    load = calls * aht / SECONDS_PER_HOUR
    current = np.ones_like(load)
    # Column 0 is not looked up: without agents there is no free side.
    inverse[0] = current
    with np.errstate(divide="ignore", over="ignore"):
        per_agent = 1.0 / load
        for n in range(1, columns):
            inverse[n] = current
            current = 1.0 + current * n * per_agent
    agents = np.arange(columns, dtype=np.float64)
    wide = [np.repeat(values, columns) for values in (calls, aht, patience, threshold)]
    rows = evaluate(
        wide[0], wide[1], np.tile(agents, calls.size), wide[2], wide[3],
        inverse.T.ravel(),
    )  # fmt: skip
    return rows[[2, 3, 1, 7, 8, 4]].reshape(6, calls.size, columns)
