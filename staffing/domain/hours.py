"""Whether a contract's weekly hours can be worked at all with the shifts it allows."""

from __future__ import annotations

from staffing.domain.center import CallCenter
from staffing.domain.people import Contract
from staffing.units import MINUTES_PER_HOUR


def weekly_minutes(center: CallCenter, contract: Contract) -> tuple[int, ...]:
    """Return every number of paid minutes that the contract's days of shifts can add up to.

    Parameters
    ----------
    center
        Knows the shifts.
    contract
        Its days per week and allowed shifts.

    Returns
    -------
    tuple of int
        Ascending; empty if no shift is allowed.
    """
    lengths = {
        center.paid_minutes(shift)
        for shift in center.shifts
        if contract.shifts is None or shift.code in contract.shifts
    }
    totals = {0} if lengths else set()
    for _ in range(contract.days_per_week):
        totals = {total + length for total in totals for length in lengths}
    return tuple(sorted(totals))


def can_be_met(center: CallCenter, contract: Contract, under: int = 0, over: int = 0) -> bool:
    """Return whether some mix of shifts gives the contract's hours.

    Parameters
    ----------
    center, contract
        As in `weekly_minutes`.
    under, over
        Minutes a week that may be missing, or too many.
    """
    wanted = int(contract.hours_per_week * MINUTES_PER_HOUR)
    return any(
        wanted - under <= total <= wanted + over for total in weekly_minutes(center, contract)
    )
