"""Minimum shift design: which shifts cover a cyclic week's requirement, with few different ones.

The set (random examples of the TU Wien in the form of MiniZinc data files) is not part of this
repository. It knows no people, so it is put to `staffing.solver.design`, not to the roster.

Source: N. Musliu, A. Schaerf and W. Slany, Local search for shift design, EJOR 153, 2004,
doi:10.1016/S0377-2217(03)00267-1.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np

from benchmarks.public.parts import curves_asking
from staffing.domain.center import CallCenter, OpeningRule
from staffing.domain.days import ALL_DAYS
from staffing.domain.designs import ShiftDesign, TimeSpan
from staffing.domain.horizon import Horizon
from staffing.domain.offer import OfferPrices, ShiftOffer
from staffing.domain.people import Contract, Counselor
from staffing.domain.problem import Problem
from staffing.domain.work import Queue
from staffing.solver.design import design
from staffing.solver.settings import SolveSettings

MONDAY = dt.date(2026, 1, 5)
DAY = 1440
TYPES = "MDANEFGH"
"""Codes of the shift types: morning, day, afternoon, night …"""

known = {
    "RandomExample1": 480,
    "RandomExample2": 300,
    "RandomExample3": 600,
    "RandomExample26": 1020,
    "RandomExample27": 1050,
    "RandomExample28": 780,
}

_LINE = re.compile(r"(\w+)\s*=\s*\[?([^;\]]*)\]?\s*;")


def instances(folder: Path) -> list[Path]:
    """Return the files of the set, by number."""
    return sorted(folder.glob("*.dzn"), key=lambda path: int("0" + re.sub(r"\D", "", path.stem)))


def values_of(path: Path) -> dict[str, list[float]]:
    """Return the values of a file by name; a single one is a list of one."""
    found = _LINE.findall(path.read_text(encoding="utf-8"))
    return {name: [float(part) for part in text.split(",")] for name, text in found}


def read(path: Path) -> Problem:
    """Return the center of a file: designs for its shift types, and what its slots require."""
    data = {name: [int(v) for v in values] for name, values in values_of(path).items()}
    slot, days = data["interval"][0], data["days"][0]
    boxes = zip(
        data["minStart"], data["maxStart"], data["minLength"], data["maxLength"], strict=True
    )
    designs = tuple(
        ShiftDesign(
            code=TYPES[number],
            starts=(TimeSpan(first * slot, last * slot),),
            step=slot,
            lengths=(TimeSpan(short * slot, long * slot),),
            length_step=slot,
        )
        for number, (first, last, short, long) in enumerate(boxes)
    )
    center = CallCenter.model_validate(
        {
            "name": path.stem,
            "slot_minutes": slot,
            "opening": (OpeningRule(days=ALL_DAYS, opens=0, closes=DAY),),
            "queues": (Queue(code="calls"),),
            "shift_designs": designs,
            "contracts": (Contract(code="any"),),
            "counselors": (Counselor(id="nobody", contract="any"),),
        }
    )
    grid = center.grid(Horizon(first=MONDAY, days=days))
    required = np.array(data["demand"], dtype=np.int64).reshape(1, -1)
    return Problem(center=center, curves=curves_asking(grid, ("calls",), required))


def prices(path: Path) -> OfferPrices:
    """Return the weights of a file; the wish for duties per person is left out, as in papers."""
    data = values_of(path)
    slot = int(data["interval"][0])
    return OfferPrices(
        missing=slot * int(data["weightUnderCover"][0]),
        surplus=slot * int(data["weightOverCover"][0]),
        kind=int(data["weightShiftInstances"][0]),
    )


def solve(path: Path, settings: SolveSettings) -> ShiftOffer:
    """Return the offer of shifts for a file."""
    return design(read(path), prices(path), cyclic=True, settings=settings)


def cost(path: Path, offer: ShiftOffer) -> int:
    """Return what an offer costs by the set's own definition, from the file alone.

    Raises
    ------
    ValueError
        If a shift lies in none of the file's types.
    """
    data = {name: [int(v) for v in values] for name, values in values_of(path).items()}
    slot, demand = data["interval"][0], data["demand"]
    heads = [0] * len(demand)
    kinds = set()
    for duty in offer.duties:
        digits = re.findall(r"\d{4}", duty.shift)
        begin, end = (int(text[:2]) * 60 + int(text[2:]) for text in digits)
        kind = begin // slot, (end - begin) // slot
        if (
            begin % slot
            or end % slot
            or not any(
                a <= kind[0] <= b and c <= kind[1] <= d
                for a, b, c, d in zip(
                    data["minStart"],
                    data["maxStart"],
                    data["minLength"],
                    data["maxLength"],
                    strict=True,
                )
            )
        ):
            raise ValueError(f"{duty.shift} lies in no shift type of {path.name}")
        kinds.add(kind)
        first = (duty.day - offer.horizon.first).days * DAY // slot + kind[0]
        for place in range(first, first + kind[1]):
            heads[place % len(heads)] += 1
    short = sum(max(0, need - there) for need, there in zip(demand, heads, strict=True))
    over = sum(max(0, there - need) for need, there in zip(demand, heads, strict=True))
    return slot * (data["weightUnderCover"][0] * short + data["weightOverCover"][0] * over) + data[
        "weightShiftInstances"
    ][0] * len(kinds)
