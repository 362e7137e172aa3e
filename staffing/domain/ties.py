"""Breaks tied to the break before: which starts a shift leaves to each, and which go together."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from staffing.domain.work import Break

Starts = tuple[int, ...]
"""Possible starts of a break, minutes after midnight, ascending."""


def follows(before: Break, began: int, pause: Break, start: int) -> bool:
    """Return whether a break may start at a time when the one before it began at another."""
    gap = start - began - before.minutes
    return gap >= (pause.after_break or 0) and (pause.within is None or gap <= pause.within)


def is_tied(pause: Break) -> bool:
    """Return whether a break asks when the one before it was taken."""
    return pause.after_break is not None or pause.within is not None


def broken_ties(pauses: Sequence[Break], begun: Mapping[str, int]) -> Iterator[tuple[Break, Break]]:
    """Yield each break that breaks its tie, after the one before it.

    Parameters
    ----------
    pauses
        The breaks of a shift, in the order of the day.
    begun
        When they were taken, by code; ties of breaks that were not are not looked at.
    """
    for one, other in pairwise(pauses):
        known = is_tied(other) and one.code in begun and other.code in begun
        if known and not follows(one, begun[one.code], other, begun[other.code]):
            yield one, other


def possible_starts(pauses: Sequence[Break], starts: Sequence[Starts]) -> tuple[Starts, ...]:
    """Return the starts of each break that some choice of all of them has.

    Breaks that are not tied keep their starts: their windows follow one another.

    Parameters
    ----------
    pauses
        The breaks of a shift, in the order of the day.
    starts
        What the window of each allows.

    Returns
    -------
    tuple
        Of each break; some are empty if they cannot all be taken.
    """
    left = list(starts)
    pairs = [
        (place, *span_of(pauses[place - 1], pauses[place]))
        for place in range(1, len(pauses))
        if is_tied(pauses[place])
    ]
    for place, least, most in pairs:
        left[place] = _reached(left[place - 1], left[place], least, most)
    for place, least, most in reversed(pairs):
        left[place - 1] = _leaving(left[place - 1], left[place], least, most)
    return tuple(left)


def _reached(begun: Starts, starts: Starts, least: int, most: int | None) -> Starts:
    """Return the starts of a break that some start of the one before allows."""
    return tuple(s for s in starts if _some(begun, None if most is None else s - most, s - least))


def _leaving(begun: Starts, starts: Starts, least: int, most: int | None) -> Starts:
    """Return the starts of the break before that some start of a break allows."""
    return tuple(b for b in begun if _some(starts, b + least, None if most is None else b + most))


def _some(times: Starts, low: int | None, high: int | None) -> bool:
    first = 0 if low is None else bisect_left(times, low)
    return first < (len(times) if high is None else bisect_right(times, high))


def span_of(before: Break, pause: Break) -> tuple[int, int | None]:
    """Return least and most minutes from the start of one break to the start of the next."""
    least = before.minutes + (pause.after_break or 0)
    return least, None if pause.within is None else before.minutes + pause.within


def bound_pairs(pauses: Sequence[Break], starts: Sequence[Starts]) -> tuple[bool, ...]:
    """Return of each break whether some starts of it and of the one before exclude each other.

    Parameters
    ----------
    pauses, starts
        The breaks of a shift in the order of the day, and their `possible_starts`.
    """
    return (
        *(False for _ in pauses[:1]),
        *(
            not (
                follows(one, ones[-1], other, others[0])
                and follows(one, ones[0], other, others[-1])
            )
            for (one, other), (ones, others) in zip(pairwise(pauses), pairwise(starts), strict=True)
        ),
    )


def first_placing(pauses: Sequence[Break], starts: Sequence[Starts]) -> Starts:
    """Return a start for each break, each as early as those before it leave.

    Parameters
    ----------
    pauses, starts
        The breaks of a shift in the order of the day, and their `possible_starts`.
    """
    found: list[int] = []
    for place, pause in enumerate(pauses):
        found.append(
            next(
                start
                for start in starts[place]
                if not place or follows(pauses[place - 1], found[-1], pause, start)
            )
        )
    return tuple(found)


def longest_between(
    pauses: Sequence[Break], starts: Sequence[Starts], first: int, last: int
) -> int:
    """Return the most minutes from the end of one break to the start of a later one.

    Parameters
    ----------
    pauses, starts
        The breaks of a shift in the order of the day, and their `possible_starts`.
    first, last
        Places of the two breaks.
    """
    longest = 0
    for begun in starts[first]:
        # The latest start of each break in turn: what is later allows no earlier end.
        latest = begun
        for place in range(first + 1, last + 1):
            latest = max(
                start
                for start in starts[place]
                if follows(pauses[place - 1], latest, pauses[place], start)
            )
        longest = max(longest, latest - begun - pauses[first].minutes)
    return longest
