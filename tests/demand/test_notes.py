"""What a forecast tells its planner, in two languages."""

import re

import pytest

from staffing.demand import notes
from staffing.demand.notes import in_language, note


@pytest.mark.parametrize("code", sorted(notes._TEXTS))
def test_every_note_is_found_again_and_said_in_korean(code):
    """Any sentence made here has its Korean twin, with the same values in it."""
    fields = sorted(set(re.findall(r"\{(\w+)\}", notes._TEXTS[code][0])))
    values = {name: f"{index + 3}" for index, name in enumerate(fields)}
    sentence = note(code, **values)
    korean = in_language(sentence, "ko")
    assert korean == notes._TEXTS[code][1].format(**values)
    assert re.search("[가-힣]", korean)
    assert in_language(sentence, "en") == sentence


def test_a_queue_s_note_is_translated_inside():
    """The name of the queue stays, the sentence after it is Korean."""
    said = note("queue", queue="tax", note=note("unseen", kind="Sat"))
    assert said == "Queue tax: The history shows no Sat; the center's day factor is used."
    assert in_language(said, "ko").startswith("큐 tax: 이력에 토요일 자료가")


def test_what_is_not_known_stays_as_it_is():
    """A sentence from elsewhere is passed on."""
    assert in_language("Something else.", "ko") == "Something else."
