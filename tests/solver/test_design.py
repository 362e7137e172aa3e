"""Offers of shifts: proved, refereed, cyclic."""

from itertools import product

import numpy as np
import pytest

from staffing.domain.offer import OfferPrices
from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause
from staffing.domain.toys import toy
from staffing.errors import InputError
from staffing.evaluation.offers import heads_of
from staffing.solver.design import design
from staffing.solver.settings import SolveSettings

ALONE = SolveSettings(reproducible=True, time_limit_s=20)


def asking(heads: list[int], shifts: dict[str, str], opening: str, days: int) -> Problem:
    """Return a toy whose slots require these heads."""
    problem = toy("A", days=days, shifts=shifts, opening=opening, slot_minutes=60)
    required = np.array([heads])
    curves = problem.curves.model_copy(update={"required": required})
    return problem.model_copy(update={"curves": curves})


def cheapest(problem: Problem, prices: OfferPrices, most: int, *, cyclic: bool) -> int:
    """Return the least price over every number of people on every shift and day."""
    keys = [(day, s.code) for day in problem.horizon.dates for s in problem.center.shifts]
    best = None
    for numbers in product(range(most + 1), repeat=len(keys)):
        duties = [
            Duty(counselor="x", day=day, shift=code)
            for (day, code), number in zip(keys, numbers, strict=True)
            for _ in range(number)
        ]
        off = heads_of(problem, duties, cyclic=cyclic) - problem.curves.required[0]
        price = prices.missing * int(np.maximum(-off, 0).sum())
        price += prices.surplus * int(np.maximum(off, 0).sum())
        price += prices.kind * len({duty.shift for duty in duties})
        best = price if best is None else min(best, price)
    assert best is not None
    return best


@pytest.mark.parametrize("cyclic", [False, True])
@pytest.mark.parametrize("kind", [0, 5])
def test_proved_offers_agree_with_enumeration(kind: int, *, cyclic: bool) -> None:
    """No offer of a tiny day and night is cheaper than the proved one; nights wrap if cyclic."""
    shifts = {"D": "06:00-14:00", "E": "08:00-16:00", "N": "20:00-30:00"}
    heads = [1] * 6 + [0, 1, 2, 2, 2, 1, 2, 1] + [1, 0] + [0] * 4 + [1, 2, 1, 1]
    prices = OfferPrices(missing=2, surplus=1, kind=kind)
    problem = asking(heads * 2, shifts, "00:00-24:00", days=2)
    offer = design(problem, prices, cyclic=cyclic, settings=ALONE)

    assert offer.status is Status.OPTIMAL
    assert offer.objective == offer.bound == cheapest(problem, prices, 2, cyclic=cyclic)


def test_breaks_are_counted() -> None:
    """What three people with staggered lunches cover, an offer covers without a head amiss."""
    problem = toy("A", days=1, lunch=True, opening="08:00-19:00")
    day = problem.horizon.first
    lunches = {"E": 11 * 60, "M": 12 * 60, "L": 13 * 60}
    hidden = [
        Duty(counselor=code, day=day, shift=code, breaks=(Pause(code="lunch", start=start),))
        for code, start in lunches.items()
    ]
    required = heads_of(problem, hidden, cyclic=False)[np.newaxis]
    curves = problem.curves.model_copy(update={"required": required})
    problem = problem.model_copy(update={"curves": curves})
    offer = design(problem, OfferPrices(kind=1), settings=ALONE)

    assert required[0].tolist() == [1, 2, 3, 2, 2, 2, 3, 3, 3, 2, 1]
    assert offer.status is Status.OPTIMAL
    assert (offer.missing, offer.surplus) == (0, 0)
    assert sorted(duty.breaks[0].start for duty in offer.duties) == sorted(lunches.values())


def test_two_engines_agree() -> None:
    """HiGHS beside CP-SAT proves for days and nights what CP-SAT proves alone."""
    spans = [(start, start + hours) for start in (6, 7, 13, 14, 21, 22) for hours in (8, 9)]
    shifts = {f"S{a}-{b}": f"{a:02d}:00-{b:02d}:00" for a, b in spans}
    heads = [2, 2, 2, 1, 1, 2, 4, 6, 7, 7, 7, 6, 6, 8, 9, 5, 5, 4, 4, 4, 3, 4, 4, 3]
    problem = asking(heads * 2, shifts, "00:00-24:00", days=2)
    alone = design(problem, cyclic=True, settings=ALONE)
    both = design(problem, cyclic=True, settings=SolveSettings(time_limit_s=30))

    assert alone.status is both.status is Status.OPTIMAL
    assert alone.objective == both.objective


def test_unknown_queue_is_refused() -> None:
    """A queue that does not exist is an error that names those that do."""
    with pytest.raises(InputError, match="known: calls"):
        design(toy("A"), queue="sales")
