"""balance.csv, as it is written and as managers change it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from staffing.domain.toys import toy
from staffing.errors import InputError
from staffing.evaluation.balance import Tally
from staffing.io.balance_csv import BALANCES, COLUMNS, read_balance, write_balance

FIRST, LAST = dt.date(2026, 11, 30), dt.date(2026, 12, 6)
LEDGER = (
    Tally(counselor="A", first=FIRST, last=LAST, days=5, weekend=1, refused=2, overtime=1.5),
    Tally(counselor="Z", first=FIRST, last=LAST, days=0),
)


def written(folder: Path, text: str) -> Path:
    """Write a file by hand."""
    path = folder / "balance.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """Nothing is lost on the way, and who has left may stand in it."""
    path = tmp_path / "balance.csv"
    write_balance(LEDGER, path, toy("AB").center)
    assert read_balance(path) == LEDGER
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert head == ",".join((*COLUMNS, *BALANCES))
    assert all(row.count(",") == head.count(",") for row in lines)


def test_the_newest_line_of_a_person_says_where_the_person_stands(tmp_path: Path) -> None:
    """The file reads from the top: last week first, with balances; older lines have none."""
    before = FIRST - dt.timedelta(weeks=1)
    old = Tally(counselor="A", first=before, last=FIRST - dt.timedelta(days=1), days=5, weekend=2)
    new = Tally(counselor="B", first=FIRST, last=LAST, days=5)
    path = tmp_path / "balance.csv"
    write_balance((old, *LEDGER[:1], new), path, toy("AB").center)
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()]
    shown = [(row[0], row[2], row[len(COLUMNS)]) for row in rows[1:]]
    # 3 weekend days in 15 days worked: A had 3 of 2, B had 0 of 1.
    assert shown == [("A", str(FIRST), "+1"), ("B", str(FIRST), "-1"), ("A", str(before), "")]


def test_korean_headings_and_missing_columns_are_fine(tmp_path: Path) -> None:
    """A hand-made file needs a person, a period and the days worked."""
    path = written(tmp_path, "사번,시작일,종료일,근무일수,주말\nA,2026-11-30,2026-12-06,5,1\n")
    assert read_balance(path)[0].weekend == 1


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("A,2026-11-30,2026-12-06,five", "line 2, column days"),
        ("A,2026-11-31,2026-12-06,5", "line 2, column first"),
        ("A,2026-11-30,2026-12-06,9", "9 days of 7"),
        (",2026-11-30,2026-12-06,5", "line 2, column counselor"),
        ("A,2026-11-30,2026-12-06,5\nA,2026-11-30,2026-12-06,5", "stands twice"),
        ("A,2026-11-30,2026-12-06,5\nA,2026-12-06,2026-12-12,5", "count twice"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, rows: str, message: str) -> None:
    """Every wrong cell is found with its place."""
    path = written(tmp_path, f"counselor,first,last,days\n{rows}\n")
    with pytest.raises(InputError, match=message):
        read_balance(path)
