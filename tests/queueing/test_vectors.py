"""Values computed with 50 digits, frozen: the last digits of the kernels."""

import math

import numpy as np
import pytest

from staffing.queueing import blocking, erlang_a, erlang_a_table, erlang_c

WAITING = [
    (14, 10, 0.1741319335950498),
    (14, 10.7, 0.2592578053032141),
    (14, 10.99, 0.3013917635606369),
    (14, 13.3, 0.7940001455334903),
    (115, 100, 0.09544102105759157),
    (171, 162.45, 0.3982249498989958),
    (1000, 950, 0.06825341537714142),
    (1015, 1000, 0.5276253546439205),
    (10000, 9500, 1.928547231868143e-7),
    (10000, 9990, 0.88054171137398371834504786716560738),
]

# calls/h, AHT s, agents, patience s, threshold s;
# waiting, abandoned, virtual, offered, answered, ASA s.
IMPATIENT = [
    (
        (100, 180, 6, 180, 20),
        (0.384039345166936883, 0.0986595007344633291, 0.707331917665889232),
        (0.702551176514532276, 0.779451469324867569, 15.1740980109223251),
    ),
    (
        (260, 200, 15, 240, 30),
        (0.495118218601267434, 0.0824846451371723644, 0.707236965322498307),
        (0.695519458073676566, 0.758046668524320904, 18.536270241725851),
    ),
    (
        (1000, 180, 50, 120, 20),
        (0.47040621023680846, 0.061990625601636907, 0.829070181342421854),
        (0.807072516398248476, 0.860409862018599552, 7.07208411198373472),
    ),
    (
        (4000, 180, 200, 180, 20),
        (0.509403418007236325, 0.0281977276859208218, 0.935617965685836587),
        (0.915997852212982312, 0.942576363843836231, 4.99153210204448902),
    ),
    (
        (20000, 180, 1000, 180, 20),
        (0.504205244180215509, 0.0126146113487214997, 0.999708201142883523),
        (0.987126447395924588, 0.999737750570010344, 2.2540718503788421),
    ),
    (
        (119880, 180, 6000, 1e6, 20),
        (0.904174269251153289, 2.56998815981744848e-5, 0.547433717631238744),
        (0.547429704367245123, 0.547443773607408491, 25.6998290606582332),
    ),
    (
        (202000, 180, 10000, 1e6, 7200),
        (1.0, 0.00990099009900990099, 0.0),
        (0.0, 0.0, 9950.32185316810985),
    ),
    (
        (194000, 180, 10000, 180, 20),
        (0.001234175584468492, 3.49947193737537743e-6, 1.0),
        (0.999996500528062625, 1.0, 0.000628225046990000889),
    ),
    (
        (260000, 180, 10000, 180, 60),
        (1.0, 0.230769230769230769, 0.999999999998813459),
        (0.769230769229920232, 0.999999999998896301, 47.2165677541483892),
    ),
    (
        (199980, 180, 10000, 1, 1),
        (0.0713687611835533641, 0.00736336955036090737, 0.999999999984781977),
        (0.992636630444191281, 0.999999999994511777, 0.00679547132355930622),
    ),
    (
        (1000, 7200, 10, 1, 1),
        (0.996208621898998954, 0.995001904249578749, 0.00495323384115311071),
        (0.00451541805922997828, 0.903427682202648552, 0.258084432535825241),
    ),
    (
        (201.3, 180, 10, 1e6, 600),
        (0.997985016301933687, 0.00700170271107595423, 0.0227962256137903701),
        (0.0227897781748394358, 0.0229504705466866405, 7019.26997938773964),
    ),
    (
        (3e6, 180.3, 20, 33, 300),
        (1.0, 0.999866888519134775, 0.552761527469372062),
        (9.9437550398498312e-5, 0.747024597368718616, 290.19892500975195),
    ),
    (
        (123, 1e5, 2, 1, 2),
        (0.999434450410001574, 0.999414799721483398, 0.000604941365922351908),
        (0.00058250150846790986, 0.995388296711796583, 0.0338661111306351005),
    ),
]


@pytest.mark.parametrize(("agents", "load", "expected"), WAITING)
def test_erlang_c_to_the_last_digits(agents, load, expected):
    """Erlang C keeps 13 digits from 14 to 10,000 agents, also at fractional loads."""
    assert erlang_c(agents, load) == pytest.approx(expected, rel=2e-14)


@pytest.mark.parametrize(("inputs", "first", "second"), IMPATIENT)
def test_erlang_a_to_the_last_digits(inputs, first, second):
    """Erlang A keeps its digits at every size, patience and threshold, in overload too."""
    result = erlang_a(*inputs)
    waiting, abandoned, virtual = first
    offered, answered, speed = second
    assert result.waiting == pytest.approx(waiting, rel=1e-13)
    assert result.abandoned == pytest.approx(abandoned, rel=1e-12)
    assert result.service_level("virtual") == pytest.approx(virtual, abs=1e-13)
    assert result.service_level("offered") == pytest.approx(offered, abs=1e-13)
    assert result.service_level("answered") == pytest.approx(answered, abs=1e-13)
    assert result.asa_s == pytest.approx(speed, rel=1e-12)


@pytest.mark.parametrize(
    ("inputs", "printed"),
    [
        ((100, 180, 6, 180, 20), (0.384039, 0.098660, 0.707332, 0.702551, 0.779451)),
        ((260, 200, 15, 240, 30), (0.495118, 0.082485, 0.707237, 0.695519, 0.758047)),
        ((1000, 180, 50, 120, 20), (0.470406, 0.061991, 0.829070, 0.807073, 0.860410)),
        ((4000, 180, 200, 180, 20), (0.509403, 0.028198, 0.935618, 0.915998, 0.942576)),
        ((20_000, 180, 1000, 180, 20), (0.504205, 0.012615, 0.999708, 0.987126, 0.999738)),
        ((140_000, 180, 6900, 180, 20), (0.885338, 0.014957, 1.0, 0.985043, 1.0)),
    ],
)
def test_the_reference_table_from_six_to_6900_agents(inputs, printed):
    """Waiting, abandonment and the three service levels of centers of every size."""
    result = erlang_a(*inputs)
    found = (result.waiting, result.abandoned, result.virtual, result.in_time, result.answered)
    assert [float(value) for value in found] == pytest.approx(printed, abs=5.1e-7)


@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        ((620, 60, 10, 600, 3600), 0.925495177197167391),
        ((1250, 180, 60, 120, 1200), 0.922084347972369537),
    ],
)
def test_long_thresholds_do_not_underflow(inputs, expected):
    """Thresholds of an hour are where exp(-rate T) underflows and a service level collapses."""
    assert erlang_a(*inputs).in_time == pytest.approx(expected, abs=1e-14)


def test_a_million_trunks():
    """Erlang B neither overflows nor loses digits at a million trunks."""
    expected = 7.974603068555613e-4
    assert blocking(1_000_000, 1_000_000) == pytest.approx(expected, rel=1e-13)
    assert blocking(1_000_000, 1.0) == 0.0
    assert blocking(3, 1e100) == 1.0


def test_more_than_a_hundred_and_seventy_agents():
    """Factorials overflow at 171 agents; nothing changes its course there."""
    levels = erlang_c(np.arange(165, 180), np.arange(165, 180) - 8.0)
    assert np.all(np.diff(levels) > 0)
    assert np.all(np.abs(np.diff(levels, 2)) < 1e-4)


def test_table_holds_the_same_numbers():
    """The table that the solver reads agrees with the vectors, by its own recursion."""
    for (calls, aht, agents, patience, threshold), first, second in IMPATIENT:
        if agents <= 1000:
            table = erlang_a_table(calls, aht, patience, threshold, agents)
            assert table.in_time[0, agents] == pytest.approx(second[0], abs=1e-13)
            assert table.abandoned[0, agents] == pytest.approx(first[1], rel=1e-12)
            assert table.asa_s[0, agents] == pytest.approx(second[2], rel=1e-12)
    assert math.isinf(table.asa_s[0, 0])
