"""What planning does to the interpreter it runs in."""

import gc

import pytest

from staffing.solver.memory import give_back, uncollected


def test_the_collector_is_on_again_afterwards() -> None:
    """Whoever plans keeps Python's collector of dead cycles, also when planning fails."""

    def fail() -> None:
        with uncollected():
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    """A program that runs without the collector did so on purpose."""
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_giving_back_needs_no_glibc(monkeypatch: pytest.MonkeyPatch) -> None:
    """On other systems there is nothing to call, and nothing fails."""
    monkeypatch.setattr("ctypes.CDLL", lambda *_: object())
    give_back()
