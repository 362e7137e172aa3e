"""Shift designs become ordinary shifts."""

import pytest
from pydantic import ValidationError

from staffing.domain.center import CallCenter
from staffing.domain.designs import MOST, ShiftDesign
from staffing.domain.people import Contract
from staffing.domain.toys import LUNCH, toy
from staffing.domain.work import Shift


def design(**more: object) -> ShiftDesign:
    """Return a design of five starts and one length, with changes."""
    table = {"code": "F", "starts": "08:00-10:00", "lengths": "9:00", **more}
    return ShiftDesign.model_validate(table)


def center(*designs: ShiftDesign, **changes: object) -> CallCenter:
    """Return a toy center with designs beside its shifts E, M and L."""
    data = toy("A", lunch=True).center.model_dump()
    return CallCenter.model_validate({**data, "shift_designs": designs, **changes})


def test_a_design_is_every_start_with_every_length() -> None:
    """Codes tell the start; with several lengths, the end too."""
    made = design(step=60).shifts()
    assert [s.code for s in made] == ["F0800", "F0900", "F1000"]
    assert {s.minutes for s in made} == {540}
    both = design(starts="22:00, 23:00", lengths=["8:00-9:00", "4:00"], length_step=60).shifts()
    assert [s.code for s in both] == [
        "F2200-2600", "F2200-3000", "F2200-3100", "F2300-2700", "F2300-3100", "F2300-3200",
    ]  # fmt: skip


def test_a_center_has_the_shifts_written_out_and_designed() -> None:
    """Designed shifts stand after the others, with the breaks, name and color of the design."""
    found = center(design(step=60, breaks=["lunch"], color="#aabbcc", name="Flexible"))
    assert list(found.shift) == ["E", "M", "L", "F0800", "F0900", "F1000"]
    assert found.breaks_of(found.shift["F0900"]) == (LUNCH,)
    assert (found.shift["F0900"].name, found.shift["F0900"].color) == ("Flexible", "#aabbcc")
    assert found.designed == {"F0800", "F0900", "F1000"}


def test_a_contract_may_name_a_design() -> None:
    """The design's code stands for all of its shifts, each once."""
    contract = Contract(code="full", shifts=("F", "L", "F0900"))
    found = center(design(step=60), contracts=(contract,))
    allowed = [s.code for s in found.shifts_of(found.counselors[0])]
    assert allowed == ["L", "F0800", "F0900", "F1000"]


def test_a_center_that_is_written_and_read_again_is_the_same() -> None:
    """Designs are expanded once, however often a center is validated."""
    found = center(design(step=60), contracts=(Contract(code="full", shifts=("F",)),))
    again = CallCenter.model_validate(found.model_dump())
    text = CallCenter.model_validate_json(found.model_dump_json())
    assert again == text == found


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"starts": "08:00-18:00", "step": 1, "lengths": "9:00"}, "make 601 shifts, at most 400"),
        ({"starts": "08:00-10:00", "step": 45}, "08:00-10:00 is no whole number of steps of 45"),
        ({"lengths": "8:00-9:00", "length_step": 45}, "or length_step"),
        ({"starts": "10:00-08:00"}, "found '10:00-08:00'; times are 08:30, or a span"),
        ({"starts": "8 o'clock"}, "found '8'"),
        ({"starts": "24:00"}, "found 24:00; a shift starts by 23:59"),
        ({"lengths": "0:00"}, "found 00:00 to 00:00; a shift is up to 24 hours long"),
        ({"lengths": "25:00"}, "a shift is up to 24 hours long"),
        ({"code": "much-too-long"}, "at most 12 characters"),
        ({"starts": []}, "at least 1 item"),
        ({"startz": "08:00"}, "did you mean 'starts'"),
    ],
)
def test_a_design_that_cannot_be_meant_raises(changes: dict[str, object], message: str) -> None:
    """Each fault says what was found and what to do."""
    with pytest.raises(ValidationError, match=message):
        design(**changes)


def test_many_designs_are_too_many_together() -> None:
    """The limit holds for all designs of a center, and the error says how many there are."""
    fine = [design(code=code, step=1) for code in "FGHI"]
    assert len(fine[0].shifts()) == 121
    with pytest.raises(ValidationError, match=f"make 484 shifts, at most {MOST}.*larger steps"):
        center(*fine, slot_minutes=5)


def test_a_code_that_means_two_things_raises() -> None:
    """Neither a design nor one of its shifts may have the code of another shift."""
    other = Shift(code="F0800", start=480, end=960)
    with pytest.raises(ValidationError, match="'F0800' stands twice: the design 'F' makes one"):
        center(design(), shifts=(other,))
    with pytest.raises(ValidationError, match="shift design 'E': its code is taken"):
        center(design(code="E"))
    with pytest.raises(ValidationError, match="shift design 'F': its code is taken"):
        center(design(), design())


def test_a_center_needs_a_shift() -> None:
    """Without any shift or design there is nothing to roster; designs alone are enough."""
    contract = Contract(code="full")
    with pytest.raises(ValidationError, match=r"write \[\[shifts\]\] or \[\[shift_designs\]\]"):
        center(shifts=(), contracts=(contract,))
    assert set(center(design(step=60), shifts=()).shift) == {"F0800", "F0900", "F1000"}


def test_a_break_that_fits_nowhere_names_the_designed_shift() -> None:
    """A design whose late shifts have no room for lunch is refused by the shift's code."""
    with pytest.raises(ValidationError, match=r"'lunch' has no possible start in shift 'F1330'"):
        center(design(starts="13:00-14:00", breaks=["lunch"]), slot_minutes=30)
