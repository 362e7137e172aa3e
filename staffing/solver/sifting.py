"""A bound on a model with very many variables, from linear programs over few of them.

The prices of the rows of a small program also price what was left out of it. Any prices give a
bound (Lagrange's): each variable sits at its cheaper end. Those left out that would lower it
join the program, until the time is up or none is left.
(Bixby, Gregory, Lustig, Marsten and Shanno 1992, doi:10.1287/opre.40.5.885.)
"""

from __future__ import annotations

import threading
from itertools import chain

import highspy
import numpy as np
from highspy.highs import HighsCallbackEvent
from numpy.typing import NDArray

from staffing.formulation.model import Model
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


class _Sieve:
    """A model as arrays: nonzeros by row and column, and the ends of rows and columns."""

    def __init__(self, model: Model) -> None:
        self.constant = float(model.constant)
        self.cost = np.array(model.cost, dtype=np.float64)
        self.lower = np.array(model.lower, dtype=np.float64)
        self.upper = np.array(model.upper, dtype=np.float64)
        rows = model.rows
        self.rows = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
        self.columns = np.fromiter(chain.from_iterable(r[0] for r in rows), dtype=np.int64)
        self.values = np.fromiter(chain.from_iterable(r[1] for r in rows), dtype=np.float64)
        self.least = np.array([-np.inf if low is None else low for *_, low, _ in rows], dtype=float)
        self.most = np.array([np.inf if high is None else high for *_, high in rows], dtype=float)

    def solve(self, kept: NDArray[np.bool_], stop: threading.Event) -> Floats | None:
        """Return (rows,) prices of the program over some variables; None if it has no optimum."""
        columns = np.flatnonzero(kept)
        place = np.cumsum(kept) - 1
        inside = kept[self.columns]
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(columns), len(self.least)
        lp.col_cost_, lp.offset_ = self.cost[columns], self.constant
        lp.col_lower_, lp.col_upper_ = self.lower[columns], self.upper[columns]
        lp.row_lower_, lp.row_upper_ = self.least, self.most
        starts = np.zeros(len(self.least) + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.rows[inside], minlength=len(self.least)), out=starts[1:])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = starts
        lp.a_matrix_.index_ = place[self.columns[inside]].astype(np.int32)
        lp.a_matrix_.value_ = self.values[inside]
        highs = Quiet()  # type: ignore[no-untyped-call]
        highs.setOptionValue("output_flag", False)
        highs.setOptionValue("threads", 1)
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
