"""The roster as an Excel workbook: same input, same bytes.

Imports io's file writer and this room; openpyxl when a workbook is made.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from staffing.domain.center import Language
from staffing.domain.outcome import Plan
from staffing.io.files import write_bytes
from staffing.reports.facts import Report
from staffing.reports.words import Words

if TYPE_CHECKING:
    from openpyxl import Workbook

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def workbook_bytes(source: Plan | Report, language: Language | None = None) -> bytes:
    """Return the workbook as the bytes of an .xlsx file.

    Parameters
    ----------
    source
        A plan with a roster, or a report of any roster.
    language
        The center's if left out.
    """
    # Imported late: openpyxl takes longer to load than a page takes to make.
    from openpyxl import Workbook  # noqa: PLC0415

    from staffing.reports import sheet_tables  # noqa: PLC0415
    from staffing.reports.sheet_roster import RosterSheet  # noqa: PLC0415

    report = Report.of(source)
    words = Words(language or report.problem.center.language)
    book = Workbook()
    first = book.active
    first.title = words("title")
    RosterSheet(first, report, words).write()
    sheet_tables.list_sheet(book.create_sheet(words("list")), report, words)
    sheet_tables.coverage_sheet(book.create_sheet(words("coverage.sheet")), report, words)
    sheet_tables.figures_sheet(book.create_sheet(words("figures")), report, words)
    sheet_tables.fairness_sheet(book.create_sheet(words("fairness.sheet")), report, words)
    return _fixed(book, report)


def write_workbook(
    source: Plan | Report, path: str | Path, language: Language | None = None
) -> None:
    """Write the workbook to a file; parameters as in `workbook_bytes`."""
    write_bytes(path, workbook_bytes(source, language))


def _fixed(book: Workbook, report: Report) -> bytes:
    """Return the bytes of a book with every time of writing set to its first planned day."""
    made = dt.datetime.combine(report.problem.horizon.first, dt.time())
    book.properties.creator = "staffing"
    book.properties.title = report.problem.center.name
    book.properties.created = made
    raw = io.BytesIO()
    book.save(raw)
    stamp = rb"\g<1>" + made.isoformat().encode() + rb"Z\g<2>"
    fixed = io.BytesIO()
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(stamp, data)
            info = zipfile.ZipInfo(name, _ZIP_EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, data)
    return fixed.getvalue()
