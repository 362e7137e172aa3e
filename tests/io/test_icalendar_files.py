"""Calendar files."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import OutputError
from staffing.io.center_toml import read_center
from staffing.io.icalendar_files import write_calendars

SEOUL = ZoneInfo("Asia/Seoul")


def events(path: Path) -> list[icalendar.Event]:
    """Return the events of a calendar file."""
    return list(icalendar.Calendar.from_ical(path.read_bytes()).events)


def test_one_file_for_each(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """Every counselor has a file with each duty at its time, and the breaks in words."""
    paths = write_calendars(problem, tmp_path, roster)
    assert [path.name for path in paths] == ["C01.ics", "C02.ics"]
    first, second = events(paths[0])
    assert first.decoded("DTSTART") == dt.datetime(2026, 11, 30, 9, tzinfo=SEOUL)
    assert first.decoded("DTEND") == dt.datetime(2026, 11, 30, 17, tzinfo=SEOUL)
    assert str(first["SUMMARY"]) == "Shift E 조기"
    assert str(first["DESCRIPTION"]) == "점심 12:00-13:00"
    assert "DESCRIPTION" not in second
    assert first["UID"] != second["UID"]


def test_korean(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """The words come in Korean."""
    path = write_calendars(problem, tmp_path, roster, language="ko")[0]
    assert str(events(path)[0]["SUMMARY"]) == "E 조기 근무"


def test_the_form_of_the_file(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """The zone is defined, lines end in CRLF and have at most 75 octets."""
    data = write_calendars(problem, tmp_path, roster)[0].read_bytes()
    assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Seoul" in data
    assert b"DTSTART;TZID=Asia/Seoul:20261130T090000" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")


def test_the_same_bytes(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """Writing again changes nothing, in a new folder or over the old files."""
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one = write_calendars(problem, tmp_path / "a", roster)[0].read_bytes()
    assert write_calendars(problem, tmp_path / "b", roster)[0].read_bytes() == one
    assert write_calendars(problem, tmp_path / "a", roster)[0].read_bytes() == one


def test_changes_reach_the_phones(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """A changed duty counts up its sequence, a lost one is cancelled, others stay."""
    path = write_calendars(problem, tmp_path, roster)[0]
    uids = [str(event["UID"]) for event in events(path)]
    monday, _, tuesday = roster.duties
    moved = monday.model_copy(update={"shift": "L"})
    write_calendars(problem, tmp_path, roster.with_duties([moved]))
    first, gone = events(path)
    assert [str(event["UID"]) for event in (first, gone)] == uids
    assert (first["SEQUENCE"], str(first["STATUS"])) == (1, "CONFIRMED")
    assert (gone["SEQUENCE"], str(gone["STATUS"])) == (1, "CANCELLED")
    assert first.decoded("LAST-MODIFIED") > first.decoded("DTSTAMP")
    write_calendars(problem, tmp_path, roster.with_duties([moved, tuesday]))
    first, back = events(path)
    assert (first["SEQUENCE"], back["SEQUENCE"], str(back["STATUS"])) == (1, 2, "CONFIRMED")


def test_a_foreign_file_stays(tmp_path: Path, problem: Problem, roster: Roster) -> None:
    """A file of that name which is no calendar of ours is not overwritten."""
    (tmp_path / "C01.ics").write_text("mine")
    with pytest.raises(OutputError, match="no calendar of ours"):
        write_calendars(problem, tmp_path, roster)
    assert (tmp_path / "C01.ics").read_text() == "mine"


def test_utc_summer_time_and_odd_ids(
    tmp_path: Path, write: Callable[..., Path], roster: Roster, problem: Problem
) -> None:
    """Other zones work, and ids that are no file names do not leave the folder."""
    for zone in ("UTC", "Europe/Berlin"):
        toml = (write() / "center.toml").read_text(encoding="utf-8")
        folder = write(toml.replace("Asia/Seoul", zone), "id,contract\n../C01,FT\n..\\C01,FT\n")
        center = read_center(folder)
        duties = [d.model_copy(update={"counselor": "../C01"}) for d in roster.duties[:1]]
        own = problem.model_copy(update={"center": center})
        out = tmp_path / zone.replace("/", "-")
        out.mkdir()
        paths = write_calendars(own, out, roster.with_duties(duties))
        assert len({path.name for path in paths}) == 2
        assert all(path.parent == out for path in paths)
        assert events(paths[0])[0].decoded("DTSTART").isoformat().startswith("2026-11-30T09:00")


def test_a_problem_alone_has_no_roster(tmp_path: Path, problem: Problem) -> None:
    """A problem without a roster is a mistake of the caller."""
    with pytest.raises(TypeError, match="pass one"):
        write_calendars(problem, tmp_path)
