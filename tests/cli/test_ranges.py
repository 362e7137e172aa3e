"""Ranges as a planner types them."""

import pytest

from staffing.cli.ranges import numbers
from staffing.errors import UsageError


@pytest.mark.parametrize(
    ("text", "step", "values"),
    [
        (None, 1, []),
        ("", 1, []),
        ("13", 1, [13]),
        ("13..16", 1, [13, 14, 15, 16]),
        ("-10%..+20%", 10, [-10, 0, 10, 20]),
        ("-10..20/15", 10, [-10, 5, 20]),
        ("0..20 step 5", 10, [0, 5, 10, 15, 20]),
        ("0..1/0.1", 1, [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        ("170, 180,200", 10, [170, 180, 200]),
        ("-5%,0,5%", 10, [-5, 0, 5]),
        ("13,15..16", 1, [13, 15, 16]),
    ],
)
def test_lists_and_ranges_are_read(text, step, values):
    """Numbers, ranges with and without steps, percent signs and their mixtures."""
    assert numbers(text, "--x", step) == pytest.approx(values)


@pytest.mark.parametrize(
    "text", ["many", "13-16", "16..13", "1..5/0", "nan", "inf", "1e3", "0..1000", "1...3", "1_0"]
)
def test_what_is_no_range_is_refused(text):
    """A slip raises with the option and the part."""
    with pytest.raises(UsageError, match=r"--x: found"):
        numbers(text, "--x", 1)
