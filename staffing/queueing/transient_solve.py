"""Tridiagonal systems of many lanes at once, prepared once and solved many times.

Elimination and back substitution are first-order recurrences over N rows. Step by step they
would cost N calls of the array library; here log2 N calls that double the reach (short
chains), or about 2 sqrt(N) calls over blocks that advance side by side (long chains).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from staffing.queueing.cram import Complexes, Floats

SHORT = 2000
"""Rows times lanes up to which doubling the reach is faster than blocks."""


class Recurrence:
    """``y[n] += factor[n] * y[n-1]`` for n = 1 ... N - 1, or downward with y[n+1].

    Parameters
    ----------
    factor
        (steps, N, lanes); one set of factors per step.
    downward
        Whether to run from the last row to the first.
    """

    def __init__(self, factor: Complexes, *, downward: bool) -> None:
        self.downward = downward
        rows = factor.shape[1]
        self.short = rows * factor.shape[2] <= SHORT
        if self.short:
            self._levels(factor)
        else:
            self._blocks(factor)

    def _levels(self, factor: Complexes) -> None:
        self.levels: list[tuple[int, Complexes]] = []
        reach, rows = 1, factor.shape[1]
        product = factor[:, :-1] if self.downward else factor[:, 1:]
        while reach < rows:
            self.levels.append((reach, np.ascontiguousarray(product)))
            if self.downward:
                product = product[:, :-reach] * product[:, reach:]
            else:
                product = product[:, reach:] * product[:, :-reach]
            reach *= 2

    def _blocks(self, factor: Complexes) -> None:
        steps, rows, lanes = factor.shape
        inside = math.isqrt(rows)
        blocks = -(-rows // inside)
        full = np.zeros((steps, blocks * inside, lanes), dtype=np.complex128)
        full[:, :rows] = factor
        cut = full.reshape(steps, blocks, inside, lanes)
        if self.downward:
            # The last row comes first, and so do the empty rows that fill the last block.
            cut = cut[:, ::-1, ::-1]
        self.factor = np.ascontiguousarray(np.swapaxes(cut, 1, 2))
        self.powers = np.empty_like(self.factor)
        self.powers[:, 0] = self.factor[:, 0]
        for row in range(1, inside):
            np.multiply(self.powers[:, row - 1], self.factor[:, row], out=self.powers[:, row])

    def run(self, step: int, y: Complexes) -> Complexes:
        """Solve for a step, in place where possible; y is (N, lanes)."""
        if self.short:
            for reach, product in self.levels:
                if self.downward:
                    y[:-reach] += product[step] * y[reach:]
                else:
                    y[reach:] += product[step] * y[:-reach]
            return y
        factor, powers = self.factor[step], self.powers[step]
        inside, blocks, lanes = factor.shape
        flat = np.zeros((blocks * inside, lanes), dtype=np.complex128)
        flat[: len(y)] = y
        cut = flat.reshape(blocks, inside, lanes)
        if self.downward:
            cut = cut[::-1, ::-1]
        rows = np.ascontiguousarray(np.swapaxes(cut, 0, 1))
        product = np.empty((blocks, lanes), dtype=np.complex128)
        before = rows[0]
        for row, weight in zip(rows[1:], factor[1:], strict=True):
            np.multiply(weight, before, out=product)
            np.add(row, product, out=row)
            before = row
        # What each block is handed by the one before it.
        handed = np.zeros((blocks, lanes), dtype=np.complex128)
        last, decay = rows[-1], powers[-1]
        for block in range(1, blocks):
            handed[block] = last[block - 1] + decay[block - 1] * handed[block - 1]
        rows += powers * handed
        cut[...] = np.swapaxes(rows, 0, 1)
        return flat[: len(y)]


@dataclass(frozen=True, slots=True)
class Factors:
    """Triangular factors of ``M - pole`` for tridiagonal M, per step, lane and pole.

    Attributes
    ----------
    up
        Elimination from the first row to the last.
    inverse
        (steps, N, lanes) inverse pivots.
    down
        Back substitution from the last row to the first.
    """

    up: Recurrence
    inverse: Complexes
    down: Recurrence

    def solve(self, step: int, right: Complexes) -> Complexes:
        """Return the solutions (N, lanes) of a step; the right sides (N, lanes) are used up."""
        y = self.up.run(step, right)
        y *= self.inverse[step]
        return self.down.run(step, y)


def pivots(lower: Floats, diagonal: Floats, upper: Floats, poles: Complexes) -> Complexes:
    """Return the inverse pivots (N, ..., P) of elimination without exchange of rows.

    A is similar to a symmetric matrix, so each shifted matrix is similar to a complex
    symmetric one with a definite imaginary part, for which pivots cannot become small
    (N. Higham 1998, Factorizing complex symmetric matrices with positive definite real and
    imaginary parts, doi:10.1090/S0025-5718-98-00978-8).

    Parameters
    ----------
    lower, diagonal, upper
        (N, ...) entries of row n at columns n-1, n and n+1.
    poles
        (P,) shifts.
    """
    rows = diagonal.shape[0]
    shifted = diagonal[..., np.newaxis] - poles
    product = (lower[1:] * upper[:-1])[..., np.newaxis]
    np.reciprocal(shifted[0], out=shifted[0])
    for n in range(1, rows):
        here = shifted[n]
        here -= product[n - 1] * shifted[n - 1]
        np.reciprocal(here, out=here)
    return shifted


def factorize(lower: Floats, diagonal: Floats, upper: Floats, poles: Complexes) -> Factors:
    """Return factors for entries (steps, N, lanes); lanes times poles are solved side by side.

    Parameters
    ----------
    lower, diagonal, upper
        (steps, N, lanes) entries of row n at columns n-1, n and n+1.
    poles
        (P,) shifts.
    """
    steps, rows, lanes = diagonal.shape
    flat = (steps, rows, lanes * poles.size)
    below, middle, above = (
        np.ascontiguousarray(np.moveaxis(v, 1, 0)) for v in (lower, diagonal, upper)
    )
    inverse = np.ascontiguousarray(np.moveaxis(pivots(below, middle, above, poles), 0, 1))
    rise = np.zeros_like(inverse)
    np.multiply(-lower[:, 1:, :, np.newaxis], inverse[:, :-1], out=rise[:, 1:])
    return Factors(
        Recurrence(rise.reshape(flat), downward=False),
        inverse.reshape(flat),
        Recurrence((-upper[..., np.newaxis] * inverse).reshape(flat), downward=True),
    )


def solve_once(
    lower: Floats, diagonal: Floats, upper: Floats, poles: Complexes, right: Floats
) -> Complexes:
    """Return the solutions (N, ..., P) for right sides (N, ...), each system used once."""
    inverse = pivots(lower, diagonal, upper, poles)
    wide = np.broadcast_shapes(inverse.shape, (*right.shape, 1))
    y = np.empty(wide, dtype=np.complex128)
    y[0] = right[0, ..., np.newaxis] * inverse[0]
    rows = diagonal.shape[0]
    for n in range(1, rows):
        y[n] = (right[n, ..., np.newaxis] - lower[n, ..., np.newaxis] * y[n - 1]) * inverse[n]
    for n in range(rows - 2, -1, -1):
        y[n] -= upper[n, ..., np.newaxis] * inverse[n] * y[n + 1]
    return y
