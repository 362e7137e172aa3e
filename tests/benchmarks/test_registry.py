"""Benchmarks build, run, and remember; no time is judged."""

import json

import pytest

from benchmarks import run, table
from benchmarks.measure import PROTOCOL, measure
from benchmarks.registry import BenchSpec, add, discover
from benchmarks.subjects.cheonan_published import center
from staffing.domain.outcome import Status
from staffing.solver.settings import SolveSettings

SUBJECTS = discover()
NEEDED = (
    *("subject", "protocol", "at", "commit", "dirty", "source_sha256", "data_sha256"),
    *("settings", "seed", "threads", "versions", "cpu", "build_s", "peak_mb"),
    *("status", "first_s", "best_s", "proof_s", "objective", "bound", "trajectory", "referee"),
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name, spec in SUBJECTS.items() if not (spec.needs_data or spec.large)]
)
def test_every_subject_runs_once(name):
    """A subject builds, is planned for a moment, and leaves a whole record that is JSON."""
    record = measure(SUBJECTS[name], SolveSettings(time_limit_s=2, reproducible=True))
    again = json.loads(json.dumps(record))
    assert again["subject"] == name
    if "status" in record:
        assert [key for key in NEEDED if key not in record] == []
        if record["referee"] is not None:
            assert again["referee"]["legal"]
            assert again["bound"] <= again["objective"]


def test_names_are_unique():
    """A second subject of the same name is refused."""
    spec = BenchSpec(name="twice", description="", build=lambda _: None)
    with pytest.raises(ValueError, match="'twice' exists already"):
        add({}, (spec, spec), "here.py")


def test_the_published_week_has_the_published_calls():
    """The typical week has 6,722 calls and 70 counselor-days: the prototype's assumptions."""
    problem = SUBJECTS["cheonan_published"].build(None)
    assert problem.curves.offered.sum() == pytest.approx(6722, abs=1)
    away = sum(c.on_leave(day) for c in center().counselors for day in problem.horizon.dates)
    assert sum(contract.days_per_week for contract in center().contracts) * 15 - away == 70


def test_a_run_is_appended_and_printed(tmp_path, capsys, monkeypatch):
    """Two runs are two lines of the file of their day and subject, and two printed lines."""
    records = iter([sample(seed=0), sample(seed=1)])
    monkeypatch.setattr(run, "apart", lambda *_: next(records))
    code = run.main(["cheonan_published", "--seeds", "2", "--results", str(tmp_path)])
    printed = capsys.readouterr().out
    assert code == 0
    assert printed.count("\ncheonan_published ") == 2
    assert "85.6 %" in printed
    [file] = tmp_path.iterdir()
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_an_unlawful_roster_fails_the_run(tmp_path, monkeypatch):
    """A roster that the referee rejects makes the command fail."""
    monkeypatch.setattr(run, "apart", lambda *_: sample(legal=False))
    assert run.main(["cheonan_week", "--seeds", "1", "--results", str(tmp_path)]) == 1
    assert run.main(["cheonan_weak", "--results", str(tmp_path)]) == 2


def sample(*, seed=0, commit="a" * 40, protocol=PROTOCOL, proof_s=2.0, legal=True):
    """Return a record like those that runs leave."""
    return {
        "subject": "cheonan_published",
        "protocol": protocol,
        "at": f"2026-11-2{seed}T08:00:00+00:00",
        "commit": commit,
        "dirty": False,
        "settings": {"seed": seed, "time_limit_s": 60.0},
        "seed": seed,
        "threads": 2,
        "build_s": 0.1,
        "status": str(Status.OPTIMAL if proof_s else Status.FEASIBLE),
        "first_s": 0.5,
        "best_s": 1.0 + seed,
        "proof_s": proof_s,
        "objective": 96_629 + seed,
        "bound": 96_629,
        "referee": {"legal": legal, "service_level": 0.856, "answer_rate": 0.97},
        "peak_mb": 145,
    }


def test_the_table_keeps_old_rows():
    """Runs of one commit are one row of medians; another commit adds a row and drops none."""
    old = [sample(seed=seed) for seed in (0, 1)]
    new = [sample(seed=seed, commit="b" * 40) for seed in (0, 1, 2)]
    lines = table.table(old).splitlines()
    assert len(lines) == 3
    assert "| 2 | 0.5 | 1.5 | 2.0 | 966.29 | 0.0% | 85.6% | 97.0% | 2 of 2 |" in lines[2]
    both = table.table(old + new).splitlines()
    assert both[2] == lines[2]
    assert "bbbbbbb" in both[3]


def test_the_table_says_how_many_were_proved():
    """A median of proofs over runs of which some timed out says of how many."""
    made = table.table([sample(seed=0), sample(seed=1, proof_s=None)])
    assert "| 2.0 (1 of 2) |" in made
    assert "| none in 60 (0 of 1) |" in table.table([sample(proof_s=None)])


def test_older_protocols_get_a_footnote(monkeypatch):
    """A row measured by an older protocol keeps its numbers and says what they meant."""
    monkeypatch.setattr(table, "PROTOCOL", PROTOCOL + 1)
    made = table.table([sample(), sample(commit="b" * 40, protocol=PROTOCOL + 1)])
    assert made.count(f"[^protocol-{PROTOCOL}]") == 2
    assert f"[^protocol-{PROTOCOL + 1}]" not in made


def test_the_table_goes_between_its_marks():
    """The README keeps everything around the marks; without marks nothing is written."""
    text = f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n"
    made = table.insert(text, "new\n")
    assert made == f"before\n{table.BEGIN}\n\nnew\n\n{table.END}\nafter\n"
    with pytest.raises(ValueError, match="needs the lines"):
        table.insert("no marks", "new")


def test_the_committed_records_make_a_table():
    """Every record in the repository is readable, and was judged legal."""
    records = table.read()
    assert all(r["referee"]["legal"] for r in records if r.get("referee"))
    assert table.table(records).startswith("| subject |")


def test_the_readme_shows_the_table():
    """The README's table is that of the committed records, where it has one."""
    text = (run.RESULTS.parents[1] / "README.md").read_text(encoding="utf-8")
    if table.BEGIN not in text:
        pytest.skip("the README has no table of benchmarks")
    assert table.insert(text, table.table(table.read())) == text
