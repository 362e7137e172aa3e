"""Memory of large centers: given back when it is not needed, and not searched in vain."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave Python's search for dead cycles off while very many objects are made that stay.

    It would look at all of them again and again, which takes half of the time of naming ten
    thousand people.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def give_back() -> None:
    """Give memory that is free back to the system, also where the C library keeps it: glibc.

    Each thread that HiGHS ran in leaves hundreds of megabytes that nobody can use again.
    """
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
