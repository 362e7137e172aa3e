"""Rosters in list and calendar form, CSV and Excel."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing.domain.center import CallCenter
from staffing.domain.horizon import Horizon
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.errors import InputError, OutputError
from staffing.io.roster_files import read_roster, write_roster_csv

MONDAY = dt.date(2026, 11, 30)
WEEK = Horizon(first=MONDAY)
LIST = "counselor,date,shift\n"
Read = Callable[..., Roster]


@pytest.fixture
def read(tmp_path: Path, center: CallCenter) -> Read:
    """Return a function that reads a roster of the small center."""

    def read(text: str, horizon: Horizon | None = None, encoding: str = "utf-8") -> Roster:
        path = tmp_path / "roster.csv"
        path.write_bytes(text.encode(encoding))
        return read_roster(path, center, horizon)

    return read


@pytest.fixture
def refused(read: Read) -> Callable[..., str]:
    """Return a function that returns what is wrong with a roster."""

    def refused(text: str, horizon: Horizon | None = None) -> str:
        with pytest.raises(InputError) as caught:
            read(text, horizon)
        return str(caught.value)

    return refused


@pytest.mark.parametrize("form", ["list", "calendar"])
def test_round_trip_csv(tmp_path: Path, problem: Problem, roster: Roster, form: str) -> None:
    """What is written is read back as it was, and Excel sees its mark of UTF-8."""
    path = tmp_path / "roster.csv"
    write_roster_csv(problem, roster, path, "list" if form == "list" else "calendar")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert read_roster(path, problem.center) == roster


@pytest.mark.parametrize("form", ["list", "calendar"])
def test_round_trip_excel(tmp_path: Path, problem: Problem, roster: Roster, form: str) -> None:
    """A workbook of the same cells, with real dates, is read back as it was."""
    import openpyxl

    from staffing.io.roster_calendar import calendar_rows
    from staffing.io.roster_list import list_rows

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = list_rows(problem, roster) if form == "list" else calendar_rows(problem, roster)
    for row in rows:
        cells: list[object] = list(row)
        for i, cell in enumerate(row):
            if cell.startswith("2026-"):
                cells[i] = dt.date.fromisoformat(cell)
        sheet.append(cells)
    book.save(tmp_path / "roster.xlsx")
    assert read_roster(tmp_path / "roster.xlsx", problem.center) == roster


def test_the_list_form_as_it_stands(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """The list has a line per duty and a column for the start of each break."""
    write_roster_csv(problem, roster, tmp_path / "roster.csv")
    lines = (tmp_path / "roster.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "counselor,name,date,weekday,shift,start,end,lunch"
    assert lines[1] == "C01,홍길동,2026-11-30,Mon,E,09:00,17:00,12:00"


def test_korean_list(read: Read) -> None:
    """Korean headings, names in place of ids and CP949 are read."""
    text = "성명,일자,요일,근무조,출근,퇴근,점심\n홍길동,2026. 11. 30.,월,조기,9:00,17:00,12:30\n"
    (duty,) = read(text, encoding="cp949").duties
    assert duty == Duty(
        counselor="C01", day=MONDAY, shift="E", breaks=(Pause(code="lunch", start=750),)
    )


def test_korean_calendar(read: Read) -> None:
    """Month and day suffice where the days are known; leave and days off are off."""
    text = (
        "근무표,,,,,,,,\n"
        "사번,성명,11/30(월),12/1(화),12/2(수),12/3(목),12/4(금),12/5(토),12/6(일)\n"
        "C01,홍길동,E,L 12:00,연차,휴,-,,OFF\n"
        ",,월,화,수,목,금,토,일\n"
        "C02,,L,AL,병가,e,주휴,.,x\n"
        ",필요인원,1,2,0,0,0,0,0\n"
    )
    duties = read(text, WEEK).duties
    assert [(d.counselor, d.day.day, d.shift) for d in duties] == [
        ("C01", 30, "E"),
        ("C02", 30, "L"),
        ("C01", 1, "L"),
        ("C02", 3, "E"),
    ]
    assert duties[2].breaks[0].start == 720


def test_the_horizon_is_whole_weeks(read: Read) -> None:
    """Without a horizon, the weeks around the dates are taken."""
    roster = read(f"{LIST}C01,2026-12-02,E\nC01,2026-12-08,E\n")
    assert (roster.horizon.first, roster.horizon.days) == (MONDAY, 14)


@pytest.mark.parametrize(
    ("row", "found", "advice"),
    [
        ("C01,2026-11-30,EE", "column shift: unknown shift 'EE'", "did you mean 'E'?"),
        ("C03,2026-11-30,E", "column counselor: unknown counselor 'C03'", "did you mean"),
        ("C01,11/30,E", "column date: found '11/30', which names no year", "2026-12-24"),
        ("C01,2026-12-07,E", "2026-12-07 is not one of the planned days", "2026-12-06"),
    ],
)
def test_a_bad_line(refused: Callable[..., str], row: str, found: str, advice: str) -> None:
    """A line that cannot be meant is named with its place and the nearest right one."""
    message = refused(f"{LIST}{row}\n", WEEK)
    assert "roster.csv, line 2" in message
    assert found in message
    assert advice in message


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        ("weekday", "Tue", "column weekday: found 'Tue', but 2026-11-30 is a Monday"),
        ("start", "10:00", "column start: found '10:00', but shift 'E' is 09:00-17:00"),
        ("lunch", "noon", "column lunch: found 'noon'; a time such as 12:00"),
        ("name", "김철수", "found '김철수', but 'C01' is '홍길동'"),
    ],
)
def test_a_line_that_contradicts_itself(
    refused: Callable[..., str], head: str, row: str, found: str
) -> None:
    """A weekday, time or name that is not the date's, shift's or id's is refused."""
    assert found in refused(f"counselor,date,shift,{head}\nC01,2026-11-30,E,{row}\n")


def test_a_second_duty(refused: Callable[..., str]) -> None:
    """Two duties of a person on a day name both lines."""
    message = refused(f"{LIST}C01,2026-11-30,E\nC01,2026-11-30,L\n")
    assert "line 3: 'C01' has a second duty on 2026-11-30, the first in line 2" in message


def test_a_slip_in_a_year(refused: Callable[..., str]) -> None:
    """Dates years apart are refused, as are years in which no roster is."""
    message = refused(f"{LIST}C01,2026-11-30,E\nC01,2062-11-30,E\n")
    assert "its dates reach from 2026-11-30 to 2062-11-30; at most 400 days" in message
    assert "found '1026-11-30', which is no date" in refused(f"{LIST}C01,1026-11-30,E\n")


def test_an_unknown_column(refused: Callable[..., str]) -> None:
    """A column that nobody reads is refused with the nearest."""
    message = refused("counselor,date,shift,lunhc\nC01,2026-11-30,E,12:00\n")
    assert "unknown column 'lunhc'" in message
    assert "did you mean 'lunch'?" in message


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["C01,EE,"], "line 2, column 2026-11-30: unknown shift 'EE'"),
        (["C03,E,"], "line 2: unknown counselor 'C03'"),
        (["C01,E 12:00 13:00,"], "names 2 breaks; shift 'E' has 1: lunch"),
        (["C01,E,", "C01,L,"], "has a second duty on 2026-11-30"),
    ],
)
def test_a_bad_cell_of_a_calendar(refused: Callable[..., str], rows: list[str], found: str) -> None:
    """A cell of a calendar is named by its line and date."""
    assert found in refused("\n".join(["counselor,2026-11-30,2026-12-01", *rows]) + "\n")


@pytest.mark.parametrize(
    "head", ["2026-12-0l,2026-11-30,2026-12-02", "2026-11-30,2026-12-02,2026-12-0l"]
)
def test_a_mistyped_date_does_not_hide_its_column(refused: Callable[..., str], head: str) -> None:
    """A column of shifts under a heading that is no date is refused, wherever it stands."""
    message = refused(f"counselor,name,{head}\nC01,,E,E,E\n")
    assert "the column '2026-12-0l' holds shifts, but its heading is no date" in message


@pytest.mark.parametrize(
    "text",
    [
        f"C01,2026-11-30,E\n{LIST}C02,2026-11-30,E\n",
        "C01,E,E\ncounselor,2026-11-30,2026-12-01\nC02,E,E\n",
    ],
)
def test_rows_above_the_heading(refused: Callable[..., str], text: str) -> None:
    """A person above the heading is not silently left out."""
    assert "line 1: 'C01' stands above the heading in line 2" in refused(text)


def test_cells_without_a_heading(refused: Callable[..., str]) -> None:
    """A cell below no heading, or beyond the last, is refused."""
    message = refused("counselor,date,shift,,\nC01,2026-11-30,E,12:00\n")
    assert "line 2: found '12:00' in a column without a heading" in message


def test_times_without_a_shift(refused: Callable[..., str]) -> None:
    """A line with hours but no shift is no day off."""
    message = refused("counselor,date,shift,start\nC01,2026-11-30,,09:00\n")
    assert "column shift: there is a start, but the shift is empty" in message


def test_a_date_twice(refused: Callable[..., str]) -> None:
    """The same date over two columns is refused."""
    message = refused("counselor,2026-11-30,2026-11-30\nC01,E,E\n")
    assert "2026-11-30 stands over two columns" in message


def test_a_date_of_another_week_in_a_calendar(refused: Callable[..., str]) -> None:
    """A short date that is not among the planned days is refused."""
    assert "'12/7' is not one of the planned days" in refused("id,11/30,12/7\nC01,E,E\n", WEEK)
    assert "'11/30' names no year" in refused("id,11/30,12/1\nC01,E,E\n")


def test_no_roster_at_all(refused: Callable[..., str]) -> None:
    """A file that is neither form, an empty list and an empty file are told."""
    assert "no roster is found; the first row is a, b" in refused("a,b\n1,2\n")
    assert "there is no duty in it" in refused(LIST)
    assert "the file is empty" in refused("")


def test_a_path_that_cannot_be_written(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """A path below a file is an error of output, not a traceback."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="the folder is a file"):
        write_roster_csv(problem, roster, tmp_path / "file" / "roster.csv")
