"""A graph of lines as arrays: the arcs of each day by what they use, sorted by where they lead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from staffing.formulation.line_bands import Active, Levels, Steps, bands_of
from staffing.formulation.line_graph import Arcs, Graph

Ints = NDArray[np.int64]
NEVER = np.int64(1 << 61)


class ArcArrays(NamedTuple):
    """The arcs of one day that use the same resources, by state after."""

    sources: Ints
    targets: Ints
    choices: Ints
    costs: Ints


DayArcs = dict[Steps, ArcArrays]
"""The arcs of one day by what they use of the resources that are counted."""


class Ready(NamedTuple):
    """A graph with the resources that are counted, as arrays.

    Parameters
    ----------
    low, high
        Bounds of levels by day.
    days
        The arcs of each day.
    ends
        What each final level of each resource costs.
    """

    low: Levels
    high: Levels
    days: tuple[DayArcs, ...]
    ends: tuple[Ints, ...]

    @property
    def uses(self) -> frozenset[Steps]:
        """What can be used on some day; people in whom that is alike are priced together."""
        return frozenset(steps for day in self.days for steps in day)

    def final(self, levels: Ints) -> Ints:
        """Return what (mixes, resources) final levels cost."""
        total = np.zeros(len(levels), dtype=np.int64)
        for level, ends in zip(levels.T, self.ends, strict=True):
            cost = ends[np.minimum(level, len(ends) - 1)]
            total = np.minimum(total + np.where(level < len(ends), cost, NEVER), NEVER)
        return total


def _day(day: Sequence[Arcs], active: Active) -> DayArcs:
    """Return the arcs of one day as arrays."""
    parts: dict[tuple[int, ...], list[Ints]] = {}
    for arcs in day:
        steps = tuple(arcs.steps[resource] for resource in active)
        links = np.array(arcs.links, dtype=np.int64)
        choice = np.full(len(links), arcs.choice, dtype=np.int64)
        parts.setdefault(steps, []).append(np.column_stack((links, choice)))
    found = {}
    for steps, some in parts.items():
        table = np.concatenate(some)
        table = table[np.argsort(table[:, 1], kind="stable")]
        source, target, cost, choice = np.ascontiguousarray(table.T)
        found[steps] = ArcArrays(source, target, choice, cost)
    return found


def prepare(graph: Graph, active: Active, known: dict[tuple[int, Active], DayArcs]) -> Ready:
    """Return a graph as arrays; what is known of its days is looked up and added to."""
    days = []
    for day in graph.days:
        key = id(day), active
        if key not in known:
            known[key] = _day(day, active)
        days.append(known[key])
    ends = tuple(
        np.array([NEVER if cost is None else cost for cost in graph.resources[resource]])
        for resource in active
    )
    low, high = bands_of(graph, active)
    return Ready(low, high, tuple(days), ends)
