"""Fixtures of the demand tests."""

import pytest

from tests.demand.toys import make_center, make_history


@pytest.fixture
def center():
    """Return the toy center."""
    return make_center()


@pytest.fixture
def history():
    """Return a year of the toy history."""
    return make_history()
