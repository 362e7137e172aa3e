"""One day of M(t)/M/s(t)+M, exactly: what slots taken one by one cannot know.

A queue that builds up in one slot is answered in the next; counselors who go on a break finish
their call first; who waits at closing is still answered. The stationary formulas know none of
this. Here the probabilities of n calls in system are carried through the day.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from staffing.errors import InputError
from staffing.queueing._arguments import read
from staffing.queueing.cram import Floats
from staffing.queueing.exact_chain import Days, Found, Route, run, trimmed
from staffing.queueing.transient import Ints
from staffing.units import SECONDS_PER_HOUR, SECONDS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class ExactDay:
    """What callers and agents live through on one day; all arrays (T,) per slot.

    Calls offered and in time are counted in the slot in which they arrive; answered and
    abandoned calls and waits in the slot in which the waiting ends. What happens after
    closing is counted in the last slot.

    Attributes
    ----------
    offered
        Expected calls that arrive.
    in_time
        Expected calls, of those, that are answered within the threshold: divided by
        `offered`, the service level "offered".
    in_time_virtual
        The same if the call itself never hung up; divided by `offered`, the service level
        "virtual".
    answered, abandoned
        Expected calls. ``in_time.sum() / answered.sum()`` is the service level "answered".
    wait_s
        Expected seconds that the answered calls have waited, in total.
    busy_s, staffed_s
        Expected seconds of handling and of available agents within their planned time.
    overtime_s
        Expected seconds of handling after the planned time of agents who leave at the end
        of the slot (for a break, or home).
    queue_tail
        (T, J) share of the slot in which more than j calls wait, j = 0 ... J - 1.
    blocked
        Expected calls that find every line taken; they are in `offered` and in nothing else.
    left
        Expected calls that nobody answers and that have not hung up.
    error
        With the route "uniformization" a proved bound, with "cram" an estimate, of the error
        of every probability in the slot: `in_time` is off by at most ``error * offered``,
        `busy_s` by ``error * staffed_s``. Not in it: rounding, about 1e-13, and the
        quadrature of waits that cross a border (below 1e-11 calls at the usual thresholds,
        1e-9 at 15 minutes with 30 s of patience, measured against 60 nodes).
    """

    offered: Floats
    in_time: Floats
    in_time_virtual: Floats
    answered: Floats
    abandoned: Floats
    wait_s: Floats
    busy_s: Floats
    staffed_s: Floats
    overtime_s: Floats
    queue_tail: Floats
    blocked: Floats
    left: float
    error: Floats

    @property
    def service_level(self) -> float:
        """Of the day, definition "offered"; 1 when no call is expected."""
        offered = float(self.offered.sum())
        return float(self.in_time.sum()) / offered if offered > 0 else 1.0

    @property
    def service_level_virtual(self) -> float:
        """Of the day, definition "virtual"; 1 when no call is expected."""
        offered = float(self.offered.sum())
        return float(self.in_time_virtual.sum()) / offered if offered > 0 else 1.0

    @property
    def service_level_answered(self) -> float:
        """Of the day, definition "answered"; 1 when no call is answered."""
        answered = float(self.answered.sum())
        return float(self.in_time.sum()) / answered if answered > 0 else 1.0

    @property
    def asa_s(self) -> float:
        """Mean wait of the answered calls of the day, seconds."""
        answered = float(self.answered.sum())
        return float(self.wait_s.sum()) / answered if answered > 0 else 0.0

    @property
    def occupancy(self) -> Floats:
        """(T,) share of the available time spent on calls; 0 where nobody is there."""
        busy = np.zeros_like(self.busy_s)
        return np.divide(self.busy_s, self.staffed_s, out=busy, where=self.staffed_s > 0)


def exact_day(
    rates_per_hour: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience_s: float | None,
    threshold_s: float,
    slot_minutes: float,
    *,
    leavers: ArrayLike | None = None,
    joiners: ArrayLike | None = None,
    present: ArrayLike = 1.0,
    initial: int = 0,
    drain: bool = True,
    lines: int | None = None,
    route: Route = "cram",
) -> ExactDay:
    """Evaluate a day with changing rates and heads exactly.

    Agents who leave at a border finish their call (exhaustive discipline); whoever joins is
    free at once. For rates finer than the staffing, give finer slots and repeat the heads.

    Parameters
    ----------
    rates_per_hour
        (T,) mean arrival rate of each slot, calls/h, or one for all.
    aht_s
        (T,) mean handling time, s, or one for all.
    agents
        (T,) agents scheduled on the phones, whole numbers.
    patience_s
        Mean time until a waiting caller hangs up, s; None or ``inf`` for never.
    threshold_s
        Acceptable wait, s.
    slot_minutes
        Length of a slot.
    leavers, joiners
        (T,) agents who leave and who join at the start of each slot (the first is not read).
        It matters who is exchanged: two who come as two go are free at once, the others'
        calls go with them. Left out, only the difference of heads leaves or joins.
    present
        (T,) share of scheduled heads really available, or one for all. The number there is
        one of the two whole numbers around ``present * agents``, right in the mean, and
        changes from slot to slot as little as possible. For long slots the results tend to
        the line between the stationary values of both, which `service_curves` reads.
    initial
        Calls waiting at opening; they are not in `offered`.
    drain
        Whether the last team stays until nobody waits any more.
    lines
        Calls that can be in system, on the phones and waiting; the next one is blocked. None is
        without limit. The line of a call that a leaving agent finishes is taken to be free at
        once, so that after such borders too few calls are blocked (measured on a morning with
        everybody's break in it: 41.3 of 320 calls, where a simulation that holds the lines
        finds 43.6 +- 0.3).
    route
        ``"cram"``, rational approximation; ``"uniformization"``, slower, with proved bounds.

    Raises
    ------
    InputError
        If a number is out of range or missing, or the heads do not follow from who comes
        and goes.

    References
    ----------
    A. Ingolfsson, E. Akhmetshina, S. Budge, Y. Li and X. Wu (2007), A survey and experimental
    comparison of service-level-approximation methods for nonstationary M(t)/M/s(t) queueing
    systems with exhaustive discipline, doi:10.1287/ijoc.1050.0157.
    L. Green and J. Soares (2007), Computing time-dependent waiting time probabilities in
    M(t)/M/s(t) queuing systems, doi:10.1287/msom.1060.0127.
    M. Pusa (2016), Higher-order Chebyshev rational approximation method and application to
    burnup equations, doi:10.13182/NSE15-26.
    L. Trefethen, J. Weideman and T. Schmelzer (2006), Talbot quadratures and rational
    approximations, doi:10.1007/s10543-006-0077-9.

    Examples
    --------
    >>> day = exact_day([120, 160, 140], 180, [7, 9, 8], 300, 20, 30)
    >>> round(day.service_level, 4), round(float(day.overtime_s[1]), 1)
    (0.6886, 148.2)
    """
    days = days_of(
        rates_per_hour, aht_s, agents, patience_s, threshold_s, slot_minutes,
        leavers=leavers, joiners=joiners, present=present, initial=initial, drain=drain,
        lines=lines,
    )  # fmt: skip
    if route not in {"cram", "uniformization"}:
        raise InputError("route", f"found {route!r}", "it is 'cram' or 'uniformization'")
    return day_from(trimmed(run(days, route), 0))


def day_from(found: Found) -> ExactDay:
    """Return the results of one day under their public names."""
    values = {f.name: getattr(found, f.name) for f in fields(ExactDay) if f.name != "queue_tail"}
    values["left"] = float(found.left)
    return ExactDay(**values, queue_tail=found.queue)


def days_of(
    rates_per_hour: ArrayLike,
    aht_s: ArrayLike,
    agents: ArrayLike,
    patience_s: float | None,
    threshold_s: float,
    slot_minutes: float,
    *,
    leavers: ArrayLike | None = None,
    joiners: ArrayLike | None = None,
    present: ArrayLike = 1.0,
    initial: int = 0,
    drain: bool = True,
    lines: int | None = None,
) -> Days:
    """Return the checked input of one day; parameters as in `exact_day`."""
    heads = _whole("agents", agents)
    if heads.ndim != 1 or heads.size == 0:
        raise InputError("agents", f"found the shape {heads.shape}", "one number per slot, (T,)")
    size = heads.size
    rates = _slots(
        "rates_per_hour", read("rates_per_hour", _array(rates_per_hour), at_least=0), size
    )
    aht = _slots("aht_s", read("aht_s", _array(aht_s), above=0), size)
    share = _slots("present", read("present", _array(present), at_least=0), size)
    if (share > 1).any():
        raise InputError("present", f"found {share.max():g}", "a share is at most 1")
    patience = np.inf if patience_s is None else patience_s
    read("patience_s", patience, above=0, infinite=True)
    read("threshold_s", threshold_s, at_least=0)
    read("slot_minutes", slot_minutes, above=0)
    first = _whole("initial", initial)
    if first.ndim:
        raise InputError("initial", f"found the shape {first.shape}", "it is one number")
    if lines is not None:
        lines = int(_whole("lines", lines))
        if lines < 1:
            raise InputError("lines", f"found {lines}", "at least 1, or None for no limit")
        if first > lines:
            raise InputError("initial", f"found {first:d} waiting", f"at most the {lines} lines")
    leave, join = _borders(heads, leavers, joiners)
    return Days(
        arrive=rates[:, None] / SECONDS_PER_HOUR,
        aht_s=aht[:, None],
        present=share[:, None],
        agents=heads[:, None],
        leavers=leave[:, None],
        joiners=join[:, None],
        seconds=float(slot_minutes) * SECONDS_PER_MINUTE,
        abandon=0.0 if np.isinf(patience) else 1.0 / float(patience),
        threshold_s=float(threshold_s),
        initial=int(first),
        drain=drain,
        lines=lines,
    )


def _array(value: ArrayLike) -> Floats:
    try:
        return np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError("arguments", f"found {value!r}", "numbers are expected") from None


def _slots(where: str, values: Floats, size: int) -> Floats:
    if values.shape not in {(), (size,)}:
        raise InputError(
            where, f"found the shape {values.shape}", f"one number, or one per slot, ({size},)"
        )
    return np.array(np.broadcast_to(values, (size,)))


def _whole(where: str, values: ArrayLike) -> Ints:
    array = read(where, _array(values), at_least=0)
    whole: Ints = np.rint(array).astype(np.int64)
    if (whole != array).any():
        raise InputError(
            where, f"found {array[whole != array].flat[0]:g}", "whole numbers",
            "give the available share of heads as `present`",
        )  # fmt: skip
    return whole


def _borders(
    heads: Ints, leavers: ArrayLike | None, joiners: ArrayLike | None
) -> tuple[Ints, Ints]:
    change = np.diff(heads, prepend=heads[:1])
    leave = None if leavers is None else _people("leavers", leavers, heads.size)
    join = None if joiners is None else _people("joiners", joiners, heads.size)
    if leave is None:
        leave = np.maximum(-change, 0) if join is None else join - change
    if join is None:
        join = leave + change
    before = np.concatenate([heads[:1], heads[:-1]])
    wrong = (before - leave + join != heads) | (leave > before) | (leave < 0) | (join < 0)
    wrong[0] = False
    if wrong.any():
        slot = int(np.argmax(wrong))
        raise InputError(
            f"slot {slot}",
            f"found {before[slot]} agents before, {leave[slot]} leaving, {join[slot]} "
            f"joining, {heads[slot]} after",
            "after = before - leavers + joiners, and no more leave than are there",
        )
    return leave, join


def _people(where: str, values: ArrayLike, size: int) -> Ints:
    return _slots(where, _array(_whole(where, values)), size).astype(np.int64)
