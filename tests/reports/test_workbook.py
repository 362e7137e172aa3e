"""The roster as a workbook, opened again."""

import datetime as dt
import io
import time

import openpyxl
import pytest

from staffing.domain.toys import MONDAY, rota, toy
from staffing.evaluation.referee import evaluate
from staffing.io.roster_files import read_roster
from staffing.reports.facts import Report
from staffing.reports.workbook import workbook_bytes, write_workbook


def opened(plan, language="en"):
    """Return the workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(workbook_bytes(plan, language)))


def column(sheet, title):
    """Return the values under a heading of the first row."""
    heads = [cell.value for cell in sheet[1]]
    return [row[heads.index(title)].value for row in sheet.iter_rows(min_row=2)]


def test_sheets_are_named_in_the_readers_language(plan):
    """Five of them."""
    assert opened(plan, "en").sheetnames == ["Roster", "List", "Coverage", "Figures", "Fairness"]
    assert opened(plan, "ko").sheetnames == ["근무표", "목록", "시간대별", "주요 지표", "형평"]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("which", ["plan", "fortnight"])
def test_the_library_reads_its_own_workbook(request, which, language, tmp_path):
    """Calendar form, with every break: what a planner edits, `check` judges."""
    plan = request.getfixturevalue(which)
    path = tmp_path / "roster.xlsx"
    write_workbook(plan, path, language)
    assert read_roster(path, plan.problem.center, plan.problem.horizon) == plan.roster


def test_the_list_alone_is_read_too(plan, tmp_path):
    """Saved as a file of its own."""
    book = opened(plan)
    for name in book.sheetnames:
        if name != "List":
            del book[name]
    book.save(tmp_path / "list.xlsx")
    read = read_roster(tmp_path / "list.xlsx", plan.problem.center, plan.problem.horizon)
    assert read == plan.roster


def test_texts_never_become_formulas(plan):
    """Names that begin with = + - @ stay what they are."""
    book = opened(plan)
    for sheet in book.worksheets:
        assert not [cell for row in sheet for cell in row if cell.data_type == "f"]
    names = {cell.value: cell for cell in book["Roster"]["B"]}
    assert names["=1+1"].data_type == "s"
    assert names["=1+1"].quotePrefix
    assert names["@D"].quotePrefix


def test_cells_are_typed(plan):
    """Dates are dates, times are times, shares are numbers."""
    book = opened(plan)
    assert book["Roster"]["C5"].value == dt.datetime(2026, 8, 3)  # noqa: DTZ001
    days, starts = column(book["List"], "Date"), column(book["List"], "Start")
    assert {type(value) for value in days} == {dt.datetime}
    assert {type(value) for value in starts} == {dt.time}
    coverage = book["Coverage"]
    assert {type(value) for value in column(coverage, "From")} == {dt.time}
    levels = column(coverage, "Service level")
    assert all(isinstance(value, int | float) and 0 <= value <= 1 for value in levels)
    assert coverage["J2"].number_format == "0.0%"


def test_it_is_set_up_for_paper_and_scrolling(plan):
    """Frozen panes, A4 landscape, one page wide, headings on each page."""
    sheet = opened(plan)["Roster"]
    assert sheet.freeze_panes == "C7"
    assert sheet.page_setup.orientation == "landscape"
    assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$6"


def test_numbers_agree_with_the_referee(plan):
    """The coverage sums up to the service, the rows to the hours paid."""
    book = opened(plan)
    coverage, service = book["Coverage"], plan.verdict.service
    assert sum(column(coverage, "Offered calls")) == pytest.approx(service.offered)
    assert sum(column(coverage, "Answered in time")) == pytest.approx(service.in_time)
    assert sum(column(coverage, "Answered")) == pytest.approx(service.answered)
    assert sum(column(coverage, "On phones")) / 2 == plan.verdict.on_phones.sum() / 4
    figures = {row[0].value: row[1].value for row in book["Figures"].iter_rows()}
    assert figures["Service level"] == service.service_level
    assert figures["Total cost"] == plan.objective / 100
    roster = book["Roster"]
    hours = next(cell.column for cell in roster[5] if cell.value == "Hours")
    total = next(cell.row for cell in roster["B"] if cell.value == "At work")
    assert roster.cell(row=total, column=hours).value * 60 == plan.verdict.paid_minutes


def test_colors_follow_the_codes(plan):
    """A cell has its shift's color, and a rule that recolors it when the code changes."""
    sheet = opened(plan)["Roster"]
    fills = {cell.value.split()[0]: cell.fill.start_color.rgb for cell in sheet["C"][6:11]}
    assert len({fills[code] for code in ("E", "L", "M")}) == 3
    formulas = [r.formula[0] for rules in sheet.conditional_formatting for r in rules.rules]
    assert any('"E"' in formula for formula in formulas)


def test_broken_rules_are_listed(broken):
    """On the first sheet in words, on the fourth one by one."""
    book = opened(broken)
    assert book["Roster"]["A2"].value.startswith("NOT LEGAL")
    said = {row[1].value for row in book["Figures"].iter_rows()}
    assert {j.rule.say(broken.problem, j.breach, "en") for j in broken.verdict.breaches} <= said


def test_the_same_plan_gives_the_same_bytes(plan):
    """Whenever it is written."""
    first = workbook_bytes(plan)
    time.sleep(1.1)
    assert workbook_bytes(plan) == first


def test_nights_and_strangers_are_written(tmp_path):
    """A time after midnight is a text such as 25:00; nobody's duty is a row of its own."""
    given = toy("A", shifts={"N": "22:00-30:00"}, opening="22:00-30:00")
    roster = rota(given, {"A": "NNN....", "Z": "N......"})
    book = opened(Report(given, roster, evaluate(given, roster)))
    assert column(book["List"], "End")[0] == dt.time(6)
    assert column(book["Coverage"], "From")[2:4] == ["24:00", "25:00"]
    assert "Z" in [cell.value for cell in book["Roster"]["A"]]
    assert column(book["List"], "Date")[0].date() == MONDAY
