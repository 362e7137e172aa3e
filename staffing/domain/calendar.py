"""Two calendars: holidays that change the callers' demand, and holidays that are paid days off."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from staffing.domain.base import Frozen


class CalendarSettings(Frozen):
    """Which holidays apply; those of a country, and what a planner adds or takes away.

    Parameters
    ----------
    country
        ISO 3166 code as the package ``holidays`` knows it; None has no holidays.
    subdivision
        State or province.
    add
        Extra holidays for callers and staff (temporary holidays, election days): date = name.
    remove
        Dates that are no holiday here.
    labor_only
        Paid days off while the callers call as usual.
    demand_only
        Days on which the callers behave as on a holiday while the staff work as usual.
    """

    country: str | None = None
    subdivision: str | None = None
    add: dict[dt.date, str] = Field(default_factory=dict)
    remove: tuple[dt.date, ...] = ()
    labor_only: dict[dt.date, str] = Field(default_factory=dict)
    demand_only: dict[dt.date, str] = Field(default_factory=dict)


class Holidays(Frozen):
    """Resolved holidays by date.

    Parameters
    ----------
    demand
        Days on which callers behave as on a holiday.
    labor
        Paid days off.
    """

    demand: dict[dt.date, str] = Field(default_factory=dict)
    labor: dict[dt.date, str] = Field(default_factory=dict)

    def is_working_day(self, day: dt.date) -> bool:
        """Return whether callers see an ordinary working day: Monday to Friday, no holiday."""
        return day.weekday() < 5 and day not in self.demand
