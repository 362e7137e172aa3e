"""The 8 shifted systems of a slot, and those of the ages, by arrays or by LAPACK.

With plain numpy, slots are prepared together and each is solved by recurrences over rows.
Where scipy is installed, one call of LAPACK's tridiagonal solver does the same for all poles
and lanes of a slot, about ten times faster; scipy is no dependency.
"""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from staffing.queueing.cram import AHEAD, LIMIT, POLES, SPENT, Complexes, Floats
from staffing.queueing.transient import Ints
from staffing.queueing.transient_solve import Recurrence, factorize

Bools = NDArray[np.bool_]


@lru_cache(maxsize=1)
def lapack() -> ModuleType | None:
    """Return scipy's LAPACK, or None where scipy is not installed."""
    try:
        from scipy.linalg import lapack as library  # noqa: PLC0415
    except ImportError:
        return None
    found: ModuleType = library
    return found


class Equations(Protocol):
    """The systems of G slots with R rows and L lanes."""

    def step(
        self, row: int, inside: Floats, age: Floats, head: Ints
    ) -> tuple[Floats, Floats, Floats]:
        """Go through a slot and keep the solutions for `read`.

        Parameters
        ----------
        row
            Which of the G slots.
        inside, age
            (L, R) probabilities and ages at its start.
        head
            (L,) row of the call at the head of the queue.

        Returns
        -------
        Probabilities and ages (L, R) at its end, and the integral (L,) of the age at the head.
        """

    def read(self, weights: Floats, rows: list[int]) -> Floats:
        """Return (X, M, L, R) sums of solutions of some slots under weights (M, 16)."""


class ByArrays:
    """Plain numpy.

    Parameters
    ----------
    lower, diagonal, upper
        (G, R, L) entries of row n at columns n-1, n and n+1.
    rate
        (G, R, L) departures from each state, 1/s.
    waiting
        (G, R, L) where the n-th call in system is waiting.
    tau
        Length of a slot.
    """

    def __init__(
        self,
        lower: Floats,
        diagonal: Floats,
        upper: Floats,
        rate: Floats,
        waiting: Bools,
        tau: float,
    ) -> None:
        slots, rows = rate.shape[:2]
        self.tau = tau
        self.factors = factorize(lower, diagonal, upper, POLES)
        self.found = np.empty((*diagonal.shape, POLES.size), dtype=np.complex128)
        wide, mask = (rate * tau)[..., np.newaxis], waiting[..., np.newaxis]
        pivot: Complexes = np.where(mask, -1.0 / (wide + POLES), 0.0)
        factor: Complexes = (-wide * pivot).reshape(slots, rows, -1)
        self.down = Recurrence(factor, downward=True)
        self.pivot = pivot

    def step(
        self, row: int, inside: Floats, age: Floats, head: Ints
    ) -> tuple[Floats, Floats, Floats]:
        """Go through a slot, as in `Equations`."""
        found = self.found[row]
        rows, lanes = found.shape[:2]
        found[...] = inside.T[..., np.newaxis]
        x = self.factors.solve(row, found.reshape(rows, -1)).reshape(found.shape)
        if not self.factors.up.short:
            found[...] = x
        moved = LIMIT * inside + (found.view(np.float64) @ AHEAD).T
        above = np.cumsum(x[::-1], axis=0)[::-1]
        above *= -self.tau
        above += age.T[..., np.newaxis]
        above *= self.pivot[row]
        y = self.down.run(row, above.reshape(rows, -1))
        parts = y.view(np.float64).reshape(rows, lanes, -1)
        at_head = parts[head, np.arange(lanes)]
        return moved, LIMIT * age + (parts @ AHEAD).T, at_head @ (self.tau * SPENT)

    def read(self, weights: Floats, rows: list[int]) -> Floats:
        """Return sums of solutions, as in `Equations`."""
        parts = self.found.view(np.float64)
        chosen = parts if len(rows) == len(parts) else parts[rows]
        return np.moveaxis(chosen @ weights.T, (1, 3), (3, 1))


class ByLapack:
    """One system of L * 8 * R rows per slot, with nothing between the poles and lanes.

    Parameters
    ----------
    library
        scipy's LAPACK.
    lower, diagonal, upper, rate, waiting, tau
        As in `ByArrays`.
    """

    def __init__(
        self,
        library: ModuleType,
        lower: Floats,
        diagonal: Floats,
        upper: Floats,
        rate: Floats,
        waiting: Bools,
        tau: float,
    ) -> None:
        self.library = library
        self.tau = tau
        poles = POLES[:, np.newaxis]

        def wide(values: Floats) -> Floats:
            return np.moveaxis(values, 1, 2)[:, :, np.newaxis]

        def flat(values: Floats) -> Complexes:
            whole = np.empty(self.found.shape, dtype=np.complex128)
            whole[...] = values
            return whole.reshape(len(whole), -1)

        slots, rows, lanes = diagonal.shape
        self.found = np.empty((slots, lanes, POLES.size, rows), dtype=np.complex128)
        below, above = wide(lower).copy(), wide(upper).copy()
        below[..., 0] = above[..., -1] = 0.0
        self.lower, self.upper = flat(below)[:, 1:], flat(above)
        middle = np.empty(self.found.shape, dtype=np.complex128)
        np.subtract(wide(diagonal), poles, out=middle)
        self.diagonal = middle.reshape(slots, -1)
        self.mask = np.moveaxis(waiting, 1, 2)[:, :, np.newaxis].astype(np.float64)
        leave = wide(rate) * tau * self.mask
        older = np.empty(self.found.shape, dtype=np.complex128)
        np.subtract(-leave, poles * self.mask, out=older)
        older += 1.0 - self.mask
        self.older = older.reshape(slots, -1)
        leave[..., -1] = 0.0
        self.younger = flat(leave)
        self.none = np.zeros(self.lower.shape[1], dtype=np.complex128)

    def step(
        self, row: int, inside: Floats, age: Floats, head: Ints
    ) -> tuple[Floats, Floats, Floats]:
        """Go through a slot, as in `Equations`; its matrices are used up."""
        x = self.found[row]
        x[...] = inside[:, np.newaxis]
        self._solve(self.lower[row], self.diagonal[row], self.upper[row], x)
        y = np.empty_like(x)
        np.cumsum(x[..., ::-1], axis=2, out=y[..., ::-1])
        y *= -self.tau
        y += age[:, np.newaxis]
        y *= self.mask[row]
        self.none[:] = 0.0
        self._solve(self.none, self.older[row], self.younger[row], y)
        moved = LIMIT * inside + (_AHEAD @ x).real
        at_head = y[np.arange(len(head)), :, head]
        return moved, LIMIT * age + (_AHEAD @ y).real, self.tau * (at_head @ _SPENT).real

    def _solve(
        self, lower: Complexes, diagonal: Complexes, upper: Complexes, right: Complexes
    ) -> None:
        """Put the solution in the place of the right side, a whole array."""
        flat = right.reshape(-1, 1)
        solution = self.library.zgtsv(
            lower, diagonal, upper[:-1], flat,
            overwrite_dl=1, overwrite_d=1, overwrite_du=1, overwrite_b=1,
        )[3]  # fmt: skip
        if solution is not flat:
            right[...] = solution.reshape(right.shape)

    def read(self, weights: Floats, rows: list[int]) -> Floats:
        """Return sums of solutions, as in `Equations`."""
        chosen = self.found if len(rows) == len(self.found) else self.found[rows]
        return np.moveaxis((as_complex(weights) @ chosen).real, 2, 1)


def as_complex(weights: Floats) -> Complexes:
    """Return factors (..., 8) whose products' real parts are sums under weights (..., 16)."""
    factors: Complexes = weights[..., ::2] - 1j * weights[..., 1::2]
    return factors


_AHEAD, _SPENT = as_complex(AHEAD), as_complex(SPENT)
