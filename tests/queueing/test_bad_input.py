"""Wrong numbers are refused with their place, never turned into a plausible answer."""

import math

import numpy as np
import pytest
from pydantic import ValidationError

from staffing.domain.work import Queue, ServiceTarget
from staffing.errors import InputError
from staffing.queueing import (
    Targets,
    asa,
    blocking,
    erlang_a,
    erlang_a_table,
    erlang_c,
    max_calls,
    occupancy,
    required_agents,
    required_trunks,
    service_level,
)

GOOD = {
    "calls_per_hour": 200.0,
    "aht_s": 180.0,
    "agents": 14.0,
    "patience_s": 300.0,
    "threshold_s": 20.0,
    "load": 10.0,
    "blocking": 0.02,
    "max_agents": 20,
}
TRAFFIC = ("calls_per_hour", "aht_s", "agents")
FUNCTIONS = [
    (blocking, ("agents", "load")),
    (erlang_c, ("agents", "load")),
    (required_trunks, ("load", "blocking")),
    (service_level, (*TRAFFIC, "threshold_s")),
    (asa, TRAFFIC),
    (occupancy, TRAFFIC),
    (erlang_a, (*TRAFFIC, "patience_s", "threshold_s")),
    (
        erlang_a_table,
        ("calls_per_hour", "aht_s", "patience_s", "threshold_s", "max_agents"),
    ),
]
CASES = [(function, names, bad) for function, names in FUNCTIONS for bad in names]
POSITIVE = {"aht_s", "patience_s", "blocking"}


@pytest.mark.parametrize(("function", "names", "bad"), CASES)
def test_every_argument_refuses_nonsense(function, names, bad):
    """NaN and negative numbers raise for each argument, zero where it makes no sense."""
    wrong = [math.nan, -1.0, -math.inf]
    if bad in POSITIVE:
        wrong.append(0.0)
    if bad != "patience_s":
        wrong.append(math.inf)
    for value in wrong:
        arguments = {name: GOOD[name] for name in names} | {bad: value}
        with pytest.raises(InputError, match=bad) as caught:
            function(**arguments)
        assert caught.value.found
        assert caught.value.allowed
        assert caught.value.todo


@pytest.mark.parametrize("names", [names for _, names in FUNCTIONS])
def test_good_arguments_pass(names):
    """The arguments that the other test spoils one by one are good in themselves."""
    function = next(f for f, n in FUNCTIONS if n == names)
    function(**{name: GOOD[name] for name in names})


def test_the_place_of_a_bad_interval():
    """In an array, the error names which interval is wrong."""
    with pytest.raises(InputError) as caught:
        service_level(np.array([100.0, np.nan, 90.0]), 180, 10, 20)
    assert caught.value.where == "calls_per_hour[1]"
    assert caught.value.found == "found nan"


def test_shapes_that_do_not_fit():
    """Arrays of different lengths are named, not cut or repeated."""
    with pytest.raises(InputError, match="shapes"):
        erlang_a(np.ones(2), 180, np.ones(3), 300, 20)
    with pytest.raises(InputError, match="shape"):
        erlang_a_table(np.ones((2, 2)), 180, 300, 20, 5)


@pytest.mark.parametrize(
    ("promise", "place"),
    [
        ({"service_level": 1.0, "threshold_s": 20}, "service_level"),
        ({"service_level": 0.0, "threshold_s": 20}, "service_level"),
        ({"service_level": 80, "threshold_s": 20}, "service_level"),
        ({"service_level": math.nan, "threshold_s": 20}, "service_level"),
        ({"service_level": np.array([0.8, 1.2]), "threshold_s": 20}, "service_level[1]"),
        ({"service_level": 0.8}, "threshold_s"),
        ({"threshold_s": 20}, "service_level"),
        ({"service_level": 0.8, "threshold_s": -1}, "threshold_s"),
        ({"answer_rate": 1.0}, "answer_rate"),
        ({"asa_s": 0}, "asa_s"),
        ({"occupancy": 1.0}, "occupancy"),
        ({"occupancy": 0.0}, "occupancy"),
        ({}, "targets"),
        ({"service_level": 0.8, "threshold_s": 20, "definition": "gross"}, "definition"),
    ],
)
def test_impossible_promises(promise, place):
    """A promise that no head count keeps is refused when it is made, with its name."""
    with pytest.raises(InputError) as caught:
        Targets(**promise)
    assert place in caught.value.where
    assert str(caught.value)


def test_zero_agents_are_a_center_where_nobody_answers():
    """No division by zero and no optimism: everybody waits, nobody is answered."""
    assert service_level(200, 180, 0, 20) == 0
    assert asa(200, 180, 0) == math.inf
    assert occupancy(200, 180, 0) == 1
    assert erlang_c(0, 10) == 1
    assert blocking(0, 10) == 1
    result = erlang_a(200, 180, 0, 300, 20)
    assert (result.abandoned, result.in_time, result.asa_s) == (1, 0, math.inf)
    assert max_calls(0, 180, Targets(service_level=0.8, threshold_s=20)) == 0


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("service_level", 0.0),
        ("service_level", 1.0),
        ("service_level", 80),
        ("service_level", math.nan),
        ("answer_rate", 1.0),
        ("answer_rate", -0.1),
        ("threshold_s", -1.0),
        ("threshold_s", math.inf),
    ],
)
def test_a_model_refuses_impossible_targets(where, value):
    """What center.toml promises lies strictly between nobody and everybody."""
    with pytest.raises(ValidationError, match=where):
        ServiceTarget(**{where: value})


@pytest.mark.parametrize(
    ("where", "value"),
    [("aht_s", 0.0), ("aht_s", math.nan), ("patience_s", 0.0), ("patience_s", -5.0)],
)
def test_a_queue_refuses_impossible_times(where, value):
    """Handling takes time, and nobody hangs up before he calls."""
    with pytest.raises(ValidationError, match=where):
        Queue(code="q", **{where: value})


def test_sizing_refuses_bad_traffic():
    """Sizing and its inverse read their traffic as strictly as the rest of the room."""
    promise = Targets(service_level=0.8, threshold_s=20)
    with pytest.raises(InputError, match="aht_s"):
        required_agents(200, 0, promise)
    with pytest.raises(InputError, match="calls_per_hour"):
        required_agents(-1, 180, promise)
    with pytest.raises(InputError, match="patience_s"):
        required_agents(200, 180, promise, patience_s=0)
    with pytest.raises(InputError, match="agents"):
        max_calls(math.nan, 180, promise)
    with pytest.raises(InputError, match="shapes"):
        required_agents(np.ones(3), 180, Targets(asa_s=np.ones(2)))
