"""What a search tells while it runs."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Moment(NamedTuple):
    """The state of a search.

    Parameters
    ----------
    seconds
        Since planning began.
    objective
        Price of the best roster so far in hundredths of a call; None before the first.
    bound
        No roster costs less.
    service_level
        Expected share answered in time under the best roster so far.
    """

    seconds: float
    objective: int | None
    bound: int | None
    service_level: float | None

    @property
    def gap(self) -> float | None:
        """The gap over the objective; None before the first roster."""
        if self.objective is None or self.bound is None:
            return None
        return max(0, self.objective - self.bound) / max(1, abs(self.objective))


class Progress(Protocol):
    """Receives moments; called from the search's threads, so it must be quick."""

    def __call__(self, moment: Moment) -> None:
        """Take note of a moment."""
        ...
