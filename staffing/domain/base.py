"""The base of every domain object: frozen, strict about keys, helpful about typing slips."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from staffing.errors import InputError
from staffing.units import clock, parse_clock


class Frozen(BaseModel):
    """A validated value that never changes; unknown keys raise with a suggestion."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False
    )

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """Return a copy with some fields changed; what was derived is derived anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in set(copied.__dict__).difference(type(self).model_fields):
            del copied.__dict__[name]
        return copied

    @model_validator(mode="before")
    @classmethod
    def _know_every_key(cls, data: object) -> object:
        if isinstance(data, Mapping):
            known = list(cls.model_fields)
            for key in data:
                if key not in known:
                    near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.5)
                    hint = f"did you mean {near[0]!r}? " if near else ""
                    raise PydanticCustomError(
                        "unknown_key",
                        "unknown key {key}; {hint}allowed: {allowed}",
                        {
                            "key": repr(str(key)),
                            "hint": hint,
                            "allowed": ", ".join(known),
                        },
                    )
        return data


def _read_clock(value: object) -> object:
    if isinstance(value, str):
        try:
            return parse_clock(value)
        except InputError as error:
            raise PydanticCustomError(
                "clock", "{found}", {"found": f"{error.found}; {error.allowed}"}
            ) from error
    return value


Clock = Annotated[
    int,
    BeforeValidator(_read_clock),
    PlainSerializer(clock, return_type=str, when_used="json"),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([0-3]?\d|4[0-7]):[0-5]\d$",
            "description": "A time of day, HH:MM; 24:00 and later is the next day.",
        }
    ),
]
"""A time of day in minutes after midnight, written ``HH:MM``."""


def _freeze(dtype: type[np.generic]) -> PlainValidator:
    def validate(value: object) -> NDArray[np.generic]:
        array = np.array(value, dtype=dtype)
        array.setflags(write=False)
        return array

    return PlainValidator(validate)


def _plain(array: NDArray[np.generic]) -> object:
    # JSON knows neither NaN nor infinity: they become null and "inf", which numpy reads back.
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        plain = array.astype(object)
        plain[np.isnan(array)] = None
        plain[np.isinf(array)] = "inf"
        return plain.tolist()
    return array.tolist()


FloatArray = Annotated[
    NDArray[np.float64],
    _freeze(np.float64),
    PlainSerializer(_plain, when_used="json"),
    WithJsonSchema({"type": "array"}),
]
"""A read-only array of floats; NaN is missing."""

IntArray = Annotated[
    NDArray[np.int64],
    _freeze(np.int64),
    PlainSerializer(_plain, when_used="json"),
    WithJsonSchema({"type": "array"}),
]
"""A read-only array of integers."""
