"""`staffing estimate`: from a log or a history to lines for center.toml."""

import json
import re

import numpy as np
import pytest

FOREIGN = re.compile(r"https?://|<script|<link|@import|url\((?!#)")


@pytest.fixture
def calls(tmp_path):
    """Return a log of 3,000 calls with patience of 200 s, handle times of 150 s, and redials."""
    rng = np.random.default_rng(2)
    lines = ["date,time,wait_s,outcome,handle_s,caller"]
    second = np.sort(rng.integers(9 * 3600, 17 * 3600, 3000))
    for index, now in enumerate(second.tolist()):
        limit, offered = rng.exponential(200), rng.exponential(60)
        clock = f"{now // 3600:02}:{now // 60 % 60:02}:{now % 60:02}"
        who = f"<b>{index % 700}"
        if offered < limit:
            handle = rng.lognormal(np.log(150) - 0.5, 1.0)
            lines.append(f"2026-03-02,{clock},{offered:.1f},answered,{handle:.1f},{who}")
        else:
            lines.append(f"2026-03-02,{clock},{limit:.1f},abandoned,,{who}")
    path = tmp_path / "<calls>.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_log_gives_a_table_of_80_columns(run, calls, monkeypatch):
    """Figures, checks and lines to paste fit a plain terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    result = run("estimate", calls)
    assert result.exit_code == 0, result.stderr
    for said in ("Patience, mean", "Handle time, mean", "Redial", "per minute", "aht_s = "):
        assert said in result.stdout
    assert max(len(line.rstrip()) for line in result.stdout.splitlines()) <= 80


def test_pasted_lines_are_a_model(run, calls, tiny):
    """The printed lines replace a queue's own, and the model is read with them."""
    result = run("estimate", tiny, "--calls", calls, "--json")
    assert result.exit_code == 0, result.stderr
    data = json.loads(result.stdout)["calls"]
    assert data["patience"]["low_s"] < 200 < data["patience"]["high_s"]
    path = tiny / "center.toml"
    own = path.read_text("utf-8")
    text = re.sub(r"^(aht_s|patience_s) =.*\n", "", own, flags=re.MULTILINE)
    path.write_text(text.replace('code = "calls"', 'code = "calls"\n' + data["toml"]), "utf-8")
    again = run("estimate", tiny, "--calls", calls)
    assert f"{data['patience']['mean_s']:.0f} s" in again.stdout
    assert "in use" in again.stdout
    assert run("require", tiny, "--from", "2026-11-30", "--days", "1").exit_code == 0


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_page_stands_alone(run, calls, tmp_path, lang):
    """Plots, checks and lines are in one file without script or network, names escaped."""
    result = run("estimate", calls, "--lang", lang, "--out", "page.html")
    assert result.exit_code == 0, result.stderr
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.count("<svg viewBox") == 3
    assert not FOREIGN.search(page)
    assert "<calls>" not in page
    assert {"en": "Callers still waiting", "ko": "아직 끊지 않은"}[lang] in page
    assert run("estimate", calls, "--out", "page.html").exit_code == 3


def test_a_history_gives_handle_times_and_says_what_is_missing(run, cheonan):
    """Without waits nothing is said of patience, in either language."""
    history = cheonan / "history.csv"
    history.write_text("\n".join(history.read_text("utf-8").splitlines()[:801]) + "\n", "utf-8")
    result = run("estimate", cheonan)
    assert result.exit_code == 0, result.stderr
    assert "tells nothing of patience" in result.stdout
    assert "aht_s = 181" in result.stdout
    assert "patience_s" not in result.stdout
    korean = run("estimate", cheonan, "--lang", "ko").stdout
    assert "인내시간을 추정할 수 없습니다" in korean


def test_a_history_with_waits_gives_patience(run, tmp_path):
    """Mean waits of the answered and of those who hung up are enough."""
    rows = "".join(
        f"2026-03-{day:02},{hour:02}:00,50,45,5,170,20,80\n"
        for day in range(2, 7)
        for hour in range(9, 12)
    )
    path = tmp_path / "history.csv"
    path.write_text("date,start,offered,handled,abandoned,aht_s,ASA,avg abandon time\n" + rows)
    result = run("estimate", path, "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["all"]["patience"]
    assert found["mean_s"] == pytest.approx((45 * 20 + 5 * 80) / 5)
    assert found["abandoned"] == 75


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere",), 3, "nowhere"),
        (("CALLS", "--slot", "7"), 3, "divisor of a day"),
        (("CALLS", "--calls", "CALLS"), 2, "--calls"),
        (("CALLS", "--out", "page.pdf"), 3, ".html"),
        (("CALLS", "--redial", "0"), 2, "--redial"),
        (("MODEL", "--calls", "nothing.csv"), 3, "no such file"),
        (("MODEL", "--slot", "30"), 3, "no history"),
    ],
)
def test_mistakes_are_named(run, calls, tiny, arguments, code, said):
    """What is typed wrong ends with its code and a way out."""
    (tiny / "history.csv").unlink()
    given = [{"CALLS": calls, "MODEL": tiny}.get(a, a) for a in arguments]
    result = run("estimate", *given)
    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.stderr
