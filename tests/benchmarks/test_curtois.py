"""The public shift-scheduling set: our rules and the set's own price mean the same."""

import random
from pathlib import Path

import pytest

from benchmarks.public.curtois import Instance, Row, cost_of, problem_of, read, read_rows, rows_of
from benchmarks.public_sets import main
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.evaluation.referee import evaluate

TEXT = """# made up, in the form of the set
SECTION_HORIZON
7

SECTION_SHIFTS
E,480,
N1,600,E

SECTION_STAFF
A,E=7|N1=7,2520,960,4,1,2,1
B,E=7|N1=0,2400,0,5,2,1,0
C,E=2|N1=3,2400,480,3,1,1,1

SECTION_DAYS_OFF
A,2
B,0,6

SECTION_SHIFT_ON_REQUESTS
A,0,N1,2
C,5,E,7

SECTION_SHIFT_OFF_REQUESTS
A,4,E,3

SECTION_COVER
""" + "".join(f"{day},E,2,100,1\n{day},N1,1,50,2\n" for day in range(7))


LEGAL: dict[str, Row] = {
    "A": ("E", "E", None, None, "E", "E", None),
    "B": (None, "E", "E", None, None, None, None),
    "C": ("E", None, None, None, None, "E", None),
}


@pytest.fixture(params=["\n", "\r\n"])
def instance(request: pytest.FixtureRequest, tmp_path: Path) -> Instance:
    """Return the made-up instance, read with either kind of line ends."""
    path = tmp_path / "Instance7.txt"
    path.write_text(TEXT, encoding="utf-8", newline=request.param)
    return read(path)


def roster_of(problem: Problem, rows: dict[str, Row]) -> Roster:
    """Return rows as a roster."""
    duties = tuple(
        Duty(counselor=who, day=day, shift=code)
        for who, row in rows.items()
        for day, code in zip(problem.horizon.dates, row, strict=True)
        if code is not None
    )
    return Roster(horizon=problem.horizon, duties=duties)


def test_our_rules_are_the_sets(instance: Instance) -> None:
    """On random rosters the referee finds the same ones legal, at the same price."""
    problem, rng = problem_of(instance), random.Random(1)
    legal = 0
    for _ in range(400):
        rows = dict(LEGAL)
        who = rng.choice("ABC")
        codes = (None, None, *instance.minutes)
        rows[who] = tuple(rng.choice(codes) if rng.random() < 0.4 else old for old in rows[who])
        roster = roster_of(problem, rows)
        verdict = evaluate(problem, roster)
        try:
            cost: int | None = cost_of(instance, rows)
        except ValueError:
            cost = None
        assert (verdict.objective if verdict.legal else None) == cost
        assert rows_of(instance, roster) == rows
        legal += cost is not None
    assert 40 < legal < 360


def test_reads_printed_rosters(instance: Instance, tmp_path: Path) -> None:
    """A printed roster is read two characters a day, padding and all; nonsense is refused."""
    path = tmp_path / "printed.txt"
    path.write_text("A: N1E= . . . . .\nB:  .E=E= . . . .\nC: E= . . . .E= .\n", encoding="utf-8")
    rows = read_rows(path, instance)
    assert rows["A"][:3] == ("N1", "E", None)
    assert rows["C"].count("E") == 2
    path.write_text("A: XX . . . . . .\n", encoding="utf-8")
    with pytest.raises(ValueError, match="unreadable row of A"):
        read_rows(path, instance)


def test_the_runner_plans_and_checks_itself(tmp_path: Path) -> None:
    """The runner plans a folder's instances, records them, and names what is missing."""
    (tmp_path / "Instance7.txt").write_text(TEXT, encoding="utf-8")
    results = tmp_path / "results"
    asked = ["curtois", str(tmp_path), "--seconds", "20", "--results", str(results)]
    assert main([*asked, "--instances", "7"]) == 0
    (record,) = [line for path in results.iterdir() for line in path.read_text().splitlines()]
    assert '"status": "optimal"' in record
    assert main([*asked, "--instances", "8"]) == 2
