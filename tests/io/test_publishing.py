"""Publishing writes everything or nothing, never over something silently, and reads back."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Roster
from staffing.errors import InputError, OutputError
from staffing.io import publishing
from staffing.io.balance_csv import read_balance
from staffing.io.model_folder import read_model
from staffing.io.publishing import ledger_now, publish_roster
from staffing.pipe import prepare

MODELS = Path(__file__).resolve().parents[2] / "models"
WEEK = Horizon(first=dt.date(2026, 11, 30))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """Return a copy of the smallest model."""
    return Path(shutil.copytree(MODELS / "tiny", tmp_path / "center"))


def problem_of(model: Path, week: Horizon = WEEK) -> Problem:
    """Return the problem of a week."""
    return prepare(read_model(model), week).problem


def roster_of(shifts: str, week: Horizon = WEEK) -> Roster:
    """Return a Monday of the three people of the tiny model."""
    people = zip(("ann", "bob", "cem"), shifts, strict=True)
    duties = tuple(Duty(counselor=w, day=week.first, shift=s) for w, s in people if s != ".")
    return Roster(horizon=week, duties=duties)


def test_what_is_published_is_the_next_weeks_past(model: Path) -> None:
    """The file carries the days; the model then knows duties and balances."""
    done = publish_roster(model, problem_of(model), roster_of("ABB"))
    assert done.path == model / "rosters" / "2026-11-30_2026-12-06.csv"
    known = read_model(model)
    assert known.published is not None
    assert known.published.duties == roster_of("ABB").duties
    assert known.ledger == done.inputs.ledger == ledger_now(known)
    past = problem_of(model, Horizon(first=dt.date(2026, 12, 7))).past
    assert past is not None
    assert len(past.duties) == 3


def test_nothing_is_replaced_silently(model: Path) -> None:
    """Another roster for published days is refused until asked for; the same one is no change."""
    problem = problem_of(model)
    publish_roster(model, problem, roster_of("ABB"))
    before = {path: path.read_bytes() for path in model.rglob("*.csv")}
    publish_roster(model, problem, roster_of("ABB"))
    with pytest.raises(OutputError, match="--replace"):
        publish_roster(model, problem, roster_of("AAB"))
    assert {path: path.read_bytes() for path in model.rglob("*.csv")} == before
    publish_roster(model, problem, roster_of("AAB"), replace=True)
    found = read_model(model).published
    assert found is not None
    assert [duty.shift for duty in found.duties] == ["A", "A", "B"]


def test_a_file_of_another_name_is_replaced_by_its_days(model: Path) -> None:
    """A week that was typed by hand and is planned anew does not stand there twice."""
    (model / "rosters").mkdir()
    typed = model / "rosters" / "first try.csv"
    typed.write_text("counselor,date,shift\nann,2026-11-30,B\n")
    done = publish_roster(model, problem_of(model), roster_of("ABB"), replace=True)
    assert done.replaced == (typed,)
    assert list((model / "rosters").iterdir()) == [done.path]


def test_a_part_of_a_published_roster_is_not_replaced(model: Path) -> None:
    """Days of a longer file must not get lost, even with leave to replace."""
    both = Horizon(first=WEEK.first, days=14)
    publish_roster(model, problem_of(model, both), roster_of("ABB", both))
    with pytest.raises(OutputError, match="for all its days"):
        publish_roster(model, problem_of(model), roster_of("AAB"), replace=True)


def test_all_or_nothing(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the balances cannot be written, the roster of before stands again."""
    problem = problem_of(model)
    publish_roster(model, problem, roster_of("ABB"))
    before = {path: path.read_bytes() for path in model.rglob("*.csv")}

    def full(*_: object) -> None:
        raise OutputError("balance.csv", "the disk is full")

    monkeypatch.setattr(publishing, "write_balance", full)
    week = Horizon(first=dt.date(2026, 12, 7))
    for roster, replace in ((roster_of("AAB"), True), (roster_of("AAB", week), False)):
        with pytest.raises(OutputError, match="disk is full"):
            publish_roster(model, problem, roster, replace=replace)
        assert {path: path.read_bytes() for path in model.rglob("*.csv")} == before


def test_rosters_of_another_model_are_refused(model: Path) -> None:
    """People and shifts that the model does not have are named; an empty roster is none."""
    problem = problem_of(model)
    with pytest.raises(InputError, match="unknown shift 'Q'"):
        publish_roster(model, problem, roster_of("AQB"))
    with pytest.raises(InputError, match="no duty"):
        publish_roster(model, problem, roster_of("..."))
    stranger = Duty(counselor="dan", day=WEEK.first, shift="A")
    with pytest.raises(InputError, match="unknown counselor 'dan'"):
        publish_roster(model, problem, Roster(horizon=WEEK, duties=(stranger,)))
    assert not (model / "rosters").exists()


def test_a_center_that_changes_still_reads_its_past(model: Path) -> None:
    """Somebody leaves, a shift gets other hours, another one goes: published rosters stay."""
    publish_roster(model, problem_of(model), roster_of("ABB"))
    people = model / "counselors.csv"
    lines = people.read_text(encoding="utf-8").splitlines(keepends=True)
    people.write_text("".join(x for x in lines if not x.startswith("cem")), encoding="utf-8")
    file = model / "rosters" / "2026-11-30_2026-12-06.csv"
    text = file.read_text(encoding="utf-8-sig").replace(",A,", ",OLD,")
    file.write_text(text, encoding="utf-8")
    known = read_model(model)
    assert known.published is not None
    assert {duty.counselor for duty in known.published.duties} == {"ann", "bob", "cem"}
    ledger = ledger_now(known)
    assert {line.counselor: line.days for line in ledger} == {"ann": 1, "bob": 1, "cem": 1}
    (model / "balance.csv").unlink()
    with pytest.raises(InputError, match=r"unknown counselor 'cem'.*balance\.csv"):
        read_model(model)


def test_the_name_of_a_file_says_its_days(model: Path) -> None:
    """Ten published days are ten days, not two whole weeks; a wrong name is an error."""
    ten = Horizon(first=WEEK.first, days=10)
    publish_roster(model, problem_of(model, ten), roster_of("ABB", ten))
    known = read_model(model).published
    assert known is not None
    assert known.horizon == ten
    (model / "rosters" / "2026-12-13_2026-12-07.csv").write_text("counselor,date,shift\n")
    with pytest.raises(InputError, match="days that there are not"):
        read_model(model)


def test_a_starting_balance_survives(model: Path) -> None:
    """What a manager types into balance.csv for the time before is there after publishing."""
    (model / "balance.csv").write_text(
        "counselor,first,last,days,weekend\nann,2026-09-01,2026-11-29,60,9\n"
    )
    publish_roster(model, problem_of(model), roster_of("ABB"))
    lines = {(x.counselor, str(x.first)): x for x in read_balance(model / "balance.csv")}
    assert lines["ann", "2026-09-01"].weekend == 9
    assert len(lines) == 4
