"""The roster as a page."""

import html.parser
import re
import subprocess
import time

import pytest

from staffing.domain.outcome import Plan, RunRecord, Status
from staffing.domain.toys import rota, toy
from staffing.evaluation.referee import evaluate
from staffing.reports.facts import Report
from staffing.reports.html import html_page, write_html

VOID = {"meta", "br", "hr", "img", "input", "link"}


class Page(html.parser.HTMLParser):
    """Collects tags, attributes and the text of elements with a key; checks the nesting."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.keyed, self.cells, self._key = [], [], {}, [], None
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        """Open an element."""
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        if tag not in VOID:
            self.open.append(tag)
        self._key = attrs.get("data-key", self._key)
        if tag == "td" and "title" in attrs:
            self.cells.append(attrs["title"])

    def handle_startendtag(self, tag, attrs):
        """Pass an element that is closed at once."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        """Close an element; the last one opened."""
        assert self.open.pop() == tag
        if tag in {"div", "td"}:
            self._key = None

    def handle_data(self, data):
        """Keep the text of keyed elements."""
        if self._key and data.strip():
            self.keyed.setdefault(self._key, []).append(data.strip())


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("which", ["plan", "broken", "fortnight"])
def test_the_page_is_whole_and_alone(request, which, language):
    """Well nested, in its language, without script, link or anything of another place."""
    text = html_page(request.getfixturevalue(which), language)
    page = Page(text)
    assert ("html", {"lang": language}) in page.tags
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?:|@import|javascript:|url\((?!#)", text)


def test_names_are_text(plan):
    """A name with markup shows as it is written and does nothing."""
    text = html_page(plan, "en")
    assert "<b>&#34;" not in text
    assert "&lt;b&gt;" in text
    assert "Toy &lt;Center&gt;" in text
    assert "Day of &lt;Trees&gt;" in text
    assert "<Trees>" not in text


def test_every_duty_has_its_hours(plan):
    """Shift, hours and breaks are shown when the mouse rests on a cell."""
    cells = Page(html_page(plan, "en")).cells
    assert "Mon Aug 3 E 08:00-17:00, lunch 11:00, 오후 휴게 14:00 (Wish: granted)" in cells
    assert "Sat Aug 8 Day off (Wish: granted)" in cells
    assert len([c for c in cells if "lunch" in c]) == len(plan.roster.duties)


def test_figures_agree_with_the_verdict(plan):
    """The cards say what the referee computed."""
    keyed = Page(html_page(plan, "ko")).keyed
    service = plan.verdict.service
    assert f"{100 * service.service_level:.1f}%" in keyed["service_level"]
    assert f"{100 * service.answer_rate:.1f}%" in keyed["answer_rate"]
    assert f"{service.offered:,.0f}" in keyed["offered"]
    assert f"{plan.objective / 100:,.2f}" in keyed["objective"]


def test_weekends_and_holidays_are_tinted(plan):
    """Saturday blue, Sunday and holidays red."""
    heads = [a["class"] for t, a in Page(html_page(plan)).tags if t == "th" and "scope" in a]
    days = [c for c in heads if c in {"plain", "saturday", "red"}]
    assert days == ["plain", "red", "plain", "plain", "plain", "saturday", "red"]


def test_broken_rules_stand_on_top(broken):
    """And their cells are outlined."""
    text = html_page(broken, "en")
    assert text.index('class="breaches"') < text.index('class="cards"')
    assert re.search(r'<td class="[^"]*broken', text)


def test_two_hundred_people_are_quick_and_small():
    """Under 3 MB."""
    people = [f"P{number:03}" for number in range(200)]
    given = toy(people, lunch=True, slot_minutes=15, needs=100, opening="08:00-19:00")
    roster = rota(given, dict.fromkeys(people, "EMLEM.."))
    report = Report(given, roster, evaluate(given, roster))
    begun = time.process_time()
    text = html_page(report)
    assert time.process_time() - begun < 5
    assert len(text.encode()) < 3_000_000


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_browser_shows_it(plan, chromium, tmp_path, language):
    """It opens the file and lays out a chart for each day."""
    path = tmp_path / "roster.html"
    write_html(plan, path, language)
    done = subprocess.run(
        [
            *(chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.count("<figure") == 7
    assert f'<html lang="{language}"' in done.stdout
    assert "홍길동" in done.stdout


def test_a_plan_without_roster_raises(plan):
    """Nothing is drawn of nothing."""
    nothing = Plan(problem=plan.problem, status=Status.UNKNOWN, record=RunRecord(seconds=1))
    with pytest.raises(Exception, match="no roster was found"):
        html_page(nothing)
