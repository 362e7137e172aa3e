"""Reading the reports of vendors, in the forms they arrive in."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from staffing.domain.center import CallCenter
from staffing.domain.history import CallHistory
from staffing.errors import InputError
from staffing.io.history_csv import read_history

Read = Callable[..., CallHistory]
HOURS = range(9, 18)


@pytest.fixture
def read(tmp_path: Path, center: CallCenter) -> Read:
    """Return a function that reads a report of the small center."""

    def read(text: str, encoding: str = "utf-8") -> CallHistory:
        path = tmp_path / "report.csv"
        path.write_bytes(text.encode(encoding))
        return read_history(path, center)["calls"]

    return read


def report(head: str, row: str, foot: str = "") -> str:
    """Return a heading and a row for each hour of a day; {h} is the hour."""
    rows = [
        row.format(h=hour, n=hour + 1, hh=f"{hour:02d}", nn=f"{hour + 1:02d}") for hour in HOURS
    ]
    return "\n".join([head, *rows, *([foot] if foot else [])]) + "\n"


@pytest.mark.parametrize("encoding", ["cp949", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", ",;\t|")
def test_encodings_and_delimiters(read: Read, encoding: str, delimiter: str) -> None:
    """Korean headings are read in every encoding, with every delimiter."""
    head, row = "일자,시간대,인입호,응대호,평균처리시간(초)", "2023-08-03,{hh}:00~{nn}:00,10,9,178"
    history = read(report(head, row).replace(",", delimiter), encoding)
    assert history.offered[0].tolist() == [10] * 9
    assert history.slot_minutes == 60


def test_bytes_of_no_encoding(tmp_path: Path, center: CallCenter) -> None:
    """Bytes that are no text say how to save the file."""
    path = tmp_path / "report.csv"
    path.write_bytes(b"\x81\xff\xfe\x00\x01")
    with pytest.raises(InputError, match="CSV UTF-8"):
        read_history(path, center)


def test_avaya(read: Read) -> None:
    """Avaya's database items: clock times as whole numbers, times as sums of seconds."""
    head = "row_date,starttime,intrvl,split,callsoffered,acdcalls,abncalls,acdtime,acwtime,holdtime"
    history = read(
        report(head, "08/03/2023,{h}00,60,calls,10,9,1,1350,270,0").replace(
            "08/03/2023", "2023-08-03"
        )
    )
    assert history.aht_s[0, 0] == 180
    assert any("added up from acdtime, holdtime, acwtime" in note for note in history.notes)
    assert any("columns not read: intrvl" in note for note in history.notes)


def test_genesys(read: Read) -> None:
    """Genesys: date and time in one column, means in milliseconds."""
    head = (
        "Interval Start,Interval End,Media Type,Queue Name,Offer,Answer,Answer %,Abandon,Avg Handle"
    )
    row = "2023-08-03 {hh}:00,2023-08-03 {nn}:00,voice,calls,10,9,90%,1,178000"
    history = read(report(head, row))
    assert history.aht_s[0, 0] == pytest.approx(178)
    assert any("'Avg Handle' is read as milliseconds" in note for note in history.notes)


def test_times_with_an_offset(read: Read) -> None:
    """Times in UTC are moved to the center's own zone, and the notes say so."""
    rows = [f"2023-08-03T{hour - 9:02d}:00:00Z,10,9" for hour in HOURS]
    history = read("\n".join(["StartInterval,Contacts queued,Contacts handled", *rows]) + "\n")
    assert history.starts[0] == 540
    assert any("converted to Asia/Seoul" in note for note in history.notes)


def test_cisco(read: Read) -> None:
    """Cisco: DateTime, and counts under names of its own."""
    head = "DateTime,CallTypeID,CallsOffered,CallsHandled,TotalCallsAband"
    row = "2023-08-03 {hh}:00:00,calls,10,9,1"
    assert read(report(head, row)).handled[0].tolist() == [9] * 9


def test_a_korean_pbx_with_two_merged_heading_rows(read: Read) -> None:
    """Two rows of merged headings under a title, sums of talk time, and a total at the end."""
    head = (
        "상담 통계,,,,,,\n날짜/시간,큐,I/B,,,,\n,,I/B 연결요청,응대호,포기호,I/B 총통화시간,응답률"
    )
    row = "2023-08-03 {hh}:00,전화,10,9,1,00:27:00,90%"
    history = read(report(head, row, "합계,,90,81,9,04:03:00,90%"))
    assert history.offered[0].tolist() == [10] * 9
    assert history.aht_s[0, 0] == 180
    assert any("1 rows of totals dropped, the first in line 13" in n for n in history.notes)


def test_blocks_of_the_voice_menu_and_outbound_are_left_out(read: Read) -> None:
    """Of the blocks IVR, CTI and outbound, the one that people answer is taken."""
    head = "일자,시간,IVR,,CTI,,아웃바운드\n,,인입호,응답호,인입호,응답호,총인입"
    history = read(report(head, "2023-08-03,{hh}:00,99,99,10,9,50"))
    assert history.offered[0, 0] == 10


def test_two_columns_of_the_same_meaning(read: Read) -> None:
    """Two columns that mean the same are refused, not chosen from."""
    with pytest.raises(InputError, match="'인입호' and '총인입' both mean 'offered'"):
        read(report("일자,시간,인입호,총인입", "2023-08-03,{hh}:00,10,11"))


@pytest.mark.parametrize(
    "date", ["2023-08-03", "2023.08.03", "2023. 8. 3.", "20230803", "23/08/03", "45141"]
)
@pytest.mark.parametrize("time", ["{hh}:00", "{hh}00", "{h}00", "{hh}시00분", "{h}시", "{h}"])
def test_dates_and_times(read: Read, date: str, time: str) -> None:
    """Every form of a date goes with every form of a time."""
    history = read(report("일자,시간,인입호", f"{date},{time},10"))
    assert f"{history.first}" == "2023-08-03"
    assert history.starts[0] == 540


def test_a_year_in_the_title(read: Read) -> None:
    """Dates without a year take it from the title, and are refused without one."""
    table = report("일자,시간,인입호", "8월 3일(목),{hh}:00,10")
    titled = f"2023년 8월 통계,,\n{table}"
    assert f"{read(titled).first}" == "2023-08-03"
    with pytest.raises(InputError, match="which names no year"):
        read(table)


@pytest.mark.parametrize(
    "cell", ["178", "2:58", "00:02:58", "2분 58초", "178초", "0.00206018518", "178000"]
)
def test_durations(read: Read, cell: str) -> None:
    """Every form of a handle time of 178 seconds is one."""
    history = read(report("date,start,offered,AHT", f"2023-08-03,{{hh}}:00,10,{cell}"))
    assert history.aht_s[0, 0] == pytest.approx(178)


def test_offered_from_handled_and_abandoned(read: Read) -> None:
    """Without calls offered, handled and abandoned make them, and the notes say so."""
    history = read(report("date,start,handled,abandoned", "2023-08-03,{hh}:00,9,1"))
    assert history.offered[0, 0] == 10
    assert any("handled + abandoned is taken" in note for note in history.notes)


def test_offered_that_does_not_add_up(read: Read) -> None:
    """Where handled and abandoned are not the offered calls, the notes say by how much."""
    history = read(report("date,start,offered,handled,abandoned", "2023-08-03,{hh}:00,10,8,1"))
    assert any("differs from offered by 10.0%" in note for note in history.notes)


def test_means_of_the_parts_are_added(read: Read) -> None:
    """Mean talk, hold and wrap-up make the handle time."""
    head = "date,start,offered,handled,Avg Talk,Avg Hold,Avg ACW"
    history = read(report(head, "2023-08-03,{hh}:00,10,9,140,10,30"))
    assert history.aht_s[0, 0] == 180


def test_a_total_that_may_be_a_mean(read: Read) -> None:
    """통화시간 may be a sum or a mean; it is refused unless a handle time stands beside it."""
    with pytest.raises(InputError, match="'통화시간' may be a mean or a total"):
        read(report("일자,시간,인입호,응대호,통화시간", "2023-08-03,{hh}:00,10,9,150"))


def test_no_handle_time_at_all(read: Read) -> None:
    """Without handle times they are unknown, and the notes say so."""
    history = read(report("date,start,offered", "2023-08-03,{hh}:00,10"))
    assert np.isnan(history.aht_s).all()
    assert any("no handle times" in note for note in history.notes)


def test_a_queue_that_the_center_does_not_know(read: Read) -> None:
    """An unknown queue is named once, with the nearest."""
    with pytest.raises(InputError, match="line 2, column queue: unknown queue 'call'") as caught:
        read(report("date,start,offered,queue", "2023-08-03,{hh}:00,10,call"))
    assert "did you mean 'calls'?" in str(caught.value)
    assert str(caught.value).count("unknown queue") == 1


def test_excel(tmp_path: Path, center: CallCenter) -> None:
    """A workbook with real dates, times and durations, a title and an empty first sheet."""
    import datetime as dt

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("통계")
    sheet.append(["콜 통계"])
    sheet.append(["일자", "시간대", "인입호", "응대호", "평균처리시간"])
    for hour in HOURS:
        when = dt.date(2023, 8, 3), dt.time(hour), 10, 9.0, dt.time(0, 2, 58)
        sheet.append(list(when))
    sheet.append(["합계", None, 90, 81])
    path = tmp_path / "history.xlsx"
    book.save(path)
    history = read_history(path, center)["calls"]
    assert history.offered[0].tolist() == [10] * 9
    assert history.aht_s[0, 0] == 178


def test_what_is_no_workbook(tmp_path: Path, center: CallCenter) -> None:
    """A file that only calls itself .xlsx, and an old .xls, are refused with advice."""
    path = tmp_path / "history.xlsx"
    path.write_bytes(b"no zip")
    with pytest.raises(InputError, match="it is no Excel workbook"):
        read_history(path, center)
    old = tmp_path / "history.xls"
    old.write_bytes(b"old")
    with pytest.raises(InputError, match=r"save it as \.xlsx or \.csv"):
        read_history(old, center)


def test_a_broken_csv(read: Read) -> None:
    """A quote that never closes is named with its line."""
    with pytest.raises(InputError, match=r"report.csv, line \d+: it is no CSV"):
        read('date,start,offered\n2023-08-03,"09:00,10\n')
