"""``staffing design`` from the command line."""

import json
from pathlib import Path

import pytest

MODEL = Path(__file__).resolve().parents[2] / "models" / "tiny"
DAY = ("--from", "2026-11-30", "--days", "1", "--time-limit", "20")


@pytest.mark.parametrize(("lang", "said"), [("en", "different shifts"), ("ko", "근무조")])
def test_the_offer_is_shown(run, lang, said):
    """The table and what is proved are printed in both languages."""
    ran = run("design", str(MODEL), *DAY, "--lang", lang)
    assert ran.exit_code == 0
    assert said in ran.stdout
    assert "10:00-13:00" in ran.stdout


def test_the_offer_as_json(run):
    """Programs read the duties and the bound."""
    ran = run("design", str(MODEL), *DAY, "--json")
    offer = json.loads(ran.stdout)
    assert offer["status"] == "optimal"
    assert offer["bound"] == offer["objective"]
    assert offer["duties"]


def test_an_unknown_queue_is_bad_input(run):
    """The message says what is known."""
    ran = run("design", str(MODEL), *DAY, "--queue", "sales")
    assert ran.exit_code == 3
    assert "calls" in ran.stderr
