"""Logs of single calls, as different systems write them."""

import gzip

import numpy as np
import pytest

from staffing.errors import InputError
from staffing.io.calls_csv import NO_WAIT, is_call_log, read_calls
from staffing.io.waits_csv import read_waits

PLAIN = (
    """date,time,wait_s,outcome,handle_s,caller
2026-03-02,09:00:05,0,answered,180,a
2026-03-02,09:01:00,45,abandoned,,b
2026-03-03,09:02:30,12.5,answered,95,
2026-03-03,09:02:31,0,abandoned,,c
2026-03-03,09:03:00,5,voicemail,,c
"""
    + "2026-03-03,10:00:00,5,answered,60,d\n" * 10
)


def write(folder, text, name="calls.csv"):
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_plain_log_is_read(tmp_path):
    """Times to the second, blanks as unknown, and every row that is no such call counted."""
    log = read_calls(write(tmp_path, PLAIN))["all"]
    assert log.arrival_s[:3].tolist() == [32_405.0, 32_460.0, 86_400 + 32_550.0]
    assert log.wait_s[:3].tolist() == [0.0, 45.0, 12.5]
    assert log.answered[:3].tolist() == [True, False, True]
    assert np.isnan(log.handle_s[1])
    assert log.caller is not None
    assert log.caller[:3].tolist() == [1, 2, 0]
    assert log.left_out == {"voicemail": 1, NO_WAIT: 1}


def test_packed_logs_and_bare_numbers_of_milliseconds(tmp_path):
    """A .csv.gz is read like the file in it; milliseconds are found by their size, and said."""
    rows = "".join(f"2026-03-02 09:{m:02}:00,{20_000 + m},1,{180_000 + m}\n" for m in range(30))
    path = tmp_path / "calls.csv.gz"
    path.write_bytes(gzip.compress(("timestamp,queue time,answered,handle time\n" + rows).encode()))
    assert is_call_log(path)
    log = read_calls(path)["all"]
    assert log.wait_s[0] == pytest.approx(20.0)
    assert log.handle_s[0] == pytest.approx(180.0)
    assert any("milliseconds" in note for note in log.notes)


def test_korean_headings_and_queues(tmp_path):
    """인입시각, 대기시간, 결과 and 큐 are read; talk and wrap-up add up to handling."""
    text = "일자,인입시각,큐,대기시간,결과,통화시간,후처리시간\n" + "".join(
        f"2026-03-02,오전 9:0{m},{queue},0:2{m},{result},3:00,0:30\n"
        for m, (queue, result) in enumerate([("세금", "응대"), ("도로", "포기"), ("세금", "포기")])
    )
    found = read_calls(write(tmp_path, text), ["세금", "도로"])
    assert {queue: log.size for queue, log in found.items()} == {"세금": 2, "도로": 1}
    assert found["세금"].handle_s[0] == 210.0
    assert found["세금"].wait_s.tolist() == [20.0, 22.0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("wait_s", "patience"), "'wait_s' is missing"),
        (("outcome,handle_s", "colour,size"), "'outcome' is missing"),
        (("09:01:00", "half nine"), "line 3, column time"),
        (("09:01:00", "09:71:00"), "line 3, column time"),
        ((",45,", ",-45,"), "line 3, column wait_s"),
        ((",45,", ",soon,"), "line 3, column wait_s"),
        (("2026-03-02,09:01", "someday,09:01"), "no date"),
        (("answered,60", "transferred,60"), "transferred"),
        (("caller", "wait_s"), "stands twice"),
        ((PLAIN[PLAIN.index("\n") :], "\n"), "no row follows"),
    ],
)
def test_mistakes_name_their_place(tmp_path, change, said):
    """What cannot be read is refused with its line, column and what is allowed."""
    path = write(tmp_path, PLAIN.replace(*change))
    with pytest.raises(InputError, match=said):
        read_calls(path)


def test_unknown_queues_are_refused(tmp_path):
    """A queue that the center has not is a slip, not a new queue."""
    text = "time,wait_s,outcome,queue\n2026-03-02 09:00,5,answered,tex\n"
    with pytest.raises(InputError, match=r"unknown queue 'tex'.*tax"):
        read_calls(write(tmp_path, text), ["tax"])
    with pytest.raises(InputError, match="no column 'queue'"):
        read_calls(write(tmp_path, PLAIN, "b.csv"), ["tax", "roads"])


def test_no_gzip_is_said(tmp_path):
    """A file that only ends in .gz ends with words."""
    with pytest.raises(InputError, match="no gzip"):
        read_calls(write(tmp_path, PLAIN, "calls.csv.gz"))


def test_waits_of_a_report_by_intervals(tmp_path):
    """Waiting is the answered calls' and the others' together; a gap leaves the row out."""
    text = (
        "date,start,offered,handled,abandoned,ASA,avg abandon time\n"
        "2026-03-02,09:00,10,8,2,20,90\n2026-03-02,09:30,5,5,0,0:10,\n2026-03-02,10:00,5,4,1,,60\n"
    )
    waits = read_waits(write(tmp_path, text, "history.csv"))[""]
    assert waits.waited_s.tolist() == [8 * 20 + 2 * 90, 50.0]
    assert waits.abandoned.tolist() == [2.0, 0.0]
    assert read_waits(write(tmp_path, "date,start,offered\n2026-03-02,09:00,1\n", "b.csv")) == {}
    wrong = write(tmp_path, text.replace(",20,90", ",soon,90"), "c.csv")
    with pytest.raises(InputError, match="line 2, column ASA"):
        read_waits(wrong)
