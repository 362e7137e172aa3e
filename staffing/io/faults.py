"""Gathering what is wrong with a file, so that a user reads everything at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from pydantic import ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from staffing.errors import InputError, InputErrors

MOST = 20
"""How many faults of one file are reported; more is noise."""

Place = tuple[str | int, ...]

_CODE = r"^[^\s,;:@*]+$"
_LONGEST = 80


class Faults:
    """The faults of one reading, in the order of the file."""

    def __init__(self) -> None:
        self._errors: list[InputError] = []
        self._more = 0

    def __bool__(self) -> bool:
        return bool(self._errors)

    def add(self, *errors: InputError) -> None:
        """Remember faults; beyond the first twenty they are only counted."""
        for error in errors:
            if isinstance(error, InputErrors):
                self.add(*error.errors)
            elif len(self._errors) < MOST:
                self._errors.append(error)
            else:
                self._more += 1

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Remember the input error that ends the block."""
        try:
            yield
        except InputError as error:
            self.add(error)

    def check(self) -> None:
        """Raise what was remembered: one `InputError`, several as `InputErrors`."""
        if self._more:
            place = self._errors[-1].where.split(", ")[0]
            self._errors.append(InputError(place, f"{self._more} more faults after these"))
        if len(self._errors) > 1:
            raise InputErrors(self._errors)
        if self._errors:
            raise self._errors[0]


def shown(value: object) -> str:
    """Return a found value as an error names it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def hint(word: str, words: Iterable[str], cutoff: float = 0.5) -> str:
    """Return ``did you mean 'x'?`` for the nearest of some words, or nothing.

    Examples
    --------
    >>> hint("shfits", ["shifts", "breaks"])
    "did you mean 'shifts'?"
    """
    near = difflib.get_close_matches(word, list(words), n=1, cutoff=cutoff)
    return f"did you mean {near[0]!r}?" if near else ""


def dotted(place: Place) -> str:
    """Return a place such as ``shifts[2].end``.

    Examples
    --------
    >>> dotted(("shifts", 2, "end"))
    'shifts[2].end'
    """
    text = ""
    for part in place:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def from_pydantic(error: ValidationError) -> list[tuple[Place, str, str, str]]:
    """Return the place, finding, allowance and advice of each fault pydantic found."""
    return [_translate(detail) for detail in error.errors(include_url=False)]


def _translate(detail: ErrorDetails) -> tuple[Place, str, str, str]:
    place = tuple(part for part in detail["loc"] if part != "[key]")
    kind, context = detail["type"], detail.get("ctx", {})
    value = shown(detail["input"])
    if kind == "missing":
        return place, "it is missing", "it is needed", f"add {place[-1] if place else 'it'}"
    if kind == "unknown_key":
        key, near = str(context["key"]), str(context["hint"]).strip()
        return place, f"unknown key {key}", f"allowed: {context['allowed']}", near
    if kind == "value_error":
        return place, _first_words(detail["msg"]), "", ""
    if kind in {"days", "clock"}:
        found, _, allowed = detail["msg"].partition("; ")
        return place, found, allowed, ""
    return place, f"found {value}", _allowed(kind, context) or detail["msg"], ""


def _allowed(kind: str, context: dict[str, object]) -> str:
    bounds = {
        "greater_than": "a number above {gt}",
        "greater_than_equal": "{ge} or more",
        "less_than": "a number below {lt}",
        "less_than_equal": "at most {le}",
        "literal_error": "one of {expected}",
        "too_short": "at least {min_length} of them",
        "string_too_short": "a text that is not empty",
        "string_too_long": "at most {max_length} characters",
    }
    if kind in bounds:
        return bounds[kind].format_map(context)
    if kind == "string_pattern_mismatch":
        if context.get("pattern") == _CODE:
            return "a code without spaces and without any of , ; : @ *"
        return f"a text like {context.get('pattern')}"
    types = {
        "int": "a whole number",
        "float": "a number",
        "decimal": "a number",
        "bool": "true or false",
        "date": "a date such as 2026-12-24",
        "string": 'a text in quotes, such as "text"',
        "tuple": "a list in brackets",
        "dict": "a table",
        "model": "a table",
    }
    return types.get(kind.partition("_")[0], "")


def _first_words(message: str) -> str:
    return message.removeprefix("Value error, ")


def plain(error: ValueError) -> Sequence[tuple[Place, str, str, str]]:
    """Return the faults of any ValueError of the domain, pydantic's or not."""
    if isinstance(error, ValidationError):
        return from_pydantic(error)
    message = error.message() if isinstance(error, PydanticCustomError) else str(error)
    found, _, allowed = message.partition("; ")
    return [((), found, allowed, "")]


_HEADER = re.compile(r"\s*\[(?P<many>\[)?\s*(?P<name>[\w.\-\"' ]+?)\s*\]")
_KEY = re.compile(r"\s*(?P<name>[\w.\-\"']+)\s*=")


def toml_lines(text: str) -> dict[Place, int]:
    """Return the line at which each table and key of a TOML text stands.

    Good for messages only: keys inside inline tables and quoted dots are not told apart.
    """
    lines: dict[Place, int] = {}
    count: dict[Place, int] = {}
    here: Place = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _HEADER.match(line):
            here = ()
            names = [name.strip(" \"'") for name in match["name"].split(".")]
            for depth, name in enumerate(names, start=1):
                here = (*here, name)
                if depth == len(names) and match["many"]:
                    count[here] = count.get(here, -1) + 1
                if here in count:
                    here = (*here, count[here])
            lines.setdefault(here, number)
        elif match := _KEY.match(line):
            lines.setdefault((*here, match["name"].strip("\"'")), number)
    return lines


def line_of(lines: dict[Place, int], place: Place) -> int | None:
    """Return the line of a place, or of the nearest table around it."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return None
