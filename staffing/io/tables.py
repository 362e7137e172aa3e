"""Tables of text out of CSV and Excel files, each row with its place."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from staffing.errors import InputError
from staffing.io.text_files import decode, read_bytes

DELIMITERS = ",;\t|"
EXCEL = {".xlsx", ".xlsm"}


class Row(NamedTuple):
    """The cells of one row as stripped text, and the line they stand in."""

    line: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether every cell is empty."""
        return not any(self.cells)

    def cell(self, column: int | None) -> str:
        """Return the text of a column, empty where the row or the column is missing."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""


class Sheet(NamedTuple):
    """The rows of a CSV file or of one sheet of a workbook."""

    where: str
    rows: tuple[Row, ...]


def read_sheets(path: Path) -> list[Sheet]:
    """Return the sheets of a CSV (one; also with .gz) or Excel file, empty ones left out.

    Raises
    ------
    InputError
        If the file cannot be read, or holds nothing.
    """
    data = read_bytes(path)
    if path.suffix.lower() == ".gz":
        data = _unpacked(data, path)
    if path.suffix.lower() == ".xls":
        raise InputError(
            str(path), "it is an old .xls file", ".xlsx or .csv", "save it as .xlsx or .csv"
        )
    if path.suffix.lower() in EXCEL:
        sheets = list(_excel(path, data))
    else:
        sheets = [Sheet(str(path), tuple(_csv(decode(data, path), path)))]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise InputError(str(path), "the file is empty")
    return sheets


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        raise InputError(str(path), "it is no gzip file", ".csv, .csv.gz or .xlsx") from None


def _csv(text: str, path: Path) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        for cells in reader:
            row = Row(reader.line_num, tuple(cell.strip() for cell in cells))
            if not row.blank:
                yield row
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.line_num}", f"it is no CSV: {error}", todo="check the quotes"
        ) from None


def delimiter_of(text: str) -> str:
    r"""Return the delimiter of a CSV text: the one that most lines have equally many of.

    Lists inside cells, decimal commas and titles vary from line to line; columns do not.

    Examples
    --------
    >>> delimiter_of("date;start;aht_s")
    ';'
    >>> delimiter_of("Calls, August\nday|calls\nMon|9")
    '|'
    """
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def fit(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines if delimiter in line)
        return max(((agree, count) for count, agree in counts.items()), default=(0, 0))

    return max(DELIMITERS, key=fit)


def _excel(path: Path, data: bytes) -> Iterator[Sheet]:
    import warnings  # noqa: PLC0415
    import zipfile  # noqa: PLC0415

    import openpyxl  # noqa: PLC0415 - takes longer to load than most files to read

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles that openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise InputError(
            str(path), "it is no Excel workbook", ".xlsx", "save it again from the spreadsheet"
        ) from None
    for sheet in book.worksheets:
        rows = tuple(_rows(sheet.iter_rows(values_only=True)))
        yield Sheet(f"{path}, sheet {sheet.title!r}", rows)


def _rows(values: Iterable[tuple[object, ...]]) -> Iterator[Row]:
    for line, cells in enumerate(values, start=1):
        row = Row(line, tuple(_text(cell) for cell in cells))
        if not row.blank:
            yield row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return repr(value.total_seconds())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
