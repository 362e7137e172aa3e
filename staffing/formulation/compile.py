"""A problem compiled: every rule has spoken, the model is complete."""

from __future__ import annotations

from staffing.domain.problem import Problem
from staffing.domain.rule import Scope
from staffing.formulation.draft import ModelDraft


def compile_problem(problem: Problem) -> ModelDraft:
    """Return a finished draft of a problem.

    Rules about one person's days are in the day patterns already when the horizon is a single
    calendar week; over several weeks they also get rows.
    """
    draft = ModelDraft(problem)
    single = len(problem.horizon.weeks) == 1
    for rule in problem.center.rules:
        if rule.scope is Scope.DAYS and single:
            continue
        with draft.speaking(rule):
            rule.build(problem, draft)
    draft.finish()
    return draft
