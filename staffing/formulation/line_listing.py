"""All lines of a person that cost little more than the cheapest, under given prices.

The cheapest way to each state of each day is known from pricing; walking back from the ends, a
step is taken only if the cheapest way to where it began leaves enough. So no walk is in vain.
(Baldacci, Christofides and Mingozzi 2008, doi:10.1007/s10107-007-0178-5.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from staffing.formulation.line_arrays import NEVER, Ints
from staffing.formulation.line_pricing import Costs, LinePricer, Team, least_costs


class _Walks(NamedTuple):
    """Ways from a day to the end: where they begin, what may still be spent, what comes."""

    states: Ints
    mixes: Ints
    left: Ints
    choices: Ints

    def __len__(self) -> int:
        return len(self.states)


def lines_within(
    pricer: LinePricer,
    person: int,
    weights: Sequence[Ints],
    scale: int,
    limit: int,
    most: int,
) -> Ints | None:
    """Return every line of a person that costs at most so much.

    Resources that no cheapest line has ever broken are not looked at, so some of the lines may
    be forbidden; none that is allowed is missing.

    Parameters
    ----------
    pricer
        Of all lines.
    person
        Number of the person.
    weights, scale
        As for `LinePricer.best`.
    limit
        The most that a line may cost.
    most
        With more lines than this the answer is None.

    Returns
    -------
    numpy.ndarray or None
        (lines, days) numbers of choices.
    """
    team = pricer.alone(person)
    values = least_costs(team, [weights], scale)
    ends = team.graphs[0].final(team.mixes.last)
    left = np.where(ends >= NEVER, -NEVER, limit - ends * scale)
    last = values[-1][:, :-1]
    states, mix = np.nonzero((last <= left) & (last < _reached(last)))
    walks = _Walks(states, mix, left[mix], np.zeros((len(states), 0), dtype=np.int64))
    for day in range(len(team.days) - 1, -1, -1):
        if len(walks) > most:
            return None
        walks = _back(team, day, walks, values[day], weights[day], scale)
    return walks.choices if len(walks) <= most else None


def _reached(costs: Costs) -> int:
    """Return what every state costs less than that can be reached."""
    return int(np.iinfo(costs.dtype).max // 4)


def _back(team: Team, day: int, walks: _Walks, before: Costs, weights: Ints, scale: int) -> _Walks:
    """Return the walks that are one day longer."""
    found = []
    for steps, arcs in team.days[day].items():
        came = team.mixes.moves[day][steps][walks.mixes]
        first, past = np.searchsorted(arcs.targets, (walks.states, walks.states + 1))
        count = np.where(came >= 0, past - first, 0)
        walk = np.repeat(np.arange(len(walks)), count)
        offset = np.arange(len(walk)) - np.repeat(np.cumsum(count) - count, count)
        arc = first[walk] + offset
        price = weights[arcs.choices[arc]]
        left = walks.left[walk] - price - arcs.costs[arc] * scale
        cost = before[arcs.sources[arc], came[walk]]
        good = (price < NEVER) & (cost <= left) & (cost < _reached(before))
        walk, arc = walk[good], arc[good]
        found.append(
            _Walks(
                arcs.sources[arc],
                came[walk],
                left[good],
                np.column_stack((arcs.choices[arc], walks.choices[walk])),
            )
        )
    return _Walks(*map(np.concatenate, zip(*found, strict=True)))
