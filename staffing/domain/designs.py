"""Shift designs: start windows and lengths that become shifts, so that the solver designs them.

A design is expanded to ordinary shifts when a center is read; nothing after that knows designs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, NamedTuple, Self

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from staffing.domain.base import Frozen
from staffing.domain.people import Contract
from staffing.domain.work import Shift
from staffing.errors import InputError
from staffing.units import MINUTES_PER_DAY, clock, parse_clock

MOST = 400
"""Shifts that all designs of a center may become; each is a choice for every person and day."""

_PARTS = re.compile(r"[,\s]+")
_TIME = r"\d{1,2}:[0-5]\d"


class TimeSpan(NamedTuple):
    """First and last time of a span, both included; a single time is both."""

    first: int
    last: int

    def __str__(self) -> str:
        return clock(self.first) if self.first == self.last else "-".join(map(clock, self))


def _read_spans(value: object) -> object:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list | tuple) or not all(isinstance(t, str) for t in texts):
        return value
    return tuple(_span(part) for text in texts for part in _PARTS.split(text.strip()))


def _span(text: str) -> TimeSpan:
    try:
        ends = [parse_clock(part) for part in text.split("-")]
    except InputError:
        ends = []
    if not 1 <= len(ends) <= 2 or ends[0] > ends[-1]:
        raise PydanticCustomError(
            "clock",
            "found {found}; times are 08:30, or a span 08:30-10:00, joined with commas",
            {"found": repr(text)},
        )
    return TimeSpan(ends[0], ends[-1])


TimeSpans = Annotated[
    tuple[TimeSpan, ...],
    Field(min_length=1),
    BeforeValidator(_read_spans),
    PlainSerializer(lambda spans: [str(span) for span in spans], when_used="json"),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": rf"^{_TIME}(-{_TIME})?([,\s]+{_TIME}(-{_TIME})?)*$"},
                {
                    "type": "array",
                    "minItems": 1,
                    "items": {"type": "string", "pattern": rf"^{_TIME}(-{_TIME})?$"},
                },
            ],
        }
    ),
]
"""Times and spans of times as they stand in a file: ``"08:30-10:00, 13:00"``."""


class ShiftDesign(Frozen):
    """Shifts of which the solver may use any: every start with every length.

    The shift that starts at 08:30 of the design ``F`` has the code ``F0830``; where there are
    several lengths, its end follows: ``F0830-1730``.

    Parameters
    ----------
    code
        The shifts' codes begin with it; a contract may name it for all of them.
    name
        Name for people, of each of the shifts.
    starts
        Possible starts: ``"08:30-10:00"``, or several joined with commas.
    step
        Minutes between the starts of a span.
    lengths
        Hours and minutes from start to end, breaks included: ``"9:00"`` or ``"4:00-9:00"``.
    length_step
        Minutes between the lengths of a span.
    breaks
        Codes of the breaks of every shift, in the order of the day; their windows may follow
        the clock, the shift's start and end, or the break before.
    color
        Background in tables, ``#rrggbb``; a color for each shift when left out.
    """

    code: Annotated[str, Field(min_length=1, max_length=12, pattern=r"^[^\s,;:@*]+$")]
    name: str = ""
    starts: TimeSpans
    step: int = Field(default=30, gt=0)
    lengths: TimeSpans
    length_step: int = Field(default=30, gt=0)
    breaks: tuple[str, ...] = ()
    color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        count = len(self._starts) * len(self._lengths)
        if count > MOST:
            raise ValueError(_too_many(count))
        if self._starts[-1] >= MINUTES_PER_DAY:
            raise ValueError(f"starts: found {clock(self._starts[-1])}; a shift starts by 23:59")
        if not 0 < self._lengths[0] <= self._lengths[-1] <= MINUTES_PER_DAY:
            raise ValueError(
                f"lengths: found {clock(self._lengths[0])} to {clock(self._lengths[-1])}; a "
                "shift is up to 24 hours long"
            )
        return self

    @property
    def _starts(self) -> list[int]:
        return _times("starts", self.starts, "step", self.step)

    @property
    def _lengths(self) -> list[int]:
        return _times("lengths", self.lengths, "length_step", self.length_step)

    def shifts(self) -> tuple[Shift, ...]:
        """Return the shifts, by start and length."""
        several = len(self._lengths) > 1
        return tuple(
            Shift(
                code=f"{self.code}{_digits(start)}" + (f"-{_digits(start + length)}" * several),
                name=self.name,
                start=start,
                end=start + length,
                breaks=self.breaks,
                color=self.color,
            )
            for start in self._starts
            for length in self._lengths
        )


def _times(what: str, spans: Sequence[TimeSpan], key: str, step: int) -> list[int]:
    for span in spans:
        if (span.last - span.first) % step:
            raise ValueError(
                f"{what}: {span} is no whole number of steps of {step} minutes; correct the "
                f"span or {key}"
            )
    return sorted({t for span in spans for t in range(span.first, span.last + 1, step)})


def _digits(minutes: int) -> str:
    return clock(minutes).replace(":", "")


def _too_many(count: int) -> str:
    return (
        f"the designs make {count} shifts, at most {MOST} can be planned; take larger steps "
        "(step, length_step), narrower spans of starts or fewer lengths"
    )


def with_designs(
    designs: Sequence[ShiftDesign], shifts: Sequence[Shift], contracts: Sequence[Contract]
) -> tuple[tuple[Shift, ...], tuple[Contract, ...]]:
    """Return all shifts, written out and designed, and contracts that name each.

    Shifts that are expanded already (a center that was written and read again) stay as they
    are.

    Parameters
    ----------
    designs, shifts, contracts
        As a planner writes them.

    Raises
    ------
    ValueError
        If there are too many shifts, or a code means two things.
    """
    found = {shift.code: shift for shift in shifts}
    made: dict[str, tuple[Shift, ...]] = {}
    count = 0
    added: list[Shift] = []
    for design in designs:
        if design.code in made or design.code in found:
            raise ValueError(f"shift design {design.code!r}: its code is taken; give it another")
        made[design.code] = design.shifts()
        count += len(made[design.code])
        for shift in made[design.code]:
            known = found.setdefault(shift.code, shift)
            if known != shift:
                raise ValueError(
                    f"shift {shift.code!r} stands twice: the design {design.code!r} makes one "
                    "too; give the design another code"
                )
            if known is shift:
                added.append(shift)
    if count > MOST:
        raise ValueError(_too_many(count))
    return (*shifts, *added), tuple(_named(contract, made) for contract in contracts)


def _named(contract: Contract, made: Mapping[str, tuple[Shift, ...]]) -> Contract:
    """Return a contract in which the shifts of a design stand for the design's code."""
    if contract.shifts is None or not made.keys() & set(contract.shifts):
        return contract
    codes: dict[str, None] = {}
    for code in contract.shifts:
        codes |= dict.fromkeys([s.code for s in made[code]] if code in made else [code])
    return contract.model_copy(update={"shifts": tuple(codes)})
