"""Windows and ties of breaks: what a shift leaves of them, and what cannot be taken."""

import pytest
from pydantic import ValidationError

from staffing.domain.center import CallCenter
from staffing.domain.toys import toy
from staffing.domain.work import Break
from staffing.units import clock, parse_clock


def center(*breaks: Break, shifts: dict[str, str] | None = None) -> CallCenter:
    """Return a center with slots of 30 minutes and these breaks in every shift."""
    spans = shifts or {"E": "08:00-17:00"}
    return toy("A", days=1, breaks=breaks, shifts=spans, slot_minutes=30).center


def starts(found: CallCenter, code: str) -> list[str]:
    """Return the starts of a break in shift E."""
    return [clock(start) for start in found.starts_in["E"][code]]


def test_the_most_minutes_clip_the_first_and_the_last_break() -> None:
    """The first break follows the shift's start, the last one its end, both bounds included."""
    found = center(
        Break(code="one", minutes=30, after_start=60, within=120),
        Break(code="two", minutes=30, before_end=60, end_within=90, earliest=parse_clock("09:00")),
    )
    assert starts(found, "one") == ["09:00", "09:30", "10:00"]
    assert starts(found, "two") == ["15:00", "15:30"]


def test_ties_leave_what_some_choice_of_all_breaks_has() -> None:
    """A bound at the end of a chain reaches back to its first break, exactly."""
    found = center(
        Break(code="one", minutes=30),
        Break(code="two", minutes=30, after_break=60, within=90, step=60),
        Break(code="three", minutes=60, after_break=150, end_within=60),
    )
    assert starts(found, "three")[0] == "15:00"
    assert (starts(found, "one")[0], starts(found, "one")[-1]) == ("08:00", "11:30")
    assert starts(found, "two") == ["10:00", "11:00", "12:00", "13:00"]


def test_breaks_that_are_not_tied_have_their_windows() -> None:
    """Without ties nothing is asked of the other breaks."""
    found = center(
        Break(code="one", minutes=30, latest=parse_clock("11:00")),
        Break(code="two", minutes=30, earliest=parse_clock("11:30")),
    )
    assert (len(starts(found, "one")), len(starts(found, "two"))) == (7, 11)


@pytest.mark.parametrize(
    ("breaks", "said"),
    [
        (
            [
                {"code": "one", "latest": "09:00"},
                {"code": "two", "earliest": "13:00", "within": 60},
            ],
            "'two' must start 13:00-16:30, at least 0 and at most 60 minutes after that; widen",
        ),
        (
            [{"code": "one"}, {"code": "two", "after_break": 240, "latest": "11:00"}],
            r"at least 240 minutes after that; widen a window, lower after_break or raise within",
        ),
        ([{"code": "one", "after_start": 120, "within": 90}], "no possible start in shift 'E' 08"),
        ([{"code": "one"}, {"code": "two"}], "say by after_break how long"),
        ([{"code": "one"}, {"code": "one", "after_break": 0}], "stands twice"),
        (
            [{"code": "one", "after_break": 60, "within": 30}],
            "within 30 is less than after_break 60",
        ),
        ([{"code": "one", "before_end": 60, "end_within": 0}], "end_within 0 is less than before"),
    ],
)
def test_breaks_that_cannot_be_taken_are_refused(
    breaks: list[dict[str, object]], said: str
) -> None:
    """The message says which break of which shift, what is left to it, and what to change."""
    with pytest.raises(ValidationError, match=said):
        center(*(Break.model_validate({"minutes": 30, **pause}) for pause in breaks))
