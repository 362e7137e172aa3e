"""A problem compiled: every rule has spoken, the model is complete."""

from __future__ import annotations

from staffing.domain.problem import Problem
from staffing.formulation.draft import Exactly, ModelDraft
from staffing.formulation.teams import asked_by_name, rules_speaking


def compile_problem(problem: Problem, exactly: Exactly | None = None) -> ModelDraft:
    """Return a finished draft of a problem.

    Parameters
    ----------
    problem
        What is to be rostered.
    exactly
        Numbers on the phones, by queue and slot, around which prices must be exact.

    Notes
    -----
    Rules about one person's days are in the day patterns already when the horizon is a single
    calendar week; over several weeks they also get rows.
    """
    speaking = rules_speaking(problem)
    draft = ModelDraft(problem, asked_by_name(problem, speaking), exactly)
    for rule in speaking:
        with draft.speaking(rule):
            rule.build(problem, draft)
    draft.finish()
    return draft
