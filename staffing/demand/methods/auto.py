"""The default method: the slow and the fast one, averaged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import fit_days
from staffing.demand.methods.fast import drift_of, fast
from staffing.demand.methods.slow import slow

# Relative drift at which the recent weeks are believed three to one.
DRIFT = 0.1


class Auto:
    """Mean of a slow and a fast model: what one misses the other mostly has [1]_.

    Where the recent level has left the slow one far behind, the fast model counts more.

    References
    ----------
    .. [1] Bates, J. M. and Granger, C. W. J. (1969). The combination of forecasts.
       Operational Research Quarterly 20(4).
    """

    name = "auto"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the mean of both methods' expectations."""
        model = fit_days(past, ahead)
        drift = drift_of(model, past, ahead)
        size = float(np.mean(drift**2)) if len(drift) else 0.0
        trust = (0.5 * DRIFT**2 + size) / (DRIFT**2 + size)
        return (1.0 - trust) * slow(model, past, ahead) + trust * fast(model, past, ahead, drift)
