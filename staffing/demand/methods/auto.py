"""The default method: the slow and the fast one, averaged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from staffing.demand.contract import Floats, Past
from staffing.demand.day_model import fit_days
from staffing.demand.methods.fast import fast
from staffing.demand.methods.slow import slow


class Auto:
    """Mean of a slow and a fast model: what one misses the other mostly has [1]_.

    References
    ----------
    .. [1] Bates, J. M. and Granger, C. W. J. (1969). The combination of forecasts.
       Operational Research Quarterly 20(4).
    """

    name = "auto"

    def expect(self, past: Past, ahead: Sequence[dt.date]) -> Floats:
        """Return the mean of both methods' expectations."""
        model = fit_days(past, ahead)
        return (slow(model, past, ahead) + fast(model, past, ahead)) / 2.0
