"""What the readers of public sets share: a demand that is a number of people per slot."""

from __future__ import annotations

from staffing.domain.base import IntArray
from staffing.domain.curves import ServiceCurves
from staffing.domain.grid import Grid


def curves_asking(grid: Grid, queues: tuple[str, ...], required: IntArray) -> ServiceCurves:
    """Return the demand of a center that knows no calls, only (Q, T) people required."""
    silent = ServiceCurves.silent(grid, queues)
    return silent.model_copy(update={"required": required})
