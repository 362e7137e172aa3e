"""events.csv as a user writes it."""

import datetime as dt

import pytest

from staffing.errors import InputError, InputErrors
from staffing.io.events_csv import read_events

HEAD = "first,last,from,to,kind,factor,note\n"


@pytest.fixture
def events(tmp_path):
    """Return a function that reads a text or bytes as events.csv."""

    def read(text):
        path = tmp_path / "events.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_events(path)

    return read


def test_every_column_is_read(events):
    """Days, hours, kind, factor and note arrive as they are written."""
    [event] = events(HEAD + "2026-12-01,2026-12-03,13:00,18:00,flood,1.6,after the warning\n")
    assert (event.first, event.last) == (dt.date(2026, 12, 1), dt.date(2026, 12, 3))
    assert (event.begin, event.end) == (780, 1080)
    assert (event.kind, event.factor, event.note) == ("flood", 1.6, "after the warning")


@pytest.mark.parametrize("factor", ["", "learn", "Learn", "학습"])
def test_a_factor_can_be_left_to_the_past(events, factor):
    """An empty factor, or the word for it, is learned."""
    [event] = events(HEAD + f"2026-12-01,,,,tax,{factor},\n")
    assert event.learn


def test_last_defaults_to_first_and_hours_to_the_whole_day(events):
    """What is left empty is one whole day, also where the columns are missing."""
    [event] = events("first,kind\n2026-12-01,tax\n")
    assert event.last == event.first
    assert event.begin is event.end is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_korean_files_are_read_in_any_usual_encoding(events, encoding):
    """UTF-8 with or without mark and CP949 give the same event, Korean headings included."""
    text = "시작일,종료일,종류,배수,비고\n2026.12.01,2026.12.02(수),자동차세,1.5,납기\n"
    [event] = events(text.encode(encoding))
    assert event.last == dt.date(2026, 12, 2)
    assert (event.kind, event.factor, event.note) == ("자동차세", 1.5, "납기")


def test_no_event_is_fine(events):
    """A file of headings alone has no events."""
    assert events(HEAD) == ()


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        ("soon,,,,tax,1.2,", "first", "'soon'"),
        (",,,,tax,1.2,", "first", "empty"),
        ("2026-12-02,2026-12-01,,,tax,1.2,", "", "before first"),
        ("2026-12-01,,late,18:00,tax,1.2,", "from", "'late'"),
        ("2026-12-01,,18:00,13:00,tax,1.2,", "", "end must be after begin"),
        ("2026-12-01,,13:00,,tax,1.2,", "", "neither"),
        ("2026-12-01,,,,,1.2,", "kind", "''"),
        ("2026-12-01,,,,tax,many,", "factor", "'many'"),
        ("2026-12-01,,,,tax,0,", "factor", "0"),
        ("2026-12-01,,,,tax,-1,", "factor", "-1"),
    ],
)
def test_faults_name_line_and_column(events, row, column, found):
    """What cannot be meant raises with its place."""
    with pytest.raises(InputError) as caught:
        events(HEAD + "2026-11-30,,,,tax,1.2,\n" + row + "\n")
    assert "line 3" in caught.value.where
    assert caught.value.where.endswith(f"column {column}" if column else "line 3")
    assert found in caught.value.found


def test_several_faults_are_reported_together(events):
    """A user reads everything at once."""
    with pytest.raises(InputErrors) as caught:
        events(HEAD + "soon,,,,tax,many,\nlater,,,,tax,1.2,\n")
    assert len(caught.value.errors) == 3


def test_unknown_columns_get_a_suggestion(events):
    """A slip in a heading is not read over."""
    with pytest.raises(InputError, match="did you mean 'factor'"):
        events("first,kind,factr\n2026-12-01,tax,1.2\n")


def test_a_needed_column_is_missed(events):
    """Without a kind there is nothing to learn from."""
    with pytest.raises(InputError, match="'kind' is missing"):
        events("first,factor\n2026-12-01,1.2\n")


def test_the_shipped_events_are_read(root):
    """The model of Cheonan holds events that can be read."""
    assert len(read_events(root / "models" / "cheonan" / "events.csv")) > 5
