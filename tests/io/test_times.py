"""Reading times of day, durations and numbers."""

import pytest

from staffing.io.times import duration, number, range_minutes, read_time


@pytest.mark.parametrize(
    "text",
    [
        *("08:30", "8:30", "08:30:00", "0830", "830", "08:30~09:00", "08:30 - 09:00"),
        *("08시30분", "오전 8:30", "8:30 AM", "0.3541666667"),
    ],
)
def test_forms_of_half_past_eight(text: str) -> None:
    """Every form of 08:30 is 510 minutes."""
    assert read_time(text) == 510


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("24:00", 1440),
        ("0", 0),
        ("8시", 480),
        ("오후 1:00", 780),
        ("12:00 am", 0),
        ("12:30pm", 750),
    ],
)
def test_edges_of_the_day(text: str, minutes: int) -> None:
    """Midnight, noon and whole hours are what they seem."""
    assert read_time(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "25:00", "08:60", "0861", "soon", "13:00 pm", "15:00-1x", "1900-01-01"]
)
def test_no_times(text: str) -> None:
    """Impossible times are no times."""
    assert read_time(text) is None


@pytest.mark.parametrize(
    "text", ["178", "178.0", "2:58", "00:02:58", "2분 58초", "178초", "0:02:58.0"]
)
def test_forms_of_a_duration(text: str) -> None:
    """Every form of 178 seconds is 178 seconds."""
    assert duration(text) == 178


@pytest.mark.parametrize("text", ["", "x", "2:75", "1:2:3:4", "-2:58", "211.:9", "1:75:00"])
def test_no_durations(text: str) -> None:
    """Texts and impossible minutes are no durations."""
    assert duration(text) is None


def test_ranges_and_numbers() -> None:
    """Ranges have a length, thousands may be set off, infinity is no number."""
    assert range_minutes("23:30~24:00") == 30
    assert range_minutes("08:30") is None
    assert number("1,306") == 1306
    assert number("inf") is None
    assert number("1_000") is None
