"""overrides.csv as a planner writes it, and what becomes of it."""

import datetime as dt

import numpy as np
import pytest

from staffing.domain.horizon import Horizon
from staffing.errors import InputError, InputErrors
from staffing.io.model_folder import read_model
from staffing.io.overrides_csv import read_overrides
from staffing.pipe import prepare

HEAD = "days,from,to,factor,who,note\n"


@pytest.fixture
def overrides(tmp_path):
    """Return a function that reads a text or bytes as overrides.csv."""

    def read(text):
        path = tmp_path / "overrides.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_overrides(path)

    return read


def test_every_column_is_read(overrides):
    """Days, hours, factor, who and note arrive as they are written."""
    [one] = overrides(HEAD + "2026-12-01..2026-12-02;Sat,13:00,18:00,1.3,Kim,mailing sent\n")
    assert dt.date(2026, 12, 2) in one.days
    assert dt.date(2026, 12, 5) in one.days
    assert (one.begin, one.end, one.factor) == (780, 1080, 1.3)
    assert (one.who, one.note) == ("Kim", "mailing sent")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_korean_files_are_read(overrides, encoding):
    """Korean headings and names are read in the usual encodings."""
    [one] = overrides("요일,배수,담당자,사유\n월,1.1,김상담,안내문 발송\n".encode(encoding))
    assert one.days.weekdays == (0,)
    assert (one.who, one.note) == ("김상담", "안내문 발송")


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("someday,,,1.2,Kim,", "days", "'someday'"),
        ("Mon,late,18:00,1.2,Kim,", "from", "'late'"),
        ("Mon,18:00,13:00,1.2,Kim,", "", "end must be after begin"),
        ("Mon,,,,Kim,", "factor", "empty"),
        ("Mon,,,more,Kim,", "factor", "'more'"),
        ("Mon,,,-1,Kim,", "factor", "-1"),
        ("Mon,,,1.2,,", "who", "empty"),
    ],
)
def test_faults_name_line_and_column(overrides, row, column, found):
    """What cannot be meant raises with its place."""
    with pytest.raises(InputError) as caught:
        overrides(HEAD + "Tue,,,1.2,Kim,\n" + row + "\n")
    assert "line 3" in caught.value.where
    assert caught.value.where.endswith(f"column {column}" if column else "line 3")
    assert found in caught.value.found


def test_several_faults_are_reported_together(overrides):
    """A planner reads everything at once."""
    with pytest.raises(InputErrors) as caught:
        overrides(HEAD + "someday,,,many,,\n")
    assert len(caught.value.errors) == 3


def test_an_override_is_applied_last_and_named_everywhere(tiny):
    """The forecast is multiplied on its hours, and its note reaches the service curves."""
    week = Horizon(first=dt.date(2026, 11, 30), days=7)
    plain = prepare(read_model(tiny), week)
    text = HEAD + "2026-11-30,,,1.5,Kim,mailing sent\n"
    (tiny / "overrides.csv").write_text(text, encoding="utf-8")
    inputs = read_model(tiny).model_copy(update={"volume": 1.2})
    got = prepare(inputs, week)
    monday = list(got.forecast.grid.of_day(0))
    factor = np.full(got.forecast.grid.size, 1.2)
    factor[monday] *= 1.5
    np.testing.assert_allclose(got.forecast.offered[0], plain.forecast.offered[0] * factor)
    said = "Override by Kim: 2026-11-30 x 1.5 on"
    assert any(said in note and "(mailing sent)" in note for note in got.forecast.notes)
    assert any(said in note for note in got.problem.curves.notes)
    product = np.prod(list(got.forecast.parts[got.forecast.queues[0]].values()), axis=0)
    np.testing.assert_allclose(product, got.forecast.offered[0])
