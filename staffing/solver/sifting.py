"""A bound on a model with very many variables, from linear programs over few of them.

The prices of the rows of a small program also price what was left out of it. Any prices give a
bound (Lagrange's): each variable sits at its cheaper end. Those left out that would lower it
join the program, until the time is up or none is left.
(Bixby, Gregory, Lustig, Marsten and Shanno 1992, doi:10.1287/opre.40.5.885.)
"""

from __future__ import annotations

import threading

import highspy
import numpy as np
from highspy.highs import HighsCallbackEvent
from numpy.typing import NDArray

from staffing.formulation.arrays import Arrays
from staffing.solver.highs import Quiet
from staffing.solver.trace import Trace

Floats = NDArray[np.float64]
ROUNDING = 1e-7


def sift(trace: Trace, kept: NDArray[np.bool_]) -> None:
    """Tell a trace ever better bounds on its model, until the linear relaxation's is reached.

    Parameters
    ----------
    trace
        Of the model; its ``stop`` ends this soon.
    kept
        (size,) the variables of the first program. If it has no optimum nothing is told.
    """
    sieve = _Sieve(trace.model)
    while not trace.stop.is_set():
        prices = sieve.solve(kept, trace.stop)
        if prices is None:
            return
        reduced = sieve.reduced(prices)
        trace.lower(sieve.bound(prices, reduced), "sifting")
        missed = ~kept & (np.minimum(reduced * sieve.lower, reduced * sieve.upper) < -ROUNDING)
        if not missed.any():
            return
        kept = kept | missed


class _Sieve(Arrays):
    """A model as arrays, of which few columns at a time are solved."""

    def solve(self, kept: NDArray[np.bool_], stop: threading.Event) -> Floats | None:
        """Return (rows,) prices of the program over some variables; None if it has no optimum."""
        lp = self.program(np.flatnonzero(kept), np.arange(len(self.least)))
        highs = Quiet()  # type: ignore[no-untyped-call]
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
        # Prices need not lie in a corner; and the simplex takes minutes where this takes seconds.
        highs.setOptionValue("solver", "ipm")
        highs.setOptionValue("run_crossover", "off")
        highs.passModel(lp)

        def interrupt(event: HighsCallbackEvent) -> None:
            if stop.is_set():
                event.interrupt()

        highs.cbSimplexInterrupt.subscribe(interrupt)
        highs.cbIpmInterrupt.subscribe(interrupt)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        prices = np.array(highs.getSolution().row_dual)
        # A price on the side where a row has no end would promise what nobody keeps.
        useless = np.isinf(np.where(prices > 0, self.least, self.most))
        return np.where(useless, 0.0, prices)

    def reduced(self, prices: Floats) -> Floats:
        """Return (size,) what each variable costs beyond what its rows pay for it."""
        paid = np.bincount(
            self.columns, weights=self.values * prices[self.rows], minlength=len(self.cost)
        )
        return self.cost - paid

    def bound(self, prices: Floats, reduced: Floats) -> float:
        """Return Lagrange's bound."""
        ends = np.where(prices > 0, self.least, self.most)
        paid = prices[prices != 0] @ ends[prices != 0]
        return float(
            self.constant + paid + np.minimum(reduced * self.lower, reduced * self.upper).sum()
        )
