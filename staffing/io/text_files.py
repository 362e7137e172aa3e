"""Reading text files whose encoding nobody wrote down."""

from __future__ import annotations

from pathlib import Path

from staffing.errors import InputError

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    InputError
        If it is missing, a folder, unreadable or empty.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(str(path), "there is no such file", todo="check the path") from None
    except IsADirectoryError:
        raise InputError(str(path), "it is a folder", "a file") from None
    except OSError as error:
        raise InputError(str(path), f"it cannot be read: {error.strerror}") from None
    if not data.strip():
        raise InputError(str(path), "the file is empty")
    return data


def decode(data: bytes, path: Path) -> str:
    """Return the text of bytes: by their mark, else strict UTF-8, else CP949.

    CP949 is what Excel saves as plain CSV on a Korean Windows.

    Raises
    ------
    InputError
        If it is none of these.
    """
    encodings = [name for mark, name in _MARKS if data.startswith(mark)] or ["utf-8", "cp949"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError(
        str(path),
        "it is no text in UTF-8 or CP949",
        todo='save it from the spreadsheet as "CSV UTF-8"',
    )
