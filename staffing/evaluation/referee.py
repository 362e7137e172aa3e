"""The referee: what every rule says of a roster, and what the roster costs."""

from __future__ import annotations

from staffing.domain.outcome import Judgement, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.evaluation.service import service_of


def evaluate(problem: Problem, roster: Roster) -> Verdict:
    """Return the verdict on a roster, whoever made it.

    Parameters
    ----------
    problem
        What was to be rostered; its center's rules are the law.
    roster
        May break any rule, and may name people, shifts and days that there are not: the
        structural rules report them, and nothing else counts them.

    Returns
    -------
    Verdict
        Breaches of hard rules, costs of soft ones, and the service that callers can expect.
    """
    breaches: list[Judgement] = []
    costs: list[Judgement] = []
    for rule in problem.center.rules:
        for breach in rule.check(problem, roster):
            if rule.weight is None:
                breaches.append(Judgement.model_construct(rule=rule, breach=breach, cost=0))
            else:
                cost = rule.weight * breach.amount
                costs.append(Judgement.model_construct(rule=rule, breach=breach, cost=cost))
    on_phones = problem.on_phones(roster)
    return Verdict(
        breaches=tuple(breaches),
        costs=tuple(costs),
        objective=sum(item.cost for item in costs),
        on_phones=on_phones,
        service=service_of(problem.curves, on_phones),
        paid_minutes=_paid_minutes(problem, roster),
    )


def _paid_minutes(problem: Problem, roster: Roster) -> int:
    center = problem.center
    paid = {shift.code: center.paid_minutes(shift) for shift in center.shifts}
    return sum(
        paid.get(duty.shift, 0)
        for (counselor, day), duty in roster.of.items()
        if counselor in center.counselor and day in problem.horizon
    )
