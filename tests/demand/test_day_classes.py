"""Calendar effects of any day, in any country."""

import datetime as dt

import pytest

from staffing.demand.day_classes import DayClasses

KOREA = DayClasses({dt.date(2026, 9, d): "Chuseok" for d in (24, 25)}, frozenset({5, 6}))


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ((2026, 9, 23), "eve"),
        ((2026, 9, 24), "holiday"),
        ((2026, 9, 28), "after"),
        ((2026, 9, 29), "weekday1"),
        ((2026, 9, 26), "weekday5"),
    ],
)
def test_days_around_a_block_have_their_class(day, kind):
    """The eve, the days off and the first day back of Chuseok are told apart."""
    assert KOREA.kind(dt.date(*day)) == kind


def test_a_bridge_day_lies_between_days_off():
    """A Friday after a Thursday holiday is a bridge; an ordinary Friday is not."""
    classes = DayClasses({dt.date(2025, 5, 29): "Ascension"}, frozenset({5, 6}))
    assert classes.kind(dt.date(2025, 5, 30)) == "bridge"
    assert classes.kind(dt.date(2025, 5, 23)) == "weekday4"


def test_the_week_of_another_country_is_its_own():
    """With Friday and Saturday off, Sunday follows the usual closure and is no special day."""
    israel = DayClasses({}, frozenset({4, 5}))
    sunday = dt.date(2025, 6, 1)
    assert israel.kind(sunday) == "weekday6"
    assert israel.closure(sunday, -1) == 2


def test_longer_closures_hold_back_more():
    """The backlog grows with the closure's length."""
    assert KOREA.row(dt.date(2026, 9, 28))["backlog"] > KOREA.row(dt.date(2026, 9, 21))["backlog"]


def test_a_substitute_keeps_the_name_of_its_holiday():
    """A substitute shares what is learned of the holiday it replaces."""
    day = dt.date(2026, 3, 2)
    row = DayClasses({day: "Alternative holiday for Liberation Day"}, frozenset({5, 6})).row(day)
    assert row["name:Liberation Day"] == 1
    assert row["substitute"] == 1
