"""Who could take an open shift, and what each choice costs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from staffing.domain.base import Frozen
from staffing.domain.meetings import Attended, has_room, own_starts, starts_beside
from staffing.domain.outcome import Judgement, Verdict
from staffing.domain.problem import Problem
from staffing.domain.roster import Duty, Pause, Roster
from staffing.domain.rule import Scope
from staffing.domain.ties import broken_ties, first_placing
from staffing.errors import UsageError
from staffing.evaluation.referee import evaluate


class Candidate(Frozen):
    """One person for an open shift.

    Parameters
    ----------
    counselor
        Id.
    duty
        The duty, its breaks where they cost the callers least.
    breaches
        Hard limits that are missed only with this duty.
    cost
        What the soft rules charge more, hundredths of a call; negative where the roster gains.
    in_time
        Calls more that are answered in time.
    """

    counselor: str
    duty: Duty
    breaches: tuple[Judgement, ...]
    cost: int
    in_time: float

    @property
    def legal(self) -> bool:
        """Whether no hard limit is missed because of this choice."""
        return not self.breaches


def candidates(problem: Problem, roster: Roster, day: dt.date, shift: str) -> list[Candidate]:
    """Return everyone who is off on a day and may work a shift, the best choice first.

    Legal choices come first, by cost; then the others by the limits that they miss, and by cost.

    Parameters
    ----------
    problem
        Whose people and rules.
    roster
        The roster as it stands, without the open shift.
    day, shift
        What is open.

    Raises
    ------
    UsageError
        If there is no such day or shift.
    """
    if day not in problem.horizon:
        raise UsageError(str(day), "the day is not planned", f"planned: {problem.horizon}")
    if shift not in problem.center.shift:
        raise UsageError(shift, "no such shift", f"known: {', '.join(problem.center.shift)}")
    before = evaluate(problem, roster)
    pauses: dict[tuple[int, Attended], tuple[Pause, ...]] = {}
    found = []
    for counselor in problem.center.counselors:
        able = shift in {s.code for s in problem.center.shifts_of(counselor)}
        if not able or roster.works(counselor.id, day):
            continue
        duty = Duty(counselor=counselor.id, day=day, shift=shift)
        key = problem.center.queue_of(counselor), _meetings(problem, roster, duty)
        if key not in pauses:
            pauses[key] = _best_breaks(problem, roster, duty, key[1])
        duty = duty.model_copy(update={"breaks": pauses[key]})
        after = evaluate(problem, roster.with_duties((*roster.duties, duty)))
        found.append(
            Candidate(
                counselor=counselor.id,
                duty=duty,
                breaches=_new_breaches(before, after),
                cost=after.objective - before.objective,
                in_time=after.service.in_time - before.service.in_time,
            )
        )
    return sorted(found, key=lambda c: (len(c.breaches), c.cost, c.counselor))


def without_duty(roster: Roster, counselor: str, day: dt.date, shift: str) -> Roster:
    """Return a roster without the shift of someone who falls out.

    Raises
    ------
    UsageError
        If the person does not work that shift on that day.
    """
    duty = roster.of.get((counselor, day))
    if duty is None or duty.shift != shift:
        has = "is off" if duty is None else f"has shift {duty.shift}"
        raise UsageError(
            f"{counselor} on {day}", f"does not have shift {shift} but {has}", "the shift worked"
        )
    return roster.with_duties(other for other in roster.duties if other != duty)


def _new_breaches(before: Verdict, after: Verdict) -> tuple[Judgement, ...]:
    """Return the breaches of one verdict that are new, or larger, than in another."""
    known = Counter((item.rule.rule, item.breach.subject) for item in before.breaches)
    amounts = {(i.rule.rule, i.breach.subject): i.breach.amount for i in before.breaches}
    fresh = []
    for item in after.breaches:
        key = item.rule.rule, item.breach.subject
        if known[key] == 0 or item.breach.amount > amounts[key]:
            fresh.append(item)
        else:
            known[key] -= 1
    return tuple(fresh)


def _meetings(problem: Problem, roster: Roster, duty: Duty) -> Attended:
    """Return the meetings of a day that a new duty contains, when the others hold them."""
    center, shift = problem.center, problem.center.shift[duty.shift]
    held = {p.code: p.start for d in roster.duties if d.day == duty.day for p in d.breaks}
    found: list[tuple[int, str]] = []
    for meeting in center.meetings_of[duty.counselor]:
        if duty.day not in meeting.days:
            continue
        starts: Sequence[int] = ()
        if not meeting.together:
            starts = own_starts(center, meeting, shift)
        elif meeting.code in held and meeting.within(shift, held[meeting.code]):
            starts = (held[meeting.code],)
        fits = (s for s in starts if has_room(center, shift, _with(found, s, meeting.code)))
        found += [(start, meeting.code) for start in islice(fits, 1)]
    return tuple(sorted(found))


def _with(found: Sequence[tuple[int, str]], start: int, code: str) -> Attended:
    return tuple(sorted([*found, (start, code)]))


def _best_breaks(
    problem: Problem, roster: Roster, duty: Duty, attended: Attended
) -> tuple[Pause, ...]:
    """Return the breaks of a new duty, each where it costs least while the others stand."""
    center = problem.center
    rules = tuple(rule for rule in center.rules if rule.scope is Scope.SLOT)
    slots = problem.model_copy(update={"center": center.model_copy(update={"rules": rules})})
    span = center.shift[duty.shift]
    breaks = center.breaks_of(span)
    every = starts_beside(center, span, attended)
    starts = dict(zip(span.breaks, every, strict=True))
    held = tuple(Pause(code=code, start=start) for start, code in attended)
    chosen = dict(zip(span.breaks, first_placing(breaks, every), strict=True))

    def price(code: str, start: int) -> tuple[int, int]:
        named = tuple(Pause(code=c, start=s) for c, s in {**chosen, code: start}.items())
        added = duty.model_copy(update={"breaks": (*named, *held)})
        verdict = evaluate(slots, roster.with_duties((*roster.duties, added)))
        return len(verdict.breaches), verdict.objective

    for code, times in starts.items():
        fit = [s for s in times if not any(broken_ties(breaks, {**chosen, code: s}))]
        chosen[code] = min(fit, key=lambda start, code=code: price(code, start))  # type: ignore[misc]
    named = tuple(Pause(code=code, start=start) for code, start in chosen.items())
    return tuple(sorted((*named, *held), key=lambda pause: pause.start))
