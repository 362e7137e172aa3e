"""Readers of public sets, on small files in their formats: our price is the set's own."""

import json
from pathlib import Path

import pytest

from benchmarks.public import callcenter, matsp, shift_design
from staffing.domain.outcome import Status
from staffing.evaluation.referee import evaluate
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings

QUICK = SolveSettings(time_limit_s=20, workers=2)


def template(kind: str, start: int, end: int, lunch: int | None) -> dict[str, object]:
    """Return a shift of the call-center set on ten slots."""
    cov = [int(start <= p < end and p != lunch) for p in range(10)]
    return {"name": "t", "kind": kind, "start": start, "end": end, "paid": sum(cov), "cov": cov}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a call center of four agents and three days."""
    agents = [
        {"id": "a", "kind": "FT", "days": 2, "unavailable": [1], "pref": "late"},
        {"id": "b", "kind": "FT", "days": 2, "unavailable": [], "pref": "early"},
        {"id": "c", "kind": "FT", "days": 2, "unavailable": [], "pref": "early"},
        {"id": "d", "kind": "PT", "days": 2, "unavailable": [], "pref": None},
    ]
    data = {
        "days": 3,
        "T": 10,
        "req": [[1, 2, 2, 2, 1, 2, 2, 2, 1, 1], [2] * 10, [1] * 10],
        "templates": [template("FT", s, s + 7, s + k) for s in (0, 3) for k in (2, 3, 4)]
        + [template("PT", s, s + 4, None) for s in (0, 3, 6)],
        "agents": agents,
        "w": {"under": 10, "over": 1, "pref": 1},
    }
    path = tmp_path / "inst_4.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def test_callcenter_price_is_the_sets_own(small: Path) -> None:
    """The referee's objective is the set's cost, for the proved roster and for a worse one."""
    problem = callcenter.read(small)
    best = plan(problem, QUICK)
    worse = best.roster.with_duties(
        duty.model_copy(update={"breaks": ()})
        if not problem.center.shift[duty.shift].breaks
        else duty.model_copy(
            update={"breaks": (duty.breaks[0].model_copy(update={"start": 510 + 30 * first}),)}
        )
        for duty in best.roster.duties
        for first in [(problem.center.shift[duty.shift].start - 510) // 30 + 2]
    )

    assert best.status is Status.OPTIMAL
    assert best.objective == callcenter.cost(small, best.roster)
    assert evaluate(problem, worse).objective == callcenter.cost(small, worse)
    assert callcenter.cost(small, worse) >= best.objective


def test_callcenter_refuses_what_the_set_forbids(small: Path) -> None:
    """The evaluator itself notices a day too few."""
    roster = plan(callcenter.read(small), QUICK).roster
    with pytest.raises(ValueError, match="works 1 days, not 2"):
        callcenter.cost(small, roster.with_duties(roster.duties[1:]))


def test_shift_design_is_cyclic(tmp_path: Path) -> None:
    """A hidden plan of two shifts, one over midnight, is found again: two kinds, nothing else."""
    heads = [0] * 168
    for day in range(7):
        for begin, length, people in ((6, 8, 3), (22, 9, 2)):
            for hour in range(day * 24 + begin, day * 24 + begin + length):
                heads[hour % 168] += people
    path = tmp_path / "RandomExample0.dzn"
    path.write_text(
        f"interval = 60;\ndays = 7;\ndemand = {heads};\nshiftTypes = 2;\nminStart = [5, 21];\n"
        "maxStart = [8, 23];\nminLength = [7, 7];\nmaxLength = [9, 9];\nweightUnderCover = 1;\n"
        "weightOverCover = 1;\nweightShiftInstances = 60;\n",
        encoding="utf-8",
    )
    offer = shift_design.solve(path, QUICK)

    assert offer.status is Status.OPTIMAL
    assert offer.objective == shift_design.cost(path, offer) == 120
    assert set(offer.people) == {"M0600-1400", "D2200-3100"}


def test_matsp_reads_the_clock(tmp_path: Path) -> None:
    """The file's days begin at 06:00, people may work around midnight, and minutes are bounded."""
    lines = [
        f"{1 + (360 + 15 * place) // 1440},{(360 + 15 * place) // 60 % 24:02d}:"
        f"{15 * place % 60:02d}-x,1,{int(place < 24)},{int(place < 24)}"
        for place in range(7 * 96)
    ]
    path = tmp_path / "0_7_1_1.txt"
    path.write_text(
        "# a comment\nSECTION_HORIZON\n7\n\nSECTION_TASKS\n1\n\nSECTION_STAFF\nA,370,400\n\n"
        "SECTION_COVER\n" + "\n".join(lines) + "\n",
        encoding="utf-8",
    )
    problem = matsp.read(path)

    assert problem.grid.size == 7 * 96
    assert problem.curves.required[0, :25].tolist() == [1] * 24 + [0]
    assert [rule.rule for rule in problem.center.rules].count("average_hours") == 1
