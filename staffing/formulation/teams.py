"""Teams: people who are alike for every rule are counted together, the others stand alone."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence

from staffing.domain.expr import Expr
from staffing.domain.listener import Listener
from staffing.domain.meetings import own_meeting
from staffing.domain.people import Counselor
from staffing.domain.problem import Problem
from staffing.domain.rule import Rule, Scope


def teams_of(problem: Problem, named: Collection[str] | None) -> tuple[tuple[str, ...], ...]:
    """Return the teams, in the order of the first member.

    Parameters
    ----------
    problem
        Whose people.
    named
        Ids that must stand alone; None is everybody.
    """
    if named is None:
        return tuple((counselor.id,) for counselor in problem.center.counselors)
    teams: dict[tuple[object, ...], list[str]] = {}
    for counselor in problem.center.counselors:
        key = (counselor.id,) if counselor.id in named else likeness(problem, counselor)
        teams.setdefault(key, []).append(counselor.id)
    return tuple(tuple(team) for team in teams.values())


def rules_speaking(problem: Problem) -> tuple[Rule, ...]:
    """Return the rules that a draft must hear: all but those that are in the day patterns."""
    single = len(problem.horizon.weeks) == 1
    return tuple(r for r in problem.center.rules if not (r.scope is Scope.DAYS and single))


def asked_by_name(problem: Problem, rules: Sequence[Rule]) -> frozenset[str]:
    """Return the ids that rules ask a draft about, without building a model."""
    listener = _Names()
    everybody = {counselor.id for counselor in problem.center.counselors}
    for rule in rules:
        if listener.heard == everybody:
            break
        if rule.scope in {Scope.DAYS, Scope.SHIFTS, Scope.CROWD}:
            rule.build(problem, listener)
    own = {c.id for c in problem.center.counselors if own_meeting(problem.center, c.id) is not None}
    return frozenset(listener.heard | own)


class _Names(Listener):
    """Remembers who was asked about."""

    def __init__(self) -> None:
        self.heard: set[str] = set()

    def works(self, counselor: str, day: dt.date, shift: str | None = None) -> Expr:
        self.heard.add(counselor)
        return super().works(counselor, day, shift)


def likeness(problem: Problem, counselor: Counselor) -> tuple[object, ...]:
    """Return all that any rule can tell about a person; equal for people who are alike."""
    told = [
        () if roster is None else roster.by_counselor.get(counselor.id, ())
        for roster in (problem.past, problem.published)
    ]
    return (
        problem.center.queue_of(counselor),
        tuple(meeting.code for meeting in problem.center.meetings_of[counselor.id]),
        counselor.model_copy(update={"id": "", "name": "", "leave": ()}).model_dump_json(),
        tuple(str(leave.days) for leave in counselor.leave),
        tuple(tuple((duty.day, duty.shift) for duty in duties) for duties in told),
        tuple(_named_in(rule, counselor.id) for rule in problem.center.rules),
    )


def _named_in(rule: Rule, counselor: str) -> tuple[object, ...]:
    """Return the fields in which a rule names a person; beside the id where it is no plain list.

    Two people whom a rule names are alike only in the same lists: who has agreed is not alike
    to whom the rule is about.
    """
    quoted = f'"{counselor}"'
    if quoted not in rule.model_dump_json():
        return ()
    fields = rule.model_dump(mode="json").items()
    return tuple(
        field if isinstance(value, list) and counselor in value else (field, counselor)
        for field, value in fields
        if quoted in json.dumps(value, ensure_ascii=False)
    )
