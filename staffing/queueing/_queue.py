"""The side of the chain where callers wait and may hang up: what Erlang A adds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from staffing.queueing._laplace import bend, integrate

Floats = NDArray[np.float64]


@np.errstate(over="ignore", under="ignore")
def queue_side(
    agents: Floats, load: Floats, spare: Floats, patience: Floats, threshold: Floats
) -> tuple[Floats, Floats, Floats]:
    """Integrate the weight of virtual waits up to the threshold and beyond it.

    A caller offered the wait y (in patience times) stays with probability exp(-y). The
    weight of y, against 1 at no wait, is ``exp(x (1 - exp(-y)) - m y)`` with x the load
    and m the agents, both times patience over handling time.

    Parameters
    ----------
    agents, load, spare
        Shape (K,); load > 0, agents > 0, spare = agents - load.
    patience
        Mean patience in mean handling times, finite, > 0.
    threshold
        Threshold in mean patience times, >= 0.

    Returns
    -------
    In time and late, each (4, K): the integrals of the weight alone, times the share that
    hangs up, times the share that stays, times y and the share that stays. Then the
    logarithm (K,) of the peak against the weight at no wait, by which both are divided;
    it is 0 unless the load is above the agents.
    """
    size = load.size
    over = spare < 0
    m = agents * patience
    top = np.log1p(np.where(over, -spare / agents, 0.0))
    c = np.where(over, m, load * patience)
    s = np.where(over, 0.0, spare * patience)
    logarithm = np.where(over, m * bend(-top), 0.0)
    in_time, late = np.zeros((4, size)), np.zeros((4, size))

    ahead = np.maximum(threshold - top, 0.0)
    some = np.flatnonzero(ahead > 0)
    if some.size:
        in_time[:, some] += integrate(
            c[some], s[some], ahead[some], direction="forward", at=top[some]
        )
    fade = -(c * bend(ahead) + s * ahead)
    # Beyond exp(-745) nothing is left of a double.
    some = np.flatnonzero(fade > -745.0)
    if some.size:
        fall = np.expm1(-ahead[some])
        late[:, some] += np.exp(fade[some]) * integrate(
            c[some] * (1.0 + fall), s[some] - c[some] * fall,
            np.full(some.size, np.inf),
            direction="forward", at=top[some] + ahead[some],
        )  # fmt: skip

    back = np.minimum(threshold - top, 0.0)
    fade = -c * bend(back)
    some = np.flatnonzero(over & (threshold > 0) & (fade > -745.0))
    if some.size:
        rise = np.expm1(-back[some])
        reach = top[some] + back[some]
        in_time[:, some] += np.exp(fade[some]) * integrate(
            c[some] * (1.0 + rise), c[some] * rise, reach,
            direction="backward", at=reach,
        )  # fmt: skip
    some = np.flatnonzero(over & (back < 0))
    if some.size:
        late[:, some] += integrate(
            c[some], s[some], -back[some], direction="backward", at=top[some]
        )
    return in_time, late, logarithm
