"""Meetings in center.toml and in roster files."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from staffing.domain.meetings import Meeting
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.toys import rota, toy
from staffing.errors import InputError
from staffing.evaluation.referee import evaluate
from staffing.io.center_toml import read_center
from staffing.io.icalendar_files import write_calendars
from staffing.io.roster_files import read_roster, write_roster_csv
from staffing.presets import resolve
from staffing.reports.facts import Report
from staffing.reports.html import html_page
from staffing.reports.messages import person_text
from staffing.reports.workbook import write_workbook

Write = Callable[..., Path]

MEETING = """
[[meetings]]
code = "team"
minutes = 30
at = "16:00"
days = "Mon"

[[contracts]]"""


@pytest.fixture
def met() -> tuple[Problem, Roster]:
    """Return a day on which A attends a meeting between shift and lunch, and B does not work."""
    team = Meeting(code="team", name="Team", minutes=60, at=600, counselors=("A", "B"))
    problem = toy("AB", days=1, lunch=True, meetings=[team], rules=resolve(None, []))
    held = {"lunch": "12:00", "team": "10:00"}
    return problem, rota(problem, {"A": "E"}, {("A", 0): held})


@pytest.mark.parametrize("form", ["list", "calendar"])
def test_a_roster_with_meetings_is_read_as_it_was_written(
    met: tuple[Problem, Roster], tmp_path: Path, form: str
) -> None:
    """Meetings survive both forms of a roster file, and the workbook."""
    problem, roster = met
    write_roster_csv(problem, roster, tmp_path / "roster.csv", form)  # type: ignore[arg-type]
    read = read_roster(tmp_path / "roster.csv", problem.center, problem.horizon)
    assert set(read.duties[0].breaks) == set(roster.duties[0].breaks)
    report = Report(problem, roster, evaluate(problem, roster))
    write_workbook(report, tmp_path / "roster.xlsx")
    again = read_roster(tmp_path / "roster.xlsx", problem.center, problem.horizon)
    assert set(again.duties[0].breaks) == set(roster.duties[0].breaks)


def test_people_are_told_of_meetings(met: tuple[Problem, Roster], tmp_path: Path) -> None:
    """The page, the message and the calendar file name the meeting and its time."""
    problem, roster = met
    assert evaluate(problem, roster).legal
    assert "Team 10:00" in person_text(problem, roster, problem.center.counselors[0])
    write_calendars(problem, tmp_path, roster)
    assert "Team 10:00-11:00" in (tmp_path / "A.ics").read_text(encoding="utf-8")
    page = html_page(Report(problem, roster, evaluate(problem, roster)))
    assert "Team 10:00" in page


def test_attendees_are_off_the_phones(met: tuple[Problem, Roster]) -> None:
    """While A is in the meeting or at lunch, nobody is on the phones; before it, one is."""
    problem, roster = met
    slots = [problem.grid.clock_of(slot) for slot in range(problem.grid.size)]
    phones = dict(zip(slots, problem.on_phones(roster)[0].tolist(), strict=True))
    assert [phones[time] for time in ("09:00", "10:00", "11:00", "12:00")] == [1, 0, 1, 0]


def test_an_unknown_meeting_in_a_cell_is_named(met: tuple[Problem, Roster], tmp_path: Path) -> None:
    """A mistyped meeting in a calendar cell is told with the nearest one."""
    problem, roster = met
    path = tmp_path / "roster.csv"
    write_roster_csv(problem, roster, path, "calendar")
    text = path.read_text(encoding="utf-8-sig").replace("team@", "taem@")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"unknown meeting 'taem'.*did you mean 'team'"):
        read_roster(path, problem.center, problem.horizon)


def test_meetings_stand_in_center_toml(write: Write) -> None:
    """A meeting is read with its days and time, and everybody attends."""
    text = (write() / "center.toml").read_text(encoding="utf-8")
    center = read_center(write(text.replace("[[contracts]]", MEETING, 1)))
    assert center.meeting["team"].at == 960
    assert {m.code for mine in center.meetings_of.values() for m in mine} == {"team"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("16:00", "16:10", "must fall on slots of 30 minutes"),
        ('at = "16:00"', "", "give either at, or both earliest and latest"),
        ('"16:00"', '"16:00"\nearliest = "9:00"', "give either at, or both earliest and latest"),
        ('at = "16:00"', 'earliest = "16:00"\nlatest = "17:00"', "say how many must be there"),
        ('"16:00"', '"16:00"\ntogether = false', "at is one time for all"),
        ('"16:00"', '"03:00"', "'team' lies in no shift"),
        ('"16:00"', '"16:00"\nleast = 9', "is for 2 people, and 9 must be there"),
        ('"16:00"', '"16:00"\ncounselors = ["C1"]', "did you mean 'C01'?"),
        ('"16:00"', '"16:00"\ncontracts = ["XX"]', "unknown contract in meeting 'team'"),
        ('code = "team"', 'code = "lunch"', "'lunch' stands twice"),
        ("minutes = 30", "minute = 30", "did you mean 'minutes'?"),
        ('days = "Mon"', 'days = "Moon"', "meetings[0].days: found 'Moon'"),
    ],
)
def test_faults_of_meetings(write: Write, old: str, new: str, message: str) -> None:
    """What cannot be meant says what to do."""
    text = (write() / "center.toml").read_text(encoding="utf-8")
    meeting = MEETING.replace(old, new, 1)
    with pytest.raises(InputError, match=re.escape(message)):
        read_center(write(text.replace("[[contracts]]", meeting, 1)))


def test_meetings_that_leave_no_room() -> None:
    """A meeting over the whole window of lunch, and two at once, are refused with names."""
    long = Meeting(code="long", minutes=180, at=660)
    with pytest.raises(ValueError, match=r"'long' leaves no room for a break of shift 'E'"):
        toy("A", lunch=True, meetings=[long])
    one, two = (Meeting(code=code, minutes=60, at=600) for code in ("one", "two"))
    with pytest.raises(ValueError, match=r"one, two do not fit into shift 'E'"):
        toy("A", lunch=True, meetings=[one, two])
    own = Meeting(code="own", minutes=60, earliest=480, latest=540, together=False)
    with pytest.raises(ValueError, match=r"'own' has no place in shift 'L'"):
        toy("A", lunch=True, meetings=[own])
    weekly = [
        Meeting(code=c, minutes=60, earliest=600, latest=960, together=False, once=True)
        for c in ("c1", "c2")
    ]
    with pytest.raises(ValueError, match="only one such is possible"):
        toy("A", lunch=True, meetings=weekly)
