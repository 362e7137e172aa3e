"""Methods by name."""

import pytest

from staffing.demand.registry import forecaster, forecasters
from staffing.errors import InputError


def test_every_file_of_the_room_is_a_method():
    """The default, its two halves and the reference are found without being listed."""
    assert {"auto", "slow", "fast", "mean8"} <= set(forecasters())


def test_a_slip_is_answered_with_the_nearest_name():
    """An unknown name raises with the place and a suggestion."""
    with pytest.raises(InputError, match=r"demand\.method: found 'atuo'.*did you mean 'auto'"):
        forecaster("atuo")
