"""Which shifts to offer, and how many people work each: the answer for a team without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from staffing.domain.base import Frozen
from staffing.domain.horizon import Horizon
from staffing.domain.outcome import Status, Step
from staffing.domain.roster import Duty


class OfferPrices(Frozen):
    """What makes an offer of shifts worse.

    Parameters
    ----------
    missing, surplus
        Of one head too few, or too many, in one slot.
    kind
        Of each different shift that is used at all, however often and by however many.
    """

    missing: int = Field(default=2, ge=1, le=1_000_000)
    surplus: int = Field(default=1, ge=0, le=1_000_000)
    kind: int = Field(default=10, ge=0, le=1_000_000)


class ShiftOffer(Frozen):
    """People on shifts, day by day, against a number required in every slot.

    Parameters
    ----------
    horizon
        The days; where the week is cyclic, what reaches beyond the last day serves the first.
    prices
        What was minimized.
    status
        What is known of the offer.
    duties
        One per person and day; people have numbers (``#1``, ``#2`` …) that mean nothing.
    missing, surplus
        Heads too few and too many, summed over the slots.
    objective
        The price, recomputed from the duties; None without an offer.
    bound
        No offer costs less.
    steps
        How the search went.
    seconds
        Wall time.
    """

    horizon: Horizon
    prices: OfferPrices
    status: Status
    duties: tuple[Duty, ...] = ()
    missing: int = 0
    surplus: int = 0
    objective: int | None = None
    bound: int | None = None
    steps: tuple[Step, ...] = ()
    seconds: float = 0.0

    @cached_property
    def people(self) -> Mapping[str, tuple[int, ...]]:
        """(D,) people on each shift that is used, by code, in the order of the codes."""
        counts = Counter((duty.shift, self.horizon.index(duty.day)) for duty in self.duties)
        codes = sorted({duty.shift for duty in self.duties})
        days = range(self.horizon.days)
        return {code: tuple(counts[code, day] for day in days) for code in codes}

    @property
    def most_people(self) -> int:
        """Most people who work on one day."""
        counts = Counter(duty.day for duty in self.duties)
        return max(counts.values(), default=0)
