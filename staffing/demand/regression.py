"""Penalized regression of counts: negative binomial, log link, robust, partial pooling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from staffing.demand.contract import Floats

ITERATIONS = 10
CLIP_SD = 2.5
REJECT_SD = 6.0
_SMALL = 1e-9


@dataclass(frozen=True, eq=False)
class CountFit:
    """A fitted regression.

    Parameters
    ----------
    beta
        (P,) coefficients on the log scale.
    dispersion
        k in variance = mean + k mean squared.
    residual
        (D,) standardized residuals.
    robust
        (D,) weights that unusual days kept, 1 for ordinary ones.
    """

    beta: Floats
    dispersion: float
    residual: Floats
    robust: Floats


def fit_counts(
    counts: Floats,
    exposure: Floats,
    design: Floats,
    weight: Floats,
    center: Floats,
    sd: Floats,
) -> CountFit:
    """Return the regression of counts on a design, each coefficient pulled to its prior.

    Parameters
    ----------
    counts, exposure, weight
        (D,) calls, multipliers of the mean, trust.
    design
        (D, P) effects.
    center, sd
        (P,) normal prior of each coefficient; this is the partial pooling.

    Notes
    -----
    Iteratively reweighted least squares. The score is linear in the counts, so that the
    fitted level is the mean and not the median, as a fit of logarithms would be. Days
    beyond `CLIP_SD` standard deviations are bounded (Huber, 1964), those beyond
    `REJECT_SD` fade out. The dispersion comes from moments.
    """
    penalty = 1.0 / sd**2
    offset = np.log(np.maximum(exposure, _SMALL))
    beta = center.copy()
    spread, robust = 0.02, np.ones(len(counts))
    residual: Floats = np.zeros(len(counts))
    for step in range(ITERATIONS):
        if step:
            log_mean = np.clip(design @ beta + offset, -12, 18)
            mean = np.exp(log_mean)
            target = log_mean + (counts - mean) / mean
        else:
            mean = counts + 0.5
            target = np.log(mean)
        base = weight * robust * mean / (1.0 + spread * mean)
        cross = (design * base[:, None]).T
        previous = beta
        beta = np.asarray(
            np.linalg.solve(
                cross @ design + np.diag(penalty), cross @ (target - offset) + penalty * center
            ),
            dtype=np.float64,
        )
        mean = np.exp(np.clip(design @ beta + offset, -12, 18))
        spread = _dispersion(counts, mean, weight)
        residual = (counts - mean) / np.sqrt(mean + spread * mean**2)
        size = np.maximum(np.abs(residual), _SMALL)
        robust = np.minimum(1.0, CLIP_SD / size) * np.minimum(1.0, (REJECT_SD / size) ** 2)
        if step > 2 and np.max(np.abs(beta - previous)) < 1e-4:
            break
    return CountFit(beta, spread, residual, robust)


def _dispersion(counts: Floats, mean: Floats, weight: Floats) -> float:
    # Squares are clipped at three standard deviations of a generous first guess.
    busy = np.where(mean > min(20.0, float(np.median(mean))), weight, 0.0)
    relative = ((counts - mean) / mean) ** 2
    typical = float(np.median(relative[busy > 0])) if (busy > 0).any() else 0.01
    clipped = np.minimum(relative, 20 * typical + 1.0 / mean)
    total = float(busy.sum())
    if total <= 0:
        return 0.01
    return max(1e-4, float((busy * (clipped - 1.0 / mean)).sum()) / total)
