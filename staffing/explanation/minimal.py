"""The smallest part of a set that is still impossible, by asking about parts of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

Impossible = Callable[[list[T]], bool]
"""Whether these items together are impossible; False also where it is not known."""


class TooManyQuestions(Exception):  # noqa: N818 - control flow, caught by who sets the limit
    """The limit of questions is reached."""


def shrink(items: Sequence[T], impossible: Impossible[T], limit: int | None = None) -> list[T]:
    """Return a minimal impossible part: without any one of its items it is possible.

    Junker's QuickXplain (AAAI 2004): about k log(n / k) questions for k of n items.

    Parameters
    ----------
    items
        Impossible together; of equal choices those that come last are kept.
    impossible
        Asked about parts.
    limit
        Most questions.

    Raises
    ------
    TooManyQuestions
        If the limit does not suffice.

    Examples
    --------
    >>> shrink([1, 2, 3, 4, 5], lambda part: sum(part) >= 9)
    [4, 5]
    """
    asked = 0

    def ask(part: list[T]) -> bool:
        nonlocal asked
        asked += 1
        if limit is not None and asked > limit:
            raise TooManyQuestions
        return impossible(part)

    def needed(background: list[T], rest: list[T], *, changed: bool) -> list[T]:
        if changed and ask(background):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[half:], rest[:half]
        kept = needed(background + first, second, changed=bool(first))
        return needed(background + kept, first, changed=bool(kept)) + kept

    found = needed([], list(items), changed=True)
    return [item for item in items if item in found]
