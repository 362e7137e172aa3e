"""`staffing require --shifts`: how many people on each shift, exactly."""

import json
from pathlib import Path

import pytest

TINY = Path(__file__).resolve().parents[2] / "models" / "tiny"
DAY = ("--from", "2026-11-30", "--days", "2")


@pytest.mark.parametrize(("lang", "said"), [("en", "proved"), ("ko", "증명됨")])
def test_the_tiny_center_needs_four_people(run, lang, said):
    """Twelve hours are proved enough where the slot-by-slot chain pays fifteen."""
    result = run("require", TINY, *DAY, "--shifts", "--lang", lang)
    assert result.exit_code == 0, result.stderr
    row = next(line for line in result.stdout.splitlines() if said in line)
    assert row.split()[-7:] == ["2", "2", "4", "12", said, "15", "81.1%"]


def test_json_and_csv_say_the_same(run):
    """The file lists the crews that the JSON has, with their number."""
    result = run("require", TINY, *DAY, "--shifts", "--json", "--out", "shifts.csv")
    assert result.exit_code == 0, result.stderr
    (plan,) = json.loads(result.stdout)
    lines = Path("shifts.csv").read_text("utf-8-sig").splitlines()
    assert (plan["status"], plan["paid_minutes"], plan["bound_minutes"]) == ("optimal", 720, 720)
    assert lines[0] == "date,queue,shift,people,breaks"
    assert lines[1:] == [
        f"2026-11-30,calls,{crew['shift']},{crew['people']}," for crew in plan["crews"]
    ]


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--uncertain",), 2, "--mean"),
        (("--every", "45"), 3, "a multiple of 60 minutes"),
        (("--out", "there.csv"), 3, "exists already"),
    ],
)
def test_what_cannot_be_is_refused(run, options, code, said):
    """Busy days, parts of slots and files that are there end in a sentence, not a traceback."""
    Path("there.csv").write_text("mine")
    result = run("require", TINY, *DAY, "--shifts", *options)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_closed_days_and_missing_shifts(run, tmp_path):
    """A closed week is an input error; hours that no shift reaches are proved impossible."""
    closed = run("require", TINY, "--from", "2026-12-01", "--days", "2", "--shifts")
    assert (closed.exit_code, "closed" in closed.stderr) == (3, True)

    model = tmp_path / "late"
    assert run("new", model, "--like", "tiny").exit_code == 0
    path = model / "center.toml"
    toml = path.read_text("utf-8")
    path.write_text(
        toml.replace('start = "10:00"\nend = "13:00"', 'start = "10:00"\nend = "12:00"')
    )
    late = run("require", model, *DAY, "--shifts")
    assert late.exit_code == 4, late.stdout + late.stderr
    assert "add a shift" in late.stderr
