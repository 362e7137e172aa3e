"""Tridiagonal systems of many lanes at once, prepared once and solved many times.

A first-order recurrence over N rows is cut into about sqrt(N) blocks: the blocks advance side
by side, then the last value of each is handed to the next. That is 2 sqrt(N) vector steps
instead of N, in linear work, without the growth of a scan by cumulative products.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from staffing.queueing.cram import Complexes, Floats

Steps = NDArray[np.complex128]


def block_of(rows: int) -> tuple[int, int]:
    """Return the number of blocks and of rows in each, which together hold ``rows``."""
    inside = max(1, math.isqrt(rows))
    return -(-rows // inside), inside


def powers_of(factor: Steps) -> Steps:
    """Return the running products of a factor within each block (axis -2)."""
    return np.cumprod(factor, axis=-2)


def run_up(factor: Steps, powers: Steps, y: Steps) -> None:
    """Solve ``y[n] += factor[n] * y[n-1]`` in place; all of shape (blocks, rows, lanes)."""
    for row in range(1, y.shape[1]):
        y[:, row] += factor[:, row] * y[:, row - 1]
    for block in range(1, y.shape[0]):
        y[block] += powers[block] * y[block - 1, -1]


@dataclass(frozen=True, slots=True)
class Factors:
    """Triangular factors of ``M - pole`` for tridiagonal M, per step, lane and pole.

    Attributes
    ----------
    up, up_powers
        (steps, blocks, rows, lanes) elimination from the first row to the last.
    inverse
        Inverse pivots, the same shape.
    down, down_powers
        Back substitution from the last row to the first, stored in that order.
    rows
        N.
    """

    up: Steps
    up_powers: Steps
    inverse: Steps
    down: Steps
    down_powers: Steps
    rows: int

    def solve(self, step: int, right: Complexes | Floats) -> Complexes:
        """Return the solutions (N, lanes) of a step for right sides (N, lanes)."""
        blocks, inside, lanes = self.up.shape[1:]
        flat = np.zeros((blocks * inside, lanes), dtype=np.complex128)
        flat[: self.rows] = right
        y = flat.reshape(blocks, inside, lanes)
        run_up(self.up[step], self.up_powers[step], y)
        y *= self.inverse[step]
        # The last row comes first, and so do the empty rows that fill the last block.
        run_up(self.down[step], self.down_powers[step], y[::-1, ::-1])
        return flat[: self.rows]


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
    blocks, inside = block_of(rows)
    shape = (steps, blocks, inside, lanes * poles.size)

    def blocked(values: Complexes) -> Steps:
        full = np.zeros((steps, blocks * inside, lanes * poles.size), dtype=np.complex128)
        full[:, : values.shape[1]] = values.reshape(steps, values.shape[1], -1)
        return full.reshape(shape)

    by_row = [np.ascontiguousarray(np.moveaxis(v, 1, 0)) for v in (lower, diagonal, upper)]
    inverse = np.ascontiguousarray(np.moveaxis(pivots(*by_row, poles), 0, 1))
    rise = np.zeros_like(inverse)
    rise[:, 1:] = -lower[:, 1:, :, np.newaxis] * inverse[:, :-1]
    up = blocked(rise)
    down = blocked(-upper[..., np.newaxis] * inverse)[:, ::-1, ::-1]
    return Factors(up, powers_of(up), blocked(inverse), down, powers_of(down), rows)


def solve_once(
    lower: Floats, diagonal: Floats, upper: Floats, poles: Complexes, right: Floats
) -> Complexes:
    """Return the solutions (N, ..., P) for right sides (N, ...), each system used once."""
    inverse = pivots(lower, diagonal, upper, poles)
    y = np.empty_like(inverse)
    y[0] = right[0, ..., np.newaxis] * inverse[0]
    rows = diagonal.shape[0]
    for n in range(1, rows):
        y[n] = (right[n, ..., np.newaxis] - lower[n, ..., np.newaxis] * y[n - 1]) * inverse[n]
    for n in range(rows - 2, -1, -1):
        y[n] -= upper[n, ..., np.newaxis] * inverse[n] * y[n + 1]
    return y
