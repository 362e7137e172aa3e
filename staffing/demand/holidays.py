"""Which days are holidays for the callers, and which are paid days off."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterable

from staffing.domain.calendar import CalendarSettings, Holidays
from staffing.errors import InputError


def holidays_for(settings: CalendarSettings, first: dt.date, last: dt.date) -> Holidays:
    """Return the holidays from ``first`` to ``last``, both included.

    Parameters
    ----------
    settings
        The country, and what a planner adds or takes away. What is added wins over
        what is removed.
    first, last
        The days asked for.

    Raises
    ------
    InputError
        If the country or its subdivision is unknown.
    """
    public = {
        day: name
        for day, name in _of_country(settings, first, last).items()
        if day not in settings.remove
    } | settings.add
    return Holidays(
        demand=_within({**public, **settings.demand_only}, first, last, settings.labor_only),
        labor=_within({**public, **settings.labor_only}, first, last, settings.demand_only),
    )


def _within(
    named: dict[dt.date, str], first: dt.date, last: dt.date, elsewhere: Iterable[dt.date]
) -> dict[dt.date, str]:
    others = set(elsewhere)
    return {day: named[day] for day in sorted(named) if first <= day <= last and day not in others}


def _of_country(settings: CalendarSettings, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    if settings.country is None:
        return {}
    # Imported late: a third of a second that a center without holidays need not pay.
    import holidays  # noqa: PLC0415

    known = holidays.list_supported_countries(include_aliases=True)
    code = settings.country.strip().upper()
    if code not in known:
        raise _unknown("calendar.country", settings.country, known)
    regions = known[code]
    if settings.subdivision is not None and settings.subdivision not in regions:
        raise _unknown("calendar.subdivision", settings.subdivision, regions)
    found = holidays.country_holidays(
        code, subdiv=settings.subdivision, years=range(first.year, last.year + 1)
    )
    return {day: str(name) for day, name in found.items()}


def _unknown(where: str, found: str, known: Iterable[str]) -> InputError:
    codes = list(known)
    near = difflib.get_close_matches(found.upper(), codes, n=1, cutoff=0.3)
    listed = ", ".join(codes) if len(codes) <= 20 else f"one of {len(codes)} ISO 3166 codes"
    return InputError(
        where,
        f"found {found!r}",
        f"known: {listed or 'none for this country'}",
        f"did you mean {near[0]!r}?" if near else "",
    )
