"""The roster in a terminal."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from staffing.domain.toys import rota, toy
from staffing.evaluation.referee import evaluate
from staffing.reports.facts import Report
from staffing.reports.figures import breach_lines
from staffing.reports.terminal import BREACHES, LEAST_WIDTH, roster_view, verdict_view
from staffing.reports.terminal_strip import strips
from staffing.reports.words import Words


def shown(plan, language="en", width=80, color=False):
    """Return what a terminal shows."""
    file = io.StringIO()
    console = Console(
        file=file, width=width, force_terminal=color, color_system="truecolor" if color else None
    )
    console.print(roster_view(plan, language, width))
    return file.getvalue()


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("width", [LEAST_WIDTH, 80, 100, 140, 200])
@pytest.mark.parametrize("which", ["plan", "broken", "fortnight"])
def test_no_line_is_wider_than_the_terminal(request, which, language, width):
    """Korean letters count as two columns."""
    text = shown(request.getfixturevalue(which), language, width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "…" not in text.replace("… and", "").replace("… 외", "") or width < 80


@pytest.mark.parametrize("width", [80, 140])
def test_people_and_days_are_all_there(plan, width):
    """Every duty with its shift and lunch, leave, and the wishes."""
    lines = shown(plan, width=width).splitlines()
    rows = {line.split()[0]: line for line in lines if line[:1].strip()}
    assert rows["홍길동"].split()[1:] == [
        *("E✓11:00", "E✓11:00", "E✓11:00", "E✓11:00", "E✓11:00", "off✓", "off", "5", "40")
    ]
    assert rows["=1+1"].split()[5] == "AL"
    assert "@D" in rows
    assert rows['<b>"&B</b>'].split()[1] == "L✗11:00"


def test_color_changes_nothing_but_color(plan):
    """Piped, without color, nothing is lost and no escape code is left."""
    plain, colored = shown(plan), shown(plan, color=True)
    assert "\x1b[" in colored
    assert "\x1b" not in plain
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain


def test_broken_rules_come_before_everything(broken):
    """Loudly, each with its sentence."""
    lines = shown(broken, width=200).splitlines()
    assert lines[1].startswith("!! NOT LEGAL")
    said = [
        item.rule.say(broken.problem, item.breach, "en") for item in broken.verdict.breaches[:30]
    ]
    assert all(any(text in line for line in lines[2 : 3 + len(said)]) for text in said)


def test_the_strip_shows_every_half_hour(plan):
    """Required, on the phones and served in time, under the clock."""
    lines = shown(plan, width=140).splitlines()
    begin = next(i for i, line in enumerate(lines) if line.startswith("Mon Aug 3  "))
    report = Report.of(plan)
    rows = report.coverage[0].days[0]
    assert len(lines[begin + 1].split()) == 1 + len(rows)
    assert lines[begin + 2].split()[2:] == [
        f"{row.on_phones_mean:g}".replace(".5", "½").replace("0½", "½") for row in rows
    ]


@pytest.mark.parametrize("needs", [1.5, 4, 7.5, 13.5, 120])
@pytest.mark.parametrize("width", [LEAST_WIDTH, 80, 140])
def test_numbers_of_the_strip_never_touch(width, needs):
    """However many are needed or lack, one sees where a half hour ends: each is one word."""
    given = toy("ABC", needs=needs, opening="08:00-19:00", slot_minutes=15)
    roster = rota(given, {"A": "EELL...", "B": "..EEEL.", "C": "EEE...."})
    report = Report(given, roster, evaluate(given, roster))
    [cover] = report.coverage
    words = Words("en")
    lines = [line.plain for line in strips(report, words, width)]
    for name in ("required", "gap", "row.service"):
        label = f" {words(name)} "
        shown = [line.removeprefix(label).split() for line in lines if line.startswith(label)]
        assert sum(map(len, shown)) == sum(map(len, cover.days))


def test_a_closed_day_is_named(fortnight):
    """The second Sunday."""
    assert "Sun Aug 16  closed" in shown(fortnight)


def test_days_that_do_not_fit_follow_below(fortnight):
    """Week by week; totals stand in the last block."""
    lines = shown(fortnight, width=80).splitlines()
    assert sum(line.startswith("홍길동") for line in lines) == 2
    assert [line.split()[-1] for line in lines if line.startswith("홍길동")] == ["off", "80"]
    assert sum(line.startswith("홍길동") for line in shown(fortnight, width=180).splitlines()) == 1


def test_a_given_roster_with_strangers_is_shown():
    """People and shifts that the center does not know, at night, in two queues."""
    given = toy("AB", queues=("calls", "mail"), shifts={"N": "22:00-30:00"}, opening="22:00-30:00")
    roster = rota(given, {"A": "NNN....", "B": "X......", "Z": "N......"})
    text = io.StringIO()
    console = Console(file=text, width=80)
    console.print(verdict_view(given, roster, evaluate(given, roster), "en"))
    assert "Z?" in text.getvalue()
    assert "X?" in text.getvalue()
    assert "mail" in text.getvalue()


def test_an_empty_roster_is_shown(plan):
    """Nobody works, and that is said."""
    roster = plan.roster.with_duties(())
    report = Report(plan.problem, roster, evaluate(plan.problem, roster))
    assert "not optimized" in shown(report)


@pytest.mark.parametrize("width", range(LEAST_WIDTH, 100))
def test_no_letter_of_a_sentence_is_lost_where_lines_break(broken, width):
    """A Korean word that ends at the edge of the terminal goes on in the next line."""
    report = Report.of(broken)
    text = "".join(shown(broken, "ko", width).split())
    for line in breach_lines(report, Words("ko"), BREACHES):
        assert "".join(line.split()) in text
