"""Linear expressions over integer decision variables, the only arithmetic that rules use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Expr:
    """A linear expression: whole multiples of numbered variables and a constant.

    Rules get expressions from a `Draft` and combine them with ``+``, ``-`` and ``*`` by an
    integer; they never see what engine will read them.

    Parameters
    ----------
    terms
        Coefficient by variable number; zero coefficients are dropped.
    constant
        Added to the terms.
    """

    __slots__ = ("constant", "terms")

    def __init__(self, terms: Mapping[int, int] | None = None, constant: int = 0) -> None:
        self.terms = {v: c for v, c in terms.items() if c} if terms else {}
        self.constant = constant

    @classmethod
    def sum(cls, parts: Iterable[Expr | int]) -> Expr:
        """Return the sum of expressions and integers."""
        terms: dict[int, int] = {}
        constant = 0
        for part in parts:
            if isinstance(part, int):
                constant += part
                continue
            constant += part.constant
            if not terms:
                terms = part.terms.copy()
                continue
            for variable, coefficient in part.terms.items():
                terms[variable] = terms.get(variable, 0) + coefficient
        return cls._of(terms, constant)

    @classmethod
    def _of(cls, terms: dict[int, int], constant: int) -> Expr:
        """Return an expression of terms that are its own: models have a million of them."""
        new = cls.__new__(cls)
        new.terms = {v: c for v, c in terms.items() if c} if 0 in terms.values() else terms
        new.constant = constant
        return new

    def __add__(self, other: Expr | int) -> Expr:
        return Expr.sum((self, other))

    __radd__ = __add__

    def __sub__(self, other: Expr | int) -> Expr:
        return Expr.sum((self, -other))

    def __rsub__(self, other: int) -> Expr:
        return Expr._of({v: -c for v, c in self.terms.items()}, other - self.constant)

    def __neg__(self) -> Expr:
        return Expr._of({v: -c for v, c in self.terms.items()}, -self.constant)

    def __mul__(self, factor: int) -> Expr:
        terms = {v: c * factor for v, c in self.terms.items()}
        return Expr._of(terms, self.constant * factor)

    __rmul__ = __mul__

    def __repr__(self) -> str:
        terms = " + ".join(f"{c}*v{v}" for v, c in sorted(self.terms.items()))
        return f"Expr({terms or 0} + {self.constant})"
