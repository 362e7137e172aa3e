"""Finding forecasting methods by name: every module of `staffing.demand.methods`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import staffing.demand.methods as room
from staffing.demand.contract import Forecaster
from staffing.errors import InputError

DEFAULT = "auto"


@cache
def forecasters() -> Mapping[str, Forecaster]:
    """Return every forecasting method by its name."""
    found: dict[str, Forecaster] = {}
    for info in pkgutil.iter_modules(room.__path__):
        module = importlib.import_module(f"{room.__name__}.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__:
                method = value() if hasattr(value, "expect") else None
                if isinstance(method, Forecaster):
                    found[method.name] = method
    return MappingProxyType(dict(sorted(found.items())))


def forecaster(name: str, where: str = "demand.method") -> Forecaster:
    """Return the forecasting method of a name.

    Parameters
    ----------
    name
        Keyword, for example ``auto``.
    where
        The place named by an error.

    Raises
    ------
    InputError
        If there is no such method.
    """
    known = forecasters()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    raise InputError(
        where,
        f"found {name!r}",
        f"known: {', '.join(known)}",
        f"did you mean {near[0]!r}?" if near else "",
    )
