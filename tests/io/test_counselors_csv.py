"""Reading counselors.csv and leave.csv."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing.domain.horizon import Horizon
from staffing.errors import InputError, InputErrors
from staffing.io.center_toml import read_center
from staffing.io.counselors_csv import check_leave

Write = Callable[..., Path]
WEEK = Horizon(first=dt.date(2026, 11, 30))
HEAD = "id,name,contract,skills,leave,wishes,available,since\n"


def refused(folder: Path) -> str:
    """Return what reading a folder says is wrong."""
    with pytest.raises(InputError) as caught:
        read_center(folder)
    return str(caught.value).replace(f"{folder}", "model")


def test_every_cell_is_read(write: Write) -> None:
    """Skills, leave, wishes, hours and the first day become a counselor."""
    row = (
        "007,김,FT,calls,Tue;2026-12-03..2026-12-04:sick,off:Sat;not:L@Mon*3;shift:E;work:Sun,"
        "Mon-Fri 08:30-15:00;Sat 09:00-13:00,2026-01-02\n"
    )
    (person,) = read_center(write(counselors=HEAD + row)).counselors
    assert person.id == "007"
    assert person.skills == ("calls",)
    assert [(str(x.days), x.kind, x.line) for x in person.leave] == [
        ("Tue", "annual", 2),
        ("2026-12-03..2026-12-04", "sick", 2),
    ]
    wishes = [(w.kind, w.shift, str(w.days), w.strength) for w in person.wishes]
    assert wishes[:2] == [("off", None, "Sat", 1), ("not", "L", "Mon", 3)]
    assert wishes[2][1] == "E"
    assert wishes[3][0] == "work"
    assert [(w.begin, w.end) for w in person.available] == [(510, 900), (540, 780)]
    assert person.since == dt.date(2026, 1, 2)


def test_consents_are_read_in_both_languages(write: Write) -> None:
    """What people have agreed to stands beside them, in Korean or English words."""
    text = "id,contract,동의\nC01,FT,휴일;야간\nC02,FT,Overtime\nC03,FT,\n"
    people = read_center(write(counselors=text)).counselors
    assert [c.consents for c in people] == [("holiday", "night"), ("overtime",), ()]
    message = refused(write(counselors="id,contract,consents\nC01,FT,weekend\n"))
    assert "line 2, column consents: found 'weekend'" in message
    assert "holiday, night, overtime" in message


def test_groups_are_the_centers_own_words(write: Write) -> None:
    """Under an English or a Korean heading, each once."""
    text = "id,contract,역할\nC01,FT,lead;야간조;lead\nC02,FT,\n"
    people = read_center(write(counselors=text)).counselors
    assert [c.groups for c in people] == [("lead", "야간조"), ()]


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
def test_korean_headings_and_encodings(write: Write, encoding: str) -> None:
    """Korean headings are known, in every encoding a spreadsheet saves."""
    text = "사번,성명,계약\nC01,홍길동,FT\n"
    (person,) = read_center(write(counselors=text.encode(encoding))).counselors
    assert (person.id, person.name) == ("C01", "홍길동")


@pytest.mark.parametrize("delimiter", ",;\t|")
def test_delimiters(write: Write, delimiter: str) -> None:
    """The heading tells the delimiter, although cells hold semicolons."""
    text = f"id{delimiter}contract{delimiter}wishes\nC01{delimiter}FT{delimiter}"
    text += '"off:Sat;off:Sun"\n'
    (person,) = read_center(write(counselors=text)).counselors
    assert len(person.wishes) == 2


@pytest.mark.parametrize(
    ("row", "place", "advice"),
    [
        ("C01,,XX,,,,,", "column contract: unknown contract 'XX'", "known: FT"),
        (",,FT,,,,,", "column id: found ''", "a text that is not empty"),
        ("C 1,,FT,,,,,", "column id: found 'C 1'", "without spaces"),
        ("C01,,FT,call,,,,", "column skills: unknown queue 'call'", "did you mean 'calls'?"),
        ("C01,,FT,,Someday,,,", "column leave: found 'Someday'", "2026-12-24"),
        ("C01,,FT,,2026-02-30,,,", "column leave: found '2026-02-30'", "2026-12-24"),
        ("C01,,FT,,,of:Sat,,", "column wishes: found 'of:Sat'", "did you mean 'off'?"),
        ("C01,,FT,,,off:Sat*9,,", "column wishes: found 'off:Sat*9'", "1 to 5"),
        ("C01,,FT,,,shift:X,,", "column wishes: unknown shift 'X'", "known: E, L"),
        ("C01,,FT,,,off:Sat@Sun,,", "column wishes: found 'off:Sat@Sun'", "off:Sat"),
        ("C01,,FT,,,,8-12,", "column available: found '8-12'", "Mon-Fri 08:30-15:00"),
        ("C01,,FT,,,,12:00-08:00,", "which ends before it begins", "30:00"),
        ("C01,,FT,,,,,1.2.2026", "column since: found '1.2.2026'", "2026-12-24"),
    ],
)
def test_a_bad_cell_is_named(write: Write, row: str, place: str, advice: str) -> None:
    """A cell that cannot be read is named with line and column, and what may stand there."""
    message = refused(write(counselors=f"{HEAD}{row}\n"))
    assert message.startswith("model/counselors.csv, line 2, ")
    assert place in message
    assert advice in message


def test_several_rows_are_told_at_once(write: Write) -> None:
    """Faults of several rows come together."""
    folder = write(counselors="id,contract\nC01,A\nC02,FT\nC03,B\n")
    with pytest.raises(InputErrors) as caught:
        read_center(folder)
    assert len(caught.value.errors) == 2


def test_an_unknown_column(write: Write) -> None:
    """A column that nobody reads is an error with the nearest known one."""
    message = refused(write(counselors="id,contract,wihses\nC01,FT,off:Sat\n"))
    assert "unknown column 'wihses'" in message
    assert "did you mean 'wishes'?" in message


def test_a_list_with_commas_spills_over(write: Write) -> None:
    """Unquoted commas in a cell push text beyond the headings, which is refused."""
    message = refused(write(counselors="id,contract,leave\nC01,FT,Tue,Wed\n"))
    assert "line 2: found 'Wed' in a column without a heading" in message
    assert "join lists in a cell with semicolons" in message


def test_a_missing_column(write: Write) -> None:
    """Without the contract, the columns found and needed are listed."""
    message = refused(write(counselors="id,name\nC01,x\n"))
    assert "column 'contract' is missing; found: id, name; needed: id, contract" in message


def test_an_id_twice(write: Write) -> None:
    """An id that stands twice names both lines."""
    message = refused(write(counselors="id,contract\nC01,FT\nC02,FT\nC01,FT\n"))
    assert "line 4, column id: 'C01' stands twice, first in line 2" in message


def test_nobody(write: Write) -> None:
    """A heading alone is no team; an empty or missing file says so."""
    assert "there is no counselor" in refused(write(counselors="id,contract\n"))
    assert "the file is empty" in refused(write(counselors=""))
    folder = write()
    (folder / "counselors.csv").unlink()
    assert "counselors.csv: there is no such file" in refused(folder)


def test_leave_csv_is_a_calendar(write: Write) -> None:
    """Leave of leave.csv is joined, and may lie outside every planned week."""
    folder = write(leave="id,days,kind\nC01,2027-05-03..2027-05-04,sick\nC01,2027-06-01,\n")
    center = read_center(folder)
    leave = center.counselor["C01"].leave
    assert [(x.kind, x.calendar, x.line) for x in leave] == [
        ("sick", True, 2),
        ("annual", True, 3),
    ]
    check_leave(center, WEEK, folder)


def test_leave_csv_names_unknown_people(write: Write) -> None:
    """An id that is not in counselors.csv is named with the nearest."""
    message = refused(write(leave="id,days\nC0l,2027-05-03\n"))
    assert "leave.csv, line 2, column id: unknown counselor 'C0l'" in message
    assert "did you mean" in message


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("leave", "2026-12-07", "move it to leave.csv, or correct the date"),
        ("leave", "2026-11-28..2026-12-01:sick", "move it to leave.csv, or correct the date"),
        ("wishes", "off:2026-12-07", "remove the wish, or correct the date"),
    ],
)
def test_a_date_of_another_week(write: Write, column: str, cell: str, advice: str) -> None:
    """A date of another week must not stand in the list of this week."""
    folder = write(counselors=f"id,contract,{column}\nC01,FT,\nC02,FT,{cell}\n")
    with pytest.raises(InputError) as caught:
        check_leave(read_center(folder), WEEK, folder)
    message = str(caught.value)
    assert f"counselors.csv, line 3, column {column}: 20" in message
    assert "2026-11-30 to 2026-12-06" in message
    assert advice in message


def test_dates_of_this_week_are_fine(write: Write) -> None:
    """Weekdays and dates inside the horizon raise nothing."""
    folder = write(counselors="id,contract,leave,wishes\nC01,FT,Tue;2026-12-02,off:2026-12-05\n")
    check_leave(read_center(folder), WEEK, folder)
