"""The two calendars."""

import datetime as dt

import pytest

from staffing.demand.holidays import holidays_for
from staffing.domain.calendar import CalendarSettings
from staffing.errors import InputError

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def test_korea_knows_lunar_substitute_and_new_holidays():
    """Seollal, a substitute and the two holidays new in 2026 are there, for both calendars."""
    found = holidays_for(CalendarSettings(country="KR"), FIRST, LAST)
    for day in ((2, 17), (3, 2), (5, 1), (7, 17), (9, 25)):
        assert dt.date(2026, *day) in found.demand
        assert dt.date(2026, *day) in found.labor


def test_planner_corrections_are_honored():
    """Added, removed, labor-only and demand-only days change the calendars they name."""
    day = [dt.date(2026, 4, i) for i in range(1, 5)]
    found = holidays_for(
        CalendarSettings(
            country="KR",
            add={day[0]: "election"},
            remove=(dt.date(2026, 12, 25),),
            labor_only={day[1]: "founding day"},
            demand_only={day[2]: "school holiday"},
        ),
        FIRST,
        LAST,
    )
    assert day[0] in found.demand
    assert day[0] in found.labor
    assert dt.date(2026, 12, 25) not in found.demand | found.labor
    assert day[1] in found.labor
    assert day[1] not in found.demand
    assert day[2] in found.demand
    assert day[2] not in found.labor


def test_a_public_holiday_can_be_labor_only():
    """A public holiday on which callers call as usual is no holiday of the demand."""
    may = dt.date(2026, 5, 1)
    found = holidays_for(CalendarSettings(country="KR", labor_only={may: "May Day"}), FIRST, LAST)
    assert may not in found.demand
    assert may in found.labor


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        (CalendarSettings(country="Korea"), "did you mean 'KOR'"),
        (CalendarSettings(country="US", subdivision="CAL"), "did you mean 'CA'"),
    ],
)
def test_unknown_places_raise_with_a_suggestion(settings, hint):
    """A slip in the country or the state names the nearest code."""
    with pytest.raises(InputError, match=hint):
        holidays_for(settings, FIRST, LAST)


def test_no_country_has_no_holidays():
    """Without a country only the added days count, inside the span only."""
    outside = dt.date(2027, 1, 1)
    found = holidays_for(CalendarSettings(add={outside: "later"}), FIRST, LAST)
    assert not found.demand
