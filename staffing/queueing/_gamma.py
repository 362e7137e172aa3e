"""The regularized incomplete gamma function: chances of gamma and of chi-square variables."""

from __future__ import annotations

import math
from statistics import NormalDist

SURE = 1e-4
"""A coefficient of variation below this is none: its effect is beyond all digits."""
_NEARLY_NORMAL = 1e4


def gamma_below(x: float, cv: float) -> float:
    """Return P(X <= x) for a gamma variable of mean 1 and a coefficient of variation."""
    if x <= 0 or math.isinf(x):
        return 0.0 if x <= 0 else 1.0
    if cv <= SURE:
        return 1.0 if x >= 1.0 - 1e-9 else 0.0
    shape = 1.0 / cv**2
    z = shape * x
    if shape > _NEARLY_NORMAL:
        # Wilson and Hilferty (1931): the cube root of a gamma variable is nearly normal.
        spread = 1.0 / (9.0 * shape)
        return NormalDist().cdf((x ** (1 / 3) - (1.0 - spread)) / math.sqrt(spread))
    log_density = shape * math.log(z) - z - math.lgamma(shape)
    if z < shape + 1.0:
        term = total = 1.0 / shape
        divisor = shape
        while term > total * 1e-16:
            divisor += 1.0
            term *= z / divisor
            total += term
        return min(1.0, total * math.exp(log_density))
    return max(0.0, 1.0 - math.exp(log_density) * _fraction(shape, z))


def chi_square_above(x: float, degrees: int) -> float:
    """Return P(X > x) for a chi-square variable; 1 without degrees of freedom.

    Examples
    --------
    >>> round(chi_square_above(3.841458820694124, 1), 6)
    0.05
    """
    if degrees < 1:
        return 1.0
    return 1.0 - gamma_below(x / degrees, math.sqrt(2.0 / degrees))


def _fraction(shape: float, z: float) -> float:
    # Continued fraction of the upper incomplete gamma function, by Lentz's method.
    b = z + 1.0 - shape
    c, d = 1e300, 1.0 / b
    h = d
    for i in range(1, 10_000):
        a = -i * (i - shape)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        h *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return h
