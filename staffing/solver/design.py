"""design(): which shifts to offer, and how many people on each, for a team without names."""

from __future__ import annotations

import time

import numpy as np

from staffing.domain.base import IntArray
from staffing.domain.offer import OfferPrices, ShiftOffer
from staffing.domain.outcome import Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause
from staffing.errors import InputError, RefereeError
from staffing.evaluation.offers import heads_of
from staffing.formulation.breaks import name_breaks
from staffing.formulation.naming import value_of
from staffing.formulation.offer import OfferModel
from staffing.solver.mip_search import race, search_highs
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Values


def design(
    problem: Problem,
    prices: OfferPrices | None = None,
    *,
    queue: str | None = None,
    cyclic: bool = False,
    settings: SolveSettings | None = None,
) -> ShiftOffer:
    """Return which of a center's shifts to offer, and how many people each needs on each day.

    People have no names: any number of them can work any shift, and the center's rules are not
    asked. With start windows (`CallCenter.shift_designs`) every start and length is a choice.

    Parameters
    ----------
    problem
        Its center's shifts and breaks, and the numbers that its service curves require.
    prices
        Of missing and surplus heads, and of each different shift.
    queue
        Code of the queue to staff; the first if left out.
    cyclic
        Whether the days repeat: what reaches beyond the last day serves the first.
    settings
        Limits of the search. HiGHS and CP-SAT race; with ``reproducible``, or engine
        ``cp-sat``, CP-SAT runs alone, with ``highs`` HiGHS alone.

    Raises
    ------
    InputError
        If the queue is unknown.
    RefereeError
        If the offer's price, recomputed from its duties, is not the model's: a defect here.

    References
    ----------
    N. Musliu, A. Schaerf and W. Slany (2004), Local search for shift design,
    doi:10.1016/S0377-2217(03)00267-1; L. Di Gaspero, J. Gaertner, G. Kortsarz, N. Musliu,
    A. Schaerf and W. Slany (2007), The minimum shift design problem,
    doi:10.1007/s10479-007-0221-1, for the network in it.
    """
    begun = time.monotonic()
    prices, settings = prices or OfferPrices(), settings or SolveSettings()
    codes = problem.curves.queues
    if queue is not None and queue not in codes:
        raise InputError("queue", f"found {queue!r}", f"known: {', '.join(codes)}")
    required = problem.curves.required[0 if queue is None else codes.index(queue)]
    offer = OfferModel(problem, required, prices, cyclic=cyclic)
    found = _search(offer, settings, begun)
    answer = ShiftOffer(
        horizon=problem.horizon,
        prices=prices,
        status=found.status,
        bound=found.bound,
        steps=found.steps,
        seconds=round(time.monotonic() - begun, 3),
    )
    if found.values is None:
        return answer
    duties = _duties(offer, found.values)
    missing, surplus, objective = _price(problem, required, duties, prices, cyclic=cyclic)
    claimed = offer.model.objective(found.values.tolist())
    # A solution that is not proved best may pay for a shift that nobody works.
    wrong = objective != claimed if found.status is Status.OPTIMAL else objective > claimed
    if wrong or objective < (found.bound or 0):
        raise RefereeError(
            f"{problem.center.name}, {problem.horizon}",
            f"the offer costs {objective}, the solver says {claimed}",
            todo="this is a defect of staffing: please report it with the model",
        )
    changed = {"duties": duties, "missing": missing, "surplus": surplus, "objective": objective}
    return answer.model_copy(update=changed)


def _search(offer: OfferModel, settings: SolveSettings, begun: float) -> Found:
    if settings.reproducible or settings.engine == "cp-sat":
        return search(offer.model, settings, started=begun)
    if settings.engine == "highs":
        return search_highs(offer.model, settings, begun)
    return race(offer.model, settings, begun)


def _duties(offer: OfferModel, values: Values) -> tuple[Duty, ...]:
    duties: list[Duty] = []
    for day in offer.problem.horizon.dates:
        team: list[Duty] = []
        for shift in offer.problem.center.shifts:
            expr = offer.people.get((day, shift.code))
            for _ in range(0 if expr is None else value_of(expr, values)):
                team.append(Duty(counselor=f"#{len(team) + 1}", day=day, shift=shift.code))
        pauses: dict[str, list[Pause]] = {duty.counselor: [] for duty in team}
        for number, family in enumerate(offer.families):
            started = offer.started.get((number, day), {})
            counts = {start: value_of(expr, values) for start, expr in started.items()}
            for (who, _), pause in name_breaks(family, team, counts).items():
                pauses[who].append(pause)
        for duty in team:
            breaks = tuple(sorted(pauses[duty.counselor], key=lambda pause: pause.start))
            duties.append(duty.model_copy(update={"breaks": breaks}))
    return tuple(duties)


def _price(
    problem: Problem,
    required: IntArray,
    duties: tuple[Duty, ...],
    prices: OfferPrices,
    *,
    cyclic: bool,
) -> tuple[int, int, int]:
    """Return missing and surplus heads and the price of duties, from themselves alone."""
    off = heads_of(problem, duties, cyclic=cyclic) - required
    missing, surplus = int(np.maximum(-off, 0).sum()), int(np.maximum(off, 0).sum())
    kinds = len({duty.shift for duty in duties})
    total = prices.missing * missing + prices.surplus * surplus + prices.kind * kinds
    return missing, surplus, total
