"""Counts first, names afterwards, and a certificate: the counts' bound holds for every roster.

CP-SAT searches the counted model for rosters, HiGHS beside it for the proof. Every better set
of counts is named group by group; the price of the named roster against the bound of the
counts says how good it is. What is left of the time goes to the model of named people.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Mapping

import numpy as np

from staffing.domain.outcome import Status, Step
from staffing.domain.problem import Problem
from staffing.domain.roster import Roster
from staffing.domain.rule import Rule
from staffing.formulation.alike import Alike
from staffing.formulation.counted import CountedDraft, compile_counted
from staffing.formulation.draft import Exactly, ModelDraft
from staffing.formulation.group_names import groups_to_name, keeps, naming_of, shifts_named
from staffing.formulation.hints import values_of
from staffing.formulation.naming import name_roster, value_of
from staffing.formulation.teams import rules_speaking
from staffing.solver.mip_search import race, search_highs
from staffing.solver.search import search
from staffing.solver.settings import SolveSettings
from staffing.solver.trace import Found, Tell, Values, usable

NAMING_S = 5.0
"""Most seconds for the names of one group."""
PAUSE_S = 0.5
"""Counts are named at most so often while better ones are found."""


def worth_counting(problem: Problem, likes: Alike) -> bool:
    """Return whether rules ask for people's shifts, and many people are alike in them."""
    about = sum(any(said.about_shifts for said in of) for of in likes.sayings.values())
    return about > 2 and 2 * len(likes.groups) <= len(problem.center.counselors)


def search_counted(
    draft: ModelDraft,
    likes: Alike,
    settings: SolveSettings,
    started: float,
    hint: Values | None = None,
    tell: Tell | None = None,
    exactly: Exactly | None = None,
) -> Found:
    """Minimize the model of a draft by counting people who are alike, then naming them.

    Parameters
    ----------
    draft
        A finished draft of named people; the solution is in its variables.
    likes
        Who is alike under the rules of its problem.
    settings
        Limits, workers, seed.
    started
        ``time.monotonic()`` from which seconds count.
    hint
        A solution to fall back on.
    tell
        Called with every better roster and bound.
    exactly
        As the draft was compiled.
    """
    return _Hunt(draft, likes, settings, started, hint, tell, exactly).run()


class _Hunt:
    """One search: the best named roster so far, the best bound, and how they came."""

    def __init__(
        self,
        draft: ModelDraft,
        likes: Alike,
        settings: SolveSettings,
        started: float,
        hint: Values | None,
        tell: Tell | None,
        exactly: Exactly | None,
    ) -> None:
        self.draft, self.settings, self.started, self.tell = draft, settings, started, tell
        self.deadline = time.monotonic() + settings.time_limit_s
        self.counted = compile_counted(draft.problem, likes, exactly)
        self.rules: tuple[Rule, ...] = rules_speaking(draft.problem)
        self.known = usable(draft.model, hint)
        self.values = self.known
        self.bound = draft.model.least()
        self.steps: list[Step] = []
        self.counts: Values | None = None
        self.waiting: Values | None = None
        self.named_at = -PAUSE_S
        if self.values is not None:
            self._note("start")

    def run(self) -> Found:
        """Return the best roster's values."""
        if self.counted.model.impossible:
            return Found(Status.INFEASIBLE, None, None, False, ())
        settings = self._settings(self.deadline)
        model, hear, started = self.counted.model, self._hear, self.started
        if settings.reproducible:
            found = search(model, settings, None, hear, started)
        else:
            found = race(model, settings, started, None, hear, self._enough)
        if found.status is Status.INFEASIBLE:
            return Found(Status.INFEASIBLE, None, None, found.interrupted, tuple(self.steps))
        self._learn(found)
        if self.waiting is not None:
            self._name(self.waiting)
        left = self.deadline - time.monotonic()
        if not found.interrupted and left > 0 and self._gap() > self.settings.gap:
            found = self._finish_by_name()
        return self._answer(interrupted=found.interrupted)

    # -- what the engines say ---------------------------------------------------------------

    def _hear(self, step: Step, values: Values | None) -> None:
        # Called from the search's thread: only notes.
        if values is not None:
            self.waiting = values
        if step.bound is not None and step.bound > self.bound:
            self.bound = step.bound
            self._note(step.by)

    def _enough(self) -> bool:
        """Name what has come, and return whether it is good enough."""
        if self.waiting is not None and time.monotonic() - self.named_at >= PAUSE_S:
            waiting, self.waiting = self.waiting, None
            self._name(waiting)
        return self._gap() <= self.settings.gap

    def _learn(self, found: Found) -> None:
        if found.bound is not None and found.bound > self.bound:
            self.bound = found.bound
            self._note(found.steps[-1].by if found.steps else "")
        price = self.counted.model.objective
        if found.values is not None and (
            self.counts is None or price(found.values.tolist()) < price(self.counts.tolist())
        ):
            self.counts = self.waiting = found.values

    # -- names --------------------------------------------------------------------------------

    def _name(self, counts: Values) -> None:
        """Name counts; keep the roster if it is better than the best."""
        self.counts = counts
        roster = roster_of(self.counted, counts, self.rules, self._settings(self.deadline, 1))
        self.named_at = time.monotonic()
        values = None if roster is None else values_of(self.draft, roster)
        if values is None or self.draft.model.violated(values):
            return
        objective = self.draft.model.objective
        if self.values is None or objective(values.tolist()) < objective(self.values.tolist()):
            self.values = values
            self._note("counted")

    def _finish_by_name(self) -> Found:
        """Search the model of named people from the best roster."""
        found = search(
            self.draft.model,
            self._settings(self.deadline),
            self.values,
            self.tell,
            self.started,
            stop=lambda: False,
        )
        self.bound = max(self.bound, found.bound or self.bound)
        if found.values is not None:
            self.values = found.values
        self.steps += [
            step.model_copy(update={"bound": max(self.bound, step.bound or self.bound)})
            for step in found.steps
        ]
        return found

    # -- bookkeeping --------------------------------------------------------------------------

    def _settings(self, deadline: float, workers: int | None = None) -> SolveSettings:
        if self.settings.reproducible:
            # Deterministic seconds, half for the counts and half for what follows.
            left = self.settings.time_limit_s / 2
        else:
            left = max(deadline - time.monotonic(), 0.1)
        changed = {"time_limit_s": left, "workers": workers or self.settings.workers}
        return self.settings.model_copy(update=changed)

    def _objective(self) -> int | None:
        return None if self.values is None else self.draft.model.objective(self.values.tolist())

    def _gap(self) -> float:
        objective = self._objective()
        if objective is None:
            return float("inf")
        return max(0, objective - self.bound) / max(1, abs(objective))

    def _note(self, by: str) -> None:
        objective = self._objective()
        step = Step(
            seconds=round(time.monotonic() - self.started, 3),
            objective=objective,
            bound=self.bound if objective is None else min(self.bound, objective),
            by=by,
        )
        self.steps.append(step)
        if self.tell is not None:
            self.tell(step, self.values)

    def _answer(self, *, interrupted: bool) -> Found:
        objective = self._objective()
        if objective is None:
            return Found(Status.UNKNOWN, None, None, interrupted, tuple(self.steps))
        status = Status.OPTIMAL if objective <= self.bound else Status.FEASIBLE
        bound = min(self.bound, objective)
        return Found(status, self.values, bound, interrupted, tuple(self.steps), self.known)


def roster_of(
    draft: CountedDraft, values: Values, rules: tuple[Rule, ...], settings: SolveSettings
) -> Roster | None:
    """Return a roster with the counts of a solution, or as near to them as names allow.

    None if the members of a group cannot keep their own limits, or time is up.

    Parameters
    ----------
    draft
        A finished counted draft.
    values
        (size,) a solution of its model.
    rules
        Those that spoke to it.
    settings
        Seed, and how long it may take.
    """
    # Whoever worked a shift yesterday gets it again if it is there: mostly that is all it takes.
    easy = name_roster(draft, values)
    named: dict[tuple[str, dt.date], str] = {}
    for group in groups_to_name(draft):
        if keeps(draft, group, easy):
            continue
        names = naming_of(draft, group, values, rules)
        seconds = min(settings.time_limit_s, NAMING_S)
        found = search(names.model, settings.model_copy(update={"time_limit_s": seconds}))
        if found.interrupted:
            raise KeyboardInterrupt
        if found.values is None:
            return None
        named |= shifts_named(names, found.values)
    if not named:
        return easy
    return name_roster(draft, _with_counts_of(draft, values, named, settings), named)


def _with_counts_of(
    draft: CountedDraft,
    values: Values,
    named: Mapping[tuple[str, dt.date], str],
    settings: SolveSettings,
) -> Values:
    """Return the solution with the counts of named people; breaks follow where they changed."""
    group_of = {c.id: group for group, people in draft.classes.items() for c in people}
    counts = Counter((group_of[who], day, code) for (who, day), code in named.items())
    named_groups = {group_of[who] for who, _ in named}
    fixed: dict[int, int] = {}
    for key, expr in draft.counts.items():
        number = counts[key] if key[0] in named_groups else value_of(expr, values)
        fixed |= dict.fromkeys(expr.terms, number)
    if all(values[variable] == number for variable, number in fixed.items()):
        return values
    for patterns in draft.patterns.values():
        for _, expr in patterns:
            fixed |= {variable: int(values[variable]) for variable in expr.terms}
    model = draft.model.fixed(fixed)
    changed = np.array(model.lower, dtype=np.int64)
    for part, places in model.parts():
        found = search_highs(part, settings, time.monotonic())
        if found.values is None:
            return values
        changed[places] = found.values
    return changed
