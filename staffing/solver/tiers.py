"""Planning in order of importance: the best service first, then the fairest such roster, and so on.

Each tier is one search. What the tiers before have reached is kept by weights: a unit of
theirs costs more than all that the tier at hand could still win, which is known from the roster
to begin with. So each step stays one sum of whole numbers that can be proved, without a row
that caps a price, which would spoil the bound.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence

from staffing.domain.center import CallCenter
from staffing.domain.links import known
from staffing.domain.outcome import Plan, Status, Tier, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Scope
from staffing.errors import InputError
from staffing.evaluation.balance import fair_rules
from staffing.evaluation.referee import evaluate
from staffing.solver.planning import plan
from staffing.solver.progress import Progress
from staffing.solver.settings import SolveSettings

FLOATS = 1_000_000
"""Above such prices only whole numbers prove anything: CP-SAT searches alone."""


def usual_tiers(center: CallCenter) -> tuple[tuple[str, ...], ...]:
    """Return the soft rules of a center in the usual order: service, fairness, all others."""
    soft = [rule for rule in center.rules if not rule.hard]
    service = {r.rule for r in soft if r.scope in {Scope.SLOT, Scope.CROWD}}
    fair = {rule.rule for rule in fair_rules(center)}
    rest = {r.rule for r in soft} - service - fair
    return tuple(tuple(sorted(tier)) for tier in (service, fair, rest) if tier)


def tiers_of(text: str, center: CallCenter) -> tuple[tuple[str, ...], ...]:
    """Return the tiers that a text names: ``service, floor > fair_share > day_wishes``.

    Soft rules that it does not name form the last tier; ``usual`` names `usual_tiers`.

    Raises
    ------
    InputError
        If a name is no soft rule of the center, or stands twice.
    """
    if text.strip() == "usual":
        return usual_tiers(center)
    soft = {rule.rule for rule in center.rules if not rule.hard}
    named: list[str] = []
    tiers = []
    for part in text.split(">"):
        tier = [name for name in re.split(r"[\s,]+", part) if name]
        for name in tier:
            try:
                known("soft rule", name, soft)
            except ValueError as error:
                raise InputError("tiers", f"found {text!r}: {error}") from None
            if name in named:
                raise InputError("tiers", f"found {name!r} twice", "each rule once")
            named.append(name)
        tiers.append(tuple(tier))
    return tuple(tier for tier in (*tiers, tuple(sorted(soft - set(named)))) if tier)


def plan_in_tiers(
    problem: Problem,
    tiers: Sequence[Sequence[str]] | None = None,
    settings: SolveSettings | None = None,
    progress: Progress | None = None,
    start: Roster | None = None,
) -> Plan:
    """Return a roster that is best in the first tier of rules, of these best in the second, ….

    Hard rules are kept throughout. Within a tier rules are weighed against each other by their
    weights, as always.

    Parameters
    ----------
    problem, settings, progress, start
        As for `plan`. The time limit holds for all tiers together; a later tier gets what the
        earlier ones leave.
    tiers
        Keywords of the soft rules, the most important first; those not named come last.
        None is `usual_tiers`.

    Returns
    -------
    Plan
        ``tiers`` says what each tier came to and what is proved of it; the status is optimal
        where all of them are proved. There is no bound on the sum of all prices.

    Raises
    ------
    InputError
        If a keyword is no soft rule of the center.
    """
    begun = time.monotonic()
    settings = settings or SolveSettings()
    if tiers is None:
        order = usual_tiers(problem.center)
    else:
        order = tiers_of(" > ".join(" ".join(tier) for tier in tiers), problem.center)
    factors: dict[str, int] = {}
    best: Plan | None = None
    reached: list[Tier] = []
    for number, names in enumerate(order):
        if best is not None:
            worst = _price(evaluate(problem, best.roster), names)
            if worst == 0:
                reached.append(Tier(rules=names, price=0, bound=0))
                factors |= dict.fromkeys(names, 1)
                continue
            factors = {name: factor * (worst + 1) for name, factor in factors.items()}
            start = best.roster
        factors |= dict.fromkeys(names, 1)
        stage = _weighed(problem, factors)
        share = _share(settings, begun, len(order) - number)
        if start is not None and evaluate(stage, start).objective > FLOATS:
            share = _whole(share)
        found = plan(stage, share, progress, start)
        if found.found is None:
            return found.model_copy(update={"problem": problem})
        before = sum(tier.price * factors[tier.rules[0]] for tier in reached)
        price = _price(evaluate(problem, found.roster), names)
        bound = max(0, (found.bound or 0) - before)
        reached = [
            tier.model_copy(update={"price": _price(evaluate(problem, found.roster), tier.rules)})
            for tier in reached
        ]
        reached.append(Tier(rules=names, price=price, bound=min(price, bound)))
        best = found
        if found.interrupted:
            break
    if best is None:
        return plan(problem, settings, progress, start)
    return _summed(problem, best, order, reached, time.monotonic() - begun)


def _summed(
    problem: Problem,
    best: Plan,
    order: Sequence[Sequence[str]],
    reached: Sequence[Tier],
    seconds: float,
) -> Plan:
    """Return the plan of the last tier as one of the problem."""
    verdict = evaluate(problem, best.roster)
    left = [
        Tier(rules=tuple(names), price=_price(verdict, names), bound=0)
        for names in order[len(reached) :]
    ]
    all_tiers = (*reached, *left)
    proved = all(tier.proved for tier in all_tiers)
    record = best.record.model_copy(update={"seconds": round(seconds, 3)})
    return best.model_copy(
        update={
            "problem": problem,
            "judged": verdict,
            "status": Status.OPTIMAL if proved else Status.FEASIBLE,
            "bound": None,
            "tiers": all_tiers,
            "record": record,
        }
    )


def _weighed(problem: Problem, factors: Mapping[str, int]) -> Problem:
    """Return a problem with the hard rules, and the soft ones of some tiers at new weights."""
    rules = tuple(
        rule
        if rule.weight is None
        else rule.model_copy(update={"weight": rule.weight * factors[rule.rule]})
        for rule in problem.center.rules
        if rule.weight is None or rule.rule in factors
    )
    center = problem.center.model_copy(update={"rules": rules})
    return problem.model_copy(update={"center": center})


def _price(verdict: Verdict, names: Sequence[str]) -> int:
    paid = verdict.cost_by_rule()
    return sum(paid.get(name, 0) for name in names)


def _whole(settings: SolveSettings) -> SolveSettings:
    if settings.engine != "auto":
        return settings
    return settings.model_copy(update={"engine": "cp-sat"})


def _share(settings: SolveSettings, begun: float, left: int) -> SolveSettings:
    """Return the settings of one search when so many are left."""
    seconds = settings.time_limit_s / left
    if not settings.reproducible:
        spent = time.monotonic() - begun
        seconds = max(settings.time_limit_s - spent, 0.1) / left
    return settings.model_copy(update={"time_limit_s": seconds})
