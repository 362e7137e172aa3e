"""Rounds of column generation, and dives: from shares of lines to one line per person.

After each fixing the dive looks for new lines until its linear program is as good as before:
that, more than what is fixed first, decides how good its end is. (Prices are smoothed as in
Pessoa, Sadykov, Uchoa and Vanderbeck 2018, doi:10.1287/ijoc.2017.0784; diving as in Sadykov,
Vanderbeck, Pessoa, Tahiri and Uchoa 2019, doi:10.1287/ijoc.2018.0822.)
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from staffing.formulation.line_pricing import Line
from staffing.solver.columns import FINE, Column, Floats
from staffing.solver.master import Master

SMOOTHING = 0.5
"""Weight of the best prices so far in the prices that lines are found under."""
SURE = 0.8
"""Lines with at least this share are fixed together in a dive."""
DIVE_ROUNDS = 30
SLACK = 0.5
"""A dive may lose so much without looking for new lines."""
SHAKE = 0.4
"""Share that chance may add."""
CLEAR = 1e-4
"""A reduced cost below this, in absolute value, is nothing."""

Over = Callable[[], bool]
"""Whether time is up."""


class Generated(NamedTuple):
    """What column generation has found.

    Parameters
    ----------
    value
        Cost of the master's last solution and of the lines fixed beforehand; inf if none.
    bound
        No choice of lines for the free people costs less; None if nothing is known.
    prices
        (rows,) the prices of the best bound.
    """

    value: float
    bound: int | None
    prices: Floats


def generate(
    master: Master,
    over: Over,
    *,
    rounds: int = 1000,
    hopeless: int | None = None,
    enough: float = -np.inf,
    tell: Callable[[int], None] | None = None,
) -> Generated:
    """Add columns until none helps.

    Parameters
    ----------
    master
        Has, or gets, the columns.
    over
        Whether to stop.
    rounds
        Rounds at most.
    hopeless
        Stop once the bound reaches this.
    enough
        Stop once the value is as low as this.
    tell
        Called with every better bound.
    """
    lines = master.lines
    base = master.base + sum(
        (c.activity for c in master.fixed.values()), np.zeros_like(master.base)
    )
    settled = sum(column.cost for column in master.fixed.values())
    best: int | None = None
    center: Floats | None = None
    prices, value = np.zeros(lines.rows), np.inf
    for _ in range(rounds):
        if over():
            break
        free = master.free
        solved = master.solve()
        value = solved.value + lines.model.constant
        if value <= enough:
            break
        point = solved.prices
        if center is not None:
            point = SMOOTHING * center + (1 - SMOOTHING) * solved.prices
        whole = lines.whole(point)
        found, columns = lines.cheapest(whole, free)
        bound = lines.bound(whole, found, base)
        if bound is not None and (best is None or bound + settled > best):
            best, prices = bound + settled, point
            if tell is not None:
                tell(best)
        added = sum(master.add(column) for column in columns if column is not None)
        if best is not None and (
            best >= value - CLEAR or (hopeless is not None and best >= hopeless)
        ):
            break
        if center is None and not _helps(found, solved.of_person, free):
            break
        center = prices if added and best is not None else None
    return Generated(value, best, prices)


def _helps(found: list[Line | None], of_person: dict[int, float], free: list[int]) -> bool:
    """Return whether some line is cheaper than the price of its person."""
    return any(
        line is not None and line.cost / FINE < of_person[person] - CLEAR
        for line, person in zip(found, free, strict=True)
    )


def dive(
    master: Master,
    over: Over,
    *,
    rounds: int = DIVE_ROUNDS,
    hopeless: float | None = None,
    shaken: random.Random | None = None,
) -> tuple[float, list[Column]] | None:
    """Fix lines, surest first, with a few rounds of generation in between.

    Parameters
    ----------
    master, over
        As for `generate`.
    rounds
        Of generation after each fixing.
    hopeless
        Stop when the master's value reaches this.
    shaken
        Lets chance have a say in what is surest.

    Returns
    -------
    tuple or None
        Cost (with the model's constant) and the column of each free person.
    """
    constant = master.lines.model.constant
    level: float | None = None
    while master.free:
        if over():
            return None
        solved = master.solve()
        value = solved.value + constant
        level = value if level is None else level
        if hopeless is not None and value >= hopeless:
            return None
        _fix(master, solved.shares, shaken)
        if master.free and rounds:
            # Fixing lines cannot better the optimum: whoever is back there needs no more lines.
            made = generate(master, over, rounds=rounds, enough=level + SLACK)
            level = max(level, made.bound or level)
    value = master.solve().value + constant
    return value, [master.fixed[person] for person in master.people]


def _fix(master: Master, shares: Floats, shaken: random.Random | None) -> None:
    """Fix the line with the largest share, and others that are sure."""
    share: dict[int, tuple[float, int]] = {}
    for number in np.flatnonzero(shares).tolist():
        person = master.columns[number].person
        part = float(shares[number]) + (SHAKE * shaken.random() if shaken is not None else 0.0)
        if person not in master.fixed and part > share.get(person, (0.0, 0))[0]:
            share[person] = part, number
    ranked = sorted(share.values(), key=lambda item: (-item[0], item[1]))
    most = max(1, len(ranked) // 3)
    for place, (_, number) in enumerate(ranked[:most]):
        if place == 0 or shares[number] >= SURE:
            master.fix(number)
