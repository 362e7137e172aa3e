"""One set of numbers: terminal, page and workbook say the same."""

import io
import re

import openpyxl
import pytest
from rich.console import Console

from staffing.reports.facts import Report
from staffing.reports.figures import figures
from staffing.reports.html import html_page
from staffing.reports.terminal import roster_view
from staffing.reports.words import Words
from staffing.reports.workbook import workbook_bytes


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("which", ["plan", "broken", "fortnight"])
def test_every_figure_is_the_same_everywhere(request, which, language):
    """Label and text in the terminal and the page, the number in the workbook."""
    plan = request.getfixturevalue(which)
    words = Words(language)
    file = io.StringIO()
    Console(file=file, width=140).print(roster_view(plan, language))
    terminal, page = file.getvalue(), html_page(plan, language)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(plan, language)))
    cells = {row[0].value: row[1].value for row in book[words("figures")].iter_rows()}
    for figure in figures(Report.of(plan), words):
        assert re.search(re.escape(figure.label) + r"\s+" + re.escape(figure.text), terminal)
        card = page[page.index(f'data-key="{figure.key}"') :]
        assert re.search(r'class="value">([^<]*)<', card)[1] == figure.text
        assert cells[figure.label] == pytest.approx(figure.value)


def test_days_are_the_same_everywhere(plan):
    """Heads and service level of each day."""
    report = Report.of(plan)
    file = io.StringIO()
    Console(file=file, width=140).print(roster_view(plan, "en"))
    lines = file.getvalue().splitlines()
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(plan, "en")))["Roster"]
    rows = {row[1].value: [cell.value for cell in row[2:9]] for row in sheet.iter_rows()}
    at_work = next(line for line in lines if line.startswith("At work")).split()[2:9]
    levels = next(line for line in lines if line.startswith("Service lvl.")).split()[2:9]
    assert [int(text) for text in at_work] == [day.total for day in report.days]
    assert rows["At work"] == [day.total for day in report.days]
    assert rows["Service level"] == [day.service.service_level for day in report.days]
    assert levels == [Words().percent(value) for value in rows["Service level"]]
    page = html_page(plan, "en")
    assert all(f'<td class="{day.tint}">{day.total}</td>' in page for day in report.days)
