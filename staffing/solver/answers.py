"""Answers: rosters that the referee has confirmed, with what is proved about them."""

from __future__ import annotations

from typing import NamedTuple

from staffing.domain.outcome import Status, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.errors import RefereeError
from staffing.evaluation.referee import evaluate
from staffing.formulation.counted import CountedDraft
from staffing.formulation.draft import ModelDraft
from staffing.formulation.naming import name_roster
from staffing.formulation.person_days import PersonDaysDraft
from staffing.formulation.teams import rules_speaking
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Values
from staffing.solver.two_stages import roster_of


class Answer(NamedTuple):
    """A refereed roster and what is proved about it."""

    roster: Roster
    verdict: Verdict
    bound: int

    @property
    def objective(self) -> int:
        """Price of the roster."""
        return self.verdict.objective

    @property
    def optimal(self) -> bool:
        """Whether no roster is better."""
        return self.objective <= self.bound

    @property
    def gap(self) -> float:
        """The proved gap over the objective."""
        return max(0, self.objective - self.bound) / max(1, abs(self.objective))

    @property
    def status(self) -> Status:
        """How good it is known to be."""
        return Status.OPTIMAL if self.optimal else Status.FEASIBLE


def better(
    problem: Problem,
    draft: ModelDraft,
    found: Found,
    known: Answer | None,
    settings: SolveSettings,
) -> Answer | None:
    """Return the better of a known roster and of those that a search found or began with.

    Parameters
    ----------
    problem
        What is planned.
    draft
        The draft whose model was searched.
    found
        What the search found.
    known
        The best roster so far.
    settings
        For naming what the draft only counts.

    Raises
    ------
    RefereeError
        If the referee finds a roster illegal or prices it differently: a defect here.
    """
    if found.values is None:
        return known
    bound = max(found.bound or 0, known.bound if known is not None else 0)
    answers = [known._replace(bound=bound)] if known is not None else []
    # A search goes on from the roster that is known, and then that is judged already.
    began_with = found.began_with if known is None else None
    for values in (found.values, began_with):
        if values is not None and (roster := _named(draft, values, settings)) is not None:
            verdict = _refereed(problem, roster, draft, values, found)
            answers.append(Answer(roster, verdict, bound))
        if draft.exact:
            break  # the search's own order of rosters is the referee's
    return min(answers, key=lambda answer: answer.objective, default=None)


def _named(draft: ModelDraft, values: Values, settings: SolveSettings) -> Roster | None:
    if isinstance(draft, CountedDraft):
        return roster_of(draft, values, rules_speaking(draft.problem), settings)
    if isinstance(draft, PersonDaysDraft):
        return draft.roster_of(values)
    return name_roster(draft, values)


def _refereed(
    problem: Problem, roster: Roster, draft: ModelDraft, values: Values, found: Found
) -> Verdict:
    verdict = evaluate(problem, roster)
    where = f"{problem.center.name}, {problem.horizon}"
    if not verdict.legal:
        first = verdict.breaches[0]
        raise RefereeError(
            where,
            f"the solver's roster breaks {len(verdict.breaches)} hard limits, first: "
            + first.rule.say(problem, first.breach),
            todo="this is a defect of staffing: please report it with plan.json",
        )
    claimed = draft.model.objective(values.tolist())
    wrong = claimed != verdict.objective and found.status is Status.OPTIMAL
    dearer = verdict.objective > claimed
    if ((wrong or dearer) and draft.exact) or verdict.objective < (found.bound or 0):
        raise RefereeError(
            where,
            f"the referee prices the roster at {verdict.objective}, the solver at {claimed} "
            f"with bound {found.bound}",
            todo="this is a defect of staffing: please report it with plan.json",
        )
    return verdict
