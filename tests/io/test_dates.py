"""Reading dates of other people's files."""

import datetime as dt

import pytest

from staffing.errors import InputError
from staffing.io.dates import DateColumn, maybe_date, month_day, read_date

AUGUST_3 = dt.date(2023, 8, 3)


@pytest.mark.parametrize(
    "text",
    [
        *("2023-08-03", "2023/8/3", "2023.08.03", "2023. 8. 3.", "20230803", "23/08/03"),
        *("2023년 8월 3일", "2023년 8월 3일 목요일", "2023-08-03(목)", "2023-08-03 Thu", "45141"),
    ],
)
def test_forms_of_one_date(text: str) -> None:
    """Every form that names year, month and day beyond doubt is read."""
    assert read_date(text, "here") == AUGUST_3


@pytest.mark.parametrize("text", ["8월 3일(목)", "8월 3일", "8/3", "08.03"])
def test_a_year_must_be_known(text: str) -> None:
    """A date without a year is read where the year is known, and refused otherwise."""
    assert read_date(text, "here", 2023) == AUGUST_3
    with pytest.raises(InputError, match="names no year; write dates as 2026-12-24"):
        read_date(text, "here")
    assert month_day(text) == (8, 3)


@pytest.mark.parametrize("text", ["03/04/05", "03/04/2023", "23/08/15", "08032023", "3.4.2023"])
def test_ambiguous_dates_are_refused(text: str) -> None:
    """A date that may be two dates is refused, and how to write it is said."""
    with pytest.raises(InputError, match=r"here: found .*; write dates as 2026-12-24"):
        read_date(text, "here")


@pytest.mark.parametrize("text", ["", "x", "2023-02-30", "20231301", "2023-08-03(금)", "1.2"])
def test_what_is_no_date(text: str) -> None:
    """Texts, impossible days and wrong weekdays are no dates."""
    with pytest.raises(InputError, match="here"):
        read_date(text, "here")
    assert maybe_date(text) is None


def test_a_column_settles_the_order() -> None:
    """One date of the 31st, or days in a row, tell how the whole column is meant."""
    column = DateColumn(["03/31/2023", "04/01/2023"], str)
    assert column["04/01/2023"] == dt.date(2023, 4, 1)
    column = DateColumn(["03/04/2023", "04/04/2023", "05/04/2023"], str)
    assert column["05/04/2023"] == dt.date(2023, 4, 5)


def test_weekdays_settle_the_order() -> None:
    """A weekday beside an ambiguous date makes it certain."""
    assert read_date("03/04/2023 (Sat)", "here") == dt.date(2023, 3, 4)
