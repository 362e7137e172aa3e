"""What a problem knows of published rosters: its past, its balances, what people were told."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from staffing.domain.horizon import Horizon
from staffing.domain.people import Balance
from staffing.domain.roster import Duty, Roster
from staffing.evaluation.balance import Tally
from staffing.io.model_folder import read_model
from staffing.pipe import Inputs, prepare
from staffing.rules.registry import make

TINY = Path(__file__).resolve().parents[1] / "models" / "tiny"
MONDAY = dt.date(2026, 11, 30)
WEEK = dt.timedelta(weeks=1)
FAIR = {"rule": "fair_shifts", "kind": "late"}


def inputs_of(weeks: Iterable[int], *tables: dict[str, object], late: str = "ann") -> Inputs:
    """Return the tiny model after weeks in which one person had the late shift of Monday."""
    inputs = read_model(TINY)
    rules = (*inputs.center.rules, *(make(table) for table in tables))
    duties = tuple(
        Duty(counselor=who, day=MONDAY + n * WEEK, shift="B" if who == late else "A")
        for n in weeks
        for who in ("ann", "bob")
    )
    first = min(duty.day for duty in duties)
    days = (max(duty.day for duty in duties) - first).days + 7
    return inputs.model_copy(
        update={
            "center": inputs.center.model_copy(update={"rules": rules}),
            "published": Roster(horizon=Horizon(first=first, days=days), duties=duties),
        }
    )


def past_weeks(inputs: Inputs) -> int:
    """Return how many weeks the problem of the first Monday remembers."""
    past = prepare(inputs, Horizon(first=MONDAY)).problem.past
    return 0 if past is None else past.horizon.days // 7


@pytest.mark.parametrize(
    ("table", "weeks"),
    [
        ({"rule": "rest"}, 5),
        ({"rule": "average_hours", "weeks_long": 26}, 26),
        ({"rule": "max_weekends", "weeks_long": 20}, 20),
        ({"rule": "days_in_window", "window": 84}, 12),
        ({"rule": "hours_in_window", "window": 84, "most": 400}, 12),
    ],
)
def test_the_past_is_as_long_as_the_rules_look_back(table: dict[str, object], weeks: int) -> None:
    """Averages over half a year see half a year; without such a rule five weeks are enough."""
    assert past_weeks(inputs_of(range(-30, 0), table)) == weeks


def test_a_missing_week_ends_the_past() -> None:
    """What lies before a week that was not published is not joined to what lies after it."""
    assert past_weeks(inputs_of((-5, -4, -2, -1))) == 2
    assert past_weeks(inputs_of((-3, -2))) == 0


def test_balances_come_from_published_weeks_and_from_the_start_of_before() -> None:
    """The rule's window counts, gaps or not; a newcomer starts at the mean; others carry none."""
    inputs = inputs_of((-6, -4, -2), {**FAIR, "weeks_long": 4})
    found = prepare(inputs, Horizon(first=MONDAY)).problem.center.counselor
    assert found["ann"].balance == Balance(late=1)
    assert found["bob"].balance == Balance(late=-1)
    assert found["cem"].balance == Balance()
    start = Tally(counselor="bob", first=MONDAY - 3 * WEEK, last=MONDAY - 2 * WEEK, days=4, late=4)
    start = start.model_copy(update={"last": MONDAY - 2 * WEEK - dt.timedelta(days=1)})
    begun = inputs.model_copy(update={"ledger": (start,)})
    # 6 late shifts in 8 days worked: bob had 4 of 6 days, ann 2 of 2.
    found = prepare(begun, Horizon(first=MONDAY)).problem.center.counselor
    assert found["bob"].balance == Balance(late=-0.5)
    plain = prepare(inputs_of((-2, -1)), Horizon(first=MONDAY)).problem.center.counselors
    assert [counselor.balance for counselor in plain] == [None, None, None]


def test_what_people_were_told_is_known_when_days_are_planned_again() -> None:
    """The published week itself is what people were told, and no part of its own past."""
    inputs = inputs_of((-1, 0, 1))
    problem = prepare(inputs, Horizon(first=MONDAY)).problem
    assert problem.published is not None
    assert {duty.day for duty in problem.published.duties} == {MONDAY}
    assert problem.past is not None
    assert problem.past.horizon.last < MONDAY
    assert prepare(inputs, Horizon(first=MONDAY + 3 * WEEK)).problem.published is None


def test_a_long_history_is_no_error(tmp_path: Path) -> None:
    """More published days than a horizon may have are fine, and a year of them counts."""
    folder = Path(shutil.copytree(TINY, tmp_path / "center"))
    (folder / "rosters").mkdir()
    for n in range(-70, 0):
        day = MONDAY + n * WEEK
        text = f"counselor,date,shift\nann,{day},B\nbob,{day},A\n"
        (folder / "rosters" / f"{day}.csv").write_text(text, encoding="utf-8")
    inputs = read_model(folder)
    rules = (*inputs.center.rules, make({**FAIR, "weeks_long": 52}))
    center = inputs.center.model_copy(update={"rules": rules})
    long = inputs.model_copy(update={"center": center})
    found = prepare(long, Horizon(first=MONDAY)).problem.center.counselor
    assert found["ann"].balance == Balance(late=26)
