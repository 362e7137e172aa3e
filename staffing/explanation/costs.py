"""What each rule costs: plan again without it, from the same start, and compare."""

from __future__ import annotations

from concurrent.futures import Executor

from pydantic import SerializeAsAny

from staffing.domain.base import Frozen
from staffing.domain.outcome import Plan, Status
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule, Scope
from staffing.evaluation.referee import evaluate
from staffing.presets import STRUCTURE
from staffing.solver.planning import plan as search_plan
from staffing.solver.settings import SolveSettings

LIMIT_S = 10


class RuleCost(Frozen):
    """What is gained without a rule.

    Parameters
    ----------
    rule
        The rule.
    saved
        Hundredths of a call by which the other rules' price falls; None if time ran out
        before any roster was found.
    in_time
        Calls more that are answered in time without it; negative if fewer.
    proved
        Whether no more can be saved.
    """

    rule: SerializeAsAny[Rule]
    saved: int | None
    in_time: float = 0.0
    proved: bool = False


def rule_costs(
    plan: Plan, executor: Executor | None = None, settings: SolveSettings | None = None
) -> list[RuleCost]:
    """Return what each rule of a plan costs, the dearest first.

    Left out are the callers' service, which is what is bought, and rules that no center can
    switch off.

    Parameters
    ----------
    plan
        A plan with a roster.
    executor
        Runs the rules side by side; one after the other if left out.
    settings
        Of each search. Left out: 10 s, and one worker each on an executor.
    """
    settings = settings or SolveSettings(
        time_limit_s=LIMIT_S, workers=None if executor is None else 1
    )
    numbers = [
        number
        for number, rule in enumerate(plan.problem.center.rules)
        if rule.scope is not Scope.STRUCTURE and rule.rule not in {*STRUCTURE, "service"}
    ]
    if executor is None:
        costs = [without(plan.problem, plan.roster, number, settings) for number in numbers]
    else:
        futures = [
            executor.submit(without, plan.problem, plan.roster, number, settings)
            for number in numbers
        ]
        costs = [future.result() for future in futures]
    return sorted(costs, key=lambda item: -(item.saved or 0))


def without(problem: Problem, roster: Roster, number: int, settings: SolveSettings) -> RuleCost:
    """Return what one rule costs.

    Parameters
    ----------
    problem
        The problem.
    roster
        Its roster: the start of the search, and what is compared with.
    number
        Which of the center's rules.
    settings
        Of the search.
    """
    rules = problem.center.rules
    others = rules[:number] + rules[number + 1 :]
    center = problem.center.model_copy(update={"rules": others})
    free = problem.model_copy(update={"center": center})
    before = evaluate(free, roster)
    after = search_plan(free, settings, start=roster)
    if after.judged is None:
        return RuleCost(rule=rules[number], saved=None)
    if after.objective >= before.objective:
        # A search that ends early may end above its start; the start itself saves nothing.
        return RuleCost(rule=rules[number], saved=0, proved=after.status is Status.OPTIMAL)
    return RuleCost(
        rule=rules[number],
        saved=before.objective - after.objective,
        in_time=after.verdict.service.in_time - before.service.in_time,
        proved=after.status is Status.OPTIMAL,
    )
