"""Erlang B: the share of calls lost when nobody can wait, and the trunks it takes."""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import NDArray

from staffing.queueing._arguments import Numbers, read, shaped, spread
from staffing.queueing._search import smallest
from staffing.queueing._servers import server_side

Floats = NDArray[np.float64]


@np.errstate(under="ignore", over="ignore")
def blocked(agents: Floats, load: Floats) -> Floats:
    """Return Erlang B for checked flat arrays."""
    area, peak = server_side(agents, load, agents - load)
    share = np.exp(-peak)
    return share / (share + agents * area)


@overload
def blocking(agents: float, load: float) -> float: ...  # type: ignore[overload-overlap]
@overload
def blocking(agents: Numbers, load: Numbers) -> Floats: ...
def blocking(agents: Numbers, load: Numbers) -> float | Floats:
    """Return the share of calls that find every agent busy and are lost.

    ``B(n, A) = (A**n / n!) / sum(A**k / k! for k in 0..n)``, continued to fractional n by
    ``1/B(n, A) = A * integral of exp(-A t) (1 + t)**n over t > 0``.

    Parameters
    ----------
    agents
        Agents or trunks, >= 0, fractions allowed; any shape that broadcasts with load.
    load
        Offered load in Erlang, >= 0.

    Returns
    -------
    Share of offered calls, 0 to 1, in the broadcast shape (a float for two floats).
    Relative error about 1e-15 times (1 - log B).

    Raises
    ------
    InputError
        If agents or load is negative, infinite or NaN.

    References
    ----------
    A. K. Erlang (1917), Solution of some problems in the theory of probabilities.
    D. L. Jagerman (1974), Some properties of the Erlang loss function.

    Examples
    --------
    >>> round(blocking(17, 10.0), 5)
    0.01295
    """
    shape, (n, a) = spread(read("agents", agents, at_least=0), read("load", load, at_least=0))
    return shaped(blocked(n, a), shape)


@overload
def required_trunks(load: float, blocking: float) -> int: ...  # type: ignore[overload-overlap]
@overload
def required_trunks(load: Numbers, blocking: Numbers) -> NDArray[np.int64]: ...
def required_trunks(load: Numbers, blocking: Numbers) -> int | NDArray[np.int64]:
    """Return the fewest trunks that lose at most the given share of calls.

    Parameters
    ----------
    load
        Offered load in Erlang, >= 0.
    blocking
        Largest share of calls that may be lost, between 0 and 1.

    Returns
    -------
    Whole trunks in the broadcast shape (an int for two floats): the first number that
    meets the share; one trunk fewer does not.

    Raises
    ------
    InputError
        If the load is negative or NaN, or the share is not between 0 and 1.

    Examples
    --------
    >>> required_trunks(10.0, 0.02)
    17
    """
    shape, (a, share) = spread(
        read("load", load, at_least=0), read("blocking", blocking, above=0, below=1)
    )
    # At most n of A Erlang are carried, so fewer than A (1 - share) - 1 are never enough.
    first = np.maximum(np.floor(a * (1.0 - share)) - 1.0, 0.0)

    def enough(index: NDArray[np.intp], n: Floats) -> NDArray[np.bool_]:
        return blocked(n, a[index]) <= share[index]

    trunks = smallest(enough, first, np.sqrt(a) / 2)
    return trunks.reshape(shape) if shape else int(trunks[0])
