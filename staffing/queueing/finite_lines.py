"""Erlang A with fewer lines than callers (M/M/n/K + M): beyond K calls, the next is lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.domain.work import ServiceLevelDefinition
from staffing.errors import InputError
from staffing.queueing._arguments import Numbers, read, spread
from staffing.queueing._ladder import ladder
from staffing.units import SECONDS_PER_HOUR

Floats = NDArray[np.float64]

MOST_LINES = 1_000_000
"""More lines than that limit nobody: use `erlang_a`."""
# States held at once.
_CHUNK = 1 << 19


@dataclass(frozen=True, slots=True)
class ErlangALines:
    """What callers and agents live through in M/M/n/K + M; every array has the same shape.

    Attributes
    ----------
    blocked
        Share of offered calls that find every line taken and are lost.
    waiting
        Share of offered calls that get a line and are not answered at once.
    abandoned
        Share of offered calls that get a line and hang up.
    in_time
        Share of offered calls (blocked ones included) answered within the threshold: service
        level "offered".
    late
        Share of offered calls answered after the threshold.
    virtual
        Share of offered calls that get a line and would be answered within the threshold if
        they never hung up: service level "virtual". A blocked call never is.
    answered
        In time among the answered calls: service level "answered"; 0 where none is.
    mean_wait_s
        Mean time in queue over all calls that get a line, s, abandoned ones included;
        infinite where none does.
    asa_s
        Mean wait of the answered calls, s; infinite where no call is answered.
    occupancy
        Share of staffed time that agents spend on calls.
    queue
        Mean number of callers waiting.
    """

    blocked: Floats
    waiting: Floats
    abandoned: Floats
    in_time: Floats
    late: Floats
    virtual: Floats
    answered: Floats
    mean_wait_s: Floats
    asa_s: Floats
    occupancy: Floats
    queue: Floats

    def service_level(self, definition: ServiceLevelDefinition) -> Floats:
        """Return the service level by its name: "virtual", "offered" or "answered"."""
        return {
            "virtual": self.virtual,
            "offered": self.in_time,
            "answered": self.answered,
        }[definition]


def erlang_a_lines(
    calls_per_hour: Numbers,
    aht_s: Numbers,
    agents: Numbers,
    lines: Numbers,
    patience_s: Numbers,
    threshold_s: Numbers,
) -> ErlangALines:
    """Evaluate a queue whose callers, in service and waiting, share a number of lines.

    With as many lines as agents this is Erlang B; with ever more it tends to Erlang A (to
    Erlang C where patience is endless and the agents can handle the load).

    Parameters
    ----------
    calls_per_hour
        Mean arrival rate, calls/h, >= 0; every argument broadcasts with the others.
    aht_s
        Mean handling time, s, > 0.
    agents
        Agents on the phones, whole numbers >= 0. Agents beyond the lines never get a call.
    lines
        K, calls that can be in service or waiting, whole numbers from 0 to a million.
    patience_s
        Mean time until a waiting caller hangs up, s, > 0, ``inf`` allowed; overload has an
        equilibrium also then.
    threshold_s
        Acceptable wait, s, >= 0.

    Returns
    -------
    ErlangALines. Blocked, abandoned, in time and late add up to 1. Absolute error of shares
    below 1e-12.

    Raises
    ------
    InputError
        If a number is out of range or NaN, agents or lines are no whole numbers, or the lines
        are more than a million.

    References
    ----------
    O. Garnett, A. Mandelbaum and M. Reiman (2002), Designing a call center with impatient
    customers, doi:10.1287/msom.4.3.208.7753.

    Examples
    --------
    >>> result = erlang_a_lines(200, 180, 13, 15, 300, 20)
    >>> round(float(result.blocked), 4), round(float(result.in_time), 4)
    (0.0395, 0.9084)
    """
    shape, columns = spread(
        read("calls_per_hour", calls_per_hour, at_least=0),
        read("aht_s", aht_s, above=0),
        whole("agents", agents),
        whole("lines", lines),
        read("patience_s", patience_s, above=0, infinite=True),
        read("threshold_s", threshold_s, at_least=0),
    )
    most = columns[3].max(initial=0.0)
    if most > MOST_LINES:
        raise InputError(
            "lines", f"found {most:g}", f"at most {MOST_LINES:,}",
            "use erlang_a where lines limit nobody",
        )  # fmt: skip
    rows = np.empty((11, columns[0].size))
    # Neighbors in lines are computed together, so that no short chain pays for a long one.
    order = np.argsort(columns[3], kind="stable")
    end = order.size
    while end:
        states = int(columns[3][order[end - 1]]) + 1
        begin = max(0, end - max(1, _CHUNK // states))
        part = order[begin:end]
        rows[:, part] = _evaluate(*(values[part] for values in columns))
        end = begin
    return ErlangALines(*(np.reshape(row, shape) for row in rows))


def whole(where: str, value: Numbers) -> Floats:
    """Return whole numbers >= 0 as doubles, or say which is none."""
    numbers = read(where, value, at_least=0)
    odd = numbers[np.rint(numbers) != numbers]
    if odd.size:
        raise InputError(where, f"found {odd.flat[0]:g}", "whole numbers")
    return numbers


# Nobody there, no line or no call: 0 / 0 and 0 * inf are replaced where they occur.
@np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore")
def _evaluate(
    calls: Floats, aht: Floats, agents: Floats, lines: Floats, patience: Floats, threshold: Floats
) -> Floats:
    arrive, hang_up = calls / SECONDS_PER_HOUR, 1.0 / patience
    team = np.minimum(agents, lines)
    p = _states(arrive, aht, team, lines, hang_up)
    state = np.arange(p.shape[1])
    blocked = p[np.arange(len(p)), lines.astype(np.int64)]
    at_once = np.where(state < team[:, None], p, 0.0).sum(axis=1)
    queue = (p * np.maximum(state - team[:, None], 0.0)).sum(axis=1)

    # Column j: an arrival that gets a line with j calls waiting ahead of it.
    places = int((lines - team).max(initial=0.0))
    index = team[:, None] + np.arange(places)
    free = index < lines[:, None]
    found = np.take_along_axis(p, np.where(free, index, 0).astype(np.int64), axis=1)
    found = np.where(free, found, 0.0)
    serve = (team / aht)[:, None]
    ahead = serve + np.arange(1, places + 1) * hang_up[:, None]
    stay = np.where(ahead > 0, serve / ahead, 0.0)
    wait = np.cumsum(1.0 / ahead, axis=1)
    within = found * stay * (1.0 - _not_yet(serve + hang_up[:, None], hang_up, threshold, places))
    virtual = at_once + (found * (1.0 - _not_yet(serve, hang_up, threshold, places))).sum(axis=1)
    answered = at_once + (found * stay).sum(axis=1)
    waited = np.where(stay > 0, found * stay * wait, 0.0).sum(axis=1)
    in_time = at_once + within.sum(axis=1)
    enters = at_once + found.sum(axis=1)
    mean = np.where(enters > 0, queue / (arrive * enters), np.inf)
    silent = (calls == 0) & (enters > 0)
    mean[silent] = 0.0
    load = arrive * aht
    return np.stack(
        [
            blocked,
            found.sum(axis=1),
            (found * (1.0 - stay)).sum(axis=1) if places else np.zeros_like(blocked),
            in_time,
            answered - in_time,
            virtual,
            np.where(answered > 0, in_time / answered, 0.0),
            mean,
            np.where(answered > 0, waited / answered, np.inf),
            np.where(agents > 0, load * answered / agents, np.where(load > 0, 1.0, 0.0)),
            queue,
        ]
    )


def _states(arrive: Floats, aht: Floats, team: Floats, lines: Floats, hang_up: Floats) -> Floats:
    """Return (X, K + 1) probabilities of calls in system, 0 beyond a row's own lines."""
    k = np.arange(1, int(lines.max(initial=0.0)) + 1)
    busy = np.minimum(k, team[:, None])
    leave = busy / aht[:, None] + (k - busy) * hang_up[:, None]
    ratio = np.where(arrive[:, None] > 0, arrive[:, None] / leave, 0.0)
    return ladder(np.where(k <= lines[:, None], ratio, 0.0))


def _not_yet(base: Floats, hang_up: Floats, seconds: Floats, places: int) -> Floats:
    """Return (X, places) P(a call with j ahead is not at the head and served by then).

    Parameters
    ----------
    base
        (X, 1) rate of service of the team, 1/s.
    hang_up, seconds
        (X,) rate at which one waiting call hangs up, 1/s; time.
    """
    spread_s = np.where(hang_up > 0, -np.expm1(-hang_up * seconds) / hang_up, seconds)[:, None]
    i = np.arange(1, places)
    terms = np.empty((len(base), places))
    terms[:, :1] = -base * seconds[:, None]
    terms[:, 1:] = np.log((base + (i - 1) * hang_up[:, None]) * (spread_s / i))
    np.cumsum(terms, axis=1, out=terms)
    total: Floats = np.minimum(np.cumsum(np.exp(terms), axis=1), 1.0)
    return total
