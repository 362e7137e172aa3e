"""Reading center.toml."""

from collections.abc import Callable
from pathlib import Path

import pytest

from staffing.errors import InputError, InputErrors
from staffing.io.center_toml import read_center

Write = Callable[..., Path]


@pytest.fixture
def fault(write: Write) -> Callable[[str, str], str]:
    """Return a function that replaces text in center.toml and returns the error."""

    def fault(old: str, new: str) -> str:
        text = (write() / "center.toml").read_text(encoding="utf-8")
        assert old in text
        folder = write(text.replace(old, new, 1))
        with pytest.raises(InputError) as caught:
            read_center(folder)
        return str(caught.value).replace(str(folder), "model")

    return fault


def test_a_folder_is_a_center(write: Write) -> None:
    """A folder is read with its people, and the standing rules are in force."""
    center = read_center(write())
    assert [c.id for c in center.counselors] == ["C01", "C02"]
    assert center.shift["E"].start == 540
    assert {"one_shift", "service"} <= {rule.rule for rule in center.rules}


def test_the_file_itself_may_be_named(write: Write) -> None:
    """The path of center.toml means its folder."""
    assert read_center(write() / "center.toml").name == "Test"


def test_a_missing_folder_says_how_to_create_one(tmp_path: Path) -> None:
    """A path that is no model folder is told so, and what to do."""
    with pytest.raises(InputError, match=r"is no model folder: center.toml and the folder") as e:
        read_center(tmp_path / "nowhere")
    assert "create one with `staffing new`" in str(e.value)


def test_a_folder_without_center_toml(tmp_path: Path) -> None:
    """An existing folder without the file is no model folder."""
    with pytest.raises(InputError, match=r"is no model folder: center.toml is missing"):
        read_center(tmp_path)


@pytest.mark.parametrize("text", ["", "   \n", "# nothing\n"])
def test_an_empty_file(write: Write, text: str) -> None:
    """An empty center.toml is an error, not a center of defaults."""
    with pytest.raises(InputError, match="empty"):
        read_center(write(text))


def test_toml_syntax_names_the_line(write: Write) -> None:
    """What is no TOML is named with its line."""
    with pytest.raises(InputError, match=r"center.toml, line 2, column \d+: it is no TOML"):
        read_center(write('name = "x"\nslots 15\n'))


def test_toml_in_another_encoding(write: Write) -> None:
    """A center.toml in CP949 says to save it as UTF-8."""
    folder = write()
    (folder / "center.toml").write_bytes('name = "천안"'.encode("cp949"))
    with pytest.raises(InputError, match="save it as UTF-8"):
        read_center(folder)


def test_a_bad_time_names_place_value_and_line(fault: Callable[[str, str], str]) -> None:
    """The place is dotted, and the found value, the line and what is allowed are told."""
    message = fault('end = "18:00"', 'end = "17:60"')
    assert message.startswith("model/center.toml, shifts[1].end: found '17:60' (line ")
    assert "HH:MM" in message


def test_an_unknown_key_suggests_the_right_one(fault: Callable[[str, str], str]) -> None:
    """A mistyped key gets a suggestion and the list of what is allowed."""
    message = fault("minutes = 60", "minuts = 60")
    assert "model/center.toml, breaks[0]: unknown key 'minuts'" in message
    assert "did you mean 'minutes'?" in message
    assert "allowed: code, name, minutes" in message


def test_a_missing_key(fault: Callable[[str, str], str]) -> None:
    """A key that is needed is named."""
    assert "model/center.toml, name: it is missing" in fault('name = "Test"\n', "")


def test_a_value_of_another_kind(fault: Callable[[str, str], str]) -> None:
    """A text in place of a number says so."""
    message = fault("minutes = 60", 'minutes = "long"')
    assert "breaks[0].minutes: found 'long'" in message
    assert "a whole number" in message


def test_a_choice_lists_the_choices(fault: Callable[[str, str], str]) -> None:
    """A slot of 7 minutes is refused with the lengths there are."""
    message = fault("slot_minutes = 30", "slot_minutes = 7")
    assert "slot_minutes: found 7" in message
    assert "5, 10, 15, 20, 30 or 60" in message


def test_a_code_that_names_nothing(fault: Callable[[str, str], str]) -> None:
    """A break that does not exist is named with the nearest one."""
    assert "did you mean 'lunch'?" in fault('breaks = ["lunch"]', 'breaks = ["lunhc"]')


def test_an_unknown_time_zone(fault: Callable[[str, str], str]) -> None:
    """A time zone that no database knows is told with the nearest."""
    message = fault('"Asia/Seoul"', '"Asia/Soul"')
    assert "center.toml, timezone: found 'Asia/Soul' (line 2)" in message
    assert "did you mean 'Asia/Seoul'?" in message


def test_counselors_do_not_stand_in_toml(fault: Callable[[str, str], str]) -> None:
    """People in center.toml are sent to counselors.csv."""
    message = fault("[[contracts]]", '[[counselors]]\nid = "A"\n\n[[contracts]]')
    assert "write them in counselors.csv" in message


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ('rule = "rest"\nhours = -1', "center.toml, rules[1] (rest).hours: found -1"),
        ('rule = "rset"', "center.toml, rules[1] (rset): unknown rule 'rset'"),
        ('rule = "rest"\nhuors = 1', "center.toml, rules[1] (rest): unknown key 'huors'"),
        ('rule = "leave"\noff = true', "center.toml, rules[1] (leave): the rule 'leave' cannot"),
    ],
)
def test_a_rule_is_named_with_its_keyword(
    fault: Callable[[str, str], str], rule: str, place: str
) -> None:
    """A fault in a rule names its number, its keyword and the parameter."""
    rules = f'[[rules]]\nrule = "rest"\n\n[[rules]]\n{rule}\n'
    assert place in fault("[[contracts]]", f"{rules}\n[[contracts]]")


def test_an_unknown_preset(fault: Callable[[str, str], str]) -> None:
    """A preset that does not exist is named, with those that do."""
    message = fault("slot_minutes", 'preset = "KR_LAS"\nslot_minutes')
    assert "center.toml, preset: unknown preset 'KR_LAS'" in message
    assert "KR_LSA" in message


def test_several_faults_come_together(write: Write) -> None:
    """Faults of center.toml, of a rule and of counselors.csv are told at once."""
    text = (write() / "center.toml").read_text(encoding="utf-8")
    text = text.replace("slot_minutes = 30", "slot_minutes = 7").replace("minutes = 60", "")
    folder = write(text + '\n[[rules]]\nrule = "nope"\n', "id,contract\nC01,XX\n")
    with pytest.raises(InputErrors) as caught:
        read_center(folder)
    message = str(caught.value)
    for place in (
        "slot_minutes",
        "breaks[0].minutes",
        "rules[0] (nope)",
        "line 2, column contract",
    ):
        assert place in message


def test_none_is_written_as_a_word(write: Write) -> None:
    """TOML has no null, so patience without end and no promised answer rate are words."""
    text = (write() / "center.toml").read_text(encoding="utf-8")
    more = 'patience_s = "none"\n\n[queues.target]\nanswer_rate = "none"\n\n[[shifts]]'
    queue = read_center(write(text.replace("[[shifts]]", more, 1))).queues[0]
    assert queue.patience_s is None
    assert queue.target.answer_rate is None


def test_hours_that_no_shifts_give(fault: Callable[[str, str], str]) -> None:
    """Contract hours that no mix of shifts can give are named, with what is possible."""
    message = fault("hours_per_week = 35", "hours_per_week = 37")
    assert "contracts[0].hours_per_week" in message
    assert "which no mix of shifts gives" in message
    assert "give 35 hours" in message


DESIGN = """
[[shift_designs]]
code = "F"
starts = "08:00-10:00"
lengths = "8:00"
breaks = ["lunch"]

[[contracts]]"""


def test_designs_are_shifts_that_people_may_wish_for(write: Write) -> None:
    """A designed shift is known by its code, to counselors.csv too."""
    text = (write() / "center.toml").read_text(encoding="utf-8")
    people = "id,contract,wishes\nC01,FT,not:F0830\n"
    center = read_center(write(text.replace("[[contracts]]", DESIGN, 1), people))
    assert center.counselors[0].wishes[0].shift == "F0830"
    assert list(center.shift)[-5:] == ["F0800", "F0830", "F0900", "F0930", "F1000"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"08:00-10:00"', '"8-10"', "shift_designs[0].starts: found '8-10' (line "),
        ('"08:00-10:00"', '"08:00-10:10"', "08:00-10:10 is no whole number of steps of 30"),
        ('lengths = "8:00"', "", "shift_designs[0].lengths: it is missing"),
        ('"8:00"', '"8:00"\nsteps = 3', "did you mean 'step'?"),
        ('["lunch"]', '["lunhc"]', "did you mean 'lunch'?"),
    ],
)
def test_faults_of_designs_are_placed(
    fault: Callable[[str, str], str], old: str, new: str, message: str
) -> None:
    """A fault of a design is told like that of a shift, with its number and line."""
    assert message in fault("[[contracts]]", DESIGN.replace(old, new, 1))
