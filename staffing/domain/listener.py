"""A draft that solves nothing: for those who only want to know what rules say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.domain.expr import Expr
from staffing.domain.rule import Subject

_NOTHING = Expr()


class Listener:
    """A `staffing.domain.rule.Draft` that hears every word and keeps none; expressions are 0.

    A class that listens for something overrides that word alone; `made_of` serves every
    expression except a counselor's own days.
    """

    def made_of(self, parts: Sequence[Expr] = ()) -> Expr:
        """Return what stands for an expression made of others; a crowd is made of none."""
        del parts
        return _NOTHING

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        """Return what stands for a counselor's day (in that shift)."""
        del counselor, day, shift
        return _NOTHING

    def crowd(self, day: dt.date, shift: str | None = None, queue: int | None = None) -> Expr:
        """Return what stands for a number of counselors at work."""
        del day, shift, queue
        return self.made_of()

    def on_phones(self, queue: int, slot: int) -> Expr:
        """Return what stands for a number of counselors on the phones."""
        del queue, slot
        return self.made_of()

    def both(self, a: Expr, b: Expr) -> Expr:
        """Return what stands for a product."""
        return self.made_of((a, b))

    def any_of(self, numbers: Sequence[Expr]) -> Expr:
        """Return what stands for whether one of several expressions is above 0."""
        return self.made_of(numbers)

    def limit(
        self,
        expr: Expr,
        subject: Subject,
        *,
        at_least: int | None = None,
        at_most: int | None = None,
    ) -> None:
        """Let a bound pass."""

    def price(self, expr: Expr, costs: Sequence[int], subject: Subject) -> None:
        """Let a price pass."""
