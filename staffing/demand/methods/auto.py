"""The default method: the slow and the fast one, averaged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import fit_days
from staffing.demand.methods.fast import fast, log_level
from staffing.demand.methods.slow import slow

# Log level at which the recent weeks are believed three to one.
DRIFT = 0.2


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
        drift = log_level(model, past.weight)
        trust = (0.5 * DRIFT**2 + drift**2) / (DRIFT**2 + drift**2)
        return (1.0 - trust) * slow(model, past, ahead) + trust * fast(model, past, ahead, drift)
