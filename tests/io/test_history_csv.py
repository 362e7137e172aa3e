"""Reading the canonical history.csv, and every way in which it can be wrong."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from staffing.domain.center import CallCenter
from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.io.center_toml import read_center
from staffing.io.history_csv import read_history

Write = Callable[..., Path]
HEAD = "date,start,offered,handled,abandoned,aht_s"


def lines(*days: str, minutes: int = 60, head: str = HEAD, end: int = 18) -> list[str]:
    """Return the rows of whole days from 9 o'clock, each slot with its number of calls."""
    starts = [f"{m // 60:02d}:{m % 60:02d}" for m in range(9 * 60, end * 60, minutes)]
    return [head, *(f"{day},{start},10,9,1,180.5" for day in days for start in starts)]


def text(rows: list[str]) -> str:
    """Return rows as a file."""
    return "\n".join(rows) + "\n"


@pytest.fixture
def read(tmp_path: Path, center: CallCenter) -> Callable[[str | bytes], CallHistory]:
    """Return a function that reads a history of the small center."""

    def read(content: str | bytes) -> CallHistory:
        path = tmp_path / "history.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_history(path, center)["calls"]

    return read


@pytest.fixture
def refused(read: Callable[[str], CallHistory]) -> Callable[[str], str]:
    """Return a function that returns what is wrong with a history."""

    def refused(content: str) -> str:
        with pytest.raises(InputError) as caught:
            read(content)
        return str(caught.value)

    return refused


def test_the_canonical_file(read: Callable[[str], CallHistory]) -> None:
    """Days become rows, slots become columns, a closed weekend is unknown."""
    history = read(text(lines("2026-11-20", "2026-11-23")))
    assert history.first == dt.date(2026, 11, 20)
    assert history.days == 4
    assert history.slot_minutes == 60
    assert history.starts.tolist() == list(range(540, 1080, 60))
    assert history.offered[0].tolist() == [10] * 9
    assert np.isnan(history.offered[1:3]).all()
    assert history.aht_s[3, 0] == 180.5
    assert history.notes == ()


def test_a_folder_with_and_without_history(write: Write) -> None:
    """A folder's own history is found; a folder without one has none, which is no error."""
    folder = write()
    assert read_history(folder, read_center(folder)) == {}
    folder = write(history=text(lines("2026-11-23")))
    assert set(read_history(folder, read_center(folder))) == {"calls"}
    (folder / "history.xlsx").write_bytes(b"x")
    with pytest.raises(InputError, match="holds both"):
        read_history(folder, read_center(folder))


def test_several_queues(write: Write) -> None:
    """A column of queues splits the rows, by code or by name."""
    folder = write()
    toml = (folder / "center.toml").read_text(encoding="utf-8")
    folder = write(toml.replace("[[shifts]]", '[[queues]]\ncode = "tax"\n\n[[shifts]]', 1))
    center = read_center(folder)
    rows = lines("2026-11-23")
    table = [f"{rows[0]},queue", *(f"{row},{q}" for row in rows[1:] for q in ("전화", "tax"))]
    (folder / "history.csv").write_text(text(table), encoding="utf-8")
    assert {code: h.days for code, h in read_history(folder, center).items()} == {
        "calls": 1,
        "tax": 1,
    }
    (folder / "history.csv").write_text(text(rows), encoding="utf-8")
    with pytest.raises(InputError, match="there is no column 'queue'"):
        read_history(folder, center)


def test_an_empty_count_is_unknown(read: Callable[[str], CallHistory]) -> None:
    """An empty cell is not zero; handle time without a handled call is unknown."""
    rows = lines("2026-11-23")
    rows[1] = "2026-11-23,09:00,,,,"
    rows[2] = "2026-11-23,10:00,0,0,0,"
    history = read(text(rows))
    assert np.isnan(history.offered[0, 0])
    assert history.offered[0, 1] == 0
    assert np.isnan(history.aht_s[0, 1])
    assert "1 rows do not say how many calls were offered" in history.notes


def test_a_row_that_does_not_add_up_is_said(read: Callable[[str], CallHistory]) -> None:
    """Where handled and abandoned are far from offered, the notes name the line."""
    rows = lines(*(f"2026-11-{day}" for day in range(16, 21)), minutes=30)
    rows[3] = "2026-11-16,10:00,10,6,0,180"
    found = "handled + abandoned is far from offered in 1 rows, the first in line 4"
    assert found in read(text(rows)).notes


def test_missing_days_are_said(read: Callable[[str], CallHistory]) -> None:
    """A whole open day without rows is unknown, and the notes say so."""
    history = read(text(lines("2026-11-23", "2026-11-25")))
    assert np.isnan(history.offered[1]).all()
    assert "1 open days have no rows, the first 2026-11-24" in history.notes


@pytest.mark.parametrize("content", ["", " \n\n"])
def test_an_empty_file(refused: Callable[[str], str], content: str) -> None:
    """An empty file is refused."""
    assert "the file is empty" in refused(content)


def test_a_heading_without_rows(refused: Callable[[str], str]) -> None:
    """A heading alone is refused."""
    assert "history.csv, line 1: no row follows the headings" in refused(HEAD + "\n")


@pytest.mark.parametrize(
    ("old", "new", "missing"),
    [
        ("offered", "ofered", "did you mean 'offered'?"),
        ("date", "dat", "did you mean 'date'?"),
        ("start", "begins", "column 'start' is missing"),
        ("date", "when", "column 'date' is missing"),
    ],
)
def test_a_missing_column(refused: Callable[[str], str], old: str, new: str, missing: str) -> None:
    """A missing column lists what was found, what is needed, and the nearest."""
    head = HEAD.replace(old, new).replace(",handled", ",h")
    rows = lines("2026-11-23", head=head)
    message = refused(text(rows))
    assert missing in message


def test_missing_and_found_are_listed(refused: Callable[[str], str]) -> None:
    """The error of a missing column lists what stands there."""
    message = refused("date,start,foo\n2026-11-23,09:00,1\n")
    assert "line 1: column 'offered' is missing; found: date, start, foo" in message
    assert "needed: date, start, offered" in message


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("2026-11-23,09:00,many,9,1,180", "column offered: found 'many'"),
        ("2026-11-23,09:00,-1,9,1,180", "column offered: found '-1'"),
        ("2026-11-23,09:00,9.5,9,1,180", "column offered: found '9.5'"),
        ("2026-11-23,09:00,10,9,1,-180", "column aht_s: found '-180'"),
        ("2026-11-23,09:00,10,9,1,long", "column aht_s: found 'long'"),
        ("2026-11-23,09:00,10,9,1,99:00:00", "a mean handle time of 356400 seconds"),
        ("2026-11-23,9 o'clock,10,9,1,180", 'column start: found "9 o\'clock"'),
        ("2026-11-23,24:00,10,9,1,180", "column start: found '24:00', which no slot starts at"),
        ("11-23,09:00,10,9,1,180", "column date: found '11-23', which names no year"),
    ],
)
def test_a_bad_cell(refused: Callable[[str], str], row: str, found: str) -> None:
    """A cell that cannot be read is named with line and column."""
    rows = lines("2026-11-23")
    rows[1] = row
    message = refused(text(rows))
    assert "history.csv, line 2" in message
    assert found in message


def test_many_faults_are_cut(refused: Callable[[str], str]) -> None:
    """Twenty faults are told, the rest are counted."""
    rows = [row.replace(",10,", ",x,") for row in lines("2026-11-23", "2026-11-24", "2026-11-25")]
    message = refused(text(rows))
    assert message.count("column offered") == 20
    assert "7 more faults after these" in message


def test_a_row_twice(refused: Callable[[str], str]) -> None:
    """The same slot twice names both lines."""
    rows = lines("2026-11-23")
    message = refused(text([*rows, rows[-1]]))
    assert "line 11: 2026-11-23 17:00 of queue 'calls' stands twice, first in line 10" in message


def test_times_going_backwards(refused: Callable[[str], str]) -> None:
    """Rows out of order are refused, and sorting is advised."""
    rows = lines("2026-11-23", "2026-11-24")
    message = refused(text([rows[0], *rows[10:], *rows[1:10]]))
    assert "line 11: 2026-11-23 09:00 comes after 2026-11-24 17:00" in message
    assert "sort the rows" in message


def test_a_gap_names_the_first_and_the_count(refused: Callable[[str], str]) -> None:
    """Missing slots of an open day are refused, naming the first and how many."""
    rows = lines("2026-11-23", "2026-11-24")
    del rows[3:5], rows[-1]
    message = refused(text(rows))
    assert "2026-11-23 11:00 is missing, and 2 more slots" in message
    assert "0 where nobody called" in message


def test_slots_that_change(refused: Callable[[str], str]) -> None:
    """A file whose slots change their length names the line where they do."""
    rows = [*lines("2026-11-23"), *lines("2026-11-24", minutes=30)[1:]]
    assert "line 12: the slots change from 60 to 30 minutes" in refused(text(rows))
    rows = [*lines("2026-11-23", minutes=30), *lines("2026-11-24")[1:]]
    assert "line 21: the slots change from 30 to 60 minutes" in refused(text(rows))


def test_slots_of_no_known_length(refused: Callable[[str], str]) -> None:
    """Slots of two hours, or one row a day, are refused with the lengths there are."""
    assert "the slots are 120 minutes long" in refused(text(lines("2026-11-23", minutes=120)))
    rows = ["2026-11-23,09:00,10,9,1,180", "2026-11-24,09:00,10,9,1,180"]
    assert "one row a day shows no slots" in refused(text([HEAD, *rows]))


def test_a_slip_in_a_year(refused: Callable[[str], str]) -> None:
    """A last day decades away is refused, not padded with missing days."""
    message = refused(text(lines("2026-11-23", "2062-11-24")))
    assert "line 11: 2062-11-24 follows 2026-11-23, with no row between" in message


def test_ambiguous_dates(refused: Callable[[str], str]) -> None:
    """A date that may be another date is refused, and how to write it is said."""
    message = refused(text(lines("03/04/05")))
    assert "line 2, column date: found '03/04/05'" in message
    assert "write dates as 2026-12-24" in message


def test_after_midnight_belongs_to_the_evening(write: Write) -> None:
    """Where a day closes after midnight, the early hours are the evening's."""
    toml = (write() / "center.toml").read_text(encoding="utf-8")
    toml = toml.replace('opens = "09:00"\ncloses = "18:00"', 'opens = "22:00"\ncloses = "26:00"')
    folder = write(toml)
    rows = [
        *("2026-11-23,22:00,1,1,0,9", "2026-11-23,23:00,2,2,0,9"),
        *("2026-11-24,00:00,3,3,0,9", "2026-11-24,01:00,4,4,0,9"),
    ]
    (folder / "history.csv").write_text(text([HEAD, *rows]), encoding="utf-8")
    history = read_history(folder, read_center(folder))["calls"]
    assert history.days == 1
    assert history.offered.tolist() == [[1, 2, 3, 4]]
    assert history.starts.tolist() == [1320, 1380, 1440, 1500]


def test_the_hour_that_summer_time_takes(write: Write) -> None:
    """An hour that the clock skips is no gap."""
    toml = (write() / "center.toml").read_text(encoding="utf-8")
    toml = toml.replace("Asia/Seoul", "Europe/Berlin").replace("Mon-Fri", "Sun")
    toml = toml.replace('opens = "09:00"\ncloses = "18:00"', 'opens = "01:00"\ncloses = "05:00"')
    folder = write(toml)
    rows = [f"2026-03-29,0{hour}:00,1,1,0,9" for hour in (1, 3, 4)]
    (folder / "history.csv").write_text(text([HEAD, *rows]), encoding="utf-8")
    assert np.isnan(read_history(folder, read_center(folder))["calls"].offered[0, 1])
