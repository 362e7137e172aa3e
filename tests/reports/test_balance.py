"""Balances as a manager reads them: in the terminal and beside a person's share on the page."""

import datetime as dt
import io

import openpyxl
import pytest
from rich.console import Console

from staffing.domain.people import Balance
from staffing.domain.toys import MONDAY, rota, toy
from staffing.evaluation.balance import Tally
from staffing.evaluation.referee import evaluate
from staffing.reports.balance import balance_view
from staffing.reports.facts import Report
from staffing.reports.html import html_page
from staffing.reports.workbook import write_workbook
from staffing.rules.registry import make

SUNDAY = MONDAY + dt.timedelta(days=6)
NEXT = MONDAY + dt.timedelta(days=7)
FAIR = make({"rule": "fair_share", "weeks_long": 8})


def line(who, **had):
    """Return a line of a week of five days."""
    return Tally(counselor=who, first=MONDAY, last=SUNDAY, **{"days": 5, **had})


def shown(center, ledger, language):
    """Return the table as a terminal of 80 columns shows it."""
    screen = Console(width=80, record=True, file=io.StringIO())
    screen.print(balance_view(center, ledger, NEXT, language))
    return screen.export_text()


@pytest.mark.parametrize(("language", "words"), [("en", "Weekend Holiday"), ("ko", "주말")])
def test_the_table_fits_eighty_columns(language, words):
    """Had and balance by kind, the spread and the weeks that count, in either language."""
    names = {"A": "김영희", "B": "", "C": "A name that is longer than the column for it"}
    center = toy("ABC", rules=[FAIR]).center
    people = tuple(c.model_copy(update={"name": names[c.id]}) for c in center.counselors)
    center = center.model_copy(update={"counselors": people})
    text = shown(center, [line("A", weekend=2, overtime=12.5), line("B")], language)
    assert words in text
    assert "2  +1.0" in text
    assert "12.5" in text
    rows = text.splitlines()
    assert max(len(row) for row in rows) <= 80
    assert any(row.split()[-6:] == ["8", "13", "13", "13", "13", "13"] for row in rows)


def test_a_volunteer_has_no_balance():
    """What a volunteer had is shown, and no number that nobody evens out."""
    rule = make({"rule": "fair_shifts", "kind": "late", "volunteers": ["A"]})
    text = shown(toy("AB", rules=[rule]).center, [line("A", late=5), line("B")], "en")
    assert "5     –" in text


def test_nothing_published_is_said():
    """An empty ledger is a sentence, not an empty table."""
    assert "No roster" in shown(toy("A").center, [], "en")


def test_the_page_shows_what_people_bring_along():
    """Beside this roster's weekends stands the balance of before, only where a rule asks."""
    problem = toy("AB", rules=[FAIR])
    people = tuple(
        c.model_copy(update={"balance": Balance(weekend=w, late=9.5)})
        for c, w in zip(problem.center.counselors, (1.5, -1.5), strict=True)
    )
    center = problem.center.model_copy(update={"counselors": people})
    problem = problem.model_copy(update={"center": center})
    roster = rota(problem, {"A": "EEEEE..", "B": "EEE..EE"})
    page = html_page(Report(problem, roster, evaluate(problem, roster)))
    assert "(+1.5)" in page
    assert "(-1.5)" in page
    assert "+9.5" not in page
    assert "(+1.5)" not in html_page(Report(toy("AB"), roster, evaluate(toy("AB"), roster)))


def test_the_workbook_shows_what_people_bring_along(tmp_path):
    """A column of balances beside the shares, where a rule evens them out."""
    problem = toy("AB", rules=[FAIR])
    people = tuple(
        c.model_copy(update={"balance": Balance(weekend=w)})
        for c, w in zip(problem.center.counselors, (1.5, -1.5), strict=True)
    )
    center = problem.center.model_copy(update={"counselors": people})
    problem = problem.model_copy(update={"center": center})
    roster = rota(problem, {"A": "EEEEE..", "B": "EEE..EE"})
    write_workbook(Report(problem, roster, evaluate(problem, roster)), tmp_path / "r.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "r.xlsx")["Fairness"].values)
    column = rows[0].index("Weekend days: balance before")
    assert [row[column] for row in rows[1:3]] == [1.5, -1.5]
