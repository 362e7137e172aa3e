"""Scenarios side by side."""

import csv
import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from staffing.domain.outcome import Service, Status
from staffing.reports.sweep import progress_bar, sweep_csv, sweep_view
from staffing.whatif import Outcome, Scenario

SERVICE = Service(
    offered=1000, in_time=812.3, answered=960, wait_s=9600, busy_s=180_000, staffed_s=240_000
)


def done(status=Status.FEASIBLE, **changes):
    """Return the outcome of a scenario that has a roster."""
    return Outcome(
        scenario=Scenario(**changes),
        status=status,
        service=SERVICE,
        paid_hours=1560,
        gap=0.0123 if status is Status.FEASIBLE else 0.0,
        floor_misses=3,
        seconds=1.5,
    )


OUTCOMES = (
    done(counselors=14),
    done(Status.OPTIMAL, counselors=14, volume=1.1, aht_s=170),
    Outcome(scenario=Scenario(counselors=3), status=Status.INFEASIBLE),
    Outcome(scenario=Scenario(counselors=4), status=Status.UNKNOWN),
    Outcome(scenario=Scenario(counselors=5), status=Status.UNKNOWN, interrupted=True),
    Outcome(scenario=Scenario(counselors=6), status=Status.UNKNOWN, error="history: no call"),
)


def shown(view, width=80):
    """Return the lines that a view takes in a terminal."""
    text = io.StringIO()
    Console(file=text, width=width, highlight=False).print(view)
    return [line.rstrip() for line in text.getvalue().splitlines()]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [80, 100, 140])
def test_the_table_fits_the_terminal_whole(language, width):
    """At every width no line is cut, and each scenario is one line."""
    lines = shown(sweep_view(OUTCOMES, language, width), width)
    assert max(map(cell_len, lines)) <= width
    assert not any("…" in line for line in lines)
    assert sum("81.2%" in line for line in lines) == 2


def test_every_state_has_its_word():
    """Gap, proof, impossibility, time out, Ctrl-C and error are told apart."""
    lines = shown(sweep_view(OUTCOMES))
    ends = ("gap 1.2%", "optimal", "impossible", "not found", "stopped", "error")
    rows = lines[next(i for i, line in enumerate(lines) if "81.2%" in line) :]
    assert [row.endswith(end) for row, end in zip(rows, ends, strict=False)] == [True] * 6
    assert "· Counselors 6: history: no call" in lines
    assert any("proved that no roster" in line for line in lines)


def test_only_changed_axes_have_columns():
    """An axis that no scenario changes has no column; without any there is one scenario."""
    lines = shown(sweep_view([done(volume=0.9), done()]))
    assert not any("Counselors" in line for line in lines)
    assert any(line.strip().startswith("-10%") for line in lines)
    assert any(line.startswith("as is") for line in shown(sweep_view([done()])))


def test_csv_keeps_numbers_and_blanks():
    """Shares are 0 to 1; what is not known is empty."""
    rows = list(csv.DictReader(io.StringIO(sweep_csv(OUTCOMES), newline="")))
    assert rows[1]["scenario"] == "14 counselors, volume +10%, AHT 170 s"
    assert (rows[0]["service_level"], rows[0]["asa_s"]) == ("0.8123", "10.0")
    assert (rows[0]["gap"], rows[0]["floor_misses"]) == ("0.0123", "3")
    assert (rows[2]["status"], rows[2]["service_level"]) == ("infeasible", "")
    assert [row["status"] for row in rows[4:]] == ["stopped", "error"]
    assert rows[5]["error"] == "history: no call"


@pytest.mark.parametrize(("terminal", "wanted"), [(True, True), (True, False), (False, True)])
def test_the_bar_shows_on_terminals_only(terminal, wanted):
    """A pipe, or who wants quiet, gets not one byte."""
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=80)
    with progress_bar(console, 2, shown=wanted) as tell:
        tell(1, OUTCOMES[0])
        tell(2, OUTCOMES[1])
    assert bool(text.getvalue()) == (terminal and wanted)
    assert ("2/2" in text.getvalue()) == (terminal and wanted)
