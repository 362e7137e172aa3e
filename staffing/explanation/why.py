"""Why a roster is as it is: plan again with what is asked for forced, and compare."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from pydantic import SerializeAsAny

from staffing.domain.base import Frozen
from staffing.domain.outcome import Judgement, Plan, Verdict
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule
from staffing.errors import NoRosterError, UsageError
from staffing.explanation.asked import Asked, AskedDuty, AskedHeads
from staffing.explanation.conflict import Conflict, why_no_roster
from staffing.solver.planning import plan
from staffing.solver.settings import SolveSettings
from staffing.units import MINUTES_PER_DAY, clock

LIMIT_S = 15


class Change(NamedTuple):
    """What another roster pays more for a rule.

    Parameters
    ----------
    rule
        The rule.
    cost
        The price of the other roster less that of the plan, hundredths of a call.
    """

    rule: SerializeAsAny[Rule]
    cost: int


class Answer(Frozen):
    """What it would take to have it otherwise.

    Parameters
    ----------
    before
        The plan that is asked about.
    asked
        What is wanted instead.
    after
        The best plan with it; None if the plan has it already, or there is none.
    conflict
        Why there is none.
    changes
        What the other roster pays more or less for each rule, the largest first.
    in_time
        Calls more that the other roster answers in time; negative if fewer.
    refused
        Misses of soft rules about persons that only the other roster has.
    """

    before: Plan
    asked: Asked
    after: Plan | None = None
    conflict: Conflict | None = None
    changes: tuple[Change, ...] = ()
    in_time: float = 0.0
    refused: tuple[Judgement, ...] = ()

    @property
    def held(self) -> bool:
        """Whether the plan has what is asked for already."""
        return not any(self.asked.check(self.before.problem, self.before.roster))

    @property
    def cost(self) -> int | None:
        """What it costs with the best roster found, hundredths of a call; None without one."""
        if self.after is None or self.after.found is None:
            return None
        return self.after.objective - self.before.objective

    @property
    def least(self) -> int | None:
        """What it costs at least, whatever the roster; None if nothing is proved."""
        if self.after is None or self.after.bound is None:
            return None
        return self.after.bound - self.before.objective


def why_works(
    plan: Plan,
    counselor: str,
    day: dt.date,
    shift: str = "",
    settings: SolveSettings | None = None,
) -> Answer:
    """Return why someone works on a day: what it would cost to leave it free.

    Parameters
    ----------
    plan
        The plan.
    counselor, day
        Who and when.
    shift
        Ask only why it is this shift.
    settings
        Of the search; 15 s if left out.

    Raises
    ------
    UsageError
        If there is no such person, day or shift.
    """
    _known(plan.problem, counselor, day, shift)
    return ask(plan, AskedDuty(counselor=counselor, day=day, works=False, shift=shift), settings)


def why_not(
    plan: Plan,
    counselor: str,
    day: dt.date,
    shift: str = "",
    settings: SolveSettings | None = None,
) -> Answer:
    """Return why someone is off on a day: what it would cost to have them work (in a shift).

    Parameters
    ----------
    plan, counselor, day, shift, settings
        As for `why_works`.
    """
    _known(plan.problem, counselor, day, shift)
    return ask(plan, AskedDuty(counselor=counselor, day=day, works=True, shift=shift), settings)


def why_not_off(
    plan: Plan, counselor: str, day: dt.date, settings: SolveSettings | None = None
) -> Answer:
    """Return why someone does not have a day off; the same question as `why_works`."""
    return why_works(plan, counselor, day, settings=settings)


def why_short(
    plan: Plan,
    day: dt.date,
    minute: int,
    queue: int = 0,
    settings: SolveSettings | None = None,
) -> Answer:
    """Return why a slot has too few people: what one more there would cost elsewhere.

    Parameters
    ----------
    plan
        The plan.
    day, minute
        When; minutes after midnight.
    queue
        Index of the queue.
    settings
        Of the search; 15 s if left out.

    Raises
    ------
    UsageError
        If the lines are closed then.
    """
    problem = plan.problem
    slots = problem.grid.of_day(problem.horizon.index(day)) if day in problem.horizon else ()
    start = problem.horizon.index(day) * MINUTES_PER_DAY + minute
    at = [s for s in slots if 0 <= start - int(problem.grid.starts[s]) < problem.grid.slot_minutes]
    if not at:
        raise UsageError(f"{day} {clock(minute)}", "the lines are closed", _hours(problem, day))
    now = int(plan.verdict.on_phones[queue, at[0]])
    return ask(plan, AskedHeads(slot=at[0], queue=queue, heads=now + 1), settings)


def ask(before: Plan, asked: Asked, settings: SolveSettings | None = None) -> Answer:
    """Return the answer to a question: plan again with what is asked for, from the same start.

    Parameters
    ----------
    before
        The plan.
    asked
        What is wanted instead.
    settings
        Of the search; 15 s if left out.
    """
    empty = Answer(before=before, asked=asked)
    if empty.held:
        return empty
    settings = settings or SolveSettings(time_limit_s=LIMIT_S)
    problem = _forced(before.problem, asked)
    after = plan(problem, settings, start=before.roster)
    if after.judged is None:
        conflict = _forbidden(problem, settings)
        if conflict is not None:
            return Answer(before=before, asked=asked, conflict=conflict)
        return Answer(before=before, asked=asked, after=after)
    return Answer(
        before=before,
        asked=asked,
        after=after,
        changes=compare(before.problem, before.verdict, after.judged),
        in_time=after.judged.service.in_time - before.verdict.service.in_time,
        refused=_refused(before.verdict, after.judged),
    )


def _forbidden(problem: Problem, settings: SolveSettings) -> Conflict | None:
    """Return why a problem has no roster, its last rule beyond question; None if unknown."""
    try:
        given = (len(problem.center.rules) - 1,)
        return why_no_roster(problem, settings, roster=False, given=given)
    except (UsageError, NoRosterError):
        return None


def compare(problem: Problem, before: Verdict, after: Verdict) -> tuple[Change, ...]:
    """Return what one roster pays more than another for each rule, the largest change first."""
    paid = dict.fromkeys(range(len(problem.center.rules)), 0)
    for verdict, sign in ((before, -1), (after, 1)):
        for item in verdict.costs:
            number = problem.center.rules.index(item.rule)
            paid[number] += sign * item.cost
    changes = [Change(problem.center.rules[n], cost) for n, cost in paid.items() if cost]
    return tuple(sorted(changes, key=lambda change: -abs(change.cost)))


def _refused(before: Verdict, after: Verdict) -> tuple[Judgement, ...]:
    known = {(item.rule.rule, item.breach) for item in before.costs}
    return tuple(
        item
        for item in after.costs
        if item.breach.subject.counselor is not None and (item.rule.rule, item.breach) not in known
    )


def _forced(problem: Problem, asked: Asked) -> Problem:
    rules = (*problem.center.rules, asked)
    center = problem.center.model_copy(update={"rules": rules})
    return problem.model_copy(update={"center": center})


def _hours(problem: Problem, day: dt.date) -> str:
    if day not in problem.horizon:
        return f"planned: {problem.horizon}"
    slots = problem.grid.of_day(problem.horizon.index(day))
    if not slots:
        return "closed all day"
    end = int(problem.grid.starts[slots[-1]]) + problem.grid.slot_minutes
    midnight = problem.horizon.index(day) * MINUTES_PER_DAY
    return f"open {problem.grid.clock_of(slots[0])}-{clock(end - midnight)}"


def _known(problem: Problem, counselor: str, day: dt.date, shift: str) -> None:
    if counselor not in problem.center.counselor:
        known = ", ".join(problem.center.counselor)
        raise UsageError(counselor, "no such person", f"known: {known}")
    if day not in problem.horizon:
        raise UsageError(str(day), "the day is not planned", f"planned: {problem.horizon}")
    if shift and shift not in problem.center.shift:
        raise UsageError(shift, "no such shift", f"known: {', '.join(problem.center.shift)}")
