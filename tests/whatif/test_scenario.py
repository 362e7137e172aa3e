"""Named changes to the inputs."""

import pytest
from pydantic import ValidationError

from staffing.domain.toys import toy
from staffing.pipe import Inputs
from staffing.whatif import Scenario, grid_of_scenarios


@pytest.fixture
def inputs():
    """Return the inputs of a center of three."""
    return Inputs(center=toy("ABC").center)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({}, "as is"),
        ({"volume": 1.1}, "volume +10%"),
        ({"volume": 0.975}, "volume -2.5%"),
        ({"counselors": 14, "aht_s": 170.5}, "14 counselors, AHT 170.5 s"),
    ],
)
def test_names_say_what_changes(changes, name):
    """A name holds each change, and tells near ones apart."""
    assert Scenario(**changes).name == name


def test_a_grid_is_every_combination_in_order():
    """The first axis changes slowest; an axis left out stays as it is."""
    grid = grid_of_scenarios(counselors=(2, 3), aht_s=(170, 180))
    assert [(s.counselors, s.volume, s.aht_s) for s in grid] == [
        (2, 1.0, 170),
        (2, 1.0, 180),
        (3, 1.0, 170),
        (3, 1.0, 180),
    ]
    assert grid_of_scenarios() == [Scenario()]


def test_teams_shrink_from_the_end_and_grow_by_newcomers(inputs):
    """Fewer people are the first of the list; more have the commonest contract and free ids."""
    fewer = Scenario(counselors=2).apply(inputs).center
    assert [c.id for c in fewer.counselors] == ["A", "B"]
    assert list(fewer.counselor) == ["A", "B"]
    taken = inputs.center.counselors[0].model_copy(update={"id": "new02"})
    center = inputs.center.model_copy(update={"counselors": (taken,)})
    more = Scenario(counselors=3).apply(inputs.model_copy(update={"center": center})).center
    assert [c.id for c in more.counselors] == ["new02", "new01", "new03"]
    assert {c.contract for c in more.counselors} == {"full"}


def test_volume_multiplies_and_handle_time_replaces(inputs):
    """What the inputs change already is kept in mind, and the inputs stay as they are."""
    given = inputs.model_copy(update={"volume": 2.0, "aht_s": 100.0})
    changed = Scenario(volume=1.5, aht_s=170).apply(given)
    assert (changed.volume, changed.aht_s) == (3.0, 170)
    assert Scenario().apply(given) == given
    assert (given.volume, given.aht_s) == (2.0, 100.0)


@pytest.mark.parametrize("wrong", [{"volume": 0}, {"aht_s": -1}, {"counselors": 0}])
def test_impossible_changes_are_refused(wrong):
    """Nothing below zero, and nobody at all, is no scenario."""
    with pytest.raises(ValidationError):
        Scenario(**wrong)
